"""How the catalogue's files get here: from the office over its line, or from a stick that holds the same bytes.

Neither is trusted: what comes is verified by its signatures, and is the same whichever way it came.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient.fetcher import FetcherInterface

Transport = Callable[[str], bytes | None]
"""The bytes of `metadata/<name>` or `targets/<path>`; none when there is no such file. Raises faults of its own."""

LONGEST = 5_000_000  # bytes of one file; what a list of 20,000 documents needs
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)
_OPENED = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class TransportFetcher(FetcherInterface):
    """The TUF client's way out: a transport that knows where its names lead."""

    def __init__(self, read: Transport) -> None:
        self._read = read

    def _fetch(self, url: str) -> Iterator[bytes]:
        body = self._read(url)
        if body is None:
            raise DownloadHTTPError(f"{url} is not there", 404)
        return iter((body,))


def from_directory(directory: Path) -> Transport:
    """A copy of the office's repository, such as on a technician's stick. What is no plain file there is not there."""

    def read(name: str) -> bytes | None:
        parts = name.split("/")
        if any(part in ("", ".", "..") or "\0" in part for part in parts):
            return None
        try:
            return _plain(directory, parts)
        except OSError as error:
            if error.errno in _NOT_THERE:
                return None
            raise

    return read


def _plain(directory: Path, parts: list[str]) -> bytes | None:
    """The file below the directory; no link is followed on the way there, and no pipe is waited for."""
    held = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for part in parts:
        try:
            below = os.open(part, _OPENED, dir_fd=held)
        finally:
            os.close(held)
        held = below
    try:
        found = os.fstat(held)
        if not stat.S_ISREG(found.st_mode) or found.st_size > LONGEST:
            return None
        with os.fdopen(held, "rb", closefd=False) as stream:
            return stream.read(LONGEST)
    finally:
        os.close(held)
