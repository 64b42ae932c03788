"""`central items`: an editor's look at the documents (lint, score, schema), and signing them for the terminals."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from central.commands import Refused
from central.commands.options import ITEMS, add_calendars
from central.contract import project
from central.contract.item import schema
from central.items import completeness
from central.items.library import library_of
from central.items.lint import lint
from central.limits.calendar import WorkCalendar
from central.limits.notice import NotACalendar
from central.published import NotPublishable
from central.publishing.documents import check_versions, signable
from central.publishing.keyring import EVERYBODY, KeyMissing, make_keys, open_keyring
from central.publishing.repository import Repository, RepositoryBroken
from central.stock import Stock

EXPECTED = (NotACalendar, NotPublishable, KeyMissing, RepositoryBroken)


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    lint_verb = verbs.add_parser("lint", help="everything that stands against publishing")
    lint_verb.add_argument("items", type=Path, nargs="?", default=ITEMS, help="directory of the items' files")
    _add_beside(lint_verb)
    add_calendars(lint_verb)
    lint_verb.set_defaults(run=_lint)
    score = verbs.add_parser("score", help="how complete each item is, and the catalogue, 0 to 100")
    score.add_argument("items", type=Path, nargs="?", default=ITEMS, help="directory of the items' files")
    _add_beside(score)
    score.set_defaults(run=_score)
    schema_verb = verbs.add_parser("schema", help="print the JSON Schema of an item document, or of a project's")
    schema_verb.add_argument("--project", action="store_true", help="of a type of project instead")
    schema_verb.set_defaults(run=_schema)

    keys = verbs.add_parser("keys", help="make the keys that sign the catalogue, a file for each holder")
    keys.add_argument("directory", type=Path)
    keys.add_argument(
        "--only", nargs="+", choices=EVERYBODY, help="keys for these alone, to be put in place of old ones"
    )
    keys.set_defaults(run=_keys)
    publish = verbs.add_parser("publish", help="sign the documents as the next version")
    _add_signing(publish)
    publish.add_argument("--items", type=Path, default=ITEMS, help="directory of the items' files")
    _add_beside(publish)
    add_calendars(publish)
    publish.set_defaults(run=_publish)
    renew = verbs.add_parser("renew", help="stamp the version in force anew, with the online key")
    _add_signing(renew)
    renew.set_defaults(run=_renew)
    rotate = verbs.add_parser("rotate-root", help="put new keys in force, or the old for longer")
    _add_signing(rotate)
    rotate.add_argument(
        "--new-keys", type=Path, action="append", default=[], help="directory of the keys to put in force"
    )
    rotate.set_defaults(run=_rotate)
    status = verbs.add_parser("status", help="what is published, and how long its signatures are good")
    status.add_argument("--repository", type=Path, required=True)
    status.set_defaults(run=_status)


def _add_beside(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sources", type=Path, help="directory of the data sources; default: sources beside it")
    parser.add_argument("--projects", type=Path, help="directory of the projects; default: projects beside it")


def _add_signing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keys", type=Path, action="append", required=True, help="directory of keys; again for each further stick"
    )
    parser.add_argument("--repository", type=Path, required=True, help="directory that the office serves")


def _lint(options: argparse.Namespace) -> None:
    library = library_of(options.items, options.sources, options.projects)
    findings = lint(library, WorkCalendar.read(options.calendars))
    for finding in findings:
        print(finding)
    if findings:
        files = len({finding.file for finding in findings})
        raise Refused(f"{len(findings)} findings in {files} files")
    counted = f"{len(library.items)} items, {len(library.sources)} sources, {len(library.projects)} projects"
    print(f"{counted}: nothing found")


def _score(options: argparse.Namespace) -> None:
    library = library_of(options.items, options.sources, options.projects)
    for name, item in library.items.items():
        found = completeness.of_item(item)
        print(f"{found.score:3}  {name}  {'; '.join(found.missing)}".rstrip())
    print(f"{completeness.of_catalogue(library.items.values()):3}  catalogue of {len(library.items)} items")
    if library.findings:
        raise Refused(f"{len(library.findings)} findings; see `central items lint`")


def _schema(options: argparse.Namespace) -> None:
    print(json.dumps(project.schema() if options.project else schema(), ensure_ascii=False, indent=2))


def _keys(options: argparse.Namespace) -> None:
    made = make_keys(options.directory, options.only)
    print(*made, sep="\n")


def _publish(options: argparse.Namespace) -> None:
    library = library_of(options.items, options.sources, options.projects)
    findings = lint(library, WorkCalendar.read(options.calendars))
    if findings:
        print(*findings, sep="\n")
        raise Refused(f"{len(findings)} findings: nothing is published")
    documents = signable(library)
    check_versions(documents, options.repository)
    repository = Repository(options.repository)
    version = repository.publish(documents, open_keyring(options.keys), datetime.now(UTC))
    print(f"version {version}: {len(documents)} documents; terminals trust {repository.root_path}")


def _renew(options: argparse.Namespace) -> None:
    repository = Repository(options.repository)
    repository.renew(open_keyring(options.keys), datetime.now(UTC))
    print(f"version {repository.version()} is stamped anew")


def _rotate(options: argparse.Namespace) -> None:
    repository = Repository(options.repository)
    before = repository.version()
    root = repository.rotate(open_keyring(options.keys), open_keyring(options.new_keys), datetime.now(UTC))
    version = repository.version()
    rollout = f"; start a rollout for version {version}" if version != before else ""
    print(f"root {root} is in force; terminals follow by themselves{rollout}")


def _status(options: argparse.Namespace) -> None:
    """Ends with an error where somebody has to do something: a timer that runs it is noticed."""
    stock = Stock(options.repository)
    health = stock.health(datetime.now(UTC))
    print(f"version {health.version}, signatures good until {health.expires or 'nothing is published'}")
    if health.warnings:
        raise Refused(", ".join(health.warnings))
