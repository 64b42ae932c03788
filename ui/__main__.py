# ruff: noqa: E402 - how Qt draws is said, and the search for garbage rests, before anything is imported
"""The terminal: puts the program together, starts it in order and stops it in order.

    python -m ui --config FILE [--windowed]

The home screen comes first; devices, the line to the office and every heavy library come after its first frame.
"""

from __future__ import annotations

import argparse
import functools
import gc
import logging
import math
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")
if not any(Path("/dev/dri").glob("renderD*")):
    # Without a graphics chip the software renderer draws 60 frames a second at a tenth of llvmpipe's cost.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
gc.disable()  # nothing that is imported is garbage; to look for some is a tenth of the time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from central.contract.texts import Texts
from devices.device import Device, Pace
from devices.hotplug import HotPlug
from devices.states import Fault, Link
from devices.vision.frame_slot import FrameSlot
from kiosk import config, enrolment, fittings
from kiosk.catalogue import courier
from kiosk.catalogue.courier import Courier
from kiosk.catalogue.inspection import Inspection
from kiosk.catalogue.subscription import Subscription
from kiosk.config import Config
from kiosk.enrolment import Enrolment
from kiosk.fitted import Fitter
from kiosk.journeys.apply_for_item import apply_for_item
from kiosk.journeys.follow_case import follow_case
from kiosk.journeys.plan_project import plan_project
from kiosk.journeys.raise_voice import raise_voice
from kiosk.journeys.take_booked_ticket import take_booked_ticket
from kiosk.journeys.take_walk_in_ticket import take_walk_in_ticket
from kiosk.ledger import Ledger
from kiosk.office import Office
from kiosk.office_clock import OfficeClock
from kiosk.readiness import OFFICE, Readiness, ServiceReadiness
from kiosk.runner import Patience, Runner
from kiosk.scenes import OutOfService, Service
from kiosk.technician import desk
from kiosk.technician.console import Console
from kiosk.technician.desk import Desk
from kiosk.technician.logbook import Logbook
from kiosk.technician.machine import Machine
from kiosk.technician.service_mode import ServiceMode
from kiosk.technician.technicians import Technicians
from kiosk.technician.workplace import Workplace
from kiosk.terminal import Terminal
from kiosk.texts import Wording
from kiosk.wishes.wish import Notice
from ui.bridge import Bridge
from ui.item_check.program import PROGRAM
from ui.stage import Stage

gc.enable()

log = logging.getLogger("ui")

ASSETS = Path(__file__).resolve().parent.parent / "assets"
QML = Path(__file__).resolve().parent / "qml" / "Main.qml"
TICK = 250  # milliseconds
FULL_COLLECTION = 120  # ticks between two collections of everything; the others look at the youngest objects
OFFICE_PACE = Pace(poll=10.0, hello=8.0, condition=5.0, misses=2)
COURIER_PACE = Pace(poll=60.0)

JOURNEYS = {
    Service.TAKE_BOOKED_TICKET: take_booked_ticket,
    Service.TAKE_WALK_IN_TICKET: take_walk_in_ticket,
    Service.APPLY_FOR_ITEM: apply_for_item,
    Service.FOLLOW_CASE: follow_case,
    Service.PLAN_PROJECT: plan_project,
    Service.RAISE_VOICE: raise_voice,
}


class Kiosk(QObject):
    """One terminal, from its configuration to its window. Made on the main thread."""

    def __init__(self, tree: Config, config_path: Path) -> None:
        super().__init__()
        self.bridge = Bridge(self)
        self.terminal: Terminal | None = None
        self.runner: Runner | None = None
        self.console: Console | None = None
        self._subscription: Subscription | None = None
        self._ledger: Ledger | None = None
        self._hotplug: HotPlug | None = None
        storage = tree.storage.directory
        self._clock = OfficeClock(storage / "time-floor")
        self._texts = Texts(ASSETS / "texts")
        self._frames = FrameSlot.create()  # no memory is taken before the first frame
        units_per_mm = _units_per_mm(tree.screen.diagonal_inch)
        self.stage = Stage(
            None, self._texts, self._clock.now, units_per_mm=units_per_mm, frames=self._frames, parent=self
        )
        try:
            place = enrolment.load(storage)
            self._ledger = Ledger(storage / "ledger.db", now=self._clock.now())
        except Fault as fault:
            log.error("out of service: %s: %s", fault.code, fault.detail)  # noqa: TRY400  the detail says it all
            self.stage.show(_out_of_service(fault))
        else:
            self._put_together(tree, config_path, place, self._ledger)
        self.engine = QQmlApplicationEngine()
        self.engine.setInitialProperties({"stage": self.stage})
        self.engine.load(QML)
        if not self.engine.rootObjects():
            raise SystemExit("the screens cannot be loaded; the lines above say why")
        window = self.engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.window = window
        self.stage.watch(window)
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._tick)
        window.frameSwapped.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    def _put_together(self, tree: Config, config_path: Path, place: Enrolment, ledger: Ledger) -> None:
        """Devices, terminal, runner and the technicians' console, behind the stage that is there already."""
        storage, clock = tree.storage.directory, self._clock
        office = functools.partial(Office, fittings.office_address(tree.office), place, clock)
        self._fitter = Fitter(self.bridge.post, self._frames)
        self._fitted = self._fitter.all(tree, Device(OFFICE, office, self.bridge.post, OFFICE_PACE))
        self._hotplug = self._fitter.plugs(tree, self._fitted)
        logbook, service_mode = Logbook(storage, clock.machine), ServiceMode(storage)
        self.terminal = Terminal(
            tree.terminal.name,
            place,
            self._fitted,
            ledger,
            texts=Wording(self._texts, clock.now),  # slips stay in the hall's language
            clock=clock,
            service_mode=service_mode,
            logbook=logbook,
        )
        if tree.catalogue is not None:
            paper = ["--printer", tree.devices.receipt_printer.model] if tree.devices.receipt_printer else []
            sheets = ["--a4"] if tree.devices.a4_printer else []
            inspect = Inspection([*PROGRAM, *paper, *sheets])
            open_courier = functools.partial(
                Courier, storage / courier.NAME, tree.catalogue.root, office, clock.machine, inspect
            )
            carrier = Device(courier.NAME, open_courier, self.bridge.post, COURIER_PACE)
            self._subscription = Subscription(carrier, self.terminal.request, self.terminal.use)
        patience = Patience(idle=tree.session.idle_s, warning=tree.session.warn_s, finish=tree.session.finish_s)
        self.runner = Runner(JOURNEYS, self.stage, self.terminal, patience)
        open_desk = functools.partial(Desk, Technicians(storage, clock.machine), logbook)
        workplace = Workplace(
            terminal=self.terminal,
            runner=self.runner,
            desk=Device(desk.NAME, open_desk, self.bridge.post),
            ledger=ledger,
            logbook=logbook,
            service_mode=service_mode,
            clock=clock,
            machine=Machine(),
            recorders=self._fitted.recorders,
            config_path=config_path,
            fit=self._refit,
        )
        self.console = Console(tree, workplace, self.stage.show)
        self.terminal.changed = self._changed
        self.stage.runner = self.runner
        self.stage.technician = self.console
        self.bridge.subscribe(self.terminal.receive)
        self.runner.changed()

    @Slot()
    def _begin(self) -> None:
        """The first frame is on the screen: now the hardware and the office."""
        if self._timer.isActive():
            return  # a second frame was swapped before the first was heard of
        self.window.frameSwapped.disconnect(self._begin)
        for number in (signal.SIGINT, signal.SIGTERM):  # before the loop runs there is nothing to end in order
            signal.signal(number, lambda *_: self.leave())  # the tick lets Python see it
        # A collection on a device's thread would destroy screens' objects there, and Qt does not survive that: from
        # here on only this thread collects. What the start made stays and costs no later collection a frame.
        gc.disable()
        gc.freeze()
        if self.terminal is not None and self.console is not None:
            self.terminal.start()
            self.console.start()
        if self._subscription is not None:
            self._subscription.start()
        if self._hotplug is not None:
            self._hotplug.start()
        self._timer.start()

    @Slot()
    def _tick(self) -> None:
        self._ticks += 1
        gc.collect(2 if self._ticks % FULL_COLLECTION == 0 else 0)
        if self.runner is not None and self.terminal is not None and self.console is not None:
            now = time.monotonic()
            self.console.tick(now)  # before all that may fail: it leaves by itself, or nobody is served again
            self.runner.tick(now)
            self.terminal.tick()
            if self._subscription is not None:
                online = self._fitted.office.state.link is Link.ONLINE
                self._subscription.tick(now, idle=not self.runner.serving, online=online)

    def _refit(self, tree: Config, name: str) -> Device[Any] | None:
        """A device on its new port, not started. From now on that port is watched instead of the old one."""
        if self._hotplug is not None:
            self._hotplug.stop()
        self._hotplug = self._fitter.plugs(tree, self._fitted)
        self._hotplug.start()
        return self._fitter.device(tree, name)

    def _changed(self) -> None:
        """A device, the office or the hall's board is another: one of the two has the screen."""
        if self.runner is not None and self.console is not None:
            self.runner.changed()
            self.console.changed()

    @Slot()
    def leave(self) -> None:
        """The window was closed, or a signal came: end the program."""
        QCoreApplication.exit()

    def stop(self) -> None:
        """In the opposite order: no more time, no more events, devices, ledger; the screens before their models."""
        self._timer.stop()
        self.bridge.subscribe(None)
        if self._hotplug is not None:
            self._hotplug.stop()
        if self.console is not None:
            self.console.stop()
        if self._subscription is not None:
            self._subscription.stop()
        if self.terminal is not None:
            self.terminal.stop()
        if self._ledger is not None:
            self._ledger.close()
        del self.window
        self.engine.deleteLater()
        del self.engine
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.unfreeze()
        gc.enable()


def _out_of_service(fault: Fault) -> OutOfService:
    notice = Notice.of(fault)
    return OutOfService(
        notice, Readiness({service.value: ServiceReadiness(False, notice) for service in Service}, None)
    )


def _units_per_mm(diagonal_inch: float) -> float:
    """Design units (1080 across the short side) per millimetre of a 16:9 panel."""
    return 1080 / (diagonal_inch * 25.4 * 9 / math.hypot(9, 16))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the terminal until its window closes or a signal comes; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ui", description="The terminal's program.")
    parser.add_argument("--config", type=Path, required=True, metavar="FILE")
    parser.add_argument("--windowed", action="store_true", help="a window instead of the whole screen")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    sys.setswitchinterval(0.0005)  # a busy thread must not hold the screen for five milliseconds at a time
    try:
        tree = config.load(chosen.config)
    except Fault as fault:
        sys.stderr.write(f"{fault.detail}\n")
        return 2
    application = QGuiApplication(sys.argv[:1])
    application.setApplicationName("kiosk")
    kiosk = Kiosk(tree, chosen.config)
    # `quit` would close the window and then deliver its last update to what is gone; `exit` ends the loop at once.
    application.setQuitOnLastWindowClosed(False)
    kiosk.window.closing.connect(kiosk.leave)
    if tree.screen.fullscreen and not chosen.windowed:
        kiosk.window.showFullScreen()
    status = application.exec()
    kiosk.stop()
    return status


if __name__ == "__main__":
    sys.exit(main())
