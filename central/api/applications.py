"""Applying for an item: what terminals ask and send, signed with their own key, sealed to the office."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from central.api.guards import KioskCommand, SignedKiosk, TheOffice, base_url, http, ok
from central.api.problems import COMMAND, responses
from central.api.sealed import unseal, unseal_bytes
from central.contract.application import (
    ApplicationReceived,
    BeginApplication,
    Begun,
    Decision,
    HandedOver,
    HandOver,
    MaterialKept,
    Paper,
    ReadDecision,
    ReadPaper,
    ResultPaperReport,
    SealedApplication,
    SealedMaterial,
    SubmitApplication,
    SupplementApplication,
)
from central.contract.messages import Received, Sealed
from central.services import applicants, application_cases, applications, explanations, materials, papers, supplements
from central.services.commands import answered, carry_out

router = APIRouter(prefix="/v1/kiosk/applications", tags=["applications"])

_BEGIN = TypeAdapter(BeginApplication)
_SUBMIT = TypeAdapter(SubmitApplication)
_SUPPLEMENT = TypeAdapter(SupplementApplication)
_DECISION = TypeAdapter(ReadDecision)
_PAPER = TypeAdapter(ReadPaper)
_DIGEST = Path(pattern=r"^[0-9a-f]{64}$")


@router.post("/begin", response_model=Begun, responses=responses(*COMMAND))
def begin_application(office: TheOffice, kiosk: SignedKiosk, sealed: SealedApplication) -> Response:
    """What is known before anything is typed. The body is a sealed `BeginApplication`, purpose `begin-application`."""
    return ok(applications.begin(office, kiosk, unseal(office, sealed, "begin-application", _BEGIN)))


@router.put("/materials/{digest}", response_model=MaterialKept, responses=responses(*COMMAND))
def keep_material(
    office: TheOffice, kiosk: SignedKiosk, digest: Annotated[str, _DIGEST], sealed: SealedMaterial
) -> Response:
    """Keep a material under its SHA-256; repeating changes nothing. The body is the content, sealed for `material`."""
    return ok(materials.keep(office, kiosk, digest, unseal_bytes(office, sealed, "material")))


@router.post("/submit", response_model=ApplicationReceived, responses=responses(*COMMAND))
def submit_application(
    office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: SealedApplication
) -> Response:
    """Submit, and be decided. The body is a sealed `SubmitApplication`, purpose `submit-application`."""
    wanted = unseal(office, sealed, "submit-application", _SUBMIT)
    answer = answered(office, command) or carry_out(office, command, applications.prepare(office, kiosk, wanted))
    return http(answer)


@router.post("/supplement", response_model=ApplicationReceived, responses=responses(*COMMAND, 404))
def supplement_application(
    office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: SealedApplication
) -> Response:
    """补正. The body is a sealed `SupplementApplication`, purpose `supplement-application`."""
    wanted = unseal(office, sealed, "supplement-application", _SUPPLEMENT)
    return http(answered(office, command) or carry_out(office, command, supplements.prepare(office, kiosk, wanted)))


@router.post("/decision", response_model=Decision, responses=responses(*COMMAND, 404))
def read_decision(office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """The decision, for its applicant. The body is a sealed `ReadDecision`, purpose `read-decision`."""
    wanted = unseal(office, sealed, "read-decision", _DECISION)
    person = applicants.known(office, kiosk, wanted.applicant)
    application = applications.owned(office, wanted.application_id, person)
    decision = explanations.read(office, application)
    application_cases.decision_read(office, kiosk, application)
    return ok(decision)


@router.post("/paper", response_model=Paper, responses=responses(*COMMAND, 404))
def read_paper(request: Request, office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """A paper, for its holder. The body is a sealed `ReadPaper`, purpose `read-paper`."""
    wanted = unseal(office, sealed, "read-paper", _PAPER)
    person = applicants.known(office, kiosk, wanted.applicant)
    application = applications.owned(office, wanted.application_id, person)
    return ok(papers.read(office, kiosk, application, wanted, base_url(request)))


@router.post("/papers", response_model=Received, responses=responses(*COMMAND))
def report_result_paper(
    office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, report: ResultPaperReport
) -> Response:
    """What became of a piece of paper that a result was put on."""
    return http(carry_out(office, command, lambda desk: papers.keep_sheet(desk, kiosk, report)))


@router.post("/hand-over", response_model=HandedOver, responses=responses(*COMMAND))
def hand_over(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, wanted: HandOver) -> Response:
    """转人工: a person decides."""
    return http(carry_out(office, command, lambda desk: applications.hand_over(desk, kiosk, wanted)))
