"""What a figure is: its code and source, and its words. The words are data; what is counted is in the module that names
the code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from central.contract.figures import Source, Things
from central.contract.messages import Code, Message, Words

WORDS = Path(__file__).resolve().parents[2] / "assets" / "figures.toml"


class FigureWords(Message):
    """One figure in words: the numerator, the denominator, and how it is counted."""

    name: Words
    counted: Words
    of: Words
    method: Words


class FiguresText(Message):
    """The whole file."""

    figures: dict[Code, FigureWords]
    parts: dict[Code, Words] = Field(description="why the rest is not in the numerator, and what is told beside it")
    services: dict[Code, Words]


@dataclass(frozen=True)
class Definition:
    """`beside`: a figure without which this one is not shown."""

    code: str
    source: Source
    things: Things
    beside: str | None = None

    @property
    def words(self) -> FigureWords:
        """Raises `KeyError` where the file has none."""
        return text().figures[self.code]


@cache
def text() -> FiguresText:
    """Read once. Raises `pydantic.ValidationError`, `OSError`."""
    return FiguresText.model_validate(tomllib.loads(WORDS.read_text("utf-8")))
