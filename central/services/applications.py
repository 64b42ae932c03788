"""Applying: a beginning asks and changes nothing; a submission is decided, and is written down once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import JsonValue, ValidationError

from central.contract import case_number, form
from central.contract.application import (
    ApplicationOpen,
    ApplicationReceived,
    BeginApplication,
    Begun,
    Filled,
    HandedOver,
    HandOver,
    SubmitApplication,
)
from central.contract.item import ItemDocument, Outcome, ParameterValue, holds
from central.contract.messages import RuleCode
from central.contract.source import Mask
from central.office import Desk, Office
from central.rules.facts import Facts
from central.rules.masks import mask, masked_name
from central.services import (
    answers,
    applicants,
    application_cases,
    application_content,
    cases,
    companies,
    decisions,
    inquiries,
    materials,
    papers,
    parameters,
    people,
)
from central.services.applicants import Somebody
from central.services.commands import prepared
from central.services.inquiries import Inquiry
from central.services.refusals import Refusal
from central.services.tickets import STALE
from central.shelf import Volume, is_cancelled
from central.store import applications, sessions
from central.store.applications import Application
from central.store.cases import Case
from central.store.kiosks import Kiosk
from central.store.sessions import ItemSession

SESSION = timedelta(minutes=30)
"""How long somebody may be at a terminal who began before a hall's parameter was changed."""

_AHEAD = timedelta(minutes=5)


def begin(office: Office, kiosk: Kiosk, wanted: BeginApplication) -> Begun:
    """What is known before anything is typed. Nothing comes to be, but an identity code is bound to the terminal, and
    that an item was begun is written down: not by whom.

    Raises:
        Refusal: item_unknown, item_not_in_force, identity_way_closed, id_number_invalid, identity_code_…,
            answer_invalid, situation_invalid.
    """
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        volume = _volume(desk, wanted.item, wanted.version)
        set_here = parameters.of_item(desk, volume.item)
    item = volume.item
    person = applicants.identify(office, kiosk, wanted.applicant, item, anew=wanted.anew)
    _check_situation(item, wanted.situation)
    fields = form.asked(item.form, wanted.situation)
    answers.check(fields, wanted.answers, missing=False)
    facts = _facts(desk, set_here, person, wanted)
    inquiry = inquiries.inquire(office, item, facts, wanted.consents)
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        standing = application_cases.to_show(desk, people.person(office.keys, person.id_number), item.item)
        standing_shown = _shown_open(desk, standing) if standing else None
    if wanted.session is not None and not (wanted.anew and standing):  # who is shown an application begins none
        with office.database.write() as connection:
            sessions.begin(connection, _session(kiosk, wanted.session, item.item, desk.now))
    return Begun(
        person=masked_name(person.name),
        filled=_filled(office, fields, inquiry),
        sources=inquiry.seen,
        stopped_by=inquiry.stopped_by,
        open_application=standing_shown,
    )


def _session(kiosk: Kiosk, session: str, item: str, at: datetime, application_id: str | None = None) -> ItemSession:
    return ItemSession(session, item, kiosk.kiosk_id, kiosk.hall_id, at, application_id)


def prepare(office: Office, kiosk: Kiosk, wanted: SubmitApplication) -> Callable[[Desk], ApplicationReceived]:
    """Check everything and ask the sources, before any transaction; what comes back writes the application down."""
    return prepared(lambda: draft(office, kiosk, wanted), lambda desk, ready: _submit(desk, kiosk, wanted, ready))


def hand_over(desk: Desk, kiosk: Kiosk, wanted: HandOver) -> HandedOver:
    """转人工: a person decides, and answers in time. Twice is once.

    Raises:
        Refusal: not_found; case_moved_on where there is nothing left to decide.
    """
    application = _own(desk, kiosk, wanted.application_id)
    case = application_cases.hand_over(desk, kiosk, application)
    return HandedOver(
        application_id=application.application_id,
        receipt=application.receipt,
        answer_by=case.answer_by,
    )


def owned(office: Office, application_id: str, person: Somebody) -> Application:
    """An application of this person, at whichever hall. Whose it is not is told the same as where there is none:
    `Refusal` not_found."""
    with office.database.read() as connection:
        application = applications.find(connection, application_id)
    if application is None or application.person != people.person(office.keys, person.id_number):
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    return application


# ---------------------------------------------------------------- beginning


def _volume(desk: Desk, item: str, version: int) -> Volume:
    """The version that the terminal shows. One that was replaced since goes on: whoever began with it ends with it."""
    volume = desk.office.shelf.find(item, version)
    if volume is None:
        raise Refusal(RuleCode.ITEM_UNKNOWN)
    if volume.item.effective_from > desk.today or is_cancelled(volume.item, desk.today):
        raise Refusal("item_not_in_force")
    return volume


def _check_situation(item: ItemDocument, situation: dict[str, str]) -> None:
    known = {each.situation: {option.option for option in each.options} for each in item.situations}
    for question, option in situation.items():
        if option not in known.get(question, set()):
            raise Refusal("situation_invalid", {"field": question if question in known else "?"}, status=422)


def _check_all_answered(item: ItemDocument, situation: dict[str, str]) -> None:
    for each in item.situations:
        if holds(each.when, situation) and each.situation not in situation:
            raise Refusal("situation_invalid", {"field": each.situation}, status=422)


def _facts(
    desk: Desk,
    set_here: Mapping[str, ParameterValue],
    person: Somebody,
    wanted: BeginApplication | SubmitApplication,
) -> Facts:
    """What is known before the sources are asked."""
    try:
        return Facts(
            today=desk.today,
            person=dict(person.facts()),
            answers=wanted.answers,
            situation=wanted.situation,
            parameters={**set_here},
        )
    except ValidationError:
        raise Refusal("answer_invalid", {"field": "?", "fault": "size"}, status=422) from None


def _filled(office: Office, fields: tuple[form.FormField, ...], inquiry: Inquiry) -> dict[str, Filled]:
    found: dict[str, Filled] = {}
    for field in fields:
        value = _fill(field, inquiry)
        if value is None:
            continue
        kind, _, rest = field.fill.partition(".")
        source, _, name = rest.partition(".")
        if kind == "person":
            shown = _masked(value, applicants.MASKS.get(rest, Mask.NONE))
        else:
            shown = _masked(value, office.shelf.sources[source].fields[name].mask)
        found[field.name] = Filled(value=shown, source=None if kind == "person" else source, masked=shown != value)
    return found


def _masked(value: JsonValue, how: Mask) -> JsonValue:
    if how is Mask.NONE:
        return value
    return mask(how, value if isinstance(value, str) else "")


def _fill(field: form.FormField, inquiry: Inquiry) -> JsonValue:
    """What fills a field before it is asked; none where nobody says it, or what they say does not fit the field."""
    value = inquiry.value(field.fill)
    if value is None:
        return None
    try:
        answers.check((field,), {field.name: value})
    except Refusal:
        return None
    return value


def _shown_open(desk: Desk, case: Case) -> ApplicationOpen:
    application = applications.find(desk.connection, case.case_id)
    assert application is not None, "the case was opened by it"
    return ApplicationOpen(
        application_id=application.application_id,
        receipt=application.receipt,
        outcome=Outcome(application.outcome),
        submitted_at=desk.hall.local(application.submitted_at),
    )


# ---------------------------------------------------------------- submitting


@dataclass(frozen=True)
class Draft:
    """An application that is checked and decided, and not written down yet."""

    person: Somebody
    volume: Volume
    made: decisions.Made


def draft(
    office: Office,
    kiosk: Kiosk,
    wanted: SubmitApplication,
    began_with: Volume | None = None,
    earlier: str | None = None,
) -> Draft:
    """Check an application, ask the sources, decide: before any transaction.

    Args:
        began_with: the version of a running application; none: the one that the terminal shows, if it is in force.
        earlier: the terminal that has sent some of the materials before.

    Raises:
        Refusal: everything that can be wrong with what was sent.
    """
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        if desk.now - wanted.asked_at > STALE or wanted.asked_at - desk.now > _AHEAD:
            raise Refusal(RuleCode.REQUEST_STALE)
        volume = began_with or _volume(desk, wanted.item, wanted.version)
        set_here = _signed_under(desk, volume.item, wanted.promise)
    item = volume.item
    person = applicants.identify(office, kiosk, wanted.applicant, item, anew=False)
    _check_situation(item, wanted.situation)
    _check_all_answered(item, wanted.situation)
    fields = form.asked(item.form, wanted.situation)
    answers.check(fields, wanted.answers, missing=False)
    facts = _facts(desk, set_here, person, wanted)
    if wanted.promise is not None and wanted.promise not in decisions.promise_digests(item, facts.parameters):
        raise Refusal("material_invalid", {"field": materials.PROMISE, "fault": "other_text"}, status=422)
    materials.check(office, kiosk, item, wanted, earlier)
    inquiry = inquiries.inquire(office, item, facts, wanted.consents, reason=wanted.application_id)
    if inquiry.stopped_by is not None:
        raise Refusal("source_silent", {"source": office.shelf.sources[inquiry.stopped_by].name.zh_CN})
    filled = {field.name: value for field in fields if (value := _fill(field, inquiry)) is not None}
    given = filled | wanted.answers
    answers.check(fields, given)
    known = {
        "answers": given,
        "materials": tuple(each.material for each in wanted.materials if each.material != materials.PROMISE),
        "promised": wanted.promise is not None,
    }
    return Draft(person, volume, decisions.make(office, volume, inquiry.facts.model_copy(update=known)))


def _signed_under(desk: Desk, item: ItemDocument, promise: str | None) -> Mapping[str, ParameterValue]:
    """The hall's parameters now; or those of a moment ago, where the citizen signed a promise that tells them."""
    if promise is not None:
        before = parameters.of_item(desk, item, desk.now - SESSION)
        if promise in decisions.promise_digests(item, before):
            return before
    return parameters.of_item(desk, item)


def _submit(desk: Desk, kiosk: Kiosk, wanted: SubmitApplication, ready: Draft) -> ApplicationReceived:
    connection, person = desk.connection, people.person(desk.keys, ready.person.id_number)
    if applications.find(connection, wanted.application_id) is not None:
        raise Refusal("application_known", status=422)
    application_cases.make_room(desk, kiosk, person, wanted.item)
    outcome, item = ready.made.verdict.outcome, ready.volume.item
    application = Application(
        application_id=wanted.application_id,
        receipt=case_number.new(),
        hall_id=desk.hall.hall_id,
        kiosk_id=kiosk.kiosk_id,
        item=wanted.item,
        version=wanted.version,
        person=person,
        outcome=outcome.value,
        submitted_at=desk.now,
        content=application_content.seal(desk.keys, wanted, ready.person),
    )
    applications.add(connection, application)
    if wanted.session is not None:
        sessions.lead_to(connection, _session(kiosk, wanted.session, wanted.item, desk.now, application.application_id))
    applications.use_materials(
        connection, [digest for each in wanted.materials for digest in each.pages], kiosk.kiosk_id
    )
    decisions.keep(desk, application, ready.volume, ready.made)
    holder = papers.Holder(ready.person, wanted.materials)
    for paper in ready.made.papers:
        papers.issue(desk, application, item.body.name, paper, holder)
    asked = application_cases.owed(item, ready.made.verdict.findings, ready.made.verdict.missing)
    cases.open_case(
        desk,
        application.application_id,
        cases.Subject.of_item(
            item,
            ready.person.id_number,
            ready.person.name,
            ready.person.phone,
            companies.of_application(item, ready.made.grounds),
        ),
        [
            application_cases.submitted(item, kiosk, desk.now),
            *application_cases.by_machine(item, ready.made.verdict, asked, application.receipt, desk.now),
        ],
        number=application.receipt,
        applied=True,
    )
    return ApplicationReceived(
        application_id=application.application_id,
        receipt=application.receipt,
        item=application.item,
        outcome=outcome,
        submitted_at=desk.hall.local(application.submitted_at),
    )


def _own(desk: Desk, kiosk: Kiosk, application_id: str) -> Application:
    """An application that was submitted at this terminal: an effect in its ledger names it, and nobody else."""
    application = applications.find(desk.connection, application_id)
    if application is None or application.kiosk_id != kiosk.kiosk_id:
        raise Refusal(RuleCode.NOT_FOUND)
    return application
