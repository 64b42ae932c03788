"""The command line of the office: serve it, publish its halls and items, look after cases, call the next number."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib import import_module

from central.commands import Refused

WORDS = {
    "serve": "answer kiosks, channels and windows",
    "seed": "fill an empty database",
    "upgrade": "bring the tables of an older program on to this one's",
    "openapi": "print the description of the API",
    "halls": "publish a hall, and set what is its own",
    "items": "look at the service items, and sign them for the terminals",
    "calendars": "which years' working days are known",
    "rollout": "let a signed catalogue version go out in waves",
    "kiosks": "let kiosks in and out",
    "tokens": "make a token, shown once",
    "agents": "who may act for applicants",
    "board": "the hall now",
    "cases": "look at cases, and take in a department's",
    "voices": "complaints, praise, integrity reports and bad ratings",
    "figures": "what the office did, each figure with its evidence",
    "supervision": "the clocks of the cases: lights, orders, months",
    "decisions": "prove decisions",
    "verify": "is a paper genuine, and still valid?",
    "windows": "begin or end work at a window",
    "call": "call the next ticket, or do something with the one there",
    "settle": "settle what waits for a person (转人工)",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0, or another number with a sentence on stderr: 1, or the one that the reason itself names."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    options, expected = understood(sys.argv[1:] if arguments is None else arguments)
    try:
        options.run(options)
    except expected as error:
        facts = "".join(f"; {name} {value}" for name, value in getattr(error, "facts", {}).items())
        print(f"central: {error}{facts}", file=sys.stderr)
        return getattr(error, "exit_status", 1)
    return 0


def understood(typed: Sequence[str]) -> tuple[argparse.Namespace, tuple[type[Exception], ...]]:
    """What is to be run, and what may go wrong there that is a sentence for whoever typed.

    Raises `SystemExit` where it is no command.
    """
    parser = argparse.ArgumentParser(prog="central", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    expected: tuple[type[Exception], ...] = (Refused, OSError)
    for word, meaning in WORDS.items():
        command = commands.add_parser(word, help=meaning)
        if typed[:1] == [word]:
            module = import_module(f"central.commands.{word}")
            module.add(command)
            expected += module.EXPECTED
    return parser.parse_args(typed), expected


if __name__ == "__main__":
    sys.exit(main())
