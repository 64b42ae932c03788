"""The technician's desk: everything of the console that takes time, on one thread of its own.

A PIN costs a tenth of a second, a sync of a worn disk as much, a network check ten seconds: none of it may be felt by
the screen. The desk is a driver without hardware, supervised by a `Device` like the line to the office. Because it owns
the logbook, "written before done" is one verb and not a promise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from devices.deadline import Deadline
from devices.states import Condition, Identity, Link
from kiosk.technician.logbook import Action, Logbook, Stage
from kiosk.technician.technicians import Technicians

T = TypeVar("T")

NAME = "technician_desk"


class Desk:
    """Implements `devices.driver.Driver`; its verbs raise the faults of what they carry out."""

    def __init__(self, technicians: Technicians, logbook: Logbook) -> None:
        self._technicians = technicians
        self._logbook = logbook

    def hello(self, _by: Deadline) -> Identity:
        """Nothing to reach."""
        return Identity(NAME)

    def condition(self, _by: Deadline) -> Condition:
        """Always there: what cannot be written is told by the verb that wanted to write."""
        return Condition(Link.ONLINE)

    def close(self) -> None:
        """Every file is closed already."""

    # ------------------------------------------------------------ verbs

    def wait_s(self, _by: Deadline) -> int:
        """Seconds until the next attempt at the entrance is heard.

        Asked when the entrance opens: the first attempt must not take longer than the others, and no start pays for it.
        """
        self._technicians.prepare()
        return self._technicians.wait_s()

    def admit(self, _by: Deadline, number: str, pin: str) -> str:
        """Let a technician in, and write down that somebody tried; what an unknown person typed is not kept."""
        who = number if self._technicians.knows(number) else ""
        with self._logbook.action(who, Action.ENTERED):
            self._technicians.admit(number, pin)
        return number

    def write(self, _by: Deadline, who: str, action: Action, stage: Stage, facts: Mapping[str, str | int]) -> None:
        """One entry, for what is carried out elsewhere. Raises `LogbookFailed`."""
        self._logbook.write(who, action, stage, facts)

    def carry_out(
        self, by: Deadline, who: str, action: Action, facts: Mapping[str, str | int], work: Callable[[Deadline], T]
    ) -> T:
        """`work`, between its two entries in the logbook. Raises what `Logbook.action` and `work` raise."""
        with self._logbook.action(who, action, facts):
            return work(by)

    def look(self, by: Deadline, work: Callable[[Deadline], T]) -> T:
        """Something that changes nothing and tells nothing new: not written down."""
        return work(by)
