"""In one's own words, on the pinyin pad."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.voice import LONGEST, VoiceKind
from kiosk.form.words_entry import WordsEntry
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.voice import WriteVoice
from ui.views.screen import Relay, ScreenView
from ui.views.words_pad import WordsPad

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WriteVoiceView(ScreenView):
    """What stands there, how much room is left, and what is wrong with it."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: WriteVoice = scene.wish  # type: ignore[assignment]
        self._words = WordsEntry("", LONGEST)
        self._board = WordsPad(self._words, wording, self)
        self._board.typed.connect(self._spelled)
        self._board.refused.connect(self._mistyped)
        self._board.turned.connect(self.changed)
        self._wrong = ""

    def refresh(self) -> None:
        self.changed.emit()
        self._board.refresh()

    @Property(str, notify=changed)
    def service(self) -> str:
        kind = self._wording.text(f"voice.kind.{self._wish.kind.value}")
        if self._wish.kind is VoiceKind.RATING:
            return kind
        return f"{kind} · {self._wording.text(f'voice.subject.{self._wish.subject.value}')}"

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("write_voice.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What to write, and in an integrity report what better not."""
        return self._wording.text("write_voice.hint_anonymous" if self._anonymous else "write_voice.hint")

    @Property(str, notify=changed)
    def shown(self) -> str:
        """The end of what was typed, when all of it has no room."""
        typed = self._words.text + self._words.letters
        return typed if len(typed) <= _SHOWN else "…" + typed[1 - _SHOWN :]

    @Property(str, notify=changed)
    def whole(self) -> str:
        """All of it, to be read aloud."""
        return self._words.text

    @Property(str, notify=changed)
    def room(self) -> str:
        return self._wording.text("write_voice.room", n=LONGEST - len(self._words.text))

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """What is wrong and what to do; empty while all is well."""
        return self._wording.text(f"write_voice.wrong_{self._wrong}") if self._wrong else ""

    @Property(WordsPad, notify=changed)
    def board(self) -> WordsPad:
        return self._board

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        """Nobody has to write anything where the subject says enough."""
        empty = not self._words.text and not self._anonymous
        return self._wording.text("write_voice.without" if empty else "write_voice.next")

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of a keyboard."""
        self._board.press(key)

    @Slot()
    def erase(self) -> None:
        """Take the last one back."""
        self._board.erase()

    @Slot()
    def finish(self) -> None:
        """That is all."""
        if self._board.closed:
            return
        if self._words.letters:
            self._complain("letters")
        elif self._anonymous and not self._words.text.strip():
            self._complain("empty")
        else:
            self._board.closed = True
            self._relay.answer(self, self._words.text.strip())

    @property
    def _anonymous(self) -> bool:
        return self._wish.kind is VoiceKind.INTEGRITY

    @Slot()
    def _spelled(self) -> None:
        self._complain("")

    @Slot()
    def _mistyped(self) -> None:
        self._complain("key")

    def _complain(self, code: str) -> None:
        self._wrong = code
        self.changed.emit()


_SHOWN = 60
"""Characters that stand on the screen at most."""
