"""`central kiosks invite | list | revoke`: let kiosks in and out."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from central.commands import Refused, opening
from central.commands.options import add_hall
from central.office import Office
from central.services import kiosks
from central.store import kiosks as stored

EXPECTED = opening.EXPECTED


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    invite = verbs.add_parser("invite", help="a code for one kiosk, good for 15 minutes")
    opening.add_store(invite)
    add_hall(invite)
    invite.set_defaults(run=_invite)
    listing = verbs.add_parser("list", help="every kiosk with its newest report")
    opening.add_store(listing)
    listing.set_defaults(run=_list)
    revoke = verbs.add_parser("revoke", help="shut a kiosk out at once")
    opening.add_store(revoke)
    revoke.add_argument("kiosk_id")
    revoke.set_defaults(run=_revoke)


def _invite(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        print(kiosks.invite(office, opening.hall_id(office, options.hall)))


def _list(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        with office.database.read() as connection:
            rows = stored.listed(connection)
        for kiosk, at, report in rows:
            state = "revoked" if kiosk.revoked_at else _report(office, at, report)
            print(f"{kiosk.kiosk_id}  {kiosk.hall_id}  {kiosk.fingerprint}  {state}  {kiosk.name}")


def _report(office: Office, at: datetime | None, report: Any) -> str:
    if at is None:
        return "never reported"
    age = round((office.clock.machine() - at).total_seconds())
    state = "in service" if report["in_service"] else report.get("paused") or "out of service"
    cut = f", LOGBOOK CUT SHORT since {report['logbook_cut']}" if "logbook_cut" in report else ""
    return f"{state}, {age} s ago{cut}"


def _revoke(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        if not kiosks.revoke(office, options.kiosk_id):
            raise Refused("no such kiosk, or it is revoked already")
