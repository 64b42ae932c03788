"""What a complaint, praise or report is about."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.voice import SUBJECTS, VoiceSubject
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.voice import ChooseSubject
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseSubjectView(ScreenView):
    """One button for each; one tap is enough."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ChooseSubject = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"choose_voice.{self._wish.kind.value}")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(f"choose_subject.{self._wish.kind.value}")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text(f"choose_subject.{self._wish.kind.value}_hint")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def options(self) -> list[dict[str, object]]:
        """As `Options` shows them."""
        return [
            {"key": each.value, "title": self._wording.text(f"voice.subject.{each.value}"), "chosen": False}
            for each in SUBJECTS[self._wish.kind]
        ]

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if key in {each.value for each in SUBJECTS[self._wish.kind]}:
            self._relay.answer(self, VoiceSubject(key))
