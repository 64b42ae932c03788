"""`central items keys | publish | renew | rotate-root | status`: sign the service items for the terminals."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from central.contract.item import TESTS
from central.items.command import NotClean, calendars_option, library_of
from central.items.library import Library
from central.items.lint import lint
from central.limits.calendar import WorkCalendar
from central.published import NotPublishable
from central.publishing.keyring import EVERYBODY, make_keys, open_keyring
from central.publishing.publications import Publications
from central.publishing.repository import SOURCES, Repository
from central.stock import Stock

_ITEMS = Path(__file__).resolve().parents[2] / "assets" / "items"


def add_commands(commands: Any) -> None:
    """Put `keys`, `publish` and `renew` below `central items`."""
    keys = commands.add_parser("keys", help="make the keys that sign the catalogue, a file for each holder")
    keys.add_argument("directory", type=Path)
    keys.add_argument(
        "--only", nargs="+", choices=EVERYBODY, help="keys for these alone, to be put in place of old ones"
    )
    keys.set_defaults(run=_keys)

    signing = argparse.ArgumentParser(add_help=False)
    signing.add_argument(
        "--keys", type=Path, action="append", required=True, help="directory of keys; again for each further stick"
    )
    signing.add_argument("--repository", type=Path, required=True, help="directory that the office serves")

    publish = commands.add_parser(
        "publish", parents=[signing, calendars_option()], help="sign the documents as the next version"
    )
    publish.add_argument("--items", type=Path, default=_ITEMS, help="directory of the items' documents")
    publish.add_argument("--sources", type=Path, help="directory of the data sources; default: sources beside it")
    publish.add_argument("--projects", type=Path, help="directory of the projects; default: projects beside it")
    publish.set_defaults(run=_publish)

    renew = commands.add_parser("renew", parents=[signing], help="stamp the version in force anew, with the online key")
    renew.set_defaults(run=_renew)
    rotate = commands.add_parser("rotate-root", parents=[signing], help="put new keys in force, or the old for longer")
    rotate.add_argument(
        "--new-keys", type=Path, action="append", default=[], help="directory of the keys to put in force"
    )
    rotate.set_defaults(run=_rotate)
    status = commands.add_parser("status", help="what is published, and how long its signatures are good")
    status.add_argument("--repository", type=Path, required=True)
    status.set_defaults(run=_status)


def signable(library: Library) -> dict[str, bytes]:
    """Every document by its path in the catalogue, without what only its editor needs, and the same bytes however it
    was typed."""
    return {
        f"{path}.json": json.dumps(
            {name: value for name, value in document.items() if name not in TESTS},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        for path, document in library.written.items()
    }


def check_versions(documents: Mapping[str, bytes], repository: Path) -> None:
    """Cases name their item's version, plans their project's: none may mean two things. Raises `NotPublishable`."""
    publications = Publications(repository)
    publications.refresh()
    known: dict[tuple[str, int], str] = {}
    for earlier in publications.versions.values():
        for path, file in earlier.items():
            if not path.startswith(f"{SOURCES}/"):
                known[path, json.loads(publications.read(path, file))["version"]] = file.hashes["sha256"]
    again = [
        f"{path}: differs from what was published as version {version}; raise it"
        for path, data in documents.items()
        if not path.startswith(f"{SOURCES}/")
        and known.get((path, version := json.loads(data)["version"]), digest := sha256(data).hexdigest()) != digest
    ]
    if again:
        raise NotPublishable("\n".join(again))


def _keys(options: argparse.Namespace) -> None:
    made = make_keys(options.directory, options.only)
    sys.stdout.write("".join(f"{path}\n" for path in made))


def _publish(options: argparse.Namespace) -> None:
    library = library_of(options.items, options.sources, options.projects)
    findings = lint(library, WorkCalendar.read(options.calendars))
    if findings:
        sys.stdout.write("".join(f"{finding}\n" for finding in findings))
        raise NotClean(f"{len(findings)} findings: nothing is published")
    documents = signable(library)
    check_versions(documents, options.repository)
    repository = Repository(options.repository)
    version = repository.publish(documents, open_keyring(options.keys), datetime.now(UTC))
    sys.stdout.write(f"version {version}: {len(documents)} documents; terminals trust {repository.root_path}\n")


def _renew(options: argparse.Namespace) -> None:
    repository = Repository(options.repository)
    repository.renew(open_keyring(options.keys), datetime.now(UTC))
    sys.stdout.write(f"version {repository.version()} is stamped anew\n")


def _rotate(options: argparse.Namespace) -> None:
    repository = Repository(options.repository)
    before = repository.version()
    root = repository.rotate(open_keyring(options.keys), open_keyring(options.new_keys), datetime.now(UTC))
    version = repository.version()
    rollout = f"; start a rollout for version {version}" if version != before else ""
    sys.stdout.write(f"root {root} is in force; terminals follow by themselves{rollout}\n")


def _status(options: argparse.Namespace) -> None:
    """Ends with an error where somebody has to do something: a timer that runs it is noticed."""
    stock = Stock(options.repository)
    health = stock.health(datetime.now(UTC))
    sys.stdout.write(f"version {health.version}, signatures good until {health.expires or 'nothing is published'}\n")
    if health.warnings:
        raise NotClean(", ".join(health.warnings))
