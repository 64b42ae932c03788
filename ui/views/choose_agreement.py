"""Several agreements are there: which one?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.agency import Agreement, AgreementState
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.agency import ChooseAgreement
from kiosk.words import agency as agency_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseAgreementView(ScreenView):
    """Whose, by whom, and until when: those that count stand first."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        wish: ChooseAgreement = scene.wish  # type: ignore[assignment]
        self._found = wish.found

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text("choose_project.agreements")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_agreement.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        code = "choose_agreement.hint_more" if self._found.more else "choose_agreement.hint"
        return self._wording.text(code, n=len(self._found.agreements))

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [self._choice(each) for each in self._found.agreements]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if any(each.agreement_id == key for each in self._found.agreements):
            self._relay.answer(self, key)

    def _choice(self, agreement: Agreement) -> dict[str, str]:
        picture, tone = sign(agreement.state)
        last = agency_words.day(self._wording, agreement.terms.last)
        word = agency_words.state(self._wording, agreement)
        return {
            "key": agreement.agreement_id,
            "lead": "",
            "below": "",
            "title": self._wording.words(agreement.project),
            "detail": self._who(agreement),
            "note": self._wording.text("choose_agreement.until", state=word, day=last),
            "sign": picture,
            "tone": tone,
            "shut": "",
        }

    def _who(self, agreement: Agreement) -> str:
        if agreement.acting:
            return self._wording.text("choose_agreement.acting", whom=agreement.company or agreement.applicant)
        return self._wording.text("choose_agreement.mine", agent=agreement.agent.name)


def sign(state: AgreementState) -> tuple[str, str]:
    """The icon and the tone beside the word."""
    match state:
        case AgreementState.IN_FORCE:
            return "check", "good"
        case AgreementState.COMING:
            return "clock", "calm"
        case AgreementState.AGENT_LEFT:
            return "warn", "warn"
        case AgreementState.OVER | AgreementState.ENDED:
            return "stop", "calm"
