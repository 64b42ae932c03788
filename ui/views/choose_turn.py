"""What an agent does about a step: look after its cases, or note what was done."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.agency import AgentsTurn, ChooseTurn
from kiosk.words import agency as agency_words
from ui.views.screen import Relay, ScreenView

_SIGNS = {AgentsTurn.LOOK: "search", AgentsTurn.HANDED_IN: "page", AgentsTurn.COLLECTED: "check"}

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseTurnView(ScreenView):
    """For whom, which step, and what. Looking is offered where somebody knows which cases are the step's."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ChooseTurn = scene.wish  # type: ignore[assignment]
        agreed = next(each for each in self._wish.agreement.steps if each.step == self._wish.step)
        self._name = agreed.name
        self._open = tuple(each for each in AgentsTurn if agreed.followed or each is not AgentsTurn.LOOK)

    @Property(str, notify=changed)
    def service(self) -> str:
        whom = agency_words.whom(self._wording, self._wish.agreement)
        return self._wording.text("choose_turn.for_whom", whom=whom, step=self._name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_turn.title")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [
            {
                "key": each.value,
                "lead": "",
                "below": "",
                "title": self._wording.text(f"choose_turn.{each.value}"),
                "detail": self._wording.text(f"choose_turn.{each.value}_hint"),
                "note": "",
                "sign": _SIGNS[each],
                "tone": "good",
                "shut": "",
            }
            for each in self._open
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if key in set(self._open):
            self._relay.answer(self, AgentsTurn(key))
