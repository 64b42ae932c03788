"""补交材料: what a case still waits for, photographed page by page at a terminal, and fetched by whoever has the case.

The pages are uploaded before, like those of an application. Who hands in shows a card or an identity code: neither a
number that a finder of the slip can type, nor an office in a company, says that these are the applicant's papers.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from central.contract.application import Applicant, Digest
from central.contract.case import Missing
from central.contract.case_number import CaseNumber
from central.contract.item import Sentence
from central.contract.messages import Message, Moment, Words

THINGS_MOST = 8
"""At once; what is more waits for the next time."""

PAGES_MOST = 40
"""Of all of them together."""


class ToHandIn(Message):
    """One thing that a case waits for and a document camera can take. `key`: as the notice names it."""

    key: Missing
    name: Words
    pages_most: int = Field(default=6, ge=1, le=20)
    how_to_get: Sentence | None = None


class HandedIn(Message):
    """The pages of one thing, in their order."""

    key: Missing
    pages: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=20)]


class HandIn(Message):
    """补正, or 容缺 filled, by pictures. Sealed, purpose `hand-in`. An effect; each thing is handed in once."""

    number: CaseNumber
    proof: Applicant
    things: tuple[HandedIn, ...] = Field(min_length=1, max_length=THINGS_MOST)

    @model_validator(mode="after")
    def _each_once_and_not_too_much(self) -> Self:
        if len({each.key for each in self.things}) != len(self.things):
            raise ValueError("one thing stands there twice")
        if sum(len(each.pages) for each in self.things) > PAGES_MOST:
            raise ValueError(f"more than {PAGES_MOST} pages")
        return self


class ThingsHandedIn(Message):
    """It is written down. Nothing personal: a terminal's ledger keeps this. `left`: how much is still asked for."""

    number: CaseNumber
    at: Moment
    left: int = Field(ge=0)
