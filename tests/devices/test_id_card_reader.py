"""The SDT reader: on real wires against the simulated one, and its ladder on a line with a clock of its own."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from devices.bench.cards import PHOTO_SIZE, SAMPLES, BenchCard, sample
from devices.bench.id_card_reader import BenchIdCardReader
from devices.bench.wire import Wire
from devices.deadline import Deadline
from devices.device import Changed, Device, Done, Event, Failed, Pace
from devices.id_card import CardLayout
from devices.id_card_reader import (
    POLL,
    CardInconsistent,
    CardPulled,
    CardRejected,
    CardUnknown,
    CardUnreadable,
    CardUnsupported,
    ReaderFailed,
    SdtIdCardReader,
)
from devices.id_card_text import parse
from devices.ports import open_port
from devices.states import (
    Cancelled,
    Fault,
    Garbled,
    HardwareFailed,
    Link,
    Media,
    Mute,
    Offline,
    Remedy,
    TimedOut,
    WrongDevice,
)
from tests.devices.faulty_line import FaultyLine
from tests.devices.patience import SOON, until

FIND, SELECT, READ, ADDRESS, RESET = b"\x20\x01", b"\x20\x02", b"\x30\x01", b"\x30\x03", b"\x10\xff"


@pytest.fixture
def bench(any_wire: Wire) -> Iterator[BenchIdCardReader]:
    bench = BenchIdCardReader(any_wire)
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture
def reader(bench: BenchIdCardReader) -> Iterator[SdtIdCardReader]:
    reader = SdtIdCardReader(open_port(bench.wire.address))
    yield reader
    reader.close()


# On real wires.


def test_it_names_itself_by_the_id_of_its_module(reader: SdtIdCardReader) -> None:
    identity = reader.hello(Deadline(SOON))
    assert (identity.kind, identity.serial) == ("id_card_reader", "05.01-20190401-000123456-987654321")


def test_a_card_is_read_whole_with_find_select_and_read(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    card = sample("li_ming")
    bench.lay(card)
    read = reader.read(Deadline(SOON))
    assert read == parse(card.text, card.photo)
    assert len(read.photo) == PHOTO_SIZE
    assert bench.requests == [FIND, SELECT, READ]


def test_a_card_laid_while_it_waits_is_read(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    threading.Timer(0.1, bench.lay, [sample("foreigner_2023")]).start()
    assert reader.read(Deadline(SOON)).layout is CardLayout.FOREIGNER_2023


def test_one_presentation_is_one_read(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    bench.lay(sample("li_ming"))
    reader.read(Deadline(SOON))
    with pytest.raises(TimedOut):
        reader.read(Deadline(0.4))
    with pytest.raises(TimedOut):
        reader.removed(Deadline(0.4))
    bench.lay(sample("taiwan"))
    assert reader.read(Deadline(SOON)).layout is CardLayout.HK_MO_TW
    bench.lift()
    reader.removed(Deadline(SOON))
    bench.lay(sample("taiwan"))
    assert reader.read(Deadline(SOON)).layout is CardLayout.HK_MO_TW


def test_a_cancel_is_felt_while_it_waits_for_a_card(reader: SdtIdCardReader) -> None:
    taken_back = threading.Event()
    threading.Timer(0.05, taken_back.set).start()
    with pytest.raises(Cancelled):
        reader.read(Deadline(60.0, taken_back))


def test_a_cancel_is_felt_while_the_reader_is_silent(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    bench.wire.silent = True
    taken_back = threading.Event()
    threading.Timer(0.05, taken_back.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        reader.read(Deadline(60.0, taken_back))
    assert time.monotonic() - started < 0.8  # sooner than it gives up on one answer


def test_a_pulled_cable_is_offline(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    threading.Timer(0.05, bench.wire.pull).start()
    with pytest.raises(Offline):
        reader.read(Deadline(SOON))


def test_the_reading_adds_little_to_the_time_of_the_wire(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    bench.wire.pace = 10 / 115200
    on_the_wire = (15 + 19 + 1295) * bench.wire.pace
    bench.lay(sample("li_ming"))
    started = time.monotonic()
    reader.read(Deadline(SOON))
    assert time.monotonic() - started - on_the_wire < 0.5  # the aim is 0.05; this machine may be busy


def test_noise_on_the_wire_costs_patience_not_truth(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    bench.wire._random.seed(1)
    bench.wire.noise = True
    bench.lay(sample("li_ming"))
    with pytest.raises(Garbled):  # 1295 bytes do not come through it
        reader.read(Deadline(2 * SOON))
    bench.wire.noise = False
    bench.lift()
    reader.removed(Deadline(SOON))
    bench.lay(sample("li_ming"))
    assert reader.read(Deadline(SOON)).name == "李明"


def test_something_else_on_the_port_is_the_wrong_device(wire: Wire) -> None:
    over = threading.Event()

    def web_server() -> None:
        while not over.is_set():
            if wire.read(0.02):
                wire.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    thread = threading.Thread(target=web_server)
    thread.start()
    reader = SdtIdCardReader(open_port(wire.address))
    with pytest.raises(WrongDevice):
        reader.hello(Deadline(Pace().hello))
    over.set()
    thread.join()
    reader.close()


def test_under_supervision_it_is_pulled_plugged_and_read_again(bench: BenchIdCardReader) -> None:
    events: queue.Queue[Event] = queue.Queue()

    def next_event(kind: type[Event]) -> Event:
        while True:
            event = events.get(timeout=SOON)
            if isinstance(event, kind):
                return event

    device = Device(
        "id_card_reader",
        lambda: SdtIdCardReader(open_port(bench.wire.address)),
        events.put,
        Pace(poll=0.02, backoff=0.01, backoff_limit=0.05),
    )
    device.start()
    until(lambda: device.state.link is Link.ONLINE)
    assert device.state.media is Media.NOT_REPORTED
    device.ask(SdtIdCardReader.read, 60.0)
    bench.wire.pull()
    failed = next_event(Failed)
    assert isinstance(failed, Failed)
    assert isinstance(failed.fault, Offline)
    bench.wire.plug()
    until(lambda: device.state.link is Link.ONLINE)
    bench.lay(sample("li_ming"))
    device.ask(SdtIdCardReader.read, SOON)
    done = next_event(Done)
    assert isinstance(done, Done)
    assert done.result.name == "李明"
    bench.broken = True
    until(lambda: device.state.link is Link.HARDWARE_ERROR)
    assert device.state.code == "reader_failed"
    bench.broken = False
    until(lambda: device.state.link is Link.ONLINE)
    device.stop()
    changes = [event.state.link for event in list(events.queue) if isinstance(event, Changed)]
    assert changes[-1] is Link.ONLINE


def test_nothing_of_any_card_is_ever_logged(
    bench: BenchIdCardReader, reader: SdtIdCardReader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for label in ("li_ming", "counterfeit"):
        bench.lay(sample(label))
        try:
            reader.read(Deadline(SOON))
        except Fault as fault:
            logging.getLogger("test").warning("%r %s", fault, fault.facts)
    assert "rejected a card" in caplog.text
    for secret in ("李明", "赵强", "19880626", "19790911", "0311", "0573", "朝阳"):
        assert secret not in caplog.text


# On a line with a clock of its own.


@pytest.fixture
def line() -> FaultyLine:
    return FaultyLine(0, [])


@pytest.fixture
def driver(line: FaultyLine) -> SdtIdCardReader:
    return SdtIdCardReader(line, line.clock)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"", Mute),
        (b"\x16\x00\x00\x00\x12\x12", WrongDevice),  # a printer's status
        (b"\x02\x01000\x06;\x03", WrongDevice),  # a scanner's acknowledgement
        (bytes.fromhex("AAAAAA96690003 12FFEE"), WrongDevice),  # our own request, from a plug that loops back
        (bytes.fromhex("AAAAAA9669000400009094"), Garbled),  # a reader that answers without an id
    ],
)
def test_who_does_not_give_an_id_is_no_reader(
    line: FaultyLine, driver: SdtIdCardReader, answer: bytes, fault: type[Fault]
) -> None:
    line.replace_answers(answer)
    with pytest.raises(fault):
        driver.hello(line.clock.deadline(Pace().hello))


@pytest.mark.parametrize("card", SAMPLES[:11], ids=lambda card: card.label)
def test_every_good_sample_is_read(line: FaultyLine, driver: SdtIdCardReader, card: BenchCard) -> None:
    line.reader.lay(card)
    assert driver.read(line.clock.deadline(5.0)) == parse(card.text, card.photo)


@pytest.mark.parametrize(
    ("label", "fault", "tries"),
    [
        ("unreadable", CardUnreadable, 3),
        ("denies_reader", CardUnreadable, 3),
        ("unverified", CardRejected, 3),
        ("counterfeit", CardRejected, 1),
        ("bus_card", CardUnknown, 1),
        ("wrong_sex", CardInconsistent, 3),
        ("wrong_digit", CardInconsistent, 3),
        ("unknown_layout", CardUnsupported, 3),
    ],
)
def test_every_bad_sample_has_its_fault_and_leaves_the_reader_well(
    line: FaultyLine, driver: SdtIdCardReader, label: str, fault: type[Fault], tries: int
) -> None:
    line.reader.lay(sample(label))
    with pytest.raises(fault) as caught:
        driver.read(line.clock.deadline(10.0))
    assert caught.value.link is None
    assert line.reader.requests.count(FIND) == line.reader.requests.count(SELECT) == tries
    line.reader.lift()
    line.reader.lay(sample("li_ming"))
    assert driver.read(line.clock.deadline(10.0)).name == "李明"


def test_each_fault_has_the_code_that_its_text_is_found_by() -> None:
    codes = {
        CardUnreadable: "card_unreadable",
        CardPulled: "card_pulled",
        CardUnknown: "card_unknown",
        CardRejected: "card_rejected",
        CardInconsistent: "card_inconsistent",
        CardUnsupported: "card_unsupported",
        ReaderFailed: "reader_failed",
    }
    assert {fault: fault.code for fault in codes} == codes
    assert all(fault.remedy is Remedy.CITIZEN for fault in codes if fault is not ReaderFailed)


def test_two_cards_at_once_cannot_be_read(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.lay_two(sample("li_ming"), sample("taiwan"))
    with pytest.raises(CardUnreadable):
        driver.read(line.clock.deadline(10.0))
    line.reader.lay(sample("taiwan"))  # one of them taken away
    assert driver.read(line.clock.deadline(10.0)).layout is CardLayout.HK_MO_TW


@pytest.mark.parametrize("step", [SELECT, READ])
def test_a_card_pulled_while_it_is_read(line: FaultyLine, driver: SdtIdCardReader, step: bytes) -> None:
    line.reader.lay(sample("li_ming"))
    line.reader.lift_at(step)
    with pytest.raises(CardPulled):
        driver.read(line.clock.deadline(10.0))
    line.reader.lay(sample("li_ming"))
    assert driver.read(line.clock.deadline(10.0)).name == "李明"


@pytest.mark.parametrize("verdict", [0x41, 0x47, 0x31, 0x33, 0x21, 0x81, 0x10, 0x11, 0x23, 0x24, 0x05])
def test_a_failure_that_passes_is_not_shown(line: FaultyLine, driver: SdtIdCardReader, verdict: int) -> None:
    line.reader.lay(sample("li_ming"))
    line.reader.verdicts.extend([0x90, 0x90, verdict])  # find, select, read
    assert driver.read(line.clock.deadline(10.0)).name == "李明"
    assert line.reader.requests.count(FIND) == 2


@pytest.mark.parametrize(("verdict", "fault"), [(0x10, Garbled), (0x24, ReaderFailed), (0x23, ReaderFailed)])
def test_the_ladder_of_the_module_is_retry_reset_give_up(
    line: FaultyLine, driver: SdtIdCardReader, verdict: int, fault: type[Fault]
) -> None:
    line.reader.lay(sample("li_ming"))
    line.reader.verdicts.extend([verdict] * 3)
    with pytest.raises(fault):
        driver.read(line.clock.deadline(10.0))
    assert line.reader.requests == [FIND, FIND, RESET, FIND]


def test_a_mute_reader_is_asked_three_times_and_reset_before_it_counts_as_mute(
    line: FaultyLine, driver: SdtIdCardReader
) -> None:
    line.holds_back = lambda answer: True
    with pytest.raises(Mute):
        driver.read(line.clock.deadline(30.0))
    assert line.reader.requests == [FIND, FIND, RESET, FIND]
    assert line.clock.time < 10.0


@pytest.mark.parametrize("state", ["broken", "unauthorised"])
def test_60_and_66_are_a_service_call_at_once(line: FaultyLine, driver: SdtIdCardReader, state: str) -> None:
    setattr(line.reader, state, True)
    for verb in (driver.read, driver.removed, driver.hello):
        line.reader.requests.clear()
        with pytest.raises(ReaderFailed) as caught:
            verb(line.clock.deadline(10.0))
        assert isinstance(caught.value, HardwareFailed)
        assert caught.value.link is Link.HARDWARE_ERROR
        assert len(line.reader.requests) == 1
    condition = driver.condition(line.clock.deadline(2.0))
    assert (condition.link, condition.code) == (Link.HARDWARE_ERROR, "reader_failed")


def test_card_after_card_that_denies_the_reader_is_the_reader(line: FaultyLine, driver: SdtIdCardReader) -> None:
    faults = []
    for _ in range(3):
        line.reader.lay(sample("denies_reader"))
        with pytest.raises((CardUnreadable, ReaderFailed)) as caught:
            driver.read(line.clock.deadline(10.0))
        faults.append(caught.value.code)
        line.reader.lift()
        driver.removed(line.clock.deadline(10.0))
    assert faults == ["card_unreadable", "card_unreadable", "reader_failed"]


def test_the_field_is_not_asked_more_often_than_the_makers_allow(line: FaultyLine, driver: SdtIdCardReader) -> None:
    asked: list[float] = []
    line.on_answer = lambda: asked.append(line.clock.time)
    for _ in range(5):
        with pytest.raises(TimedOut):
            driver.read(line.clock.deadline(1.0))
    assert len(asked) > 10
    assert min(later - earlier for earlier, later in pairwise(asked)) > 0.3
    assert POLL > 0.3


@pytest.mark.parametrize("find_once", [False, True])
def test_removal_is_seen_on_readers_of_both_habits(find_once: bool) -> None:
    line = FaultyLine(0, [])
    line.reader.find_once = find_once
    driver = SdtIdCardReader(line, line.clock)
    line.reader.lay(sample("li_ming"))
    driver.read(line.clock.deadline(5.0))
    with pytest.raises(TimedOut):
        driver.removed(line.clock.deadline(5.0))
    assert line.reader.requests.count(FIND) == 1  # the card is asked, not searched again
    line.reader.lift()
    driver.removed(line.clock.deadline(1.0))


def test_an_added_address_is_no_error_and_none_is_none(line: FaultyLine, driver: SdtIdCardReader) -> None:
    for card in (sample("li_ming"), BenchCard("moved", *_chip("wang_xiuying"), newest_address="北京市海淀区新址1号")):
        line.reader.lay(card)
        driver.read(line.clock.deadline(5.0))
        with pytest.raises(TimedOut):
            driver.removed(line.clock.deadline(1.0))


def test_a_refused_card_must_be_lifted_but_not_for_ever(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.lay(sample("unreadable"))
    with pytest.raises(CardUnreadable):
        driver.read(line.clock.deadline(10.0))
    line.reader.requests.clear()
    with pytest.raises(TimedOut):
        driver.read(line.clock.deadline(3.0))
    assert SELECT not in line.reader.requests  # it was looked for, not read again
    line.clock.time += 60.0
    line.reader.lay(sample("li_ming"))  # meanwhile, unseen
    assert driver.read(line.clock.deadline(1.0)).name == "李明"


def test_before_anything_was_read_removed_looks_for_any_card(line: FaultyLine, driver: SdtIdCardReader) -> None:
    driver.removed(line.clock.deadline(1.0))
    line.reader.lay(sample("li_ming"))
    with pytest.raises(TimedOut):
        driver.removed(line.clock.deadline(2.0))


def test_an_unrecognised_error_is_reset_away_by_the_status_question(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.verdicts.extend([0x24])
    assert driver.condition(line.clock.deadline(2.0)).link is Link.ONLINE
    assert RESET in line.reader.requests
    line.reader.verdicts.extend([0x24, 0x24])
    assert driver.condition(line.clock.deadline(2.0)).link is Link.HARDWARE_ERROR


def test_the_illegal_vendor_frame_does_not_hold_the_reader(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.vendor_timeout = True
    with pytest.raises(Garbled):
        driver.read(line.clock.deadline(30.0))
    assert line.clock.time < 5.0


def test_the_late_reading_of_one_person_never_reaches_the_next(line: FaultyLine, driver: SdtIdCardReader) -> None:
    held: list[bytes] = []

    def holds_back(answer: bytes) -> bool:
        if late := len(answer) > 1000:
            held.append(answer)
        return late

    line.holds_back = holds_back
    line.reader.lay(sample("li_ming"))
    with pytest.raises(TimedOut):
        driver.read(line.clock.deadline(2.0))
    line.holds_back = lambda answer: False
    line.reader.lift()
    line.reader.lay(sample("taiwan"))
    line.answer(held[0])  # it comes after all, before the next question
    line.clock.time += 0.001
    line._coming = [(line.clock.time + 0.01, data) for _, data in line._coming]  # and after the flush
    assert driver.read(line.clock.deadline(10.0)).layout is CardLayout.HK_MO_TW


def _chip(label: str) -> tuple[bytes, bytes]:
    return sample(label).text, sample(label).photo
