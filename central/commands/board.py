"""`central board`: the hall now."""

from __future__ import annotations

import argparse

from central.commands import opening
from central.commands.options import add_hall
from central.contract.messages import HallBoard
from central.services import halls

EXPECTED = opening.EXPECTED


def add(parser: argparse.ArgumentParser) -> None:
    opening.add_store(parser)
    add_hall(parser)
    parser.set_defaults(run=_board)


def _board(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        _print(halls.board(office, opening.hall_id(office, options.hall)))


def _print(board: HallBoard) -> None:
    print(f"{board.name.zh_CN}  {board.now:%Y-%m-%d %H:%M}")
    for item in board.items:
        wait = f"{item.wait.low_min}-{item.wait.high_min} min" if item.wait else "wait cannot be estimated"
        closed = f"  {item.closed_code}" + (f" until {item.opens_at:%m-%d %H:%M}" if item.opens_at else "")
        print(
            f"{item.prefix}  {item.name.zh_CN}: {item.waiting} waiting, {wait}, {item.windows_open} windows,"
            f" {item.walk_in_left} left{closed if item.closed_code else ''}"
        )
