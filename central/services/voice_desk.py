"""What the office's people do with voices: see those that wait, call, answer, close. Nothing is undone or deleted."""

from __future__ import annotations

from central.contract.voice import (
    ActOnVoice,
    VoiceAct,
    VoiceEvent,
    VoiceKind,
    Voices,
    VoiceState,
    VoiceToSettle,
)
from central.office import Desk, Office
from central.services import voices
from central.services.refusals import Refusal
from central.store import voices as stored

MOST_LISTED = 200

AT_WINDOWS = (VoiceKind.COMPLAINT, VoiceKind.PRAISE, VoiceKind.RATING)
"""An integrity report may be about the very people who work there: it is read by `central voices` alone."""


def waiting(office: Office, hall_id: str, kinds: tuple[VoiceKind, ...] = AT_WINDOWS) -> Voices:
    """Those of a hall that nobody has closed, the oldest first."""
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        listed = stored.open_of(connection, hall_id, tuple(each.value for each in kinds), MOST_LISTED + 1)
        shown = tuple(_shown(desk, voice) for voice in listed[:MOST_LISTED])
    return Voices(voices=shown, more=len(listed) > MOST_LISTED)


def look(office: Office, hall_id: str, number: str, kinds: tuple[VoiceKind, ...] = AT_WINDOWS) -> VoiceToSettle:
    """One voice with all that was done about it. Raises `Refusal` not_found, case_number_invalid."""
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        return _shown(desk, _own(desk, number, kinds))


def act(
    desk: Desk, actor: str, number: str, wanted: ActOnVoice, kinds: tuple[VoiceKind, ...] = AT_WINDOWS
) -> VoiceToSettle:
    """Do something about a voice. `actor`: who, and where.

    Raises:
        Refusal: not_found, case_number_invalid; voice_closed; nobody_to_contact; answer_missing (nothing to say, or to
            close it by); reason_missing, approver_missing (of an override; nobody approves their own).
    """
    voice = _own(desk, number, kinds, lock=True)
    before = voices.state(stored.events_of(desk.connection, voice.number))
    _check(desk, voice, before, wanted)
    said = voices.Words(text=wanted.text, reason=wanted.reason, approver=wanted.approver)
    sealed = voices.seal_words(desk, voice.number, wanted.act, said)
    stored.note(desk.connection, stored.Event(voice.number, wanted.act.value, desk.now, actor, sealed))
    return _shown(desk, voice)


def _check(desk: Desk, voice: stored.Voice, before: VoiceState, wanted: ActOnVoice) -> None:
    if before is VoiceState.CLOSED:
        raise Refusal("voice_closed")
    match wanted.act:
        case VoiceAct.CONTACT if not voices.wants_contact(desk, voice):
            raise Refusal("nobody_to_contact")
        case VoiceAct.ANSWER if not wanted.text:
            raise Refusal("answer_missing", status=422)
        case VoiceAct.CLOSE if before is not VoiceState.ANSWERED and voice.kind != VoiceKind.PRAISE.value:
            raise Refusal("answer_missing")
        case VoiceAct.OVERRIDE if not wanted.reason:
            raise Refusal("reason_missing", status=422)
        case VoiceAct.OVERRIDE if not wanted.approver or wanted.approver == wanted.clerk:
            raise Refusal("approver_missing", status=422)


def _own(desk: Desk, number: str, kinds: tuple[VoiceKind, ...], *, lock: bool = False) -> stored.Voice:
    """Of this hall and of these kinds; another is told the same as none."""
    voice = voices.numbered(desk.connection, number, lock=lock)
    if voice.hall_id != desk.hall.hall_id or VoiceKind(voice.kind) not in kinds:
        raise Refusal("not_found", status=404)
    return voice


def _shown(desk: Desk, voice: stored.Voice) -> VoiceToSettle:
    said = voices.content(desk, voice)
    rated = stored.rated(desk.connection, voice.application_id) if voice.application_id else None
    return VoiceToSettle(
        voice=voices.told(desk, voice),
        owner=desk.office.supervision.voices.owner,
        said=said.text,
        phone=said.phone,
        case=rated.receipt if rated else None,
        level=rated.level if rated else None,
        reasons=rated.reasons if rated else (),
        events=tuple(_event(desk, each) for each in stored.events_of(desk.connection, voice.number)),
    )


def _event(desk: Desk, event: stored.Event) -> VoiceEvent:
    said = voices.words(desk, event)
    return VoiceEvent(
        act=VoiceAct(event.act),
        at=desk.hall.local(event.at),
        actor=event.actor,
        text=said.text,
        reason=said.reason,
        approver=said.approver,
    )
