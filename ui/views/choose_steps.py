"""Which steps may the agent take? None is on before somebody has put it on."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.agency import ChooseSteps
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseStepsView(ScreenView):
    """A switch for each step, and one button for all of them."""

    changed = Signal()
    textsChanged = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ChooseSteps = scene.wish  # type: ignore[assignment]
        self._on = set(self._wish.chosen)

    def refresh(self) -> None:
        self.textsChanged.emit()
        self.changed.emit()

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.project.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_steps.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("choose_steps.hint")

    @Property("QVariantList", notify=textsChanged)  # type: ignore[arg-type]
    def steps(self) -> list[str]:
        """Their codes. The list stays while switches are turned, so that the focus does."""
        return [each.step for each in self._wish.steps]

    @Property("QVariantMap", notify=textsChanged)  # type: ignore[arg-type]
    def words(self) -> dict[str, dict[str, str]]:
        """By code: title, and who works on it."""
        words = self._wording.words
        return {each.step: {"title": words(each.name), "detail": words(each.by)} for each in self._wish.steps}

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def chosen(self) -> list[str]:
        """The codes that are switched on."""
        return sorted(self._on)

    @Property(str, notify=changed)
    def onLabel(self) -> str:
        return self._wording.text("choose_steps.on")

    @Property(str, notify=changed)
    def offLabel(self) -> str:
        return self._wording.text("choose_steps.off")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Property(str, notify=changed)
    def allLabel(self) -> str:
        """All of them, or none again."""
        return self._wording.text("choose_steps.all_off" if self._whole else "choose_steps.all_on")

    @Property(bool, notify=changed)
    def any(self) -> bool:
        """Something was chosen."""
        return bool(self._on)

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        return self._wording.text("choose_steps.next" if self._on else "choose_steps.none", n=len(self._on))

    @Slot(str)
    def turn(self, key: str) -> None:
        """With this step, or without it."""
        if any(each.step == key for each in self._wish.steps):
            self._on ^= {key}
            self.changed.emit()

    @Slot()
    def turnAll(self) -> None:
        """All of them, by one deliberate press; or none again."""
        self._on = set() if self._whole else {each.step for each in self._wish.steps}
        self.changed.emit()

    @Slot()
    def finish(self) -> None:
        """Go on with these; an agreement on nothing is none."""
        if self._on:
            self._relay.answer(self, tuple(each.step for each in self._wish.steps if each.step in self._on))

    @property
    def _whole(self) -> bool:
        return len(self._on) == len(self._wish.steps)
