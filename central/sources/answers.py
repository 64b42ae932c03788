"""What became of a question to a source. Silence, age and nonsense are values: the rules say what follows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from central.contract.application import SourceState
from central.contract.source import DataSource, FieldType, SourceAnswer, SourceField
from central.rules import dates
from central.rules.facts import MOST_LISTED, Facts, bounded

MOST_TEXT = 500
_AHEAD = timedelta(minutes=5)  # clocks of two authorities differ
_UNCLEAN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # private use is clean: registers write rare names with it


@dataclass(frozen=True)
class Heard:
    """What one source said.

    Args:
        values: of the fields that the source's document knows, and only when it answered.
        fault: for the office's log; why there is no answer. Holds nothing personal.
    """

    source: str
    state: SourceState
    as_of: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""


def silent(source: str, fault: str) -> Heard:
    """It said nothing, or nothing that it can mean."""
    return Heard(source, SourceState.SILENT, fault=fault)


def understand(source: DataSource, body: bytes, now: datetime) -> Heard:
    """Read an answer and check it against the source's own document.

    A field that the document does not know is not taken over: no more is kept of a person than was published.
    """
    try:
        answer = SourceAnswer.model_validate_json(body, strict=True)
    except ValidationError as error:
        return silent(source.source, f"not the contract: {error.errors(include_input=False)[0]['type']}")
    if answer.as_of > now + _AHEAD:
        return silent(source.source, "from the future")
    if now - answer.as_of > timedelta(seconds=source.fresh_s):
        return Heard(source.source, SourceState.STALE, answer.as_of, fault="stale")
    if not answer.found:
        if any(value is not None for value in answer.values.values()):
            return silent(source.source, "found nobody, and knows something of them")
        return Heard(source.source, SourceState.NOT_FOUND, answer.as_of)
    values = {name: value for name, value in answer.values.items() if name in source.fields and value is not None}
    for name, value in values.items():
        if fault := _fault(source.fields[name], value):
            return silent(source.source, f"{name}: {fault}")
    return Heard(source.source, SourceState.ANSWERED, answer.as_of, values)


def with_answers(facts: Facts, heard: Mapping[str, Heard]) -> Facts:
    """The facts with what the sources said. Raises `ValueError` where together it is more than rules look at."""
    sources: dict[str, Any] = {}
    for code, each in heard.items():
        if each.state is SourceState.ANSWERED:
            sources[code] = {**each.values, "found": True}
        elif each.state is SourceState.NOT_FOUND:
            sources[code] = {"found": False}
    as_of = {code: heard[code].as_of for code in sources}
    return Facts.model_validate({**dict(facts), "sources": sources, "as_of": as_of})


def _fault(known: SourceField, value: Any) -> str:
    """What is wrong with a value; empty: nothing."""
    match known.type:
        case FieldType.TEXT:
            return _text_fault(value)
        case FieldType.NUMBER:
            good = isinstance(value, int | float) and not isinstance(value, bool) and bounded(value)
            return "" if good else "no number"
        case FieldType.BOOL:
            return "" if isinstance(value, bool) else "neither true nor false"
        case FieldType.DATE:
            try:
                return "" if 1800 <= dates.read(value).year < 2200 else "no date of our times"
            except dates.NoDate as error:
                return str(error)
        case FieldType.LIST:
            if not isinstance(value, list) or len(value) > MOST_LISTED:
                return "no list, or too long a one"
            return next((fault for each in value if (fault := _text_fault(each))), "")


def _text_fault(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        return "no text, or too long a one"
    return "unclean text" if any(unicodedata.category(character) in _UNCLEAN for character in value) else ""
