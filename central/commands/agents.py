"""`central agents hire | list | show | let-go`: who may act for applicants (帮办代办)."""

from __future__ import annotations

import argparse
import sys

from central.commands import Refused, opening
from central.commands.options import add_hall
from central.services import agencies
from central.services.refusals import Refusal
from central.store import agencies as stored

EXPECTED = opening.EXPECTED


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    hire = verbs.add_parser("hire", help="somebody becomes an agent; the ID number comes on stdin")
    opening.add_store(hire)
    hire.add_argument("name")
    add_hall(hire)
    hire.set_defaults(run=_hire)
    listing = verbs.add_parser("list", help="every agent, and who has left")
    opening.add_store(listing)
    add_hall(listing)
    listing.set_defaults(run=_list)
    show = verbs.add_parser("show", help="whether an agreement counts, whose agent it is, and for which steps")
    opening.add_stocked(show)
    show.add_argument("number", help="as on the slip")
    add_hall(show)
    show.set_defaults(run=_show)
    let_go = verbs.add_parser("let-go", help="the agent acts no more, under no agreement")
    opening.add_store(let_go)
    let_go.add_argument("agent_id")
    let_go.set_defaults(run=_let_go)


def _hire(options: argparse.Namespace) -> None:
    """Not as an argument: the command line is seen by everybody on the machine."""
    id_number = next(iter(sys.stdin), "").strip().upper()
    if not id_number:
        raise Refusal("id_number_invalid", status=422)
    with opening.opened(options) as office:
        print(f"{agencies.hire(office, opening.hall_id(office, options.hall), options.name, id_number)}")


def _list(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        hall_id = opening.hall_id(office, options.hall)
        with office.database.read() as connection:
            for each in stored.agents_of(connection, hall_id):
                print(f"{each.agent_id}  {'left' if each.left_at else 'there'}  {each.name}")


def _show(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        told = agencies.shown(office, opening.hall_id(office, options.hall), options.number)
    print(f"{told.number}  {told.state}  {told.terms.first} - {told.terms.last}")
    print(f"{told.agent.name}  for {told.applicant} {told.company}".rstrip())
    for step in told.steps:
        print(f"  {step.name.zh_CN}")


def _let_go(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        if not agencies.let_go(office, options.agent_id):
            raise Refused("no such agent, or gone already")
