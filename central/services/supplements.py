"""补正: what the one-time notice asks for, handed in at a terminal. The machine looks again, unless a person asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from central.cases.event import Change
from central.contract import form
from central.contract.application import ApplicationReceived, SubmitApplication, SupplementApplication
from central.contract.case import EventKind, Stage
from central.contract.item import Outcome
from central.contract.messages import RuleCode
from central.office import Desk, Office
from central.services import (
    applicants,
    application_cases,
    application_content,
    applications,
    cases,
    decisions,
    materials,
    papers,
)
from central.services.applications import Draft
from central.services.commands import prepared
from central.services.refusals import Refusal
from central.shelf import Volume
from central.store import applications as stored
from central.store import cases as stored_cases
from central.store.applications import Application
from central.store.kiosks import Kiosk

_MATERIAL, _FIELD = "material.", "field."


@dataclass(frozen=True)
class _Ready:
    """A supplement that is checked, with the application as it stands with it, decided anew."""

    application: Application
    asked: tuple[str, ...]
    whole: SubmitApplication
    draft: Draft


def prepare(office: Office, kiosk: Kiosk, wanted: SupplementApplication) -> Callable[[Desk], ApplicationReceived]:
    """Check everything and ask the sources, before any transaction; what comes back writes it down, or refuses."""
    return prepared(lambda: _ready(office, kiosk, wanted), lambda desk, ready: _supplement(desk, kiosk, ready))


def _ready(office: Office, kiosk: Kiosk, wanted: SupplementApplication) -> _Ready:
    person = applicants.known(office, kiosk, wanted.applicant)
    application = applications.owned(office, wanted.application_id, person)
    with office.database.read() as connection:
        case = stored_cases.find(connection, application.application_id)
        assert case is not None, "every application is a case"
        standing = cases.read(office.keys, connection, case).standing
        if standing.stage is not Stage.SUPPLEMENTING:
            raise Refusal(RuleCode.CASE_MOVED_ON)
        first = stored.decision_rounds(connection, application.application_id)[0]
        content = stored.document(connection, first.document)
    assert content is not None, "kept with the decision"
    volume = Volume.of(content)  # the version that it began with, whatever is published since
    whole = _whole(office, application, wanted, standing.missing)
    _check_asked(volume, whole, wanted, standing.missing)
    draft = applications.draft(office, kiosk, whole, volume, earlier=application.kiosk_id)
    return _Ready(application, standing.missing, whole, draft)


def _whole(
    office: Office, application: Application, wanted: SupplementApplication, asked: tuple[str, ...]
) -> SubmitApplication:
    """The application as it was sent, with what is asked for replaced by what came."""
    before = application_content.read(office.keys, application).submitted_by(wanted.applicant)
    handed_in = {each.material for each in wanted.materials}
    left = {name: value for name, value in before.answers.items() if f"{_FIELD}{name}" not in asked}
    return before.model_copy(
        update={
            "answers": left | wanted.answers,
            "materials": (
                *(each for each in before.materials if each.material not in handed_in),
                *wanted.materials,
            ),
            "promise": wanted.promise or before.promise,
            "asked_at": wanted.asked_at,
        }
    )


def _check_asked(
    volume: Volume, whole: SubmitApplication, wanted: SupplementApplication, asked: tuple[str, ...]
) -> None:
    """Exactly what the notice asks for: nothing else is changed, and nothing of it is left out.

    Raises `Refusal` supplement_unknown, supplement_incomplete.
    """
    brought = {f"{_FIELD}{name}" for name in wanted.answers} | {
        f"{_MATERIAL}{each.material}" for each in wanted.materials
    }
    signed = {f"{_MATERIAL}{each.material}" for each in volume.item.materials if each.comes_from == "signature"}
    allowed = set(asked) | (signed if f"{_MATERIAL}{materials.PROMISE}" in asked else set())
    if strange := sorted(brought - allowed):
        raise Refusal("supplement_unknown", {"field": strange[0]}, status=422)
    optional = {f"{_FIELD}{each.name}" for each in form.asked(volume.item.form, whole.situation) if not each.required}
    if wanted.promise is not None:
        brought.add(f"{_MATERIAL}{materials.PROMISE}")
    for key in asked:
        if key.startswith((_MATERIAL, _FIELD)) and key not in brought | optional:
            raise Refusal(RuleCode.SUPPLEMENT_INCOMPLETE, {"field": key})


def _supplement(desk: Desk, kiosk: Kiosk, ready: _Ready) -> ApplicationReceived:
    application, draft = ready.application, ready.draft
    application_id = application.application_id
    case = stored_cases.lock(desk.connection, application_id)
    if case is None or Stage(case.stage) is not Stage.SUPPLEMENTING:
        raise Refusal(RuleCode.CASE_MOVED_ON)
    verdict, item = draft.made.verdict, draft.volume.item
    with_person = case.with_person
    follows: list[Change] = []
    if not with_person:
        left = application_cases.owed(item, verdict.findings, verdict.missing)
        if verdict.outcome is Outcome.SUPPLEMENT and set(left) <= set(ready.asked):
            raise Refusal(RuleCode.SUPPLEMENT_INCOMPLETE, {"field": left[0]})
        follows = application_cases.by_machine(item, verdict, left, application.receipt, desk.now)
        if verdict.outcome is Outcome.SUPPLEMENT:  # everything was to be said once: a person looks at what is new
            follows = [replace(follows[0], kind=EventKind.HANDED_OVER, missing=(), notice="", level=1)]
    came = application_cases.by_citizen(EventKind.SUPPLEMENTED, case.department, kiosk, desk.now)
    rounds = stored.decision_rounds(desk.connection, application_id)
    decisions.keep(desk, application, draft.volume, draft.made, round_number=len(rounds))
    _keep_content(desk, kiosk, ready)
    cases.change(desk, application_id, [replace(came, missing=ready.asked), *follows])
    outcome = verdict.outcome
    if with_person or outcome is Outcome.SUPPLEMENT:
        outcome = Outcome.MANUAL
    if outcome is Outcome.APPROVED:
        holder = papers.Holder(draft.person, ready.whole.materials)
        for paper in draft.made.papers:
            papers.issue(desk, application, item.body.name, paper, holder)
    return ApplicationReceived(
        application_id=application_id,
        receipt=application.receipt,
        item=application.item,
        outcome=outcome,
        submitted_at=desk.hall.local(application.submitted_at),
    )


def _keep_content(desk: Desk, kiosk: Kiosk, ready: _Ready) -> None:
    """The application as it is now; its pictures lie with those of its first terminal."""
    application = ready.application
    digests = [digest for each in ready.whole.materials for digest in each.pages]
    stored.adopt_materials(desk.connection, digests, kiosk.kiosk_id, application.kiosk_id)
    stored.use_materials(desk.connection, digests, application.kiosk_id)
    sealed = application_content.seal(desk.keys, ready.whole, ready.draft.person)
    stored.keep_content(desk.connection, application.application_id, sealed)
