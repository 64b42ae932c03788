"""What a technician reads on the command line: the texts of the screens, in English and in Chinese side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from central.contract.texts import CATALOGUES, LANGUAGES, Fact, Texts
from devices.states import Remedy
from kiosk.texts import Wording


def both(code: str, facts: Mapping[str, Fact] | None = None) -> str:
    """The text of `code` in both languages. Raises `TextMissing`."""
    return " / ".join(wording.text(code, facts) for wording in _wordings())


def advice(code: str, remedy: Remedy = Remedy.STAFF, facts: Mapping[str, Fact] | None = None) -> str:
    """What to do about a fault; what its remedy says when its code says nothing of its own."""
    known = f"advice.{code}"
    return both(known if _wordings()[0].texts.has(known) else f"advice.remedy.{remedy.value}", facts)


def title(code: str, facts: Mapping[str, Fact] | None = None) -> str:
    """What happened, as the screen calls it; the code itself when there is no such notice."""
    known = f"notice.{code}.title"
    return both(known, facts) if _wordings()[0].texts.has(known) else code


def plain(text: str) -> str:
    """What devices and the office say of themselves must not command the technician's terminal."""
    return "".join(each if each.isprintable() or each == "\n" else "?" for each in text)


@cache
def _wordings() -> tuple[Wording, ...]:
    texts = Texts(CATALOGUES)
    wordings = tuple(Wording(texts, lambda: datetime.now().astimezone()) for _ in LANGUAGES)
    for wording, language in zip(wordings, reversed(LANGUAGES), strict=True):
        wording.language = language
    return wordings
