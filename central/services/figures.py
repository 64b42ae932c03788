"""Every figure of a period, counted anew from what happened. Only what had happened by the cut-off counts: the end of
the period, or now where it is not over."""

from __future__ import annotations

from central.contract.figures import Figures
from central.figures.cases import Look
from central.figures.showing import shown
from central.limits.calendar import ZONE, midnight
from central.limits.figure import Period
from central.office import Office
from central.services import counting, months
from central.services.counting import Counting
from central.services.refusals import Refusal

METHOD = "figures/1"
"""What counted. It changes whenever a figure may count another thing."""


def count(office: Office, period: Period, hall: str | None = None, *, public: bool = False) -> Figures:
    """Count a period, of one hall or of all. `public`: what could name somebody is withheld.

    Raises:
        Refusal: hall_unknown, figures_in_future.
        RecordBroken, NotAllowed, NotRepeated: what is stored is not what was written.
    """
    if midnight(period.first) > office.clock.now():
        raise Refusal("figures_in_future", {"first": str(period.first)}, status=422)
    as_of = months.until(office, period)
    made = Counting(office, Look(period, as_of, office.calendar), hall)
    made.name_halls()
    found = [
        *counting.of_cases(made),
        counting.of_sessions(made),
        counting.of_rules(made),
        *counting.of_ratings(made),
        *counting.of_terminals(made),
        *(counting.of_catalogue(made) if hall is None else ()),
    ]
    publications = office.stock.publications if office.stock else None
    return Figures(
        period=period.name,
        first=period.first,
        last=period.last,
        as_of=as_of.astimezone(ZONE),
        over=months.is_over(office, period),
        hall=hall,
        calendar=office.calendar.digest,
        catalogue=publications.version if publications else None,
        program=METHOD,
        cases=made.cases,
        events=made.events,
        figures=tuple(shown(each, made.names, public=public) for each in found),
    )
