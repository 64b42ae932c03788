"""How the technician's commands say things: a line for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from devices.inventory import Plugged
from devices.states import DeviceState, Fault, Identity
from kiosk.passwords import without_passwords
from kiosk.technician.checks import CheckReport
from kiosk.technician.words import advice, both, plain, title


class Teller:
    """Writes to standard output, each line at once."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, mark: str, text: str, **data: Any) -> None:
        """`mark`: ok, WRONG, found …; "" for what fills lines of its own."""
        line = f"{mark:6} {text}".rstrip() if mark else text
        self._write(json.dumps(data, ensure_ascii=False) if self.as_json else line)

    def text(self, text: str) -> None:
        """For people only."""
        if not self.as_json:
            self._write(text)

    def state(self, state: DeviceState, address: str, at: str = "") -> None:
        """A device as it is now."""
        address = without_passwords(address)
        code = state.code or ("" if state.usable else state.media.value)
        facts = {**state.facts, "device": state.name}
        said = _wrong(code, facts) if code else [named(state.identity)]
        text = _indented(f"{at} {state.name:16} {state.link.value}/{state.media.value}  {address}".strip(), said)
        data = {**asdict(state), "usable": state.usable, "address": address}
        self.say("ok" if state.usable else "WRONG", text, **data, **({"at": at} if at else {}))

    def plugged(self, mark: str, each: Plugged, at: str = "") -> None:
        """Something that is plugged in."""
        text = f"{at} {each.address}  {each.connection.value}  {each.title}".strip()
        self.say(mark, text, plugged=mark, **asdict(each), **({"at": at} if at else {}))

    def report(self, report: CheckReport) -> None:
        """What a check found."""
        facts: Mapping[str, str | int] = {"device": report.name}
        said = [] if report.ok else _wrong(report.code, facts)
        text = _indented(report.name, [*said, *(both(code, facts) for code, facts in report.lines)])
        self.say("ok" if report.ok else "WRONG", text, **asdict(report))

    def _write(self, text: str) -> None:
        sys.stdout.write(f"{plain(text)}\n")
        sys.stdout.flush()


def _wrong(code: str, facts: Mapping[str, str | int]) -> list[str]:
    """What happened, and what to do."""
    return [f"{code}: {title(code, facts)}", advice(code, facts=facts)]


def _indented(head: str, lines: list[str]) -> str:
    """Under the mark's column: a port's name alone may fill a line of 80."""
    return "\n".join([head, *(f"       {line}" for line in lines if line)])


def complain(fault: Fault) -> None:
    """A fault that ends a command, with what to do."""
    said = f"{fault.code}: {fault.detail}" if fault.detail else fault.code
    do = advice(fault.code, fault.remedy, fault.facts)
    sys.stderr.write(plain(f"{said}\n{title(fault.code, fault.facts)}: {do}\n"))


def named(identity: Identity | None) -> str:
    """What a device says it is, in one line."""
    if identity is None:
        return ""
    return " ".join(part for part in (identity.model, identity.serial, identity.firmware) if part)


def now() -> str:
    return datetime.now().astimezone().strftime("%H:%M:%S")
