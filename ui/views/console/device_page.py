"""One device: how it is, what it went through, and what may be done with it."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from devices.states import DeviceState
from kiosk.readiness import PRINTER
from kiosk.technician.history import Change
from ui.views.console.page import ConsoleView, Line, line, state_line, tone

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class DevicePageView(ConsoleView):
    """State, identity and history of one device, with a button for each thing that can be done."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._name(self._scene.line.state.name)

    @Property(bool, notify=changed)
    def well(self) -> bool:
        return self._scene.line.fitted and tone(self._scene.line.state) == "good"

    @Property(str, notify=changed)
    def stateTitle(self) -> str:
        if not self._scene.line.fitted:
            return self._say("not_fitted")
        return state_line(self._scene.line.state, self._wording)[0]

    @Property(str, notify=changed)
    def stateText(self) -> str:
        if not self._scene.line.fitted:
            return self._say("not_fitted_advice")
        return state_line(self._scene.line.state, self._wording)[1]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def facts(self) -> list[str]:
        """What it says it is, and the words of link and media for whoever is on the phone."""
        state = self._scene.line.state
        facts = [self._say("fact.state", link=state.link.value, media=state.media.value, code=state.code)]
        if state.identity is not None:
            said = (state.identity.model, state.identity.serial, state.identity.firmware)
            facts.append(self._say("fact.identity", identity=" · ".join(part for part in said if part)))
        return facts if self._scene.line.fitted else []

    @Property(str, notify=changed)
    def historyLabel(self) -> str:
        return self._say("history.label")

    @Property(str, notify=changed)
    def historyEmpty(self) -> str:
        return self._say("history.empty")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def history(self) -> list[Line]:
        return [self._change(number, change) for number, change in enumerate(self._scene.history)]

    def _change(self, number: int, change: Change) -> Line:
        state = DeviceState(self._scene.line.state.name, change.link, change.media, change.code)
        how, _ = state_line(state, self._wording)
        moment = f"{self._wording.time(change.at)}:{change.at.second:02}"
        return line(str(number), how, detail=change.code, value=moment, tone=tone(state))

    @Property(bool, notify=changed)
    def mayTest(self) -> bool:
        return bool(self._scene.may_test)

    @Property(bool, notify=changed)
    def mayAssign(self) -> bool:
        return bool(self._scene.may_assign)

    @Property(bool, notify=changed)
    def mayUndo(self) -> bool:
        return bool(self._scene.may_undo)

    @Property(bool, notify=changed)
    def mayRefill(self) -> bool:
        return self._scene.line.fitted and self._scene.line.state.name == PRINTER

    @Property(str, notify=changed)
    def testLabel(self) -> str:
        return self._say(f"test.{self._scene.line.state.name}") if self._scene.may_test else ""

    @Property(str, notify=changed)
    def refilledLabel(self) -> str:
        return self._say("refilled")

    @Property(str, notify=changed)
    def assignLabel(self) -> str:
        return self._say("assign")

    @Property(str, notify=changed)
    def undoLabel(self) -> str:
        return self._say("undo")

    @Slot()
    def test(self) -> None:
        self._console.test(self._scene.line.state.name)

    @Slot()
    def refilled(self) -> None:
        self._console.paper_refilled()

    @Slot()
    def assign(self) -> None:
        self._console.choose_port(self._scene.line.state.name)

    @Slot()
    def undo(self) -> None:
        self._console.undo()

    @Slot()
    def back(self) -> None:
        """To the overview."""
        self._console.overview()
