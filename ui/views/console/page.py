"""What the console's view models share: their scene, their words, and the console that is told what was pressed."""

from __future__ import annotations

from typing import Any, Protocol

from devices.states import DeviceState, Link, Media
from kiosk.readiness import why_not
from kiosk.technician.bundle import Stick
from kiosk.technician.scenes import ConsoleScene
from kiosk.technician.service_mode import Pause
from kiosk.texts import Wording
from kiosk.wishes.wish import Notice
from ui.views.screen import Relay, ScreenView

Line = dict[str, Any]


class Console(Protocol):
    """What the pages need of `kiosk.technician.console.Console`."""

    def enter(self) -> bool: ...
    def admit(self, number: str, pin: str) -> None: ...
    def leave(self) -> None: ...
    def touched(self) -> None: ...
    def overview(self) -> None: ...
    def device(self, name: str) -> None: ...
    def service(self) -> None: ...
    def ledger(self) -> None: ...
    def network(self) -> None: ...
    def machine(self) -> None: ...
    def bundle(self) -> None: ...
    def test(self, name: str) -> None: ...
    def cancel(self) -> None: ...
    def choose_port(self, name: str) -> None: ...
    def preview(self, name: str, address: str) -> None: ...
    def apply(self) -> None: ...
    def undo(self) -> None: ...
    def pause(self, why: Pause) -> None: ...
    def resume(self) -> None: ...
    def set_volume(self, percent: int) -> None: ...
    def set_brightness(self, percent: int) -> None: ...
    def paper_refilled(self) -> None: ...
    def save_bundle(self, stick: Stick) -> None: ...


def line(key: str, title: str, *, detail: str = "", value: str = "", tone: str = "", opens: bool = False) -> Line:
    """One line of `Lines.qml`. `tone`: good, warn, bad, off, or none."""
    return {"key": key, "title": title, "detail": detail, "value": value, "tone": tone, "opens": opens}


class ConsoleView(ScreenView):
    """One scene of the console. Holds no Qt property itself: see `docs/decisions/qt-workarounds.md`."""

    def __init__(self, scene: ConsoleScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene: Any = scene

    @property
    def _console(self) -> Console:
        console = self._relay.technician
        assert console is not None  # nobody else shows these pages
        return console

    def renew(self, scene: Any) -> bool:
        if type(scene) is not type(self._scene):
            return False
        if scene != self._scene:
            self._scene = scene
            self.changed.emit()
        return True

    def _say(self, key: str, /, **facts: Any) -> str:
        return self._wording.text(f"console.{key}", facts)

    def _name(self, device: str) -> str:
        return self._wording.text(f"fact.device.{device}")


def tone(state: DeviceState) -> str:
    """How a device is, in one word for sign and colour."""
    if state.link is Link.STARTING:
        return "off"
    if not state.usable:
        return "bad"
    return "warn" if state.media is Media.LOW else "good"


def state_line(state: DeviceState, wording: Wording) -> tuple[str, str]:
    """How a device is, in a few characters, and the sentence with what to do; "" when nothing is to be done."""
    notice = why_not(state)
    if notice is not None:
        return wording.title(notice), advice(notice, wording)
    if state.media is Media.LOW:
        return wording.text("console.media.low"), wording.text("console.media.low_advice")
    return wording.text("console.well"), ""


def advice(notice: Notice, wording: Wording) -> str:
    """What a technician does about it; a citizen's sentence where nothing is said to technicians."""
    known = f"advice.{notice.code}"
    return wording.text(known, notice.facts) if wording.texts.has(known) else wording.advice(notice)
