"""The tables of pinyin pad and search are made here, if nobody has: whatever is run of the tests finds them."""

from ui.keyboard import build_table

build_table.ensure()
