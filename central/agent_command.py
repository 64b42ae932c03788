"""`central agents hire | list | let-go`: who may act for applicants (帮办代办)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from central.office import Office
from central.services import agencies
from central.services.refusals import Refusal
from central.store import agencies as stored

OpenOffice = Callable[[argparse.Namespace], AbstractContextManager[Office]]
ChooseHall = Callable[[Office, str | None], str]


class NoSuchAgent(RuntimeError):
    """Nobody of that id acts here."""


def add_commands(verbs: Any, store: argparse.ArgumentParser, open_office: OpenOffice, hall: ChooseHall) -> None:
    """Put `hire`, `list` and `let-go` below `central agents`."""
    hire = verbs.add_parser("hire", parents=[store], help="somebody becomes an agent; the ID number comes on stdin")
    hire.add_argument("name")
    hire.add_argument("--hall", help="default: the only one")
    hire.set_defaults(run=partial(_hire, open_office, hall))
    listing = verbs.add_parser("list", parents=[store], help="every agent, and who has left")
    listing.add_argument("--hall", help="default: the only one")
    listing.set_defaults(run=partial(_list, open_office, hall))
    let_go = verbs.add_parser("let-go", parents=[store], help="the agent acts no more, under no agreement")
    let_go.add_argument("agent_id")
    let_go.set_defaults(run=partial(_let_go, open_office))


def _hire(open_office: OpenOffice, hall: ChooseHall, options: argparse.Namespace) -> None:
    """Not as an argument: the command line is seen by everybody on the machine."""
    id_number = next(iter(sys.stdin), "").strip().upper()
    if not id_number:
        raise Refusal("id_number_invalid", status=422)
    with open_office(options) as office:
        sys.stdout.write(f"{agencies.hire(office, hall(office, options.hall), options.name, id_number)}\n")


def _list(open_office: OpenOffice, hall: ChooseHall, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        hall_id = hall(office, options.hall)
        with office.database.read() as connection:
            for each in stored.agents_of(connection, hall_id):
                sys.stdout.write(f"{each.agent_id}  {'left' if each.left_at else 'there'}  {each.name}\n")


def _let_go(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        if not agencies.let_go(office, options.agent_id):
            raise NoSuchAgent("no such agent, or gone already")
