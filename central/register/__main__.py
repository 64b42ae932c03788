"""The command line of the register: `python -m central.register serve --token-file …`, then `ready URL` on stdout."""

from __future__ import annotations

import argparse
import logging
import sys
from datetime import datetime
from pathlib import Path

from central.clock import Clock
from central.register.app import create_register
from central.register.records import BadRecords, read_people, read_records
from central.server import serve

_ASSETS = Path(__file__).resolve().parents[2] / "assets"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0, or 1 with a sentence on stderr."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    options = _parser().parse_args(arguments)
    try:
        _serve(options)
    except (BadRecords, OSError, ValueError) as error:
        print(f"register: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="central.register", description=__doc__)
    serve = parser.add_subparsers(required=True, metavar="COMMAND").add_parser("serve", help="answer the office")
    serve.add_argument(
        "--people",
        type=Path,
        action="append",
        help="a file of invented people; may be given again; default: those of the demo hall and of the register",
    )
    serve.add_argument("--records", type=Path, default=_ASSETS / "register", help="directory, one file a source")
    serve.add_argument("--sources", type=Path, default=_ASSETS / "sources", help="directory of the sources' documents")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=0, help="default: any free one, told on stdout")
    serve.add_argument("--token-file", type=Path, required=True, help="holds the token of those who may ask")
    serve.add_argument("--control-token-file", type=Path, help="lets its holder change how it answers")
    serve.add_argument("--clock", type=datetime.fromisoformat, help="ISO 8601 with offset: its time begins there")
    return parser


def _serve(options: argparse.Namespace) -> None:
    files = options.people or [_ASSETS / "halls" / "demo_people.toml", options.records / "people.toml"]
    people = {number: person for file in files for number, person in read_people(file).items()}
    records = read_records(options.records, options.sources, people)
    clock = Clock.starting_at(options.clock) if options.clock else Clock()
    control = _token(options.control_token_file) if options.control_token_file else None
    serve(create_register(records, _token(options.token_file), clock.now, control), options.host, options.port)


def _token(path: Path) -> str:
    token = path.read_text(encoding="ascii").strip()
    if len(token) < 16:
        raise ValueError(f"{path}: a token has 16 characters at least")
    return token


if __name__ == "__main__":
    sys.exit(main())
