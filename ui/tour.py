"""A visit that plays itself: the terminal offscreen, a finger on its glass, cards and codes before its devices.

    python -m ui.tour --config FILE --control HOST:PORT --codes FILE --pictures DIRECTORY

The terminal is the real one, put together by `ui.__main__`; office and bench are processes beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QPointF, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk import config
from kiosk.demo import DemoFailed, Hands
from kiosk.scenes import Service
from ui.__main__ import Kiosk
from ui.views.home import HomeView, ServiceTile

PORTRAIT = (1080, 1920)
LOOK_EVERY = 20  # milliseconds
STILL = 4  # looks at the same place before a finger goes there
SETTLED = 12  # looks at the same picture before it is kept
RESTLESS = 60  # looks after which a picture is kept as it is: something on it moves for ever


class VisitedKiosk(Kiosk):
    """A terminal whose visitor drives the event loop."""

    left = False

    @Slot()
    def leave(self) -> None:
        """There is no application's loop to end: the visitor sees it at the next look."""
        self.left = True


class Visitor:
    """Looks at the screen of one terminal, touches it and takes pictures."""

    def __init__(self, kiosk: VisitedKiosk, pictures: Path) -> None:
        self._kiosk = kiosk
        self._window = kiosk.window
        self._glass = QTest.createTouchDevice()
        self._pictures = pictures
        self._taken = 0
        self._loop, self._looks = QEventLoop(), QTimer()
        self._looks.timeout.connect(self._loop.quit)
        self._looks.start(LOOK_EVERY)
        pictures.mkdir(parents=True, exist_ok=True)

    @property
    def screen(self) -> str:
        """The name of the scene that stands there."""
        return str(self._kiosk.stage.screen)

    def offered(self, service: Service) -> bool:
        """Whether the home screen says that this can be done here and now."""
        home = self._kiosk.stage.view
        tiles: list[ServiceTile] = list(home.services) if isinstance(home, HomeView) else []  # type: ignore[call-overload]
        return any(tile.readiness.possible for tile in tiles if tile.service is service)

    def find(self, name: str) -> QQuickItem | None:
        """The visible, enabled control of that id."""
        return next(
            (
                i
                for i in _tree(self._window.contentItem())
                if i.objectName() == name and i.isVisible() and i.isEnabled()
            ),
            None,
        )

    def wait(self, what: str, until: Callable[[], bool], within: float = 15.0) -> None:
        """Let the terminal work until something is so. Raises `DemoFailed`."""
        end = time.monotonic() + within
        while not until():
            if self._kiosk.left:
                raise DemoFailed("the visit was broken off")
            if time.monotonic() > end:
                raise DemoFailed(f"waited {within:.0f} s for {what}; on the screen: {self.screen}")
            self._loop.exec()

    def notices(self, until: Callable[[], bool], within: float) -> bool:
        """Whether something becomes so in time."""
        end = time.monotonic() + within
        self.wait("something to happen", lambda: until() or time.monotonic() > end, within + 1)
        return until()

    def see(self, screen: str, within: float = 15.0) -> None:
        """Wait for a screen."""
        self.wait(f"the screen {screen}", lambda: self.screen == screen, within)

    def tap(self, name: str, times: int = 1) -> None:
        """Put a finger on the control and take it away, once it stands still."""
        places: list[tuple[float, float]] = []

        def still() -> bool:
            if (item := self.find(name)) is not None:
                centre = _centre(item)
                places.append((centre.x(), centre.y()))
            return item is not None and places[-STILL:] == places[-1:] * STILL

        self.wait(f"the control {name}", still)
        point = QPointF(*places[-1]).toPoint()
        for _ in range(times):
            QTest.touchEvent(self._window, self._glass).press(0, point, self._window).commit()
            QTest.touchEvent(self._window, self._glass).release(0, point, self._window).commit()

    def photograph(self, name: str) -> Path:
        """Keep what is on the screen, once nothing but hints moves on it."""
        frames: list[QImage] = []

        def still() -> bool:
            frames.append(self._window.grabWindow())
            return frames[-SETTLED:] == frames[-1:] * SETTLED or len(frames) > RESTLESS

        self.wait("a still picture", still)
        self._taken += 1
        path = self._pictures / f"{self._taken}-{name}.png"
        frames[-1].save(str(path))
        return path


def _tree(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from _tree(child)


def _centre(item: QQuickItem) -> QPointF:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


def hold_up(visitor: Visitor, hands: Hands, payload: str, screen: str) -> None:
    """Hold a code before the scanner, and again when nothing happens, as people do."""
    before = visitor.screen
    for _ in range(3):
        hands("show", payload=payload)
        if visitor.notices(lambda: visitor.screen != before, within=4):
            break
    visitor.see(screen, within=30)


def visit(visitor: Visitor, hands: Hands, codes: dict[str, str]) -> None:
    """A booked ticket from the code to the paper; the same code again; a code that comes too late; no paper."""
    visitor.see("Home", within=30)
    visitor.wait("a terminal that can print a ticket", lambda: visitor.offered(Service.TAKE_BOOKED_TICKET), within=30)
    visitor.photograph("home")

    visitor.tap("service_take_booked_ticket")
    visitor.see("Present")
    visitor.photograph("show-code")
    hold_up(visitor, hands, codes["ready"], "TakePaper")
    visitor.photograph("ticket")
    visitor.tap("done")

    visitor.see("Home")
    hold_up(visitor, hands, codes["ready"], "Explain")
    visitor.photograph("open-ticket")
    visitor.tap("next_copy")
    visitor.see("TakePaper", within=30)
    visitor.tap("done")

    visitor.see("Home")
    visitor.tap("mode_language")
    hold_up(visitor, hands, codes["late"], "Explain")
    visitor.photograph("too-late-in-english")
    visitor.tap("next_home")

    visitor.see("Home")
    visitor.tap("mode_large")
    visitor.tap("mode_contrast")
    hands("empty_paper")
    visitor.wait("the printer's empty roll", lambda: not visitor.offered(Service.TAKE_BOOKED_TICKET))
    visitor.photograph("no-paper-large-type-contrast")
    hands("load_paper")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the visit; 0 when it went as it should, 1 with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m ui.tour", description="A visit that plays itself, offscreen.")
    parser.add_argument("--config", type=Path, required=True, help="of the terminal")
    parser.add_argument("--control", required=True, metavar="HOST:PORT", help="of the bench")
    parser.add_argument("--codes", type=Path, required=True, help="as written by: central seed --demo --write-codes")
    parser.add_argument("--pictures", type=Path, required=True, help="where the pictures go")
    options = parser.parse_args(arguments)
    made = json.loads(options.codes.read_text("utf-8"))["bookings"]
    codes = {row["label"].partition(":")[2]: row["code"] for row in reversed(made)}
    hands = Hands(options.control)

    QGuiApplication([sys.argv[0]]).setApplicationName("kiosk")
    kiosk = VisitedKiosk(config.load(options.config), options.config)
    kiosk.window.resize(*PORTRAIT)
    kiosk.window.show()
    try:
        visit(Visitor(kiosk, options.pictures), hands, codes)
    except DemoFailed as failure:
        print(f"tour: {failure}", file=sys.stderr)  # noqa: T201
        return 1
    finally:
        kiosk.stop()
        hands("slips", save=str(options.pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
