"""`central items lint | schema | score`: an editor's own look at the documents before they are published."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from central.contract import project
from central.contract.item import schema
from central.items import completeness
from central.items.library import Library, read_library
from central.items.lint import lint
from central.limits.calendar import WorkCalendar
from central.limits.notice import CALENDARS

ITEMS = Path(__file__).resolve().parents[2] / "assets" / "items"


class NotClean(RuntimeError):
    """The linter found something; it has been printed."""


def add_commands(verbs: Any) -> None:
    """Put `lint`, `score` and `schema` below `central items`."""
    library = argparse.ArgumentParser(add_help=False)
    library.add_argument("items", type=Path, nargs="?", default=ITEMS, help="directory of the items' files")
    library.add_argument("--sources", type=Path, help="directory of the data sources; default: sources beside it")
    library.add_argument("--projects", type=Path, help="directory of the projects; default: projects beside it")

    lint_verb = verbs.add_parser(
        "lint", parents=[library, calendars_option()], help="everything that stands against publishing"
    )
    lint_verb.set_defaults(run=_lint)
    score = verbs.add_parser("score", parents=[library], help="how complete each item is, and the catalogue, 0 to 100")
    score.set_defaults(run=_score)
    schema_verb = verbs.add_parser("schema", help="print the JSON Schema of an item document, or of a project's")
    schema_verb.add_argument("--project", action="store_true", help="of a type of project instead")
    schema_verb.set_defaults(run=_schema)


def library_of(items: Path, sources: Path | None, projects: Path | None) -> Library:
    """The library of these directories; those that are not named are beside the items."""
    beside = items.resolve().parent
    return read_library(items, sources or beside / "sources", projects or beside / "projects")


def calendars_option() -> argparse.ArgumentParser:
    """`--calendars`, for every command that counts days."""
    option = argparse.ArgumentParser(add_help=False)
    option.add_argument("--calendars", type=Path, default=CALENDARS, help="directory of the notices about holidays")
    return option


def _library(options: argparse.Namespace) -> Library:
    return library_of(options.items, options.sources, options.projects)


def _lint(options: argparse.Namespace) -> None:
    library = _library(options)
    findings = lint(library, WorkCalendar.read(options.calendars))
    for finding in findings:
        _say(str(finding))
    if findings:
        files = len({finding.file for finding in findings})
        raise NotClean(f"{len(findings)} findings in {files} files")
    counted = f"{len(library.items)} items, {len(library.sources)} sources, {len(library.projects)} projects"
    _say(f"{counted}: nothing found")


def _score(options: argparse.Namespace) -> None:
    library = _library(options)
    for name, item in library.items.items():
        found = completeness.of_item(item)
        _say(f"{found.score:3}  {name}  {'; '.join(found.missing)}".rstrip())
    _say(f"{completeness.of_catalogue(library.items.values()):3}  catalogue of {len(library.items)} items")
    if library.findings:
        raise NotClean(f"{len(library.findings)} findings; see `central items lint`")


def _schema(options: argparse.Namespace) -> None:
    _say(json.dumps(project.schema() if options.project else schema(), ensure_ascii=False, indent=2))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
