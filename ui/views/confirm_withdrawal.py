"""Before a case is withdrawn: what follows, what stays, and that nobody has to."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import case_words
from central.contract.following import Withdrawal
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.case import ConfirmWithdrawal
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_FOLLOWS = ("ends", "final")
_STAYS = ("anew", "found")


@QmlElement
class ConfirmWithdrawalView(ScreenView):
    """Going on with the case is the one thing to do here; the other button takes it back."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        wish: ConfirmWithdrawal = scene.wish  # type: ignore[assignment]
        self._followed = wish.followed
        self._way = wish.followed.withdrawal or Withdrawal.AT_ONCE

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._followed.case.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._said("title")

    @Property(str, notify=changed)
    def number(self) -> str:
        case = self._followed.case
        return self._wording.text("show_case.number", number=case.number, applicant=case.applicant)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def sentences(self) -> list[dict[str, str]]:
        """What follows, and then what can still be done: said, sign, tone."""
        follows = [{"said": self._said(each), "sign": "warn", "tone": "warn"} for each in _FOLLOWS]
        return [*follows, *({"said": self._said(each), "sign": "check", "tone": "good"} for each in _STAYS)]

    @Property(str, notify=changed)
    def yesLabel(self) -> str:
        return self._said("yes")

    @Property(str, notify=changed)
    def noLabel(self) -> str:
        return self._wording.text("confirm_withdrawal.no")

    @Slot()
    def withdraw(self) -> None:
        """It is no longer wanted."""
        self._relay.answer(self, True)

    @Slot()
    def goOn(self) -> None:
        """It stays as it is."""
        self._relay.answer(self, False)

    def _said(self, what: str) -> str:
        unit = case_words.unit(self._wording, self._followed, self._followed.case.unit)
        return self._wording.text(f"confirm_withdrawal.{self._way.value}.{what}", unit=unit)
