"""The entrance: staff number and PIN on the touch keypad."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.technician.scenes import EnterPin
from kiosk.technician.technicians import NUMBER_LIMIT, PIN_LENGTH
from kiosk.texts import Wording
from ui.views.console.page import ConsoleView
from ui.views.screen import Relay

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class EnterPinView(ConsoleView):
    """What has been typed; the PIN as dots, and nowhere for longer than until it is given."""

    changed = Signal()

    def __init__(self, scene: EnterPin, wording: Wording, relay: Relay) -> None:
        super().__init__(scene, wording, relay)
        self._number = ""
        self._pin = ""
        self._typing_pin = False

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.enter_pin")

    @Property(str, notify=changed)
    def numberLabel(self) -> str:
        return self._say("enter.number")

    @Property(str, notify=changed)
    def pinLabel(self) -> str:
        return self._say("enter.pin")

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._number

    @Property(str, notify=changed)
    def dots(self) -> str:
        return "●" * len(self._pin)

    @Property(bool, notify=changed)
    def typingPin(self) -> bool:
        """The keypad fills the second line."""
        return self._typing_pin

    @Property(bool, notify=changed)
    def open(self) -> bool:
        """An attempt is heard now."""
        return not self._scene.wait_s and not self._scene.busy

    @Property(str, notify=changed)
    def hint(self) -> str:
        if self._scene.wait_s:
            minutes, seconds = divmod(self._scene.wait_s, 60)
            return self._say("enter.wait", minutes=minutes, seconds=seconds)
        return self._say("enter.hint", length=PIN_LENGTH)

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        return self._say("enter.in") if self._typing_pin else self._wording.text("button.next")

    @Property(str, notify=changed)
    def eraseLabel(self) -> str:
        return self._wording.text("enter.erase")

    @Property(str, notify=changed)
    def clearLabel(self) -> str:
        return self._wording.text("enter.clear")

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit."""
        if not self.open or len(key) != 1 or key not in "0123456789":
            return
        if not self._typing_pin:
            self._number = (self._number + key)[:NUMBER_LIMIT]
        elif len(self._pin) < PIN_LENGTH:
            self._pin += key
        self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last one back; from an empty PIN back to the number."""
        if self._typing_pin and not self._pin:
            self._typing_pin = False
        elif self._typing_pin:
            self._pin = self._pin[:-1]
        else:
            self._number = self._number[:-1]
        self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Begin again."""
        self._number = self._pin = ""
        self._typing_pin = False
        self.changed.emit()

    @Slot()
    def next(self) -> None:
        """From the number to the PIN, and from the PIN in."""
        if not self.open or not self._number:
            return
        if not self._typing_pin:
            self._typing_pin = True
        elif len(self._pin) == PIN_LENGTH:
            pin, self._pin = self._pin, ""
            self._typing_pin = False
            self._console.admit(self._number, pin)
        self.changed.emit()
