"""Who waits for which device's answer. An answer that nobody waits for any more is dropped. Main thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.device import Device, Job
from devices.states import Fault
from kiosk.hands import Reply


@dataclass(eq=False)
class Task:
    """Something under way for a wish: one reply, or none once it is cancelled."""

    reply: Reply
    cancelled: Callable[[], None] = lambda: None
    over: bool = False

    def finish(self, answer: Any) -> None:
        """Give the answer, the first time."""
        if not self.over:
            self.over = True
            self.reply(answer)

    def cancel(self) -> None:
        """Silence it."""
        if not self.over:
            self.over = True
            self.cancelled()


class Errands:
    """Commands given to devices, with who gets their answers."""

    def __init__(self) -> None:
        self._waiting: dict[Job[Any], Reply] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def give(self, reply: Reply, device: Device[Any], verb: Callable[..., Any], within: float, *args: Any) -> Job[Any]:
        """Ask a device. `reply` gets the result, a fault, or `Cancelled` when the device stops."""
        job = device.ask(verb, within, *args)
        self._waiting[job] = reply
        return job

    def take_back(self, device: Device[Any], job: Job[Any]) -> None:
        """Nobody waits for it any more, and the device need not go on."""
        self._waiting.pop(job, None)
        device.cancel(job)

    def settle(self, job: Job[Any], answer: Any) -> None:
        """The device's answer has come."""
        reply = self._waiting.pop(job, None)
        if reply is not None:
            reply(answer)


def named(device: Device[Any], answer: Any) -> Any:
    """An answer whose fault names its device: "the printer does not answer"."""
    if isinstance(answer, Fault):
        answer.facts.setdefault("device", device.name)
    return answer
