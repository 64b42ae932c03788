"""`central seed --demo`: a hall with people in it."""

from __future__ import annotations

import argparse
from pathlib import Path

from central import demo
from central.commands import opening
from central.commands.options import moment

EXPECTED = (*opening.EXPECTED, demo.AlreadySeeded)

_HALLS = Path(__file__).resolve().parents[2] / "assets" / "halls"


def add(parser: argparse.ArgumentParser) -> None:
    opening.add_store(parser)
    parser.add_argument("--demo", action="store_true", required=True, help="with the demo hall and today's bookings")
    parser.add_argument(
        "--clock", type=moment, help="ISO 8601: when the demo's day is; default: now, if it is long enough"
    )
    parser.add_argument("--halls", type=Path, default=_HALLS, help="directory of the halls' files")
    parser.add_argument("--write-codes", type=Path, metavar="FILE", help="JSON for the bench's phone, with tokens")
    parser.set_defaults(run=_seed)


def _seed(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        codes = demo.seed(office, options.halls, options.clock)
    if options.write_codes:
        demo.write_codes(options.write_codes, codes)
    print(f"{codes['hall_id']}: {len(codes['bookings'])} bookings, business time {codes['now']}")
