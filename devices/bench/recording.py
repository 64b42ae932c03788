"""A flight recording, read back: what was sent and received, opening by opening.

A recorded fault that became a test case has two more keys in its header: `title`, and `results`, how each call ended:
`["id_card_reader 05.01-…", "device_garbled"]`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from devices.flight_recorder import VERSION

EVENTS = ("opened", "asked", "sent", "received", "fault", "closed")


@dataclass(frozen=True)
class Passed:
    """One event on the wire, `at` seconds after the first one."""

    at: float
    event: str
    data: bytes = b""
    code: str = ""


@dataclass(frozen=True)
class Recording:
    """`conversations`: from one opening of the port to the next; the first may have begun before the ring. Each ends
    with an event `closed`, at the latest when the recording does."""

    driver: str
    conversations: tuple[tuple[Passed, ...], ...]
    title: str = ""
    results: tuple[str, ...] = ()


def load(path: Path) -> Recording:
    """Raises `OSError`, and `ValueError` with the file, the line and what is wrong in it."""
    return read(path.read_bytes(), str(path))


def read(data: bytes, name: str = "recording") -> Recording:
    """Raises `ValueError`."""
    lines = data.splitlines()
    if not lines:
        raise ValueError(f"{name}: empty")
    passed: list[Passed] = []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if number == 1:
                header = _Header(entry)
            else:
                passed.append(_passed(entry))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{name}:{number}: {type(error).__name__}: {error}") from None
    if not passed or passed[-1].event != "closed":
        passed.append(Passed(header.seconds, "closed"))
    starts = [0, *(at for at, each in enumerate(passed) if each.event == "opened" and at > 0), len(passed)]
    conversations = tuple(tuple(passed[start:end]) for start, end in pairwise(starts))
    return Recording(header.driver, conversations, header.title, header.results)


class _Header:
    def __init__(self, entry: dict[str, object]) -> None:
        if entry["recording"] != VERSION:
            raise ValueError(f"version {entry['recording']!r} of the format, this program reads {VERSION}")
        self.driver = str(entry["driver"])
        self.seconds = _number(entry["seconds"], "seconds")
        self.title = str(entry.get("title", ""))
        results = entry.get("results", [])
        if not isinstance(results, list):
            raise TypeError("results: not a list")
        self.results = tuple(str(result) for result in results)


def _passed(entry: dict[str, object]) -> Passed:
    event = str(entry["event"])
    if event not in EVENTS:
        raise ValueError(f"no event {event!r}, only {', '.join(EVENTS)}")
    at = _number(entry["at"], "at")
    return Passed(at, event, bytes.fromhex(str(entry.get("hex", ""))), str(entry.get("code", "")))


def _number(value: object, key: str) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"{key}: not a number")
    return float(value)
