"""Options that several commands have."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from central.limits.notice import CALENDARS

ITEMS = Path(__file__).resolve().parents[2] / "assets" / "items"


def add_calendars(parser: argparse.ArgumentParser) -> None:
    """`--calendars`, for every command that counts days."""
    parser.add_argument("--calendars", type=Path, default=CALENDARS, help="directory of the notices about holidays")


def add_hall(parser: argparse.ArgumentParser) -> None:
    """`--hall`, which may be left out where there is one."""
    parser.add_argument("--hall", help="default: the only one")


def moment(text: str) -> datetime:
    """A time with its offset. Raises `argparse.ArgumentTypeError`."""
    told = datetime.fromisoformat(text)
    if told.tzinfo is None:
        raise argparse.ArgumentTypeError("say the offset too: 2026-11-23T10:07:00+08:00")
    return told
