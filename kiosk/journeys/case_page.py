"""The page of one case, and what is done there: by its applicant, for a company, or by an agent."""

from __future__ import annotations

from central.contract.agency import ByAgreement
from central.contract.application import Applicant, ByCard, ByIdentityCode
from central.contract.case import Stage
from central.contract.following import ByCaseNumber, ByCompany, FollowedCase, LookProof, Withdrawal
from central.contract.messages import RuleCode
from kiosk.faults import OutcomeUnknown, RuleHit
from kiosk.journeys.applicant import show
from kiosk.journeys.decision import show_decision
from kiosk.journeys.hand_in import hand_in
from kiosk.journeys.on_paper import on_paper
from kiosk.journeys.rate_case import rate_case
from kiosk.wishes.application import CatalogueSeen
from kiosk.wishes.application_requests import CaseSheet
from kiosk.wishes.case import (
    ConfirmWithdrawal,
    FromCase,
    ShowCase,
    ask_person,
    read_case,
    urge_case,
    withdraw_case,
)
from kiosk.wishes.wish import Notice, Outcome, Way

_WAYS = (Way.IDENTITY_CODE, Way.ID_CARD)


async def follow(seen: CatalogueSeen, proof: LookProof, number: str) -> Outcome:
    """Its page, as often as something is done there. Raises `Left`, `RuleHit`."""
    notice: Notice | None = None
    while True:
        followed = await read_case(number, proof)
        found = ways(seen, followed, proof)
        match await ShowCase(followed, found, notice or bring_it(followed, found, proof)):
            case FromCase.PRINT:
                notice = Notice("case_printed" if await on_paper(CaseSheet(followed)) else "case_without_paper")
            case FromCase.URGE | FromCase.ASK_PERSON as wanted:
                notice = await say(wanted, number, proof)
            case FromCase.RATE if not isinstance(proof, ByCompany | ByAgreement):
                rated = await rate_case(number, followed.case.name, proof)
                notice = Notice("rated") if rated else None
            case FromCase.WITH_CARD:
                proof, notice = await show(_WAYS, None), None
            case FromCase.WITHDRAW if not isinstance(proof, ByAgreement):
                holder = proof if isinstance(proof, ByCard | ByIdentityCode) else await show(_WAYS, None)
                proof, notice = holder, await withdraw(number, holder)
            case FromCase.SUPPLEMENT if followed.to_hand_in and isinstance(proof, ByCard | ByIdentityCode):
                notice = await hand_in(followed, proof)
            case FromCase.SUPPLEMENT | FromCase.RESULT if isinstance(proof, ByCard | ByIdentityCode):
                item = seen.catalogue.items[followed.case.item]
                assert followed.application is not None, "offered for applications alone"
                return await show_decision(seen, item, proof, followed.application)
            case _:
                return Outcome.CASE_SHOWN


def ways(seen: CatalogueSeen, followed: FollowedCase, proof: LookProof) -> tuple[FromCase, ...]:
    """What can be done about it here, the most useful first. An agent looks and urges."""
    if isinstance(proof, ByAgreement):
        return (*((FromCase.URGE,) if followed.can_urge else ()), FromCase.PRINT, FromCase.HOME)
    found = []
    if followed.company is None and (wanted := _by_applicant(seen, followed)) is not None:
        found.append(FromCase.WITH_CARD if isinstance(proof, ByCaseNumber) else wanted)
    if followed.can_rate:
        found.append(FromCase.RATE)
    if followed.can_urge:
        found.append(FromCase.URGE)
    if followed.can_ask_person:
        found.append(FromCase.ASK_PERSON)
    if followed.withdrawal is not None:
        found.append(FromCase.WITHDRAW)
    return (*found, FromCase.PRINT, FromCase.HOME)


def _by_applicant(seen: CatalogueSeen, followed: FollowedCase) -> FromCase | None:
    """What it waits for and its applicant does here; an application by the version of the item that it began with."""
    if followed.to_hand_in:
        return FromCase.SUPPLEMENT if seen.no_pages is None else None
    item = seen.catalogue.items.get(followed.case.item)
    if followed.application is None or item is None or item.version != followed.version:
        return None
    match followed.case.stage:
        case Stage.SUPPLEMENTING:
            return FromCase.SUPPLEMENT
        case Stage.ISSUED | Stage.REFUSED:
            return FromCase.RESULT
    return None


def bring_it(followed: FollowedCase, found: tuple[FromCase, ...], proof: LookProof) -> Notice | None:
    """Something is missing, and nothing of it can be photographed here: where it is brought."""
    case = followed.case
    asked = case.gap or (case.stage is Stage.SUPPLEMENTING and followed.application is None)
    own = followed.company is None and not isinstance(proof, ByAgreement)
    here = FromCase.SUPPLEMENT in found or FromCase.WITH_CARD in found
    return Notice("hand_in_not_here") if asked and own and not here else None


async def say(wanted: FromCase, number: str, proof: LookProof) -> Notice:
    """催办, or 转人工: what became of it. The office's rules are told on the page, which goes on."""
    try:
        if wanted is FromCase.URGE or isinstance(proof, ByAgreement):
            urged = await urge_case(number, proof)
            return Notice("urged", {"again_at": urged.again_at.isoformat()})
        asked = await ask_person(number, proof)
        return Notice("person_asked", {"answer_by": asked.answer_by.isoformat()} if asked.answer_by else {})
    except RuleHit as hit:
        return Notice.of(hit)
    except OutcomeUnknown:
        return Notice("case_effect_open")


async def withdraw(number: str, holder: Applicant) -> Notice | None:
    """撤回, by card or code alone, once it was said what is lost and what stays. None: it goes on. Raises `RuleHit`."""
    followed = await read_case(number, holder)  # as it stands now, and theirs
    if followed.withdrawal is None:
        return Notice("withdrawal_closed")
    if not await ConfirmWithdrawal(followed):
        return None
    try:
        done = await withdraw_case(number, holder)
    except RuleHit as hit:
        return Notice("withdrawal_closed") if hit.rule is RuleCode.CASE_MOVED_ON else Notice.of(hit)
    except OutcomeUnknown:
        return Notice("case_effect_open")
    return Notice("withdrawn" if done.done is Withdrawal.AT_ONCE else "withdrawal_asked", {"number": done.number})
