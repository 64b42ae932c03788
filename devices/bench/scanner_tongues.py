"""The far end of each scanner language: what the scanner understands, answers and forgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol

ACK, ENQ, NAK = b"\x06", b"\x05", b"\x15"
_BUFFER = 4096  # bytes of a command that never ends


class Engine(Protocol):
    """What a tongue may do with the scanner that it belongs to."""

    def say(self, data: bytes) -> None: ...
    def light(self, seconds: float) -> None:
        """Look for a code that long; 0 puts the light out."""

    def now(self) -> float: ...


class Tongue(Protocol):
    """One language at the scanner's end."""

    @property
    def watching(self) -> bool:
        """Does it look for codes of its own accord?"""

    def hear(self, data: bytes) -> None:
        """What the host sent."""

    def read(self, code: bytes) -> None:
        """A code was read: send it."""

    def pass_time(self) -> None:
        """Do what is due."""

    def forget(self) -> None:
        """Power off and on: temporary settings are lost."""


class Plain:
    """Says what it sees, and hears nothing."""

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        self._engine = engine
        self._terminator = terminator

    @property
    def watching(self) -> bool:
        return True

    def hear(self, data: bytes) -> None: ...

    def read(self, code: bytes) -> None:
        self._engine.say(code + self._terminator)

    def pass_time(self) -> None: ...

    def forget(self) -> None: ...


class _Menu(Plain):
    """Settings by name, numbers as values; a query has `mark` for a value."""

    factory: ClassVar[dict[str, int]]
    mark: ClassVar[bytes]

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        super().__init__(engine, terminator)
        self.settings = dict(self.factory)
        self._heard = b""

    def forget(self) -> None:
        self.settings = dict(self.factory)

    def _obey(self, tag: str, value: bytes) -> tuple[bytes, bytes]:
        """The value as it is echoed, and the verdict."""
        if tag not in self.settings:
            return value, ENQ
        if value == self.mark:
            return str(self.settings[tag]).encode(), ACK
        if not value.isdigit():
            return value, NAK
        self.settings[tag] = int(value)
        return value, ACK


class Newland(_Menu):
    """`7E 01` commands."""

    factory: ClassVar = {"SCNMOD": 2, "ORTSET": 5000, "RRDDUR": 1000, "SCNTRG": 0}
    mark: ClassVar = b"*"

    @property
    def watching(self) -> bool:
        return self.settings["SCNMOD"] != 0

    def hear(self, data: bytes) -> None:
        self._heard = (self._heard + data)[-_BUFFER:]
        while (end := self._heard.find(b";\x03")) >= 0:
            frame, self._heard = self._heard[:end], self._heard[end + 2 :]
            start = frame.rfind(b"~\x010000")
            if start >= 0:
                self._answer(frame[start + 6 :])

    def _answer(self, words: bytes) -> None:
        storage, tag, value = words[:1], words[1:7].decode("ascii", "replace"), words[7:]
        echo, verdict = self._obey(tag, value) if storage in (b"#", b"@") else (value, ENQ)
        if verdict == ACK and tag == "SCNTRG":
            self._engine.light(self.settings["ORTSET"] / 1000 if value == b"1" else 0.0)
        self._engine.say(b"\x02\x010000" + words[:7] + echo + verdict + b";\x03")


class Honeywell(_Menu):
    """`SYN M CR` commands, and the trigger `SYN T CR`."""

    factory: ClassVar = {"TRGMOD": 3, "TRGSTO": 30000}
    mark: ClassVar = b"?"

    @property
    def watching(self) -> bool:
        return self.settings["TRGMOD"] != 0

    def hear(self, data: bytes) -> None:
        self._heard = (self._heard + data)[-_BUFFER:]
        while (start := self._heard.find(b"\x16")) >= 0:
            words = self._heard[start + 1 :]
            if words[:2] in (b"T\r", b"U\r"):
                self._heard = words[2:]
                if self.settings["TRGMOD"] == 0:
                    self._engine.light(self.settings["TRGSTO"] / 1000 if words[:1] == b"T" else 0.0)
                continue
            end = min((at for at in (words.find(b"!"), words.find(b".")) if at >= 0), default=-1)
            if end < 0 and b"\x16" not in words:
                return
            self._heard = words[end + 1 :] if end >= 0 else words[words.find(b"\x16") :]
            if words.startswith(b"M\r") and end >= 0:
                self._answer(words[2:end].upper(), words[end : end + 1])

    def _answer(self, words: bytes, storage: bytes) -> None:
        echo, verdict = self._obey(words[:6].decode("ascii", "replace"), words[6:])
        self._engine.say(words[:6] + echo + verdict + storage)


TONGUES: dict[str, Callable[[Engine, bytes], Tongue]] = {
    "plain": Plain,
    "newland": Newland,
    "honeywell": Honeywell,
}
