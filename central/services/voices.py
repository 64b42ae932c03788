"""投诉、表扬、廉政举报 and bad ratings: they are taken in once, read by their number, and have clocks.

There is no command kept for a voice: its number makes it the same one however often it comes, and a kept command would
say which terminal sent an integrity report, and at which second.
"""

from __future__ import annotations

from central.contract.messages import Message, Phone, Received, RuleCode
from central.contract.voice import (
    ROOM,
    Appeal,
    RaiseVoice,
    Said,
    Voice,
    VoiceAct,
    VoiceKind,
    VoiceState,
    VoiceSubject,
)
from central.office import Desk, Office
from central.services import guessing, receipt_numbers, voice_clocks
from central.services.guessing import InVain
from central.services.refusals import Refusal
from central.services.voice_clocks import Running
from central.store import voices as stored
from central.store.database import Connection
from central.store.kiosks import Kiosk

_PLACE = "voices"
_APPEALS = {
    VoiceAct.APPEAL.value: Appeal.OPEN,
    VoiceAct.SET_ASIDE.value: Appeal.SET_ASIDE,
    VoiceAct.UPHOLD.value: Appeal.UPHELD,
}


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
        content=seal_content(desk, wanted.number, Content(text=wanted.text, phone=wanted.phone)),
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


def open_for_rating(desk: Desk, kiosk: Kiosk, case_id: str, number: str) -> None:
    """A bad rating has an owner and clocks from the moment it is given. Raises `Refusal` number_taken."""
    voice = stored.Voice(
        number=number,
        hall_id=kiosk.hall_id,
        kind=VoiceKind.RATING.value,
        subject=VoiceSubject.OTHER.value,
        day=desk.today,
        content=seal_content(desk, number, Content()),
        at=desk.now,
        kiosk_id=kiosk.kiosk_id,
        case_id=case_id,
    )
    if not stored.add(desk.connection, voice):
        raise Refusal("number_taken", status=422)


# ---------------------------------------------------------------- reading


def read_voice(office: Office, kiosk: Kiosk, number: str) -> Voice:
    """State and answer, for whoever has the number, at any hall; a number in vain is counted against guessing.

    Raises:
        Refusal: case_number_invalid, not_found, too_many_lookups.
    """
    tries = (guessing.at(kiosk),)
    exact = receipt_numbers.read(number)
    with guessing.counted(office, kiosk), office.database.read() as connection:
        guessing.refuse(office.desk(connection, kiosk.hall_id), tries)
        voice = stored.find(connection, exact)
        if voice is None:
            raise InVain(RuleCode.NOT_FOUND, tries)
        return told(office.desk(connection, voice.hall_id), voice)


def numbered(connection: Connection, number: str, *, lock: bool = False) -> stored.Voice:
    """By its number as somebody wrote it. Raises `Refusal` not_found, case_number_invalid."""
    voice = stored.find(connection, receipt_numbers.read(number), lock=lock)
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
        appeal=appeal(done),
        clocks=tuple(voice_clocks.told(desk.office, clock, desk.now) for clock in running(desk, voice, done)),
    )


def state(done: list[stored.Event]) -> VoiceState:
    """How far it is, by what was done."""
    acts = {each.act for each in done}
    if acts & {VoiceAct.CLOSE.value, VoiceAct.OVERRIDE.value}:
        return VoiceState.CLOSED
    if VoiceAct.ANSWER.value in acts:
        return VoiceState.ANSWERED
    return VoiceState.CONTACTED if VoiceAct.CONTACT.value in acts else VoiceState.RECEIVED


def appeal(done: list[stored.Event]) -> Appeal | None:
    """How the appeal against a bad rating stands."""
    last = next((each.act for each in reversed(done) if each.act in _APPEALS), None)
    return _APPEALS[last] if last is not None else None


def content(desk: Desk, voice: stored.Voice) -> Content:
    """What was said, and whom to call."""
    return open_content(desk, voice.number, voice.content)


def words(desk: Desk, event: stored.Event) -> Words:
    """What was written down with an event."""
    return Words.model_validate_json(desk.keys.open_record(event.words, f"{_PLACE}:{event.number}:{event.act}"))


def seal_words(desk: Desk, number: str, act: VoiceAct, said: Words) -> bytes:
    return desk.keys.seal_record(said.model_dump_json().encode(), f"{_PLACE}:{number}:{act.value}")


def open_content(desk: Desk, number: str, sealed: bytes) -> Content:
    """What `seal_content` sealed."""
    return Content.model_validate_json(desk.keys.open_record(sealed, f"{_PLACE}:{number}"))


def seal_content(desk: Desk, number: str, said: Content) -> bytes:
    """All of one length: how much somebody had to say is nobody's business who cannot read it."""
    return desk.keys.seal_record(said.model_dump_json().encode().ljust(ROOM), f"{_PLACE}:{number}")


# ---------------------------------------------------------------- clocks


def running(desk: Desk, voice: stored.Voice, done: list[stored.Event]) -> tuple[Running, ...]:
    """Its clocks."""
    return voice_clocks.running(desk.office, voice, done, called=wants_contact(desk, voice))


def wants_contact(desk: Desk, voice: stored.Voice) -> bool:
    """A bad rating always: the office knows whose the case is. A complaint where a number was left."""
    if voice.kind == VoiceKind.RATING.value:
        return True
    return voice.kind == VoiceKind.COMPLAINT.value and content(desk, voice).phone is not None
