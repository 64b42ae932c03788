"""项目计划: which steps a project takes, in which order, until when and with what, told once and completely."""

from __future__ import annotations

from central.contract.project import PlanProject, ProjectDocument, ProjectPlan, next_situation
from kiosk.faults import OfficeFailed
from kiosk.journeys.agency import agree, own_agreements
from kiosk.journeys.on_paper import on_paper
from kiosk.wishes.application import AnswerSituation, look_at_catalogue
from kiosk.wishes.application_requests import PlanSheet
from kiosk.wishes.case import OwnAgreements
from kiosk.wishes.project import (
    ChooseDay,
    ChooseProject,
    FromPlan,
    FromStep,
    OpenStep,
    ReadStep,
    ShowPlan,
    ask_plan,
)
from kiosk.wishes.wish import Notice, Outcome, Shown


async def plan_project(_shown: Shown | None = None) -> Outcome:
    """What is built, how matters stand, from when on; then the plan, as often as something in it is marked as done."""
    seen = await look_at_catalogue()
    projects = {each.project: each for each in seen.projects}
    chosen = await ChooseProject(seen.projects)
    if isinstance(chosen, OwnAgreements):
        return await own_agreements(seen)
    project = projects[chosen]
    situation: dict[str, str] = {}
    while (question := next_situation(project, situation)) is not None:
        situation[question.situation] = await AnswerSituation(project, question)
    begins = await ChooseDay(project)
    done: tuple[str, ...] = ()
    notice: Notice | None = None
    while True:
        wanted = PlanProject(
            project=project.project, version=project.version, situation=situation, begins=begins, done=done
        )
        plan = understood(project, await ask_plan(wanted))
        answer = await show_plan(project, plan, situation, notice)
        for_agent: tuple[str, ...] | None = () if answer is FromPlan.AGENT else None
        if isinstance(answer, OpenStep):
            match await ReadStep(project, plan, answer.step, situation):
                case FromStep.DONE:
                    done = (*done, answer.step)
                case FromStep.OPEN:
                    done = tuple(each for each in done if each != answer.step)
                case FromStep.AGENT:
                    for_agent = (answer.step,)
                case FromStep.PLAN:
                    pass
        elif answer is FromPlan.HOME:
            return Outcome.PLAN_SHOWN
        agreed = None if for_agent is None else await agree(seen, project, plan, for_agent)
        if isinstance(agreed, Outcome):
            return agreed
        notice = agreed


async def show_plan(
    project: ProjectDocument, plan: ProjectPlan, situation: dict[str, str], notice: Notice | None
) -> OpenStep | FromPlan:
    """The plan, on paper too for whoever wants that."""
    while True:
        answer = await ShowPlan(project, plan, situation, notice)
        if answer is not FromPlan.PRINT:
            return answer
        printed = await on_paper(PlanSheet(project, plan, tuple(situation.items())))
        notice = Notice("plan_printed" if printed else "plan_without_paper")


def understood(project: ProjectDocument, plan: ProjectPlan) -> ProjectPlan:
    """A plan of steps that this terminal knows. Raises `OfficeFailed`."""
    if not {each.step for each in plan.steps} <= {each.step for each in project.steps}:
        raise OfficeFailed("the plan has steps of another project")
    return plan
