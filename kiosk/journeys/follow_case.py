"""进度查询: whose case, how it stands, and what can be done about it here."""

from __future__ import annotations

from central.contract import case_number
from central.contract.application import ByCard, ByIdentityCode
from central.contract.following import ByCaseNumber, CaseProof, CasesFound, OwnProof
from central.contract.messages import RuleCode
from devices.states import Fault, Remedy
from kiosk.faults import RuleHit
from kiosk.journeys.agency import own_agreements
from kiosk.journeys.applicant import SHOW_ANOTHER, by_card
from kiosk.journeys.case_page import follow
from kiosk.journeys.company_cases import find_of_company
from kiosk.journeys.leaving import Left
from kiosk.journeys.ticket import explain
from kiosk.wishes.application import look_at_catalogue
from kiosk.wishes.case import ChooseCase, OwnAgreements, find_cases
from kiosk.wishes.wish import (
    CardShown,
    CodeShown,
    EnterNumber,
    Entry,
    Explain,
    Next,
    Notice,
    Outcome,
    Present,
    Shown,
    TypeInstead,
    Way,
    check_code,
)

_WAYS = (Way.IDENTITY_CODE, Way.ID_CARD)


async def follow_case(_shown: Shown | None = None) -> Outcome:
    """By card or phone all one's cases and those of one's company, by a number with a second factor that one; by card
    one's agreements with an agent too."""
    seen = await look_at_catalogue()
    notice: Notice | None = None
    while True:
        try:
            proof, found = await find(notice)
            return await follow(seen, *await choose(proof, found))
        except RuleHit as hit:
            notice = Notice.of(hit) if hit.rule in SHOW_ANOTHER else None
            if notice is None and await explain(hit, Next.OTHER_WAY) is not Next.OTHER_WAY:
                return Outcome.RULE_EXPLAINED
        except Left as left:
            notice = None
            if left.by is Next.AGREEMENTS and isinstance(proof, ByCard):
                return await own_agreements(seen, proof)
            if left.by is not Next.OTHER_WAY:
                return Outcome.RULE_EXPLAINED


async def find(notice: Notice | None) -> tuple[OwnProof, CasesFound]:
    """Who it is, or which case, and what the office knows. A bad card or code is told on the same screen."""
    while True:
        try:
            match await Present((*_WAYS, Way.TYPED), notice):
                case CardShown(card):
                    proof: OwnProof = by_card(card)
                case CodeShown(payload):
                    proof = ByIdentityCode(payload=await check_code(Way.IDENTITY_CODE, payload))
                case TypeInstead():
                    proof = await typed()
                case _:
                    continue
            return proof, await find_cases(proof)
        except Fault as fault:
            if fault.remedy is not Remedy.CITIZEN or isinstance(fault, RuleHit):
                raise
            notice = Notice.of(fault)


async def typed() -> ByCaseNumber:
    """Two factors that must both match. The check letter was found good before the number left the screen."""
    number = case_number.read(await EnterNumber(Entry.CASE_NUMBER))
    return ByCaseNumber(number=number, last4=await EnterNumber(Entry.CASE_LAST4))


async def choose(proof: OwnProof, found: CasesFound) -> tuple[CaseProof, str]:
    """The number of the case that is meant, and what proves that it may be told. Raises `Left`, `RuleHit`."""
    if isinstance(proof, ByCaseNumber):
        return proof, proof.number
    number = await choose_own(found)
    if number is not None:
        return proof, number
    company, found = await find_of_company(proof)
    of_company = await ChooseCase(found)
    assert isinstance(of_company, str), "a company's list leads nowhere else"
    return company, of_company


async def choose_own(found: CasesFound) -> str | None:
    """One of one's own; none: a company's. Raises `Left`."""
    if found.cases:
        chosen = await ChooseCase(found, company_too=True)
        if isinstance(chosen, OwnAgreements):
            raise Left(Next.AGREEMENTS)
        return chosen
    agreements = (Next.AGREEMENTS,) if found.agreements else ()
    choice = await Explain(Notice(RuleCode.NO_CASES), (*agreements, Next.COMPANY, Next.OTHER_WAY, Next.HOME))
    if choice is not Next.COMPANY:
        raise Left(choice)
    return None
