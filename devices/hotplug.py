"""Hot plug: a device that comes or goes is looked at now, not at the next turn of its supervision.

What is watched are the names that udev makes (`/dev/serial/by-id/…`), through inotify: the directory in which a name
stands, or the nearest one above it that is there. The names are what drivers open, and they appear when udev is done;
see `docs/decisions/hotplug.md`. Where inotify is missing the back-off alone remains.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import select
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

log = logging.getLogger(__name__)

USB = Path("/dev/bus/usb")

_CREATE, _DELETE, _MOVED, _ATTRIB, _SELF = 0x100, 0x200, 0xC0, 0x4, 0xC00
_EVENTS = _CREATE | _DELETE | _MOVED | _ATTRIB | _SELF  # of <sys/inotify.h>
_DRAIN = 65536  # bytes of events in one read

Mark = tuple[tuple[str, int, int], ...]
"""What stands at a place: names, each with inode and time of its last change; empty: nothing."""


def place(address: str) -> Path | None:
    """Where in the file system a port shows that it comes or goes; None for one that does not, such as TCP."""
    scheme, separator, path = address.rpartition("://")
    if scheme.startswith("usb-"):
        return USB
    local = not separator or scheme in ("hidraw", "input")
    return Path(path) if local and path.startswith("/") else None


class HotPlug:
    """Calls `hurry` of whatever stands at a place, each time something comes or goes there; one thread for all."""

    def __init__(self, watched: Iterable[tuple[Path | None, Callable[[], None]]]) -> None:
        """Each callable is called on this object's thread; it must return at once and not raise."""
        self._watched = [(path, hurry) for path, hurry in watched if path is not None]
        self._marks: list[Mark] = []
        self._inotify = -1
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="hotplug", daemon=True)

    def start(self) -> None:
        """Begin to watch; from its return on nothing is missed."""
        if not self._watched:
            return
        try:
            self._inotify = _inotify_init()
            self._watch()
        except OSError as error:
            log.warning("hot plug is not noticed, devices wait for their turn: %s", error.strerror)
            return
        self._marks = [_mark(path) for path, _ in self._watched]
        self._thread.start()

    def stop(self) -> None:
        """End the thread. Nothing is called after that."""
        os.write(self._wake_write, b"!")
        if self._thread.is_alive():
            self._thread.join()
        for file in {self._inotify, self._wake_read, self._wake_write} - {-1}:
            os.close(file)

    def _run(self) -> None:
        while self._wake_read not in select.select([self._inotify, self._wake_read], [], [])[0]:
            os.read(self._inotify, _DRAIN)  # that something happened is enough; what, the places themselves tell
            try:
                self._watch()
            except OSError as error:
                log.warning("hot plug is not noticed any more: %s", error.strerror)
                return
            self._compare()

    def _compare(self) -> None:
        for at, (path, hurry) in enumerate(self._watched):
            mark = _mark(path)
            if mark != self._marks[at]:
                self._marks[at] = mark
                hurry()

    def _watch(self) -> None:
        """Watch the directories that a name may appear in or go from, until none of them has come meanwhile."""
        watched: set[Path] = set()
        while more := set(self._directories()) - watched:
            for directory in more:
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # gone again: its parent tells
                    _inotify_add(self._inotify, directory)
            watched |= more

    def _directories(self) -> Iterator[Path]:
        for path, _ in self._watched:
            yield next(parent for parent in path.parents if _is_directory(parent))
            if _is_directory(path):
                yield from (path, *filter(_is_directory, _tree(path)))


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, or behind a door that is shut to us
        return False


def _tree(path: Path) -> list[Path]:
    """Everything under it. Nothing when it is just being taken apart; the end of that is an event as well."""
    try:
        return sorted(path.rglob("*"))
    except OSError:
        return []


def _mark(path: Path) -> Mark:
    found = []
    for name in _tree(path) if _is_directory(path) else [path]:
        with contextlib.suppress(OSError):
            status = name.lstat()
            found.append((str(name), status.st_ino, status.st_ctime_ns))
    return tuple(found)


def _inotify_init() -> int:
    return _checked(ctypes.CDLL(None, use_errno=True).inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK))


def _inotify_add(inotify: int, directory: Path) -> None:
    """The kernel knows a directory by its inode: adding it again changes nothing, and one that is gone is forgotten."""
    _checked(ctypes.CDLL(None, use_errno=True).inotify_add_watch(inotify, os.fsencode(directory), _EVENTS))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
