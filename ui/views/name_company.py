"""For which company? On the pinyin pad; nobody has to name one."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.agency import LONGEST_NAME, company_name
from kiosk.form.words_entry import WordsEntry
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.agency import NameCompany
from ui.views.screen import Relay, ScreenView
from ui.views.words_pad import WordsPad

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class NameCompanyView(ScreenView):
    """What stands there, how much room is left, and what is wrong with it."""

    keeps = True
    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: NameCompany = scene.wish  # type: ignore[assignment]
        self._words = WordsEntry("", LONGEST_NAME)
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
        return self._wording.words(self._wish.project.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("name_company.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("name_company.hint")

    @Property(str, notify=changed)
    def shown(self) -> str:
        return self._words.text + self._words.letters

    @Property(str, notify=changed)
    def room(self) -> str:
        return self._wording.text("name_company.room", n=LONGEST_NAME - len(self._words.text))

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """What is wrong and what to do; empty while all is well."""
        return self._wording.text(f"name_company.wrong_{self._wrong}") if self._wrong else ""

    @Property(WordsPad, notify=changed)
    def board(self) -> WordsPad:
        return self._board

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        return self._wording.text("name_company.next" if self.shown else "name_company.without")

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
        """That is its name, or there is none."""
        if self._board.closed:
            return
        name = self._words.text.strip()
        if self._words.letters:
            self._complain("letters")
        elif not _may_stand(name):
            self._complain("key")
        else:
            self._board.closed = True
            self._relay.answer(self, name)

    @Slot()
    def _spelled(self) -> None:
        self._complain("")

    @Slot()
    def _mistyped(self) -> None:
        self._complain("key")

    def _complain(self, code: str) -> None:
        self._wrong = code
        self.changed.emit()


def _may_stand(name: str) -> bool:
    try:
        company_name(name)
    except ValueError:
        return False
    return True
