"""Which type of project is planned?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.case import OwnAgreements
from kiosk.wishes.project import ChooseProject
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseProjectView(ScreenView):
    """One button for each, with what it is for."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ChooseProject = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text("service.plan_project.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_project.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("choose_project.hint")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [
            {
                "key": each.project,
                "lead": str(number),
                "below": "",
                "title": self._wording.words(each.name),
                "detail": self._wording.sentence(each.summary),
                "note": "",
                "shut": "",
            }
            for number, each in enumerate(self._wish.projects, 1)
        ]

    @Property(str, notify=changed)
    def agreementsLabel(self) -> str:
        return self._wording.text("choose_project.agreements")

    @Slot()
    def agreements(self) -> None:
        """What was agreed on with an agent."""
        self._relay.answer(self, OwnAgreements())

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if any(each.project == key for each in self._wish.projects):
            self._relay.answer(self, key)
