"""An application from the card on the reader to the paper, at a real office: runner, hands, devices, ledger, wire."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Table, select

from central.contract.item import ItemDocument
from central.contract.rating import RatingReason
from central.contract.source import DataSource
from central.contract.survey import SurveyQuestion
from central.limits.figure import Period
from central.services import kiosks, surveys, voice_desk
from central.store import measured_times
from central.store.figure_tables import abilities, sessions
from central.store.measured_times import MeasuredRow
from devices.bench.bench import Bench
from devices.bench.cards import resident
from devices.deadline import Deadline
from devices.printer_model import PrinterModel
from kiosk.catalogue.catalogue import Catalogue
from kiosk.journeys.apply_for_item import apply_for_item
from kiosk.office import enrol
from kiosk.office_api import OfficeAddress
from kiosk.reporting import EVERY
from kiosk.runner import Patience, Runner
from kiosk.scenes import Home, OutOfService, Problem, Service, WishScene
from kiosk.wishes.application import (
    AgreeToSources,
    BrowseCatalogue,
    CatalogueSeen,
    Change,
    FillField,
    FromDecision,
    FromItem,
    ReadItem,
    ReviewAnswers,
    ShowDecision,
    Submit,
    TakeResult,
)
from kiosk.wishes.application_requests import LookAtCatalogue
from kiosk.wishes.rating import Rate, Reasons, TellReasons, TellVisit
from kiosk.wishes.voice import FromReceipt, OfferCall, ShowReceipt, WriteVoice
from kiosk.wishes.wish import EnterNumber, Present
from tests.central.counter import GUOAN, OLD, Counter, item_document
from tests.central.house import House
from tests.central.terminal import serving
from tests.central.test_settling import settle
from tests.kiosk.applications import ASSETS
from tests.kiosk.test_runner import RememberingStage
from tests.kiosk.test_terminal import Place

PHONE = "13800138001"
CARD = resident("guoan", GUOAN.name, GUOAN.id_number[:17])


def without_portrait(document: dict[str, Any]) -> None:
    document["materials"] = [each for each in document["materials"] if each["comes_from"] == "source"]
    document["components"] = ["receipt_printer"]
    document["documents"][0].pop("portrait")


ITEM = item_document(without_portrait)


class Counterpart:
    """The office with its item, and a terminal before it whose citizen is the test."""

    def __init__(
        self, house: House, url: str, bench: Bench, directory: Path, printer_model: PrinterModel | None = None
    ) -> None:
        self.printer_model = printer_model
        self.bench, self.directory, self.storage = bench, directory, directory / "kiosk"
        self.desk = Counter(house, ITEM)
        code = kiosks.invite(house.office, house.hall_id)
        enrol(Deadline(10), OfficeAddress(url), code, "1 号机", self.storage)
        self.city: Any = SimpleNamespace(storage=self.storage, url=url)
        self.place: Place | None = None
        self.open()

    def open(self) -> None:
        """Power on."""
        self.place = place = Place(self.city, self.bench, self.storage, printer_model=self.printer_model)
        source = DataSource.model_validate_json((ASSETS / "sources" / "population.json").read_bytes())
        item = ItemDocument.model_validate_json(ITEM)
        place.terminal.use(Catalogue(1, {item.item: item}, {source.source: source}))
        self.stage = RememberingStage()
        self.runner = Runner({Service.APPLY_FOR_ITEM: apply_for_item}, self.stage, place.terminal, Patience())
        place.terminal.changed = self.runner.changed
        present = place.fitted.all()
        place.until(lambda: all(device.state.usable for device in present))
        place.until(lambda: place.terminal.readiness().board is not None)

    def close(self) -> None:
        """Power off, whatever is under way."""
        if self.place is not None:
            self.place.close()
            self.place = None

    def reach(self, kind: type) -> Any:
        assert self.place is not None
        self.place.until(lambda: isinstance(self.stage.scene, WishScene | Home | Problem) and self._at(kind))
        return self.stage.wish

    def _at(self, kind: type) -> bool:
        scene = self.stage.scene
        assert not isinstance(scene, Problem), scene
        return isinstance(scene, WishScene) and isinstance(scene.wish, kind)

    def answer(self, kind: type, value: Any) -> Any:
        wish = self.reach(kind)
        self.runner.answer(value)
        return wish

    def show_card(self) -> None:
        self.runner.begin(Service.APPLY_FOR_ITEM)
        self.answer(BrowseCatalogue, "senior_card")
        self.answer(ReadItem, FromItem.APPLY)
        self.reach(Present)
        self.bench.reader.lay(CARD)

    def fill(self, phone: str | None = PHONE) -> None:
        self.show_card()
        self.answer(AgreeToSources, ("population",))
        self.answer(FillField, phone)
        self.reach(ReviewAnswers)

    def lift(self) -> None:
        """Take the card away, and give the reader time to see it."""
        self.bench.reader.lift()
        assert self.place is not None
        listening = self.place.terminal._listening
        self.place.until(lambda: not listening._card_lies)

    def home(self) -> None:
        assert self.place is not None
        self.place.until(lambda: isinstance(self.stage.scene, Home | OutOfService))

    def told(self, table: Table) -> list[dict[str, Any]]:
        """What the office has written down."""
        with self.desk.office.database.read() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]

    def ledger(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.storage.glob("ledger.db*"))


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Counterpart]:
    yield from counterpart(tmp_path, Bench(tmp_path / "ports"))


def counterpart(tmp_path: Path, bench: Bench, printer_model: PrinterModel | None = None) -> Iterator[Counterpart]:
    house = House(str(tmp_path / "office.db"), tmp_path)
    bench.start()
    with serving(house.office) as url:
        opened = Counterpart(house, url, bench, tmp_path, printer_model)
        yield opened
        opened.close()
    bench.stop()
    house.close()


def test_from_the_card_to_the_paper_and_the_rating(at: Counterpart, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    at.fill()
    at.runner.answer(Submit())
    shown = at.answer(ShowDecision, FromDecision.PRINT)
    assert shown.decision.outcome == "approved"
    assert shown.choices == (FromDecision.PRINT, FromDecision.HOME)
    taken = at.answer(TakeResult, True)
    assert (taken.paper.holder, taken.notice) == (GUOAN.name, None)
    at.answer(Rate, 4)
    at.answer(TellReasons, Reasons((RatingReason.TOO_SLOW,), more=True))
    at.answer(WriteVoice, "等了两个小时")
    at.answer(OfferCall, True)
    at.answer(EnterNumber, PHONE)
    receipt = at.answer(ShowReceipt, FromReceipt.PRINT).receipt
    assert (receipt.sent, receipt.kind) == (True, "rating")
    at.answer(ShowReceipt, FromReceipt.DONE)
    at.answer(TellVisit, ((SurveyQuestion.TIME, False),))
    at.home()
    asked = surveys.told(at.desk.office, at.desk.house.hall_id, Period(date(2026, 11, 1), date(2026, 11, 30)))
    assert {question: each.denominator for question, each in asked.items()} == {"time": 1, "cost": 0, "integrity": 0}
    [begun] = at.told(sessions)
    assert begun["application_id"] == shown.decision.application_id
    assert at.place is not None
    at.place.later += EVERY  # the next report is due, whatever the first one knew already
    at.place.until(
        lambda: ("item", "senior_card", "") in {(row["kind"], row["code"], row["why"]) for row in at.told(abilities)}
    )
    assert [slip.whole for slip in at.bench.printer.slips] == [True, True]
    (task,) = voice_desk.waiting(at.desk.office, at.desk.house.hall_id).voices
    assert (task.voice.number, task.said, task.phone) == (receipt.number, "等了两个小时", PHONE)
    for secret in (GUOAN.name, GUOAN.id_number, PHONE, "两个小时"):
        assert secret.encode() not in at.ledger()
        assert secret not in caplog.text


def test_power_fails_right_after_the_touch_and_the_rating_comes_once(at: Counterpart) -> None:
    at.fill()
    at.runner.answer(Submit())
    at.answer(ShowDecision, FromDecision.PRINT)
    at.answer(TakeResult, True)
    number = at.answer(Rate, 5).receipt
    at.reach(TellReasons)
    at.close()
    at.open()
    assert at.place is not None
    at.place.until(lambda: bool(voice_desk.waiting(at.desk.office, at.desk.house.hall_id).voices))
    at.bench.reader.lift()
    at.lift()
    at.show_card()
    at.answer(ShowDecision, FromDecision.PRINT)
    at.answer(TakeResult, True)
    at.answer(Rate, 1)  # the office has one already: nobody is held up for that
    at.home()
    (task,) = voice_desk.waiting(at.desk.office, at.desk.house.hall_id).voices
    assert (task.case, task.level) == (number, 5)


def test_power_fails_between_the_decision_and_the_paper(at: Counterpart) -> None:
    """Whoever comes back with the card gets the original; anybody else is told nothing of it."""
    at.fill()
    at.runner.answer(Submit())
    first = at.reach(ShowDecision).decision
    at.close()
    at.bench.reader.lift()
    at.open()
    at.show_card()
    assert at.answer(ShowDecision, FromDecision.PRINT).decision.receipt == first.receipt
    at.answer(TakeResult, False)
    at.home()
    (slip,) = at.bench.printer.slips
    assert slip.lines
    assert not any("补打" in line for line in slip.lines), "the first paper is the original"


def test_an_answer_that_is_lost_leaves_one_application(at: Counterpart, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office decides, its answer never arrives; trying again is the same effect and brings the same receipt."""
    from kiosk.faults import OfficeSilent
    from kiosk.office import Office

    send, lost = Office.send, list[Any]()

    def lose_the_first(self: Office, *arguments: Any) -> Any:
        answer = send(self, *arguments)
        if not lost:
            lost.append(answer)
            raise OfficeSilent("the cable was pulled just then")
        return answer

    monkeypatch.setattr(Office, "send", lose_the_first)
    at.fill(None)
    at.runner.answer(Submit())
    at.runner.answer(Submit())  # a finger that presses twice
    decision = at.reach(ShowDecision).decision
    assert [each.receipt for each in lost] == [decision.receipt]


def test_the_printer_says_no_and_the_result_stands(at: Counterpart) -> None:
    at.fill()
    at.runner.answer(Submit())
    at.reach(ShowDecision)
    at.bench.printer.open_cover()
    at.runner.answer(FromDecision.PRINT)
    assert at.answer(TakeResult, False).notice.code == "cover_open"
    at.home()
    at.bench.printer.close_cover()
    at.lift()
    at.show_card()
    at.answer(ShowDecision, FromDecision.PRINT)
    assert at.answer(TakeResult, False).notice is None


def test_a_person_asks_for_more_grants_and_the_terminal_prints(
    at: Counterpart, caplog: pytest.LogCaptureFixture
) -> None:
    """转人工 from its beginning to its end: three visits with the card, and a clerk between them."""
    caplog.set_level(logging.DEBUG)
    at.desk.register.people[GUOAN.id_number] = OLD | {"name": "陈国平"}
    at.fill(None)
    at.runner.answer(Submit())
    decision = at.answer(ShowDecision, FromDecision.HOME).decision
    assert (decision.outcome, decision.handed_over) == ("manual", True)
    at.home()
    at.lift()
    settle(at.desk, decision.receipt, "ask_supplements", missing=("field.phone",), reason="请留电话")

    at.show_card()
    shown = at.answer(ShowDecision, FromDecision.SUPPLEMENT)
    assert shown.choices == (FromDecision.SUPPLEMENT, FromDecision.ANEW, FromDecision.HOME)
    assert (shown.decision.reason, len(shown.owed)) == ("请留电话", 1)
    at.answer(FillField, PHONE)
    again = at.answer(ShowDecision, FromDecision.HOME).decision
    assert (again.outcome, again.handed_over, again.asked) == ("manual", True, ())
    at.home()
    at.lift()
    settle(at.desk, decision.receipt, "approve")

    at.show_card()
    granted = at.answer(ShowDecision, FromDecision.PRINT).decision
    assert (granted.outcome, granted.by_machine, granted.receipt) == ("approved", False, decision.receipt)
    assert at.answer(TakeResult, False).notice is None
    at.home()
    assert [slip.whole for slip in at.bench.printer.slips] == [True]
    for secret in (GUOAN.name, GUOAN.id_number, PHONE):
        assert secret.encode() not in at.ledger()
        assert secret not in caplog.text


def steps(at: Counterpart) -> list[Callable[[], Any]]:
    return [
        at.show_card,
        lambda: at.answer(AgreeToSources, ("population",)),
        lambda: at.answer(FillField, PHONE),
        lambda: at.answer(ReviewAnswers, Change("field.phone")),
        lambda: at.reach(FillField),
    ]


def test_what_the_item_really_took_comes_from_the_office_and_stands_on_its_page(at: Counterpart) -> None:
    at.close()
    yesterday = (at.desk.house.clock.at - timedelta(days=1)).date()
    row = MeasuredRow(
        item="senior_card",
        kind="promised",
        limit_unit="at_once",
        starts_at="submitted",
        unit="hour",
        median=0,
        ninety=2,
        count=128,
        left_out=0,
        first=yesterday - timedelta(days=89),
        last=yesterday,
    )
    at.desk.house.desk(lambda desk: measured_times.replace(desk.connection, [row]))
    at.open()
    assert at.place is not None
    place = at.place
    seen: list[CatalogueSeen] = []

    def told() -> bool:
        place.terminal.ask(LookAtCatalogue(), seen.append)
        return bool(seen[-1].measured)

    place.until(told)
    at.runner.begin(Service.APPLY_FOR_ITEM)
    at.answer(BrowseCatalogue, "senior_card")
    measured = at.reach(ReadItem).measured
    assert (measured.median, measured.ninety, measured.count, measured.last) == (0, 2, 128, yesterday)


def test_leaving_at_any_step_before_it_is_submitted_leaves_nothing(at: Counterpart) -> None:
    for last in range(1, len(steps(at)) + 1):
        for step in steps(at)[:last]:
            step()
        session = at.runner._session
        assert session is not None
        at.runner.home()
        assert (session.steps, session.effects, session.shown) == ([], [], None)
        assert isinstance(at.stage.scene, Home)
        at.lift()
    assert b"submit-application" not in at.ledger()


def test_back_goes_through_the_form_one_answer_at_a_time_and_asks_the_office_nothing_again(at: Counterpart) -> None:
    at.fill()
    asked = len(at.desk.register.asked)
    at.runner.back()
    assert isinstance(at.stage.wish, FillField)
    at.runner.back()
    assert isinstance(at.stage.wish, AgreeToSources)
    assert len(at.desk.register.asked) == asked
    at.runner.answer(("population",))
    at.answer(FillField, None)
    at.answer(ReviewAnswers, Submit())
    at.reach(ShowDecision)
    at.runner.back()
    assert isinstance(at.stage.wish, ShowDecision), "past an effect there is no way back"
    assert len(at.told(sessions)) == 1, "one item was begun, however often the way went back"
