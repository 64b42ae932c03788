"""好差评 at a terminal: one touch is a rating, silence is none, and a bad one leaves a number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from central.contract import case_number
from central.contract.following import ByCaseNumber
from central.contract.messages import Received, RuleCode, Words
from central.contract.rating import ExplainRating, RateCase, RatingReason
from central.contract.survey import AnswerSurvey, SurveyQuestion
from central.contract.voice import VoiceKind, VoiceSubject
from devices.paper import PaperState
from devices.states import Fault
from kiosk.faults import EffectRefused, OutcomeUnknown, RuleHit
from kiosk.journeys.rate_case import rate_case, tell_visit
from kiosk.ledger import Ledger
from kiosk.outbox import MOST_VOICES, VOICES_WITHIN
from kiosk.runner import Patience, Runner
from kiosk.scenes import Home, Service
from kiosk.wishes.rating import Rate, Reasons, TellReasons, TellVisit
from kiosk.wishes.voice import FromReceipt, OfferCall, ShowReceipt, WriteVoice
from kiosk.wishes.voice_requests import DrawNumber, VoiceReceipt
from kiosk.wishes.wish import Ask, Do, EnterNumber, Entry, Outcome, Print, Shown
from tests.kiosk.test_journeys import play
from tests.kiosk.test_runner import RememberingStage, WaitingHands

CASE, TASK = case_number.new(), case_number.new()
NAME = Words(zh_CN="老年优待证")
PROOF = ByCaseNumber(number=CASE, last4="8001")
PHONE = "13800138001"
RATING = VoiceKind.RATING


async def rating(_shown: Shown | None = None) -> Outcome:
    await rate_case(CASE, NAME, PROOF)
    return Outcome.CASE_SHOWN


def rated(level: int) -> Do[Received]:
    return Do(RateCase(number=CASE, proof=PROOF, level=level, task=TASK if level > 3 else None))


def receipt(*, sent: bool = True) -> VoiceReceipt:
    return VoiceReceipt(TASK, RATING, VoiceSubject.OTHER, sent, called=True)


def bad(level: int, said: Reasons, came: Any = None) -> list[tuple[Any, Any]]:
    return [
        (Rate(CASE, NAME), level),
        (Ask(DrawNumber()), TASK),
        (rated(level), came or Received()),
        (TellReasons(level, TASK), said),
    ]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_one_touch_and_nothing_more_is_asked(level: int) -> None:
    play(rating(), (Rate(CASE, NAME), level), (rated(level), Received()))


def test_silence_sends_nothing() -> None:
    play(rating(), (Rate(CASE, NAME), None))


def test_a_bad_one_with_reasons_words_and_a_number_to_call_on_paper() -> None:
    reasons = (RatingReason.TOO_SLOW, RatingReason.NOT_EXPLAINED)
    why = ExplainRating(task=TASK, reasons=reasons, text="等了两个小时", phone=PHONE)
    play(
        rating(),
        *bad(5, Reasons(reasons, more=True)),
        (WriteVoice(RATING, VoiceSubject.OTHER), "等了两个小时"),
        (OfferCall(RATING), True),
        (EnterNumber(Entry.CALL_BACK), PHONE),
        (Do(why), Received()),
        (ShowReceipt(receipt()), FromReceipt.PRINT),
        (Print(receipt()), PaperState.PRINTED),
        (ShowReceipt(receipt(), printed=True), FromReceipt.DONE),
    )


@pytest.mark.parametrize("more", [False, True])
def test_nobody_has_to_say_why(*, more: bool) -> None:
    nothing = [(WriteVoice(RATING, VoiceSubject.OTHER), ""), (OfferCall(RATING), False)] if more else []
    play(rating(), *bad(4, Reasons(more=more)), *nothing, (ShowReceipt(receipt()), FromReceipt.DONE))


def test_without_the_office_it_waits_here_and_says_so() -> None:
    why = ExplainRating(task=TASK, reasons=(RatingReason.WRONG_RESULT,))
    play(
        rating(),
        *bad(4, Reasons((RatingReason.WRONG_RESULT,)), OutcomeUnknown()),
        (Do(why), OutcomeUnknown()),
        (ShowReceipt(receipt(sent=False)), FromReceipt.DONE),
    )


@pytest.mark.parametrize("came", [RuleHit(RuleCode.RATED_ALREADY), EffectRefused()])
def test_nobody_is_held_up_by_a_rating_that_is_not_taken(came: Fault) -> None:
    play(rating(), (Rate(CASE, NAME), 5), (Ask(DrawNumber()), TASK), (rated(5), came))


def test_whoever_walks_away_after_the_touch_has_rated_once() -> None:
    """Badly as well as well: the effect is begun before anybody asks why. A second touch begins no second one."""
    stage, hands = RememberingStage(), WaitingHands()
    runner = Runner({Service.FOLLOW_CASE: rating}, stage, hands, Patience())
    runner.tick(0.0)
    runner.begin(Service.FOLLOW_CASE)
    runner.answer(5)
    hands.answer(TASK)
    runner.answer(5)
    assert [hands.wanted, hands.effect_ids] == [rated(5).effect, [None]]
    hands.answer(Received())
    runner.back()  # past it there is no way back
    assert isinstance(stage.wish, TellReasons)
    runner.tick(200.0)
    runner.tick(400.0)
    assert isinstance(stage.scene, Home)
    assert hands.effect_ids == [None]


def test_a_ledger_knows_how_many_spoke_of_late(tmp_path: Path) -> None:
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    ledger = Ledger(tmp_path / "ledger.db")
    for minute in range(MOST_VOICES):
        ledger.append("raise-voice", b"sealed", now=at + timedelta(minutes=minute))
        ledger.append("take-ticket", b"sealed", now=at + timedelta(minutes=minute))
    ledger.sent(ledger.due(at)[0].id, "{}")  # heard by the office: it still counts
    later = at + timedelta(minutes=MOST_VOICES)
    assert len(ledger.made_since("raise-voice", later - VOICES_WITHIN)) == MOST_VOICES
    assert ledger.made_since("raise-voice", at + timedelta(minutes=3)) == [
        at + timedelta(minutes=minute) for minute in range(4, MOST_VOICES)
    ]
    ledger.close()


def test_three_questions_on_the_way_out_for_whoever_likes() -> None:
    async def leaving(_shown: Shown | None = None) -> Outcome:
        await tell_visit()
        return Outcome.RESULT_PRINTED

    said = ((SurveyQuestion.TIME, False), (SurveyQuestion.INTEGRITY, True))
    answered = Do(AnswerSurvey(answers=dict(said)))
    play(leaving(), (TellVisit(), ()))
    for came in (Received(), OutcomeUnknown()):
        play(leaving(), (TellVisit(), said), (answered, came))
    stage, hands = RememberingStage(), WaitingHands()
    runner = Runner({Service.APPLY_FOR_ITEM: leaving}, stage, hands, Patience())
    runner.tick(0.0)
    runner.begin(Service.APPLY_FOR_ITEM)
    runner.tick(Patience().finish)
    assert isinstance(stage.scene, Home)  # nobody has to touch anything
