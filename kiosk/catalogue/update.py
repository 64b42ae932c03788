"""Brings a new catalogue onto the terminal: verified by TUF, fetched, checked, staged in the slot that does not run.

python-tuf verifies and never flushes; it works in a directory that is thrown away. What it verified is then kept in
the order in which it was verified, root, time stamp, snapshot, targets, so that a cut leaves what a client that was
stopped there would have, and no older time stamp is believed again. `timestamp.json` of any age stays a floor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import Metadata, TargetFile, Targets
from tuf.ngclient import Updater, UpdaterConfig

from devices.states import Cancelled, Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.faults import CatalogueMissing, CatalogueNotKept, CatalogueRefused, CatalogueStale
from kiosk.catalogue.store import CatalogueStore, Slot
from kiosk.catalogue.transport import LONGEST, Transport, TransportFetcher
from kiosk.storage import keep

Check = Callable[[Catalogue], Fault | None]
"""What stands against using a catalogue on this terminal."""

LONGEST_DOCUMENT = 1_000_000  # bytes
MOST_DOCUMENTS = 20_000
_PATH = re.compile(r"(?:items|sources|projects)/[a-z][a-z0-9_]{1,63}\.json")
_KEPT = ("timestamp.json", "snapshot.json", "targets.json")
_HISTORY = "root_history"


class CatalogueUpdate:
    """Looks for a newer catalogue over whatever transport is handed in; one thread at a time.

    Args:
        root: the first root metadata, from the package or the enrolment: what everything else is verified by.
        now: the time to hold expiry dates against, never the machine's own clock.
    """

    def __init__(
        self, directory: Path, store: CatalogueStore, root: bytes, check: Check, now: Callable[[], datetime]
    ) -> None:
        self._metadata = directory / "metadata"
        self._store = store
        self._root = root
        self._check = check
        self._now = now

    def look(self, read: Transport, allowed: int | None = None) -> Catalogue | None:
        """Stage what is newer, and no newer than `allowed`; none when nothing is, or the running one is on trial.

        Raises:
            CatalogueStale: expired; serve on.
            CatalogueRefused: not what the office signed.
            CatalogueUnfit: signed, and this terminal cannot use it; or what else `check` says.
            CatalogueMissing: nothing is published there.
            CatalogueNotKept: the disk does not take it.
            Fault, Cancelled: the transport's own.
        """
        with TemporaryDirectory(prefix="catalogue-") as work, _faults():
            updater = Updater(
                metadata_dir=work,
                metadata_base_url="metadata/",
                target_base_url="targets/",
                fetcher=TransportFetcher(read),
                config=UpdaterConfig(targets_max_length=LONGEST),
                bootstrap=self._lay_out(Path(work)),
            )
            # The library asks the machine's clock, which a flat battery sets back by years, and offers no argument.
            updater._trusted_set.reference_time = self._now()  # noqa: SLF001
            try:
                updater.refresh()
            finally:
                self._keep_verified(Path(work))
            targets = Metadata[Targets].from_file(str(Path(work, "targets.json"))).signed
            if not self._wanted(targets.version, allowed):
                return None
            slot = _slot(targets)
            for path, file in targets.targets.items():
                if not self._store.has(slot.documents[path]):
                    self._store.add(Path(updater.download_target(file, str(Path(work, "document")))).read_bytes())
        return self._stage(slot)

    def _wanted(self, version: int, allowed: int | None) -> bool:
        store = self._store
        known = {store.running.version, store.staged.version if store.staged else 0, *store.harmful}
        return version not in known and not store.on_trial and (allowed is None or version <= allowed)

    def _stage(self, slot: Slot) -> Catalogue:
        catalogue = self._store.load(slot)
        fault = self._check(catalogue)
        if fault is not None:
            raise fault
        self._store.stage(slot, catalogue)
        return catalogue

    # ------------------------------------------------------------ metadata on disk

    def _lay_out(self, work: Path) -> bytes:
        """Give the client what was verified before. A file that is torn it finds out itself, and fetches again."""
        (work / _HISTORY).mkdir()
        for path in (*self._metadata.glob("*.json"), *self._metadata.glob(f"{_HISTORY}/*.json")):
            (work / path.relative_to(self._metadata)).write_bytes(path.read_bytes())
        return self._root

    def _keep_verified(self, work: Path) -> None:
        roots = sorted((work / _HISTORY).glob("*.json"), key=lambda path: int(path.name.partition(".")[0]))
        for path in (*roots, *(work / name for name in _KEPT)):
            if not path.exists():
                continue
            kept, data = self._metadata / path.relative_to(work), path.read_bytes()
            if not kept.exists() or kept.read_bytes() != data:
                keep(kept, data)


def _slot(targets: Targets) -> Slot:
    """The hashes of a verified targets role. Raises `CatalogueRefused` for what no catalogue of ours holds."""
    if targets.delegations is not None:
        raise CatalogueRefused("the targets role delegates", reason="delegation")
    if len(targets.targets) > MOST_DOCUMENTS:
        raise CatalogueRefused("too many documents", reason="too_many")
    return Slot(version=targets.version, documents=dict(_document(*each) for each in targets.targets.items()))


def _document(path: str, file: TargetFile) -> tuple[str, str]:
    if not _PATH.fullmatch(path) or set(file.hashes) != {"sha256"}:
        raise CatalogueRefused("a path or a hash is none of ours", reason="path")
    if file.length > LONGEST_DOCUMENT:
        raise CatalogueRefused(f"{path} is too long", reason="too_long")
    return path, file.hashes["sha256"]


@contextmanager
def _faults() -> Iterator[None]:
    """The library's errors as faults. Its messages quote what a stranger sent and are not repeated."""
    try:
        yield
    except ExpiredMetadataError as error:
        raise CatalogueStale("the newest signatures found have run out") from error
    except DownloadHTTPError as error:
        raise CatalogueMissing("a file of the catalogue is not there") from error
    except DownloadLengthMismatchError as error:
        raise CatalogueRefused("a file is longer than signed", reason="too_long") from error
    except DownloadError as error:
        if isinstance(error.__cause__, (Fault, Cancelled)):
            raise error.__cause__ from None
        raise CatalogueMissing("the catalogue cannot be read") from error
    except RepositoryError as error:
        raise CatalogueRefused(type(error).__name__, reason=_reason(error)) from error
    except OSError as error:
        raise CatalogueNotKept(str(error.strerror)) from error


def _reason(error: RepositoryError) -> str:
    """`BadVersionNumberError` becomes `bad_version_number`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__.removesuffix("Error")).lower()
