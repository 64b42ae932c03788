"""How a technician's action is done: one at a time, written down first, by the desk or a device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from devices.deadline import Deadline
from devices.device import Device
from devices.states import Cancelled, Fault, TimedOut
from kiosk.technician.desk import Desk
from kiosk.technician.logbook import Action, Stage
from kiosk.technician.visit import Visit
from kiosk.terminal import Terminal
from kiosk.wishes.wish import Notice

T = TypeVar("T")

QUICK = 10.0  # seconds for an action at the desk, the queue included

Entry = tuple[Action, dict[str, str | int]]
"""What is done, and the facts that the logbook keeps of it."""


class Work:
    """What is under way for a visit. Whoever calls has seen that nothing else is."""

    def __init__(self, terminal: Terminal, desk: Device[Desk], visit: Visit) -> None:
        self._terminal = terminal
        self._desk = desk
        self._visit = visit

    def look(self, busy: str, work: Callable[[Deadline], T], then: Callable[[T], None]) -> None:
        """Ask the desk for something that changes nothing."""
        self.ask(busy, then, Desk.look, work)

    def do(
        self,
        busy: str,
        entry: Entry,
        work: Callable[[Deadline], T],
        then: Callable[[T], None],
        *,
        always: Callable[[T], None] = lambda _result: None,
        within: float = QUICK,
    ) -> None:
        """Written down, carried out, written down again. `always`: what follows even if the technician left."""
        if self._visit.free:
            arguments = (self._visit.who, *entry, work)
            self.ask(busy, then, Desk.carry_out, *arguments, always=always, within=within)

    def ask(
        self,
        busy: str,
        then: Callable[[Any], None],
        verb: Callable[..., Any],
        *arguments: Any,
        always: Callable[[Any], None] = lambda _result: None,
        refused: Callable[[Fault], None] = lambda _fault: None,
        device: Device[Any] | None = None,
        within: float = QUICK,
    ) -> None:
        """Let the desk or a device do something, and go on with its answer if the technician is still there."""
        visit, count = self._visit, self._visit.count
        visit.begin_work(busy)

        def replied(answer: Any) -> None:
            failed, there = isinstance(answer, Fault | Cancelled), visit.count == count
            if there:
                visit.end_work()
            if not failed:
                always(answer)
            if not there:
                return
            if failed:
                refused(fault_of(answer))
                visit.say(Notice.of(fault_of(answer)))
            else:
                then(answer)
                visit.refresh()

        self._terminal.request(device or self._desk, replied, verb, within, *arguments)

    def write(self, action: Action, facts: dict[str, str | int], failed: str = "") -> None:
        """What came of something that is over already."""
        stage, more = (Stage.FAILED, {"code": failed}) if failed else (Stage.DONE, {})
        entry = (self._visit.who, action, stage, facts | more)
        self._terminal.request(self._desk, self._written, Desk.write, QUICK, *entry)

    def _written(self, answer: Any) -> None:
        if isinstance(answer, Fault):
            self._visit.say(Notice.of(answer))


def fault_of(answer: Fault | Cancelled) -> Fault:
    """The program ends, and with it what was under way."""
    return answer if isinstance(answer, Fault) else TimedOut()
