"""进度查询: what terminals ask of an applicant's own cases, signed with their own key, sealed to the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from central.api.guards import KioskCommand, SignedKiosk, TheOffice, base_url, http, ok
from central.api.problems import COMMAND, responses
from central.api.sealed import unseal
from central.contract.following import (
    AskPerson,
    CasesFound,
    CaseUrged,
    CaseWithdrawn,
    CompaniesFound,
    FindCases,
    FindCompanies,
    FollowedCase,
    PersonAsked,
    ReadCase,
    UrgeCase,
    WithdrawCase,
)
from central.contract.handing_in import HandIn, ThingsHandedIn
from central.contract.messages import Message, Received, Sealed
from central.contract.rating import ExplainRating, RateCase
from central.office import Desk, Office
from central.services import case_page, following, ratings
from central.services.commands import Command, answered, carry_out
from central.services.refusals import Refusal
from central.store.kiosks import Kiosk

router = APIRouter(prefix="/v1/kiosk/cases", tags=["following"])

_FIND = TypeAdapter(FindCases)
_COMPANIES = TypeAdapter(FindCompanies)
_READ = TypeAdapter(ReadCase)
_URGE = TypeAdapter(UrgeCase)
_ASK = TypeAdapter(AskPerson)
_RATE = TypeAdapter(RateCase)
_WHY = TypeAdapter(ExplainRating)
_WITHDRAW = TypeAdapter(WithdrawCase)
_HAND_IN = TypeAdapter(HandIn)

W = TypeVar("W", UrgeCase, AskPerson, RateCase, WithdrawCase, HandIn)
Prepare = Callable[[Office, Kiosk, W], Callable[[Desk], Message]]


@router.post("/find", response_model=CasesFound, responses=responses(*COMMAND, 404))
def find_cases(office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """Whose cases are these? The body is a sealed `FindCases`, purpose `find-cases`."""
    return ok(following.find(office, kiosk, unseal(office, sealed, "find-cases", _FIND)))


@router.post("/companies", response_model=CompaniesFound, responses=responses(*COMMAND))
def find_companies(office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """In which companies does somebody hold an office? The body is a sealed `FindCompanies`, `find-companies`."""
    return ok(following.find_companies(office, kiosk, unseal(office, sealed, "find-companies", _COMPANIES)))


@router.post("/read", response_model=FollowedCase, responses=responses(*COMMAND, 404))
def read_case(request: Request, office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """One of them, whole. The body is a sealed `ReadCase`, purpose `read-case`."""
    found = following.read(office, kiosk, unseal(office, sealed, "read-case", _READ))
    if found.company is not None:
        return ok(found)  # its page asks for the applicant's own second factor
    address = case_page.page_address(office.keys, found.case.number)
    return ok(found.model_copy(update={"url": base_url(request) + address}))


@router.post("/urge", response_model=CaseUrged, responses=responses(*COMMAND, 404))
def urge_case(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """催办. The body is a sealed `UrgeCase`, purpose `urge-case`."""
    wanted = unseal(office, sealed, "urge-case", _URGE)
    return _done(office, kiosk, command, wanted, following.prepare_urge)


@router.post("/person", response_model=PersonAsked, responses=responses(*COMMAND, 404))
def ask_person(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """转人工, at any terminal. The body is a sealed `AskPerson`, purpose `ask-person`."""
    wanted = unseal(office, sealed, "ask-person", _ASK)
    return _done(office, kiosk, command, wanted, following.prepare_ask)


@router.post("/rate", response_model=Received, responses=responses(*COMMAND, 404))
def rate_case(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """好差评, once for a case. The body is a sealed `RateCase`, purpose `rate-case`."""
    wanted = unseal(office, sealed, "rate-case", _RATE)
    return _done(office, kiosk, command, wanted, following.prepare_rating)


@router.post("/rate/why", response_model=Received, responses=responses(*COMMAND))
def explain_rating(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """Why a rating was bad, by its task's number. The body is a sealed `ExplainRating`, purpose `explain-rating`."""
    wanted = unseal(office, sealed, "explain-rating", _WHY)
    return http(carry_out(office, command, lambda desk: ratings.explain(desk, kiosk, wanted)))


@router.post("/withdraw", response_model=CaseWithdrawn, responses=responses(*COMMAND, 404))
def withdraw_case(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """撤回, by the applicant alone. The body is a sealed `WithdrawCase`, purpose `withdraw-case`."""
    wanted = unseal(office, sealed, "withdraw-case", _WITHDRAW)
    return _done(office, kiosk, command, wanted, following.prepare_withdrawal)


@router.post("/hand-in", response_model=ThingsHandedIn, responses=responses(*COMMAND, 404))
def hand_in(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """补交材料, photographed at a terminal. The body is a sealed `HandIn`, purpose `hand-in`."""
    wanted = unseal(office, sealed, "hand-in", _HAND_IN)
    return _done(office, kiosk, command, wanted, following.prepare_hand_in)


def _done(office: Office, kiosk: Kiosk, command: Command, wanted: W, prepare: Prepare[W]) -> Response:
    """A command that was answered before asks no register again."""
    if (before := answered(office, command)) is not None:
        return http(before)

    def note(desk: Desk, refusal: Refusal) -> None:
        following.note_refused(desk, kiosk, wanted, refusal)

    return http(carry_out(office, command, prepare(office, kiosk, wanted), note))
