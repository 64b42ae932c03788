"""One agreement: who does what for whom until when, and everything that happened by it."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.agency import FromAgreement, ShowAgreement, TakeStep
from kiosk.words import agency as agency_words
from ui.views import shared_words
from ui.views.choose_agreement import sign
from ui.views.screen import Relay, ScreenView

_WELL = {"agreement_signed", "agreement_ended", "agreement_printed", "deed_noted"}

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ShowAgreementView(ScreenView):
    """For its applicant the same page as for its agent, who may choose a step on it."""

    changed = Signal()
    noticeTitle = Property(str, shared_words.notice_title, notify=changed)
    noticeText = Property(str, shared_words.notice_text, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ShowAgreement = scene.wish  # type: ignore[assignment]
        self._agreement = self._wish.agreement

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._agreement.project)

    @Property(str, notify=changed)
    def title(self) -> str:
        """Whether it counts today."""
        return agency_words.state(self._wording, self._agreement)

    @Property(str, notify=changed)
    def sign(self) -> str:
        return sign(self._agreement.state)[0]

    @Property(str, notify=changed)
    def tone(self) -> str:
        """good, calm or warn."""
        return sign(self._agreement.state)[1]

    @Property(str, notify=changed)
    def who(self) -> str:
        if self._agreement.acting:
            return self._wording.text("show_agreement.acting", whom=agency_words.whom(self._wording, self._agreement))
        return self._wording.text("show_agreement.mine", agent=self._agreement.agent.name)

    @Property(str, notify=changed)
    def span(self) -> str:
        """From when until when, and the day on which it was ended."""
        shown = agency_words.span(self._wording, self._agreement)
        ended = self._agreement.ended_on
        if ended is None:
            return shown
        return shown + "\n" + self._wording.text("show_agreement.ended_on", day=self._wording.day(ended))

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._wording.text("show_agreement.number", number=self._agreement.number)

    @Property(str, notify=changed)
    def company(self) -> str:
        """That the applicant signed for; the agent reads it beside the name."""
        return "" if self._agreement.acting else self._agreement.company

    @Property(str, notify=changed)
    def stepsTitle(self) -> str:
        return self._wording.text("show_agreement.steps_acting" if self.acting else "show_agreement.steps")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def steps(self) -> list[dict[str, str]]:
        """Key and name of each step agreed on."""
        return [{"key": each.step, "name": self._wording.words(each.name)} for each in self._agreement.steps]

    @Property(bool, notify=changed)
    def acting(self) -> bool:
        """Its agent is there, and may take a step. One whose days are over is told why at the step."""
        return self._agreement.acting and FromAgreement.KEEP not in self._wish.ways

    @Property(str, notify=changed)
    def canTitle(self) -> str:
        return self._wording.text("show_agreement.can")

    @Property(str, notify=changed)
    def can(self) -> str:
        return self._wording.text("agreement.scope")

    @Property(str, notify=changed)
    def howToEnd(self) -> str:
        """For the applicant, while there is something to end."""
        told = agency_words.ends(self._agreement) and not self._agreement.acting
        return self._wording.text("agreement.how_to_end") if told else ""

    @Property(str, notify=changed)
    def happenedTitle(self) -> str:
        return self._wording.text("show_agreement.happened")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def events(self) -> list[dict[str, str]]:
        """What happened, the newest first: what, when, about, why."""
        return [vars(each) for each in agency_words.events(self._wording, self._agreement)]

    @Property(bool, notify=changed)
    def noticeCalm(self) -> bool:
        """What was wanted was done."""
        return self._wish.notice is not None and self._wish.notice.code in _WELL

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def ways(self) -> list[dict[str, str]]:
        """The ways on: key and label. The first is the one thing to do."""
        return [
            {"key": way.value, "label": self._wording.text(f"from_agreement.{way.value}")} for way in self._wish.ways
        ]

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Slot(str)
    def choose(self, key: str) -> None:
        """This way."""
        chosen = next((way for way in self._wish.ways if way.value == key), None)
        if chosen is not None:
            self._relay.answer(self, chosen)

    @Slot(str)
    def take(self, key: str) -> None:
        """Do something about this step."""
        if self.acting and any(each.step == key for each in self._agreement.steps):
            self._relay.answer(self, TakeStep(key))
