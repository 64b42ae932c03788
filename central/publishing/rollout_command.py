"""`central rollout`: let a signed catalogue version go out in waves, hold it, call it back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from central.office import Office
from central.services import rollouts
from central.store.rollouts import State

OpenOffice = Callable[[argparse.Namespace], AbstractContextManager[Office]]
_ACTS = {
    "pause": (State.PAUSED, "nobody new, until it is resumed"),
    "resume": (State.RUNNING, "go on with the wave it was in"),
    "stop": (State.STOPPED, "nobody new; those who run it go on"),
    "rollback": (State.WITHDRAWN, "whoever runs it goes back to the version before"),
}


def add_commands(verbs: Any, store: argparse.ArgumentParser, open_office: OpenOffice) -> None:
    """Put `start`, `status`, `pause`, `resume`, `stop` and `rollback` below `central rollout`."""
    start = verbs.add_parser("start", parents=[store], help="let the first wave go")
    start.add_argument("catalogue", type=int, help="the version that `central items publish` told")
    start.add_argument("--waves", type=_waves, default=(5, 25, 100), help="percent of the terminals: 5,25,100")
    start.add_argument("--done", type=_percent, default=90, help="percent of a wave until the next one goes")
    start.add_argument("--failed", type=_percent, default=5, help="percent of a wave at which everything stops")
    start.set_defaults(run=partial(_start, open_office))
    status = verbs.add_parser("status", parents=[store], help="every rollout and its present wave")
    status.set_defaults(run=partial(_status, open_office))
    for act, (state, meaning) in _ACTS.items():
        verb = verbs.add_parser(act, parents=[store], help=meaning)
        verb.add_argument("catalogue", type=int)
        verb.set_defaults(run=partial(_bring_to, open_office, state))


def _start(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        rollouts.start(office, options.catalogue, options.waves, options.done, options.failed)
        _print(office)


def _status(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        _print(office)


def _bring_to(open_office: OpenOffice, state: State, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        rollouts.bring_to(office, options.catalogue, state)
        _print(office)


def _print(office: Office) -> None:
    for each in rollouts.standings(office):
        rollout = each.rollout
        sys.stdout.write(
            f"catalogue {rollout.catalogue}: {rollout.state}, wave {rollout.wave + 1} of {len(rollout.waves)}"
            f" ({rollout.percent}%): {each.done} of {each.members} run it, {each.failed} failed\n"
        )
        sys.stdout.write("".join(f"  {trouble}\n" for trouble in each.troubles))


def _percent(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 100:
        raise argparse.ArgumentTypeError("a percentage is 1 to 100")
    return value


def _waves(text: str) -> tuple[int, ...]:
    return tuple(_percent(part) for part in text.split(","))
