"""Cases of the demo's people in different states: opened and changed as a department's system would have done it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from central.contract.case import Case, CaseApplicant, OpenCase, ReportChanges, ReportedChange
from central.office import Desk
from central.services import departments
from central.services.departments import Reporter

AtDesk = Callable[[datetime, Callable[[Desk], Case]], Case]
"""Does something in one transaction at a moment."""


@dataclass(frozen=True)
class Holder:
    """Whose case it is."""

    name: str
    number: str
    phone: str


def play(directory: Path, holders: Mapping[str, Holder], now: datetime, at_desk: AtDesk) -> list[dict[str, str]]:
    """Let it all happen, each change at its time; what the bench shows of the cases."""
    stored = tomllib.loads((directory / "demo_cases.toml").read_text(encoding="utf-8"))["case"]
    return [_play(case, holders[case["person"]], now, at_desk) for case in stored]


def _play(said: Mapping[str, Any], holder: Holder, now: datetime, at_desk: AtDesk) -> dict[str, str]:
    reporter = Reporter(said["department"], "department:demo")
    first, *later = said["events"]
    opened = _ago(now, first)
    wanted = OpenCase(
        own_number=said["own_number"],
        item=said["item"],
        name=said["name"],
        applicant=CaseApplicant(
            name=holder.name, id_number=holder.number, phone=holder.phone, credit_code=said.get("credit_code")
        ),
        at=opened,
        legal_limit=said["legal_limit"],
        promised_limit=said["promised_limit"],
    )
    number = at_desk(opened, lambda desk: departments.open_case(desk, reporter, wanted)).number
    for event in later:
        at = _ago(now, event)
        change = ReportedChange.model_validate(
            {name: each for name, each in event.items() if name != "days"} | {"at": at}
        )
        _report(at_desk, at, reporter, number, change)
    return {"label": said["label"], "number": number, "person": holder.name, "phone": holder.phone}


def _report(at_desk: AtDesk, at: datetime, reporter: Reporter, number: str, change: ReportedChange) -> None:
    at_desk(at, lambda desk: departments.report(desk, reporter, number, ReportChanges(changes=(change,))))


def _ago(now: datetime, event: Mapping[str, Any]) -> datetime:
    return now - timedelta(days=event["days"])
