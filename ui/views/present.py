"""Show a code on the phone, lay an ID card, or type instead."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.readiness import CAMERA, CODES, SCANNER
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import Present, TypeInstead, Way
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PresentView(ScreenView):
    """Which ways are open, and what was wrong with what was shown before."""

    changed = Signal()
    noticeTitle = Property(str, shared_words.notice_title, notify=changed)
    noticeText = Property(str, shared_words.notice_text, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._wish: Present = scene.wish  # type: ignore[assignment]

    def renew(self, scene: Any) -> bool:
        if not isinstance(scene, WishScene) or scene.wish is not self._wish:
            return False
        self._scene = scene
        self.changed.emit()
        return True

    @property
    def _code(self) -> Way:
        """The kind of code that is asked for."""
        return Way.IDENTITY_CODE if Way.IDENTITY_CODE in self._wish.ways else Way.BOOKING_CODE

    def _open(self, way: Way) -> bool:
        return way in self._wish.ways and way not in self._scene.without

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        ways = "_or_".join(way.value for way in (*CODES, Way.ID_CARD) if self._open(way))
        return self._wording.text(f"present.title_{ways or 'typed'}")

    @Property(bool, notify=changed)
    def code(self) -> bool:
        """The scanner listens, or the camera looks."""
        return self._open(self._code)

    @Property(bool, notify=changed)
    def card(self) -> bool:
        """The reader listens."""
        return self._open(Way.ID_CARD)

    @Property(bool, notify=changed)
    def typed(self) -> bool:
        return self._open(Way.TYPED)

    @Property(str, notify=changed)
    def codeHint(self) -> str:
        readers = "_or_".join(self._scene.code_readers) or SCANNER
        return self._wording.text(f"present.{self._code.value}.{readers}")

    @Property(str, notify=changed)
    def codeSource(self) -> str:
        """Where on the phone an identity code is found; empty where something went wrong, which is said instead."""
        if self._wish.notice is not None or not self._open(Way.IDENTITY_CODE):
            return ""
        return self._wording.text("present.identity_code.where")

    @Property(bool, notify=changed)
    def looking(self) -> bool:
        """The camera is on."""
        return self._open(self._code) and CAMERA in self._scene.code_readers

    @Property(str, notify=changed)
    def cameraHint(self) -> str:
        """That the camera is on, and what for; empty while it is off."""
        return self._wording.text("present.camera_on") if self.looking else ""

    @Property(str, notify=changed)
    def cardHint(self) -> str:
        return self._wording.text("present.card")

    @Property(str, notify=changed)
    def typeLabel(self) -> str:
        return self._wording.text("present.type")

    @Property(str, notify=changed)
    def away(self) -> str:
        """Ways that would be open and do not work at this moment."""
        missing = [way for way in self._wish.ways if way in self._scene.without]
        return "".join(self._wording.text(f"present.without_{way.value}") for way in missing)

    @Slot()
    def typeInstead(self) -> None:
        """Go on with the keypad."""
        if self._open(Way.TYPED):
            self._relay.answer(self, TypeInstead())
