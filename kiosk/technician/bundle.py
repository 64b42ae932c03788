"""A bundle of facts about one terminal for those who mend it from afar, without anything about a citizen.

Everything in it comes from an allow-list: states and codes, masked recordings of the wires, the ledger without its
payloads, the technicians' logbook, our own lines of the journal. The file is whole on the stick, or not there.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from devices.deadline import Deadline
from devices.flight_recorder import FlightRecorder
from devices.states import DeviceState, Fault, Remedy
from kiosk.config import Config
from kiosk.ledger import Depth, OpenEffect
from kiosk.passwords import without_secrets
from kiosk.technician.history import History
from kiosk.technician.logbook import Logbook
from kiosk.technician.machine import Machine, run
from kiosk.technician.service_mode import Pause
from kiosk.version import program_version

SPARE = 1 << 20  # bytes that must stay free on the stick
JOURNAL_LINES = 5000
_JOURNAL = 20.0  # seconds
_CHUNK = 1 << 18

_OUR_LINE = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?:DEBUG|INFO|WARNING|ERROR|CRITICAL) (?:ui|kiosk|devices)[\w.]*:) (.*)"
)
_LONG_NUMBER = re.compile(r"\d{7,}[Xx]?")
_UNPRINTABLE = re.compile(r"[^ -~]")


class BundleFailed(Fault):
    """The bundle is not on the stick. Codes: `stick_full`, `stick_gone`, `stick_readonly`, `stick_slow`, and
    `bundle_failed` for what nobody thought of."""

    code = "bundle_failed"
    remedy = Remedy.STAFF

    def __init__(self, code: str, detail: str = "", **facts: str | int) -> None:
        super().__init__(detail or code, **facts)
        self.code = code


_BY_ERROR = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "stick_full"),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "stick_readonly"),
    **dict.fromkeys((errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOENT, errno.ESTALE), "stick_gone"),
}


@dataclass(frozen=True)
class Stick:
    """A removable disk that is mounted and may be written. `device`: its number, by which it is known again."""

    directory: Path
    label: str
    free_bytes: int
    device: int


@dataclass(frozen=True)
class Facts:
    """What is known of the terminal at one moment, taken on the main thread. `at`: machine time."""

    tree: Config
    at: datetime
    logbook: Logbook
    machine: Machine
    states: tuple[DeviceState, ...] = ()
    history: History = field(default_factory=History)
    depth: Depth | None = None
    open_effects: tuple[OpenEffect, ...] = ()
    recorders: Mapping[str, FlightRecorder] = field(default_factory=dict)
    paused: Pause | None = None

    @property
    def file_name(self) -> str:
        """Which terminal, and when; nothing but letters, digits and dashes, for any stick's file system."""
        safe = "-".join(re.findall(r"[A-Za-z0-9]+", self.tree.terminal.name))[:40]
        return f"kiosk-{safe or 'terminal'}-{self.at:%Y%m%d-%H%M%S}.tar.gz"


# ---------------------------------------------------------------- where to


def sticks(_by: Deadline, root: Path = Path("/")) -> tuple[Stick, ...]:
    """Every removable disk that is mounted and writable. `root`: where `/proc` and `/sys` are."""
    found = []
    with suppress(OSError):
        for line in (root / "proc/self/mountinfo").read_text("utf-8", "replace").splitlines():
            columns = line.split()
            major, _, minor = columns[2].partition(":")
            if "rw" not in columns[5].split(",") or not _is_removable(root, columns[2]):
                continue
            directory = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), columns[4]))
            with suppress(OSError):  # pulled out by now
                space = os.statvfs(directory)
                label = "".join(letter for letter in directory.name if letter.isprintable())[:40]
                device = os.makedev(int(major), int(minor))
                found.append(Stick(directory, label, space.f_bavail * space.f_frsize, device))
    return tuple(found)


def _is_removable(root: Path, device: str) -> bool:
    """A partition's directory lies in its disk's. Many sticks deny being removable, but hang on USB all the same."""
    place = (root / "sys/dev/block" / device).resolve()
    if not place.is_dir():
        return False
    if any(re.fullmatch(r"usb\d+", part) for part in place.parts):
        return True
    marks = (place / "removable", place.parent / "removable")
    return any(mark.read_text("ascii", "replace").strip() == "1" for mark in marks if mark.is_file())


def save(by: Deadline, facts: Facts, directory: Path, device: int | None = None) -> str:
    """Write the bundle; its file name. It is on the medium when this returns, or nothing of it is.

    `device`: the number of the stick that the directory must still be on. Raises `BundleFailed`.
    """
    archive = pack(facts.at, contents(by, facts))
    try:
        folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise _failed(error) from error
    try:
        if device is not None and os.fstat(folder).st_dev != device:
            raise BundleFailed("stick_gone")
        space = os.fstatvfs(folder)
        if (free := space.f_bavail * space.f_frsize) < len(archive) + SPARE:
            raise BundleFailed("stick_full", needed=len(archive) + SPARE, free=free)
        _write(by, folder, facts.file_name, archive)
    except OSError as error:
        raise _failed(error) from error
    finally:
        os.close(folder)
    return facts.file_name


def _write(by: Deadline, folder: int, name: str, archive: bytes) -> None:
    part = f"{name}.part"
    for left_over in os.listdir(folder):  # of a stick that was pulled out
        if left_over.startswith("kiosk-") and left_over.endswith(".tar.gz.part"):
            with suppress(IsADirectoryError, PermissionError):  # a folder of that name is none of ours
                os.unlink(left_over, dir_fd=folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(part, flags, 0o600, dir_fd=folder), "wb", buffering=0) as stream:
            for start in range(0, len(archive), _CHUNK):
                if by.passed:
                    raise BundleFailed("stick_slow")
                rest = archive[start : start + _CHUNK]
                while rest:
                    rest = rest[stream.write(rest) or 0 :]
            os.fsync(stream.fileno())
        os.rename(part, name, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(part, dir_fd=folder)
        raise


def _failed(error: OSError) -> BundleFailed:
    return BundleFailed(_BY_ERROR.get(error.errno or 0, "bundle_failed"), error.strerror or "")


# ---------------------------------------------------------------- what is in it


def contents(by: Deadline, facts: Facts) -> dict[str, bytes]:
    """The files of the bundle. One that cannot be made says why in its place."""
    makers: dict[str, Callable[[], bytes]] = {
        "about.json": lambda: _json(_about(facts)),
        "config.json": lambda: _json(without_secrets(facts.tree.model_dump(mode="json"))),
        "devices.json": lambda: _json(_devices(facts)),
        "ledger.json": lambda: _json({"depth": facts.depth, "open_effects": facts.open_effects}),
        "logbook/verification.json": lambda: _json(asdict(facts.logbook.verify())),
        "journal.txt": lambda: "\n".join(journal(by)).encode(),
    }
    for name, recorder in facts.recorders.items():
        makers[f"recordings/{name}.jsonl"] = recorder.dump
    with suppress(Fault):
        for path in facts.logbook.files():
            makers[f"logbook/{path.name}"] = path.read_bytes
    return {name: _made(maker) for name, maker in makers.items()}


def pack(at: datetime, files: Mapping[str, bytes]) -> bytes:
    """One archive, with a list of what must be in it."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    target = io.BytesIO()
    with (
        closing(gzip.GzipFile(fileobj=target, mode="wb", mtime=0)) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, data in {"sha256.json": _json(sums), **files}.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(data), int(at.timestamp()), 0o600
            archive.addfile(entry, io.BytesIO(data))
    return target.getvalue()


def _made(maker: Callable[[], bytes]) -> bytes:
    try:
        return maker()
    except (Fault, OSError) as failed:
        return _json({"not_made": getattr(failed, "code", type(failed).__name__)})


def _about(facts: Facts) -> dict[str, Any]:
    return {
        "terminal": facts.tree.terminal.name,
        "program": program_version(),
        "made_at": facts.at,
        "paused": facts.paused,
        "machine": facts.machine.facts(),
    }


def _devices(facts: Facts) -> list[dict[str, Any]]:
    names = [state.name for state in facts.states]
    gone = [name for name in facts.history.devices() if name not in names]
    return [
        *({"state": asdict(state), "history": facts.history.of(state.name)} for state in facts.states),
        *({"state": None, "history": facts.history.of(name)} for name in gone),
    ]


def journal(by: Deadline) -> list[str]:
    """Our own lines of the journal, newest last; the lines of others are left out."""
    command = ("journalctl", "--unit=kiosk", f"--lines={JOURNAL_LINES}", "--output=cat", "--no-pager", "--quiet")
    return our_lines(run(command, by.phase(_JOURNAL)).splitlines())


def our_lines(lines: list[str]) -> list[str]:
    """Lines as our loggers write them, in printable ASCII. They hold no personal data by construction; long numbers
    are struck out all the same."""
    ours = (found for line in lines if (found := _OUR_LINE.fullmatch(line)))
    return [f"{found[1]} {_UNPRINTABLE.sub('?', _LONG_NUMBER.sub('#', found[2]))[:400]}" for found in ours]


def _json(value: Any) -> bytes:
    return json.dumps(value, default=_plain, indent=1).encode("ascii")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return asdict(value)
