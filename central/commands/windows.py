"""`central windows open | close`: begin or end work at a window."""

from __future__ import annotations

import argparse

from central.commands.window_line import add_line, ask, say_window
from central.contract.messages import WindowState

EXPECTED = ()


def add(parser: argparse.ArgumentParser) -> None:
    add_line(parser)
    parser.add_argument("act", choices=["open", "close"])
    parser.set_defaults(run=_act)


def _act(options: argparse.Namespace) -> None:
    say_window(WindowState.model_validate(ask(options, "POST", f"/{options.act}")))
