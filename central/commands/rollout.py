"""`central rollout`: let a signed catalogue version go out in waves, hold it, call it back."""

from __future__ import annotations

import argparse
from functools import partial

from central.commands import opening
from central.office import Office
from central.services import rollouts
from central.store.rollouts import State

EXPECTED = opening.EXPECTED

_ACTS = {
    "pause": (State.PAUSED, "nobody new, until it is resumed"),
    "resume": (State.RUNNING, "go on with the wave it was in"),
    "stop": (State.STOPPED, "nobody new; those who run it go on"),
    "rollback": (State.WITHDRAWN, "whoever runs it goes back to the version before"),
}


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    start = verbs.add_parser("start", help="let the first wave go")
    opening.add_store(start)
    start.add_argument("catalogue", type=int, help="the version that `central items publish` told")
    start.add_argument("--waves", type=_waves, default=(5, 25, 100), help="percent of the terminals: 5,25,100")
    start.add_argument("--done", type=_percent, default=90, help="percent of a wave until the next one goes")
    start.add_argument("--failed", type=_percent, default=5, help="percent of a wave at which everything stops")
    start.set_defaults(run=_start)
    status = verbs.add_parser("status", help="every rollout and its present wave")
    opening.add_store(status)
    status.set_defaults(run=_status)
    for act, (state, meaning) in _ACTS.items():
        verb = verbs.add_parser(act, help=meaning)
        opening.add_store(verb)
        verb.add_argument("catalogue", type=int)
        verb.set_defaults(run=partial(_bring_to, state))


def _start(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        rollouts.start(office, options.catalogue, options.waves, options.done, options.failed)
        _print(office)


def _status(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        _print(office)


def _bring_to(state: State, options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        rollouts.bring_to(office, options.catalogue, state)
        _print(office)


def _print(office: Office) -> None:
    for each in rollouts.standings(office):
        rollout = each.rollout
        print(
            f"catalogue {rollout.catalogue}: {rollout.state}, wave {rollout.wave + 1} of {len(rollout.waves)}"
            f" ({rollout.percent}%): {each.done} of {each.members} run it, {each.failed} failed"
        )
        for trouble in each.troubles:
            print(f"  {trouble}")


def _percent(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 100:
        raise argparse.ArgumentTypeError("a percentage is 1 to 100")
    return value


def _waves(text: str) -> tuple[int, ...]:
    return tuple(_percent(part) for part in text.split(","))
