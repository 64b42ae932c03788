"""A registered data source: whose data it is, how fresh, how long it may take, and what follows if it is silent.

The register of a city answers `SourceQuery` with `SourceAnswer` at the source's own URL; the office asks, a terminal
only shows the names when it asks for consent. A source is one document, published with the items.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime, Field, JsonValue

from central.contract.messages import Code, Message, Words


class Mask(StrEnum):
    """How a value looks on a terminal's screen. The office masks it; the terminal never holds more."""

    NONE = "none"
    NAME = "name"  # 张*
    ID_NUMBER = "id_number"  # 110***********002X: 3 + 4
    PHONE = "phone"  # 138****1234
    ACCOUNT = "account"  # **** 1234
    HIDDEN = "hidden"  # decides, and is not shown: *


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"  # ISO text
    LIST = "list"  # of text


class SourceField(Message):
    """One value that the source can answer."""

    type: FieldType
    words: Words
    mask: Mask = Mask.NONE


class OnSilence(StrEnum):
    """What follows when a source does not answer, or answers with what it cannot mean."""

    NOT_STARTED = "not_started"  # the item is not begun; the citizen is told when to come again
    MANUAL = "manual"  # a person decides


class DataSource(Message):
    """One source."""

    format: int = Field(default=1, ge=1, le=1)
    source: Code
    name: Words
    owner: Words
    kind_of_data: Words = Field(description="what a citizen consents to, as the consent screen words it")
    sensitive: bool = Field(default=False, description="PIPL 28: biometrics, health, children; consent of its own")
    inputs: tuple[Code, ...] = Field(min_length=1)
    fields: dict[Code, SourceField] = Field(min_length=1)
    fresh_s: int = Field(ge=0, le=366 * 86400, description="older answers count as none")
    timeout_s: float = Field(gt=0, le=30)
    on_silence: OnSilence


class SourceQuery(Message):
    """POST {register}/v1/sources/{source}/query, with a bearer token. `reason` is what the source's owner logs."""

    by: dict[Code, JsonValue]
    item: str = Field(max_length=64)
    reason: str = Field(max_length=64, description="application id, so that the owner can audit")


class SourceAnswer(Message):
    """What the source knows. `found` false: it answers, and knows nobody of that description."""

    found: bool
    as_of: AwareDatetime
    values: dict[Code, JsonValue] = Field(default_factory=dict)
