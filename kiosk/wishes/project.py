"""What planning a project can wish for, besides `kiosk.wishes.wish`. Each screen wish is a screen of that name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from central.contract.project import PlanProject, ProjectDocument, ProjectPlan
from kiosk.wishes.wish import Ask, Notice, ScreenWish


@dataclass(frozen=True)
class ChooseProject(ScreenWish[str]):
    """Which type of project? The answer is its code."""

    projects: tuple[ProjectDocument, ...]


@dataclass(frozen=True)
class ChooseDay(ScreenWish[date]):
    """From which day on? Today or a later one."""

    project: ProjectDocument


@dataclass(frozen=True)
class OpenStep:
    """Read about one step."""

    step: str


class FromPlan(StrEnum):
    """What to do with a plan."""

    PRINT = "print"
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
    PLAN = "plan"  # back to the plan


@dataclass(frozen=True)
class ReadStep(ScreenWish[FromStep]):
    """Everything about one step: who, how long, with what, by which law, what it waits for."""

    project: ProjectDocument
    plan: ProjectPlan
    step: str
    situation: Mapping[str, str] = field(default_factory=dict)


def ask_plan(question: PlanProject) -> Ask[ProjectPlan]:
    return Ask(question)
