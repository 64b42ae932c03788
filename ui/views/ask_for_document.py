"""Before the camera goes on: which paper is wanted, where it comes from, and where to lay it."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import AskForDocument, FromDocument
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AskForDocumentView(ScreenView):
    """One paper, and a button per way on."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: AskForDocument = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("ask_for_document.title", name=self._wish.material.name)

    @Property(str, notify=changed)
    def hint(self) -> str:
        """Where it comes from, as the item says."""
        how = self._wish.material.how_to_get
        return self._wording.sentence(how, {}) if how else ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def steps(self) -> list[str]:
        """What to do and what happens, a sentence each."""
        most = self._wish.material.pages_most
        lay = self._wording.text("ask_for_document.lay" if most > 1 else "ask_for_document.lay_one", n=most)
        return [lay, self._wording.text("ask_for_document.camera")]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """Key and label per way on; the first is the one to take."""
        return [
            {"key": each.value, "label": self._wording.text(f"ask_for_document.{each.value}")}
            for each in self._wish.choices
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """Go on this way."""
        if key in {each.value for each in self._wish.choices}:
            self._relay.answer(self, FromDocument(key))
