"""Thanks, and three questions that nobody has to answer."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.survey import SurveyQuestion
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TellVisitView(ScreenView):
    """Each question with two answers of the same weight; a second touch takes one back."""

    keeps = True
    changed = Signal()
    textsChanged = Signal()

    def __init__(self, _scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._answers: dict[SurveyQuestion, bool] = {}

    def refresh(self) -> None:
        self.textsChanged.emit()
        self.changed.emit()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("tell_visit.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        """That it is free; and to whom one reports, where something was wrong."""
        wrong = self._answers.get(SurveyQuestion.INTEGRITY) is False
        return self._wording.text("tell_visit.report" if wrong else "tell_visit.hint")

    @Property("QVariantList", notify=textsChanged)  # type: ignore[arg-type]
    def questions(self) -> list[dict[str, str]]:
        """Key, text, and both answers. The list stays while answers are touched, so that the focus does."""
        return [
            {
                "key": each.value,
                "text": self._wording.text(f"tell_visit.{each.value}"),
                "yes": self._wording.text(f"tell_visit.{each.value}_yes"),
                "no": self._wording.text(f"tell_visit.{each.value}_no"),
            }
            for each in SurveyQuestion
        ]

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def answers(self) -> dict[str, bool]:
        """By key, what was touched so far."""
        return {each.value: good for each, good in self._answers.items()}

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("tell_visit.done")

    @Slot(str, bool)
    def turn(self, key: str, good: bool) -> None:
        """This is the answer, or none after all."""
        if key not in set(SurveyQuestion):
            return
        question = SurveyQuestion(key)
        if self._answers.get(question) is good:
            del self._answers[question]
        else:
            self._answers[question] = good
        self.changed.emit()

    @Slot()
    def done(self) -> None:
        """That is all."""
        self._relay.answer(self, tuple((each, self._answers[each]) for each in SurveyQuestion if each in self._answers))
