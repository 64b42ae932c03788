"""好差评. A satisfaction is not shown without the share of those who answered at all."""

from __future__ import annotations

from central.contract.figures import Source, Things
from central.figures.definition import Definition

ANSWERED = Definition("answered", Source.RATINGS, Things.CASES)
SATISFIED = Definition("satisfied", Source.RATINGS, Things.RATINGS, beside="answered")
CALLED_IN_TIME = Definition("called_in_time", Source.RATINGS, Things.RATINGS)
