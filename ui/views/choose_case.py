"""Which case, of one's own or of a company's?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import case_words
from central.contract.following import CaseFound
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.case import ChooseCase, OwnAgreements
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseCaseView(ScreenView):
    """The cases, the newest first, each with its light in a word."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._wish: ChooseCase = scene.wish  # type: ignore[assignment]
        self._found = self._wish.found

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_case.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        if self._found.company is not None:
            return self._wording.text("choose_case.hint_company", company=self._found.company.name)
        code = "choose_case.hint_more" if self._found.more else "choose_case.hint"
        return self._wording.text(code, n=len(self._found.cases))

    @Property(str, notify=changed)
    def companyLabel(self) -> str:
        """The way to the cases of a company; empty where this is one's list."""
        return self._wording.text("choose_case.company") if self._wish.company_too else ""

    @Property(str, notify=changed)
    def agreementsLabel(self) -> str:
        """The way to agreements with an agent; empty where there are none."""
        offered = self._wish.company_too and self._found.agreements
        return self._wording.text("choose_project.agreements") if offered else ""

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """Per case: key, title, detail (who has it, since when), note (the light and until when), sign, tone."""
        return [self._choice(each) for each in self._found.cases]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if any(each.number == key for each in self._found.cases):
            self._relay.answer(self, key)

    @Slot()
    def agreements(self) -> None:
        """What was agreed on with an agent."""
        if self.agreementsLabel:
            self._relay.answer(self, OwnAgreements())

    @Slot()
    def ofCompany(self) -> None:
        """Not one's own, but a company's."""
        if self._wish.company_too:
            self._relay.answer(self, None)

    def _choice(self, found: CaseFound) -> dict[str, str]:
        picture, tone = case_words.sign(found.stage, found.light)
        word = case_words.light_word(self._wording, found.stage, found.light)
        due = case_words.found_due(self._wording, found)
        facts = {
            "unit": case_words.unit_words(self._wording, found.unit),
            "day": case_words.opened_on(self._wording, found, self._wording.now().year),
        }
        return {
            "key": found.number,
            "lead": "",
            "below": "",
            "title": self._wording.words(found.name),
            "detail": self._wording.text("choose_case.detail", facts),
            "note": self._wording.text("choose_case.light_until", light=word, due=due) if due else word,
            "sign": picture,
            "tone": tone,
            "shut": "",
        }
