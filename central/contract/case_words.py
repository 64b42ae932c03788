"""How a case is told, on screens and on paper alike: where it is, until when, what next. No code is ever shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from central.contract.case import ENDED_UNDECIDED, FINAL, UNDECIDED, CaseEvent, EventKind, Role, Stage
from central.contract.clock import CaseClock, ClockKind, Light, Move, TimeShare, weightiest
from central.contract.following import CaseFound, FollowedCase, MaterialState
from central.contract.item import TimeLimit
from central.contract.messages import Words
from central.contract.texts import Phrases

_STEPS: tuple[tuple[str, frozenset[EventKind]], ...] = (
    ("submitted", frozenset({EventKind.SUBMITTED})),
    ("accepted", frozenset({EventKind.ACCEPTED, EventKind.ACCEPTED_WITH_GAP})),
    ("reviewing", frozenset({EventKind.REVIEW_BEGUN})),
    ("decided", frozenset({EventKind.GRANTED, EventKind.REFUSED})),
    ("closed", frozenset({EventKind.CLOSED})),
)
_SIGNS = {
    Light.GREEN: ("check", "good"),
    Light.WHITE: ("clock", "calm"),
    Light.YELLOW: ("warn", "warn"),
    Light.RED: ("alarm", "bad"),
    Light.STANDS: ("pause", "calm"),
    Light.NOT_BEGUN: ("clock", "calm"),
    Light.NO_CALENDAR: ("calendar", "warn"),
}
_STAGES = {
    Stage.SUPPLEMENTING: ("warn", "warn"),
    Stage.REFUSED: ("stop", "bad"),
    Stage.NOT_ACCEPTED: ("stop", "bad"),
    Stage.REFERRED: ("stop", "calm"),
    Stage.WITHDRAWN: ("stop", "calm"),
}
_MATERIALS = {
    MaterialState.MISSING: ("warn", "warn"),
    MaterialState.HANDED_IN: ("clock", "calm"),
    MaterialState.ACCEPTED: ("check", "good"),
    MaterialState.FETCHED: ("check", "good"),
}
_BY_CITIZEN = frozenset(
    {
        EventKind.SUPPLEMENTED,
        EventKind.GAP_FILLED,
        EventKind.URGED,
        EventKind.WITHDRAWN,
        EventKind.WITHDRAWAL_ASKED,
    }
)
_SEVERAL = 2
_CLOCKS = (ClockKind.PROMISED, ClockKind.ANSWER, ClockKind.LEGAL, ClockKind.GAP)


@dataclass(frozen=True)
class StepSaid:
    """One step of the line. `state`: done, now, next, or ended elsewhere; `when`: the day on which it was reached."""

    title: str
    state: str
    when: str


@dataclass(frozen=True)
class EventSaid:
    """One change: what, when, at whose desk, and what was said with it."""

    what: str
    when: str
    who: str
    why: str


def light(followed: FollowedCase) -> Light | None:
    """The one light of a case; none where no limit is told."""
    if followed.case.stage in FINAL:
        return Light.GREEN
    clock = weightiest(followed.case.clocks)
    return clock.light if clock else None


def light_word(texts: Phrases, stage: Stage, found: Light | None) -> str:
    """已办结, 正常, 临近期限, 已超时 …; how it ended, where it did; the stage where there is no limit."""
    if (
        stage in ENDED_UNDECIDED | {Stage.SUPPLEMENTING}
        or found is None
        or (found is Light.GREEN and stage is not Stage.CLOSED)
    ):
        return texts.text(f"follow.stage.{stage.value}")
    return texts.text(f"follow.light.{found.value}")


def sign(stage: Stage, found: Light | None) -> tuple[str, str]:
    """The drawing and the tone beside the word: good, calm, warn or bad."""
    return _STAGES.get(stage) or (light_sign(found) if found is not None else ("clock", "calm"))


def light_sign(found: Light) -> tuple[str, str]:
    """The same of a clock by itself."""
    return _SIGNS[found]


def material_sign(state: MaterialState) -> tuple[str, str]:
    """The same of a material."""
    return _MATERIALS[state]


def next_step(texts: Phrases, followed: FollowedCase) -> str:
    """One sentence: what happens next, or what the applicant does."""
    case = followed.case
    clock = weightiest(case.clocks)
    said = [event for event in case.events if event.reason]
    missing = [texts.words(each.name) for each in followed.materials if each.state is MaterialState.MISSING]
    facts: dict[str, str | int] = {"unit": unit(texts, followed, case.unit)}
    if missing:
        facts["what"] = texts.text("slip.between").join(missing)
    if said and case.stage in ENDED_UNDECIDED | {Stage.REFUSED}:
        facts["reason"] = said[-1].reason
    if appeal := next((event.appeal for event in reversed(case.events) if event.appeal), ""):
        facts["appeal"] = appeal
    if case.answer_by is not None:
        facts["answer_by"] = day(texts, case.answer_by, followed)
    if case.gap_until is not None:
        facts["gap_until"] = day(texts, case.gap_until, followed)
    if case.stopped_for is not None:
        facts["special"] = texts.text(f"follow.special.{case.stopped_for.value}")
    if clock is not None and clock.due is not None:
        facts["due"] = day(texts, clock.due, followed)
    if clock is not None and clock.year_unknown is not None:
        facts["year"] = clock.year_unknown
    return texts.text(f"follow.next.{_next(followed, clock)}", facts)


def _next(followed: FollowedCase, clock: CaseClock | None) -> str:
    case = followed.case
    if case.withdrawal_asked and case.stage in UNDECIDED:
        return "withdrawal_asked"
    if case.gap and case.stopped_for is None and case.stage in (Stage.ACCEPTED, Stage.REVIEWING, Stage.GRANTED):
        return "gap_late" if any(each.kind is ClockKind.GAP and each.late for each in case.clocks) else "gap"
    if case.stage not in (Stage.ACCEPTED, Stage.REVIEWING):
        return "person" if case.stage is Stage.SUBMITTED and case.with_person else case.stage.value
    if case.stopped_for is not None:
        return "stopped"
    if clock is not None and clock.light is Light.RED:
        return "late"
    return "no_calendar" if clock is not None and clock.light is Light.NO_CALENDAR else "working"


def late_reason(texts: Phrases, followed: FollowedCase) -> str:
    """Why a limit is or was over, as its unit tells everybody (优化营商环境条例 36), or that it has not said so."""
    theirs = (clock for clock in followed.case.clocks if clock.late and clock.kind is not ClockKind.GAP)
    over = [clock.due_at for clock in theirs if clock.due_at is not None]
    if not over:
        return ""
    said = [event.reason for event in followed.case.events if event.reason and _explains(event, min(over))]
    return texts.text("follow.late_reason", {"reason": said[-1]} if said else {})


def _explains(event: CaseEvent, over: datetime) -> bool:
    return event.kind is EventKind.LATE_EXPLAINED or (event.kind is EventKind.GRANTED and event.at >= over)


def clocks(texts: Phrases, followed: FollowedCase) -> Iterator[tuple[str, str]]:
    """Each limit with its unit, and until when: 承诺 5 个工作日; 最晚 11月27日 星期五，还剩 3 个工作日."""
    for clock in sorted(followed.case.clocks, key=lambda each: _CLOCKS.index(each.kind)):
        if clock.kind is ClockKind.GAP and clock.light is Light.GREEN:
            continue  # it was added: nothing is to be said any more
        named = texts.text(f"follow.clock.{clock.kind.value}", {"limit": amount(texts, clock.limit)})
        yield named, _clock_state(texts, followed, clock)


def _clock_state(texts: Phrases, followed: FollowedCase, clock: CaseClock) -> str:
    facts: dict[str, str | int] = {}
    if clock.due is not None:
        facts["due"] = day(texts, clock.due, followed)
    if clock.left is not None:
        facts["left"] = span(texts, clock.left, clock.limit)
    if clock.over:
        facts["over"] = span(texts, clock.over, clock.limit)
    if clock.stands_since is not None:
        facts["since"] = day(texts, clock.stands_since.date(), followed)
    if clock.year_unknown is not None:
        facts["year"] = clock.year_unknown
    state = "green_late" if clock.light is Light.GREEN and clock.late else clock.light.value
    said = [texts.text(f"follow.clock_state.{state}", facts), _moved(texts, followed, clock)]
    return texts.text("follow.between").join(each for each in said if each)


def _moved(texts: Phrases, followed: FollowedCase, clock: CaseClock) -> str:
    """What a newer notice about holidays did to the day that was told."""
    moved = clock.moved
    if moved is None or clock.light is Light.GREEN:
        return ""
    days = {"told": moved.told, "counted": moved.counted}
    facts = {name: day(texts, found, followed) for name, found in days.items() if found is not None}
    held = moved.move is Move.LATER and moved.holds == moved.told
    return texts.text(f"follow.moved.{'held' if held else moved.move.value}", facts)


def amount(texts: Phrases, limit: TimeLimit) -> str:
    """5 个工作日."""
    return span(texts, limit.amount, limit)


def span(texts: Phrases, number: int, limit: TimeLimit) -> str:
    """A number of the limit's own unit."""
    return texts.text(f"read_item.unit_{limit.unit.value}", {"n": number})


def steps(texts: Phrases, followed: FollowedCase) -> list[StepSaid]:
    """The line from the hand-in to the end. A case that was turned away or withdrawn ends where it did."""
    case = followed.case
    reached = [next((each for each in case.events if each.kind in kinds), None) for _name, kinds in _STEPS]
    last = max(number for number, event in enumerate(reached) if event is not None)
    over = case.stage in FINAL
    said = []
    for number, (name, _kinds) in enumerate(_STEPS):
        event = reached[number]
        state = "done" if number < last or (over and number == last) else "now" if number == last else "next"
        when = texts.short_day(event.at.date()) if event is not None else ""
        said.append(StepSaid(texts.text(f"follow.step.{name}"), state, when))
    if case.stage in ENDED_UNDECIDED:
        ended = StepSaid(texts.text(f"follow.stage.{case.stage.value}"), "ended", texts.short_day(case.since.date()))
        return [*said[: last + 1], ended]
    return said


def events(texts: Phrases, followed: FollowedCase, *, notices: bool = False) -> list[EventSaid]:
    """Each change with its time and unit, the newest first. `notices`: with the numbers of written notices."""
    return [_event(texts, followed, event, notices=notices) for event in reversed(followed.case.events)]


def _event(texts: Phrases, followed: FollowedCase, event: CaseEvent, *, notices: bool) -> EventSaid:
    why = [event.reason]
    if event.by_unit:
        why.insert(0, texts.text("follow.urged_unit", {"unit": unit(texts, followed, event.unit)}))
    if event.special is not None:
        why.insert(0, texts.text(f"follow.special.{event.special.value}"))
    if event.extension is not None:
        facts = {"n": event.extension.amount}
        longer = texts.text(f"read_item.unit_{event.extension.unit.value}", facts)
        why.insert(0, texts.text("follow.longer", {"span": longer}))
    if notices and event.notice:
        why.append(texts.text("follow.notice", {"number": event.notice}))
    return EventSaid(
        what=texts.text(f"follow.event.{event.kind.value}"),
        when=f"{texts.short_day(event.at.date())} {event.at:%H:%M}",
        who=_who(texts, followed, event),
        why=texts.text("follow.between").join(each for each in why if each),
    )


def _who(texts: Phrases, followed: FollowedCase, event: CaseEvent) -> str:
    """Whoever reads it, the applicant, somebody for the company, an agent, or the unit."""
    if event.role is not Role.CITIZEN or event.kind not in _BY_CITIZEN:
        return unit(texts, followed, event.by_unit or event.unit)
    if event.for_company:
        return texts.text("follow.for_company")
    if event.by_agent:
        return texts.text("follow.by_agent")
    others = followed.company is not None or followed.by_agent
    return texts.text("follow.applicant" if others else "follow.you")


def shares(texts: Phrases, followed: FollowedCase) -> str:
    """Whose the time was: each unit's, and that which did not count. Nothing where it was one unit's alone."""
    if len(followed.case.shares) < _SEVERAL:
        return ""
    return texts.text("follow.between").join(_share(texts, followed, each) for each in followed.case.shares)


def _share(texts: Phrases, followed: FollowedCase, share: TimeShare) -> str:
    code = "follow.share" if share.unit else "follow.stood"
    return texts.text(code, {"unit": unit(texts, followed, share.unit), "time": lasted(texts, share.minutes)})


def lasted(texts: Phrases, minutes: int) -> str:
    """2 天 3 小时; 40 分钟: whole days of 24 hours, as a clock on the wall counts them."""
    length = timedelta(minutes=minutes)
    hours = length.seconds // 3600
    if length.days:
        return texts.text("follow.days", {"d": length.days, "h": hours})
    return texts.text("follow.hours", {"h": hours}) if hours else texts.text("follow.minutes", {"m": minutes})


def unit(texts: Phrases, followed: FollowedCase, code: str) -> str:
    """What a unit is called; a general word where nobody has told."""
    return unit_words(texts, followed.units.get(code))


def unit_words(texts: Phrases, name: Words | None) -> str:
    return texts.words(name) if name is not None else texts.text("follow.unit")


def day(texts: Phrases, wanted: date, followed: FollowedCase) -> str:
    """11月27日 星期五; with its year, where that is not the one in which the case was opened."""
    return texts.of_year(texts.day(wanted), wanted, followed.case.opened_at.year)


def opened_on(texts: Phrases, found: CaseFound, year: int) -> str:
    """The day of the hand-in, in a list: 11月17日."""
    opened = found.opened_at.date()
    return texts.of_year(texts.short_day(opened), opened, year)


def found_due(texts: Phrases, found: CaseFound) -> str:
    """Until when, in a list; empty where no day is told."""
    if found.due is None:
        return ""
    code = "follow.was_until" if found.light is Light.RED else "follow.until"
    return texts.text(code, {"due": texts.of_year(texts.day(found.due), found.due, found.opened_at.year)})
