"""Which item? By theme, by life event, by department, or by what the citizen calls it."""

from __future__ import annotations

from PySide6.QtCore import Property, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.item import ItemDocument
from central.contract.texts import LANGUAGES
from kiosk.catalogue.search import LONGEST
from kiosk.form.words_entry import Layer, WordsEntry
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import BrowseCatalogue
from ui.views.screen import Relay, ScreenView
from ui.views.words_pad import WordsPad

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

DOORS = {
    "theme": (
        *("elderly", "welfare", "social_insurance", "health", "residence", "identity_documents", "marriage_family"),
        *("employment", "housing", "driving", "travel", "transport", "business", "tax"),
    ),
    "life_event": (
        *("growing_old", "falling_ill", "having_a_child", "moving_here", "buying_a_home", "starting_work"),
        *("losing_work", "driving", "travelling", "starting_business", "proving_something"),
    ),
    "department": (
        *("civil_affairs", "disabled_persons_federation", "human_resources", "medical_insurance", "health"),
        *("public_security", "entry_exit", "traffic_police", "transport", "market_regulation", "tax", "water"),
        *("housing_fund", "natural_resources"),
    ),
}
"""The doors by each grouping, in the order in which they stand. Behind other codes an item is found by search alone."""

AT_ONCE = 10
"""Items that the index takes in between two frames."""


@QmlElement
class BrowseCatalogueView(ScreenView):
    """Doors, the items behind a door, or a search: `mode` says which. An item that cannot be begun now says why."""

    keeps = True
    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._wish: BrowseCatalogue = scene.wish  # type: ignore[assignment]
        self._items = self._wish.catalogue.items
        self._grouping = "theme"
        self._door = ""
        self._searching = False
        self._words = WordsEntry("", LONGEST, _layer(wording))
        self._board = WordsPad(self._words, wording, self)
        self._board.typed.connect(self._find)
        self._board.turned.connect(self._find)
        self._found: tuple[str, ...] = ()
        self._growing = QTimer(self)
        self._growing.timeout.connect(self._grow)
        self._growing.start()

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def mode(self) -> str:
        """doors, items or search."""
        return "search" if self._searching else "items" if self._door else "doors"

    @Property(str, notify=changed)
    def title(self) -> str:
        if self._door and not self._searching:
            return self._name(self._door)
        return self._wording.text("browse_catalogue.title")

    def refresh(self) -> None:
        if not self._sought:
            self._words.turn(_layer(self._wording))
        self.changed.emit()
        self._board.refresh()

    @Property(str, notify=changed)
    def typed(self) -> str:
        """Characters, and the letters that none was chosen for: they are looked for as they are."""
        return self._sought

    @Property(WordsPad, constant=True)
    def board(self) -> WordsPad:
        """The pinyin pad."""
        return self._board

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What to type, or that nothing fits."""
        if self._sought and not self._found:
            return self._wording.text("browse_catalogue.nothing")
        return self._wording.text("browse_catalogue.hint" if self._searching else "browse_catalogue.search")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def groupings(self) -> list[dict[str, object]]:
        """Key, label, whether it is the one shown."""
        return [
            {"key": key, "label": self._wording.text(f"browse_catalogue.by_{key}"), "on": key == self._grouping}
            for key in DOORS
        ]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """Doors or items, as `Choices` shows them."""
        if self._searching:
            return [self._choice(self._items[code]) for code in self._found]
        if self._door:
            return [self._choice(item) for item in self._behind(self._door)]
        return [self._door_choice(door) for door in self._doors()]

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property(str, notify=changed)
    def upLabel(self) -> str:
        return self._wording.text("browse_catalogue.up")

    @Slot(str)
    def group(self, key: str) -> None:
        """Other doors."""
        if key in DOORS:
            self._grouping = key
            self.changed.emit()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Through this door, or this item."""
        if self._searching or self._door:
            if key in self._items:
                self._relay.answer(self, key)
        elif key in self._doors():
            self._door = key
            self.changed.emit()

    @Slot()
    def up(self) -> None:
        """From the items back to the doors, from the search back to where it began."""
        if self._searching:
            self._board.clear()
            self._searching = False
        else:
            self._door = ""
        self.changed.emit()

    @Slot()
    def search(self) -> None:
        """Type what it is called."""
        self._searching = True
        self.changed.emit()

    @Slot(str)
    def press(self, text: str) -> None:
        """A key of a keyboard: whoever has one need not touch the search first."""
        self._board.press(text)

    @Slot()
    def erase(self) -> None:
        """Take the last one back."""
        self._board.erase()

    # ------------------------------------------------------------ inside

    @property
    def _sought(self) -> str:
        return self._words.text + self._words.letters

    @Slot()
    def _find(self) -> None:
        self._searching = True
        self._found = self._wish.catalogue.index.find(self._sought)
        self.changed.emit()

    @Slot()
    def _grow(self) -> None:
        if not self._wish.catalogue.index.grow(AT_ONCE):
            self._growing.stop()

    def _codes(self, item: ItemDocument) -> tuple[str, ...]:
        by = {"theme": item.themes, "life_event": item.life_events, "department": (item.department,)}
        return by[self._grouping]

    def _doors(self) -> list[str]:
        """Those that something is behind."""
        needed = {code for item in self._items.values() for code in self._codes(item)}
        return [door for door in DOORS[self._grouping] if door in needed]

    def _name(self, door: str) -> str:
        named = {"theme": f"theme.{door}", "life_event": f"life_event.{door}", "department": f"department.{door}"}
        return self._wording.text(named[self._grouping])

    def _behind(self, door: str) -> list[ItemDocument]:
        """What can be begun comes first."""
        found = [item for item in self._items.values() if door in self._codes(item)]
        return sorted(found, key=lambda item: item.item in self._wish.reasons)

    def _door_choice(self, door: str) -> dict[str, str]:
        return {
            "key": door,
            "lead": str(len(self._behind(door))),
            "below": "",
            "title": self._name(door),
            "detail": "",
            "note": "",
            "shut": "",
        }

    def _choice(self, item: ItemDocument) -> dict[str, str]:
        reason = self._wish.reasons.get(item.item)
        return {
            "key": item.item,
            "lead": self._wording.text("browse_catalogue.free" if not item.fee.charged else "browse_catalogue.charged"),
            "below": "",
            "title": self._wording.words(item.name),
            "detail": "" if reason else self._wording.words(item.body.name),
            "note": self._wording.title(reason) if reason else "",
            "shut": "shut" if reason else "",
        }


def _layer(wording: Wording) -> Layer:
    """Who reads another language begins with its letters."""
    return Layer.PINYIN if wording.language == LANGUAGES[0] else Layer.LATIN
