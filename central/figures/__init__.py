"""Figures of the office's work: what each one counts. Pure: the same events, the same numbers.

definition      what a figure is called, what it counts and of what, in words (`assets/figures.toml`)
count           one figure being counted, overall and told apart
cases           what happened to cases: 办结率, 按时办结率, 一次性告知, 容缺, 催办 …
sessions        items begun at a terminal: 当场办结率
rules           which rule left an application to a person
availability    minutes in which a terminal could do what it is there for
catalogue       the items in force: 压缩率, completeness of the guide
ratings         好差评: satisfaction beside the share that answered
showing         as it may be published: cells of fewer than five people are withheld
"""
