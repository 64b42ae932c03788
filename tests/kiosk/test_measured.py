"""What items really took, on its way from the office to the words: fresh, of the same limit, never without evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.clock import ClockKind
from central.contract.item import StartEvent, Unit
from central.contract.measured import MeasuredTime, MeasuredTimes
from central.contract.texts import LANGUAGES
from devices.paper import Pair, Slip, Text
from devices.printer_model import load_model
from devices.slip_layout import lay_out
from kiosk.catalogue.catalogue import Catalogue
from kiosk.faults import OfficeSilent
from kiosk.measured_look import EVERY, FRESH, MeasuredLook
from kiosk.office import Office
from kiosk.slips.item import notice_slip
from kiosk.wishes.application_requests import ItemNotice
from kiosk.words.measured import said
from tests.kiosk.applications import item
from tests.kiosk.people import board
from tests.kiosk.test_item_slips import wording

LAST = date(2026, 11, 22)
LIMITED = item(
    promised_limit={"amount": 5, "unit": "working_day", "starts_at": "submitted"},
    legal_limit={"amount": 20, "unit": "working_day", "starts_at": "accepted"},
)
CATALOGUE = Catalogue(1, {LIMITED.item: LIMITED})


def took(**changes: Any) -> MeasuredTime:
    figure = {
        "item": LIMITED.item,
        "kind": ClockKind.PROMISED,
        "limit_unit": Unit.WORKING_DAY,
        "starts_at": StartEvent.SUBMITTED,
        "unit": Unit.WORKING_DAY,
        "median": 3,
        "ninety": 5,
        "count": 128,
        "left_out": 0,
        "first": date(2026, 8, 25),
        "last": LAST,
    }
    return MeasuredTime.model_validate(figure | changes)


class Line:
    """A line to the office on which answers come when the test says so."""

    def __init__(self) -> None:
        self.asked: list[Callable[[Any], None]] = []
        self.look = MeasuredLook(self._ask)

    def _ask(self, reply: Callable[[Any], None], verb: Callable[..., Any]) -> None:
        assert verb is Office.measured_times
        self.asked.append(reply)

    def shown(self, today: date = LAST + timedelta(days=1)) -> dict[str, MeasuredTime]:
        return dict(self.look.of(CATALOGUE, today))


# ---------------------------------------------------------------- the look


def test_the_office_is_asked_each_hour_and_nobody_waits() -> None:
    line = Line()
    line.look.tick(10.0)
    line.look.tick(10.0 + EVERY - 1)
    assert (len(line.asked), line.shown()) == (1, {})
    line.asked[0](MeasuredTimes(times=(took(),)))
    assert line.shown() == {LIMITED.item: took()}
    line.look.tick(10.0 + EVERY)
    assert len(line.asked) == 2


def test_a_fault_keeps_what_is_fresh_and_an_empty_answer_does_not() -> None:
    line = Line()
    line.look.tick(0.0)
    line.asked[0](MeasuredTimes(times=(took(),)))
    line.look.tick(EVERY)
    line.asked[1](OfficeSilent())
    assert line.shown() == {LIMITED.item: took()}
    line.look.tick(2 * EVERY)
    line.asked[2](MeasuredTimes())
    assert line.shown() == {}


def test_what_is_old_is_not_shown() -> None:
    line = Line()
    line.look.tick(0.0)
    line.asked[0](MeasuredTimes(times=(took(),)))
    assert line.shown(LAST + FRESH)
    assert line.shown(LAST + FRESH + timedelta(days=1)) == {}


# ---------------------------------------------------------------- which figure


@pytest.mark.parametrize(
    "change",
    [
        {"limit_unit": Unit.DAY, "unit": Unit.DAY},
        {"starts_at": StartEvent.ACCEPTED},
        {"kind": ClockKind.ANSWER},
        {"item": "another"},
    ],
)
def test_a_figure_of_another_limit_is_none_of_this_ones(change: dict[str, Any]) -> None:
    assert MeasuredTimes(times=(took(**change),)).of(LIMITED) is None


def test_the_promise_counts_before_the_law() -> None:
    legal = took(kind=ClockKind.LEGAL, starts_at=StartEvent.ACCEPTED)
    assert MeasuredTimes(times=(legal, took())).of(LIMITED) == took()
    assert MeasuredTimes(times=(legal,)).of(LIMITED) == legal
    assert MeasuredTimes(times=(legal, took())).of(item(legal_limit=None, promised_limit=None)) is None


# ---------------------------------------------------------------- the words


def test_both_figures_stand_with_their_unit_and_their_evidence() -> None:
    told = said(took(), wording())
    assert told.text == "实际用时：一半的人 3 个工作日内办结，九成的人 5 个工作日内办结"
    assert told.evidence == "从提交申请算起；2026年8月25日至11月22日，128 件"
    told = said(took(left_out=2, first=date(2025, 11, 1)), wording("en"))
    assert (
        told.text == "In fact: half of the cases took at most 3 working days, nine in ten took at most 5 working days"
    )
    start, window = told.evidence.split("; ", 1)
    assert start == "from the application on"
    assert window == "Nov 1 2025 to Nov 22 2026, 128 cases; 2 more could not be counted in days"


def test_few_cases_show_their_number_and_no_value() -> None:
    told = said(took(median=None, ninety=None, count=7), wording())
    assert (told.text, told.evidence) == ("实际用时：样本不足", "从提交申请算起；2026年8月25日至11月22日，7 件")


def test_no_days_are_the_same_day_and_begun_hours_count_as_one_more() -> None:
    assert said(took(median=0), wording()).text == "实际用时：一半的人当天办结，九成的人 5 个工作日内办结"
    hours = took(limit_unit=Unit.AT_ONCE, unit=Unit.HOUR, median=0, ninety=2)
    assert said(hours, wording()).text == "实际用时：一半的人 1 小时内办结，九成的人 3 小时内办结"


@given(
    st.sampled_from([unit for unit in Unit if unit is not Unit.AT_ONCE]),
    st.integers(0, 400),
    st.integers(0, 400),
    st.sampled_from(LANGUAGES),
)
def test_every_figure_has_its_unit_and_no_gap(unit: Unit, one: int, other: int, language: str) -> None:
    low, high = sorted((one, other))
    told = said(took(limit_unit=unit, unit=unit, median=low, ninety=high), wording(language))
    assert "{" not in told.text + told.evidence
    begun = int(unit in (Unit.HOUR, Unit.MONTH))
    assert high + begun == 0 or str(high + begun) in told.text


def test_the_one_time_notice_tells_it_below_the_limits() -> None:
    def notice(measured: MeasuredTime | None) -> Slip:
        return notice_slip(ItemNotice(CATALOGUE, LIMITED, measured), board().name, "1 号机", wording())

    told = said(took(), wording())
    line = f"{told.text}（{told.evidence}）"
    [at] = [n for n, each in enumerate(notice(took()).elements) if isinstance(each, Text) and each.text == line]
    before = notice(took()).elements[at - 1]
    assert isinstance(before, Pair)
    assert before.label == "承诺时限"
    assert lay_out(notice(took()), load_model())
    assert all("实际用时" not in each.text for each in notice(None).elements if isinstance(each, Text))
