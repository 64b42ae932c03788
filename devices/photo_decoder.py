"""The photo of an ID card, decoded by the reader maker's own program: a process for each picture, under arrest.

The format (WLT) is known to the makers alone, so a terminal shows photos where an integrator fits their library,
wrapped into a program with this contract:

    stdin    the 1024 bytes of the chip, then the end
    stdout   a BMP of 38,862 bytes: header of 54, then 126 rows from the bottom up of 102 pixels blue-green-red and two
             bytes of padding

It gets no arguments, no network, no terminal's environment, no file that it may write (also no temporary one), and
`DECODE` seconds. What it says on stderr is lost, for it might be about the picture.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import select
import signal
import subprocess
import time
from functools import cache
from pathlib import Path

from devices.deadline import Deadline

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 102, 126
ROW = 3 * WIDTH + 2
PHOTO_SIZE = 1024  # bytes on the chip
PIXELS = ROW * HEIGHT
HEADER = (
    b"BM" + (54 + PIXELS).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    + (40).to_bytes(4, "little") + WIDTH.to_bytes(4, "little") + HEIGHT.to_bytes(4, "little")
    + (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + bytes(4) + PIXELS.to_bytes(4, "little") + bytes(16)
)  # fmt: skip
BMP_SIZE = len(HEADER) + PIXELS
SHAPE = slice(10, 34)  # of the header: where the pixels begin, size, planes, depth, compression

DECODE = 2.0  # seconds for one picture
END = 1.0  # seconds to die
TICK = 0.1  # seconds; how soon a cancel is felt
LIMITS = {
    resource.RLIMIT_CORE: 0,  # a core dump would be the picture on the disk
    resource.RLIMIT_FSIZE: 0,  # no file at all
    resource.RLIMIT_CPU: 3,  # seconds
    resource.RLIMIT_AS: 512 << 20,  # bytes
    resource.RLIMIT_NOFILE: 64,
}
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
NO_NETWORK = ("unshare", "--user", "--net", "--")


class PhotoDecoder:
    """One maker's program. It may crash, hang, lie or flood: that costs the picture."""

    def __init__(self, program: Path) -> None:
        self._program = program

    def problem(self) -> str:
        """Why it cannot be the program; "" when it can. For whoever checks a configuration."""
        if not self._program.is_file():
            return f"{self._program}: no such file"
        if not os.access(self._program, os.X_OK):
            return f"{self._program}: not executable"
        return ""

    def decode(self, photo: bytes, by: Deadline) -> bytes | None:
        """The picture as a BMP whose header is ours; None when there is none. Raises `Cancelled` only."""
        try:
            process = subprocess.Popen(  # noqa: S603 - the one that is configured
                [*_no_network(), str(self._program.absolute())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            log.warning("photo decoder does not start: %s", error.strerror)
            return None
        try:
            return self._talk(process, photo, by)
        finally:
            _end(process)

    def _talk(self, process: subprocess.Popen[bytes], photo: bytes, by: Deadline) -> bytes | None:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(ProcessLookupError, PermissionError, BrokenPipeError):
            for limit, most in LIMITS.items():  # it has nothing to chew on before its limits stand
                resource.prlimit(process.pid, limit, (most, most))
            process.stdin.write(photo)  # less than a pipe holds: never waits
            process.stdin.close()
        picture = bytearray()
        until = time.monotonic() + min(DECODE, by.left())  # a process runs in real time, whatever clock `by` has
        try:
            while len(picture) <= BMP_SIZE:
                by.left()  # a cancel is felt here
                rest = until - time.monotonic()
                if rest <= 0:
                    log.warning("photo decoder takes too long")
                    return None
                if select.select([process.stdout], [], [], min(TICK, rest))[0]:
                    part = os.read(process.stdout.fileno(), BMP_SIZE + 1 - len(picture))
                    if not part:
                        break
                    picture += part
            return _checked(bytes(picture))
        finally:
            picture[:] = bytes(len(picture))


def _checked(picture: bytes) -> bytes | None:
    if len(picture) != BMP_SIZE or not picture.startswith(b"BM") or picture[SHAPE] != HEADER[SHAPE]:
        log.warning("photo decoder gives no picture of %d bytes: %d", BMP_SIZE, len(picture))
        return None
    return HEADER + picture[len(HEADER) :]


def _end(process: subprocess.Popen[bytes]) -> None:
    """With everything that it has started and that did not run away from its session."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):  # one that we may not kill, or that hangs in the kernel
        process.wait(END)


@cache
def _no_network() -> tuple[str, ...]:
    """Where the kernel lets us, the program sees no network. Ours is no fortress: the program is the integrator's."""
    try:
        subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=True, timeout=END)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):  # no such program, not allowed, or too long
        return ()
    return NO_NETWORK
