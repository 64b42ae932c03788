"""What figures are counted from, read from the store: in slices, each in a transaction of its own, so that others write
between. Nothing is kept that could be wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from central.cases.clocks import Clock
from central.contract.case import EventKind
from central.contract.figures import By, Undefined
from central.contract.messages import Words
from central.figures import availability, cases, catalogue, ratings, rules, sessions
from central.figures.availability import Heard, Said, Stretch
from central.figures.cases import Look, Seen
from central.figures.count import Cell, Count, Found
from central.figures.definition import Definition, text
from central.limits.calendar import local_day, midnight
from central.limits.figure import Period, Rate
from central.office import Office
from central.services import decisions, months
from central.services.cases import Known
from central.services.satisfaction import satisfaction
from central.store import applications as stored_applications
from central.store import availability as stored_availability
from central.store import cases as stored_cases
from central.store import halls as stored_halls
from central.store import kiosks as stored_kiosks
from central.store import sessions as stored_sessions
from central.store.kiosks import Kiosk

_AT_A_TIME = 500


@dataclass
class Counting:
    """A period that is being counted, and what was met on the way. `hall` none: all of them."""

    office: Office
    look: Look
    hall: str | None
    halls: list[str] = field(default_factory=list)
    names: dict[tuple[By, str], Words] = field(default_factory=dict)
    cases: int = 0
    events: int = 0

    @property
    def period(self) -> Period:
        """What is counted."""
        return self.look.period

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From its first moment to the cut-off."""
        return midnight(self.period.first), self.look.as_of

    def name_item(self, item: str) -> None:
        """What it is called here; looked up once."""
        if (By.ITEM, item) in self.names:
            return
        volume = self.office.shelf.newest(item)
        if volume is not None:
            self.names[By.ITEM, item] = volume.item.name
            self.names[By.DEPARTMENT, volume.item.department] = volume.item.body.name

    def name_halls(self) -> None:
        """Those that are counted. Raises `Refusal` hall_unknown."""
        with self.office.database.read() as connection:
            known = stored_halls.hall_ids(connection)
            self.halls = sorted(known) if self.hall is None else [self.hall]
            for hall in self.halls:
                self.names[By.HALL, hall] = self.office.hall(connection, hall).file.name


# ---------------------------------------------------------------- cases


def of_cases(counting: Counting) -> list[Found]:
    """What happened to cases; each figure looks at each case once."""
    look = counting.look
    counts = [(Count(definition, look.period), judge) for definition, judge in cases.FIGURES]
    for known, clocks in months.known_in(counting.office, look.period, look.as_of, hall=counting.hall):
        seen = _seen(counting, known, clocks)
        places = seen.places
        for each, judge in counts:
            mark = judge(seen, look)
            if mark is not None:
                each.add(mark, places)
        counting.cases += 1
        counting.events += len(seen.events)
    return [each.found() for each, _ in counts]


def _seen(counting: Counting, known: Known, clocks: tuple[Clock, ...]) -> Seen:
    case, events, look = known.case, known.history.in_order, counting.look
    item = case.item if case.version is not None else f"{case.department}/{case.item}"
    counting.name_item(item)
    if (By.ITEM, item) not in counting.names:
        counting.names[By.ITEM, item] = Words.model_validate(case.name)
    accepted, unknown = cases.accepted(events, clocks, look.calendar, look.as_of)
    return Seen(
        hall=case.hall_id,
        department=case.department,
        item=item,
        applied=case.applied,
        stage=known.standing.stage,
        events=events,
        clocks=clocks,
        accepted=accepted,
        acceptance_unknown=unknown,
    )


# ---------------------------------------------------------------- sessions and rules


def of_sessions(counting: Counting) -> Found:
    """What was begun at terminals, and what it led to."""
    made, last = Count(sessions.ON_THE_SPOT, counting.period), ("", "")
    while True:
        with counting.office.database.read() as connection:
            begun = stored_sessions.begun(connection, *counting.span, counting.hall, after=last, most=_AT_A_TIME)
            led = [each.application_id for each in begun if each.application_id is not None]
            happened = stored_cases.events_of_each(connection, led)
        for each in begun:
            events = happened.get(each.application_id or "")
            then = None if events is None else [(EventKind(row.kind), row.at) for row in events]
            counting.name_item(each.item)
            made.add(sessions.on_the_spot(each.at, then), {By.HALL: each.hall_id, By.ITEM: each.item})
        if len(begun) < _AT_A_TIME:
            return made.found()
        last = (begun[-1].session_id, begun[-1].item)


def of_rules(counting: Counting) -> Found:
    """What the rules found. Raises `NotRepeated` where that was changed."""
    made, last, keys = Count(rules.STOPPED_BY_RULE, counting.period), "", counting.office.keys
    while True:
        with counting.office.database.read() as connection:
            found = stored_applications.decided_first(
                connection, *counting.span, counting.hall, after=last, most=_AT_A_TIME
            )
        for item, decision in found:
            counting.name_item(item)
            rules.add(made, item, decisions.findings(keys, decision))
        if len(found) < _AT_A_TIME:
            return made.found()
        last = found[-1][1].application_id


# ---------------------------------------------------------------- ratings


def of_ratings(counting: Counting) -> list[Found]:
    """好差评 of every hall, and together."""
    by_hall = {hall: satisfaction(counting.office, hall, counting.period) for hall in counting.halls}
    undated, aside = (sum(getattr(each, name) for each in by_hall.values()) for name in ("undated", "set_aside"))
    called = {hall: each.called_in_time for hall, each in by_hall.items() if not each.undated}
    return [
        replace(
            _sum(ratings.SATISFIED, counting.period, {hall: each.satisfied for hall, each in by_hall.items()}),
            parts={"set_aside": aside} if aside else {},
        ),
        _sum(ratings.ANSWERED, counting.period, {hall: each.answered for hall, each in by_hall.items()}),
        _sum(ratings.CALLED_IN_TIME, counting.period, called, undated),
    ]


def _sum(definition: Definition, period: Period, rates: dict[str, Rate], undated: int = 0) -> Found:
    numerator, denominator = (
        sum(getattr(rate, name) for rate in rates.values()) for name in ("numerator", "denominator")
    )
    return Found(
        definition,
        None if undated else Rate(numerator, denominator, period, definition.code),
        Undefined.NO_CALENDAR if undated else None,
        parts={"no_calendar": undated} if undated else {},
        cells={By.HALL: {hall: Cell(rate) for hall, rate in rates.items() if rate.denominator}},
    )


# ---------------------------------------------------------------- what terminals said


def of_terminals(counting: Counting) -> list[Found]:
    """Minutes in which something could be done."""
    with counting.office.database.read() as connection:
        known = [each for each, _, _ in stored_kiosks.listed(connection) if each.hall_id in counting.halls]
    heard = [found for each in known if (found := _heard(counting, each)) is not None]
    for code, name in text().services.items():
        counting.names[By.SERVICE, code] = name
    for item in {said.code for each in heard for said in each.said if said.kind == availability.ITEM}:
        counting.name_item(item)
    return availability.of_terminals(heard, counting.period)


def _heard(counting: Counting, kiosk: Kiosk) -> Heard | None:
    """A terminal's part in the period; none: it had none."""
    (first, end), shift = counting.span, counting.office.clock.shift  # enrolment is by the machine's time
    revoked = kiosk.revoked_at + shift if kiosk.revoked_at is not None else end
    life = (max(first, kiosk.enrolled_at + shift), min(end, revoked))
    if life[0] >= life[1]:
        return None
    counting.names[By.TERMINAL, kiosk.kiosk_id] = Words(zh_CN=kiosk.name)
    with counting.office.database.read() as connection:
        contacts = stored_availability.contacts_of(connection, kiosk.kiosk_id, *life)
        said = stored_availability.abilities_of(connection, kiosk.kiosk_id, *life)
    return Heard(
        terminal=kiosk.kiosk_id,
        hall=kiosk.hall_id,
        life=life,
        contacts=[_within(life, each.first, each.last) for each in contacts],
        said=[Said(each.kind, each.code, _within(life, each.since, each.until), each.why) for each in said],
    )


def _within(life: Stretch, first: datetime, last: datetime | None) -> Stretch:
    return max(first, life[0]), min(last or life[1], life[1])


# ---------------------------------------------------------------- the items in force


def of_catalogue(counting: Counting) -> list[Found]:
    """The items in force on the period's last day, or today where it is not over."""
    today = local_day(counting.office.clock.now())
    volumes = counting.office.shelf.all_in_force(min(counting.period.last, today))
    for volume in volumes:
        counting.name_item(volume.item.item)
    return catalogue.of_catalogue((volume.item for volume in volumes), counting.period)
