"""`central upgrade`: bring an older program's tables on to this one's. Stop the office first, and make a backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from central.commands import Refused
from central.store.database import Conflict, SchemaStrange, Unavailable, upgrade
from central.store.schema import HEAD

EXPECTED = (SchemaStrange, Unavailable, Conflict)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", default="central.db", help="a file, or postgresql://user@host/name")
    parser.set_defaults(run=_upgrade)


def _upgrade(options: argparse.Namespace) -> None:
    if "://" not in options.database and not Path(options.database).exists():
        raise Refused(f"there is no database {options.database}")
    found = upgrade(options.database)
    print(f"the tables are of revision {HEAD}" + ("" if found == HEAD else f", were {found or 'not there'}"))
