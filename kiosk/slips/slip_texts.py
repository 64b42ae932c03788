"""The texts that a slip needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from central.contract.item import Sentence
from central.contract.messages import Words


class SlipTexts(Protocol):
    """The catalogue as a slip needs it."""

    def text(self, code: str, facts: Mapping[str, str | int] | None = None) -> str:
        """The text under `code`, its gaps filled."""

    def words(self, words: Words | Sentence) -> str:
        """The words in the language in use."""

    def day(self, day: date) -> str:
        """A day with its weekday, without its year."""

    def short_day(self, day: date) -> str:
        """A day without weekday and year."""
