# ruff: noqa: T201 - it answers on stdout
"""The terminal, put together as always by `ui.__main__.Kiosk`, and fingers on its screen.

`python -m tests.bench.touched_terminal CONFIG` obeys lines on stdin, and answers each with a line of JSON: `open` goes
to the keypad screen, `taps N` taps N times and tells [what, seconds to the frame, processor seconds of it]; `present`
goes from home to the screen that asks for a code, `rest N` leaves it alone for N seconds and tells when frames were
swapped. `touch SCREEN CONTROL` touches once it can, and tells when it could and when the finger had gone; `see SCREEN`
tells when its first frame was swapped. Moments are of the monotonic clock. The end of stdin ends it.
"""

from __future__ import annotations

import json
import math
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtTest import QTest

from kiosk import config
from ui.__main__ import Kiosk

ROUND = ("key_1", "key_5", "mode_language", "key_9", "key_erase", "mode_contrast", "back", "type")
"""Taps on the keypad screen: small changes, every text, every colour, another screen and back."""

DEAF = 0.3  # seconds; a new screen takes no touch for 250 ms
PATIENCE = 60.0  # a new catalogue is looked at before it is offered
REFRESH = 16  # milliseconds between two frames of a panel

FIND = """
(function find(item) {
    for (const child of item.children) {
        if (!child.visible || !child.enabled)
            continue
        if (child.objectName === WANTED && child.width > 0)
            return child.mapToItem(null, child.width / 2, child.height / 2)
        const found = find(child)
        if (found)
            return found
    }
    return null
})(contentItem)
"""
"""Looks for a control where it lives: no Python object is made of an item that QML owns and may delete."""

Late = tuple[str, float, float]
"""What was touched; seconds from the finger to the frame; the main thread's processor seconds among them."""


class Fingers:
    """Touch one terminal. Everything on the main thread, outside of any slot."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._window = kiosk.window
        self._device = QTest.createTouchDevice()
        self._swapped: list[tuple[float, float]] = []  # when, and the main thread's processor time by then
        self._hears_at = 0.0  # on the monotonic clock
        self._turned_at = 0.0  # when the newest scene came
        self._window.frameSwapped.connect(self._count, Qt.ConnectionType.DirectConnection)
        kiosk.stage.sceneChanged.connect(self._turn, Qt.ConnectionType.DirectConnection)

    def open_keypad(self) -> None:
        """From the home screen."""
        self._tap("service_take_booked_ticket", at_once=False)  # the printer is asked first
        self._tap("type")
        self._find("key_1")

    def open_present(self) -> None:
        """From the home screen."""
        self._tap("service_take_booked_ticket", at_once=False)
        self._find("type")

    def rest(self, seconds: int) -> list[float]:
        """When frames were swapped meanwhile, on the monotonic clock; one is wanted sixty times a second."""
        begun = len(self._swapped)
        panel = QTimer(self._window)
        panel.setTimerType(Qt.TimerType.PreciseTimer)
        panel.timeout.connect(self._window.update)
        panel.start(REFRESH)
        _rest(time.monotonic() + seconds)
        panel.stop()
        return [at for at, _ in self._swapped[begun:]]

    def touch(self, screen: str, control: str) -> tuple[float, float]:
        """As soon as the control is there and hears, and a hand has gone there."""
        self._reach(screen)
        self._find(control)
        could = time.monotonic()
        _rest(could + random.uniform(0.05, 0.15))
        point = self._find(control)
        self._touch(point, 0.0, down=True)
        self._touch(point, time.monotonic() + random.uniform(0.04, 0.09), down=False)
        return could, time.monotonic()

    def see(self, screen: str) -> float:
        """When the first frame of the screen was swapped."""
        self._reach(screen)
        end = time.monotonic() + PATIENCE
        while self._swapped[-1][0] < self._turned_at:
            assert time.monotonic() < end, "no frame"
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        return next(at for at, _ in self._swapped if at >= self._turned_at)

    def tap(self, times: int) -> list[Late]:
        """Finger to frame; `down` for a key that lights up, the key's name for what it does."""
        return [late for number in range(times) for late in self._tap(ROUND[number % len(ROUND)])]

    def _tap(self, name: str, *, at_once: bool = True) -> list[Late]:
        """A finger comes and goes. A key lights up meanwhile; what it does is there when the finger has gone."""
        late = []
        point = self._find(name)
        due = max(self._hears_at, time.monotonic()) + random.uniform(0.05, 0.15)
        frame = self._touch(point, due, down=True)
        if name.startswith("key_"):
            late.append(("down", *frame()))
        before = self._shown()
        frame = self._touch(point, time.monotonic() + random.uniform(0.04, 0.09), down=False)
        after = self._shown()
        assert after != before or not at_once, f"{name} changed nothing"
        late.append((name, *frame()))
        if after[0] != before[0] or not at_once:
            self._hears_at = time.monotonic() + DEAF
        return late

    def _touch(self, point: QPoint, due: float, *, down: bool) -> Callable[[], tuple[float, float]]:
        """Touch when it is due. The function waits for the next frame: how long after `due` it was swapped."""
        _rest(due)
        first, before = len(self._swapped), time.thread_time()
        event = QTest.touchEvent(self._window, self._device)
        (event.press if down else event.release)(0, point, self._window)
        event.commit(False)

        def frame() -> tuple[float, float]:
            end = time.monotonic() + PATIENCE
            while len(self._swapped) == first:
                assert time.monotonic() < end, "no frame"
                QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            at, worked = self._swapped[first]
            return at - due, worked - before

        return frame

    def _reach(self, screen: str) -> None:
        end = time.monotonic() + PATIENCE
        while str(self._kiosk.stage.screen) != screen:
            assert time.monotonic() < end, f"{screen} does not come after {self._kiosk.stage.screen}"
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def _find(self, name: str) -> QPoint:
        """Where a control is, once it is there and can be touched."""
        context = QQmlEngine.contextForObject(self._window)
        find = QQmlExpression(context, self._window, FIND.replace("WANTED", json.dumps(name)))
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            at = find.evaluate()[0]
            if at is not None:
                place: QPoint = at.toPoint()
                return place
            _rest(time.monotonic() + 0.02)
        raise AssertionError(f"{name} is not on {self._kiosk.stage.screen}")

    def _shown(self) -> tuple[object, ...]:
        stage = self._kiosk.stage
        return stage.screen, stage.language, stage.contrast, getattr(stage.view, "shown", "")

    def _turn(self) -> None:
        self._turned_at = time.monotonic()

    def _count(self) -> None:
        self._swapped.append((time.monotonic(), time.thread_time()))


def _rest(until: float) -> None:
    """Leave the terminal to itself until that moment; a busy one comes back late, and that counts."""
    loop = QEventLoop()
    timer = QTimer(loop)
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)
    timer.start(max(0, math.ceil((until - time.monotonic()) * 1000)))
    loop.exec()


def _next_order() -> str:
    loop = QEventLoop()
    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, loop)
    notifier.activated.connect(loop.quit)
    loop.exec()
    return os.read(0, 100).decode("ascii").strip()


def main(config_file: Path) -> None:
    sys.setswitchinterval(0.0005)  # as `ui.__main__.main` does
    application = QGuiApplication([])
    kiosk = Kiosk(config.load(config_file), config_file)
    kiosk.window.resize(1080, 1920)
    fingers = Fingers(kiosk)
    while order := _next_order():
        word, _, rest = order.partition(" ")
        done: object = None
        match word:
            case "open":
                fingers.open_keypad()
            case "present":
                fingers.open_present()
            case "taps":
                done = fingers.tap(int(rest))
            case "rest":
                done = fingers.rest(int(rest))
            case "touch":
                done = fingers.touch(*rest.split())
            case "see":
                done = fingers.see(rest)
            case _:
                raise AssertionError(word)
        print(json.dumps(done), flush=True)
    kiosk.stop()
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
