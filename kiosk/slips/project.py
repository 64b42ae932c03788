"""A project's plan on paper: the steps in order with their days, and every material once (一次性告知)."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract import project_words
from central.contract.messages import Words
from central.contract.project import PlannedStep, ProjectStep, StepState, asked_of
from central.contract.texts import Phrases
from devices.paper import Align, Element, Feed, Pair, QrCode, Rule, Slip, Text
from kiosk.wishes.application_requests import PlanSheet

_MODULE = 4
"""Dots of a module: the code holds a whole question, and paper of 58 mm has 384 dots."""


def plan_slip(sheet: PlanSheet, hall: Words, terminal: str, texts: Phrases) -> Slip:
    """The plan for whoever goes on with it at home; without a page of its own it has no code."""
    say, plan = texts.text, sheet.plan
    elements: list[Element] = [
        Text(texts.words(hall), align=Align.CENTRE, bold=True),
        Text(say("slip.plan"), align=Align.CENTRE),
        Rule(),
        Text(texts.words(sheet.project.name), scale=2, align=Align.CENTRE, bold=True),
        Pair(say("slip.plan_from"), project_words.day(texts, plan.begins, plan)),
        Text(project_words.end(texts, plan), bold=True),
        *([Text(missing)] if (missing := project_words.missing(texts, plan)) else []),
        Text(say("plan.caveat")),
        *_steps(sheet, texts),
        *_materials(sheet, texts),
        Rule(),
        Pair(say("slip.enquiry"), sheet.project.contact.enquiry),
        Pair(say("slip.supervision"), sheet.project.contact.supervision),
        Pair(say("slip.item_version"), f"{plan.project} {plan.version}"),
    ]
    if plan.url:
        elements += [Feed(), QrCode(plan.url, _MODULE), Text(say("slip.plan_scan"), align=Align.CENTRE)]
    elements.append(Text(say("slip.terminal", {"name": terminal}), align=Align.CENTRE))
    return Slip(tuple(elements))


def _numbered(sheet: PlanSheet) -> Iterator[tuple[int, PlannedStep, ProjectStep]]:
    """The steps of the plan, stage after stage."""
    known = {each.step: each for each in sheet.project.steps}
    stages = [each.stage for each in sheet.project.stages]
    ordered = sorted(sheet.plan.steps, key=lambda each: stages.index(known[each.step].stage))
    return ((number, each, known[each.step]) for number, each in enumerate(ordered, 1))


def _steps(sheet: PlanSheet, texts: Phrases) -> Iterator[Element]:
    say, plan, stage = texts.text, sheet.plan, ""
    titles = {each.stage: each.name for each in sheet.project.stages}
    for number, planned, step in _numbered(sheet):
        if step.stage != stage:
            stage = step.stage
            yield Rule()
            yield Text(texts.words(titles[stage]), align=Align.CENTRE, bold=True)
        yield Text(f"{number}. {texts.words(step.name)}", bold=True)
        by = texts.words(step.by)
        yield Pair(by, say("plan.critical")) if planned.critical else Text(by)
        if planned.state is StepState.DONE:
            yield Text(say("plan.state.done"))
            continue
        yield Pair(say("slip.plan_begin"), project_words.begins(texts, planned, plan))
        yield Pair(say("slip.plan_due"), project_words.due(texts, planned, plan))
        if room := project_words.room(texts, planned, plan):
            yield Text(room)


def _materials(sheet: PlanSheet, texts: Phrases) -> Iterator[Element]:
    """What the applicant brings, each once with the steps that want it; what a step makes is asked of nobody."""
    say, situation = texts.text, dict(sheet.situation)
    wanted: dict[str, list[int]] = {}
    for number, planned, step in _numbered(sheet):
        if planned.state is not StepState.DONE:
            for material in asked_of(sheet.project, step, situation):
                wanted.setdefault(material.material, []).append(number)
    listed = [each for each in sheet.project.materials if each.material in wanted and each.made_in is None]
    if listed:
        yield Rule()
        yield Text(say("slip.plan_materials"), align=Align.CENTRE, bold=True)
    for number, material in enumerate(listed, 1):
        steps = say("slip.between").join(map(str, wanted[material.material]))
        yield Text(f"{number}. {texts.words(material.name)} {say('slip.plan_for', {'steps': steps})}")
    if listed:
        yield Text(say("slip.plan_made"))
