"""The pages as they would be handed in: look at each, take one again, take another one, or keep them."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import KeepPages, NextPage, RemovePage, ReviewDocument, TakeAgain
from ui.picture_print import Shot
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ReviewDocumentView(ScreenView):
    """`at`: the page that is looked at."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ReviewDocument = scene.wish  # type: ignore[assignment]
        self._shots = [Shot(page, self) for page in self._wish.pages]
        self._at = min(self._wish.shown, len(self._shots) - 1)

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("review_document.title", name=self._wish.material.name)

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("review_document.hint")

    @Property(str, notify=changed)
    def place(self) -> str:
        """Which page of how many."""
        return self._wording.text("review_document.place", n=self._at + 1, of=len(self._shots))

    @Property(Shot, notify=changed)
    def shot(self) -> Shot:
        return self._shots[self._at]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def shots(self) -> list[Shot]:
        return self._shots

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def pageLabels(self) -> list[str]:
        count = range(1, len(self._shots) + 1)
        return [self._wording.text("review_document.place", n=number, of=len(self._shots)) for number in count]

    @Property(int, notify=changed)
    def at(self) -> int:
        return self._at

    @Property(bool, notify=changed)
    def mayTakeMore(self) -> bool:
        return len(self._shots) < self._wish.material.pages_most

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def labels(self) -> dict[str, str]:
        """Of the buttons."""
        names = ("again", "remove", "next", "keep", "closer", "onwards", "whole")
        return {name: self._wording.text(f"review_document.{name}") for name in names}

    @Slot(int)
    def show(self, at: int) -> None:
        """Look at another page."""
        if 0 <= at < len(self._shots):
            self._at = at
            self.changed.emit()

    @Slot()
    def again(self) -> None:
        """This page once more."""
        self._relay.answer(self, TakeAgain(self._at))

    @Slot()
    def remove(self) -> None:
        """Without this page."""
        self._relay.answer(self, RemovePage(self._at))

    @Slot()
    def next(self) -> None:
        """There is another page."""
        if len(self._shots) < self._wish.material.pages_most:
            self._relay.answer(self, NextPage())

    @Slot()
    def keep(self) -> None:
        """These are all."""
        self._relay.answer(self, KeepPages())
