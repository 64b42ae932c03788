"""The service console: what a technician may do at the machine, one page at a time.

Driven like the runner: what is pressed comes in through the methods below, time through `tick`, answers of devices
through the terminal; what is to be seen goes out as one of `kiosk.technician.scenes`. While it is open the runner is
suspended, so no citizen's session exists and nothing of a citizen can be seen.

Every action is in the logbook before it is carried out. Whatever takes time happens at the `Desk` or at the device it
is about, one action at a time: while a scene is `busy`, only `leave` and `cancel` are heard. There is no way from here
to a shell, a file or a desktop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import ceil
from typing import Any

from devices.device import Device
from devices.receipt_printer import ReceiptPrinter
from devices.states import Condition, Fault, Media
from kiosk import config, fittings
from kiosk.config import Config
from kiosk.hands import Errand
from kiosk.passwords import without_passwords
from kiosk.readiness import PRINTER
from kiosk.technician import assignment, bundle, ports
from kiosk.technician.assignment import Proposal
from kiosk.technician.bundle import Stick
from kiosk.technician.checks import CHECKS, WITHIN, CheckReport
from kiosk.technician.desk import Desk
from kiosk.technician.logbook import CANCELLED, Action, Stage
from kiosk.technician.machine import BRIGHTNESS, VOLUME, Setting
from kiosk.technician.reachability import way_to
from kiosk.technician.scenes import (
    AssignPreview,
    BundlePage,
    ChoosePort,
    ConsoleScene,
    DevicePage,
    EnterPin,
    MachinePage,
    NetworkPage,
    PortChoice,
    ServicePage,
    Testing,
)
from kiosk.technician.service_mode import Pause
from kiosk.technician.visit import Page, Visit
from kiosk.technician.work import QUICK, Work, fault_of
from kiosk.technician.workplace import Workplace
from kiosk.wishes.wish import Notice

STATUS = 3.0  # seconds a device has to say how it is
SAVING = 120.0  # seconds for a slow stick


class Console:
    """One terminal's console; closed until `enter`. Main thread only."""

    def __init__(self, tree: Config, place: Workplace, show: Callable[[ConsoleScene], None]) -> None:
        """`tree`: the configuration that the terminal runs with. `show` puts a scene on the screen; after the last one
        the runner shows the home screen."""
        self._tree = tree
        self._place = place
        self._terminal = place.terminal
        self._visit = Visit(show, tree.technician.idle_s)
        self._work = Work(place.terminal, place.desk, self._visit)
        self._heard_from = 0.0  # on the visit's clock: when the entrance listens again
        self._test: tuple[str, Errand] | None = None
        self._proposal: Proposal | None = None

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Start the desk's thread."""
        self._place.desk.start()

    def stop(self) -> None:
        """End the desk's thread; what it carries out at this moment is finished."""
        self._place.desk.stop()

    @property
    def is_open(self) -> bool:
        """Whether the screen is the technician's."""
        return self._visit.is_open

    def tick(self, now: float) -> None:
        """Let time pass; `now` is the monotonic clock in seconds."""
        if not self._visit.tick(now):
            self._close("idle")

    def changed(self) -> None:
        """A device, the office or the hall's board changed."""
        self._visit.refresh()

    def touched(self) -> None:
        """Any input at all."""
        self._visit.touched()

    # ------------------------------------------------------------ coming and going

    def enter(self) -> bool:
        """Open the entrance; False while a citizen is being served."""
        if self.is_open or not self._place.runner.suspend():
            return False
        self._terminal.attend(True)
        self._heard_from = self._visit.now
        self._visit.begin(self._entrance)
        self._work.ask("opening", self._bid_wait, Desk.wait_s)
        return True

    def admit(self, number: str, pin: str) -> None:
        """Somebody typed a staff number and a PIN: the overview follows, or the entrance says to wait."""
        visit = self._visit
        if visit.is_open and not visit.who and not visit.busy and visit.now >= self._heard_from:
            self._work.ask("checking_pin", self._admitted, Desk.admit, number, pin, refused=self._refused)

    def leave(self) -> None:
        """Close the console at once and give the screen back to the citizens."""
        self._close("left")

    # ------------------------------------------------------------ pages

    def overview(self) -> None:
        """Everything at a glance."""
        self._turn_to(self._place.overview)

    def device(self, name: str) -> None:
        """The page of one device."""
        self._turn_to(partial(self._place.device_page, name))

    def service(self) -> None:
        """The page of the service mode."""
        self._turn_to(lambda: ServicePage(self._place.service_mode.paused))

    def ledger(self) -> None:
        """What the office has not taken."""
        self._turn_to(self._place.ledger_page)

    def machine(self) -> None:
        """Volume and brightness, as they are."""
        if self._turn_to(lambda: MachinePage(())):
            self._work.look("reading_settings", self._place.machine.settings, self._show_settings)

    def bundle(self) -> None:
        """The sticks that a diagnostics bundle may go to; called again, it looks again."""
        if self._turn_to(lambda: BundlePage(())):
            self._work.look("looking_for_sticks", bundle.sticks, self._show_sticks)

    def choose_port(self, name: str) -> None:
        """The ports that a device may be put on."""
        if name in ports.KEY and self._turn_to(lambda: ChoosePort(name, "", ())):
            work = partial(ports.choices, self._place.config_path, name)
            self._work.look("looking_at_ports", lambda _by: work(), partial(self._offer_ports, name))

    def preview(self, name: str, address: str) -> None:
        """What would change in the configuration if the device were on one of the ports offered."""
        page = self._visit.scene
        offered = isinstance(page, ChoosePort) and page.device == name and address in {p.address for p in page.ports}
        if self._visit.free and offered:
            path = self._place.config_path
            self._work.look(
                "comparing",
                lambda _by: assignment.propose(path, ports.move(path, name, address)),
                partial(self._show_proposal, name, address),
            )

    # ------------------------------------------------------------ actions

    def test(self, name: str) -> None:
        """Try a device out, as `kiosk.technician.checks` says; its report is shown. `cancel` takes it back."""
        device = self._terminal.device(name)
        if device is not None and self._place.may_test(name) and self._turn_to(lambda: Testing(name)):
            begun = (self._visit.who, Action.TESTED, Stage.BEGUN, {"device": name})
            self._work.ask("testing", lambda _written: self._try_out(device), Desk.write, *begun)

    def cancel(self) -> None:
        """Take the test back that is under way."""
        if self._test is not None:
            name = self._give_up_test()
            self._visit.end_work()
            self._visit.go(partial(self._place.device_page, name))

    def apply(self) -> None:
        """Carry the change out that is shown, and begin to use the device where it is now."""
        page, proposal = self._visit.scene, self._proposal
        if isinstance(page, AssignPreview) and page.diff and proposal is not None:
            self._work.do(
                "assigning",
                (Action.ASSIGNED, {"device": page.device, "port": page.port}),
                lambda _by: assignment.apply(proposal),
                lambda _done: self._visit.go(partial(self._place.device_page, page.device), Notice("assigned")),
                always=lambda _done: self._refit(proposal),
            )

    def undo(self) -> None:
        """Take the last change of the configuration back."""
        page = self._visit.scene
        if isinstance(page, DevicePage) and page.may_undo:
            self._work.do(
                "undoing",
                (Action.UNDONE, {"device": page.line.state.name}),
                lambda _by: assignment.undo(self._place.config_path),
                lambda _done: self._undone(page.line.state.name),
                always=self._refit,
            )

    def pause(self, why: Pause) -> None:
        """暂停服务: serve nobody, over restarts too, until `resume`."""
        self._set_service((Action.PAUSED, {"why": why.value}), partial(self._place.service_mode.pause, why), "paused")

    def resume(self) -> None:
        """Serve again once the console is closed."""
        self._set_service((Action.RESUMED, {}), self._place.service_mode.resume, "resumed")

    def set_volume(self, percent: int) -> None:
        """How loud the terminal speaks."""
        self._set_level(Action.VOLUME, VOLUME, percent)

    def set_brightness(self, percent: int) -> None:
        """How bright the screen is; never so dark that nobody finds the way back."""
        self._set_level(Action.BRIGHTNESS, BRIGHTNESS, percent)

    def paper_refilled(self) -> None:
        """Paper was put in: written down, looked at by the printer itself, and reported to the office."""
        printer = self._terminal.device(PRINTER)
        if printer is not None:
            self._work.do(
                "asking_printer", (Action.REFILLED, {}), lambda _by: None, lambda _done: self._look_at_paper(printer)
            )

    def network(self) -> None:
        """Walk the way to the office and show every hop of it."""
        if self._turn_to(lambda: NetworkPage(())):
            address = fittings.office_address(self._tree.office)
            self._work.do(
                "walking_to_office",
                (Action.NETWORK, {}),
                lambda by: way_to(by, address),
                lambda hops: self._visit.go(lambda: NetworkPage((*hops, self._place.office_hop()))),
                within=2 * QUICK,
            )

    def save_bundle(self, stick: Stick) -> None:
        """Write the diagnostics bundle onto one of the sticks offered."""
        page = self._visit.scene
        if isinstance(page, BundlePage) and stick in page.sticks:
            facts = self._place.facts(self._tree)
            self._work.do(
                "saving_bundle",
                (Action.BUNDLE, {"file": facts.file_name}),
                lambda by: bundle.save(by, facts, stick.directory, stick.device),
                lambda name: self._visit.go(lambda: BundlePage(page.sticks, name), Notice("bundle_saved")),
                within=SAVING,
            )

    # ------------------------------------------------------------ what came of it

    def _entrance(self) -> EnterPin:
        return EnterPin(wait_s=max(0, ceil(self._heard_from - self._visit.now)))

    def _bid_wait(self, seconds: int) -> None:
        self._heard_from = self._visit.now + seconds

    def _refused(self, fault: Fault) -> None:
        self._bid_wait(int(fault.facts.get("wait_s", 0)))

    def _admitted(self, number: str) -> None:
        self._visit.who = number
        self._visit.go(self._place.overview)

    def _try_out(self, device: Device[Any]) -> None:
        name = device.name
        self._visit.begin_work("testing")
        errand = self._terminal.request(device, partial(self._tested, name), CHECKS[name], WITHIN[name])
        self._test = (name, errand)

    def _tested(self, name: str, answer: Any) -> None:
        self._test = None
        report = answer if isinstance(answer, CheckReport) else CheckReport.of(name, fault_of(answer))
        self._work.write(Action.TESTED, {"device": name}, report.code)
        self._visit.end_work()
        self._visit.go(lambda: Testing(name, report))

    def _give_up_test(self) -> str:
        assert self._test is not None
        (name, errand), self._test = self._test, None
        errand.cancel()
        self._work.write(Action.TESTED, {"device": name}, CANCELLED)
        return name

    def _show_sticks(self, sticks: tuple[Stick, ...]) -> None:
        self._visit.go(lambda: BundlePage(sticks))

    def _offer_ports(self, name: str, found: tuple[str, tuple[PortChoice, ...]]) -> None:
        current, offered = found
        self._visit.go(lambda: ChoosePort(name, current, offered))

    def _show_proposal(self, name: str, address: str, proposal: Proposal) -> None:
        self._proposal = proposal
        diff = tuple(_legible(line) for line in proposal.diff.splitlines())
        self._visit.go(lambda: AssignPreview(name, address, diff), None if diff else Notice("nothing_changes"))

    def _refit(self, done: Proposal) -> None:
        """The file has changed: every device whose section is another now is taken down and set up again."""
        before, self._tree = self._tree.devices, config.read(done.after, done.path)
        for name in ports.KEY:
            if getattr(before, name) != getattr(self._tree.devices, name):
                self._exchange(self._terminal.device(name), name, self._place.fit(self._tree, name))

    def _undone(self, name: str) -> None:
        """The page without its button, until it is opened again: the second tap of two would take the undoing back."""
        self._visit.go(lambda: replace(self._place.device_page(name), may_undo=False), Notice("undone"))

    def _exchange(self, old: Device[Any] | None, name: str, new: Device[Any] | None) -> None:
        """The old one frees its port first; that may take seconds, so the desk waits for it."""

        def stopped(_answer: Any) -> None:
            self._terminal.refit(name, new)

        self._terminal.request(self._place.desk, stopped, Desk.look, QUICK, lambda _by: old.stop() if old else None)

    def _set_service(self, entry: tuple[Action, dict[str, str | int]], work: Callable[[], None], said: str) -> None:
        self._work.do(
            "switching",
            entry,
            lambda _by: work(),
            lambda _done: self._say(f"service_{said}"),
            always=lambda _done: self._terminal.tell(),
        )

    def _show_settings(self, settings: tuple[Setting, ...]) -> None:
        self._visit.go(lambda: MachinePage(settings))

    def _set_level(self, action: Action, name: str, percent: int) -> None:
        if isinstance(self._visit.scene, MachinePage):
            work = partial(self._place.machine.set_level, name=name, percent=percent)
            self._work.do("setting", (action, {"percent": percent}), work, self._show_settings)

    def _look_at_paper(self, printer: Device[Any]) -> None:
        """The printer says whether it sees the new roll; a note of our own could only be wrong."""

        def answered(condition: Condition) -> None:
            missing = _PAPER_MISSING.get(condition.media)
            self._visit.say(Notice(missing or condition.code or "paper_refilled", {"device": PRINTER}))

        self._terminal.tell()
        self._work.ask("asking_printer", answered, ReceiptPrinter.condition, device=printer, within=STATUS)

    # ------------------------------------------------------------ how it is done

    def _turn_to(self, page: Page) -> bool:
        """Show a page; False when nobody is here or something is under way."""
        if not self._visit.free:
            return False
        self._visit.go(page)
        return True

    def _say(self, code: str) -> None:
        self._visit.say(Notice(code))

    def _close(self, how: str) -> None:
        if not self.is_open:
            return
        try:
            if self._test is not None:
                self._give_up_test()
            if self._visit.who:
                self._work.write(Action.LEFT, {"why": how})
        finally:  # whatever else goes wrong, the citizens have their screen again
            self._proposal = None
            self._visit.end()
            self._terminal.attend(False)
            self._place.runner.resume()


_PAPER_MISSING = {Media.LOW: "paper_still_low", Media.OUT: "paper_out", Media.JAMMED: "paper_jammed"}


def _legible(line: str) -> str:
    return without_passwords("".join(letter if letter.isprintable() else "�" for letter in line))
