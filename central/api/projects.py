"""Plans of projects: for terminals as data, and as a page for whoever took its code along."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from central.api.guards import SignedKiosk, TheOffice, base_url, ok
from central.api.page import Leaf, html_page, phrases, too_often
from central.api.problems import COMMAND, responses
from central.contract import project_words
from central.contract.project import (
    PlannedStep,
    PlanProject,
    ProjectDocument,
    ProjectMaterial,
    ProjectPlan,
    ProjectStep,
    StepState,
    asked_of,
)
from central.contract.texts import Phrases
from central.services import projects
from central.services.refusals import Refusal

router = APIRouter()


@router.post("/v1/kiosk/plans", tags=["projects"], response_model=ProjectPlan, responses=responses(*COMMAND, 404))
def plan_project(request: Request, office: TheOffice, kiosk: SignedKiosk, wanted: PlanProject) -> Response:
    """The plan of a project: a question, which changes nothing."""
    return ok(projects.plan_project(office, wanted, base_url(request)))


@router.get(f"{projects.PAGE}/{{project}}/{{version}}", tags=["open"], include_in_schema=False)
def project_page(request: Request, office: TheOffice, project: str, version: str) -> HTMLResponse:
    """The plan that an address holds, worked out anew."""
    if wait := too_often(request, office):
        return wait
    try:
        wanted = projects.asked_by(project[:64], version[:10], request.url.query)
        document, plan = projects.plan_of(office, wanted)
    except Refusal:
        return html_page(*map(_none, phrases()), status=404)
    return html_page(*(_leaf(say, document, plan, wanted) for say in phrases()))


def _none(say: Phrases) -> Leaf:
    return Leaf(say.text("page.plan.none"), f"<p>{escape(say.text('page.plan.none_text'))}</p>")


def _leaf(say: Phrases, document: ProjectDocument, plan: ProjectPlan, wanted: PlanProject) -> Leaf:
    first = say.of_year(say.day(plan.begins), plan.begins)
    begins = say.text("page.plan.begins", {"day": first})
    told = [project_words.end(say, plan), project_words.missing(say, plan), begins, say.text("plan.caveat")]
    parts = [f"<p>{escape(each)}</p>" for each in told if each]
    by_code = {each.step: each for each in document.steps}
    parts.append('<div class="stages">')
    for stage in document.stages:
        steps = [each for each in plan.steps if by_code[each.step].stage == stage.stage]
        if steps:
            listed = "".join(
                _step(say, plan, each, by_code[each.step], asked_of(document, by_code[each.step], wanted.situation))
                for each in steps
            )
            title = escape(say.words(stage.name))
            parts.append(f'<section class="card"><h2>{title}</h2><ol class="plan">{listed}</ol></section>')
    enquiry = f"{say.text('slip.enquiry')} {document.contact.enquiry}"
    parts.append(f'</div><p class="foot">{escape(enquiry)}</p>')
    return Leaf(say.words(document.name), "".join(parts), "yes")


def _step(
    say: Phrases, plan: ProjectPlan, planned: PlannedStep, step: ProjectStep, asked: Sequence[ProjectMaterial]
) -> str:
    lines = [f"{say.words(step.by)} {project_words.span(say, planned.limit)}"]
    if planned.state is StepState.DONE:
        lines.append(say.text("plan.state.done"))
    else:
        begins = f"{say.text('slip.plan_begin')} {project_words.begins(say, planned, plan)}"
        due = project_words.due(say, planned, plan) if planned.due is not None else ""
        lines += [begins, due, project_words.room(say, planned, plan)]
        between = say.text("slip.between")
        needed = between.join(say.words(each.name) for each in asked if each.made_in is None)
        made = between.join(say.words(each.name) for each in asked if each.made_in is not None)
        lines += [say.text("page.plan.needed", {"what": needed}) if needed else ""]
        lines += [say.text("page.plan.made", {"what": made}) if made else ""]
    critical = f' <span class="warn">{escape(say.text("plan.critical"))}</span>' if planned.critical else ""
    told = "".join(f"<p>{escape(each)}</p>" for each in lines if each)
    return f"<li><h3>{escape(say.words(step.name))}{critical}</h3>{told}</li>"
