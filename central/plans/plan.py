"""A type of project, somebody's answers and a first day become a plan: dated, ordered, and complete."""

from __future__ import annotations

from central.contract.item import Unit
from central.contract.project import (
    PlannedStep,
    PlanProject,
    ProjectDocument,
    ProjectPlan,
    Span,
    StepBy,
    StepState,
    in_force,
    limit_of,
    next_situation,
    prerequisites,
)
from central.limits.calendar import WorkCalendar
from central.plans.point import Point
from central.plans.schedule import Placed, Task, schedule


class NotPlannable(ValueError):
    """The answers, or what is said of the steps, cannot be so; `field` names which."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


def plan(project: ProjectDocument, wanted: PlanProject, calendar: WorkCalendar) -> ProjectPlan:
    """The plan. Raises `NotPlannable`, and `Cycle` for a document that no linter has seen."""
    _check(project, wanted)
    tasks = _tasks(project, wanted)
    found = schedule(tasks, wanted.begins, calendar)
    return ProjectPlan(
        project=project.project,
        version=project.version,
        begins=wanted.begins,
        ends=found.end.day,
        lasts=found.end.way.spans() if found.end.way else (),
        unknown_from=found.unknown_from,
        steps=tuple(_planned(name, placed, tasks) for name, placed in found.placed.items()),
        path=found.path,
    )


def _check(project: ProjectDocument, wanted: PlanProject) -> None:
    situation = {name: option for name, option in wanted.situation.items() if _answers(project, name, option)}
    if situation != wanted.situation:
        raise NotPlannable("situation", "an answer to no question, or none of its options")
    if next_situation(project, wanted.situation) is not None:
        raise NotPlannable("situation", "a question is not answered")
    steps = {each.step for each in in_force(project, wanted.situation)}
    if not {*wanted.done, *wanted.running} <= steps:
        raise NotPlannable("done", "a step that is none of this project's here")
    if {*wanted.done} & {*wanted.running}:
        raise NotPlannable("running", "a step that is over")
    if any(began > wanted.begins for began in wanted.running.values()):
        raise NotPlannable("running", "a step that was begun later than today")


def _answers(project: ProjectDocument, name: str, option: str) -> bool:
    asked = {each.situation: each for each in project.situations}
    return name in asked and option in {each.option for each in asked[name].options}


def _tasks(project: ProjectDocument, wanted: PlanProject) -> dict[str, Task]:
    taken = {each.step: each for each in in_force(project, wanted.situation)}
    needs = prerequisites(project)
    done = set(wanted.done)
    tasks = {}
    for name, step in taken.items():
        promised = limit_of(step, wanted.situation).promised
        tasks[name] = Task(
            needs=tuple(needed for needed in needs[name] if needed in taken),
            limit=Span(amount=promised.amount, unit=promised.unit),
            own=step.kind is StepBy.OWN,
            began=wanted.running.get(name),
            done=name in done,
        )
    return tasks


def _planned(name: str, placed: Placed, tasks: dict[str, Task]) -> PlannedStep:
    task = tasks[name]
    open_needs = tuple(needed for needed in task.needs if not tasks[needed].done)
    if task.done:
        return PlannedStep(step=name, state=StepState.DONE, row=placed.row, limit=task.limit, critical=False)
    return PlannedStep(
        step=name,
        state=_state(task, placed, open_needs),
        row=placed.row,
        waits_for=open_needs,
        limit=task.limit,
        starts=placed.start.day,
        due=placed.end.day,
        after=placed.start.way.spans() if placed.start.way else (),
        latest=placed.latest.day,
        room=_room(placed.start, placed.latest),
        critical=placed.critical,
    )


def _state(task: Task, placed: Placed, open_needs: tuple[str, ...]) -> StepState:
    if task.began is not None:
        return StepState.LATE if placed.late else StepState.RUNNING
    return StepState.WAITING if open_needs else StepState.FREE


def _room(start: Point, latest: Point) -> Span | None:
    """The working days between two points, where nothing else lies between them."""
    if start.way is None or latest.way is None:
        return None
    common = 0
    while common < min(len(start.way), len(latest.way)) and start.way[common] == latest.way[common]:
        common += 1
    early, late = start.way[common:], latest.way[common:]
    if len(early) > 1 or len(late) != 1 or any(each.unit is not Unit.WORKING_DAY for each in (*early, *late)):
        return None
    amount = late[0].amount - sum(each.amount for each in early)
    return Span(amount=amount, unit=Unit.WORKING_DAY) if amount > 0 else None
