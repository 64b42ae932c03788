"""A window with the terminal's screens, offscreen, and the citizen's fingers on it."""

from __future__ import annotations

import os

for _key, _value in {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
    "QT_SCALE_FACTOR": "1",
    "QT_FONT_DPI": "96",
}.items():
    os.environ.setdefault(_key, _value)

from collections.abc import Callable, Iterator  # noqa: E402
from dataclasses import dataclass, field  # noqa: E402
from datetime import datetime  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from PySide6.QtCore import QCoreApplication, QEvent, QPointF  # noqa: E402
from PySide6.QtGui import QInputDevice  # noqa: E402
from PySide6.QtQml import QQmlApplicationEngine  # noqa: E402
from PySide6.QtQuick import QQuickItem, QQuickWindow  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from central.contract.texts import Texts  # noqa: E402
from devices.vision.frame_slot import FrameSlot  # noqa: E402
from kiosk.scenes import Service, Waiting  # noqa: E402
from kiosk.wishes.wish import Notice  # noqa: E402
from tests.ui.scenes import NOW  # noqa: E402
from ui.stage import Stage  # noqa: E402

ROOT = Path(__file__).parents[2]
PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)


@dataclass
class Runner:
    """Remembers what it was told, in order, and has the terminal wait, as the real one does."""

    told: list[tuple[str, Any]] = field(default_factory=list)
    touches: int = 0
    against: Notice | None = None  # what it answers to whoever wants to complain
    refuses: bool = False  # makes nothing of what it is told
    stage: Stage | None = None

    def _hear(self, what: str, value: Any = None) -> None:
        self.told.append((what, value))
        if self.stage is not None and not self.refuses:
            self.stage.show(Waiting(Service.TAKE_BOOKED_TICKET, "asking_office"))

    def begin(self, service: Service) -> None:
        self._hear("begin", service)

    def speak_up(self) -> Notice | None:
        self.told.append(("speak_up", None))
        return self.against

    def answer(self, value: Any) -> None:
        self._hear("answer", value)

    def back(self) -> None:
        self._hear("back")

    def home(self) -> None:
        self.told.append(("home", None))

    def retry(self) -> None:
        self._hear("retry")

    def press(self) -> None:
        self.told.append(("press", None))

    def stay(self) -> None:
        self.told.append(("stay", None))

    def touched(self) -> None:
        self.touches += 1

    def patience(self, factor: float) -> None:
        self.told.append(("patience", factor))


def visual_tree(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from visual_tree(child)


class Terminal:
    """One window. `clock` may be set; it stands at the gallery's moment."""

    def __init__(self, size: tuple[int, int] = PORTRAIT) -> None:
        self.now: datetime = NOW
        self.runner = Runner()
        self.engine = QQmlApplicationEngine()
        self.frames = FrameSlot.create()
        self.stage = Stage(self.runner, Texts(ROOT / "assets/texts"), lambda: self.now, frames=self.frames)
        self.runner.stage = self.stage
        self.engine.setInitialProperties({"stage": self.stage, "width": size[0], "height": size[1]})
        self.engine.load(str(ROOT / "ui/qml/Main.qml"))
        window = self.engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.window = window
        self.stage.watch(window)

    def close(self) -> None:
        """The QML goes first, then what it shows."""
        self.window.close()
        self.engine.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.stage.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.frames.close()

    # ------------------------------------------------------------ finding

    def items(self) -> Iterator[QQuickItem]:
        for item in visual_tree(self.window.contentItem()):
            if item.isVisible() and item.width() > 0:
                yield item

    def find(self, name: str) -> QQuickItem | None:
        return next((item for item in self.items() if item.objectName() == name), None)

    def settle(self, wait: Callable[[Callable[[], bool]], None], name: str) -> QQuickItem:
        """Wait until the control is there, can be pressed and does not move."""
        seen: list[tuple[float, float]] = []

        def still() -> bool:
            item = self.find(name)
            if item is None or not item.isEnabled():
                return False
            seen.append(self.centre(item).toTuple())
            return len(seen) >= 4 and len(set(seen[-4:])) == 1

        wait(still)
        item = self.find(name)
        assert item is not None
        return item

    @staticmethod
    def centre(item: QQuickItem) -> QPointF:
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


Press = Callable[[str], None]
"""Presses the control of a name."""


def tap(terminal: Terminal, item: QQuickItem, device: QInputDevice, times: int = 1) -> None:
    """Put a finger on the middle of `item` and take it away."""
    point = terminal.centre(item).toPoint()
    for _ in range(times):
        QTest.touchEvent(terminal.window, device).press(0, point, terminal.window).commit()
        QTest.touchEvent(terminal.window, device).release(0, point, terminal.window).commit()
