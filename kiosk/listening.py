"""Waiting for what a citizen shows: scanner, camera and reader listen at once, and the first of them answers.

A camera listens only where a screen asks for a code and says that the camera is on. A card that was read is watched
until it has left; so is one that could not be read, until a screen asks for a card: it opens one session, not many.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from devices.camera import Camera
from devices.code_scanner import CodeScanner, Scanned
from devices.device import Device, Job
from devices.id_card import IdCard
from devices.id_card_reader import CardPulled, SdtIdCardReader
from devices.states import Fault, Remedy, TimedOut
from kiosk.errands import Errands, Task
from kiosk.fitted import Fitted
from kiosk.hands import Reply
from kiosk.readiness import CODES
from kiosk.wishes.wish import CardShown, CodeShown, Way

WATCH = 60.0  # seconds one listening command lasts before it is given again
FORGOTTEN = 8.0  # seconds that a card may lie after its session before its owner is called


@dataclass(eq=False)
class Watch(Task):
    """Waits for a card or a code; listens again whenever a device comes back or its time is up."""

    ways: tuple[Way, ...] = ()
    asked: bool = False
    jobs: dict[Device[Any], Job[Any]] = field(default_factory=dict)


class Listening:
    """All watches of one terminal."""

    def __init__(self, fitted: Fitted, errands: Errands) -> None:
        self.changed: Callable[[], None] = lambda: None
        """Called when a card is found forgotten, or is taken at last."""
        self.card_forgotten = False
        """The last visitor's card still lies on the reader."""
        self._fitted = fitted
        self._errands = errands
        self._watches: list[Watch] = []
        self._card_lies = False  # since it was read, as far as the reader has told
        self._card_refused = False  # the latest presentation ended in a fault of the card

    def __len__(self) -> int:
        return len(self._watches)

    def begin(self, ways: tuple[Way, ...], reply: Reply, *, asked: bool) -> Watch:
        """One reply: what was shown, or the fault that says why it could not be read. `asked`: a screen asks for it."""
        watch = Watch(reply, ways=ways, asked=asked)
        watch.cancelled = lambda: self._end(watch)
        self._watches.append(watch)
        self._listen(watch)
        return watch

    def again(self) -> None:
        """A device may be back: let every watch look round."""
        for watch in self._watches:
            self._listen(watch)

    def card_may_lie(self) -> None:
        """What lies on the reader now, nobody laid there to be served: it is read once it has been lifted."""
        self._card_lies = True

    def code_readers(self) -> tuple[str, ...]:
        """The devices that read a code at this moment."""
        readers = (self._fitted.scanner, self._fitted.camera if self._fitted.camera_reads_codes else None)
        return tuple(device.name for device in readers if device is not None and device.state.usable)

    def without(self) -> tuple[Way, ...]:
        """Ways that do not work at this moment."""
        reader = self._fitted.reader
        card = reader is not None and reader.state.usable
        there = {**dict.fromkeys(CODES, bool(self.code_readers())), Way.ID_CARD: card}
        return tuple(way for way in there if not there[way])

    def _listen(self, watch: Watch) -> None:
        """Give every usable device of the watch its listening command, unless it has one."""
        lies = self._card_lies or (self._card_refused and not watch.asked)
        read, patience = (SdtIdCardReader.removed, FORGOTTEN) if lies else (SdtIdCardReader.read, WATCH)
        listening: list[tuple[tuple[Way, ...], Device[Any] | None, Callable[..., Any], float]] = [
            (CODES, self._fitted.scanner, CodeScanner.scan, WATCH),
            ((Way.ID_CARD,), self._fitted.reader, read, patience),
        ]
        if watch.asked and self._fitted.camera_reads_codes:
            listening.append((CODES, self._fitted.camera, Camera.scan, WATCH))
        for ways, device, verb, within in listening:
            wanted = not set(ways).isdisjoint(watch.ways)
            if wanted and device is not None and device not in watch.jobs and device.state.usable:
                heard = functools.partial(self._heard, watch, device)
                watch.jobs[device] = self._errands.give(heard, device, verb, within)

    def _heard(self, watch: Watch, device: Device[Any], answer: Any) -> None:
        watch.jobs.pop(device, None)
        match answer:
            case Scanned():
                self._end(watch)
                watch.finish(CodeShown(answer.text))
            case IdCard():
                self._card_lies, self._card_refused = True, False
                self._end(watch)
                watch.finish(CardShown(answer))
            case None:  # the card that was read has left the reader
                self._card_lies = self._card_refused = False
                self._remind(False)
                self._listen(watch)
            case TimedOut():
                self._remind(device is self._fitted.reader and (self._card_lies or self._card_refused))
                self._listen(watch)
            case Fault() if answer.remedy is Remedy.CITIZEN:
                if device is self._fitted.reader:
                    self._card_refused = not isinstance(answer, CardPulled)  # that one has left
                self._end(watch)
                watch.finish(answer)
            case _:
                pass  # the device is in trouble; its next change listens again

    def _remind(self, forgotten: bool) -> None:
        """A card that stays behind is somebody's identity: the home screen calls for its owner."""
        if forgotten != self.card_forgotten:
            self.card_forgotten = forgotten
            self.changed()

    def _end(self, watch: Watch) -> None:
        if watch in self._watches:
            self._watches.remove(watch)
        for device, job in watch.jobs.items():
            self._errands.take_back(device, job)
        watch.jobs.clear()
