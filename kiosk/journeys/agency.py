"""帮办代办: agree with somebody of the hall, see what was done by it, end it; and the agent's own side of it."""

from __future__ import annotations

import hashlib

from central.contract.agency import (
    ActAsAgent,
    Agreement,
    AgreementDraft,
    ByAgreement,
    Deed,
    DraftAgreement,
    SignAgreement,
    Terms,
)
from central.contract.application import ByCard, SignatureSheet
from central.contract.project import ProjectDocument, ProjectPlan
from kiosk.faults import OfficeFailed, OutcomeUnknown, RuleHit
from kiosk.journeys.applicant import by_card
from kiosk.journeys.case_page import follow
from kiosk.journeys.identity import show_card
from kiosk.journeys.on_paper import on_paper
from kiosk.wishes.agency import (
    AgentsTurn,
    ChooseAgent,
    ChooseAgreement,
    ChooseSteps,
    ChooseTurn,
    FromAgreement,
    NameCompany,
    ShowAgreement,
    TakeStep,
    act_as_agent,
    draft_agreement,
    end_agreement,
    find_agents,
    read_agreements,
    sign_agreement,
)
from kiosk.wishes.agency_requests import AgreementSheet
from kiosk.wishes.application import CatalogueSeen, Signed, SignPromise, stamp
from kiosk.wishes.case import ChooseCase, find_cases
from kiosk.wishes.project import ChooseDay, DayOf, for_agent
from kiosk.wishes.wish import Explain, Next, Notice, Outcome
from kiosk.words import agency as agency_words

# ---------------------------------------------------------------- agreeing


async def agree(
    seen: CatalogueSeen, project: ProjectDocument, plan: ProjectPlan, chosen: tuple[str, ...]
) -> Outcome | Notice:
    """Who, which steps, from when until when; then the text is read and signed. A notice: the plan goes on, and why.
    `chosen`: the step on whose page somebody asked for an agent."""
    try:
        agents = (await find_agents()).agents
        if not agents:
            return Notice("no_agents")
        agent_id = await ChooseAgent(project, agents)
        steps = await ChooseSteps(project, for_agent(project, plan), chosen)
        first = await ChooseDay(project, DayOf.FIRST)
        last = await ChooseDay(project, DayOf.LAST, first, plan.ends)
        company = await NameCompany(project)
        card = by_card(await show_card())
        terms = Terms(
            agent_id=agent_id, project=project.project, version=project.version, steps=steps, first=first, last=last
        )
        draft = understood(terms, await draft_agreement(DraftAgreement(terms=terms, company=company)))
        strokes = await SignPromise(project, draft.text, kind=Signed.AGREEMENT)
        if strokes is None:
            return Notice("agreement_declined")
        new = await stamp()
        sheet = SignatureSheet(text=draft.digests["zh_CN"], strokes=strokes, signed_at=new.at)
        signed = SignAgreement(
            agreement_id=new.application_id, terms=terms, applicant=card, company=company, sheet=sheet
        )
        kept = await sign_agreement(signed)
    except RuleHit as hit:
        return Notice.of(hit)
    except OutcomeUnknown:  # it is in the ledger; an office that hears of it on another day refuses it
        return Notice("case_effect_open")
    await show_agreement(seen, card, kept.agreement_id, Notice("agreement_signed"))
    return Outcome.AGREEMENT_SHOWN


def understood(terms: Terms, draft: AgreementDraft) -> AgreementDraft:
    """A text for what was chosen, with its own digest. Raises `OfficeFailed`."""
    if draft.terms != terms or draft.agent.agent_id != terms.agent_id:
        raise OfficeFailed("the text is of another agreement")
    if draft.digests.get("zh_CN") != hashlib.sha256(draft.text.zh_CN.encode()).hexdigest():
        raise OfficeFailed("the digest is of another text")
    return draft


# ---------------------------------------------------------------- looking at what there is


async def own_agreements(seen: CatalogueSeen, card: ByCard | None = None) -> Outcome:
    """Those that the card's holder has signed, and works by, one after the other. `card`: shown already."""
    card = card or by_card(await show_card())
    while True:
        found = await read_agreements(card)
        if not found.agreements:
            await Explain(Notice("no_agreements"), (Next.HOME,))
            return Outcome.RULE_EXPLAINED
        if len(found.agreements) == 1:
            await show_agreement(seen, card, found.agreements[0].agreement_id)
            return Outcome.AGREEMENT_SHOWN
        await show_agreement(seen, card, await ChooseAgreement(found))


async def show_agreement(seen: CatalogueSeen, card: ByCard, agreement_id: str, notice: Notice | None = None) -> None:
    """One of them, as often as something is done by it."""
    while True:
        found = (await read_agreements(card, agreement_id)).agreements
        if [each.agreement_id for each in found] != [agreement_id]:
            raise OfficeFailed("the answer is another agreement")
        match await ShowAgreement(found[0], ways(found[0]), notice):
            case TakeStep(step):
                notice = await take_step(seen, card, found[0], step)
            case FromAgreement.END:
                notice = await end(card, found[0])
            case FromAgreement.PRINT:
                printed = await on_paper(AgreementSheet(found[0]))
                notice = Notice("agreement_printed" if printed else "agreement_without_paper")
            case _:
                return


def ways(agreement: Agreement) -> tuple[FromAgreement, ...]:
    """What can be done with it here. It is the applicant's to end; its agent takes steps."""
    ends = not agreement.acting and agency_words.ends(agreement)
    return (FromAgreement.PRINT, *((FromAgreement.END,) if ends else ()), FromAgreement.HOME)


async def end(card: ByCard, agreement: Agreement) -> Notice | None:
    """At once and without a reason, once somebody has said twice that it is meant."""
    sure = Notice("agreement_end_sure", {"agent": agreement.agent.name})
    answer = await ShowAgreement(agreement, (FromAgreement.KEEP, FromAgreement.END_NOW), sure)
    if answer is not FromAgreement.END_NOW:
        return None
    try:
        await end_agreement(agreement.agreement_id, card)
    except RuleHit as hit:
        return Notice.of(hit)
    except OutcomeUnknown:
        return Notice("case_effect_open")
    return Notice("agreement_ended")


# ---------------------------------------------------------------- the agent's side


async def take_step(seen: CatalogueSeen, card: ByCard, agreement: Agreement, step: str) -> Notice | None:
    """Look after the step's cases, or say what was done. What stands against it is told on the agreement's page, where
    it was written down."""
    proof = ByAgreement(agreement_id=agreement.agreement_id, card=card, step=step)
    turn = await ChooseTurn(agreement, step)
    try:
        if turn is not AgentsTurn.LOOK:
            await act_as_agent(ActAsAgent(proof=proof, deed=Deed(turn.value)))
            return Notice("deed_noted")
        found = await find_cases(proof)
        if not found.cases:
            return Notice("no_cases_of_step")
        number = found.cases[0].number if len(found.cases) == 1 else await ChooseCase(found)
        assert isinstance(number, str), "an agent's list leads nowhere else"
        await follow(seen, proof, number)
    except RuleHit as hit:
        return Notice.of(hit)
    except OutcomeUnknown:
        return Notice("case_effect_open")
    return None
