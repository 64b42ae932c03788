"""Every screen of planning a project that its document has a say in, with a plan as full as the document allows.

What the office will work out is not known here: every step is in the plan, with days, or with spans of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from central.contract.item import Unit
from central.contract.project import PlannedStep, ProjectDocument, ProjectPlan, Span, StepState, prerequisites
from kiosk.scenes import Service, WishScene
from kiosk.wishes.application import AnswerSituation
from kiosk.wishes.project import ChooseDay, ChooseProject, ReadStep, ShowPlan
from kiosk.wishes.wish import ScreenWish

BEGINS = date(2026, 10, 28)
_LATER = BEGINS + timedelta(days=360)  # in another year, which is told with the day
_LONG = (Span(amount=188, unit=Unit.WORKING_DAY), Span(amount=12, unit=Unit.MONTH))
_URL = "https://office.example.gov.cn/project?" + "a" * 280


def scenes(project: ProjectDocument) -> Iterator[tuple[str, WishScene]]:
    """The screens with their places in the document."""
    for place, wish in _wishes(project):
        yield place, WishScene(Service.PLAN_PROJECT, wish, back=True)


def _wishes(project: ProjectDocument) -> Iterator[tuple[str, ScreenWish[Any]]]:
    yield "name", ChooseProject((project,))
    for number, situation in enumerate(project.situations):
        yield f"situations.{number}", AnswerSituation(project, situation)
    yield "name", ChooseDay(project)
    dated = sample_plan(project, dated=True)
    for plan in (dated, sample_plan(project, dated=False)):
        yield "steps", ShowPlan(project, plan)
    for number, step in enumerate(project.steps):
        yield f"steps.{number}", ReadStep(project, dated, step.step)


def sample_plan(project: ProjectDocument, *, dated: bool) -> ProjectPlan:
    """Every step, those of a stage side by side, each of which decides the end."""
    stages = [each.stage for each in project.stages]
    needed = prerequisites(project)
    shown: dict[str, Any] = {"starts": _LATER, "due": _LATER} if dated else {"after": _LONG}
    steps = tuple(
        PlannedStep(
            step=step.step,
            state=StepState.FREE,
            row=stages.index(step.stage),
            waits_for=needed[step.step],
            limit=Span(amount=step.limits[-1].promised.amount, unit=step.limits[-1].promised.unit),
            critical=True,
            **shown,
        )
        for step in project.steps
    )
    return ProjectPlan(
        project=project.project,
        version=project.version,
        begins=BEGINS,
        ends=_LATER if dated else None,
        lasts=() if dated else _LONG,
        unknown_from=None if dated else _LATER.year,
        steps=steps,
        url=_URL,
    )
