"""The pinyin pad of a screen: its keys, the words that it offers, and what is typed on it."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtQml import QmlElement

from kiosk.form.pinyin import pinyin
from kiosk.form.words_entry import KEYS, Layer, WordsEntry
from kiosk.texts import Wording

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WordsPad(QObject):
    """`entry` holds what is typed. `typed` or `refused` follows a key; `turned` means other keys, and letters lost."""

    changed = Signal()
    typed = Signal()
    refused = Signal()
    turned = Signal()

    def __init__(self, entry: WordsEntry, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self.closed = False
        """Keys are heard no more: the answer was given."""
        self._entry = entry
        self._wording = wording
        QTimer.singleShot(0, pinyin)  # its tables are read while the page turns, not at the first key

    def refresh(self) -> None:
        """The language changed."""
        self.changed.emit()

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def rows(self) -> list[str]:
        """The keys: ten, nine and seven."""
        return list(KEYS[self._entry.layer])

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def candidates(self) -> list[str]:
        """Words for the letters typed."""
        return [each.text for each in self._entry.candidates]

    @Property(str, notify=changed)
    def layer(self) -> str:
        """pinyin, latin or figures."""
        return self._entry.layer.value

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def labels(self) -> dict[str, str]:
        """What stands on the pad besides its letters."""
        own = {name: self._wording.text(f"fill.pad.{name}") for name in ("pinyin", "latin", "figures", "space", "idle")}
        shared = {"erase": "enter.erase", "clear": "enter.clear", "more": "button.more"}
        return own | {name: self._wording.text(code) for name, code in shared.items()}

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the pad or of a keyboard."""
        if self.closed:
            return
        if self._entry.press(key):
            self._follow(self.typed)
        else:
            self.refused.emit()

    @Slot(int)
    def choose(self, place: int) -> None:
        """This word of those on offer."""
        if not self.closed:
            self._entry.choose(place)
            self._follow(self.typed)

    @Slot()
    def erase(self) -> None:
        """Take the last one back."""
        if not self.closed:
            self._entry.erase()
            self._follow(self.typed)

    @Slot()
    def clear(self) -> None:
        """Begin again."""
        if not self.closed:
            self._entry.clear()
            self._follow(self.typed)

    @Slot(str)
    def turn(self, layer: str) -> None:
        """Other keys."""
        if not self.closed and layer in set(Layer):
            self._entry.turn(Layer(layer))
            self._follow(self.turned)

    def _follow(self, what: SignalInstance) -> None:
        self.changed.emit()
        what.emit()
