"""`central call`: call the next ticket, or do something with the one at the window."""

from __future__ import annotations

import argparse

from central.commands import Refused
from central.commands.window_line import add_line, ask, say_window
from central.contract.messages import WindowState
from central.services.windows import Act

EXPECTED = ()


def add(parser: argparse.ArgumentParser) -> None:
    add_line(parser)
    parser.add_argument("act", choices=["next", *map(str, Act)])
    parser.add_argument("--ticket", help="id; default: the ticket at the window")
    parser.set_defaults(run=_call)


def _call(options: argparse.Namespace) -> None:
    path = "call-next" if options.act == "next" else f"tickets/{_ticket(options)}/{options.act}"
    say_window(WindowState.model_validate(ask(options, "POST", f"/{path}")))


def _ticket(options: argparse.Namespace) -> str:
    if options.ticket is not None:
        return str(options.ticket)
    there = WindowState.model_validate(ask(options, "GET", "")).serving
    if there is None:
        raise Refused("nobody is at this window")
    return there.ticket_id
