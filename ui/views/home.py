"""The home screen: what can be done here and now, and how the hall is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.readiness import ServiceReadiness
from kiosk.scenes import Home, Service
from kiosk.texts import Wording
from kiosk.wishes.wish import Notice
from ui.views.board import board_rows
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_GREETINGS = ((5, "night"), (11, "morning"), (13, "noon"), (18, "afternoon"), (23, "evening"), (24, "night"))


@QmlElement
class ServiceTile(QObject):
    """One service, whether it can be done now, and what to know about that."""

    changed = Signal()

    def __init__(self, service: Service, readiness: ServiceReadiness, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self.service = service
        self.readiness = readiness
        self._wording = wording

    def renew(self, readiness: ServiceReadiness) -> None:
        if readiness != self.readiness:
            self.readiness = readiness
            self.changed.emit()

    def refresh(self) -> None:
        self.changed.emit()

    @Property(str, notify=changed)
    def code(self) -> str:
        return self.service.value

    @Property(bool, notify=changed)
    def possible(self) -> bool:
        return self.readiness.possible

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(f"service.{self.service.value}.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        """How to go on; without the ways that are away."""
        return self._wording.text(f"service.{self.service.value}.hint")

    @Property(str, notify=changed)
    def state(self) -> str:
        """In a few characters: possible now, possible except by some way, or why not."""
        if self.readiness.possible and self.readiness.without:
            away = map(self._wording.title, self.readiness.without)
            return self._wording.text("home.between").join([self._wording.text("home.now"), *away])
        if self.readiness.possible:
            return self._wording.text("home.now")
        return self._wording.title(self.readiness.reason or Notice("unknown"))

    @Property(bool, notify=changed)
    def limited(self) -> bool:
        """Possible, but not by every way."""
        return self.readiness.possible and bool(self.readiness.without)


@QmlElement
class HomeView(ScreenView):
    """Attract and home in one. A service that is not possible explains itself when it is touched."""

    changed = Signal()
    servicesChanged = Signal()
    boardChanged = Signal()

    def __init__(self, scene: Home, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._readiness = scene.readiness
        self._tiles = [
            ServiceTile(service, scene.readiness.services[service.value], wording, self)
            for service in Service
            if service.value in scene.readiness.services
        ]
        self._rows = board_rows(scene.readiness.board, wording)

    def refresh(self) -> None:
        for tile in self._tiles:
            tile.refresh()
        self._rows = board_rows(self._readiness.board, self._wording)
        self.boardChanged.emit()
        self.changed.emit()

    def renew(self, scene: Any) -> bool:
        """Tiles stay the same objects: a finger that is just on one must not lose it."""
        if not isinstance(scene, Home) or {t.service.value for t in self._tiles} != set(scene.readiness.services):
            return False
        self._readiness = scene.readiness
        for tile in self._tiles:
            tile.renew(scene.readiness.services[tile.service.value])
        rows = board_rows(scene.readiness.board, self._wording)
        if rows != self._rows:
            self._rows = rows
            self.boardChanged.emit()
        self.changed.emit()
        return True

    @Property("QVariantList", notify=servicesChanged)  # type: ignore[arg-type]
    def services(self) -> list[ServiceTile]:
        return self._tiles

    @Property("QVariantList", notify=boardChanged)  # type: ignore[arg-type]
    def board(self) -> list[dict[str, str]]:
        """The hall now: item, number being served, people waiting."""
        return self._rows

    @Property(str, notify=changed)
    def clock(self) -> str:
        now = self._wording.now()
        return f"{now.hour:02}:{now.minute:02}"

    @Property(str, notify=changed)
    def day(self) -> str:
        return self._wording.day(self._wording.now())

    @Property(str, notify=changed)
    def greeting(self) -> str:
        hour = self._wording.now().hour
        return self._wording.text(f"home.greeting_{next(name for until, name in _GREETINGS if hour < until)}")

    @Property(str, notify=changed)
    def invitation(self) -> str:
        """What may be done without pressing anything, when it may; before that, whose card still lies here."""
        if self._readiness.card_forgotten:
            return self._wording.text("home.card_forgotten")
        booked = self._readiness.services.get(Service.TAKE_BOOKED_TICKET.value)
        no_scan = {"without_code_scanner", "codes_by_camera"}  # not before anything was pressed
        scan = booked and booked.possible and not no_scan & {each.code for each in booked.without}
        return self._wording.text("home.invitation_scan" if scan else "home.invitation_choose")

    @Property(bool, notify=changed)
    def calling(self) -> bool:
        """A card was left on the reader: call for its owner."""
        return self._readiness.card_forgotten

    @Property(str, notify=changed)
    def boardTitle(self) -> str:
        return self._wording.text("home.board")

    @Property(str, notify=changed)
    def servingLabel(self) -> str:
        return self._wording.text("home.serving")

    @Property(str, notify=changed)
    def waitingLabel(self) -> str:
        return self._wording.text("home.waiting")

    @Property(str, notify=changed)
    def boardRest(self) -> str:
        """Where to find the items that the board has no room for."""
        return self._wording.text("home.rest")

    @Property(str, notify=changed)
    def boardNote(self) -> str:
        """What the office has to say, or that the figures may be old."""
        if not self._readiness.office_reachable:
            return self._wording.text("home.board_old")
        board = self._readiness.board
        return self._wording.words(board.notice) if board and board.notice else ""

    @Slot(str)
    def choose(self, code: str) -> None:
        """Begin the service, or say why it cannot be done now."""
        tile = next((tile for tile in self._tiles if tile.service.value == code), None)
        if tile is None:
            return
        if tile.readiness.possible:
            self._relay.begin(self, tile.service)
        else:
            self._relay.tell(self, tile.readiness.reason or Notice("unknown"))
