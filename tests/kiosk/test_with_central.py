"""Terminal and office as they really meet: the office's own process, the terminal's own line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from stdnum.cn.ric import calc_check_digit

from central.contract.messages import (
    ByBookingCode,
    FindBookings,
    KioskReport,
    PaperReport,
    Received,
    RecordCopy,
    RuleCode,
    TakeBookedTicket,
    Ticket,
)
from devices.deadline import Deadline
from devices.paper import PaperState
from devices.states import Condition, Link
from kiosk import code_check
from kiosk.enrolment import Enrolment, load
from kiosk.faults import EffectRefused, KioskRefused, OfficeFailed, RuleHit
from kiosk.ledger import Ledger
from kiosk.office import Office, enrol, seal
from kiosk.office_api import OfficeAddress
from kiosk.office_clock import OfficeClock
from kiosk.wishes.wish import Way
from tests.kiosk.ticket_taker import take

ROOT = Path(__file__).parents[2]
START = "2026-03-02T09:00:00+08:00"
WITHIN = 10.0


def central(*arguments: str) -> str:
    command = [sys.executable, "-m", "central", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


@dataclass
class Hall:
    """A running office with its demo hall, and this terminal's place in it."""

    url: str
    database: str
    demo: dict[str, Any]
    directory: Path
    enrolment: Enrolment

    def office(self, enrolment: Enrolment | None = None, clock: OfficeClock | None = None) -> Office:
        clock = clock or OfficeClock(self.directory / "office-time")
        return Office(OfficeAddress(self.url), enrolment or self.enrolment, clock)

    def proof(self, label: str) -> ByBookingCode:
        booking = next(booking for booking in self.demo["bookings"] if booking["label"].endswith(label))
        return ByBookingCode(payload=booking["code"])


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    directory = tmp_path_factory.mktemp("central")
    database, codes = str(directory / "central.db"), directory / "codes.json"
    central("seed", "--demo", "--database", database, "--clock", START, "--write-codes", str(codes))
    demo = json.loads(codes.read_text())
    serving = subprocess.Popen(
        [sys.executable, "-m", "central", "serve", "--database", database, "--port", "0", "--clock", START],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with serving:
        assert serving.stdout is not None
        url = serving.stdout.readline().removeprefix("ready ").strip()
        enrolment = enrol(Deadline(WITHIN), OfficeAddress(url), demo["enrolment_code"], "1 号机", directory / "kiosk")
        yield Hall(url, database, demo, directory, enrolment)
        serving.terminate()


@pytest.fixture
def office(hall: Hall) -> Iterator[Office]:
    office = hall.office()
    yield office
    office.close()


def test_an_enrolled_terminal_is_known_and_told_the_time(hall: Hall, office: Office) -> None:
    assert load(hall.directory / "kiosk").kiosk_id == hall.enrolment.kiosk_id
    assert office.hello(Deadline(WITHIN)).serial == hall.enrolment.hall_id == hall.demo["hall_id"]
    assert office.condition(Deadline(WITHIN)) == Condition(Link.ONLINE)
    assert office.board is not None
    assert timedelta() <= office.board.now - datetime.fromisoformat(START) < timedelta(minutes=5)


def test_a_code_is_used_once_and_again_only_by_the_same_key(hall: Hall, tmp_path: Path) -> None:
    address, code = OfficeAddress(hall.url), hall.demo["enrolment_code"]
    again = enrol(Deadline(WITHIN), address, code, "1 号机", hall.directory / "kiosk")
    assert again.kiosk_id == hall.enrolment.kiosk_id
    with pytest.raises(OfficeFailed) as refused:
        enrol(Deadline(WITHIN), address, code, "2 号机", tmp_path)
    assert refused.value.facts["office_code"] == "enrolment_code_invalid"


def test_a_booking_becomes_one_ticket_however_often_it_is_sent(hall: Hall, office: Office) -> None:
    proof = hall.proof(":ready")
    board = office.hall(Deadline(WITHIN))
    code_check.check(Way.BOOKING_CODE, proof.payload, hall.enrolment.issuers, board.now)
    (booking,) = office.find_bookings(Deadline(WITHIN), FindBookings(proof=proof)).bookings
    assert booking.rule is None
    effect = seal(hall.enrolment, TakeBookedTicket(booking_id=booking.booking_id, proof=proof))
    ticket = office.send(Deadline(WITHIN), "1" * 32, *effect)
    assert isinstance(ticket, Ticket)
    assert office.send(Deadline(WITHIN), "1" * 32, *effect) == ticket

    with pytest.raises(RuleHit) as hit:
        office.send(Deadline(WITHIN), "2" * 32, *effect)
    assert hit.value.rule is RuleCode.TICKET_OPEN
    assert hit.value.open_ticket is not None
    assert hit.value.open_ticket.ticket_id == ticket.ticket_id

    other = seal(hall.enrolment, RecordCopy(ticket_id=ticket.ticket_id))
    with pytest.raises(EffectRefused) as reused:
        office.send(Deadline(WITHIN), "1" * 32, *other)
    assert reused.value.facts["office_code"] == "idempotency_key_reused"
    copied = office.send(Deadline(WITHIN), "3" * 32, *other)
    assert isinstance(copied, Ticket)
    assert (copied.number, copied.copies) == (ticket.number, 1)

    paper = PaperReport(
        paper_id="4" * 32, ticket_id=ticket.ticket_id, copy_number=1, state="printed", at=ticket.issued_at
    )
    assert office.send(Deadline(WITHIN), "5" * 32, *seal(hall.enrolment, paper)) == Received()


def test_a_rule_comes_with_its_facts(hall: Hall, office: Office) -> None:
    (booking,) = office.find_bookings(Deadline(WITHIN), FindBookings(proof=hall.proof(":early"))).bookings
    assert booking.rule is RuleCode.TOO_EARLY
    effect = seal(hall.enrolment, TakeBookedTicket(booking_id=booking.booking_id, proof=hall.proof(":early")))
    with pytest.raises(RuleHit) as hit:
        office.send(Deadline(WITHIN), "6" * 32, *effect)
    assert hit.value.rule is RuleCode.TOO_EARLY
    assert "opens_at" in hit.value.facts


def test_a_terminal_reports_itself(office: Office) -> None:
    report = KioskReport(
        version="1", components=(), ledger_waiting=0, ledger_refused=0, oldest_waiting_s=0, in_service=True
    )
    assert office.report(Deadline(WITHIN), report) == Received()


def test_a_dead_battery_is_healed_by_the_office(hall: Hall, tmp_path: Path) -> None:
    past = datetime.fromisoformat("2021-01-01T00:00:00+00:00")
    clock = OfficeClock(tmp_path / "office-time", system=lambda: past)
    office = hall.office(clock=clock)
    office.hello(Deadline(WITHIN))
    assert clock.machine() - past > timedelta(days=365)
    office.close()


def test_a_stranger_and_a_revoked_terminal_are_refused(hall: Hall, tmp_path: Path) -> None:
    reasons = {}
    strangers = {
        "kiosk_unknown": replace(hall.enrolment, kiosk_id="f" * 32),
        "signature_bad": replace(hall.enrolment, key=Ed25519PrivateKey.generate()),
    }
    code = central("kiosks", "invite", "--hall", hall.enrolment.hall_id, "--database", hall.database)
    revoked = enrol(Deadline(WITHIN), OfficeAddress(hall.url), code, "3 号机", tmp_path)
    central("kiosks", "revoke", revoked.kiosk_id, "--database", hall.database)
    for reason, enrolment in {**strangers, "kiosk_revoked": revoked}.items():
        office = hall.office(enrolment)
        with pytest.raises(KioskRefused) as refused:
            office.hello(Deadline(WITHIN))
        office.close()
        reasons[reason] = refused.value.facts["office_code"]
    assert reasons == {reason: reason for reason in reasons}
    assert len(reasons) == 3


# ---------------------------------------------------------------- killed between ledger, office and paper


def id_number(serial: int) -> str:
    """An invented person of the hall, with a right check digit."""
    body = f"44030019900307{serial:03d}"
    return body + calc_check_digit(body + "0")


def key(serial: int, life: int) -> str:
    return f"{serial:024x}{life:08x}"


def traced(hall: Hall, storage: Path, serial: int, *options: str) -> subprocess.CompletedProcess[str]:
    taker = Path(__file__).with_name("ticket_taker.py")
    place = [str(storage), str(hall.directory / "kiosk"), hall.url]
    return subprocess.run(
        ["strace", "-f", "-qq", *options, sys.executable, str(taker), *place, id_number(serial), key(serial, 1)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


STEPS = "pwrite64,fdatasync,sendto,recvfrom"


def test_killed_at_any_step_a_citizen_gets_one_number(hall: Hall, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    done = traced(hall, tmp_path / "whole", 0, f"-etrace={STEPS}", "-o", str(trace))
    assert done.returncode == 0, done.stderr
    calls = Counter(re.findall(r"^\d+\s+(\w+)\(", trace.read_text(), re.MULTILINE))
    assert min(calls[call] for call in STEPS.split(",")) >= 2
    every = [(call, nth) for call, count in sorted(calls.items()) for nth in range(1, count + 1)]
    sample = [step for at, step in enumerate(every) if step[0] in {"sendto", "recvfrom"} or at % 4 == 0]

    def kill(numbered: tuple[int, tuple[str, int]]) -> tuple[bool, bool]:
        serial, (call, nth) = numbered
        storage = tmp_path / f"{call}-{nth}"
        dead = traced(
            hall, storage, serial, f"-etrace={call}", f"-einject={call}:signal=KILL:when={nth}", "-o/dev/null"
        )
        whole = call == "recvfrom" and dead.returncode == 0  # an answer may come in fewer pieces than another time
        assert whole or dead.returncode in (-9, 137), (call, nth, dead.stderr)

        def come_back(life: int) -> Ticket:
            return take(storage, hall.directory / "kiosk", hall.url, id_number(serial), key(serial, life))

        ledger = Ledger(storage / "ledger.db")
        waits, known = ledger.waiting(key(serial, 1)) is not None, ledger.result_of(key(serial, 1))
        ledger.close()
        number = (come_back(2) if known is None else Ticket.model_validate_json(known)).number
        assert dead.stdout in ("", number)

        with pytest.raises(RuleHit) as again:
            come_back(3)
        assert again.value.open_ticket is not None
        assert again.value.open_ticket.number == number
        ledger = Ledger(storage / "ledger.db")
        assert ledger.paper_of(again.value.open_ticket.ticket_id) is PaperState.OWED
        ledger.close()
        return waits, known is not None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        states = set(pool.map(kill, enumerate(sample, start=1)))
    assert states == {(False, False), (True, False), (False, True)}  # before the ledger, on the way, and after
