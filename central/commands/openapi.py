"""`central openapi`: the description of the API, from the routes and messages themselves."""

from __future__ import annotations

import argparse
import json

from central.api.app import routes

EXPECTED = ()


def add(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_print)


def _print(_options: argparse.Namespace) -> None:
    print(json.dumps(routes().openapi(), ensure_ascii=False, indent=2))
