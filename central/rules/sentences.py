"""Sentences for the citizen: gaps filled, values as one says them, nothing in them that a screen or printer obeys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from central.contract.item import Sentence
from central.contract.messages import Words

MOST_VALUE = 200
"""Characters of one value."""

_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNKNOWN = Words(zh_CN="——", en="--")  # a gap that nothing is known for


def plain(text: str) -> str:
    """Text without control, direction and line characters, and not longer than a value may be."""
    return "".join(character for character in text if character.isprintable()).strip()[:MOST_VALUE]


def spoken(value: Any) -> Words:
    """A value of an expression in both languages: 2026-03-07 → 2026年3月7日, true → 是."""
    if isinstance(value, bool):
        return Words(zh_CN="是", en="yes") if value else Words(zh_CN="否", en="no")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float):
        return Words(zh_CN=f"{value}", en=f"{value}")
    if isinstance(value, list | tuple):
        several = [spoken(each) for each in value]
        return Words(
            zh_CN=plain("、".join(each.zh_CN for each in several)), en=plain(", ".join(each.en for each in several))
        )
    if not isinstance(value, str):
        return _UNKNOWN
    shown = plain(value)
    return Words(zh_CN=_chinese_date(shown), en=shown)


def filled(sentence: Sentence, values: Mapping[str, Any]) -> Sentence:
    """A sentence with its gaps filled, in both languages. A gap without a value shows a dash."""
    words = {name: spoken(value) for name, value in values.items()}
    return Sentence(
        zh_CN=_GAP.sub(lambda gap: words.get(gap[1], _UNKNOWN).zh_CN, sentence.zh_CN)[:600],
        en=_GAP.sub(lambda gap: words.get(gap[1], _UNKNOWN).en, sentence.en)[:900],
    )


def gaps(sentence: Sentence) -> set[str]:
    """The names of the gaps."""
    return {*_GAP.findall(sentence.zh_CN), *_GAP.findall(sentence.en)}


def _chinese_date(text: str) -> str:
    if not _ISO.fullmatch(text):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"
