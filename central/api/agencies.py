"""Agents and agreements with them: what terminals ask and send, signed with their own key, sealed to the office."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import TypeAdapter

from central.api.guards import KioskCommand, SignedKiosk, TheOffice, http, ok
from central.api.problems import COMMAND, responses
from central.api.sealed import unseal
from central.contract.agency import (
    ActAsAgent,
    AgentsFound,
    AgreementDraft,
    AgreementKept,
    Agreements,
    DraftAgreement,
    EndAgreement,
    ReadAgreements,
    SealedAgreement,
    SignAgreement,
)
from central.contract.messages import Sealed
from central.services import agencies
from central.services.commands import carry_out

router = APIRouter(prefix="/v1/kiosk", tags=["agencies"])

_DRAFT = TypeAdapter(DraftAgreement)
_SIGN = TypeAdapter(SignAgreement)
_END = TypeAdapter(EndAgreement)
_ACT = TypeAdapter(ActAsAgent)
_READ = TypeAdapter(ReadAgreements)


@router.get("/agents", response_model=AgentsFound, responses=responses(401))
def find_agents(office: TheOffice, kiosk: SignedKiosk) -> Response:
    """The hall's agents."""
    return ok(agencies.agents(office, kiosk.hall_id))


@router.post("/agencies/draft", response_model=AgreementDraft, responses=responses(*COMMAND, 404))
def draft_agreement(office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """The text to be signed; nothing comes to be. The body is a sealed `DraftAgreement`, purpose `draft-agreement`."""
    return ok(agencies.draft(office, kiosk, unseal(office, sealed, "draft-agreement", _DRAFT)))


@router.post("/agencies/sign", response_model=AgreementKept, responses=responses(*COMMAND, 404))
def sign_agreement(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: SealedAgreement) -> Response:
    """An agreement comes to be. The body is a sealed `SignAgreement`, purpose `sign-agreement`."""
    wanted = unseal(office, sealed, "sign-agreement", _SIGN)
    return http(carry_out(office, command, lambda desk: agencies.sign(desk, kiosk, wanted)))


@router.post("/agencies/end", response_model=AgreementKept, responses=responses(*COMMAND, 404))
def end_agreement(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """The applicant ends it. The body is a sealed `EndAgreement`, purpose `end-agreement`."""
    wanted = unseal(office, sealed, "end-agreement", _END)
    return http(carry_out(office, command, lambda desk: agencies.end(desk, kiosk, wanted)))


@router.post("/agencies/act", response_model=AgreementKept, responses=responses(*COMMAND, 404))
def act_as_agent(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """An agent has done something about a step. The body is a sealed `ActAsAgent`, purpose `act-as-agent`."""
    wanted = unseal(office, sealed, "act-as-agent", _ACT)
    answer = carry_out(
        office,
        command,
        lambda desk: agencies.act(desk, kiosk, wanted),
        lambda desk, refusal: agencies.note_refused(desk, kiosk, wanted, refusal),
    )
    return http(answer)


@router.post("/agencies/mine", response_model=Agreements, responses=responses(*COMMAND, 404))
def read_agreements(office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """A person's agreements. The body is a sealed `ReadAgreements`, purpose `read-agreements`."""
    return ok(agencies.mine(office, kiosk, unseal(office, sealed, "read-agreements", _READ)))
