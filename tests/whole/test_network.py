"""The network goes before, during and after a ticket: one booking, one ticket, one slip, and nothing is lost."""

from __future__ import annotations

import re

import pytest

from tests.whole.conftest import Hall

LABEL = "li_xiuying:ready"
TAKE = b"POST /v1/kiosk/tickets "
PAPER = b"POST /v1/kiosk/papers "


def test_gone_before_the_ticket_nothing_is_promised_and_the_same_code_works_afterwards(hall: Hall) -> None:
    hall.until(lambda: bool(hall.hands("state")["armed"]))
    hall.gate.cut()
    hall.show(LABEL)
    hall.until(lambda: "problem office_silent in take_booked_ticket" in hall.terminal.said())
    assert (hall.tickets(LABEL), hall.slips(), hall.effects_left()) == (0, 0, 0)
    hall.gate.mend()
    hall.open_terminal()
    assert "Print" in hall.visit(LABEL)
    assert (hall.tickets(LABEL), hall.slips()) == (1, 1)


@pytest.mark.parametrize("moment", ["cut_before", "cut_after"])
def test_gone_while_the_ticket_is_taken_the_citizen_gets_the_one_that_the_office_gave(hall: Hall, moment: str) -> None:
    setattr(hall.gate, moment, TAKE)
    hall.show(LABEL)
    hall.until(lambda: hall.gate.is_cut)
    assert hall.slips() == 0
    hall.gate.mend()
    hall.until(lambda: hall.tickets(LABEL) == 1)
    hall.until(lambda: len(hall.sessions()) == 1)
    if not hall.slips():  # the session was over before the network was back
        assert re.search("WasPrinted.*Print", hall.visit(LABEL))
    hall.until(lambda: hall.papers("printed") == 1)
    assert (hall.tickets(LABEL), hall.slips()) == (1, 1)
    assert hall.effects_left() == 0


def test_gone_after_the_ticket_its_paper_is_reported_once_the_network_is_back(hall: Hall) -> None:
    hall.gate.cut_before = PAPER
    assert "Print" in hall.visit(LABEL)
    assert (hall.tickets(LABEL), hall.slips(), hall.papers("printed")) == (1, 1, 0)
    hall.gate.mend()
    hall.until(lambda: hall.papers("printed") == 1)
    assert hall.effects_left() == 0
