"""帮办代办: agreements are signed, acted under within scope and days, and ended by the applicant at any time."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pydantic import ValidationError

from central.contract import case_number
from central.contract.agency import (
    ActAsAgent,
    AgencyEvent,
    Agent,
    AgentsFound,
    AgreedStep,
    Agreement,
    AgreementDraft,
    AgreementKept,
    Agreements,
    DraftAgreement,
    EndAgreement,
    HappenedTo,
    LongText,
    ReadAgreements,
    SignAgreement,
    Terms,
)
from central.contract.messages import RuleCode
from central.contract.project import ProjectDocument, ProjectStep
from central.office import Desk, Office
from central.rules.masks import masked_name
from central.services import agency_rights as rights
from central.services import people, receipt_numbers
from central.services.refusals import Refusal
from central.store import agencies as stored
from central.store.kiosks import Kiosk

MOST_LISTED = 60

LONGEST = timedelta(days=3 * 366)
"""From the first to the last day of an agreement: a project's length, and no more."""


def hire(office: Office, hall_id: str, name: str, id_number: str) -> str:
    """Somebody becomes an agent of the hall; the id. Raises `Refusal` hall_unknown, id_number_invalid, name_invalid."""
    agent_id = secrets.token_hex(16)
    try:
        Agent(agent_id=agent_id, name=name)
    except ValidationError as error:
        raise Refusal("name_invalid", status=422) from error
    if not people.has_good_check_digit(id_number):
        raise Refusal("id_number_invalid", status=422)
    with office.database.write() as connection:
        desk = office.desk(connection, hall_id)
        person = people.person(office.keys, id_number)
        stored.add_agent(connection, stored.Agent(agent_id, desk.hall.hall_id, name, person, desk.now))
    return agent_id


def let_go(office: Office, agent_id: str) -> bool:
    """The agent acts no more, under no agreement; false when there is no such agent."""
    with office.database.write() as connection:
        return stored.let_go(connection, agent_id, office.clock.now())


def agents(office: Office, hall_id: str) -> AgentsFound:
    """Who may be chosen."""
    with office.database.read() as connection:
        found = stored.agents_of(connection, hall_id)
    return AgentsFound(
        agents=tuple(Agent(agent_id=each.agent_id, name=each.name) for each in found if not each.left_at)
    )


# ---------------------------------------------------------------- the agreement


def draft(office: Office, kiosk: Kiosk, wanted: DraftAgreement) -> AgreementDraft:
    """The text to be signed. Raises `Refusal` agent_unknown, scope_invalid, span_invalid, project_unknown."""
    with office.database.read() as connection:
        return _drafted(office.desk(connection, kiosk.hall_id), wanted.terms, wanted.company)


def sign(desk: Desk, kiosk: Kiosk, wanted: SignAgreement) -> AgreementKept:
    """An agreement comes to be; the same one again is no second one, whoever sends it.

    Raises:
        Refusal: see `draft`; text_unknown (something else was signed), signature_empty, agent_is_applicant,
            id_number_invalid, agreement_id_taken.
    """
    before = stored.find(desk.connection, wanted.agreement_id)
    if before is not None:
        if rights.signed(desk, before) != wanted:
            raise Refusal("agreement_id_taken", status=422)
        return _kept(desk, before)
    drafted = _drafted(desk, wanted.terms, wanted.company)
    if wanted.sheet.text not in drafted.digests.values():
        raise Refusal(RuleCode.TEXT_UNKNOWN, status=422)
    if not any(len(stroke) >= 4 and len(stroke) % 2 == 0 for stroke in wanted.sheet.strokes):
        raise Refusal("signature_empty", status=422)
    if not people.has_good_check_digit(wanted.applicant.id_number):
        raise Refusal("id_number_invalid", status=422)
    person = people.person(desk.keys, wanted.applicant.id_number)
    if person == rights.agent(desk, wanted.terms.agent_id).person:
        raise Refusal(RuleCode.AGENT_IS_APPLICANT)
    place = f"{rights.SEALED}:{wanted.agreement_id}"
    row = stored.Agreement(
        agreement_id=wanted.agreement_id,
        number=case_number.new(),
        hall_id=desk.hall.hall_id,
        agent_id=wanted.terms.agent_id,
        person=person,
        first=wanted.terms.first,
        last=wanted.terms.last,
        content=desk.keys.seal_record(wanted.model_dump_json().encode(), place),
    )
    stored.add(desk.connection, row)
    rights.note(desk, kiosk, row, AgencyEvent.SIGNED)
    return _kept(desk, row)


def end(desk: Desk, kiosk: Kiosk, wanted: EndAgreement) -> AgreementKept:
    """The applicant ends it, at once and without a reason. Twice is once. Raises `Refusal`
    agreement_unknown."""
    row = stored.lock(desk.connection, wanted.agreement_id)
    if row is None or row.person != people.person(desk.keys, wanted.applicant.id_number):
        raise Refusal(RuleCode.AGREEMENT_UNKNOWN, status=404)
    if row.ended_at is None:
        stored.end(desk.connection, row.agreement_id, desk.now)
        rights.note(desk, kiosk, row, AgencyEvent.ENDED)
        row = replace(row, ended_at=desk.now)
    return _kept(desk, row)


def act(desk: Desk, kiosk: Kiosk, wanted: ActAsAgent) -> AgreementKept:
    """The agent has done something about a step. Raises `Refusal` like `agency_rights.held`."""
    right = rights.held(desk, wanted.proof)
    rights.note(desk, kiosk, right.row, AgencyEvent(wanted.deed.value), step=right.step)
    return _kept(desk, right.row)


def note_refused(desk: Desk, kiosk: Kiosk, wanted: ActAsAgent, refusal: Refusal) -> None:
    """An agent who reached beyond the agreement is written down too."""
    rights.note_refused(desk, kiosk, wanted.proof, refusal)


def mine(office: Office, kiosk: Kiosk, wanted: ReadAgreements) -> Agreements:
    """What a person has agreed to, at any hall, and works by as an agent of this one; or one of them with all that
    happened. Raises `Refusal` agreement_unknown."""
    person = people.person(office.keys, wanted.applicant.id_number)
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        if wanted.agreement_id is not None:
            row = stored.find(connection, wanted.agreement_id)
            if row is None or not _is_party(desk, row, person):
                raise Refusal(RuleCode.AGREEMENT_UNKNOWN, status=404)
            return Agreements(agreements=(_whole(desk, row, _told(desk, row, person)),))
        rows = stored.of_person(connection, person, kiosk.hall_id, desk.today, MOST_LISTED + 1)
        told = tuple(_told(desk, row, person) for row in rows[:MOST_LISTED])
        return Agreements(agreements=told, more=len(rows) > MOST_LISTED)


def shown(office: Office, hall_id: str, typed: str) -> Agreement:
    """What a clerk sees to whom an agent shows the number: whether it counts, for which steps, and nothing of what was
    done. Raises `Refusal` case_number_invalid, agreement_unknown (of this hall)."""
    number = receipt_numbers.read(typed)
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        row = stored.find_by_number(connection, number)
        if row is None or row.hall_id != hall_id:
            raise Refusal(RuleCode.AGREEMENT_UNKNOWN, status=404)
        return _whole(desk, row, _told(desk, row, row.person)).model_copy(update={"events": ()})


# ---------------------------------------------------------------- within


@dataclass(frozen=True)
class _Scope:
    project: ProjectDocument
    steps: tuple[ProjectStep, ...]


def _drafted(desk: Desk, terms: Terms, company: str) -> AgreementDraft:
    agent = rights.agent(desk, terms.agent_id)
    if agent.left_at is not None or agent.hall_id != desk.hall.hall_id:
        raise Refusal(RuleCode.AGENT_UNKNOWN, status=404)
    if not desk.today <= terms.first <= terms.last <= terms.first + LONGEST:
        raise Refusal(RuleCode.SPAN_INVALID, status=422)
    text = _text(agent, _scope(desk, terms), terms, company)
    spoken = {"zh_CN": text.zh_CN, "en": text.en}
    digests = {language: hashlib.sha256(said.encode()).hexdigest() for language, said in spoken.items()}
    return AgreementDraft(
        terms=terms, agent=Agent(agent_id=agent.agent_id, name=agent.name), text=text, digests=digests
    )


def _scope(desk: Desk, terms: Terms) -> _Scope:
    """Steps that an agent may take, each once, in the project's order."""
    project = desk.office.shelf.project(terms.project, terms.version)
    if project is None:
        raise Refusal("project_unknown", status=404)
    steps = tuple(each for each in project.steps if each.step in terms.steps and each.agent)
    if len(steps) != len(terms.steps):
        raise Refusal("scope_invalid", status=422)
    return _Scope(project, steps)


def _text(agent: stored.Agent, scope: _Scope, terms: Terms, company: str) -> LongText:
    """What is agreed, in full: nothing that is not said here may be done."""
    chinese = "、".join(each.name.zh_CN for each in scope.steps)
    english = "; ".join(each.name.en or each.name.zh_CN for each in scope.steps)
    project = scope.project.name
    for_whom, for_whom_en = (f"代表{company}", f"On behalf of {company}, I") if company else ("", "I")
    return LongText(
        zh_CN=(
            f"我{for_whom}委托代办员{agent.name}代为办理“{project.zh_CN}”的下列事项：{chinese}。\n"
            f"委托从{_day(terms.first)}起，到{_day(terms.last)}止，首尾两天都算。\n"
            "代办员只能递交材料、领取文书、查询进度和催办，不能代我签字承诺，不能代我撤回申请，也不能办理上面没有写的事项。\n"
            "代办员用自己的身份证办理，每次办理和查询都有记录，我随时可以查看。\n"
            "帮办不收费。我可以随时解除委托，不用说明理由，解除后立即生效。"
        ),
        en=(
            f"{for_whom_en} let the agent {agent.name} take these steps of “{project.en or project.zh_CN}” for me: "
            f"{english}.\n"
            f"This begins on {terms.first} and is over after {terms.last}.\n"
            "The agent hands papers in, collects them, asks how matters stand and urges whoever has them; signs no "
            "promise for me, withdraws nothing, and does nothing that is not written here.\n"
            "The agent shows an ID card each time. Whatever is done or looked at is written down, and I can read it.\n"
            "It costs nothing. I can end it at any time, without a reason and at once."
        ),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _kept(desk: Desk, row: stored.Agreement) -> AgreementKept:
    return AgreementKept(agreement_id=row.agreement_id, number=row.number, state=rights.state(desk, row))


def _is_party(desk: Desk, row: stored.Agreement, person: str) -> bool:
    here = row.hall_id == desk.hall.hall_id
    return row.person == person or (here and rights.agent(desk, row.agent_id).person == person)


def _told(desk: Desk, row: stored.Agreement, person: str) -> Agreement:
    signed, agent = rights.signed(desk, row), rights.agent(desk, row.agent_id)
    project = desk.office.shelf.project(signed.terms.project, signed.terms.version)
    if project is None:
        raise Refusal("project_unknown", status=404)
    return Agreement(
        agreement_id=row.agreement_id,
        number=row.number,
        terms=signed.terms,
        agent=Agent(agent_id=agent.agent_id, name=agent.name),
        applicant=masked_name(signed.applicant.name),
        company=signed.company,
        acting=row.person != person,
        project=project.name,
        state=rights.state(desk, row),
        ended_on=desk.hall.day(row.ended_at) if row.ended_at else None,
    )


def _whole(desk: Desk, row: stored.Agreement, told: Agreement) -> Agreement:
    known = rights.steps(desk, told.terms)
    steps = [each for name, each in known.items() if name in told.terms.steps]
    happened = [
        HappenedTo(
            kind=AgencyEvent(each.kind),
            at=desk.hall.local(each.at),
            step=each.step,
            name=known[each.step].name if each.step in known else None,
            number=each.number,
            reason=each.reason,
        )
        for each in stored.events_of(desk.connection, row.agreement_id)
    ]
    agreed = tuple(AgreedStep(step=each.step, name=each.name, followed=each.item is not None) for each in steps)
    return told.model_copy(update={"steps": agreed, "events": tuple(happened)})
