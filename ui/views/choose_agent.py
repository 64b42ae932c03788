"""Who of the hall shall help?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.agency import ChooseAgent
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseAgentView(ScreenView):
    """Agents by name. Officials are known by theirs."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ChooseAgent = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.project.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_agent.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("choose_agent.hint")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [
            {
                "key": each.agent_id,
                "lead": "",
                "below": "",
                "title": each.name,
                "detail": self._wording.text("choose_agent.detail"),
                "note": "",
                "sign": "person",
                "tone": "calm",
                "shut": "",
            }
            for each in self._wish.agents
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if any(each.agent_id == key for each in self._wish.agents):
            self._relay.answer(self, key)
