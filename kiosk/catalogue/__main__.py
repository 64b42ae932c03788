"""The TUF client alone, with the command line by which conformance harnesses drive one. Not for a terminal's catalogue.

    python -m kiosk.catalogue --metadata-dir DIR init TRUSTED_ROOT
    python -m kiosk.catalogue --metadata-dir DIR --metadata-url URL refresh
    python -m kiosk.catalogue --metadata-dir DIR --metadata-url URL --target-name NAME --target-base-url URL \\
        --target-dir DIR download
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError
from tuf.ngclient import Updater

from devices.deadline import Deadline
from kiosk.catalogue.transport import LONGEST, TransportFetcher
from kiosk.office_line import Line
from kiosk.storage import keep

_WITHIN = 30.0  # seconds for one file


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0, or 1 with a sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (RepositoryError, DownloadError, OSError, LookupError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kiosk.catalogue", description=__doc__.partition("\n")[0])
    parser.add_argument("--metadata-dir", type=Path, required=True)
    parser.add_argument("--metadata-url", default="")
    parser.add_argument("--target-name", default="")
    parser.add_argument("--target-base-url", default="")
    parser.add_argument("--target-dir", type=Path)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init = commands.add_parser("init", help="trust this root")
    init.add_argument("trusted_root", type=Path)
    init.set_defaults(run=_init)
    commands.add_parser("refresh", help="bring the metadata up to date").set_defaults(run=_refresh)
    commands.add_parser("download", help="and fetch one target").set_defaults(run=_download)
    return parser


def _init(options: argparse.Namespace) -> None:
    keep(options.metadata_dir / "root.json", options.trusted_root.read_bytes())


def _refresh(options: argparse.Namespace) -> None:
    with _Http() as http:
        _updater(options, http).refresh()


def _download(options: argparse.Namespace) -> None:
    options.target_dir.mkdir(parents=True, exist_ok=True)
    with _Http() as http:
        updater = _updater(options, http)
        target = updater.get_targetinfo(options.target_name)
        if target is None:
            raise LookupError(f"no target {options.target_name}")
        if updater.find_cached_target(target) is None:
            updater.download_target(target)


def _updater(options: argparse.Namespace, http: _Http) -> Updater:
    return Updater(
        metadata_dir=str(options.metadata_dir),
        metadata_base_url=options.metadata_url,
        target_dir=str(options.target_dir) if options.target_dir else None,
        target_base_url=options.target_base_url or None,
        fetcher=TransportFetcher(http.read),
        bootstrap=(options.metadata_dir / "root.json").read_bytes(),
    )


class _Http:
    """Whole URLs over one line."""

    def __enter__(self) -> _Http:
        self._line = Line(None, None, "kiosk-catalogue")
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def read(self, url: str) -> bytes | None:
        answer = self._line.exchange(Deadline(_WITHIN), "GET", url, {}, None, limit=LONGEST)
        if answer.status != 200:
            raise DownloadHTTPError(f"{url} answers {answer.status}", answer.status)
        return answer.body


if __name__ == "__main__":
    sys.exit(main())
