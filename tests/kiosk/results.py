"""What a citizen does at the end of an application, and what is known of its papers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from central.store.application_tables import sheets
from kiosk.wishes.application import FromDecision, ShowDecision, Submit, TakeResult
from tests.kiosk.test_application_at_terminal import Counterpart


def apply(at: Counterpart) -> None:
    at.fill()
    at.runner.answer(Submit())
    at.reach(ShowDecision)


def take(at: Counterpart) -> Any:
    at.runner.answer(FromDecision.PRINT)
    return at.answer(TakeResult, False)


def come_back(at: Counterpart) -> Any:
    at.home()
    at.lift()
    at.show_card()
    at.reach(ShowDecision)
    return take(at)


def known(at: Counterpart) -> list[tuple[int, str]]:
    """What the office knows of the papers, once the terminal has told everything."""
    place = at.place
    assert place is not None
    place.until(lambda: place.ledger.depth(place.terminal._clock.now()).waiting == 0)
    office = at.desk.office
    with office.database.read() as connection:
        return [(row.copy_number, row.state) for row in connection.execute(select(sheets).order_by(sheets.c.at))]


def copies(at: Counterpart) -> list[bool]:
    return [any("补打" in line for line in slip.lines) for slip in at.bench.printer.slips]
