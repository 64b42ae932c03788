"""A process to be killed: takes one ticket, ledger first. Arguments: storage, enrolment, URL, ID number, key."""

import sys
from pathlib import Path

from central.contract.messages import TakeWalkInTicket, Ticket
from devices.deadline import Deadline
from kiosk.enrolment import load
from kiosk.ledger import Ledger
from kiosk.office import Office, seal
from kiosk.office_api import OfficeAddress
from kiosk.office_clock import OfficeClock


def take(storage: Path, enrolment: Path, url: str, id_number: str, effect_id: str) -> Ticket:
    """Send what an earlier life left waiting, or ask anew under `effect_id`. Raises what the office says against it."""
    place = load(enrolment)
    ledger = Ledger(storage / "ledger.db")
    office = Office(OfficeAddress(url), place, OfficeClock(storage / "time-floor"))
    try:
        now = office.hall(Deadline(10)).now
        if not ledger.due(now):
            wish = TakeWalkInTicket(item_id=1001, id_number=id_number, name="王五", asked_at=now)
            ledger.append(*seal(place, wish), effect_id, now=now)
        (row,) = ledger.due(now)
        ticket = office.send(Deadline(10), row.id, row.kind, row.payload)
        assert isinstance(ticket, Ticket)
        ledger.sent(row.id, ticket.model_dump_json(), owed_paper=ticket.ticket_id)
        return ticket
    finally:
        office.close()
        ledger.close()


if __name__ == "__main__":
    taken = take(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5])
    sys.stdout.write(taken.number)
