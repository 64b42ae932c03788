"""A power cut at the n-th file-changing call, in a process of its own that is forked and ends there.

What a process wrote and did not flush is torn in half before the end, as a disk may leave it; what it opened to write
and never flushed is emptied. Renames, removals and new directories count as calls, and so do flushes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_CUT, _FAILED = 9, 1
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def cut_at_every_call(work: Callable[[], object], beneath: Path, before: Callable[[], object]) -> Iterator[int]:
    """Run `before` and then `work` again and again, cut at its first, second, … call; yields after each cut.

    Ends when `work` came to its end. Fails when it raises.
    """
    nth = 1
    while True:
        before()
        if not _cut(work, beneath, nth):
            return
        yield nth
        nth += 1


def _cut(work: Callable[[], object], beneath: Path, nth: int) -> bool:
    child = os.fork()
    if child == 0:
        status = _FAILED
        try:
            _Cutter(beneath, nth).install()
            work()
            status = 0
        except BaseException as error:  # noqa: BLE001  # the child must not run on into the tests
            sys.__stderr__.write(f"{type(error).__name__}: {error}\n")  # type: ignore[union-attr]
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, _CUT), f"the work failed: {code}"
    return code == _CUT


class _Cutter:
    def __init__(self, beneath: Path, nth: int) -> None:
        self._beneath = str(beneath.resolve())
        self._left = nth
        self._unflushed: set[str] = set()
        self._flush = os.fsync

    def install(self) -> None:
        os.fsync = self._fsync
        sys.addaudithook(self._audit)

    def _fsync(self, file: int) -> None:
        path = str(Path(f"/proc/self/fd/{file}").readlink())
        self._call(path)
        self._unflushed.discard(path)
        self._flush(file)

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(path, (str, bytes, Path)) and isinstance(flags, int) and flags & _WRITES:
                where = _absolute(path)
                self._call(where)
                if where.startswith(self._beneath):
                    self._unflushed.add(where)
        elif event in _CHANGES:
            where = _absolute(args[0])
            self._call(where)
            if event == "os.rename" and where in self._unflushed:
                self._unflushed.add(_absolute(args[1]))

    def _call(self, path: str) -> None:
        if not path.startswith(self._beneath):
            return
        self._left -= 1
        if self._left == 0:
            for torn in self._unflushed:
                if Path(torn).exists():
                    os.truncate(torn, Path(torn).stat().st_size // 2)
            os._exit(_CUT)


def _absolute(path: str | bytes | Path) -> str:
    return str(Path(os.fsdecode(path)).absolute())
