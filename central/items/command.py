"""`central items lint | schema | score`: an editor's own look at the documents before they are published."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from central.contract.item import schema
from central.items import completeness
from central.items.library import Library, read_library
from central.items.lint import lint

_ITEMS = Path(__file__).resolve().parents[2] / "assets" / "items"


class NotClean(RuntimeError):
    """The linter found something; it has been printed."""


def add_commands(verbs: Any) -> None:
    """Put `lint`, `score` and `schema` below `central items`."""
    library = argparse.ArgumentParser(add_help=False)
    library.add_argument("items", type=Path, nargs="?", default=_ITEMS, help="directory of the items' files")
    library.add_argument("--sources", type=Path, help="directory of the data sources; default: sources beside it")

    lint_verb = verbs.add_parser("lint", parents=[library], help="everything that stands against publishing")
    lint_verb.set_defaults(run=_lint)
    score = verbs.add_parser("score", parents=[library], help="how complete each item is, and the catalogue, 0 to 100")
    score.set_defaults(run=_score)
    schema_verb = verbs.add_parser("schema", help="print the JSON Schema of an item document")
    schema_verb.set_defaults(run=_schema)


def _library(options: argparse.Namespace) -> Library:
    return read_library(options.items, options.sources or options.items.resolve().parent / "sources")


def _lint(options: argparse.Namespace) -> None:
    library = _library(options)
    findings = lint(library)
    for finding in findings:
        _say(str(finding))
    if findings:
        files = len({finding.file for finding in findings})
        raise NotClean(f"{len(findings)} findings in {files} files")
    _say(f"{len(library.items)} items, {len(library.sources)} sources: nothing found")


def _score(options: argparse.Namespace) -> None:
    library = _library(options)
    for name, item in library.items.items():
        found = completeness.of_item(item)
        _say(f"{found.score:3}  {name}  {'; '.join(found.missing)}".rstrip())
    _say(f"{completeness.of_catalogue(library.items.values()):3}  catalogue of {len(library.items)} items")
    if library.findings:
        raise NotClean(f"{len(library.findings)} findings; see `central items lint`")


def _schema(_options: argparse.Namespace) -> None:
    _say(json.dumps(schema(), ensure_ascii=False, indent=2))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
