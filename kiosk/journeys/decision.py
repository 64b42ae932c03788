"""The decision that explains itself, its paper, and what a citizen may do against it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from central.contract.application import (
    Applicant,
    Decision,
    Paper,
    ReadDecision,
    ReadPaper,
)
from central.contract.item import ItemDocument
from central.contract.item import Outcome as Decided
from devices.paper import PaperState
from devices.states import Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.journeys.rate_case import rate_case, tell_visit
from kiosk.journeys.supplement import can_be_added, owed, supplement
from kiosk.wishes.application import (
    CatalogueSeen,
    FromDecision,
    ShowDecision,
    TakeResult,
    hand_over,
    read_decision,
    read_paper,
)
from kiosk.wishes.application_requests import Result
from kiosk.wishes.wish import Notice, Outcome, Print, count_papers


async def show_decision(
    seen: CatalogueSeen,
    item: ItemDocument,
    applicant: Applicant,
    application_id: str,
    anew: Callable[[], Awaitable[Outcome]] | None = None,
) -> Outcome:
    """Rule by rule, with the ways on. It is read by whoever shows the card again, after a power cut just the same.

    Args:
        anew: a new application instead, where this one only waits for its applicant.
    """
    while True:
        decision = await read_decision(ReadDecision(application_id=application_id, applicant=applicant))
        here = bool(decision.asked) and can_be_added(seen, item, applicant, decision)
        ways = choices(decision, here=here, again=anew is not None)
        notice = Notice("supplement_not_here") if decision.asked and not here else None
        match await ShowDecision(decision, ways, notice, tuple(owed(item, decision))):
            case FromDecision.PRINT:
                return await hand_out(seen.catalogue, item, applicant, decision)
            case FromDecision.HAND_OVER:
                await hand_over(application_id)
            case FromDecision.SUPPLEMENT:
                await supplement(seen, item, applicant, decision)
            case FromDecision.ANEW if anew is not None:
                return await anew()
            case _:
                return Outcome.HANDED_OVER if decision.handed_over else Outcome.DECISION_SHOWN


def choices(decision: Decision, *, here: bool = False, again: bool = False) -> tuple[FromDecision, ...]:
    """A refusal by machine is a proposal (PIPL 24(3)): a person is one touch away.

    Args:
        here: what is missing can be added at this terminal.
        again: the application was not made in this visit, and may give way to another.
    """
    ways = [FromDecision.PRINT] if decision.papers else []
    if decision.asked:
        ways += [FromDecision.SUPPLEMENT] * here + [FromDecision.ANEW] * again
    if decision.outcome is Decided.REFUSAL_PROPOSED and not decision.handed_over:
        ways.append(FromDecision.HAND_OVER)
    return (*ways, FromDecision.HOME)


async def hand_out(catalogue: Catalogue, item: ItemDocument, applicant: Applicant, decision: Decision) -> Outcome:
    """Print its papers. The result stands whatever becomes of them, and its code leads a phone to it."""
    here = await count_papers(decision.application_id)
    notice, paper = None, None
    for offered in decision.papers:
        paper = await read_paper(
            ReadPaper(application_id=decision.application_id, document=offered.document, applicant=applicant)
        )
        copy = max(here, offered.copies)  # 补打 where one came out, here or elsewhere, or nobody knows
        notice = await put_on_paper(decision, paper, copy, a4=offered.a4)
        if notice is not None:
            break
    assert paper is not None  # PRINT is offered only where there is something to print
    follows = catalogue.filled(item, item.result.follows.zh_CN) if item.result.follows else ""
    wants_to_rate = await TakeResult(decision, paper, follows, notice)
    if wants_to_rate and await rate_case(decision.receipt, item.name, applicant):
        await tell_visit()
    return Outcome.RESULT_PRINTED if notice is None else Outcome.RESULT_WITHOUT_PAPER


async def put_on_paper(decision: Decision, paper: Paper, copy: int, *, a4: bool) -> Notice | None:
    """One paper; why it is not known to be out, if it is not."""
    try:
        decided = decision.outcome is Decided.APPROVED
        state = await Print(Result(decision.application_id, paper, decided, a4), copy)
    except Fault as fault:
        return Notice.of(fault)
    return Notice("result_paper_unknown") if state is PaperState.UNKNOWN else None
