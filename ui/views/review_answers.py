"""All answers before they are submitted, and the way back to each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import Change, ReviewAnswers, Submit
from kiosk.words.answer import spoken
from ui.picture_print import Shot
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ReviewAnswersView(ScreenView):
    """Sections of rows; who filled a row in stands below it."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ReviewAnswers = scene.wish  # type: ignore[assignment]
        lines = [line for _, lines in self._wish.sections for line in lines if line.key and line.pages]
        self._shots = {line.key: [Shot(page, self) for page in line.pages] for line in lines}

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("review_answers.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("review_answers.hint")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def rows(self) -> list[dict[str, Any]]:
        """Per row: section (of its first row), label, value, source, key (empty: it cannot be changed), and the pages
        that were taken."""
        return [
            {
                "section": spoken(section, self._wording) if at == 0 else "",
                "label": spoken(line.label, self._wording),
                "value": spoken(line.value, self._wording) or self._wording.text("review_answers.nothing"),
                "source": self._wording.text("fill.from_source", source=spoken(line.source, self._wording))
                if line.source
                else "",
                "key": line.key or "",
                "pages": self._shots.get(line.key or "", []),
            }
            for section, lines in self._wish.sections
            for at, line in enumerate(lines)
        ]

    @Property(str, notify=changed)
    def changeLabel(self) -> str:
        return self._wording.text("review_answers.change")

    @Property(str, notify=changed)
    def submitLabel(self) -> str:
        return self._wording.text("review_answers.submit")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Slot(str)
    def change(self, key: str) -> None:
        """Back to this answer."""
        if any(line.key == key for _, lines in self._wish.sections for line in lines if line.key):
            self._relay.answer(self, Change(key))

    @Slot()
    def submit(self) -> None:
        """Everything is right."""
        self._relay.answer(self, Submit())
