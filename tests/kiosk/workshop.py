"""A terminal on a bench with its service console open to a test: real drivers on real lines, no office in reach."""

from __future__ import annotations

import functools
import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from argon2 import PasswordHasher

from central.contract.texts import Texts
from devices.bench.bench import Bench
from devices.device import Device, Event, Pace
from devices.flight_recorder import FlightRecorder
from kiosk import config, fittings
from kiosk.config import Config
from kiosk.enrolment import keep_enrolled, own_key
from kiosk.fitted import Fitted
from kiosk.ledger import Ledger
from kiosk.office import Office
from kiosk.office_clock import OfficeClock
from kiosk.readiness import OFFICE, PRINTER, READER, SCANNER
from kiosk.runner import Runner
from kiosk.technician import desk
from kiosk.technician.console import Console
from kiosk.technician.desk import Desk
from kiosk.technician.logbook import Entry, Logbook
from kiosk.technician.machine import Machine
from kiosk.technician.scenes import ConsoleScene, EnterPin, Overview
from kiosk.technician.service_mode import ServiceMode
from kiosk.technician.technicians import Technicians
from kiosk.technician.workplace import Workplace
from kiosk.terminal import Terminal
from kiosk.texts import Wording
from tests.kiosk.test_enrolment import ENROLLED
from tests.kiosk.test_runner import RememberingStage

PATIENCE = 10.0  # seconds; a test that needs them has failed
PACE = Pace(poll=0.05, hello=3.0, condition=1.0, backoff=0.02, backoff_limit=0.1)
NUMBER, PIN = "1024", "27182845"
OPENERS = {
    PRINTER: fittings.open_receipt_printer,
    READER: fittings.open_id_card_reader,
    SCANNER: fittings.open_code_scanner,
}

S = TypeVar("S", bound=ConsoleScene)


class Workshop:
    """Events arrive and time passes when the test lets them."""

    def __init__(self, directory: Path, more: str = "") -> None:
        self.directory = directory
        self.storage = directory / "data"
        ports = directory / "ports"
        ports.mkdir()
        self.bench = Bench(ports)
        self.bench.start()
        self.file = directory / "kiosk.toml"
        devices = "".join(f'[devices.{name}]\nport = "{ports / name}"\n' for name in self.bench.wires)
        self.file.write_text(
            '[terminal]\nname = "1 号机 Lobby"\n[office]\nurl = "http://127.0.0.1:9"\n[storage]\ndirectory = "data"\n'
            f"# a remark that stays\n{devices}{more}",
            "utf-8",
        )
        self.tree = config.load(self.file)
        self.now = 1000.0  # the console's clock
        self.scenes: list[ConsoleScene] = []
        self.recorders: dict[str, FlightRecorder] = {}
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.clock = OfficeClock(self.storage / "time-floor")
        self.place = keep_enrolled(self.storage, ENROLLED, own_key(self.storage))
        office = functools.partial(Office, fittings.office_address(self.tree.office), self.place, self.clock)
        fitted = Fitted(
            Device(OFFICE, office, self._events.put, Pace(poll=5.0, hello=2.0, backoff_limit=5.0)),
            printer=self.fit(self.tree, PRINTER),
            reader=self.fit(self.tree, READER),
            scanner=self.fit(self.tree, SCANNER),
        )
        self.ledger = Ledger(self.storage / "ledger.db")
        self.logbook = Logbook(self.storage, self.clock.machine)
        self.service_mode = ServiceMode(self.storage)
        texts = Wording(Texts(Path(__file__).parents[2] / "assets" / "texts"), self.clock.now)
        self.terminal = Terminal(
            "1 号机",
            self.place,
            fitted,
            self.ledger,
            texts=texts,
            clock=self.clock,
            service_mode=self.service_mode,
            logbook=self.logbook,
        )
        self.stage = RememberingStage()
        self.runner = Runner({}, self.stage, self.terminal)
        self.technicians = Technicians(self.storage, self.clock.machine, lambda: PasswordHasher(1, 8, 1))
        self.technicians.add(NUMBER, PIN)
        place = Workplace(
            terminal=self.terminal,
            runner=self.runner,
            desk=Device(desk.NAME, lambda: Desk(self.technicians, self.logbook), self._events.put, PACE),
            ledger=self.ledger,
            logbook=self.logbook,
            service_mode=self.service_mode,
            clock=self.clock,
            machine=Machine(directory / "root", "no-such-mixer"),
            recorders=self.recorders,
            config_path=self.file,
            fit=self.fit,
        )
        self.console = Console(self.tree, place, self.scenes.append)
        self.terminal.changed = self._changed
        self.terminal.start()
        self.console.start()
        self.console.tick(self.now)

    def fit(self, tree: Config, name: str) -> Device[Any] | None:
        """As the composition does it."""
        section = getattr(tree.devices, name)
        if section is None:
            return None
        recorder = self.recorders[name] = fittings.flight_recorder(name, section)
        return Device(name, functools.partial(OPENERS[name], section, recorder), self._events.put, PACE)

    def _changed(self) -> None:
        self.runner.changed()
        self.console.changed()

    def close(self) -> None:
        self.console.stop()
        self.terminal.stop()
        self.ledger.close()
        self.bench.stop()

    # ------------------------------------------------------------ time

    def until(self, happened: Callable[[], bool]) -> None:
        """Let events arrive and time pass until something is so."""
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, f"it never happened; on the screen: {self.scene}"
            self.pump()
            self.terminal.tick()
            self.console.tick(self.now)

    def pump(self) -> None:
        try:
            self.terminal.receive(self._events.get(timeout=0.01))
        except queue.Empty:
            return

    def later(self, seconds: float) -> None:
        self.now += seconds
        self.console.tick(self.now)

    # ------------------------------------------------------------ what is to be seen

    @property
    def scene(self) -> Any:
        return self.scenes[-1] if self.scenes else None

    def page(self, kind: type[S]) -> S:
        """The page of that kind, once nothing is under way on it."""
        self.until(lambda: isinstance(self.scene, kind) and not self.scene.busy)
        scene = self.scene
        assert isinstance(scene, kind)
        return scene

    def said(self) -> str:
        """The code of what came of the last action."""
        self.until(lambda: not self.scene.busy and self.scene.notice is not None)
        return str(self.scene.notice.code)

    def ready(self, *names: str) -> None:
        """Wait for devices."""
        self.until(lambda: all(self.terminal.device(name).state.usable for name in names))  # type: ignore[union-attr]

    def entered(self) -> Overview:
        """A technician comes in."""
        assert self.console.enter()
        self.page(EnterPin)
        self.console.admit(NUMBER, PIN)
        return self.page(Overview)

    def written(self) -> list[str]:
        """The logbook: action and stage, and the code of a failure."""
        return [_told(entry) for entry in self.logbook.entries()]


def _told(entry: Entry) -> str:
    code = entry.facts.get("code")
    return f"{entry.action} {entry.stage}" + (f" {code}" if code else "")
