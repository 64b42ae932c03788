"""Code scanners on a serial line: one presentation of a code, as bytes and as text.

Two kinds. A plain scanner runs freely and sends whatever it sees; it has no language, so nothing but the open port
tells that it is there. A triggered scanner is told when to look, and confirms every command.

A code that was shown while nobody asked is dropped: it belongs to somebody who has left.
Sources: Newland NLS-HR52 manual (command frames, ACK); families in `devices/models/scanners.toml`.
"""

from __future__ import annotations

import contextlib
import re
import time
import tomllib
import unicodedata
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from pathlib import Path

from devices.deadline import Deadline
from devices.ports import Port
from devices.states import (
    Condition,
    Fault,
    Garbled,
    HardwareFailed,
    Identity,
    Link,
    Mute,
    Remedy,
    TimedOut,
    WrongDevice,
)

LIMIT = 512
"""Bytes of the longest code that is accepted."""

CANCEL_FELT = 0.1  # seconds of one read; whoever cancels waits no longer

_FAMILIES = Path(__file__).with_name("models") / "scanners.toml"
_ACK, _ENQ, _NAK = 0x06, 0x05, 0x15


class CodeUnreadable(Fault):
    """The code's bytes are neither UTF-8 nor GB 18030, or hold control characters."""

    code = "code_unreadable"
    remedy = Remedy.CITIZEN


class CodeTooLong(Fault):
    """The code is longer than `LIMIT`; it was taken in to its end and thrown away."""

    code = "code_too_long"
    remedy = Remedy.CITIZEN


@dataclass(frozen=True)
class Scanned:
    """One code. `text` is hostile: whoever uses it checks length, alphabet and signature."""

    data: bytes = field(repr=False)
    text: str = field(repr=False)


# ---------------------------------------------------------------- families


@dataclass(frozen=True)
class ScannerFamily:
    """One family. `command` and `answer` are what stands before and after the words; without `start` it runs freely."""

    name: str
    title: str
    silence: float  # between two bytes; ends a code that has no terminator
    same_code: float = 0.0  # the same code again within this time is the same presentation; 0 when triggered
    command: tuple[bytes, bytes] = (b"", b"")
    answer: tuple[bytes, bytes] = (b"", b"")
    query: str = ""  # asked to learn what it is
    settings: tuple[str, ...] = ()
    start: str = ""
    stop: str = ""
    retrigger: float = 60.0
    answer_within: float = 0.5

    @property
    def triggered(self) -> bool:
        return bool(self.start)


def load_family(name: str = "newland", path: Path = _FAMILIES) -> ScannerFamily:
    """The family of that name. Raises `ValueError` with the file and what is wrong in it."""
    families = tomllib.loads(path.read_text("utf-8"))
    if name not in families:
        raise ValueError(f"{path}: no scanner family {name!r}, only {', '.join(sorted(families))}")
    table = dict(families[name])
    unknown = table.keys() - {field.name for field in fields(ScannerFamily)}
    if unknown:
        raise ValueError(f"{path}: [{name}] has unknown keys: {', '.join(sorted(unknown))}")
    try:
        for key in table.keys() & {"command", "answer"}:
            before, after = table[key]
            table[key] = (bytes.fromhex(before), bytes.fromhex(after))
        table["settings"] = tuple(table.get("settings", ()))
        return ScannerFamily(name=name, **table)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: [{name}]: {error}") from error


# ---------------------------------------------------------------- framing


@dataclass(frozen=True)
class Frame:
    """The bytes of one code without its terminator; `too_long`: they are gone."""

    data: bytes = field(repr=False)
    too_long: bool = False


class CodeFramer:
    """Cuts a byte stream into codes: at CR, LF or CRLF, or where the stream pauses. Holds at most `LIMIT` bytes."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._too_long = False

    @property
    def open(self) -> bool:
        """A code has begun and not ended."""
        return bool(self._data)

    def feed(self, data: bytes) -> list[Frame]:
        """The codes that end in `data`."""
        frames = []
        for byte in data:
            if byte in b"\r\n":
                frames += self.pause()
            elif len(self._data) == LIMIT:
                self._too_long = True
            else:
                self._data.append(byte)
        return frames

    def pause(self) -> list[Frame]:
        """Nothing came for a while: what is there is a code."""
        if not self._data:
            return []
        frame = Frame(b"" if self._too_long else bytes(self._data), self._too_long)
        self._data.clear()
        self._too_long = False
        return [frame]


def read_text(data: bytes) -> str:
    """The text of a code: strict UTF-8 (a BOM is no part of it), or else GB 18030. Raises `CodeUnreadable`."""
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            break
    else:
        raise CodeUnreadable("neither UTF-8 nor GB 18030")
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise CodeUnreadable("control characters")
    return text


# ---------------------------------------------------------------- driver


class CodeScanner:
    """One scanner on one port. Implements `Driver`."""

    def __init__(self, port: Port, family: ScannerFamily) -> None:
        self._port = port
        self._family = family
        self._framer = CodeFramer()
        self._last = b""  # digest of the latest code; the code itself is not ours to keep
        self._last_seen = float("-inf")

    def hello(self, by: Deadline) -> Identity:
        """A triggered scanner answers in its family's language. A plain one cannot prove anything."""
        self._port.flush_input()
        if self._family.triggered:
            self._introduce(by)
            self._set_up(by)
        return Identity("code_scanner", self._family.title)

    def condition(self, by: Deadline) -> Condition:
        """A triggered scanner confirms that its light is off. A plain one is online as long as its port is open."""
        self._drop_shown()
        if self._family.triggered:
            self._command(self._family.stop, by)
        return Condition(Link.ONLINE)

    def close(self) -> None:
        self._port.close()

    def scan(self, by: Deadline) -> Scanned:
        """The next code that is shown. Raises `TimedOut`, `CodeUnreadable`, `CodeTooLong`, `Mute`, `Garbled`,
        `HardwareFailed`, `Offline`. The light is off again however it ends."""
        self._wait_for_silence(by)
        if not self._family.triggered:
            return self._listen(by)
        try:
            self._set_up(by)
            return self._listen(by)
        except BaseException:  # a cancel above all: a lit scanner would go on reading for nobody
            with contextlib.suppress(Fault):
                self._command(self._family.stop, Deadline(self._family.answer_within))
            raise

    # ------------------------------------------------------------ codes

    def _listen(self, by: Deadline) -> Scanned:
        family = self._family
        lit_until = by.phase(0.0)  # not lit yet
        while True:
            data = b""
            if family.triggered and lit_until.passed:
                data = self._command(family.start, by)
                lit_until = by.phase(family.retrigger)
            left = (lit_until if family.triggered else by).left()
            paused = self._framer.open and left >= family.silence
            data = data or self._port.read(LIMIT, family.silence if paused else min(left, CANCEL_FELT))
            frames = self._framer.feed(data) if data else self._framer.pause() if paused else []
            for frame in frames:
                if not self._seen_before(frame):
                    return self._judge(frame)
            if by.passed:
                raise TimedOut("no code was shown")

    def _judge(self, frame: Frame) -> Scanned:
        if frame.too_long:
            raise CodeTooLong
        return Scanned(frame.data, read_text(frame.data))

    def _seen_before(self, frame: Frame) -> bool:
        """A plain scanner repeats a code for as long as it is held: that is one presentation."""
        digest = blake2b(frame.data, digest_size=16).digest()
        now = time.monotonic()
        again = digest == self._last and now - self._last_seen < self._family.same_code
        self._last, self._last_seen = digest, now
        return again

    def _drop_shown(self) -> bool:
        """Take in and forget what was shown unasked; true when there was something."""
        dropped = False
        while data := self._port.read(4096, 0.0):
            dropped = True
            for frame in self._framer.feed(data):
                if blake2b(frame.data, digest_size=16).digest() == self._last:
                    self._last_seen = time.monotonic()
        return dropped

    def _wait_for_silence(self, by: Deadline) -> None:
        """Let a code that is arriving unasked pass to its end; its second half must not look like a code."""
        if self._drop_shown() or self._framer.open:
            within = by.phase(1.0)
            while not within.passed and self._port.read(4096, min(within.left(), self._family.silence)):
                pass
        self._framer = CodeFramer()

    # ------------------------------------------------------------ commands

    def _introduce(self, by: Deadline) -> None:
        try:
            self._command(self._family.query, by)
        except Garbled as first:
            self._port.flush_input()
            try:
                self._command(self._family.query, by)
            except Garbled as second:
                if first.detail == second.detail:  # noise does not say the same thing twice
                    raise WrongDevice(f"not a scanner of family {self._family.name}") from None
                raise

    def _set_up(self, by: Deadline) -> None:
        """Temporary settings, before every scan: a scanner that lost power has lost them."""
        for setting in self._family.settings:
            self._command(setting, by)

    def _command(self, words: str, by: Deadline) -> bytes:
        """Send a command and wait for its confirmation; returns what else arrived meanwhile.

        Raises `HardwareFailed` when the scanner refuses, `Mute` for silence, `Garbled` for anything else.
        """
        within = by.phase(self._family.answer_within)
        before, after = self._family.command
        self._port.write(before + words.encode("ascii") + after)
        answer = self._answer_to(words)
        heard = b""
        while not (found := answer.search(heard)):
            if within.passed:
                raise Garbled(_fingerprint(heard)) if heard else Mute("no answer")
            heard = (heard + self._port.read(LIMIT, within.left()))[-8 * LIMIT :]
        if found["verdict"][0] != _ACK:
            raise HardwareFailed(f"scanner refuses {words}")
        return heard[: found.start()] + heard[found.end() :]

    def _answer_to(self, words: str) -> re.Pattern[bytes]:
        """The echo of a command with the verdict before its end; a query's `*` is replaced by the value."""
        before, after = self._family.answer
        echo = re.escape(words.encode("ascii")).replace(rb"\*", rb"[ -:<-~]{1,40}")
        verdict = rb"(?P<verdict>[%c%c%c])" % (_ACK, _ENQ, _NAK)
        return re.compile(re.escape(before) + echo + verdict + re.escape(after), re.DOTALL)


def _fingerprint(heard: bytes) -> str:
    """Strange bytes may be somebody's code: compared, never shown."""
    return f"{len(heard)} strange bytes, {blake2b(heard, digest_size=4).hexdigest()}"
