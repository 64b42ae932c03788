"""Whether a type of project can be planned: every name leads somewhere, no step waits for itself, all are reached.

Situations are tried in every combination that a citizen can answer, so that a step which nobody could ever be sent to
is found here and not by the one who misses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from central.contract.item import When, holds
from central.contract.project import ProjectDocument, ProjectStep, StepBy, prerequisites
from central.items.finding import Problems, Rule
from central.items.prerequisite import cycles
from central.items.standing import limit_problems, offer_problems, twice

MOST_COMBINATIONS = 20_000
"""Of answers; a type of project with more is better cut in two."""


def problems(project: ProjectDocument) -> Problems:
    """Everything that stands against planning by this document, but for its texts."""
    yield from _twice(project)
    yield from _names(project)
    yield from _order(project)
    yield from _materials(project)
    for number, step in enumerate(project.steps):
        yield from _limits(f"steps.{number}", step)
    yield from _reached(project)
    yield from offer_problems(project)


# ---------------------------------------------------------------- names


def _twice(project: ProjectDocument) -> Problems:
    lists: dict[str, Iterable[str]] = {
        "legal_basis": (each.basis for each in project.legal_basis),
        "situations": (each.situation for each in project.situations),
        "stages": (each.stage for each in project.stages),
        "materials": (each.material for each in project.materials),
        "steps": (each.step for each in project.steps),
    }
    for number, situation in enumerate(project.situations):
        lists[f"situations.{number}.options"] = (each.option for each in situation.options)
    for number, step in enumerate(project.steps):
        lists[f"steps.{number}.needs"] = step.needs
        lists[f"steps.{number}.materials"] = step.materials
    yield from twice(lists)


def _names(project: ProjectDocument) -> Problems:
    steps = {each.step for each in project.steps}
    known = {
        "stage": {each.stage for each in project.stages},
        "needs": steps,
        "materials": {each.material for each in project.materials},
        "basis": {each.basis for each in project.legal_basis},
    }
    for number, step in enumerate(project.steps):
        named = {"stage": (step.stage,), "needs": step.needs, "materials": step.materials, "basis": step.basis}
        for field, codes in named.items():
            for code in sorted(set(codes) - known[field]):
                yield f"steps.{number}.{field}", Rule.REFERENCE_EXISTS, f'"{code}" is not there; add it or correct it'
        if not step.basis and step.kind is StepBy.DEPARTMENT:
            yield f"steps.{number}.basis", Rule.REFERENCE_EXISTS, "is empty; a department asks by a law, name it"
    for number, material in enumerate(project.materials):
        if material.made_in is not None and material.made_in not in steps:
            remedy = f'"{material.made_in}" is no step; add it or correct the name'
            yield f"materials.{number}.made_in", Rule.REFERENCE_EXISTS, remedy
    situations = {each.situation: {option.option for option in each.options} for each in project.situations}
    for place, when in _whens(project):
        for situation, options in when.items():
            for option in options or ("",):
                if option not in situations.get(situation, ()):
                    remedy = f'"{option}" of "{situation}" is no answer to any question; correct the names'
                    yield f"{place}.{situation}", Rule.REFERENCE_EXISTS, remedy


def _whens(project: ProjectDocument) -> Iterator[tuple[str, When]]:
    for number, situation in enumerate(project.situations):
        yield f"situations.{number}.when", situation.when
    for number, step in enumerate(project.steps):
        yield f"steps.{number}.when", step.when
        for index, limit in enumerate(step.limits):
            yield f"steps.{number}.limits.{index}.when", limit.when


# ---------------------------------------------------------------- order


def _order(project: ProjectDocument) -> Problems:
    needs = prerequisites(project)
    for cycle in cycles(needs):
        path = " → ".join((*cycle, cycle[0]))
        place = next(number for number, each in enumerate(project.steps) if each.step == cycle[0])
        yield f"steps.{place}.needs", Rule.NO_CYCLE, f"waits for itself: {path}; take one of these out"
    stages = {each.stage: number for number, each in enumerate(project.stages)}
    at = {each.step: stages.get(each.stage, 0) for each in project.steps}
    for number, step in enumerate(project.steps):
        for late in (name for name in needs[step.step] if at[name] > at[step.step]):
            remedy = f'waits for "{late}", which is of a later stage; move one of them'
            yield f"steps.{number}.stage", Rule.STEP, remedy


def _materials(project: ProjectDocument) -> Problems:
    """A material comes from a step or is got somewhere, and somebody needs it."""
    needed = {name for each in project.steps for name in each.materials}
    for number, material in enumerate(project.materials):
        place = f"materials.{number}"
        if material.made_in is None and material.how_to_get is None:
            yield f"{place}.how_to_get", Rule.MATERIAL_SAYS_HOW, "has no origin; say how to get it, or who makes it"
        if material.made_in is not None and material.how_to_get is not None:
            remedy = "is made in a step, and is asked of nobody; take this out, or made_in"
            yield f"{place}.how_to_get", Rule.MATERIAL_SAYS_HOW, remedy
        if material.intermediary:
            remedy = "comes from an intermediary, and no list of permitted ones exists; ask for something else"
            yield f"{place}.intermediary", Rule.INTERMEDIARY, remedy
        if material.material not in needed:
            yield f"{place}.material", Rule.STEP, "is needed by no step; take it out, or name it where it is needed"


# ---------------------------------------------------------------- time limits


def _limits(place: str, step: ProjectStep) -> Problems:
    if step.limits[-1].when:
        remedy = "has a condition, and is the last; let the last one hold always"
        yield f"{place}.limits.{len(step.limits) - 1}.when", Rule.STEP, remedy
    for number, each in enumerate(step.limits):
        here = f"{place}.limits.{number}"
        yield from limit_problems({f"{here}.legal": each.legal, f"{here}.promised": each.promised})


# ---------------------------------------------------------------- situations


def _reached(project: ProjectDocument) -> Problems:
    """Each step is somebody's, and each limit too."""
    open_steps = {number: step for number, step in enumerate(project.steps) if step.when}
    open_limits = {
        (number, index): step
        for number, step in enumerate(project.steps)
        for index, limit in enumerate(step.limits)
        if limit.when
    }
    for tried, situation in enumerate(_situations(project, 0, {})):
        if tried == MOST_COMBINATIONS:
            yield "situations", Rule.STEP, f"have more than {MOST_COMBINATIONS} combinations; make two projects of it"
            return
        open_steps = {number: each for number, each in open_steps.items() if not holds(each.when, situation)}
        open_limits = {
            key: each
            for key, each in open_limits.items()
            if not holds(each.when, situation) or _first(each, situation) != key[1]
        }
        if not open_steps and not open_limits:
            break
    for number in open_steps:
        yield f"steps.{number}.when", Rule.STEP, "holds in no situation, so nobody ever gets there; mend it"
    for number, index in open_limits:
        if number not in open_steps:
            yield f"steps.{number}.limits.{index}.when", Rule.STEP, "never counts; an earlier one does, or none can"


def _first(step: ProjectStep, situation: dict[str, str]) -> int:
    return next((index for index, each in enumerate(step.limits) if holds(each.when, situation)), -1)


def _situations(project: ProjectDocument, asked: int, chosen: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way to answer the questions from the `asked`-th on, in their order."""
    if asked == len(project.situations):
        yield chosen
        return
    question = project.situations[asked]
    if not holds(question.when, chosen):
        yield from _situations(project, asked + 1, chosen)
        return
    for option in question.options:
        yield from _situations(project, asked + 1, {**chosen, question.situation: option.option})
