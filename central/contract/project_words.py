"""How the times of a plan are said, on screens, on paper and on its page alike. A day of another year says its year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from central.contract.project import PlannedStep, ProjectPlan, Span, StepState
from central.contract.texts import Phrases


def span(texts: Phrases, wanted: Span) -> str:
    """10 个工作日."""
    return texts.text(f"read_item.unit_{wanted.unit.value}", {"n": wanted.amount})


def way(texts: Phrases, spans: Iterable[Span], kept: Callable[[str], str] = str) -> str:
    """38 个工作日，再 12 个月. `kept`: keeps one span in one piece where lines are broken."""
    return texts.text("plan.then").join(kept(span(texts, each)) for each in spans)


def day(texts: Phrases, wanted: date, plan: ProjectPlan) -> str:
    """11月23日 星期一; 2027年1月4日 星期一."""
    return texts.of_year(texts.day(wanted), wanted, plan.begins.year)


def short(texts: Phrases, wanted: date, plan: ProjectPlan) -> str:
    """12月4日, for where there is little room."""
    return texts.of_year(texts.short_day(wanted), wanted, plan.begins.year)


def end(texts: Phrases, plan: ProjectPlan, kept: Callable[[str], str] = str) -> str:
    """When all of it is over, or how long it takes; where neither is known, what it is. `kept`: as for `way`."""
    if plan.ends is not None:
        return texts.text("plan.ends", {"day": kept(day(texts, plan.ends, plan))})
    return texts.text("plan.lasts", {"way": way(texts, plan.lasts, kept)}) if plan.lasts else texts.text("plan.order")


def missing(texts: Phrases, plan: ProjectPlan) -> str:
    """Why some days are not told; empty where all are."""
    return texts.text("plan.unknown_from", {"year": plan.unknown_from}) if plan.unknown_from else ""


def begins(texts: Phrases, step: PlannedStep, plan: ProjectPlan) -> str:
    """From when on a step can be done."""
    if step.starts is not None:
        return day(texts, step.starts, plan)
    return texts.text("plan.after", {"way": way(texts, step.after)}) if step.after else texts.text("plan.next")


def due(texts: Phrases, step: PlannedStep, plan: ProjectPlan) -> str:
    """By when it is over; how long it takes, where no day is known."""
    if step.state is StepState.DONE:
        return ""
    if step.due is not None and step.limit.amount:
        return texts.text("plan.due", {"day": short(texts, step.due, plan)})
    return span(texts, step.limit)


def room(texts: Phrases, step: PlannedStep, plan: ProjectPlan) -> str:
    """How late it may be begun without moving the end; empty where that is not known, or not at all."""
    if step.critical is not False or step.state not in (StepState.FREE, StepState.WAITING):
        return ""
    if step.latest is not None:
        return texts.text("plan.latest", {"day": short(texts, step.latest, plan)})
    return texts.text("plan.room", {"way": span(texts, step.room)}) if step.room else ""
