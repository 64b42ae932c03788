"""Complain, praise, report anonymously, or read the answer."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.voice import Door
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseVoiceView(ScreenView):
    """Four doors, each with what comes of it. No card is asked for at any of them."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._aside = scene.aside

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text("service.raise_voice.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_voice.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        """That no card is needed, and that what was going on is not lost."""
        return self._wording.text("choose_voice.hint_aside" if self._aside else "choose_voice.hint")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [
            {
                "key": each.value,
                "lead": self._wording.text(f"choose_voice.{each.value}_sign"),
                "below": "",
                "title": self._wording.text(f"choose_voice.{each.value}"),
                "detail": self._wording.text(f"choose_voice.{each.value}_hint"),
                "note": "",
                "shut": "",
            }
            for each in Door
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if key in set(Door):
            self._relay.answer(self, Door(key))
