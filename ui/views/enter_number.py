"""One number by touch keypad, checked before it leaves the screen."""

from __future__ import annotations

import re

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import case_number
from kiosk.form.entry import CREDIT
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import EnterNumber, Entry
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_PHONE_LENGTH = 11
_BOOKING_LENGTH = 10
_CASE_LENGTH = 12
_CREDIT_LENGTH = 18
_LENGTH = {
    Entry.BOOKING_NUMBER: _PHONE_LENGTH,
    Entry.PHONE: _PHONE_LENGTH,
    Entry.CALL_BACK: _PHONE_LENGTH,
    Entry.PHONE_LAST4: 4,
    Entry.ID_LAST4: 4,
    Entry.CASE_NUMBER: _CASE_LENGTH,
    Entry.CASE_LAST4: 4,
    Entry.VOICE_NUMBER: _CASE_LENGTH,
    Entry.CREDIT_CODE: _CREDIT_LENGTH,
}
_SIGNS = {
    Entry.CASE_NUMBER: case_number.LETTERS,
    Entry.VOICE_NUMBER: case_number.LETTERS,
    Entry.CREDIT_CODE: CREDIT,
}
"""The pads of letters."""


@QmlElement
class EnterNumberView(ScreenView):
    """What has been typed, grouped to be read, and what is wrong with it."""

    keeps = True
    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._wish: EnterNumber = scene.wish  # type: ignore[assignment]
        self._typed = ""
        self._wrong = ""
        self._done = False

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(f"enter.{self._wish.entry.value}.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text(f"enter.{self._wish.entry.value}.hint")

    @Property(str, notify=changed)
    def shown(self) -> str:
        """The digits in groups, 138 0013 8001; the middle of a phone number is masked once it is given."""
        digits = self._typed
        if self._wish.entry is Entry.CREDIT_CODE:
            return " ".join(part for part in (digits[:2], digits[2:8], digits[8:14], digits[14:]) if part)
        if self.letters:
            return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)
        if self._done and len(digits) == _PHONE_LENGTH:
            digits = f"{digits[:3]}****{digits[-4:]}"
        if self._length == 4:
            return " ".join(digits)
        return " ".join(part for part in (digits[:3], digits[3:7], digits[7:]) if part)

    @Property(int, notify=changed)
    def places(self) -> int:
        """Boxes to fill; 0 when the length is not known beforehand."""
        return 4 if self._length == 4 else 0

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """What is wrong and what to do; empty while all is well."""
        if self._wrong:
            missing = self._length - len(self._typed)
            return self._wording.text(f"enter.wrong.{self._wrong}", missing=missing)
        notice = self._wish.notice
        return self._wording.advice(notice) if notice and not self._typed else ""

    @Property(bool, notify=changed)
    def letterX(self) -> bool:
        """The last place of an ID number may be an X."""
        return self._wish.entry in (Entry.ID_LAST4, Entry.CASE_LAST4)

    @Property(bool, notify=changed)
    def letters(self) -> bool:
        """Digits and the letters that stand in it: on a receipt, or on a business licence."""
        return self._wish.entry in _SIGNS

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def signs(self) -> list[str]:
        """The keys of the pad of letters, in its order."""
        return list(self._keys)

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        return self._wording.text("button.next")

    @Property(str, notify=changed)
    def eraseLabel(self) -> str:
        return self._wording.text("enter.erase")

    @Property(str, notify=changed)
    def clearLabel(self) -> str:
        return self._wording.text("enter.clear")

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the pad: a digit or a letter. What cannot stand there is not taken."""
        if self._done or len(key) != 1 or key not in self._keys:
            return
        if key == "X" and not self.letters and not (self.letterX and len(self._typed) == self._length - 1):
            self._complain("x_last" if self.letterX else "digits")
        elif len(self._typed) < self._length:
            self._typed += key
            self._complain("")

    @Slot()
    def erase(self) -> None:
        """Take the last one back."""
        if not self._done:
            self._typed = self._typed[:-1]
            self._complain("")

    @Slot()
    def clear(self) -> None:
        """Begin again."""
        if not self._done:
            self._typed = ""
            self._complain("")

    @Slot()
    def finish(self) -> None:
        """Give the number, if it can be one."""
        if self._done:
            return
        problem = self._problem()
        self._done = problem == ""
        self._complain(problem)
        if self._done:
            self._relay.answer(self, self._typed)

    @property
    def _keys(self) -> str:
        return _SIGNS.get(self._wish.entry, "0123456789X")

    @property
    def _length(self) -> int:
        return _LENGTH[self._wish.entry]

    def _complain(self, code: str) -> None:
        self._wrong = code
        self.changed.emit()

    def _problem(self) -> str:
        """The code of what is wrong; empty when nothing is."""
        typed, entry = self._typed, self._wish.entry
        if not typed:
            return "empty"
        if entry is Entry.BOOKING_NUMBER and len(typed) == _BOOKING_LENGTH:
            from stdnum import luhn  # late: 20 ms that the home screen does not need

            return "" if luhn.is_valid(typed) else "check_digit"
        if self.letters and len(typed) < self._length:
            return "case_short"
        if entry is Entry.CREDIT_CODE:
            from stdnum.cn import uscc

            return "" if uscc.is_valid(typed) else "credit_code"
        if self.letters:
            return self._case_problem(typed)
        if len(typed) < self._length:
            return "booking_short" if entry is Entry.BOOKING_NUMBER else "short"
        if self._length == _PHONE_LENGTH and not _PHONE.fullmatch(typed):
            return "phone"
        return ""

    def _case_problem(self, typed: str) -> str:
        """A slip of the finger is told before anybody is asked."""
        try:
            case_number.read(typed)
        except case_number.NotACaseNumber:
            return "case_number"
        return ""
