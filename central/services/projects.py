"""Planning a project: nothing personal is asked, nothing comes to be, and its page shows the same plan to anybody.

The page's address holds the whole question, so that nothing has to be kept for it: the type of project with its
version, the first day, the answers, and the steps that were done.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError

from central.contract.messages import RuleCode
from central.contract.project import PlanProject, ProjectDocument, ProjectPlan, planned_on
from central.limits.calendar import local_day
from central.office import Office
from central.plans.plan import NotPlannable, plan
from central.services.refusals import Refusal

PAGE = "/project"
LONGEST = 440
"""Characters of a question in an address: what a QR code on a slip still holds."""

_BEGINS, _DONE, _MOST = "from", "done", 40


def plan_project(office: Office, wanted: PlanProject, base_url: str) -> ProjectPlan:
    """The plan, with the address of its page. Raises `Refusal` project_unknown, item_not_in_force, plan_impossible."""
    project, found = plan_of(office, wanted)
    if not planned_on(project, local_day(office.clock.now())):
        raise Refusal(RuleCode.ITEM_NOT_IN_FORCE)
    address = page_address(wanted)
    return found.model_copy(update={"url": f"{base_url}{address}" if address else ""})


def plan_of(office: Office, wanted: PlanProject) -> tuple[ProjectDocument, ProjectPlan]:
    """The type of project, and the plan. Raises `Refusal`."""
    project = office.shelf.project(wanted.project, wanted.version)
    if project is None:
        raise Refusal("project_unknown", status=404)
    try:
        return project, plan(project, wanted, office.calendar)
    except NotPlannable as error:
        raise Refusal("plan_impossible", {"field": error.field}, status=422) from error


def page_address(wanted: PlanProject) -> str:
    """The page's path; empty for a plan that no address holds: one with steps under way, or too long."""
    fields = {_BEGINS: wanted.begins.isoformat(), **wanted.situation}
    if wanted.done:
        fields[_DONE] = ".".join(wanted.done)
    question = urlencode(fields)
    if wanted.running or len(question) > LONGEST:
        return ""
    return f"{PAGE}/{wanted.project}/{wanted.version}?{question}"


def asked_by(project: str, version: str, question: str) -> PlanProject:
    """The question in an address. Raises `Refusal` plan_impossible for anything that is none."""
    if len(question) > LONGEST:
        raise Refusal("plan_impossible", status=404)
    try:
        fields = dict(parse_qsl(question, strict_parsing=True, max_num_fields=_MOST))
        begins = date.fromisoformat(fields.pop(_BEGINS))
        done = tuple(filter(None, fields.pop(_DONE, "").split(".")))
        return PlanProject(project=project, version=int(version), situation=fields, begins=begins, done=done)
    except (KeyError, ValueError, ValidationError) as error:
        raise Refusal("plan_impossible", status=404) from error
