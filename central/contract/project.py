"""An investment project from the idea to the keys: which steps, in which order, until when, with which materials.

A type of project is one document, published with the items. Who plans one asks the office with `PlanProject`; nothing
personal is asked and nothing comes to be, so the same question has the same answer wherever it is asked.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from central.contract.item import (
    Condition,
    Contact,
    ItemCode,
    LegalBasis,
    Sentence,
    Situation,
    SpecialProcedure,
    TimeLimit,
    Unit,
    When,
    holds,
)
from central.contract.messages import Code, Message, Words

PlannedDay = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
"""The bounds keep every calendar able to count from it."""


class StepBy(StrEnum):
    """Who works on a step."""

    DEPARTMENT = "department"
    UTILITY = "utility"  # 市政公用单位: water, power, gas
    OWN = "own"  # the applicant, who sets the time; no promise of anybody


class Stage(Message):
    """立项用地规划许可, 工程建设许可, 施工许可, 竣工验收: in the document's order."""

    stage: Code
    name: Words


class StepLimit(Message):
    """How long a step takes in some situations: what is promised, which the plan counts by, and what the law allows."""

    promised: TimeLimit
    legal: TimeLimit | None = None
    when: When = Field(default_factory=dict)


class ProjectMaterial(Message):
    """A material of the project, told once however many steps need it.

    `made_in`: the step that results in it; nobody is asked for it, and whoever needs it waits for that step.
    """

    material: Code
    name: Words
    made_in: Code | None = None
    how_to_get: Sentence | None = None
    intermediary: bool = False


class ProjectStep(Message):
    """One step. `needs`: steps that must be done before, besides those whose results are among `materials`.

    `limits`: the first whose situations hold counts; the last holds always. `stops`: what its clock does not count.
    `agent`: somebody of the hall may do it for the applicant (帮办代办). `item`: that its cases carry, of this office
    or of a department's own.
    """

    step: Code
    stage: Code
    name: Words
    by: Words
    kind: StepBy = StepBy.DEPARTMENT
    joint: tuple[Words, ...] = ()
    limits: tuple[StepLimit, ...] = Field(min_length=1, max_length=8)
    needs: tuple[Code, ...] = ()
    materials: tuple[Code, ...] = ()
    conditions: tuple[Condition, ...] = ()
    stops: tuple[SpecialProcedure, ...] = ()
    basis: tuple[Code, ...] = ()
    agent: bool = False
    item: ItemCode | None = None
    note: Sentence | None = None
    when: When = Field(default_factory=dict)


class ProjectDocument(Message):
    """One type of project. What changes it changes `version`; a plan names the version that it was made by."""

    format: Literal[1] = 1
    project: ItemCode
    version: int = Field(ge=1, lt=2**31)
    effective_from: date
    cancelled_from: date | None = None

    name: Words
    summary: Sentence
    contact: Contact
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    situations: tuple[Situation, ...] = Field(default=(), max_length=12)
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=8)
    materials: tuple[ProjectMaterial, ...] = Field(default=(), max_length=400)
    steps: tuple[ProjectStep, ...] = Field(min_length=1, max_length=400)

    def basis(self, code: str) -> LegalBasis:
        """The law that a step names. Raises `KeyError`."""
        return {basis.basis: basis for basis in self.legal_basis}[code]


def planned_on(project: ProjectDocument, day: date) -> bool:
    """Whether new plans are made by this document on a day; one that was made stays what it is."""
    return project.effective_from <= day and (project.cancelled_from is None or day < project.cancelled_from)


def prerequisites(project: ProjectDocument) -> dict[str, tuple[str, ...]]:
    """What each step waits for: what it says, and whoever makes its materials. Names that lead nowhere are left out."""
    steps = {each.step for each in project.steps}
    made_in = {each.material: each.made_in for each in project.materials}
    return {
        each.step: tuple(
            dict.fromkeys(
                needed for needed in (*each.needs, *(made_in.get(name) for name in each.materials)) if needed in steps
            )
        )
        for each in project.steps
    }


def in_force(project: ProjectDocument, situation: dict[str, str]) -> tuple[ProjectStep, ...]:
    """The steps that somebody in these situations has to take. What is not among them is no prerequisite either."""
    return tuple(each for each in project.steps if holds(each.when, situation))


def limit_of(step: ProjectStep, situation: dict[str, str]) -> StepLimit:
    """How long the step takes in these situations."""
    return next((each for each in step.limits if holds(each.when, situation)), step.limits[-1])


def asked_of(project: ProjectDocument, step: ProjectStep, situation: dict[str, str]) -> tuple[ProjectMaterial, ...]:
    """The materials that the step needs here: what a step makes that is not taken is needed by nobody."""
    taken = {each.step for each in in_force(project, situation)}
    return tuple(
        each for each in project.materials if each.material in step.materials and each.made_in in {None, *taken}
    )


def next_situation(project: ProjectDocument, situation: dict[str, str]) -> Situation | None:
    """The question that is to be answered next; none: all are."""
    return next(
        (each for each in project.situations if each.situation not in situation and holds(each.when, situation)), None
    )


# ---------------------------------------------------------------- asking for a plan


class PlanProject(Message):
    """POST /v1/kiosk/plans. `begins`: the day from which is planned, today or a later one. `done`: steps that are over.

    `running`: steps that were begun, and on which day.
    """

    project: ItemCode
    version: int = Field(ge=1)
    situation: dict[Code, Code] = Field(default_factory=dict, max_length=12)
    begins: PlannedDay
    done: tuple[Code, ...] = Field(default=(), max_length=400)
    running: dict[Code, PlannedDay] = Field(default_factory=dict, max_length=400)


class StepState(StrEnum):
    """Where a step is."""

    DONE = "done"
    RUNNING = "running"
    LATE = "late"  # running, and its limit is over
    FREE = "free"  # may be begun now: nothing that it waits for is open
    WAITING = "waiting"


class Span(Message):
    """So much time in one unit."""

    amount: int = Field(ge=0)
    unit: Unit


class PlannedStep(Message):
    """One step of a plan. Steps of the same `row` may be done side by side.

    `starts`, `due`: none where no notice of the holidays tells them yet; `after` says the start in counted time, one
    span after the other, as far as that can be said. `latest`: the last day to begin without moving the end; `room`:
    the same in counted time. `critical`: it decides when all is over; none: nobody can tell.
    """

    step: Code
    state: StepState
    row: int = Field(ge=0)
    waits_for: tuple[Code, ...] = ()
    limit: Span
    starts: date | None = None
    due: date | None = None
    after: tuple[Span, ...] = ()
    latest: date | None = None
    room: Span | None = None
    critical: bool | None = None


class ProjectPlan(Message):
    """The steps in an order in which they can be taken, and by when.

    `ends`: none where a notice of the holidays is missing, and then `lasts` says how long; both none: nobody can tell.
    `unknown_from`: the first year without a notice that the plan reaches. `path`: a longest chain of steps. `url`: the
    office's page that shows this plan.
    """

    project: ItemCode
    version: int
    begins: date
    ends: date | None = None
    lasts: tuple[Span, ...] = ()
    unknown_from: int | None = None
    steps: tuple[PlannedStep, ...]
    path: tuple[Code, ...] = ()
    url: str = Field(default="", max_length=900)


def schema() -> dict[str, JsonValue | Any]:
    """The JSON Schema of a project's document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:kiosk:project:1",
        **ProjectDocument.model_json_schema(),
    }
