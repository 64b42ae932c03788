"""The console on a bench: who comes in, what every page shows, and that each action is written down first."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from central.contract.messages import TakeWalkInTicket
from devices.bench.cards import sample
from devices.code_scanner import Scanned
from devices.id_card import IdCard
from devices.inventory import Connection, Plugged
from devices.states import Link, Media
from kiosk import config
from kiosk.faults import LedgerFailed
from kiosk.office import seal
from kiosk.readiness import CAMERA, DOCUMENT_CAMERA, OFFICE, PRINTER, READER, SCANNER
from kiosk.scenes import OutOfService, Service
from kiosk.technician import ports as ports_offered
from kiosk.technician import scenes
from kiosk.technician.checks import CheckReport
from kiosk.technician.logbook import Action, Logbook, Stage
from kiosk.technician.samples import TEST_CODE
from kiosk.technician.scenes import (
    AssignPreview,
    ChoosePort,
    DevicePage,
    EnterPin,
    LedgerPage,
    MachinePage,
    NetworkPage,
    Overview,
    ServicePage,
)
from kiosk.technician.service_mode import FILE, Pause, ServiceMode
from kiosk.technician.visit import ENTRANCE, LAST_CALL
from kiosk.wishes.wish import Way
from tests.kiosk.workshop import NUMBER, PIN, Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(tmp_path)
    yield made
    made.close()


# ---------------------------------------------------------------- coming and going


def test_nobody_is_interrupted_and_nobody_else_is_served(workshop: Workshop) -> None:
    workshop.runner._session = object()  # type: ignore[assignment]
    assert not workshop.console.enter()
    workshop.runner._session = None
    assert workshop.console.enter()
    assert not workshop.console.enter()
    shown = len(workshop.stage.scenes)
    workshop.runner.begin(Service.TAKE_BOOKED_TICKET)
    workshop.runner.home()
    workshop.runner.changed()
    assert len(workshop.stage.scenes) == shown
    workshop.console.leave()
    assert isinstance(workshop.stage.scene, OutOfService)
    assert not workshop.console.is_open


def test_the_entrance_says_how_long_to_wait_and_hears_nothing_meanwhile(workshop: Workshop) -> None:
    assert workshop.console.enter()
    assert workshop.page(EnterPin).wait_s == 0
    workshop.console.admit(NUMBER, "00000000")
    assert workshop.said() == "not_admitted"
    assert workshop.page(EnterPin).wait_s == 60
    workshop.later(5)
    assert workshop.page(EnterPin).wait_s == 55
    workshop.console.admit(NUMBER, PIN)
    assert not workshop.scene.busy
    workshop.console.leave()
    assert workshop.console.enter()  # coming back does not shorten it
    workshop.until(lambda: workshop.scene.wait_s > 50)
    assert workshop.written() == ["entered begun", "entered failed not_admitted"]


def test_what_a_stranger_types_is_not_kept(workshop: Workshop) -> None:
    assert workshop.console.enter()
    workshop.page(EnterPin)
    workshop.console.admit("139123", PIN)
    assert workshop.said() == "not_admitted"
    assert [entry.who for entry in workshop.logbook.entries()] == ["", ""]
    assert "139123" not in "".join(path.read_text() for path in workshop.logbook.files())


def test_nothing_can_be_done_before_the_pin(workshop: Workshop) -> None:
    assert workshop.console.enter()
    workshop.page(EnterPin)
    everything(workshop)
    assert isinstance(workshop.scene, EnterPin)
    assert workshop.written() == []
    assert workshop.service_mode.paused is None


def everything(workshop: Workshop) -> None:
    console = workshop.console
    for press in (console.overview, console.service, console.ledger, console.machine, console.bundle, console.network,
                  console.apply, console.undo, console.resume, console.paper_refilled, console.cancel):  # fmt: skip
        press()
    console.device(PRINTER)
    console.test(PRINTER)
    console.choose_port(PRINTER)
    console.preview(PRINTER, "/dev/null")
    console.pause(Pause.REPAIR)
    console.set_volume(5)
    console.set_brightness(5)


def test_a_closed_console_does_nothing(workshop: Workshop) -> None:
    everything(workshop)
    workshop.console.admit(NUMBER, PIN)
    workshop.console.leave()
    workshop.later(10_000)
    assert workshop.scenes == []
    assert workshop.written() == []


def test_it_leaves_by_itself(workshop: Workshop) -> None:
    workshop.entered()
    workshop.later(180 - LAST_CALL - 1)
    assert workshop.scene.leaving_in is None
    workshop.later(2)
    assert workshop.scene.leaving_in == LAST_CALL - 1
    workshop.console.touched()
    workshop.later(1)
    assert workshop.scene.leaving_in is None
    workshop.later(180)
    assert not workshop.console.is_open
    assert isinstance(workshop.stage.scene, OutOfService)
    workshop.until(lambda: workshop.written()[-1] == "left done")


def test_the_entrance_does_not_stay_open(workshop: Workshop) -> None:
    assert workshop.console.enter()
    workshop.page(EnterPin)
    workshop.later(ENTRANCE + 1)
    assert not workshop.console.is_open


def test_an_answer_for_someone_who_left_is_dropped(workshop: Workshop) -> None:
    assert workshop.console.enter()
    workshop.page(EnterPin)
    workshop.console.admit(NUMBER, PIN)
    workshop.console.leave()
    workshop.until(lambda: "entered done" in workshop.written())
    workshop.pump()
    assert not workshop.console.is_open
    assert workshop.console.enter()
    assert isinstance(workshop.page(EnterPin), EnterPin)


@pytest.mark.parametrize("how", ["entrance", "page", "leave"])
def test_a_bug_in_the_console_gives_the_screen_back(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Whatever raises, and however often: the terminal serves again when the visit's time is up."""

    def bug(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a bug")

    if how == "entrance":
        monkeypatch.setattr(workshop.console._visit, "_show", bug)
        with pytest.raises(RuntimeError):
            workshop.console.enter()
    else:
        workshop.entered()
        page = (type(workshop.console._place), "overview")
        monkeypatch.setattr(*(page if how == "page" else (workshop.console._work, "write")), bug)
        with contextlib.suppress(RuntimeError):
            workshop.console.overview()
    assert workshop.runner._suspended
    for seconds in (1, 1, 400, 1):
        with contextlib.suppress(RuntimeError):
            workshop.later(seconds)
    assert not workshop.console.is_open
    assert not workshop.runner._suspended
    assert isinstance(workshop.stage.scene, OutOfService)


def test_a_code_that_is_shown_as_the_console_opens_is_dropped(workshop: Workshop) -> None:
    """The scanner's answer is on its way already when the entrance opens: no session, and nobody keeps the code."""
    before = kept(Scanned)
    workshop.ready(SCANNER)
    workshop.until(lambda: workshop.runner._listen() or workshop.bench.scanner.armed)  # as the home screen does
    workshop.bench.scanner.show("ZW1:" + "Q7" * 40)
    wait = threading.Event()
    while workshop._events.empty():
        wait.wait(0.01)
    assert workshop.console.enter()
    while not workshop._events.empty():
        workshop.pump()
    workshop.page(EnterPin)
    assert workshop.runner._session is None
    assert kept(Scanned) == before


def kept(*kinds: type) -> set[int]:
    """What there is of these in memory; the tests' own people are among them."""
    gc.collect()
    return {id(each) for each in gc.get_objects() if isinstance(each, kinds)}


def test_a_test_leaves_nothing_of_the_card_or_code_behind(workshop: Workshop) -> None:
    before = kept(IdCard, Scanned, CheckReport)
    workshop.ready(READER, SCANNER)
    workshop.entered()
    workshop.bench.reader.lay(sample("li_ming"))
    workshop.console.test(READER)
    workshop.until(lambda: getattr(workshop.scene, "report", None) is not None)
    workshop.console.test(SCANNER)
    workshop.until(lambda: workshop.bench.scanner.armed)
    workshop.bench.scanner.show("ZW1:" + "Q7" * 40)
    workshop.until(lambda: getattr(workshop.scene, "report", None) is not None)
    assert workshop.scene.report.ok
    workshop.console.leave()
    workshop.scenes.clear()  # the test's own list, of what was shown
    workshop.until(lambda: not workshop.console._place.desk._open_tasks)
    assert kept(IdCard, Scanned, CheckReport) == before


def test_a_card_that_was_tested_opens_no_session(workshop: Workshop) -> None:
    """The technician's card stays on the reader: the next one who is served is whoever lays a card after it is gone."""
    workshop.ready(READER)
    workshop.entered()
    workshop.bench.reader.lay(sample("li_ming"))
    workshop.console.test(READER)
    workshop.until(lambda: getattr(workshop.scene, "report", None) is not None)
    workshop.console.leave()
    shown: list[Any] = []
    workshop.terminal.watch((Way.ID_CARD,), shown.append)
    workshop.pump()
    assert workshop.terminal._listening._card_lies
    workshop.bench.reader.lift()
    workshop.until(lambda: not workshop.terminal._listening._card_lies)
    assert shown == []
    workshop.bench.reader.lay(sample("wang_xiuying"))
    workshop.until(lambda: bool(shown))
    assert shown[0].card.name == "王秀英"


# ---------------------------------------------------------------- looking


def test_the_overview_shows_how_everything_is(workshop: Workshop) -> None:
    workshop.ready(PRINTER, READER, SCANNER)
    overview = workshop.entered()
    by_name = {line.state.name: line for line in overview.devices}
    assert list(by_name) == [READER, SCANNER, PRINTER, CAMERA, DOCUMENT_CAMERA, OFFICE]
    assert not by_name[CAMERA].fitted
    assert overview.technician == NUMBER
    assert overview.depth is not None
    assert overview.paused is None
    assert overview.blocked is not None  # the office is away
    workshop.bench.printer.empty_paper()
    workshop.until(lambda: _line(workshop, PRINTER).state.media is Media.OUT)
    workshop.bench.wires[SCANNER].pull()
    workshop.until(lambda: _line(workshop, SCANNER).state.link is Link.NO_DEVICE)
    workshop.console.device(SCANNER)
    page = workshop.page(DevicePage)
    assert not page.may_test
    assert [change.link for change in page.history[:2]] == [Link.NO_DEVICE, Link.ONLINE]


def _line(workshop: Workshop, name: str) -> Any:
    return next(line for line in workshop.page(Overview).devices if line.state.name == name)


def test_the_ledger_is_shown_without_what_is_in_it(workshop: Workshop) -> None:
    wish = TakeWalkInTicket(item_id=1001, id_number="11010519491231002X", name="张三丰", asked_at=workshop.clock.now())
    kind, payload = seal(workshop.place, wish)
    refused = workshop.ledger.append(kind, payload, now=workshop.clock.now())
    workshop.ledger.refused(refused, "effect_refused")
    workshop.ledger.append(kind, payload, now=workshop.clock.now())
    workshop.entered()
    workshop.console.ledger()
    page = workshop.page(LedgerPage)
    assert [(effect.kind, effect.state, effect.code) for effect in page.effects] == [
        ("take-ticket", "waiting", ""),
        ("take-ticket", "refused", "effect_refused"),
    ]
    assert page.depth is not None
    assert (page.depth.waiting, page.depth.refused) == (1, 1)
    assert "payload" not in repr(page)
    assert refused not in repr(page)


def test_the_way_to_the_office_is_walked(workshop: Workshop) -> None:
    workshop.entered()
    workshop.console.network()
    page = workshop.page(NetworkPage)
    codes = {hop.name: hop.code for hop in page.hops}
    assert (codes["name"], codes["connection"]) == ("", "connection_refused")
    assert page.hops[-1].name == "office"
    assert page.hops[-1].code
    assert workshop.written()[-2:] == ["network begun", "network done"]


def test_what_a_machine_does_not_have_is_said(workshop: Workshop) -> None:
    workshop.entered()
    workshop.console.machine()
    workshop.until(lambda: isinstance(workshop.scene, MachinePage) and bool(workshop.scene.settings))
    assert [setting.code for setting in workshop.scene.settings] == ["no_mixer", "no_backlight"]
    workshop.console.set_volume(50)
    assert workshop.said() == "no_mixer"
    assert workshop.written()[-2:] == ["volume begun", "volume failed no_mixer"]


# ---------------------------------------------------------------- testing


def test_a_device_is_tested_and_it_is_written_down(workshop: Workshop) -> None:
    workshop.ready(PRINTER)
    workshop.entered()
    workshop.console.test(PRINTER)
    workshop.until(lambda: isinstance(workshop.scene, scenes.Testing) and workshop.scene.report is not None)
    assert workshop.scene.report.ok
    workshop.until(lambda: workshop.written()[-2:] == ["tested begun", "tested done"])


def test_a_card_that_is_tested_is_shown_masked(workshop: Workshop) -> None:
    workshop.ready(READER)
    workshop.entered()
    workshop.bench.reader.lay(sample("li_ming"))
    workshop.console.test(READER)
    workshop.until(lambda: isinstance(workshop.scene, scenes.Testing) and workshop.scene.report is not None)
    assert workshop.scene.report.ok
    everything_shown = repr(workshop.scenes)
    assert "*" in everything_shown
    assert sample("li_ming").text[:4].decode("utf-16-le") not in everything_shown  # the name
    assert "1101" not in everything_shown


def test_a_test_can_be_taken_back(workshop: Workshop) -> None:
    workshop.ready(SCANNER)
    workshop.entered()
    workshop.console.test(SCANNER)
    workshop.until(lambda: workshop.bench.scanner.armed)
    workshop.console.overview()  # busy: not heard
    assert isinstance(workshop.scene, scenes.Testing)
    workshop.console.cancel()
    workshop.page(DevicePage)
    workshop.until(lambda: workshop.written()[-1] == "tested failed cancelled")
    workshop.until(lambda: not workshop.bench.scanner.armed)
    workshop.console.test(SCANNER)
    workshop.until(lambda: workshop.bench.scanner.armed)
    workshop.bench.scanner.show(TEST_CODE)
    workshop.until(lambda: isinstance(workshop.scene, scenes.Testing) and workshop.scene.report is not None)
    assert workshop.scene.report.ok


def test_leaving_takes_the_test_back(workshop: Workshop) -> None:
    workshop.ready(READER)
    workshop.entered()
    workshop.console.test(READER)
    workshop.until(lambda: workshop.console._test is not None)
    workshop.console.leave()
    workshop.until(lambda: workshop.written()[-2:] == ["tested failed cancelled", "left done"])
    assert not workshop.console.is_open


def test_a_device_that_fails_its_test_says_why(workshop: Workshop) -> None:
    workshop.ready(PRINTER)
    workshop.entered()
    workshop.bench.printer.open_cover()
    workshop.console.test(PRINTER)
    workshop.until(lambda: isinstance(workshop.scene, scenes.Testing) and workshop.scene.report is not None)
    assert not workshop.scene.report.ok
    assert workshop.scene.report.code == "cover_open"
    workshop.until(lambda: workshop.written()[-1] == "tested failed cover_open")


def test_work_under_way_is_no_idleness(workshop: Workshop) -> None:
    workshop.ready(SCANNER)
    workshop.entered()
    workshop.console.test(SCANNER)
    workshop.until(lambda: workshop.bench.scanner.armed)
    workshop.later(179)
    workshop.later(120)
    assert workshop.console.is_open
    workshop.later(2)  # but a desk that hangs must not keep the terminal from citizens for ever
    workshop.later(180)
    assert not workshop.console.is_open


# ---------------------------------------------------------------- assigning


def test_a_device_is_put_on_another_port_and_back(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scanner's plug now sits elsewhere: chosen, looked at, applied, used, and undone without a restart."""
    workshop.ready(SCANNER)
    ports = workshop.directory / "ports"
    moved = ports / "elsewhere"
    moved.symlink_to((ports / SCANNER).resolve())
    monkeypatch.setattr(ports_offered, "plugged", lambda _root: [Plugged(Connection.SERIAL, str(moved), title="A")])
    workshop.entered()
    workshop.console.choose_port(SCANNER)
    page = workshop.page(ChoosePort)
    assert page.current == str(ports / SCANNER)
    assert {port.owner for port in page.ports} >= {SCANNER, PRINTER, READER}
    workshop.console.preview(SCANNER, "/dev/null")  # not offered: not heard
    workshop.console.preview(PRINTER, str(moved))  # offered, but not for this one
    assert isinstance(workshop.scene, ChoosePort)
    assert not workshop.scene.busy
    workshop.console.preview(SCANNER, str(moved))
    preview = workshop.page(AssignPreview)
    changed = [line for line in preview.diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == [f'-port = "{ports / SCANNER}"', f'+port = "{moved}"']
    old = workshop.terminal.device(SCANNER)
    workshop.console.apply()
    assert workshop.said() == "assigned"
    assert isinstance(workshop.scene, DevicePage)
    assert workshop.scene.may_undo
    workshop.until(lambda: workshop.terminal.device(SCANNER) is not old)
    workshop.ready(SCANNER)
    assert f'"{moved}"' in workshop.file.read_text()
    assert "# a remark that stays" in workshop.file.read_text()
    applied = workshop.terminal.device(SCANNER)
    workshop.console.undo()
    assert workshop.said() == "undone"
    workshop.until(lambda: workshop.terminal.device(SCANNER) is not applied)
    workshop.ready(SCANNER)
    assert str(moved) not in workshop.file.read_text()
    assert workshop.written()[2:] == ["assigned begun", "assigned done", "undone begun", "undone done"]


def test_two_taps_undo_once(workshop: Workshop) -> None:
    workshop.entered()
    as_it_was = workshop.file.read_text()
    workshop.console.choose_port(SCANNER)
    workshop.page(ChoosePort)
    workshop.console.preview(SCANNER, str(workshop.directory / "ports" / PRINTER))
    workshop.page(AssignPreview)
    for _ in range(2):
        workshop.console.apply()
    assert workshop.said() == "assigned"
    workshop.console.undo()
    assert workshop.said() == "undone"
    workshop.console.undo()
    assert not workshop.scene.busy
    assert not workshop.scene.may_undo
    assert workshop.file.read_text() == as_it_was
    workshop.console.device(SCANNER)
    assert workshop.page(DevicePage).may_undo  # opened again, it may be taken back


def test_a_camera_s_password_is_not_shown(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, '[devices.camera]\nsource = "rtsp://admin:secret@127.0.0.1:9/live?key=secret"\n')
    try:
        workshop.entered()
        workshop.console.choose_port(CAMERA)
        assert workshop.page(ChoosePort).current == "rtsp://…@127.0.0.1:9/live?…"
        workshop.console.overview()
        workshop.console.choose_port(PRINTER)
        workshop.until(lambda: bool(workshop.page(ChoosePort).ports))
        workshop.console.preview(PRINTER, str(tmp_path / "ports" / SCANNER))
        workshop.page(AssignPreview)
        assert "secret" not in repr(workshop.scenes)
    finally:
        workshop.close()


def test_two_devices_change_places(workshop: Workshop) -> None:
    workshop.entered()
    workshop.console.choose_port(SCANNER)
    ports = workshop.directory / "ports"
    workshop.page(ChoosePort)
    workshop.console.preview(SCANNER, str(ports / PRINTER))
    preview = workshop.page(AssignPreview)
    changed = [line for line in preview.diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert len(changed) == 4
    workshop.console.leave()
    assert workshop.file.read_text().index(SCANNER) >= 0
    assert "assigned begun" not in workshop.written()


def test_a_change_is_carried_out_for_someone_who_leaves_at_once(workshop: Workshop) -> None:
    workshop.entered()
    workshop.console.choose_port(SCANNER)
    workshop.page(ChoosePort)
    workshop.console.preview(SCANNER, str(workshop.directory / "ports" / PRINTER))
    workshop.page(AssignPreview)
    old = workshop.terminal.device(SCANNER), workshop.terminal.device(PRINTER)
    workshop.console.apply()
    workshop.console.leave()
    workshop.until(lambda: workshop.terminal.device(SCANNER) is not old[0])
    workshop.until(lambda: workshop.terminal.device(PRINTER) is not old[1])
    assert not workshop.console.is_open


# ---------------------------------------------------------------- service


def test_a_broken_ledger_is_looked_at_from_the_console(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise LedgerFailed("disk I/O error")

    for name in ("depth", "open_effects", "due"):
        monkeypatch.setattr(workshop.ledger, name, broken, raising=False)
    workshop.ready(PRINTER)
    assert workshop.entered().depth is None
    workshop.console.ledger()
    assert workshop.page(LedgerPage).effects == ()
    workshop.console.test(PRINTER)
    workshop.until(lambda: getattr(workshop.scene, "report", None) is not None)
    assert workshop.scene.report.ok
    workshop.console.leave()
    assert isinstance(workshop.stage.scene, OutOfService)


def test_a_paused_terminal_stays_paused(workshop: Workshop) -> None:
    workshop.entered()
    workshop.console.service()
    assert workshop.page(ServicePage).paused is None
    workshop.console.pause(Pause.CLEANING)
    assert workshop.said() == "service_paused"
    assert workshop.page(ServicePage).paused is Pause.CLEANING
    workshop.console.leave()
    assert isinstance(workshop.stage.scene, OutOfService)
    assert workshop.stage.scene.notice.code == "paused_cleaning"
    assert ServiceMode(workshop.storage).paused is Pause.CLEANING  # after a restart
    workshop.entered()
    workshop.console.resume()
    assert workshop.said() == "service_resumed"
    assert ServiceMode(workshop.storage).paused is None
    assert not (workshop.storage / FILE).exists()


def test_paper_is_looked_at_by_the_printer(workshop: Workshop) -> None:
    workshop.ready(PRINTER)
    workshop.bench.printer.near_end()
    workshop.entered()
    workshop.console.paper_refilled()
    assert workshop.said() == "paper_still_low"
    workshop.bench.printer.load_paper()
    workshop.console.paper_refilled()
    workshop.until(lambda: not workshop.scene.busy and workshop.said() == "paper_refilled")
    assert workshop.written()[-2:] == ["refilled begun", "refilled done"]


def test_what_cannot_be_written_down_is_not_done(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.entered()

    def full(*_: Any) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Logbook, "_append", full)
    workshop.console.pause(Pause.REPAIR)
    assert workshop.said() == "logbook_failed"
    assert workshop.service_mode.paused is None
    workshop.ready(PRINTER)
    workshop.console.test(PRINTER)
    assert workshop.said() == "logbook_failed"
    assert not workshop.bench.printer.slips
    workshop.console.leave()
    assert not workshop.console.is_open


# ---------------------------------------------------------------- whatever is pressed


@pytest.mark.parametrize("seed", [1, 2])
def test_no_sequence_of_presses_upsets_it(workshop: Workshop, seed: int) -> None:
    """Fingers on every button, devices that come and go: no crash, nobody else on the screen, an unbroken logbook."""
    chance, console = random.Random(seed), workshop.console
    device = functools.partial(chance.choice, [PRINTER, READER, SCANNER, CAMERA, OFFICE, "nothing"])
    presses: list[Callable[[], Any]] = [
        *(console.leave, console.enter, *[lambda: console.is_open or workshop.entered()] * 3),
        *(console.overview, console.service, console.ledger, console.machine, console.network, console.bundle),
        *(console.apply, console.undo, console.resume, console.cancel, console.paper_refilled),
        *(lambda: console.admit(NUMBER, PIN), lambda: console.device(device()), lambda: console.test(device())),
        *[lambda: console.choose_port(device())] * 2,
        *[lambda: console.preview(device(), str(workshop.directory / "ports" / device()))] * 4,
        *(lambda: console.pause(chance.choice(list(Pause))), lambda: console.set_volume(chance.randint(-9, 999))),
        *(workshop.bench.printer.open_cover, workshop.bench.printer.close_cover, workshop.bench.printer.near_end),
        *(workshop.bench.wires[SCANNER].pull, workshop.bench.wires[SCANNER].plug, console.changed),
        *(lambda: workshop.later(chance.choice([0.2, 1, 50])), workshop.pump),
    ]
    for _ in range(300):
        chance.choice(presses)()
        assert workshop.runner._suspended == console.is_open
        if console.is_open and not isinstance(workshop.scene, EnterPin):
            assert workshop.scene.technician == NUMBER
        if chance.random() < 0.8:
            workshop.until(lambda: not console._visit.busy or console._test is not None)
        if chance.random() < 0.4:
            console.cancel()
    console.leave()
    workshop.until(lambda: not workshop.console._place.desk._open_tasks)
    assert not workshop.logbook.verify().broken
    under_way: Counter[Action] = Counter()
    for entry in workshop.logbook.entries():
        under_way[entry.action] += 1 if entry.stage is Stage.BEGUN else -1
        assert under_way[entry.action] >= 0 or entry.action is Action.LEFT, entry
    assert len(under_way) > 4
    config.load(workshop.file)
