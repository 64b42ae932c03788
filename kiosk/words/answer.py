"""What an answer says: on the review screen whole, on the card of an entry with what is personal masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from central.contract.form import Control, FormField
from central.contract.messages import Words
from kiosk.texts import Wording
from kiosk.wishes.application import Phrase, Said

LONGEST = 200
"""Characters of `Words`."""


def said(field: FormField, value: Any) -> Said:
    """A field's value as somebody would say it."""
    match field.control:
        case _ if value is None:
            return ""
        case Control.CHOICE:
            return field.options.get(str(value), str(value))
        case Control.CHOICES:
            chosen = [field.options.get(str(each), Words(zh_CN=str(each)[:LONGEST])) for each in value]
            chinese, english = (
                "、".join(each.zh_CN for each in chosen),
                ", ".join(each.en or each.zh_CN for each in chosen),
            )
            return Words(zh_CN=chinese[:LONGEST], en=english[:LONGEST])
        case Control.YES_NO:
            return Phrase("yes" if value is True else "no")
        case Control.GROUP:
            return Phrase("entries", {"n": len(value), "entry": field.entry or ""})
        case _ if field.unit is not None:
            unit = field.unit
            return Words(zh_CN=f"{value} {unit.zh_CN}"[:LONGEST], en=f"{value} {unit.en or unit.zh_CN}"[:LONGEST])
        case _:
            return str(value)


def entry_said(group: FormField, entry: Mapping[str, Any], *, masking: bool = False) -> tuple[Said, ...]:
    """An entry's answers in the order of its questions; one that was left out says nothing."""
    given = [(part, entry[part.name]) for part in group.parts if part.name in entry]
    return tuple(masked(part, value) if masking else said(part, value) for part, value in given)


def masked(field: FormField, value: Any) -> Said:
    """The same for a screen that others see too: enough to tell one entry from the next."""
    text = str(value)
    match field.control:
        case Control.NAME if len(text) > 1:
            return text[0] + "*" * (1 if len(text) < 4 else 2) + text[2:][-1:]
        case Control.ID_NUMBER | Control.PHONE if len(text) > 7:
            return text[:3] + "*" * (len(text) - 7) + text[-4:]
        case Control.BANK_CARD | Control.DIGITS:
            return "**** " + text[-4:]
        case _:
            return said(field, value)


def spoken(what: Said, wording: Wording) -> str:
    """What is said, in the language chosen now."""
    match what:
        case Words():
            return wording.words(what)
        case Phrase(code, facts):
            return wording.text(f"review_answers.said.{code}", facts)
        case tuple():
            return " · ".join(spoken(each, wording) for each in what)
        case _:
            return what
