"""A keyboard of this machine, for scanners that pass for one: `input:///dev/input/by-id/…-event-kbd`.

What is read are the kernel's input events as they are (linux/input.h, 24 bytes each on 64-bit machines). The device is
ours alone (EVIOCGRAB): otherwise a code is typed into whatever has the focus, and its Enter pressed there.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import time
from pathlib import Path

from devices.keyboard_layout import EVENT
from devices.ports import read_away, unopened
from devices.states import Mute, Offline

GRAB = 0x40044590  # EVIOCGRAB: _IOW('E', 0x90, int)
KEYS = 0x80604518  # EVIOCGKEY(96): _IOR('E', 0x18, 96 bytes), a bit for each key that is down
KEYS_SIZE = 96
KEYS_UP_WITHIN = 1.0  # seconds

_NAME = re.compile(r"(?P<device>.+?)(-if\d\d)?-event-kbd")


class InputEventsPort:
    """One keyboard, or all of them that one device shows. Implements `Port`; a keyboard takes no bytes."""

    def __init__(self, address: str) -> None:
        """Raises `Offline`: not there, no keyboard, another's, or somebody leans on a key.

        The grab waits for all keys to be up: who held them before would never see them released.
        """
        self._address = address
        self._files: list[int] = []
        try:
            for path in siblings(Path(address.removeprefix("input://"))):
                self._files.append(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
            self._wait_for_keys_up()
            for file in self._files:
                fcntl.ioctl(file, GRAB, 1)
        except OSError as error:
            self.close()
            raise unopened(address, error) from error
        except Offline:
            self.close()
            raise

    def write(self, data: bytes) -> None:
        raise Mute(f"{self._address}: a keyboard takes no bytes")

    def read(self, size: int, wait: float) -> bytes:
        """Whole events only, at least one."""
        limit = max(1, size // EVENT.size) * EVENT.size
        try:
            ready = select.select(self._files, [], [], wait)[0]
            data = os.read(ready[0], limit) if ready else b""
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:  # ENODEV: unplugged; ValueError: closed meanwhile
            raise Offline(f"{self._address}: {error}") from error
        if ready and not data:
            raise Offline(f"{self._address}: gone")
        return data

    def flush_input(self) -> None:
        read_away(self)

    def close(self) -> None:
        files, self._files = self._files, []
        for file in files:
            with contextlib.suppress(OSError):
                os.close(file)  # and lets go of it

    def _wait_for_keys_up(self) -> None:
        until = time.monotonic() + KEYS_UP_WITHIN
        while any(any(fcntl.ioctl(file, KEYS, bytes(KEYS_SIZE))) for file in self._files):
            left = until - time.monotonic()
            if left <= 0:
                raise Offline(f"{self._address}: a key is held down")
            self.read(4096, left)


def siblings(path: Path) -> list[Path]:
    """`path`, and the other keyboards of the same device beside it: some scanners show several."""
    named = _NAME.fullmatch(path.name)
    if named is None:
        return [path]
    others = [each for each in path.parent.glob("*-event-kbd") if each != path]
    return [path, *sorted(each for each in others if _same_device(each, named["device"]))]


def _same_device(path: Path, device: str) -> bool:
    named = _NAME.fullmatch(path.name)
    return named is not None and named["device"] == device
