"""`central tokens`: what a channel, a window or a department's system shows the office."""

from __future__ import annotations

import argparse

from central.commands import Refused, opening
from central.commands.options import add_hall
from central.services import kiosks

EXPECTED = opening.EXPECTED


def add(parser: argparse.ArgumentParser) -> None:
    opening.add_store(parser)
    parser.add_argument("role", choices=["channel", "window", "department"])
    add_hall(parser)
    parser.add_argument("--name", default="", help="whose it is")
    parser.add_argument("--department", help="whose cases it reports; for the role department")
    parser.set_defaults(run=_make)


def _make(options: argparse.Namespace) -> None:
    if (options.role == "department") != (options.department is not None):
        raise Refused("--department names the department of a token for one, and of no other")
    with opening.opened(options) as office:
        hall_id = opening.hall_id(office, options.hall)
        print(kiosks.make_token(office, options.role, hall_id, options.name, options.department))
