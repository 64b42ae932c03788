"""The entries of a group so far: add one, change one, remove one, or go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.form import MOST_ENTRIES
from central.contract.texts import Fact
from kiosk.form import check as form_check
from kiosk.form.check import Wrong
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import (
    AddEntry,
    ChangeEntry,
    EntriesComplete,
    ListEntries,
    RemoveEntry,
)
from kiosk.words.answer import entry_said, spoken
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TOLD = 4
"""Answers of an entry on its card."""

_LONGEST = 24
"""Characters of one of them."""


@QmlElement
class ListEntriesView(ScreenView):
    """Each entry on a card, what is personal in it masked: others stand behind the citizen."""

    changed = Signal()
    step = Property(str, shared_words.step, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ListEntries = scene.wish  # type: ignore[assignment]
        self._group = self._wish.group
        self._wrong: Wrong | None = None
        self._done = False

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.words(self._group.words)

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What the form says, or how many there may be."""
        return self._wording.words(self._group.hint) if self._group.hint is not None else self._say("hint")

    @Property(str, notify=changed)
    def notice(self) -> str:
        """That one was removed, or that no more fit."""
        if self._wish.removed:
            return self._say("removed")
        return "" if self.canAdd else self._say("full")

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """What is wrong and what to do; empty while all is well."""
        if self._wrong is None:
            return ""
        said = self._wording.text(f"fill.wrong.{self._wrong.code}", self._wrong.facts)
        number = self._wrong.place.partition(".")[0]
        return f"{self._nth(int(number) + 1)} · {said}" if number else said

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def entries(self) -> list[dict[str, str]]:
        """Per entry: key (its number), name (the second family member), title, detail."""
        return [self._card(number, entry) for number, entry in enumerate(self._wish.entries, start=1)]

    @Property(bool, notify=changed)
    def canAdd(self) -> bool:
        return len(self._wish.entries) < self._most

    @Property(bool, notify=changed)
    def enough(self) -> bool:
        """There is nothing that has to be added."""
        return len(self._wish.entries) >= self._least

    # ------------------------------------------------------------ labels

    @Property(str, notify=changed)
    def emptyLabel(self) -> str:
        return self._say("empty")

    @Property(str, notify=changed)
    def addLabel(self) -> str:
        return self._say("another" if self._wish.entries else "add")

    @Property(str, notify=changed)
    def changeLabel(self) -> str:
        return self._say("change")

    @Property(str, notify=changed)
    def removeLabel(self) -> str:
        return self._say("remove")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        return self._wording.text("button.next" if self._wish.entries else "fill.skip")

    # ------------------------------------------------------------ what the citizen does

    @Slot()
    def add(self) -> None:
        """One more."""
        if self.canAdd:
            self._answer(AddEntry())

    @Slot(str)
    def change(self, key: str) -> None:
        """This one again."""
        if key in self._keys:
            self._answer(ChangeEntry(int(key)))

    @Slot(str)
    def remove(self, key: str) -> None:
        """Without this one."""
        if key in self._keys:
            self._answer(RemoveEntry(int(key)))

    @Slot()
    def finish(self) -> None:
        """They are complete, if they can be right."""
        self._wrong = form_check.wrong(self._group, list(self._wish.entries))
        self.changed.emit()
        if self._wrong is None:
            self._answer(EntriesComplete())

    # ------------------------------------------------------------ within

    def _answer(self, answer: AddEntry | ChangeEntry | RemoveEntry | EntriesComplete) -> None:
        if not self._done:
            self._done = True
            self._relay.answer(self, answer)

    def _card(self, number: int, entry: Mapping[str, Any]) -> dict[str, str]:
        """What tells this entry from the next; the whole of it stands behind "change"."""
        said = [spoken(each, self._wording) for each in entry_said(self._group, entry, masking=True)]
        first, *others = [_short(each) for each in said[:_TOLD]] or [""]
        return {"key": str(number), "name": self._nth(number), "title": first, "detail": " · ".join(others)}

    @property
    def _keys(self) -> set[str]:
        return {str(number) for number in range(1, len(self._wish.entries) + 1)}

    @property
    def _least(self) -> int:
        least = self._group.schema.get("minItems", 0)
        return least if isinstance(least, int) and self._group.required else 0

    @property
    def _most(self) -> int:
        most = self._group.schema.get("maxItems", MOST_ENTRIES)
        return min(most, MOST_ENTRIES) if isinstance(most, int) else MOST_ENTRIES

    def _nth(self, number: int) -> str:
        return self._say("nth", number=number)

    def _say(self, code: str, number: int = 0) -> str:
        facts: dict[str, Fact] = {"entry": self._group.entry or "", "most": self._most, "number": number}
        return self._wording.text(f"list_entries.{code}", facts)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
