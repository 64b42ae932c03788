"""What stands around every page of the service console: whose visit it is, the rail, what came of the last action."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.technician.scenes import (
    BundlePage,
    ConsoleScene,
    EnterPin,
    LedgerPage,
    MachinePage,
    NetworkPage,
    Overview,
    ServicePage,
)
from kiosk.texts import Wording
from ui.views.screen import Relay

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PAGES: dict[type[ConsoleScene], str] = {
    Overview: "overview",
    ServicePage: "service",
    LedgerPage: "ledger",
    NetworkPage: "network",
    MachinePage: "machine",
    BundlePage: "bundle",
}
"""The rail, in order, with the console's method that opens each. A page that is not on it belongs to the overview."""

DONE = {"assigned", "undone", "service_paused", "service_resumed", "paper_refilled", "bundle_saved"}
"""Notices that say that something was done, not that something is wrong."""


@QmlElement
class ConsoleFrame(QObject):
    """One for all pages. No base class of theirs: PySide does not survive inherited notify signals."""

    changed = Signal()

    def __init__(self, wording: Wording, relay: Relay) -> None:
        super().__init__(relay if isinstance(relay, QObject) else None)
        self._relay = relay
        self._wording = wording
        self._scene: ConsoleScene = EnterPin()

    def show(self, scene: ConsoleScene) -> None:
        self._scene = scene
        self.changed.emit()

    def refresh(self) -> None:
        self.changed.emit()

    def _say(self, key: str, /, **facts: Any) -> str:
        return self._wording.text(f"console.{key}", facts)

    @Property(str, notify=changed)
    def who(self) -> str:
        """Service console, technician 17; and the seconds that are left when it is about to close by itself."""
        scene = self._scene
        if not scene.technician:
            return self._say("name")
        if scene.leaving_in is not None:
            return self._say("leaving", number=scene.technician, seconds=scene.leaving_in)
        return self._say("who", number=scene.technician)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def pages(self) -> list[dict[str, Any]]:
        """The rail: key, label, whether it is this one. Empty before anybody is in."""
        if not self._scene.technician:
            return []
        here = type(self._scene) if type(self._scene) in PAGES else Overview
        return [{"key": key, "label": self._say(f"page.{key}"), "here": page is here} for page, key in PAGES.items()]

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._scene.busy != ""

    @Property(str, notify=changed)
    def busyText(self) -> str:
        return self._say(f"busy.{self._scene.busy}") if self._scene.busy else ""

    @Property(str, notify=changed)
    def noticeTitle(self) -> str:
        return self._wording.title(self._scene.notice) if self._scene.notice else ""

    @Property(str, notify=changed)
    def noticeText(self) -> str:
        return self._wording.advice(self._scene.notice) if self._scene.notice else ""

    @Property(bool, notify=changed)
    def noticeCalm(self) -> bool:
        return self._scene.notice is not None and self._scene.notice.code in DONE

    @Property(str, notify=changed)
    def leaveLabel(self) -> str:
        return self._say("leave")

    @Property(str, notify=changed)
    def backLabel(self) -> str:
        return self._wording.text("button.back")

    @Property(str, notify=changed)
    def againLabel(self) -> str:
        return self._say("again")

    @Slot(str)
    def go(self, key: str) -> None:
        """To a page of the rail."""
        if key in PAGES.values() and self._relay.technician is not None:
            getattr(self._relay.technician, key)()

    @Slot()
    def leave(self) -> None:
        """The visit is over."""
        if self._relay.technician is not None:
            self._relay.technician.leave()
