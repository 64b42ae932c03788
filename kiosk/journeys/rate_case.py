"""好差评 of a case: voluntary, in one touch; a bad one leaves a number by which the office's answer is read."""

from __future__ import annotations

from contextlib import suppress

from central.contract.following import OwnProof
from central.contract.messages import Words
from central.contract.rating import DISSATISFIED, ExplainRating, RateCase
from central.contract.survey import AnswerSurvey
from central.contract.voice import VoiceKind, VoiceSubject
from devices.states import Fault
from kiosk.faults import OutcomeUnknown
from kiosk.journeys.raise_voice import hand_out
from kiosk.wishes.rating import Rate, TellReasons, TellVisit, answer_survey, explain_rating, rate
from kiosk.wishes.voice import OfferCall, WriteVoice, draw_number
from kiosk.wishes.voice_requests import VoiceReceipt
from kiosk.wishes.wish import EnterNumber, Entry

_KIND = VoiceKind.RATING


async def rate_case(number: str, name: Words, proof: OwnProof) -> bool:
    """Whoever says nothing has said nothing good either. What was touched is sent before anybody asks why: whoever
    walks away then has rated all the same. True: it is rated now, or will be."""
    level = await Rate(number, name)
    if level is None:
        return False
    task = await draw_number() if level >= DISSATISFIED else None
    sent = True
    try:
        await rate(RateCase(number=number, proof=proof, level=level, task=task))
    except OutcomeUnknown:
        sent = False  # it is in the ledger, and on its way
    except Fault:
        return False  # rated before, or not to be had here: nobody is held up at the end for that
    if task is not None:
        await hand_out(await tell_why(level, task, sent=sent))
    return True


async def tell_why(level: int, task: str, *, sent: bool) -> VoiceReceipt:
    """Reasons, words, a telephone number: each of them if somebody likes."""
    told = await TellReasons(level, task)
    text, phone = "", None
    if told.more:
        text = await WriteVoice(_KIND, VoiceSubject.OTHER)
        phone = await EnterNumber(Entry.CALL_BACK) if await OfferCall(_KIND) else None
    if told.reasons or text or phone:
        why = {"task": task, "reasons": told.reasons, "text": text, "phone": phone}
        try:
            await explain_rating(ExplainRating.model_validate(why))
        except OutcomeUnknown:
            sent = False
    return VoiceReceipt(task, _KIND, VoiceSubject.OTHER, sent, called=True)


async def tell_visit() -> None:
    """Time, cost, integrity: anonymous, and nobody has to."""
    answers = dict(await TellVisit())
    if answers:
        with suppress(Fault):  # nobody is held up for that
            await answer_survey(AnswerSurvey(answers=answers))
