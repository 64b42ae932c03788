"""`central decisions replay`: decide again, and hold it against what was decided."""

from __future__ import annotations

import argparse
import sys

from central.commands import Refused, opening
from central.services import decisions

EXPECTED = opening.EXPECTED


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    replay = verbs.add_parser("replay", help="decide again, and hold it against what was decided")
    opening.add_store(replay)
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="every decision there is")
    which.add_argument("application_id", nargs="?", help="of one application")
    replay.set_defaults(run=_replay)


def _replay(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        wanted = decisions.every(office) if options.all else [options.application_id]
        faults = 0
        for application_id in wanted:
            try:
                print(f"{application_id}  {decisions.replay(office, application_id)}  repeats")
            except decisions.NotRepeated as fault:
                faults += 1
                print(fault, file=sys.stderr)
    print(f"{len(wanted) - faults} of {len(wanted)} decisions repeat")
    if faults:
        raise Refused(f"{faults} of {len(wanted)} decisions do not repeat")
