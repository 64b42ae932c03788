"""How far a complaint, praise or report is, and what was answered."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import case_words
from central.contract.clock import Light
from central.contract.voice import Appeal, VoiceClock, VoiceKind
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.voice import ShowVoice
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ShowVoiceView(ScreenView):
    """State, days, answer. What was said stands nowhere: the number alone opens this page."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ShowVoice = scene.wish  # type: ignore[assignment]
        self._voice = self._wish.voice

    @Property(str, notify=changed)
    def service(self) -> str:
        kind = self._wording.text(f"voice.kind.{self._voice.kind.value}")
        if self._voice.kind is VoiceKind.RATING:
            return kind
        return f"{kind} · {self._wording.text(f'voice.subject.{self._voice.subject.value}')}"

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(f"show_voice.state.{self._voice.state.value}")

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._voice.number

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def facts(self) -> list[dict[str, str]]:
        """When it came, until when somebody calls and answers: text, sign, tone."""
        received = self._wording.text("show_voice.received", day=self._wording.day(self._voice.received_on))
        told = [(received, Light.GREEN), *((self._clock(each), _light(each)) for each in self._voice.clocks)]
        if appeal := self._voice.appeal:
            stands = Light.WHITE if appeal is Appeal.OPEN else Light.GREEN
            told.append((self._wording.text(f"show_voice.appeal_{appeal.value}"), stands))
        signed = [(text, *case_words.light_sign(light)) for text, light in told]
        return [{"text": text, "sign": sign, "tone": tone} for text, sign, tone in signed]

    @Property(str, notify=changed)
    def answerTitle(self) -> str:
        if self._voice.answered_on is None:
            return self._wording.text("show_voice.no_answer")
        return self._wording.text("show_voice.answer", day=self._wording.day(self._voice.answered_on))

    @Property(str, notify=changed)
    def answer(self) -> str:
        return self._voice.answer

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("button.understood")

    @Slot()
    def done(self) -> None:
        """It is read."""
        self._relay.answer(self, None)

    def _clock(self, clock: VoiceClock) -> str:
        if clock.late:
            return self._wording.text(f"show_voice.{clock.kind}_late")
        if clock.light == "green":
            return self._wording.text(f"show_voice.{clock.kind}_done")
        if clock.due is None:
            year = clock.year_unknown or 0
            return self._wording.text(f"show_voice.{clock.kind}_undated", n=clock.amount, year=year)
        return self._wording.text(f"show_voice.{clock.kind}_by", day=self._wording.day(clock.due))


def _light(clock: VoiceClock) -> Light:
    """What was late stays red, however it ended."""
    return Light.RED if clock.late else Light(clock.light)
