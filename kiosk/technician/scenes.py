"""What a technician may see: the console's scenes. A scene names a view model and a QML file, like a citizen's.

Nothing personal can stand in one: no session is open while the console is, tests mask what they read, and effects come
without their payloads. Every text is found by a code; the few words that are shown as they are come from devices, ports
and files (identity, port names, the difference of a configuration) and have been freed of control characters.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.states import DeviceState
from kiosk.ledger import Depth, OpenEffect
from kiosk.technician.bundle import Stick
from kiosk.technician.checks import CheckReport
from kiosk.technician.history import Change
from kiosk.technician.machine import Setting
from kiosk.technician.reachability import Hop
from kiosk.technician.service_mode import Pause
from kiosk.wishes.wish import Notice


@dataclass(frozen=True, kw_only=True)
class ConsoleScene:
    """What every page of the console has.

    `technician`: the staff number that came in; empty at the entrance. `busy`: the code of what is under way (text
    `console.busy.…`), empty when the technician may press something. `notice`: what came of the last action; its
    sentence is found like any other (`notice.…`). `leaving_in`: seconds until the console closes by itself; None while
    there is time.
    """

    technician: str = ""
    busy: str = ""
    notice: Notice | None = None
    leaving_in: int | None = None


@dataclass(frozen=True)
class EnterPin(ConsoleScene):
    """The entrance: staff number and PIN, by the touch keypad. `wait_s`: seconds until the next attempt is heard."""

    wait_s: int = 0


@dataclass(frozen=True)
class DeviceLine:
    """A device in the list. `fitted`: the configuration names it."""

    state: DeviceState
    fitted: bool


@dataclass(frozen=True)
class Overview(ConsoleScene):
    """Everything at a glance: devices and office with their live state, paper, ledger, service mode.

    `depth` is None when the ledger cannot be read. `blocked`: why citizens are served nothing once the console closes;
    None when they are served something.
    """

    devices: tuple[DeviceLine, ...]
    depth: Depth | None
    paused: Pause | None
    blocked: Notice | None
    version: str
    logbook_length: int


@dataclass(frozen=True)
class DevicePage(ConsoleScene):
    """One device. `may_test`, `may_assign`, `may_undo`: which buttons it has now."""

    line: DeviceLine
    history: tuple[Change, ...]
    may_test: bool
    may_assign: bool
    may_undo: bool


@dataclass(frozen=True)
class Testing(ConsoleScene):
    """A device is tested; `report` follows when it is over, or a notice says why not."""

    device: str
    report: CheckReport | None = None


@dataclass(frozen=True)
class PortChoice:
    """A port that something is plugged into. `owner`: the device that the configuration has there; empty: free."""

    address: str
    label: str
    owner: str = ""


@dataclass(frozen=True)
class ChoosePort(ConsoleScene):
    """Which port does the device hang on? `current` is empty for a device that was not fitted."""

    device: str
    current: str
    ports: tuple[PortChoice, ...]


@dataclass(frozen=True)
class AssignPreview(ConsoleScene):
    """What would change in the configuration, line by line as in a diff, before it is applied."""

    device: str
    port: str
    diff: tuple[str, ...]


@dataclass(frozen=True)
class ServicePage(ConsoleScene):
    """暂停服务: off with one of `reasons`, or on again."""

    paused: Pause | None
    reasons: tuple[Pause, ...] = tuple(Pause)


@dataclass(frozen=True)
class MachinePage(ConsoleScene):
    """Volume and brightness; empty while they are being read."""

    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class NetworkPage(ConsoleScene):
    """The way to the office, hop by hop; empty while it is being walked."""

    hops: tuple[Hop, ...]


@dataclass(frozen=True)
class LedgerPage(ConsoleScene):
    """What the office has not taken: kinds, states, codes and times, newest first."""

    depth: Depth | None
    effects: tuple[OpenEffect, ...]


@dataclass(frozen=True)
class BundlePage(ConsoleScene):
    """The diagnostics bundle: onto which stick. `saved` is the file's name once it is there."""

    sticks: tuple[Stick, ...]
    saved: str = ""
