"""好差评: a case is rated once, by whoever it belongs to; a bad one is a task; the figures take silence for nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from central.contract import case_number
from central.contract.following import ByCaseNumber, ReadCase
from central.contract.messages import Received
from central.contract.rating import ExplainRating, RateCase, RatingReason
from central.contract.survey import AnswerSurvey, SurveyQuestion
from central.contract.voice import ActOnVoice, VoiceAct, VoiceKind
from central.limits.figure import Period
from central.services import commands, following, ratings, satisfaction, surveys, voice_desk, voices
from tests.central.counter import GUOAN, OTHER, Counter
from tests.central.house import PHONE, House
from tests.central.test_departments import Department
from tests.central.test_following import do, refused
from tests.central.test_voices import contents, take_in, voice

Open = Callable[..., House]
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def rate(house: House, number: str, level: int, proof: Any = GUOAN, *, key: str | None = None, task: str = "") -> str:
    """The number of its task."""
    drawn = (task or case_number.new()) if level > 3 else None
    wanted = RateCase(number=number, proof=proof, level=level, task=drawn)
    assert do(house, wanted, key).received
    return drawn or ""


def explain(house: House, task: str, *reasons: RatingReason, text: str = "", phone: str | None = None) -> Received:
    wanted = ExplainRating(task=task, reasons=reasons, text=text, phone=phone)
    return house.desk(lambda desk: ratings.explain(desk, house.kiosk, wanted))


def act(house: House, task: str, how: str, clerk: str = "王芳", **more: str) -> Any:
    wanted = ActOnVoice.model_validate({"act": how, "clerk": clerk} | more)
    return house.desk(lambda desk: voice_desk.act(desk, f"window:1:{clerk}", task, wanted))


def tasks(house: House) -> Any:
    return voice_desk.waiting(house.office, house.hall_id).voices


@pytest.fixture
def counter(open_house: Open) -> Counter:
    return Counter(open_house())


@pytest.fixture
def water(open_small: Open) -> Department:
    return Department(open_small())


def test_a_case_is_rated_once_however_often_it_is_sent(counter: Counter) -> None:
    house, received = counter.house, counter.submit()
    number = received.receipt
    assert counter.decision(received.application_id).can_rate
    assert following.read(house.office, house.kiosk, ReadCase(number=number, proof=GUOAN)).can_rate
    task = rate(house, number, 5, key="k" * 16)
    rate(house, number, 5, key="k" * 16, task=task)  # the answer was lost
    for level in (1, 5):
        with refused("rated_already"):
            rate(house, number, level)
    assert not following.read(house.office, house.kiosk, ReadCase(number=number, proof=GUOAN)).can_rate
    assert not counter.decision(received.application_id).can_rate
    (open_task,) = tasks(house)
    assert (open_task.voice.number, open_task.case, open_task.level) == (task, number, 5)
    assert [clock.kind for clock in open_task.voice.clocks] == ["contact", "answer"]
    assert voices.read_voice(house.office, house.kiosk, task).kind is VoiceKind.RATING


def test_nobody_rates_somebody_elses_case(counter: Counter) -> None:
    house, number = counter.house, counter.submit().receipt
    for proof in (OTHER, ByCaseNumber(number=number, last4="9999")):
        with refused("case_not_found"):
            rate(house, number, 5, proof)
    assert tasks(house) == ()
    assert rate(house, number, 5, ByCaseNumber(number=number, last4="0013"))


def test_a_departments_case_is_rated_when_there_is_a_result(water: Department) -> None:
    house, number = water.house, water.open().number
    proof = ByCaseNumber(number=number, last4="002X")

    def asked() -> bool:
        return following.read(house.office, house.kiosk, ReadCase(number=number, proof=proof)).can_rate

    assert not asked()
    with refused("case_not_decided"):
        rate(house, number, 5, proof)
    water.say(number, "accepted", "review_begun", "refused")
    assert asked()
    rate(house, number, 4, proof)
    assert not asked()
    assert tasks(house)[0].case == number


@pytest.mark.parametrize("early", [True, False])
def test_words_come_with_the_rating_or_before_it_and_once(counter: Counter, *, early: bool) -> None:
    house, number, task = counter.house, counter.submit().receipt, case_number.new()
    said = (RatingReason.TOO_SLOW, RatingReason.BY_MISTAKE)
    if early:  # a line that was down brings them in any order
        explain(house, task, *said, text="等了两个小时", phone=PHONE)
    rate(house, number, 5, task=task)
    if not early:
        explain(house, task, *said, text="等了两个小时", phone=PHONE)
    with refused("number_taken"):
        explain(house, task, text="别的话")
    (shown,) = tasks(house)
    assert (shown.reasons, shown.said, shown.phone) == (("too_slow", "by_mistake"), "等了两个小时", PHONE)
    assert "两个小时" not in voices.read_voice(house.office, house.kiosk, task).model_dump_json()


def test_words_from_another_terminal_are_not_the_raters(counter: Counter) -> None:
    """A receipt may be found by anybody."""
    house, number = counter.house, counter.submit().receipt
    task = rate(house, number, 5)
    own, house.kiosk = house.kiosk, house.enrol()
    explain(house, task, text="冒充")
    house.kiosk = own
    assert tasks(house)[0].said == ""


@pytest.mark.parametrize(
    "wrong",
    [{"level": 0}, {"level": 6}, {"level": 4, "task": None}, {"level": 3}, {"task": "0000-0000-0001"}, {"reasons": ()}],
    ids=str,
)
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    fits = {"number": case_number.new(), "proof": GUOAN, "level": 5, "task": case_number.new()}
    assert RateCase.model_validate(fits)
    with pytest.raises(ValidationError):
        RateCase.model_validate(fits | wrong)


@pytest.mark.parametrize("wrong", [{"text": "<b>"}, {"reasons": ["fast"]}, {"reasons": ["too_slow"] * 2}], ids=str)
def test_hostile_words_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ExplainRating.model_validate({"task": case_number.new()} | wrong)


# ---------------------------------------------------------------- appeals


def test_an_appeal_is_decided_by_somebody_else_and_the_rating_stays(counter: Counter) -> None:
    house, number = counter.house, counter.submit().receipt
    task = rate(house, number, 5)
    with refused("reason_missing"):
        act(house, task, "appeal")
    with refused("no_appeal"):
        act(house, task, "set_aside", reason="误评", approver="李主任")
    assert act(house, task, "appeal", reason="本人说点错了").voice.appeal == "open"
    with refused("appeal_open"):
        act(house, task, "appeal", reason="又来")
    for approver in ("", "赵", "王芳"):
        with refused("approver_missing"):
            act(house, task, "set_aside", "赵", reason="已核实", approver=approver)
    shown = act(house, task, "set_aside", "赵", reason="已核实", approver="李主任")
    assert (shown.voice.appeal, shown.level, shown.voice.state) == ("set_aside", 5, "received")
    with refused("appeal_was_once"):
        act(house, task, "appeal", reason="再来")
    found = satisfaction.satisfaction(house.office, house.hall_id, NOVEMBER)
    assert (found.satisfied.numerator, found.satisfied.denominator, found.set_aside) == (0, 1, 1)
    assert (found.without_set_aside.numerator, found.without_set_aside.denominator) == (0, 0)
    assert voices.read_voice(house.office, house.kiosk, task).appeal == "set_aside"


def test_nobody_appeals_against_a_complaint(open_small: Open) -> None:
    house = open_small()
    with refused("no_appeal"):
        act(house, take_in(house, voice()), VoiceAct.APPEAL.value, reason="不对")


def test_an_appeal_that_fails_leaves_the_figures_alone(counter: Counter) -> None:
    house, number = counter.house, counter.submit().receipt
    task = rate(house, number, 4)
    act(house, task, "appeal", reason="不是我们的事")
    assert act(house, task, "uphold", "赵", reason="属实", approver="李主任").voice.appeal == "upheld"
    found = satisfaction.satisfaction(house.office, house.hall_id, NOVEMBER)
    assert (found.without_set_aside, found.set_aside) == (
        found.satisfied.__class__(0, 1, NOVEMBER, "rated_1_to_3_of_those_not_set_aside"),
        0,
    )


# ---------------------------------------------------------------- figures


def test_silence_is_no_rating(counter: Counter) -> None:
    house = counter.house
    bad = rate(house, counter.submit().receipt, 4)
    rate(house, counter.submit().receipt, 3)
    counter.submit()
    found = satisfaction.satisfaction(house.office, house.hall_id, NOVEMBER)
    assert (found.satisfied.numerator, found.satisfied.denominator, found.satisfied.few) == (1, 2, True)
    assert (found.answered.numerator, found.answered.denominator) == (2, 3)
    assert (found.called_in_time.denominator, found.undated) == (0, 0)  # the limit still runs
    house.later(days=1)
    act(house, bad, "contact")
    counter.register.as_of = house.clock.at
    rate(house, counter.submit().receipt, 5)
    house.later(days=7)
    found = satisfaction.satisfaction(house.office, house.hall_id, NOVEMBER)
    assert (found.called_in_time.numerator, found.called_in_time.denominator) == (1, 2)
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    assert satisfaction.satisfaction(house.office, house.hall_id, october).satisfied.share is None


# ---------------------------------------------------------------- three questions on the way out


def test_answers_are_counts_of_a_month_and_nobodys(open_house: Open) -> None:
    house = open_house().at("10:17")
    for cost in (True, False, False):
        wanted = AnswerSurvey(answers={SurveyQuestion.COST: cost, SurveyQuestion.INTEGRITY: True})
        for _ in range(2):  # the answer was lost, and it was sent again
            commands.carry_out(
                house.office,
                house.command(f"{cost}{house.clock.at}"),
                lambda desk, it=wanted: surveys.take_in(desk, it),
            )
        house.later(minutes=1)
    found = surveys.told(house.office, house.hall_id, NOVEMBER)
    said = {question.value: (each.numerator, each.denominator) for question, each in found.items()}
    assert said == {"time": (0, 0), "cost": (1, 3), "integrity": (3, 3)}
    (table,) = (rows for name, rows in contents(house).items() if name == "survey_counts")
    assert [set(row) for row in table] == [{"hall_id", "month", "question", "good", "times"}] * len(table)
    assert {str(row["month"]) for row in table} == {"2026-11-01"}
    assert not any("cost" in str(row) for row in contents(house)["commands"])


@pytest.mark.parametrize("wrong", [{}, {"speed": True}, {"time": "很长"}], ids=str)
def test_other_answers_are_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AnswerSurvey.model_validate({"answers": wrong})
