"""投诉、表扬、廉政举报: terminals send and read them, windows settle those that are not anonymous."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from central.api.guards import (
    IdempotencyKey,
    KioskCommand,
    SignedKiosk,
    TheOffice,
    WindowClient,
    WindowCommand,
    http,
    ok,
)
from central.api.problems import COMMAND, responses, to_wait
from central.api.sealed import unseal
from central.api.visits import Visits
from central.api.windows import TypedNumber, WindowId
from central.contract.messages import Received, Sealed
from central.contract.survey import AnswerSurvey
from central.contract.voice import ActOnVoice, RaiseVoice, ReadVoice, Voice, Voices, VoiceToSettle
from central.services import surveys, voice_desk, voices
from central.services.commands import carry_out
from central.services.settling import Clerk

router = APIRouter(prefix="/v1", tags=["voices"])

MOST = 30
WITHIN = timedelta(minutes=10)
"""Voices of one terminal. A terminal that comes back from a week without a line brings more, and is heard by and by."""

_RAISE = TypeAdapter(RaiseVoice)
_SURVEY = TypeAdapter(AnswerSurvey)


@router.post("/kiosk/voices", response_model=Received, responses=responses(*COMMAND, 429))
def raise_voice(
    request: Request, office: TheOffice, kiosk: SignedKiosk, key: IdempotencyKey, sealed: Sealed
) -> Response:
    """A voice comes to be. The body is a sealed `RaiseVoice`, purpose `raise-voice`. The number in it makes it the same
    one however often it comes; the key is not kept, because it would stand beside terminal and second.

    Thirty may come of a terminal at once, then one in twenty seconds. How many came is known in memory alone: a count
    that is kept would stand beside terminal and minute. One that is too early is to be sent again.
    """
    del key
    wait = _spoken(request).wait(kiosk.kiosk_id, office.clock.machine())
    if wait:
        return to_wait("too_many_voices", wait)
    wanted = unseal(office, sealed, "raise-voice", _RAISE)
    with office.database.write() as connection:
        return ok(voices.take_in(office.desk(connection, kiosk.hall_id), kiosk, wanted))


def _spoken(request: Request) -> Visits:
    found: Visits = request.app.state.spoken
    return found


@router.post("/kiosk/voices/read", response_model=Voice, responses=responses(*COMMAND, 404))
def read_voice(office: TheOffice, kiosk: SignedKiosk, wanted: ReadVoice) -> Response:
    """State and answer, for whoever has the number."""
    return ok(voices.read_voice(office, kiosk, wanted.number))


@router.post("/kiosk/survey", response_model=Received, responses=responses(*COMMAND))
def answer_survey(office: TheOffice, command: KioskCommand, sealed: Sealed) -> Response:
    """Three questions at the end of a visit. The body is a sealed `AnswerSurvey`, purpose `answer-survey`. Kept are the
    counts of the month; of the command, that there was one, and not what it said."""
    wanted = unseal(office, sealed, "answer-survey", _SURVEY)
    return http(carry_out(office, command, lambda desk: surveys.take_in(desk, wanted)))


@router.get("/windows/{window_id}/voices", response_model=Voices, responses=responses(401, 404, 422))
def voices_to_settle(office: TheOffice, client: WindowClient, window_id: WindowId) -> Response:
    """The hall's complaints, praise and bad ratings that nobody has closed, the oldest first."""
    return ok(voice_desk.waiting(office, client.hall_id, window_id=window_id))


@router.get("/windows/{window_id}/voices/{number}", response_model=VoiceToSettle, responses=responses(401, 404, 422))
def look_at_voice(office: TheOffice, client: WindowClient, window_id: WindowId, number: TypedNumber) -> Response:
    """One of them, with what was said and all that was done."""
    return ok(voice_desk.look(office, client.hall_id, number, window_id=window_id))


@router.post(
    "/windows/{window_id}/voices/{number}/act", response_model=VoiceToSettle, responses=responses(*COMMAND, 404)
)
def act_on_voice(
    *,
    office: TheOffice,
    client: WindowClient,
    command: WindowCommand,
    window_id: WindowId,
    number: TypedNumber,
    wanted: ActOnVoice,
) -> Response:
    """Somebody has called, answers, or closes it."""
    actor = Clerk(client.client_id, window_id, wanted.clerk).actor
    return http(
        carry_out(office, command, lambda desk: voice_desk.act(desk, actor, number, wanted, window_id=window_id))
    )
