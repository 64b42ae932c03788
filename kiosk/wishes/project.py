"""What planning a project can wish for, besides `kiosk.wishes.wish`. Each screen wish is a screen of that name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from central.contract.project import PlanProject, ProjectDocument, ProjectPlan, ProjectStep, StepState
from kiosk.wishes.case import OwnAgreements
from kiosk.wishes.wish import Ask, Notice, ScreenWish


@dataclass(frozen=True)
class ChooseProject(ScreenWish[str | OwnAgreements]):
    """Which type of project? The answer is its code."""

    projects: tuple[ProjectDocument, ...]


class DayOf(StrEnum):
    """What a day is asked for."""

    PLAN = "plan"  # from when on is planned
    FIRST = "first"  # of an agreement with an agent
    LAST = "last"


@dataclass(frozen=True)
class ChooseDay(ScreenWish[date]):
    """Which day? Today or a later one; the last day of an agreement by its `first` one, and by the plan's end."""

    project: ProjectDocument
    day_of: DayOf = DayOf.PLAN
    first: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class OpenStep:
    """Read about one step."""

    step: str


class FromPlan(StrEnum):
    """What to do with a plan."""

    PRINT = "print"
    AGENT = "agent"  # 请人帮办
    HOME = "home"


@dataclass(frozen=True)
class ShowPlan(ScreenWish[OpenStep | FromPlan]):
    """The whole plan, as a chart and as a list. `notice`: what became of the paper."""

    project: ProjectDocument
    plan: ProjectPlan
    situation: Mapping[str, str] = field(default_factory=dict)
    notice: Notice | None = None


class FromStep(StrEnum):
    """What to do on a step's page."""

    DONE = "done"  # it is over: plan without it
    OPEN = "open"  # it is not, after all
    AGENT = "agent"  # 请人帮办: this one, and perhaps others
    PLAN = "plan"  # back to the plan


@dataclass(frozen=True)
class ReadStep(ScreenWish[FromStep]):
    """Everything about one step: who, how long, with what, by which law, what it waits for."""

    project: ProjectDocument
    plan: ProjectPlan
    step: str
    situation: Mapping[str, str] = field(default_factory=dict)


def for_agent(project: ProjectDocument, plan: ProjectPlan) -> tuple[ProjectStep, ...]:
    """The steps of a plan that somebody of the hall may take, and that are not over."""
    open_steps = {each.step for each in plan.steps if each.state is not StepState.DONE}
    return tuple(each for each in project.steps if each.agent and each.step in open_steps)


def ask_plan(question: PlanProject) -> Ask[ProjectPlan]:
    return Ask(question)
