"""What the office's people do with voices: see those that wait, call, answer, close. Nothing is undone or deleted."""

from __future__ import annotations

from central.contract.voice import (
    ActOnVoice,
    Appeal,
    VoiceAct,
    VoiceEvent,
    VoiceKind,
    VoiceOrder,
    Voices,
    VoiceState,
    VoiceToSettle,
)
from central.office import Desk, Office
from central.services import voice_clocks, voices, windows
from central.services.refusals import Refusal
from central.store import ratings, supervision
from central.store import voices as stored

MOST_LISTED = 200
_OF_APPEALS = (VoiceAct.APPEAL, VoiceAct.SET_ASIDE, VoiceAct.UPHOLD)

AT_WINDOWS = (VoiceKind.COMPLAINT, VoiceKind.PRAISE, VoiceKind.RATING)
"""An integrity report may be about the very people who work there: it is read by `central voices` alone."""


def waiting(
    office: Office, hall_id: str, kinds: tuple[VoiceKind, ...] = AT_WINDOWS, window_id: str | None = None
) -> Voices:
    """Those of a hall that nobody has closed, the oldest first. Raises `Refusal` window_unknown."""
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        _know(desk, window_id)
        listed = stored.open_of(connection, hall_id, tuple(each.value for each in kinds), MOST_LISTED + 1)
        shown = tuple(_shown(desk, voice) for voice in listed[:MOST_LISTED])
    return Voices(voices=shown, more=len(listed) > MOST_LISTED)


def look(
    office: Office,
    hall_id: str,
    number: str,
    kinds: tuple[VoiceKind, ...] = AT_WINDOWS,
    window_id: str | None = None,
) -> VoiceToSettle:
    """One voice with all that was done about it. Raises `Refusal` window_unknown, not_found, case_number_invalid."""
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        _know(desk, window_id)
        return _shown(desk, _own(desk, number, kinds))


def act(
    desk: Desk,
    actor: str,
    number: str,
    wanted: ActOnVoice,
    kinds: tuple[VoiceKind, ...] = AT_WINDOWS,
    *,
    window_id: str | None = None,
) -> VoiceToSettle:
    """Do something about a voice. `actor`: who, and where.

    Raises:
        Refusal: window_unknown, not_found, case_number_invalid; voice_closed; nobody_to_contact; answer_missing
            (nothing to say, or to close it by); reason_missing, approver_missing (of an override, an appeal's end:
            nobody approves their own); no_appeal, appeal_open, appeal_was_once.
    """
    _know(desk, window_id)
    voice = _own(desk, number, kinds, lock=True)
    done = stored.events_of(desk.connection, voice.number)
    if wanted.act in _OF_APPEALS:
        _check_appeal(voice, done, wanted)
    else:
        _check(desk, voice, voices.state(done), wanted)
        # the pass looks at what is open: whoever was to be called until now is written down before a clock ends
        called = voice_clocks.orders(desk.office, voice, voices.running(desk, voice, done), desk.now)
        supervision.add_orders(desk.connection, called, {voice.number})
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


def _know(desk: Desk, window_id: str | None) -> None:
    if window_id is not None:
        windows.window_of(desk, window_id)


def _check_appeal(voice: stored.Voice, done: list[stored.Event], wanted: ActOnVoice) -> None:
    """申诉: once, of a bad rating, with a reason; somebody else ends it, before or after the task is closed."""
    standing = voices.appeal(done)
    if not wanted.reason:
        raise Refusal("reason_missing", status=422)
    if wanted.act is VoiceAct.APPEAL:
        if voice.kind != VoiceKind.RATING.value:
            raise Refusal("no_appeal")
        if standing is not None:
            raise Refusal("appeal_open" if standing is Appeal.OPEN else "appeal_was_once")
        return
    if standing is not Appeal.OPEN:
        raise Refusal("no_appeal")
    appellant = next(each.actor for each in reversed(done) if each.act == VoiceAct.APPEAL.value).rpartition(":")[2]
    if not wanted.approver or wanted.approver in (wanted.clerk, appellant):
        raise Refusal("approver_missing", status=422)


def _own(desk: Desk, number: str, kinds: tuple[VoiceKind, ...], *, lock: bool = False) -> stored.Voice:
    """Of this hall and of these kinds; another is told the same as none."""
    voice = voices.numbered(desk.connection, number, lock=lock)
    if voice.hall_id != desk.hall.hall_id or VoiceKind(voice.kind) not in kinds:
        raise Refusal("not_found", status=404)
    return voice


def _shown(desk: Desk, voice: stored.Voice) -> VoiceToSettle:
    said = voices.content(desk, voice)
    rated = ratings.of_case(desk.connection, voice.case_id) if voice.case_id else None
    why = ratings.why(desk.connection, voice.number, voice.kiosk_id) if voice.case_id and voice.kiosk_id else None
    if why is not None:
        said = voices.open_content(desk, voice.number, why.content)
    return VoiceToSettle(
        voice=voices.told(desk, voice),
        owner=desk.office.supervision.voices.owner,
        said=said.text,
        phone=said.phone,
        case=rated.number if rated else None,
        level=rated.level if rated else None,
        reasons=why.reasons if why else (),
        events=tuple(_event(desk, each) for each in stored.events_of(desk.connection, voice.number)),
        called=tuple(
            VoiceOrder(
                clock=each.kind,
                level=each.level,
                owner=each.owner,
                at=desk.hall.local(each.at),
                until=desk.hall.local(each.until) if each.until else None,
            )
            for each in supervision.orders_of(desk.connection, [voice.number])
        ),
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
