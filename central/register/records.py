"""What the register knows: one TOML file for each source, and the people whom all files may speak of.

The format is told at the top of `assets/register/population.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from central.contract.messages import Code, Message
from central.contract.source import DataSource
from central.rules import dates

JOINT = "|"
"""Between the inputs in a record's key, where a source has several."""

_STEPS = {"years": dates.add_years, "months": dates.add_months, "days": dates.add_days}


class BadRecords(ValueError):
    """A file of the register is not what it should be; the text names the place."""


class _File(Message):
    """One source's file."""

    by: tuple[Code, ...] = ("id_number",)
    copied: dict[Code, Literal["name", "sex", "nation", "birth", "address", "number"]] = Field(default_factory=dict)
    everybody: dict[Code, Any] | None = None
    nobody: tuple[str, ...] = ()
    record: dict[str, dict[Code, Any]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Records:
    """What one source knows. Dates may be relative: they are worked out on the day of the question."""

    source: DataSource
    by: tuple[str, ...]
    values: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def find(self, inputs: Mapping[str, Any], today: date) -> dict[str, Any] | None:
        """The record of these inputs; none where there is none."""
        given = [inputs.get(name) for name in self.by]
        record = self.values.get(JOINT.join(map(str, given))) if all(isinstance(each, str) for each in given) else None
        if record is None:
            return None
        return {name: _on(value, today) for name, value in record.items()}


def read_people(path: Path) -> dict[str, dict[str, Any]]:
    """People by ID number from a file with `[[person]]` tables. Raises `BadRecords`."""
    try:
        people = tomllib.loads(path.read_text(encoding="utf-8"))["person"]
        return {person["number"]: {**person, "birth": person["birth"].isoformat()} for person in people}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRecords(f"{path}: {type(error).__name__} {error}") from error


def read_records(directory: Path, sources: Path, people: Mapping[str, Mapping[str, Any]]) -> dict[str, Records]:
    """Every source that has a file here and a document in `sources`. Raises `BadRecords`."""
    return {
        path.stem: _read(path, sources / f"{path.stem}.json", people)
        for path in sorted(directory.glob("*.toml"))
        if path.stem != "people"
    }


def _read(path: Path, document: Path, people: Mapping[str, Mapping[str, Any]]) -> Records:
    try:
        source = DataSource.model_validate_json(document.read_bytes())
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        values: dict[str, dict[str, Any]] = {}
        if file.everybody is not None:
            for number, person in people.items():
                copied = {name: person[of] for name, of in file.copied.items()}
                values[number] = {**copied, **file.everybody}
            for number in file.nobody:
                del values[number]
        for key, record in file.record.items():
            values[key] = {**values.get(key, {}), **record}
        for key, record in values.items():
            _check(source, file, key, record)
        return Records(source, file.by, values)
    except (OSError, ValidationError, ValueError, KeyError, TypeError) as error:
        raise BadRecords(f"{path}: {type(error).__name__} {error}") from error


def _check(source: DataSource, file: _File, key: str, record: Mapping[str, Any]) -> None:
    if key.count(JOINT) != len(file.by) - 1 or set(file.by) - set(source.inputs):
        raise ValueError(f"{key}: the key is not made of the source's inputs {', '.join(source.inputs)}")
    if strange := record.keys() - source.fields.keys():
        raise ValueError(f"{key}: the source has no field {', '.join(sorted(strange))}")
    for value in record.values():
        _on(value, date(2026, 1, 1))


def _on(value: Any, today: date) -> Any:
    """A value of a record on a day: `{days = -30}` is thirty days before. Raises `ValueError`, `TypeError`."""
    if isinstance(value, dict):
        day = today.isoformat()
        for unit, count in value.items():
            if unit not in _STEPS:
                raise ValueError(f"a date is relative in years, months or days, not in {unit}")
            day = _STEPS[unit](day, count)
        return day
    if isinstance(value, datetime):
        raise TypeError("a moment is no date")
    return value.isoformat() if isinstance(value, date) else value
