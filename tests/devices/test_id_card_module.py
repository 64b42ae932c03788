"""The security module of a card reader: its own test, its age, what it adds, and the last rungs of the ladder."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from devices.bench.cards import sample
from devices.bench.id_card_reader import SAM_ID, BenchIdCardReader
from devices.bench.wire import Wire
from devices.device import Changed, Device, Done, Event, Failed, Pace
from devices.id_card import CardLayout
from devices.id_card_reader import (
    CardBeyondReader,
    CardRejected,
    CardUnknown,
    CardUnreadable,
    ReaderFailed,
    SdtIdCardReader,
)
from devices.id_card_text import parse
from devices.ports import open_port
from devices.reader_model import ReaderModel, load_model
from devices.sdt import Status
from devices.states import Fault, Link, Mute, Remedy, TimedOut, WrongDevice
from tests.devices.faulty_line import FaultyLine
from tests.devices.patience import SOON, until

FIND, SELECT, READ, ADDRESS, RESET = b"\x20\x01", b"\x20\x02", b"\x30\x01", b"\x30\x03", b"\x10\xff"
STATUS, ID = b"\x11\xff", b"\x12\xff"
OLD = (CardLayout.HK_MO_TW, CardLayout.FOREIGNER_2017)


@pytest.fixture
def line() -> FaultyLine:
    return FaultyLine(0, [])


@pytest.fixture
def driver(line: FaultyLine) -> SdtIdCardReader:
    return SdtIdCardReader(line, line.clock, model=load_model())


# What it says of itself.


def test_a_module_is_reset_tests_itself_and_names_its_day(line: FaultyLine, driver: SdtIdCardReader) -> None:
    report = driver.self_test(line.clock.deadline(5.0))
    assert (report.well, report.status) == (True, Status.SUCCESS)
    assert (report.id, report.made) == ("05.01-20190401-000123456-987654321", date(2019, 4, 1))
    assert report.in_doubt == ()
    assert line.reader.requests == [RESET, STATUS, ID, ID]


@pytest.mark.parametrize(("state", "status"), [("broken", 0x60), ("unauthorised", 0x66)])
def test_a_defective_module_is_a_report_not_a_failure(
    line: FaultyLine, driver: SdtIdCardReader, state: str, status: int
) -> None:
    setattr(line.reader, state, True)
    report = driver.self_test(line.clock.deadline(5.0))
    assert (report.well, report.status, report.id, report.made) == (False, status, "", None)


def test_a_silent_module_has_no_report(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.holds_back = lambda answer: True
    with pytest.raises(Mute):
        driver.self_test(line.clock.deadline(10.0))


def test_a_card_that_lies_during_the_test_is_not_read_twice(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.lay(sample("li_ming"))
    driver.read(line.clock.deadline(5.0))
    driver.self_test(line.clock.deadline(5.0))
    with pytest.raises(TimedOut):
        driver.read(line.clock.deadline(2.0))


@pytest.mark.parametrize("day", [0, 20191301, 20190230, 0xFFFFFFFF])
def test_an_id_without_a_day_is_an_id(line: FaultyLine, driver: SdtIdCardReader, day: int) -> None:
    line.reader.module_id = SAM_ID[:4] + day.to_bytes(4, "little") + SAM_ID[8:]
    report = driver.self_test(line.clock.deadline(5.0))
    assert report.well
    assert f"-{day:08d}-" in report.id
    assert report.made is None


# What it is too old for.


def test_an_old_module_says_what_it_may_be_too_old_for(line: FaultyLine, driver: SdtIdCardReader) -> None:
    assert driver.hello(line.clock.deadline(5.0)).limits == ()
    line.reader.grow_old()
    identity = driver.hello(line.clock.deadline(5.0))
    assert identity.limits == OLD == ("hk_mo_tw", "foreigner_2017")
    assert driver.self_test(line.clock.deadline(5.0)).in_doubt == OLD


@pytest.mark.parametrize("label", ["taiwan", "foreigner_2017", "bus_card", "counterfeit", "unverified"])
def test_an_old_module_blames_itself_for_what_it_turns_down(
    line: FaultyLine, driver: SdtIdCardReader, label: str
) -> None:
    line.reader.grow_old()
    driver.hello(line.clock.deadline(5.0))
    line.reader.lay(sample(label))
    with pytest.raises(CardBeyondReader) as caught:
        driver.read(line.clock.deadline(10.0))
    assert (caught.value.remedy, caught.value.link) == (Remedy.CITIZEN, None)
    assert caught.value.facts["kinds"] == "hk_mo_tw, foreigner_2017"


def test_an_old_module_reads_what_it_knows_and_blames_a_bad_chip(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.grow_old()
    driver.hello(line.clock.deadline(5.0))
    for label in ("li_ming", "foreigner_2023"):
        line.reader.lay(sample(label))
        driver.read(line.clock.deadline(5.0))
    line.reader.lay(sample("unreadable"))
    with pytest.raises(CardUnreadable):
        driver.read(line.clock.deadline(10.0))


@pytest.mark.parametrize(
    ("model", "label", "fault"),
    [("sdt_renewed", "counterfeit", CardRejected), ("sdt_renewed", "bus_card", CardUnknown)],
)
def test_a_renewed_module_is_as_good_as_a_new_one(line: FaultyLine, model: str, label: str, fault: type[Fault]) -> None:
    line.reader.grow_old()
    driver = SdtIdCardReader(line, line.clock, model=load_model(model))
    assert driver.hello(line.clock.deadline(5.0)).limits == ()
    line.reader.lay(sample(label))
    with pytest.raises(fault):
        driver.read(line.clock.deadline(10.0))


def test_what_a_model_lacks_needs_no_date() -> None:
    model = ReaderModel(lacks=frozenset({CardLayout.FOREIGNER_2023}))
    assert model.in_doubt(None) == model.in_doubt(date(2024, 1, 1)) == (CardLayout.FOREIGNER_2023,)
    assert load_model().in_doubt(date(2018, 6, 1)) == (CardLayout.HK_MO_TW,)


def test_every_model_loads_and_a_wrong_one_names_the_file(tmp_path: Path) -> None:
    for name in ("sdt", "sdt_renewed", "sdt_hid", "sdt_hid_tail", "sdt_hid_counted"):
        assert load_model(name).name == name
    with pytest.raises(ValueError, match=r"readers\.toml: no card reader model 'x', only sdt, "):
        load_model("x")
    for wrong in ("knows = ['J']", "wrapping = { size = 64 }", "wrapping.size = 'x'", "spam = 1"):
        path = tmp_path / "readers.toml"
        path.write_text(f"[since]\n[models.m]\ntitle = 'M'\n{wrong}\n")
        with pytest.raises(ValueError, match=r"readers\.toml: \[models\.m\]"):
            load_model("m", path)


# What it adds, and what stands in its place.


@pytest.mark.parametrize("fingerprints", [0, 512, 1024])
def test_fingerprints_that_nobody_asked_for_are_thrown_away(
    line: FaultyLine, driver: SdtIdCardReader, fingerprints: int
) -> None:
    card = sample("li_ming")
    line.reader.fingerprints = fingerprints
    line.reader.lay(card)
    read = driver.read(line.clock.deadline(5.0))
    assert read == parse(card.text, card.photo)
    assert b"FFFF" not in read.photo


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"\x16\x12\x12\x12", "receipt_printer"),
        (b"$GPGGA,,,,,,0,,,,,,,,*66\r\n", "satellite_receiver"),
        (b"\x00\xff\x00", "unknown"),
        (bytes.fromhex("AAAAAA96690003 12FFEE"), "unknown"),  # an echo
    ],
)
def test_another_device_is_refused_with_both_names(
    line: FaultyLine, driver: SdtIdCardReader, answer: bytes, found: str
) -> None:
    line.replace_answers(answer)
    with pytest.raises(WrongDevice) as caught:
        driver.hello(line.clock.deadline(Pace().hello))
    assert caught.value.facts == {"expected": "id_card_reader", "found": found}


# The ladder: again, reset, and the port opened anew.


class Ladder:
    """A reader on a real wire under supervision, with its openings counted."""

    def __init__(self, wire: Wire) -> None:
        self.bench = BenchIdCardReader(wire)
        self.bench.start()
        self.openings = 0
        self.events: queue.Queue[Event] = queue.Queue()
        pace = Pace(poll=0.02, condition=0.2, backoff=0.01, backoff_limit=0.05)
        self.device = Device("id_card_reader", self._open, self.events.put, pace)
        self.device.start()
        self.until_online()

    def _open(self) -> SdtIdCardReader:
        self.openings += 1
        return SdtIdCardReader(open_port(self.bench.wire.address), model=load_model())

    def until_online(self) -> None:
        until(lambda: self.device.state.link is Link.ONLINE)

    def answer(self) -> Done[object] | Failed:
        while not isinstance(event := self.events.get(timeout=SOON), Done | Failed):
            assert isinstance(event, Changed)
        return event

    def stop(self) -> None:
        self.device.stop()
        self.bench.stop()


@pytest.fixture
def ladder(wire: Wire) -> Iterator[Ladder]:
    ladder = Ladder(wire)
    yield ladder
    ladder.stop()


def test_a_reader_that_falls_silent_gets_its_port_opened_anew(ladder: Ladder) -> None:
    ladder.bench.wire.silent = True
    until(lambda: ladder.device.state.link is Link.OFFLINE)
    ladder.bench.wire.silent = False
    ladder.until_online()
    assert ladder.openings > 1


def test_a_reader_that_talks_rubbish_gets_its_port_opened_anew(ladder: Ladder) -> None:
    send = ladder.bench.wire.write
    ladder.bench.wire.write = lambda data: send(b"\xff" + data[1:])  # type: ignore[method-assign]
    until(lambda: ladder.openings > 1)
    ladder.bench.wire.write = send  # type: ignore[method-assign]
    ladder.until_online()


def test_a_module_in_an_error_is_reset_and_keeps_its_port(ladder: Ladder) -> None:
    ladder.bench.verdicts.extend([0x24, 0x24])
    until(lambda: ladder.bench.requests.count(RESET) > 0)
    ladder.until_online()
    assert ladder.openings == 1


def test_a_card_that_lies_through_a_new_opening_still_lies(line: FaultyLine) -> None:
    """The driver forgets with its port what it read; whoever knows that a card lay there asks `removed` first."""
    line.reader.lay(sample("li_ming"))
    SdtIdCardReader(line, line.clock).read(line.clock.deadline(5.0))
    opened_anew = SdtIdCardReader(line, line.clock)
    with pytest.raises(TimedOut):
        opened_anew.removed(line.clock.deadline(2.0))
    assert READ not in line.reader.requests[-5:]
    line.reader.lift()
    opened_anew.removed(line.clock.deadline(1.0))
    line.reader.lay(sample("taiwan"))
    assert opened_anew.read(line.clock.deadline(5.0)).layout is CardLayout.HK_MO_TW


@pytest.mark.parametrize("find_once", [False, True])
def test_a_card_lifted_and_replaced_is_read_again_on_readers_of_both_habits(find_once: bool) -> None:
    line = FaultyLine(0, [])
    line.reader.find_once = find_once
    driver = SdtIdCardReader(line, line.clock, model=load_model())
    for _ in range(3):
        line.reader.lay(sample("li_ming"))
        assert driver.read(line.clock.deadline(5.0)).name == "李明"
        with pytest.raises(TimedOut):
            driver.read(line.clock.deadline(2.0))  # it still lies there
        line.reader.lift()
        driver.removed(line.clock.deadline(2.0))


def test_a_card_that_flickers_at_the_edge_of_the_field_is_read_once(line: FaultyLine, driver: SdtIdCardReader) -> None:
    """Its owner may be gone, and somebody else may stand before the screen."""
    line.reader.lay(sample("li_ming"))
    driver.read(line.clock.deadline(5.0))
    for _ in range(5):
        line.reader.lose_sight()
        with pytest.raises(TimedOut):
            driver.removed(line.clock.deadline(2.0))
        with pytest.raises(TimedOut):
            driver.read(line.clock.deadline(2.0))
    line.reader.lift()
    driver.removed(line.clock.deadline(1.0))
    line.reader.lay(sample("li_ming"))
    assert driver.read(line.clock.deadline(1.0)).name == "李明"


def test_a_card_laid_anew_while_nobody_looked_is_read_again(line: FaultyLine, driver: SdtIdCardReader) -> None:
    for _ in range(3):
        line.reader.lay(sample("li_ming"))
        assert driver.read(line.clock.deadline(2.0)).name == "李明"
        line.clock.time += 5.0


@pytest.mark.parametrize("label", ["taiwan", "unreadable"])
def test_another_card_in_its_place_gets_its_turn(line: FaultyLine, driver: SdtIdCardReader, label: str) -> None:
    line.reader.lay(sample("li_ming"))
    driver.read(line.clock.deadline(5.0))
    line.reader.lay(sample(label))  # meanwhile, unseen
    if label == "taiwan":
        assert driver.read(line.clock.deadline(2.0)).layout is CardLayout.HK_MO_TW
    else:
        with pytest.raises(CardUnreadable):
            driver.read(line.clock.deadline(10.0))


def test_a_flicker_too_short_to_read_in_is_no_new_card_either(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.lay(sample("li_ming"))
    driver.read(line.clock.deadline(5.0))
    line.reader.lose_sight()
    line.reader.verdicts.extend([0x90, 0x41])  # found, and not selected
    driver.removed(line.clock.deadline(5.0))
    with pytest.raises(TimedOut):
        driver.read(line.clock.deadline(5.0))


@pytest.mark.parametrize("label", ["unselectable", "unreadable"])
def test_a_card_that_cannot_be_read_does_not_keep_out_the_next(
    line: FaultyLine, driver: SdtIdCardReader, label: str
) -> None:
    line.reader.lay(sample(label))
    with pytest.raises(CardUnreadable):
        driver.read(line.clock.deadline(10.0))
    line.reader.lift()
    line.reader.lay(sample("li_ming"))
    assert driver.read(line.clock.deadline(10.0)).name == "李明"


def test_a_failed_read_goes_back_to_find_three_times_and_resets_for_the_line_alone(
    line: FaultyLine, driver: SdtIdCardReader
) -> None:
    line.reader.lay(sample("unreadable"))
    with pytest.raises(CardUnreadable):
        driver.read(line.clock.deadline(10.0))
    assert line.reader.requests == [FIND, SELECT, READ] * 3
    line.reader.requests.clear()
    line.reader.lift()
    driver.removed(line.clock.deadline(5.0))
    line.reader.requests.clear()
    line.reader.lay(sample("li_ming"))
    line.holds_back = lambda answer: len(answer) > 1000
    with pytest.raises(Mute):
        driver.read(line.clock.deadline(30.0))
    assert line.reader.requests == [FIND, SELECT, READ, FIND, SELECT, READ, RESET, FIND, SELECT, READ]


def test_a_module_that_fails_at_a_card_is_a_failed_reader(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.lay(sample("li_ming"))
    line.reader.verdicts.extend([0x90, 0x90, 0x60])
    with pytest.raises(ReaderFailed):
        driver.read(line.clock.deadline(10.0))
    assert line.reader.requests == [FIND, SELECT, READ]
