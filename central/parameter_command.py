"""`central halls set-parameter | parameters`: what a hall sets instead of an item's own age, amount or fee."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from central.office import Office
from central.services import parameters

OpenOffice = Callable[[argparse.Namespace], AbstractContextManager[Office]]


def add_commands(verbs: Any, store: argparse.ArgumentParser, open_office: OpenOffice) -> None:
    """Put both below `central halls`. `open_office`: with its repository on the shelf."""
    setting = verbs.add_parser("set-parameter", parents=[store], help="set an item's parameter for one hall")
    setting.add_argument("hall")
    setting.add_argument("item")
    setting.add_argument("name")
    which = setting.add_mutually_exclusive_group(required=True)
    which.add_argument("value", nargs="?", help="a number, true or false, or words with commas between them")
    which.add_argument("--own", action="store_true", help="the item's own value again")
    setting.add_argument("--actor", default=getpass.getuser(), help="who sets it; default: %(default)s")
    setting.set_defaults(run=partial(_set, open_office))
    listing = verbs.add_parser("parameters", parents=[store], help="everything that was ever set in a hall, by whom")
    listing.add_argument("hall")
    listing.set_defaults(run=partial(_list, open_office))


def _set(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        value = parameters.set_value(
            office, options.hall, options.item, options.name, text=options.value, actor=options.actor[:60]
        )
    sys.stdout.write(f"{options.hall}: {options.item}.{options.name} is {_text(value)}\n")


def _list(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        for each in parameters.settings(office, options.hall):
            value = "the item's own" if each.value is None else _text(each.value)
            sys.stdout.write(f"{each.set_at:%Y-%m-%d %H:%M}  {each.actor}  {each.item}.{each.name}: {value}\n")


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
