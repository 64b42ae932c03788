"""满意率 with its evidence: of those who rated, of those who could have, and whether somebody called after a bad one.

Only a rating that was given counts. Silence is none, and least of all a good one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from central.contract.voice import VoiceAct, VoiceKind
from central.limits.calendar import end_of, midnight
from central.limits.deadline import NoCalendar
from central.limits.figure import Period, Rate
from central.office import Office
from central.services import voices
from central.services.voices import DISSATISFIED
from central.store import voices as stored


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """`undated`: bad ratings of which nobody can say whether somebody called in time, for want of a calendar."""

    satisfied: Rate
    answered: Rate
    called_in_time: Rate
    undated: int


def satisfaction(office: Office, hall_id: str, period: Period) -> Satisfaction:
    """Of one hall in a period, by what had happened at its end. A bad rating whose limit still ran then, and on which
    nobody had called, is not counted among those of which it is known."""
    first, end = midnight(period.first), end_of(period.last)
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        desk = replace(desk, now=min(desk.now, end))
        levels = stored.levels(connection, hall_id, first, end)
        asked, given = stored.asked_and_rated(connection, hall_id, first, end)
        within = office.supervision.voices.contact
        called = known = undated = 0
        for voice in stored.of_kind(connection, hall_id, VoiceKind.RATING.value, first, end):
            done = [
                each
                for each in stored.events_of(connection, voice.number)
                if each.act == VoiceAct.CONTACT.value and each.at < end
            ]
            found = voices.reading(desk, voice, done, VoiceAct.CONTACT, within)
            undated += isinstance(found.deadline, NoCalendar)
            if not isinstance(found.deadline, NoCalendar) and (done or found.late):
                known += 1
                called += not found.late
    good = sum(count for level, count in levels.items() if level < DISSATISFIED)
    return Satisfaction(
        satisfied=Rate(good, sum(levels.values()), period, "rated_1_to_3_of_all_rated"),
        answered=Rate(given, asked, period, "rated_of_all_applications"),
        called_in_time=Rate(called, known, period, "called_in_time_of_bad_ratings"),
        undated=undated,
    )
