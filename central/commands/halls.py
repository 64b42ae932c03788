"""`central halls publish | set-parameter | parameters`: a hall's file, and what it sets instead of an item's own."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import Any

from central.commands import opening
from central.published import NotPublishable, read_hall
from central.services import halls, parameters

EXPECTED = (*opening.EXPECTED, NotPublishable)


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    publish = verbs.add_parser("publish", help="put a hall's file in force")
    opening.add_store(publish)
    publish.add_argument("file", type=Path)
    publish.set_defaults(run=_publish)
    setting = verbs.add_parser("set-parameter", help="set an item's parameter for one hall")
    opening.add_stocked(setting)
    setting.add_argument("hall")
    setting.add_argument("item")
    setting.add_argument("name")
    which = setting.add_mutually_exclusive_group(required=True)
    which.add_argument("value", nargs="?", help="a number, true or false, or words with commas between them")
    which.add_argument("--own", action="store_true", help="the item's own value again")
    setting.add_argument("--actor", default=getpass.getuser(), help="who sets it; default: %(default)s")
    setting.set_defaults(run=_set)
    listing = verbs.add_parser("parameters", help="everything that was ever set in a hall, by whom")
    opening.add_stocked(listing)
    listing.add_argument("hall")
    listing.set_defaults(run=_list)


def _publish(options: argparse.Namespace) -> None:
    file = read_hall(options.file)
    with opening.opened(options) as office:
        halls.publish(office, file)
    print(f"{file.hall_id} is in force")


def _set(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        value = parameters.set_value(
            office, options.hall, options.item, options.name, text=options.value, actor=options.actor[:60]
        )
    print(f"{options.hall}: {options.item}.{options.name} is {_text(value)}")


def _list(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        for each in parameters.settings(office, options.hall):
            value = "the item's own" if each.value is None else _text(each.value)
            print(f"{each.set_at:%Y-%m-%d %H:%M}  {each.actor}  {each.item}.{each.name}: {value}")


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
