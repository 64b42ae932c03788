"""`central …`: one file for each first word, imported when that word is typed. What several share is in `options`,
`opening` (the office on its database), `window_line` (the office over HTTP) and `evidence` (figures).

Each has `add`, which puts the word's options and verbs on its parser and sets `run`, and `EXPECTED`: what may go wrong
and is a sentence for whoever typed, besides `Refused` and `OSError`.
"""


class Refused(Exception):
    """The command cannot be carried out; the text says why."""
