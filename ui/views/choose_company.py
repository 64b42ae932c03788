"""Several companies, or one: whose cases?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.case import ChooseCompany
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseCompanyView(ScreenView):
    """The companies by their names, each with the office that the citizen holds there; and the way to another one."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        wish: ChooseCompany = scene.wish  # type: ignore[assignment]
        self._companies = wish.found.companies

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_company.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("choose_company.hint")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property(str, notify=changed)
    def typedLabel(self) -> str:
        return self._wording.text("choose_company.typed")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [
            {
                "key": each.credit_code,
                "lead": "",
                "below": "",
                "title": each.name,
                "detail": each.credit_code,
                "note": self._wording.text(f"choose_company.office.{each.office.value}"),
                "sign": "check",
                "tone": "good",
                "shut": "",
            }
            for each in self._companies
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if any(each.credit_code == key for each in self._companies):
            self._relay.answer(self, key)

    @Slot()
    def typeInstead(self) -> None:
        """Another one, by its code."""
        self._relay.answer(self, None)
