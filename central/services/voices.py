"""投诉、表扬、廉政举报 and bad ratings: they are taken in once, read by their number, and have clocks.

There is no command kept for a voice: its number makes it the same one however often it comes, and a kept command would
say which terminal sent an integrity report, and at which second.
"""

from __future__ import annotations

from datetime import datetime

from central.contract import case_number
from central.contract.item import StartEvent
from central.contract.messages import Message, Phone, Received, RuleCode
from central.contract.voice import (
    ROOM,
    RaiseVoice,
    Said,
    Voice,
    VoiceAct,
    VoiceClock,
    VoiceKind,
    VoiceState,
    VoiceSubject,
)
from central.limits.calendar import midnight
from central.limits.course import Course
from central.limits.deadline import Due, Limit, NoCalendar
from central.limits.light import Reading
from central.limits.light import read as look_at_clock
from central.limits.supervision_rules import Within
from central.limits.term import Term
from central.office import Desk, Office
from central.services.refusals import Refusal
from central.store import voices as stored
from central.store.database import Connection
from central.store.kiosks import Kiosk

DISSATISFIED = 4
"""Of five levels, 1 the best: the two worst open a task."""

_PLACE = "voices"


class Content(Message):
    """What is sealed of a voice."""

    text: Said = ""
    phone: Phone | None = None


class Words(Message):
    """What is sealed of an event."""

    text: str = ""
    reason: str = ""
    approver: str = ""


# ---------------------------------------------------------------- taking in


def take_in(desk: Desk, kiosk: Kiosk, wanted: RaiseVoice) -> Received:
    """A voice comes to be; the same one again is no second one. Raises `Refusal` number_taken for another."""
    named = wanted.kind is not VoiceKind.INTEGRITY
    voice = stored.Voice(
        number=wanted.number,
        hall_id=kiosk.hall_id,
        kind=wanted.kind.value,
        subject=wanted.subject.value,
        day=desk.today,
        content=_sealed(desk, wanted.number, Content(text=wanted.text, phone=wanted.phone)),
        at=desk.now if named else None,
        kiosk_id=kiosk.kiosk_id if named else None,
    )
    if not stored.add(desk.connection, voice):
        before = stored.find(desk.connection, wanted.number)
        said = Content(text=wanted.text, phone=wanted.phone)
        if (
            before is None
            or (before.kind, before.subject) != (voice.kind, voice.subject)
            or content(desk, before) != said
        ):
            raise Refusal("number_taken", status=422)
    return Received()


def open_for_rating(desk: Desk, kiosk: Kiosk, application_id: str, level: int) -> None:
    """A bad rating has an owner and clocks from the moment it is given."""
    if level < DISSATISFIED:
        return
    number = case_number.new()
    voice = stored.Voice(
        number=number,
        hall_id=kiosk.hall_id,
        kind=VoiceKind.RATING.value,
        subject=VoiceSubject.OTHER.value,
        day=desk.today,
        content=_sealed(desk, number, Content()),
        at=desk.now,
        kiosk_id=kiosk.kiosk_id,
        application_id=application_id,
    )
    stored.add(desk.connection, voice)


# ---------------------------------------------------------------- reading


def read_voice(office: Office, number: str) -> Voice:
    """State and answer, for whoever has the number, at any hall. Raises `Refusal` not_found, case_number_invalid."""
    with office.database.read() as connection:
        voice = numbered(connection, number)
        return told(office.desk(connection, voice.hall_id), voice)


def numbered(connection: Connection, number: str, *, lock: bool = False) -> stored.Voice:
    """By its number as somebody wrote it. Raises `Refusal` not_found, case_number_invalid."""
    try:
        exact = case_number.read(number)
    except case_number.NotACaseNumber:
        raise Refusal("case_number_invalid", status=422) from None
    voice = stored.find(connection, exact, lock=lock)
    if voice is None:
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    return voice


def told(desk: Desk, voice: stored.Voice) -> Voice:
    """What may be read of it."""
    done = stored.events_of(desk.connection, voice.number)
    answers = [each for each in done if each.act == VoiceAct.ANSWER.value]
    return Voice(
        number=voice.number,
        kind=VoiceKind(voice.kind),
        subject=VoiceSubject(voice.subject),
        state=state(done),
        received_on=voice.day,
        answer=words(desk, answers[-1]).text if answers else "",
        answered_on=desk.hall.day(answers[-1].at) if answers else None,
        clocks=clocks(desk, voice, done),
    )


def state(done: list[stored.Event]) -> VoiceState:
    """How far it is, by what was done."""
    acts = {each.act for each in done}
    if acts & {VoiceAct.CLOSE.value, VoiceAct.OVERRIDE.value}:
        return VoiceState.CLOSED
    if VoiceAct.ANSWER.value in acts:
        return VoiceState.ANSWERED
    return VoiceState.CONTACTED if VoiceAct.CONTACT.value in acts else VoiceState.RECEIVED


def content(desk: Desk, voice: stored.Voice) -> Content:
    """What was said, and whom to call."""
    return Content.model_validate_json(desk.keys.open_record(voice.content, f"{_PLACE}:{voice.number}"))


def words(desk: Desk, event: stored.Event) -> Words:
    """What was written down with an event."""
    return Words.model_validate_json(desk.keys.open_record(event.words, f"{_PLACE}:{event.number}:{event.act}"))


def seal_words(desk: Desk, number: str, act: VoiceAct, said: Words) -> bytes:
    return desk.keys.seal_record(said.model_dump_json().encode(), f"{_PLACE}:{number}:{act.value}")


def _sealed(desk: Desk, number: str, said: Content) -> bytes:
    """All of one length: how much somebody had to say is nobody's business who cannot read it."""
    return desk.keys.seal_record(said.model_dump_json().encode().ljust(ROOM), f"{_PLACE}:{number}")


# ---------------------------------------------------------------- clocks


def clocks(desk: Desk, voice: stored.Voice, done: list[stored.Event]) -> tuple[VoiceClock, ...]:
    """Until when somebody calls, where somebody is to be called, and answers. Praise waits for nothing."""
    rules = desk.office.supervision.voices
    found: list[VoiceClock] = []
    if any(each.act == VoiceAct.OVERRIDE.value for each in done):  # nobody called or answered, and nobody will
        return ()
    if wants_contact(desk, voice):
        found.append(_clock("contact", rules.contact, reading(desk, voice, done, VoiceAct.CONTACT, rules.contact)))
    if voice.kind != VoiceKind.PRAISE.value:
        found.append(_clock("answer", rules.answer, reading(desk, voice, done, VoiceAct.ANSWER, rules.answer)))
    return tuple(found)


def wants_contact(desk: Desk, voice: stored.Voice) -> bool:
    """A bad rating always: the office knows whose the case is. A complaint where a number was left."""
    if voice.kind == VoiceKind.RATING.value:
        return True
    return voice.kind == VoiceKind.COMPLAINT.value and content(desk, voice).phone is not None


def reading(desk: Desk, voice: stored.Voice, done: list[stored.Event], act: VoiceAct, within: Within) -> Reading:
    """The clock that ends with the first such act. A report of which the day is known alone begins with that day."""
    begun = voice.at or midnight(voice.day)
    ends: list[datetime] = [each.at for each in done if each.act == act.value]
    course = Course(begun, closed=max(ends[0], begun) if ends else None)
    limit = Limit(Term(within.amount, within.unit), StartEvent.SUBMITTED)
    return look_at_clock(limit, course, desk.office.calendar, desk.now, desk.office.supervision.near)


def _clock(kind: str, within: Within, found: Reading) -> VoiceClock:
    end = found.deadline
    return VoiceClock.model_validate(
        {
            "kind": kind,
            "amount": within.amount,
            "unit": within.unit,
            "due": end.day if isinstance(end, Due) else None,
            "year_unknown": end.year if isinstance(end, NoCalendar) else None,
            "light": found.light,
            "late": found.late,
        }
    )
