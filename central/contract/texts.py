"""What people read, found by a code, in the languages of the product: on terminals, on paper, on the office's pages.

A catalogue is one TOML file per language. A text may hold gaps, `{opens_at}`, that facts fill; it may also be a list
of texts, of which the first is taken whose gaps can all be filled. `{n|day|days}` is the one word where the fact `n`
is 1 and the other where it is not, for languages that tell one from many. Facts come from cards, codes and
offices: they are filled in as plain text and never interpreted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from central.contract.item import Sentence
from central.contract.messages import Words

LANGUAGES = ("zh_CN", "en")
"""The first is the one that is shown to whoever has not chosen."""

Fact = str | int | Words | datetime | date

CATALOGUES = Path(__file__).resolve().parents[2] / "assets" / "texts"

_GAP = re.compile(r"\{([a-z0-9_]+)\}")
_COUNTED = re.compile(r"\{([a-z0-9_]+)\|([^{}|]*)\|([^{}|]*)\}")


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


class Phrases:
    """The texts in one language."""

    def __init__(self, texts: Texts, language: str = LANGUAGES[0]) -> None:
        self.texts = texts
        self.language = language

    def text(self, code: str, facts: Mapping[str, Fact] | None = None, **more: Fact) -> str:
        """The text of `code` with its gaps filled. A gap that no fact fills shows nothing. Raises `TextMissing`."""
        known = {name: self._show(name, value) for name, value in {**(facts or {}), **more}.items() if value != ""}
        variants = self.texts.variants(code, self.language)
        text = next((each for each in variants if set(_GAP.findall(each)) <= known.keys()), variants[-1])
        text = _COUNTED.sub(lambda word: word[2] if known.get(word[1]) == "1" else word[3], text)
        return _GAP.sub(lambda gap: known.get(gap[1], ""), text)

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

    def day(self, day: date) -> str:
        """11月21日 星期六."""
        return self._in_parts("calendar.day", day)

    def short_day(self, day: date) -> str:
        """11月21日."""
        return self._in_parts("calendar.short_day", day)

    def of_year(self, shown: str, day: date, known: int | None = None) -> str:
        """2026年11月21日: a day that was put in words, with its year, unless that is the one that is known."""
        return shown if day.year == known else self.text("plan.date_of_year", {"date": shown, "year": day.year})

    def moment(self, local: datetime) -> str:
        """11月21日 星期六 14:30."""
        return self.text("calendar.moment", {"day": self.day(local.date()), "time": f"{local:%H:%M}"})

    def _in_parts(self, code: str, day: date) -> str:
        weekdays = self.texts.variants("calendar.weekdays", self.language)
        months = self.texts.variants("calendar.months", self.language)
        facts = {"day": str(day.day), "month": months[day.month - 1], "weekday": weekdays[day.weekday()]}
        return _GAP.sub(lambda gap: facts[gap[1]], self.texts.variants(code, self.language)[0])

    def _show(self, _name: str, value: Fact) -> str:
        if isinstance(value, Words):
            return self.words(value)
        return self.day(value) if isinstance(value, date) else str(value)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str | list[str]]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
