"""好差评: one case is rated once, by its applicant, at any terminal; a bad one has an owner and clocks from then on."""

from __future__ import annotations

from central.contract.case import Stage
from central.contract.messages import Received
from central.contract.rating import ExplainRating, RateCase
from central.office import Desk
from central.services import voices
from central.services.cases import Known
from central.services.refusals import Refusal
from central.store import ratings as stored
from central.store.cases import Case
from central.store.database import Connection
from central.store.kiosks import Kiosk

RATEABLE = frozenset({Stage.GRANTED, Stage.REFUSED, Stage.ISSUED, Stage.CLOSED, Stage.NOT_ACCEPTED, Stage.REFERRED})
"""Nobody is asked how it went before there is a result."""


def can_rate(connection: Connection, known: Known) -> bool:
    """Whether its applicant is asked."""
    return known.standing.stage in RATEABLE and stored.of_case(connection, known.case.case_id) is None


def rate(desk: Desk, kiosk: Kiosk, case: Case, wanted: RateCase) -> Received:
    """Raises `Refusal` case_not_decided, rated_already, number_taken."""
    if Stage(case.stage) not in RATEABLE:
        raise Refusal("case_not_decided")
    if not stored.rate(desk.connection, case.case_id, wanted.level, desk.now):
        raise Refusal("rated_already")
    if wanted.task is not None:
        voices.open_for_rating(desk, kiosk, case.case_id, wanted.task)
    return Received()


def explain(desk: Desk, kiosk: Kiosk, wanted: ExplainRating) -> Received:
    """Keep why. The rating itself may still be on its way. Raises `Refusal` number_taken where it was told before."""
    said = voices.Content(text=wanted.text, phone=wanted.phone)
    why = stored.Why(
        number=wanted.task,
        kiosk_id=kiosk.kiosk_id,
        reasons=tuple(each.value for each in wanted.reasons),
        content=voices.seal_content(desk, wanted.task, said),
        at=desk.now,
    )
    if not stored.add_why(desk.connection, why):
        raise Refusal("number_taken", status=422)
    return Received()
