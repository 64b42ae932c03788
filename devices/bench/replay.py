# ruff: noqa: T201 - a program prints
"""Replay: a flight recording as the far end of a driver's wire. `python -m devices.bench.replay FILE`.

The driver is asked what it was asked then, when it was asked then. The wire answers what it writes as it was answered,
with the same pauses, and notes every request that is not the one in the recording. A call is taken back when the driver
waits for something while, in the recording, it had gone on to something else. Time is virtual: a recording of five
minutes takes no time to replay; `--real` takes its time.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devices.bench import recording as recordings
from devices.bench.recording import Passed, Recording
from devices.bench.replay_verbs import WITHIN, call
from devices.clock import Clock, WallClock
from devices.drivers import driver_of, mask_of
from devices.masking import Mask
from devices.states import Cancelled, Fault, Mute, Offline

PATIENCE = 0.5  # seconds that a driver may wait longer than then
_AHEAD = 64  # requests of a call among which one that the driver made too early is looked for


@dataclass(frozen=True)
class Departure:
    """The driver wrote something else than then. Both are masked."""

    at: float  # seconds since the replay began
    wrote: bytes
    recorded: bytes

    def __str__(self) -> str:
        return f"{self.at:9.3f} s  wrote {_hex(self.wrote)}; the recording has {_hex(self.recorded)}"


@dataclass(frozen=True)
class Call:
    """What was asked of the driver, and how it ended."""

    at: float
    verb: str
    result: str


@dataclass
class Replayed:
    """What came of it. `left`: requests of the recording that the driver never made."""

    calls: list[Call] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    left: int = 0


def _hex(data: bytes) -> str:
    return f"{data[:24].hex(' ')}{' …' if len(data) > 24 else ''} ({len(data)} bytes)" if data else "nothing"


class ReplayPort:
    """One conversation of a recording. Implements `Port`. Sets the clock, by which a call is cancelled, when the driver
    asks for more than there was."""

    def __init__(self, conversation: Sequence[Passed], mask: Mask, clock: Clock, replayed: Replayed) -> None:
        self._mask = mask
        self._clock = clock
        self._replayed = replayed
        self._passed = deque(passed for passed in conversation if passed.event != "opened")
        self._coming: deque[tuple[float, Passed]] = deque()
        self._shift = clock() - conversation[0].at  # from then to now
        self._release()

    def next_verb(self) -> str:
        """Go to the next call, in the recording and in time; what it is, "" when there is none."""
        while self._passed and self._passed[0].event not in ("asked", "closed"):
            self._replayed.left += self._passed.popleft().event == "sent"
            self._release()
        if not self._passed or self._passed[0].event == "closed":
            return ""
        asked = self._passed.popleft()
        self._clock.wait(max(0.0, asked.at + self._shift - self._clock()))
        self._release()
        return asked.code

    def write(self, data: bytes) -> None:
        self._fail_if_due()
        wrote, requests = self._mask.sent(data), self._requests()
        if requests[:1] != [wrote]:
            if self._overdue():
                self._clock.set()
                return
            self._replayed.departures.append(Departure(self._clock(), wrote, requests[0] if requests else b""))
            if wrote not in requests:
                return
        passed = self._passed.popleft()
        while passed.event != "sent" or passed.data != wrote:
            self._replayed.left += passed.event == "sent"
            passed = self._passed.popleft()
        self._shift = self._clock() - passed.at
        self._release()
        self._fail_if_due()

    def read(self, size: int, wait: float) -> bytes:
        self._fail_if_due()
        if self._overdue():
            self._clock.set()
        if not self._coming or self._coming[0][0] > self._clock() + wait:
            self._clock.wait(wait)
            return b""
        at, passed = self._coming.popleft()
        self._clock.wait(max(0.0, at - self._clock()))
        if passed.event == "fault":
            raise _fault(passed.code)
        if len(passed.data) > size:
            self._coming.appendleft((at, Passed(passed.at, passed.event, passed.data[size:])))
        return passed.data[:size]

    def flush_input(self) -> None:
        self._fail_if_due()
        while self._coming and self._coming[0][0] <= self._clock() and self._coming[0][1].event == "received":
            self._coming.popleft()

    def close(self) -> None: ...

    def _requests(self) -> list[bytes]:
        """What the driver wrote then, in this call, and has not written yet."""
        requests: list[bytes] = []
        for passed in self._passed:
            if passed.event in ("asked", "closed") or len(requests) == _AHEAD:
                break
            if passed.event == "sent":
                requests.append(passed.data)
        return requests

    def _overdue(self) -> bool:
        """By now it had done something else then."""
        return not self._passed or self._clock() > self._passed[0].at + self._shift + PATIENCE

    def _release(self) -> None:
        """What came before the next thing that the driver did comes again, as long after this moment as then."""
        while self._passed and self._passed[0].event in ("received", "fault"):
            passed = self._passed.popleft()
            self._coming.append((passed.at + self._shift, passed))

    def _fail_if_due(self) -> None:
        if self._coming and self._coming[0][1].event == "fault" and self._coming[0][0] <= self._clock():
            raise _fault(self._coming.popleft()[1].code)


def _fault(code: str) -> Fault:
    return Mute("as recorded") if code == Mute.code else Offline("as recorded")


def replay(recording: Recording, clock: Clock | None = None) -> Replayed:
    """Let the recording's driver live through it. Raises `ValueError` for a driver that is not there."""
    clock = clock or Clock()
    replayed = Replayed()
    for conversation in recording.conversations:
        port = ReplayPort(conversation, mask_of(recording.driver), clock, replayed)
        driver = driver_of(recording.driver, port, clock)
        while verb := port.next_verb():
            began = clock()
            try:
                result = call(driver, verb, clock.deadline(WITHIN.get(verb, 0.0)))
            except Cancelled:
                result = "taken back"
            except Fault as fault:
                result = fault.code
            clock.clear()
            replayed.calls.append(Call(began, verb, result))
        driver.close()
    return replayed


def main(arguments: Sequence[str] | None = None) -> int:
    """Replay one file and print what came of it; 1 when the driver departs or a call ends differently."""
    parser = argparse.ArgumentParser(prog="devices.bench.replay", description="Replay a flight recording.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--real", action="store_true", help="in real time")
    chosen = parser.parse_args(arguments)
    try:
        recording = recordings.load(chosen.file)
        replayed = replay(recording, WallClock() if chosen.real else None)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{recording.driver}  {recording.title}".rstrip())
    differs = False
    for number, done in enumerate(replayed.calls):
        then = recording.results[number] if number < len(recording.results) else done.result
        differs = differs or then != done.result
        said = f"   (then: {then})" if then != done.result else ""
        print(f"{done.at:9.3f} s  {done.verb:<12} {done.result}{said}")
    for departure in replayed.departures:
        print(departure)
    if replayed.left:
        print(f"{replayed.left} requests of the recording were never made")
    print("the driver departs from the recording" if replayed.departures or replayed.left else "as recorded")
    return 1 if differs or replayed.departures or replayed.left else 0


if __name__ == "__main__":
    sys.exit(main())
