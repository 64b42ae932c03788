"""Code scanners: one presentation of a code, as bytes and as text.

Two kinds. A free-running scanner sends whatever it sees. A triggered scanner is told when to look, and confirms what
its language confirms. What differs between families is data (`devices/models/scanners.toml`) and a language
(`devices.scanner_codecs`).

A code that was shown while nobody asked is dropped: it belongs to somebody who has left.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

from devices.code_frames import LIMIT, CodeTooLong, Frame, Presentation, read_text
from devices.deadline import Deadline
from devices.ports import Port
from devices.recognition import CODE_SCANNER, recognise
from devices.scanner_codecs import Answer, Heard, Reply, Verdict, codec_of
from devices.scanner_family import ScannerFamily
from devices.states import (
    Condition,
    Fault,
    Garbled,
    HardwareFailed,
    Identity,
    Link,
    Mute,
    TimedOut,
    WrongDevice,
)

CANCEL_FELT = 0.1  # seconds of one read; whoever cancels waits no longer
DROP_LIMIT = 65536  # bytes; a device that never stops talking must not hold its driver
ASLEEP_AFTER = 0.5  # seconds in which nothing was said to a scanner that sleeps
WAKE_PAUSE = 0.02  # seconds that a sleeping scanner takes to listen
PUT_OUT = 0.4  # seconds beyond a deadline; a light that is still on then is put out by the next question
RESENDS = 2  # of a command that the scanner did not understand


@dataclass(frozen=True)
class Scanned:
    """One code. `text` is hostile: whoever uses it checks length, alphabet and signature."""

    data: bytes = field(repr=False)
    text: str = field(repr=False)


class CodeScanner:
    """One scanner on one port. Implements `Driver`."""

    def __init__(self, port: Port, family: ScannerFamily, now: Callable[[], float] = time.monotonic) -> None:
        """Raises `ValueError` when there is no such language."""
        self._port = port
        self._family = family
        self._codec = codec_of(family)
        self._now = now
        self._presentation = Presentation(family.same_code, now)
        self._last_said = float("-inf")

    def hello(self, by: Deadline) -> Identity:
        """A scanner that can be asked answers in its family's language; a plain one cannot prove anything.

        Raises `WrongDevice` with facts `expected` and `found`, `Mute`, `Garbled`, `HardwareFailed`, `Offline`.
        """
        self._drop_shown()
        self._codec.forget()
        firmware = self._introduce(by) if self._family.query else ""
        self._command_all(self._family.settings, by)
        return Identity(CODE_SCANNER, self._family.title, firmware=firmware)

    def condition(self, by: Deadline) -> Condition:
        """A triggered scanner confirms that its light is off. A plain one is online as long as its port is open."""
        self._drop_shown()
        family = self._family
        self._command_all(family.stop, by)
        if family.query and not any(map(self._codec.answers, family.stop)):
            self._command(family.query, by)
        return Condition(Link.ONLINE)

    def close(self) -> None:
        self._port.close()

    def scan(self, by: Deadline) -> Scanned:
        """The next code that is shown. Raises `TimedOut`, `CodeUnreadable`, `CodeTooLong`, `Mute`, `Garbled`,
        `HardwareFailed`, `Offline`. The light is off again however it ends."""
        self._wait_for_silence(by)
        family = self._family
        if not family.triggered:
            return self._listen(by)
        try:
            self._set_up(by)
            scanned = self._listen(by)
        except BaseException:  # a cancel above all: a lit scanner would go on reading for nobody
            self._put_out()
            raise
        if family.goes_on:
            self._put_out()
        return scanned

    # ------------------------------------------------------------ codes

    def _listen(self, by: Deadline) -> Scanned:
        family = self._family
        lit_until = by.phase(0.0)  # not lit yet
        while True:
            frames = []
            if family.triggered and lit_until.passed:
                frames = self._command_all(family.start, by)
                lit_until = by.phase(family.retrigger)
            if not frames:
                frames = _frames(self._hear(lit_until if family.triggered else by)[1])
            for frame in frames:
                if not self._presentation.holds(frame.data):
                    return self._judge(frame)
            if by.passed:
                raise TimedOut("no code was shown")

    def _put_out(self) -> None:
        by = Deadline(PUT_OUT, now=self._now)
        for words in self._family.stop:
            with contextlib.suppress(Fault):
                self._command(words, by)

    def _judge(self, frame: Frame) -> Scanned:
        if frame.too_long:
            raise CodeTooLong
        return Scanned(frame.data, read_text(frame.data))

    def _drop_shown(self) -> bool:
        """Take in and forget what was shown unasked; true when there was something."""
        left = DROP_LIMIT
        while left > 0 and (data := self._port.read(4096, 0.0)):
            left -= len(data)
            for frame in _frames(self._reply(self._codec.feed(data))):
                self._presentation.prolong(frame.data)
        return left < DROP_LIMIT

    def _wait_for_silence(self, by: Deadline) -> None:
        """Let a code that is arriving unasked pass to its end; its second half must not look like a code."""
        if self._drop_shown() or self._codec.open:
            within = by.phase(1.0)
            while not within.passed and (data := self._port.read(4096, min(within.left(), self._family.silence))):
                self._reply(self._codec.feed(data))
        self._codec.forget()

    def _hear(self, by: Deadline) -> tuple[bytes, list[Heard]]:
        """What arrives next, or what has ended because nothing does; its bytes, and what they say."""
        left, silence = by.left(), self._family.silence
        pausing = self._codec.open and left >= silence
        data = self._port.read(LIMIT, silence if pausing else min(left, CANCEL_FELT))
        return data, self._reply(self._codec.feed(data) if data else self._codec.pause() if pausing else [])

    def _reply(self, heard: list[Heard]) -> list[Heard]:
        for each in heard:
            if isinstance(each, Reply):
                self._port.write(each.data)
        return heard

    # ------------------------------------------------------------ commands

    def _introduce(self, by: Deadline) -> str:
        """Ask what it is; returns what it says of itself, if that is part of its answer."""
        try:
            return self._command(self._family.query, by)[0]
        except _Strange as first:
            self._drop_shown()
            try:
                return self._command(self._family.query, by)[0]
            except _Strange as second:
                # Noise does not say the same thing twice, and an answer of this family that was spoilt is recognised.
                if first.detail == second.detail or second.kind not in ("", CODE_SCANNER):
                    expected = self._family.name if second.kind == CODE_SCANNER else CODE_SCANNER
                    raise WrongDevice(expected=expected, found=second.kind or "unknown") from None
                raise

    def _set_up(self, by: Deadline) -> None:
        """Temporary settings, before every scan: a scanner that lost power has lost them. What was read for somebody
        else comes before their answers, and is dropped; a scanner whose settings are not answered is asked for that."""
        self._command_all(self._family.settings, by)
        if self._family.query and not any(map(self._codec.answers, self._family.settings)):
            self._command(self._family.query, by)
        self._codec.forget()

    def _wake(self, by: Deadline) -> list[Frame]:
        """Wake a scanner that may sleep by now; returns the codes that arrived meanwhile."""
        if not self._family.wake or self._now() - self._last_said <= ASLEEP_AFTER:
            return []
        self._port.write(self._family.wake)
        return _frames(self._hear(by.phase(WAKE_PAUSE))[1])

    def _command_all(self, commands: tuple[str, ...], by: Deadline) -> list[Frame]:
        return [frame for words in commands for frame in self._command(words, by)[1]]

    def _command(self, words: str, by: Deadline) -> tuple[str, list[Frame]]:
        """Send a command and wait for its answer, if it has one; returns what the scanner says of itself, and the
        codes that arrived meanwhile.

        Raises `HardwareFailed` when the scanner refuses, `Mute` for silence, `Garbled` for anything else.
        """
        frames = self._wake(by)
        self._port.write(self._codec.ask(words))
        self._last_said = self._now()
        if not self._codec.answers(words):
            return "", frames
        within = by.phase(self._family.answer_within)
        resends, raw = 0, b""
        while not within.passed:
            data, heard = self._hear(within)
            raw = (raw + data)[-8 * LIMIT :]
            frames += _frames(heard)
            answer = next((each for each in heard if isinstance(each, Answer)), None)
            if answer is None:
                continue
            if answer.verdict is Verdict.DONE:
                return answer.firmware, frames
            if answer.verdict is Verdict.REFUSED or resends == RESENDS:
                raise HardwareFailed(f"scanner refuses {words}")
            resends += 1
            self._port.write(self._codec.ask(words, again=True))
        self._codec.forget()
        raise _Strange(raw) if raw else Mute("no answer")


def _frames(heard: list[Heard]) -> list[Frame]:
    return [each for each in heard if isinstance(each, Frame)]


class _Strange(Garbled):
    """Bytes that are no answer. They may be somebody's code: compared and recognised, never shown or kept."""

    def __init__(self, heard: bytes) -> None:
        super().__init__(f"{len(heard)} strange bytes, {blake2b(heard, digest_size=4).hexdigest()}")
        self.kind = recognise(heard)
