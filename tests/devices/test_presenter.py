"""The slip in the printer's mouth: handed out, taken, taken back, or lying there, as its sensor says and no further."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.wire import Wire
from devices.deadline import Deadline
from devices.mouth import Mouth
from devices.paper import Pair, PaperState, QrCode, Slip, Text
from devices.ports import open_port
from devices.printer_model import PrinterModel, load_model
from devices.printer_status import PaperJammed, SlipLeft
from devices.receipt_printer import ReceiptPrinter
from devices.states import Cancelled, Fault, Link, Media
from tests.devices.faulty_line import FarCable, FaultyWire
from tests.devices.patience import SOON, until
from tests.devices.printer_scenarios import Printer
from tests.devices.wire_scenarios import KINDS

RETRACTING = ("custom_presenter", "citizen_pmu2300")
WITH_SENSOR = (*RETRACTING, "custom_kpm300")


def model_of(name: str, patience: float = 5.0) -> PrinterModel:
    model = load_model(name)
    presenter = model.presenter and replace(model.presenter, patience=patience, within=1.0)
    return replace(
        model, presenter=presenter, answer_within=1.0, stall_within=3.0, finish_within=5.0, recover_every=0.0
    )


def ticket(number: str = "A012") -> Slip:
    return Slip((Text(number, scale=5), Pair("号码", number), QrCode(f"https://hall.example/t/{number}")))


class Counter:
    """A printer with a mouth, and its driver."""

    def __init__(self, wire: Wire, name: str, patience: float = 5.0) -> None:
        self.bench = BenchReceiptPrinter(wire, name)
        assert self.bench.mouth is not None
        self.mouth = self.bench.mouth
        self.bench.start()
        self.port = open_port(wire.address)
        self.model = model_of(name, patience)
        self.driver = ReceiptPrinter(self.port, self.model)

    def print(self, number: str = "A012") -> PaperState:
        return self.driver.print(Deadline(20), ticket(number))

    def after_next_look(self, happens: Callable[[], object]) -> None:
        """Once, when the driver has asked twice how the exit is."""
        status, looks = self.driver._line.status, [0]

        def look(by: Deadline, asks: tuple[int, ...] = ()) -> object:
            looks[0] += 1
            if looks[0] == 2:
                happens()
            return status(by, asks)

        self.driver._line.status = look  # type: ignore[method-assign, assignment]

    def close(self) -> None:
        self.driver.close()
        self.bench.stop()


@pytest.fixture
def counter(wire: Wire, request: pytest.FixtureRequest) -> Iterator[Counter]:
    counter = Counter(wire, getattr(request, "param", "custom_presenter"))
    yield counter
    counter.close()


def on(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("counter", names, indirect=True)


# ---------------------------------------------------------------- handed out


@on(*WITH_SENSOR)
def test_a_slip_is_presented_and_taken(counter: Counter) -> None:
    assert counter.driver.hello(Deadline(SOON)).model == counter.model.title
    assert counter.print() is PaperState.PRESENTED
    slip = counter.mouth.held
    assert slip is counter.bench.slips[-1]
    assert counter.bench.unknown == []
    counter.after_next_look(counter.bench.tear)
    assert counter.driver.follow_paper(Deadline(20)) is PaperState.TAKEN
    assert counter.driver.condition(Deadline(SOON)).media is Media.FULL
    assert counter.mouth.bin == []


def test_a_slip_that_is_snatched_before_anybody_looks(counter: Counter) -> None:
    move = counter.mouth.hand_out
    counter.mouth.hand_out = lambda: (move(), counter.bench.tear())  # type: ignore[method-assign, assignment]
    assert counter.print() is PaperState.PROCESSED
    assert counter.driver.follow_paper(Deadline(20)) is PaperState.TAKEN


def test_a_slip_that_is_waited_for_is_in_nobodys_way(counter: Counter) -> None:
    assert counter.print() is PaperState.PRESENTED
    condition = counter.driver.condition(Deadline(SOON))
    assert (condition.link, condition.media, condition.code) == (Link.ONLINE, Media.FULL, "")
    assert counter.mouth.held is not None


def test_a_slip_jams_on_its_way_out(counter: Counter) -> None:
    counter.mouth.hand_out = counter.bench.jam_paper  # type: ignore[method-assign]
    with pytest.raises(PaperJammed) as raised:
        counter.print()
    assert raised.value.begun


# ---------------------------------------------------------------- not taken


@on(*RETRACTING)
def test_a_slip_that_nobody_takes_is_taken_back(wire: Wire, counter: Counter) -> None:
    hasty = ReceiptPrinter(counter.port, model_of(counter.model.name, patience=0.0))
    assert hasty.print(Deadline(20), ticket()) is PaperState.PRESENTED
    assert hasty.follow_paper(Deadline(20)) is PaperState.RETRACTED
    assert counter.bench.slips[-1] in counter.mouth.bin
    assert hasty.condition(Deadline(SOON)).media is Media.FULL


def test_a_mouth_that_keeps_the_slip_is_an_alarm(counter: Counter) -> None:
    hasty = ReceiptPrinter(counter.port, model_of("custom_presenter", patience=0.0))
    assert hasty.print(Deadline(20), ticket()) is PaperState.PRESENTED
    counter.bench.block_exit()
    assert hasty.follow_paper(Deadline(20)) is PaperState.PRESENTED
    condition = hasty.condition(Deadline(SOON))
    assert (condition.link, condition.media, condition.code) == (Link.USER_ERROR, Media.PRESENT, "slip_left")
    with pytest.raises(SlipLeft) as raised:
        hasty.print(Deadline(20), ticket("B777"))
    assert not raised.value.begun
    assert len(counter.bench.slips) == 1
    counter.bench.free_exit()
    until(lambda: hasty.condition(Deadline(SOON)).link is Link.ONLINE)  # the driver tried again
    assert counter.bench.slips[-1] in counter.mouth.bin


@on("custom_kpm300")
def test_without_anything_to_take_it_back_it_is_told_and_the_next_one_comes(counter: Counter) -> None:
    impatient = ReceiptPrinter(counter.port, counter.model)
    assert impatient.print(Deadline(20), ticket()) is PaperState.PRESENTED
    assert impatient.follow_paper(Deadline(0.3)) is PaperState.PRESENTED
    later = ReceiptPrinter(counter.port, counter.model)
    condition = later.condition(Deadline(SOON))
    assert (condition.link, condition.media, condition.code) == (Link.ONLINE, Media.PRESENT, "slip_left")
    assert later.print(Deadline(20), ticket("B777")) is PaperState.PRESENTED


@on(*RETRACTING)
def test_what_an_earlier_life_left_there_goes_before_the_next_slip(counter: Counter) -> None:
    assert counter.print("B777") is PaperState.PRESENTED
    again = ReceiptPrinter(counter.port, counter.model)
    assert again.condition(Deadline(SOON)).code == "slip_left"
    assert again.print(Deadline(20), ticket("C888")) is PaperState.PRESENTED
    assert counter.bench.slips[0] in counter.mouth.bin
    assert counter.mouth.held is counter.bench.slips[1]
    assert counter.mouth.fallen == []


def test_a_slip_that_was_left_is_taken_back_while_nobody_asks_for_it(counter: Counter) -> None:
    assert counter.print() is PaperState.PRESENTED
    again = ReceiptPrinter(counter.port, model_of("custom_presenter", patience=0.0))
    until(lambda: again.condition(Deadline(SOON)).link is Link.ONLINE)
    assert counter.bench.slips[-1] in counter.mouth.bin


def test_a_slip_that_went_back_before_anybody_followed_it_was_in_nobodys_hand(counter: Counter) -> None:
    hasty = ReceiptPrinter(counter.port, model_of("custom_presenter", patience=0.2))
    assert hasty.print(Deadline(20), ticket()) is PaperState.PRESENTED
    until(lambda: hasty.condition(Deadline(SOON)).link is Link.ONLINE and counter.mouth.held is None)
    assert hasty.follow_paper(Deadline(20)) is PaperState.RETRACTED


def test_the_stub_of_a_broken_slip_does_not_stay_in_the_presenter(counter: Counter) -> None:
    counter.print()
    counter.bench.tear()
    cancelled = threading.Event()
    counter.bench.on_change = cancelled.set
    with pytest.raises(Cancelled):
        counter.driver.print(Deadline(20, cancelled), Slip(tuple(Text("𠮷" * 20) for _ in range(40))))
    counter.bench.on_change = None
    assert counter.print("C888") is PaperState.PRESENTED
    assert counter.mouth.held is counter.bench.slips[-1]
    assert "C888" in str(counter.bench.slips[-1].lines)
    assert counter.mouth.fallen == []


# ---------------------------------------------------------------- what is not known


def test_a_silence_while_it_lies_there_is_not_a_hand(wire: Wire, counter: Counter) -> None:
    assert counter.print() is PaperState.PRESENTED
    wire.silent = True
    counter.driver._line.model = replace(counter.model, answer_within=0.1)
    assert counter.driver.follow_paper(Deadline(20)) is PaperState.UNKNOWN


def test_one_spoilt_word_is_not_a_hand(wire: Wire, counter: Counter) -> None:
    assert counter.print() is PaperState.PRESENTED
    wire.cut_after = 3
    counter.after_next_look(counter.bench.tear)
    assert counter.driver.follow_paper(Deadline(20)) is PaperState.TAKEN
    assert counter.mouth.held is None


def test_following_can_be_taken_back(counter: Counter) -> None:
    assert counter.print() is PaperState.PRESENTED
    cancelled = threading.Event()
    counter.after_next_look(cancelled.set)
    with pytest.raises(Cancelled):
        counter.driver.follow_paper(Deadline(5, cancelled))
    assert counter.mouth.held is not None


# ---------------------------------------------------------------- the mouth by itself


@given(st.lists(st.tuples(st.floats(0, 20), st.sampled_from(["covered", "clear", "hand_out"]))), st.floats(1, 30))
def test_a_mouth_is_blocked_by_what_is_foreign_or_forgotten(looks: list[tuple[float, str]], patience: float) -> None:
    mouth, now = Mouth(patience), 0.0
    since: float | None = None
    ours = False
    for later, seen in looks:
        now += later
        if seen == "hand_out":
            mouth.hand_out(now)
            since, ours = now, True
        else:
            mouth.look(seen == "covered", now)
            since = None if seen == "clear" else now if since is None else since
            ours = ours and since is not None
        forgotten = since is not None and now - since >= patience
        assert mouth.forgotten(now) is forgotten
        assert mouth.blocked(now) is (since is not None and (forgotten or not ours))


# ---------------------------------------------------------------- on a bad line


@pytest.mark.parametrize("kind", ["clean", "truncated", "slow", "no or illegal answer", "everything"])
def test_a_bad_line_never_makes_a_hand(kind: str) -> None:
    """In virtual time: a slip is said to be taken only when it is, and to be back only when it lies in the bin."""
    model = load_model("custom_presenter")
    assert model.presenter is not None
    model = replace(model, presenter=replace(model.presenter, patience=4.0))
    for seed in range(40):
        wire: FaultyWire[Printer] = FaultyWire(seed, KINDS[kind], (0.03, 0.1))
        printer = wire.far = Printer(FarCable(wire.answer), model)
        driver = ReceiptPrinter(wire, model, wire.clock)
        try:
            outcome = driver.print(wire.clock.deadline(60), ticket())
        except Fault:
            continue
        if outcome is not PaperState.PRESENTED:
            continue
        assert printer.mouth is not None
        if takes := wire.random.random() < 0.5:
            wire.plan(wire.random.uniform(0, 4), printer.tear)
        began, altered = wire.clock(), wire.altered
        outcome = driver.follow_paper(wire.clock.deadline(180))
        assert wire.clock() - began <= 180
        if wire.altered == altered:
            lies, binned = printer.mouth.held is not None, bool(printer.mouth.bin)
            assert outcome is not PaperState.TAKEN or (takes and not lies and not binned), seed
            assert outcome is not PaperState.RETRACTED or binned, seed
