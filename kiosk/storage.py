"""The terminal's directory on disk: what lies in it, and small files that are whole or absent after a power cut."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

LEDGER_FILE = "ledger.db"
TIME_FLOOR_FILE = "time-floor"


def keep(path: Path, data: bytes, like: Path | None = None) -> None:
    """Put `data` in place of the file; on disk when this returns. Raises `OSError`.

    Readable by its owner alone, or by whom the file `like` is.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)  # of a start that was cut off; its mode may be another
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "wb") as stream:
        if like is not None:
            old = like.stat()
            os.fchmod(file, stat.S_IMODE(old.st_mode))
            with contextlib.suppress(PermissionError):  # only root gives files away
                os.fchown(file, old.st_uid, old.st_gid)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    new.rename(path)
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make renames within the directory durable."""
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
