"""What people read, found by a code, in the languages of the product.

A catalogue is one TOML file per language. A text may hold gaps, `{opens_at}`, that facts fill; it may also be a list
of texts, of which the first is taken whose gaps can all be filled. Facts come from cards, codes and offices: they are
filled in as plain text and never interpreted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from central.contract.item import Sentence
from central.contract.messages import Words
from kiosk.wishes.wish import Notice

LANGUAGES = ("zh_CN", "en")
"""The first is the one a new session starts with."""

Fact = str | int | Words | datetime | date

CATALOGUES = Path(__file__).resolve().parent.parent / "assets" / "texts"

_KINDS = ("expected", "found")
"""Facts that name a device, as the fact `device` does."""

_GAP = re.compile(r"\{([a-z0-9_]+)\}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class TextMissing(LookupError):
    """A text that the program asks for is in no catalogue; the message names key and language."""


class Texts:
    """The catalogues of all languages, flat: `notice.too_early.title`."""

    def __init__(self, directory: Path) -> None:
        self._catalogues: dict[str, dict[str, str | list[str]]] = {
            language: dict(_flat(tomllib.loads((directory / f"{language}.toml").read_text("utf-8"))))
            for language in LANGUAGES
        }

    def keys(self, language: str) -> set[str]:
        return set(self._catalogues[language])

    def has(self, key: str, language: str = LANGUAGES[0]) -> bool:
        return key in self._catalogues[language]

    def variants(self, key: str, language: str) -> list[str]:
        """The texts under `key`, most telling first. Raises `TextMissing`."""
        found = self._catalogues[language].get(key)
        if found is None:
            raise TextMissing(f"{key} ({language})")
        return [found] if isinstance(found, str) else found


class Wording:
    """The texts in the language chosen now, by the office's business clock."""

    def __init__(self, texts: Texts, clock: Callable[[], datetime]) -> None:
        self.texts = texts
        self.language = LANGUAGES[0]
        self.now = clock

    def text(self, code: str, facts: Mapping[str, Fact] | None = None, **more: Fact) -> str:
        """The text of `code` with its gaps filled. A gap that no fact fills shows nothing. Raises `TextMissing`."""
        known = {name: self._show(name, value) for name, value in {**(facts or {}), **more}.items() if value != ""}
        variants = self.texts.variants(code, self.language)
        text = next((each for each in variants if set(_GAP.findall(each)) <= known.keys()), variants[-1])
        return _GAP.sub(lambda gap: known.get(gap[1], ""), text)

    def title(self, notice: Notice) -> str:
        """What happened, or what to do, in a few characters."""
        return self.text(f"notice.{self._known(notice)}.title", notice.facts)

    def advice(self, notice: Notice) -> str:
        """The sentence with what to do next."""
        return self.text(f"notice.{self._known(notice)}.text", notice.facts)

    def words(self, words: Words | Sentence) -> str:
        """The office's own words in the language chosen, in Chinese when it gave no others."""
        return (words.en or words.zh_CN) if self.language == "en" else words.zh_CN

    def sentence(self, sentence: Sentence, facts: Mapping[str, Fact] | None = None) -> str:
        """A sentence of a service item, its gaps filled; without `facts` as it is, because the office has filled it."""
        text = (sentence.en or sentence.zh_CN) if self.language == "en" else sentence.zh_CN
        if facts is None:
            return text
        known = {name: self._show(name, value) for name, value in facts.items()}
        return _GAP.sub(lambda gap: known.get(gap[1], ""), text)

    def time(self, moment: datetime) -> str:
        """14:30; with the day in front when it is not today."""
        now = self.now()
        local = moment.astimezone(now.tzinfo) if moment.tzinfo else moment
        shown = f"{local.hour:02}:{local.minute:02}"
        return shown if local.date() == now.date() else self.text("calendar.moment", day=self.day(local), time=shown)

    def span(self, start: datetime, end: datetime) -> str:
        """14:30–15:00."""
        until = self.time(end).rsplit(" ", 1)[-1]
        return f"{self.time(start)}–{until}"

    def day(self, day: date) -> str:
        """11月21日 星期六."""
        return self._in_parts("calendar.day", day)

    def short_day(self, day: date) -> str:
        """11月21日."""
        return self._in_parts("calendar.short_day", day)

    def _in_parts(self, code: str, day: date) -> str:
        weekdays = self.texts.variants("calendar.weekdays", self.language)
        months = self.texts.variants("calendar.months", self.language)
        facts = {"day": str(day.day), "month": months[day.month - 1], "weekday": weekdays[day.weekday()]}
        return _GAP.sub(lambda gap: facts[gap[1]], self.texts.variants(code, self.language)[0])

    def _known(self, notice: Notice) -> str:
        return notice.code if self.texts.has(f"notice.{notice.code}.title", self.language) else "unknown"

    def _show(self, name: str, value: Fact) -> str:
        if isinstance(value, Words):
            return self.words(value)
        if isinstance(value, datetime):
            return self.time(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int):
            return str(value)
        with suppress(ValueError):  # it looked like a time, and there is no such day
            if _MOMENT.fullmatch(value):
                return self.time(datetime.fromisoformat(value))
            if _DAY.fullmatch(value):
                return self.day(date.fromisoformat(value))
        known = f"fact.{'device' if name in _KINDS else name}.{value}"
        return self.text(known) if self.texts.has(known, self.language) else value


def glue(text: str) -> str:
    """`text` in one piece: no line is broken inside it."""
    return "\u2060".join(text.replace(" ", "\u00a0"))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str | list[str]]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
