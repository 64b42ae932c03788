"""满意率 with its evidence: of those who rated, of those who could have, and whether somebody called after a bad one.

Only a rating that was given counts. Silence is none, and least of all a good one.
"""

from __future__ import annotations

from dataclasses import dataclass

from central.contract.rating import DISSATISFIED
from central.contract.voice import VoiceAct, VoiceKind
from central.limits.calendar import end_of, midnight
from central.limits.deadline import NoCalendar
from central.limits.figure import Period, Rate
from central.office import Office
from central.services import voice_clocks
from central.store import ratings
from central.store import voices as stored


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """`set_aside`: bad ratings that were given by mistake, as an appeal found: both rates are shown. `undated`:
    those of which nobody can say whether somebody called in time, for want of a calendar."""

    satisfied: Rate
    without_set_aside: Rate
    set_aside: int
    answered: Rate
    called_in_time: Rate
    undated: int


def satisfaction(office: Office, hall_id: str, period: Period) -> Satisfaction:
    """Of one hall in a period, by what had happened at its end. A bad rating whose limit still ran then, and on which
    nobody had called, is not counted among those of which it is known."""
    first, end = midnight(period.first), end_of(period.last)
    with office.database.read() as connection:
        now = min(office.desk(connection, hall_id).now, end)
        levels = ratings.levels(connection, hall_id, first, end)
        aside = ratings.levels_set_aside(connection, hall_id, first, end)
        asked, given = ratings.asked_and_rated(connection, hall_id, first, end)
        called = known = undated = 0
        bad = stored.of_kind(connection, hall_id, VoiceKind.RATING.value, first, end)
        happened = stored.events_of_each(connection, [voice.number for voice in bad])
        for voice in bad:
            events = happened.get(voice.number, [])
            done = [each for each in events if each.act == VoiceAct.CONTACT.value and each.at < end]
            found = voice_clocks.read(office, voice_clocks.contact(office, voice, done), now)
            undated += isinstance(found.deadline, NoCalendar)
            if not isinstance(found.deadline, NoCalendar) and (done or found.late):
                known += 1
                called += not found.late
    good = sum(count for level, count in levels.items() if level < DISSATISFIED)
    every, left_out = sum(levels.values()), sum(aside.values())
    return Satisfaction(
        satisfied=Rate(good, every, period, "rated_1_to_3_of_all_rated"),
        without_set_aside=Rate(good, every - left_out, period, "rated_1_to_3_of_those_not_set_aside"),
        set_aside=left_out,
        answered=Rate(given, asked, period, "rated_of_all_cases"),
        called_in_time=Rate(called, known, period, "called_in_time_of_bad_ratings"),
        undated=undated,
    )
