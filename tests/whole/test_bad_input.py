"""Bad input and bad luck before the whole terminal: every one meets a clear answer with a way on.

Real screens by touch, real drivers on real wires, a real office in a process of its own. After every visit nothing of
it is left in memory, on disk or in the log, and no ticket came twice.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.contract import booking_code
from central.keys import open_keys
from devices.bench.cards import BenchCard, resident, sample
from kiosk import outbox, terminal
from tests.whole.counter import Counter, open_counter, run_central
from tests.whole.doorway import FIND, NOTHING, TAKE, Answer, problem

HTML = b"<html><body onload=alert(1)>Login to the hall's network</body></html>"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Counter]:
    with open_counter(tmp_path_factory.mktemp("city")) as counter:
        yield counter


# ---------------------------------------------------------------- codes


def bad_codes(counter: Counter) -> dict[str, tuple[str | bytes, str]]:
    """What somebody may hold before the scanner, and the sentence that it meets."""
    keys = open_keys(counter.city.database.with_suffix(".keys"))
    good = counter.code("ready")
    code = booking_code.read(good, keys.verifiers())
    return {
        "expired": (booking_code.sign(replace(code, expiry=code.not_before - 1), keys.issuers[1]), "code_expired"),
        "forged": (booking_code.sign(code, Ed25519PrivateKey.generate()), "code_forged"),
        "of an unknown issuer": (booking_code.sign(replace(code, key_id=77), keys.issuers[1]), "code_forged"),
        "in lower case": (good.lower(), "code_not_ours"),
        "with a tail": (good + "0", "code_not_ours"),
        "a URL": ("https://example.invalid/pay?to=1", "code_not_ours"),
        "4 KB": ("A" * 4096, "code_too_long"),
        "4 KB in one QR code after a good beginning": (good + "A" * 4096, "code_too_long"),
        "control characters": (b"ZW1:\x1b@\x1dV\x00\x07", "code_unreadable"),
        "no text": (b"\xff\xfe\xff\xff", "code_unreadable"),
        "emoji": ("👵🏽" * 20, "code_not_ours"),
        "emoji of the right length": ("ZW1:" + "é" * 174, "code_not_ours"),
    }


def test_every_bad_code_is_told_and_the_next_one_may_follow(counter: Counter) -> None:
    counter.begin()
    for what, (payload, sentence) in bad_codes(counter).items():
        counter.show(payload)
        assert (counter.screen, counter.notice) == ("Present", sentence), what
        assert counter.ways_on() == {"back", "home", "type"}, what
    visitor = counter.book()
    counter.show(visitor.code)
    counter.see("TakePaper")
    assert counter.tickets(visitor) == 1


@pytest.mark.parametrize("what", ["forged", "4 KB", "no text"])
def test_a_bad_code_on_the_home_screen_is_told_as_well(counter: Counter, what: str) -> None:
    payload, sentence = bad_codes(counter)[what]
    counter.show(payload)
    counter.see("Present", sentence)
    assert counter.ways_on() == {"home", "type"}


@pytest.mark.parametrize(
    ("kind", "rule", "ways"),
    [
        ("early", "too_early", {"next_home"}),
        ("late", "too_late", {"next_walk_in", "next_home"}),
        ("cancelled", "booking_cancelled", {"next_walk_in", "next_other_way", "next_home"}),
        ("other_hall", "other_hall", {"next_other_way", "next_home"}),
    ],
)
def test_a_rule_that_stands_against_a_code_comes_with_its_ways_on(
    counter: Counter, kind: str, rule: str, ways: set[str]
) -> None:
    before = counter.all_tickets()
    counter.show(counter.code(kind))
    counter.see("Explain", rule)
    assert counter.ways_on() == ways
    if "next_walk_in" in ways:
        counter.citizen.tap("next_walk_in")
        counter.see("ChooseItem")
    assert counter.all_tickets() == before


def test_another_hall_is_named(counter: Counter) -> None:
    counter.show(counter.code("other_hall"))
    counter.see("Explain", "other_hall")
    assert "东湖政务服务中心" in counter.kiosk.stage.view.text


def test_a_used_code_gets_a_marked_copy_and_no_second_number(counter: Counter) -> None:
    visitor = counter.book()
    slips = counter.slips()
    for screen in ("TakePaper", "Explain"):
        counter.show(visitor.code)
        counter.see(screen, "ticket_open" if screen == "Explain" else "")
        if screen == "TakePaper":
            counter.citizen.tap("done")
            counter.see("Home")
    counter.citizen.tap("next_copy", times=3)  # an impatient finger
    counter.see("TakePaper")
    original, copy = counter.bench.printer.slips[slips:]
    assert copy.image.height > original.image.height  # by the line that says 补打
    assert counter.tickets(visitor) == 1
    assert counter.copies(visitor) == 1


# ---------------------------------------------------------------- cards


def lay(counter: Counter, *cards: BenchCard) -> None:
    counter.bench.reader.lift()
    if len(cards) == 2:
        counter.bench.reader.lay_two(*cards)
    else:
        counter.bench.reader.lay(cards[0])


def test_every_bad_card_is_told_and_a_good_one_may_follow(counter: Counter) -> None:
    counter.begin()
    for label, sentence in {
        "unreadable": "card_unreadable",
        "bus_card": "card_unknown",
        "wrong_digit": "card_inconsistent",
        "unknown_layout": "card_unsupported",
    }.items():
        lay(counter, sample(label))
        counter.see("Present", sentence)
        assert counter.ways_on() == {"back", "home", "type"}, label
        counter.bench.reader.lift()
        counter.reader_sees_nothing()
    lay(counter, sample("wu_xiaohan"))
    counter.see("Explain", "not_found")
    assert counter.ways_on() == {"next_other_way", "next_walk_in", "next_home", "back"}


def test_two_cards_at_once_are_no_card(counter: Counter) -> None:
    counter.begin()
    lay(counter, sample("li_ming"), sample("wang_xiuying"))
    counter.see("Present", "card_unreadable")


def test_a_card_pulled_while_it_is_read(counter: Counter) -> None:
    counter.begin()
    counter.bench.reader.lift_at(b"\x30\x01")
    lay(counter, sample("li_ming"))
    counter.see("Present", "card_pulled")
    assert counter.ways_on() == {"back", "home", "type"}


def test_a_bad_card_on_the_home_screen_is_told_as_well(counter: Counter) -> None:
    lay(counter, sample("bus_card"))
    counter.see("Present", "card_unknown")


HOSTILE = resident("hostile", "\x1b@𠮷\x1dV\x00𬎆\u202e", "11010519790911057", "\x1b@\x1dV\x00")


@pytest.mark.parametrize("card", [HOSTILE, sample("foreigner_2023")], ids=lambda card: card.label)
def test_whatever_name_is_on_a_card_the_slip_is_clean(counter: Counter, card: BenchCard) -> None:
    before = counter.all_tickets()
    counter.begin("take_walk_in_ticket")
    counter.citizen.tap("choice_1003")
    counter.see("Present")
    lay(counter, card)
    counter.see("TakePaper")
    assert counter.all_tickets() == before + 1
    assert counter.bench.printer.unknown == []
    assert not {"𠮷", "𬎆", "\x1b"} & set("".join(counter.bench.printer.slips[-1].lines))


# ---------------------------------------------------------------- what the office answers

OFFICE_ANSWERS: dict[str, tuple[Answer, str]] = {
    "400": (problem(400, "bad_request"), "office_failed"),
    "409": (problem(409, "something_new"), "office_failed"),
    "422": (problem(422, "bad_request"), "office_failed"),
    "500": (problem(500, "server_error"), "office_failed"),
    "502 of a gateway": ((502, "text/html", HTML), "office_failed"),
    "HTML": ((200, "text/html; charset=utf-8", HTML), "office_silent"),
    "another message": ((200, "application/json", b'{"received": true}'), "office_failed"),
    "half a message": ((200, "application/json", b'{"bookings": ['), "office_failed"),
    "nothing": (NOTHING, "office_silent"),
    "a refused terminal": (problem(401, "kiosk_revoked"), "kiosk_refused"),
    "a rule with a hostile fact": (problem(409, "other_hall", '{"hall": "<img src=\\"file:///\\">"}'), "other_hall"),
}


def test_no_answer_to_a_question_harms_and_trying_again_helps(counter: Counter) -> None:
    visitor = counter.book()
    for what, (answer, sentence) in OFFICE_ANSWERS.items():
        counter.at_home()
        counter.doorway.instead[FIND] = answer
        counter.show(visitor.code)
        counter.see("Explain" if sentence == "other_hall" else "Problem", sentence)
        retry = {"retry"} if sentence.startswith("office_") else set()
        assert counter.ways_on() >= retry | {"next_home"} if sentence == "other_hall" else retry | {"home"}, what
    counter.at_home()
    counter.doorway.instead[FIND] = OFFICE_ANSWERS["500"][0]
    counter.show(visitor.code)
    counter.see("Problem", "office_failed")
    counter.doorway.open()
    counter.citizen.tap("retry")
    counter.see("TakePaper")
    assert counter.tickets(visitor) == 1


TAKE_ANSWERS = {
    "400": "effect_refused",
    "409": "outcome_unknown",  # no rule that we know: perhaps another command is under way with this key
    "500": "outcome_unknown",
    "nothing": "outcome_unknown",
    "a refused terminal": "kiosk_refused",
}


@pytest.mark.parametrize("what", TAKE_ANSWERS)
def test_a_ticket_whose_answer_is_lost_is_never_taken_twice(
    counter: Counter, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office hears the command and gives the ticket; the terminal is told something else."""
    monkeypatch.setattr(outbox, "HOPE", 0.4)
    visitor, slips = counter.book(), counter.slips()
    counter.doorway.heard[TAKE] = OFFICE_ANSWERS[what][0]
    counter.show(visitor.code)
    counter.see("Problem", TAKE_ANSWERS[what])
    assert counter.tickets(visitor) == 1
    counter.doorway.open()
    if TAKE_ANSWERS[what] == "outcome_unknown":
        monkeypatch.undo()
        counter.citizen.tap("retry")
        counter.see("TakePaper")
    else:
        counter.at_home()
        counter.show(visitor.code)
        counter.see("Explain", "ticket_open")
    assert counter.tickets(visitor) == 1
    assert counter.slips() == slips + (TAKE_ANSWERS[what] == "outcome_unknown")


def test_an_office_that_sleeps_and_wakes(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "QUESTION", 0.5)
    monkeypatch.setattr(outbox, "HOPE", 1.0)
    visitor = counter.book()
    counter.doorway.meanwhile[FIND] = partial(os.kill, counter.city.office.process.pid, signal.SIGSTOP)
    try:
        counter.show(visitor.code)
        counter.see("Problem", "outcome_unknown")
    finally:
        os.kill(counter.city.office.process.pid, signal.SIGCONT)
    monkeypatch.undo()
    counter.citizen.tap("retry")
    counter.see("TakePaper")
    assert counter.tickets(visitor) == 1


def test_a_terminal_revoked_during_a_session(counter: Counter) -> None:
    kiosk_id = counter.kiosk.terminal._enrolment.kiosk_id
    visitor = counter.book()
    counter.doorway.meanwhile[FIND] = partial(
        run_central, "kiosks", "revoke", kiosk_id, "--database", counter.city.database
    )
    counter.show(visitor.code)
    try:
        counter.see("Problem", "kiosk_refused")
        assert counter.ways_on() == {"home"}
        counter.citizen.tap("home")
        counter.see("OutOfService", "kiosk_refused", within=15)
        assert counter.tickets(visitor) == 0
    finally:
        with sqlite3.connect(counter.city.database) as database:
            database.execute("UPDATE kiosks SET revoked_at = NULL WHERE kiosk_id = ?", (kiosk_id,))
        database.close()
        counter.close()  # a start asks at once, a poll only after a while


# ---------------------------------------------------------------- paper


def test_paper_out_during_the_print(counter: Counter) -> None:
    visitor, slips = counter.book(), counter.slips()
    counter.bench.printer.empty_paper_after(400)
    counter.show(visitor.code)
    counter.see("KeepNumber", "paper_out")
    assert counter.ways_on() == {"done"}
    assert (counter.tickets(visitor), counter.slips()) == (1, slips)
    counter.citizen.tap("done")
    # `device_mute`: its buffer is so full that it hears nothing
    counter.wait("no more tickets", lambda: counter.why_not("take_booked_ticket") in ("paper_out", "device_mute"))
    assert counter.why_not("follow_case") == "", "what is only looked up takes no paper"
    counter.at_home()
    assert counter.slips() == slips  # what was left of the slip did not come out of the new roll
    counter.show(visitor.code)
    counter.see("Explain", "ticket_open")
    assert counter.tickets(visitor) == 1


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("open_cover", "cover_open"),
        ("jam_paper", "printer_failed"),
    ],
)
def test_trouble_between_the_check_and_the_print(counter: Counter, trouble: str, sentence: str) -> None:
    visitor = counter.book()
    counter.doorway.meanwhile[TAKE] = getattr(counter.bench.printer, trouble)
    counter.show(visitor.code)
    counter.see("KeepNumber", sentence)
    assert counter.tickets(visitor) == 1
    counter.citizen.tap("done")
    counter.wait("no more tickets", lambda: counter.why_not("take_booked_ticket") == sentence)


# ---------------------------------------------------------------- devices

SILENCE, NOISE, PULL = "silence", "noise", "pull"


def disturb(counter: Counter, device: str, how: str) -> None:
    wire = counter.bench.wires[device]
    if how == PULL:
        wire.pull()
    else:
        setattr(wire, "silent" if how == SILENCE else "noise", True)


@pytest.mark.parametrize("how", [SILENCE, NOISE, PULL])
@pytest.mark.parametrize("device", ["code_scanner", "id_card_reader"])
def test_a_reading_device_in_trouble_leaves_the_other_ways(counter: Counter, device: str, how: str) -> None:
    visitor = counter.book()
    counter.begin()
    disturb(counter, device, how)
    if device == "code_scanner":
        lay(counter, sample("wu_xiaohan"))
        counter.see("Explain", "not_found")
    else:
        counter.show(visitor.code)
        counter.see("TakePaper")
        assert counter.tickets(visitor) == 1


def test_a_pulled_device_is_told_on_the_screen_and_comes_back_there(counter: Counter) -> None:
    counter.begin()
    counter.bench.scanner.wire.pull()
    counter.wait("the sentence that the scanner is away", lambda: bool(counter.kiosk.stage.view.away))
    assert counter.kiosk.stage.view.title == "请放身份证"
    counter.bench.scanner.wire.plug()
    counter.wait("the scanner", lambda: not counter.kiosk.stage.view.away)
    visitor = counter.book()
    counter.show(visitor.code)
    counter.see("TakePaper")


@pytest.mark.parametrize("how", [SILENCE, NOISE, PULL])
def test_a_printer_in_trouble_once_the_ticket_is_taken(counter: Counter, how: str) -> None:
    """Whatever becomes of the paper the number is told; a second paper is never an unmarked one. Where no byte was sent
    there is no first."""
    visitor, slips = counter.book(), counter.slips()
    counter.doorway.meanwhile[TAKE] = partial(disturb, counter, "receipt_printer", how)
    counter.show(visitor.code)
    counter.wait("the number", lambda: counter.screen in ("KeepNumber", "TakePaper"), within=30)
    assert counter.tickets(visitor) == 1
    counter.at_home()
    counter.show(visitor.code)
    sent = how == NOISE
    if sent:
        counter.see("Explain", "ticket_open")
        counter.citizen.tap("next_copy")
    counter.see("TakePaper")
    whole = [slip.image.height for slip in counter.bench.printer.slips if slip.whole][slips:]
    assert len(whole) in (1, 2)
    assert len(whole) == 1 or whole[0] < whole[1]  # the copy says so
    assert (counter.tickets(visitor), counter.copies(visitor)) == (1, sent)


def test_a_printer_pulled_before_the_code_promises_nothing(counter: Counter) -> None:
    visitor = counter.book()
    counter.begin()
    counter.bench.printer.wire.pull()
    counter.show(visitor.code)
    counter.wait("an end", lambda: counter.screen in ("KeepNumber", "Problem"), within=20)
    assert counter.tickets(visitor) == (counter.screen == "KeepNumber")


# ---------------------------------------------------------------- the machine


@contextmanager
def full_disk() -> Iterator[Callable[[], None]]:
    """From the call on, this process may write nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield partial(resource.setrlimit, resource.RLIMIT_FSIZE, (0, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_disk_that_is_full_before_or_after_the_ticket(counter: Counter, moment: str) -> None:
    """Before, nothing is promised. After, the ticket is there and its number is told."""
    visitor = counter.book()
    try:
        with full_disk() as fill:
            if moment == "before":
                counter.doorway.meanwhile[FIND] = fill
            else:
                counter.doorway.meanwhile[TAKE] = fill
            counter.show(visitor.code)
            counter.see("Problem" if moment == "before" else "KeepNumber", "ledger_failed")
            assert counter.tickets(visitor) == (moment == "after")
            counter.citizen.tap("home" if moment == "before" else "done")
            counter.see("OutOfService", "ledger_failed")
    finally:
        counter.close()  # nothing is written to this ledger until the next start
    counter.at_home()
    counter.show(visitor.code)
    counter.see("TakePaper")
    assert counter.tickets(visitor) == 1


def test_a_clock_that_is_a_year_ahead(counter: Counter) -> None:
    """The office tells the time; business times and signatures follow it."""
    counter.close()
    floor = counter.storage / "time-floor"
    kept = floor.read_bytes()
    floor.write_text((datetime.now(UTC) + timedelta(days=365)).isoformat(), "ascii")
    try:
        counter.at_home()
        visitor = counter.book()
        counter.show(visitor.code)
        counter.see("TakePaper")
        assert counter.kiosk.stage.frame.clock.startswith("10:")
    finally:
        counter.close()
        floor.write_bytes(kept)


# ---------------------------------------------------------------- hands


def test_double_taps_all_the_way(counter: Counter) -> None:
    before = counter.all_tickets()
    counter.citizen.tap("service_take_walk_in_ticket", times=2)
    counter.see("ChooseItem")
    counter.citizen.tap("choice_1003", times=2)
    counter.see("Present")
    lay(counter, sample("taiwan"))
    counter.see("TakePaper")
    counter.citizen.tap("done", times=2)
    counter.see("Home")
    assert counter.all_tickets() == before + 1
