"""The far end of languages whose codes come as they are, with answers between them."""

from __future__ import annotations

from binascii import crc_hqx
from typing import ClassVar

from devices.bench.keystrokes import keystrokes, stroke
from devices.bench.scanner_tongue import BUFFER, FOR_EVER, Engine, Tongue
from devices.keyboard_layout import Key

ACK, ENQ, NAK = b"\x06", b"\x05", b"\x15"


class _Menu(Tongue):
    """Settings by name, numbers as values; a query has `mark` for a value."""

    factory: ClassVar[dict[str, int]]
    mark: ClassVar[bytes]

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        super().__init__(engine, terminator)
        self.settings = dict(self.factory)

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
        self._heard = (self._heard + data)[-BUFFER:]
        while (end := self._heard.find(b";\x03")) >= 0:
            frame, self._heard = self._heard[:end], self._heard[end + 2 :]
            start = frame.rfind(b"~\x010000")
            if start >= 0:
                self._answer(frame[start + 6 :])

    def _answer(self, words: bytes) -> None:
        storage, tag, value = words[:1], words[1:7].decode("ascii", "replace"), words[7:]
        echo, verdict = self._obey(tag, value) if storage in (b"#", b"@") else (value, ENQ)
        if verdict == ACK and tag == "SCNTRG":
            self.engine.light(self.settings["ORTSET"] / 1000 if value == b"1" else 0.0)
        self.engine.say(b"\x02\x010000" + words[:7] + echo + verdict + b";\x03")


class NewlandClassic(Tongue):
    """`$$%^` commands, of which it knows those that begin with 59; Are-You-There; the escapes of the trigger."""

    LOOKS: ClassVar = 5.0  # seconds

    @property
    def watching(self) -> bool:
        return False

    def hear(self, data: bytes) -> None:
        self._heard = (self._heard + data)[-BUFFER:]
        while self._heard:
            if self._heard[:1] == b"\x1b" and len(self._heard) < 2:
                return
            if self._heard[:2] in (b"\x1b1", b"\x1b0"):
                self.engine.light(self.LOOKS if self._heard[1:2] == b"1" else 0.0)
                self._heard = self._heard[2:]
            elif self._heard.startswith(b"$$%^"):
                self.engine.say(b"\r\n$$%~OK\r\n" if self._heard[4:6] == b"59" else b"\r\n$$%~ER\r\n")
                self._heard = b""
            else:
                asked = len(self._heard) - len(self._heard.lstrip(b"?"))
                self.engine.say(b"!" * asked)
                self._heard = self._heard[asked or 1 :]


class Honeywell(_Menu):
    """`SYN M CR` commands, and the trigger `SYN T CR`."""

    factory: ClassVar = {"TRGMOD": 3, "TRGSTO": 30000}
    mark: ClassVar = b"?"

    @property
    def watching(self) -> bool:
        return self.settings["TRGMOD"] != 0

    def hear(self, data: bytes) -> None:
        self._heard = (self._heard + data)[-BUFFER:]
        while (start := self._heard.find(b"\x16")) >= 0:
            words = self._heard[start + 1 :]
            if words[:2] in (b"T\r", b"U\r"):
                self._heard = words[2:]
                if self.settings["TRGMOD"] == 0:
                    self.engine.light(self.settings["TRGSTO"] / 1000 if words[:1] == b"T" else 0.0)
                continue
            end = min((at for at in (words.find(b"!"), words.find(b".")) if at >= 0), default=-1)
            if end < 0 and b"\x16" not in words:
                return
            self._heard = words[end + 1 :] if end >= 0 else words[words.find(b"\x16") :]
            if words.startswith(b"M\r") and end >= 0:
                self._answer(words[2:end].upper(), words[end : end + 1])

    def _answer(self, words: bytes, storage: bytes) -> None:
        echo, verdict = self._obey(words[:6].decode("ascii", "replace"), words[6:])
        self.engine.say(words[:6] + echo + verdict + storage)


class Datalogic(Tongue):
    """Host characters. `D` and `F` hold until `E`, `R` or a power cycle; `R` throws away what it holds."""

    LOOKS: ClassVar = 10.0  # seconds

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        super().__init__(engine, terminator)
        self.enabled = True
        self.kept = b""  # a code that was read while it was disabled

    @property
    def watching(self) -> bool:
        return False

    def hear(self, data: bytes) -> None:
        for character in data.decode("ascii", "replace"):
            match character:
                case "E":
                    self.enabled = True
                    self.engine.say(self.kept)
                    self.kept = b""
                case "D" | "F":
                    self.enabled = False
                case "R":
                    self.forget()
                    self.engine.light(0.0)
                case "T":
                    self.engine.light(self.LOOKS)
                case "X":
                    self.engine.light(0.0)
                case "i" | "h" | "s":
                    self.engine.say(b"\x01\x02QuickScan 610022345\x03\x04")
                case _:
                    pass

    def read(self, code: bytes) -> None:
        if self.enabled:
            super().read(code)
        else:
            self.kept = code + self.terminator

    def forget(self) -> None:
        self.enabled = True
        self.kept = b""


class Gm65(Tongue):
    """Zones of memory. Silent to everything that it does not understand, a bad CRC above all."""

    FACTORY: ClassVar = {0x0000: 0xD6, 0x0002: 0x00, 0x0006: 0x32}
    COMMAND_MODE: ClassVar = 1

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        super().__init__(engine, terminator)
        self.zones = dict(self.FACTORY)

    @property
    def watching(self) -> bool:
        return self.zones[0x0000] & 3 > self.COMMAND_MODE

    def hear(self, data: bytes) -> None:
        self._heard = (self._heard + data)[-BUFFER:]
        while (start := self._heard.find(b"\x7e\x00")) >= 0:
            command = self._heard[start:]
            if len(command) < 4 or len(command) < command[3] + 8:
                return
            body, crc = command[2 : command[3] + 6], command[command[3] + 6 : command[3] + 8]
            if crc not in (_crc(body), b"\xab\xcd"):
                self._heard = command[1:]
                continue
            self._heard = command[command[3] + 8 :]
            self._obey(body[0], int.from_bytes(body[2:4], "big"), body[4:])

    def _obey(self, kind: int, zone: int, data: bytes) -> None:
        match kind:
            case 0x07 if data:
                self._answer(bytes(self.zones.get(zone + step, 0) for step in range(data[0])))
            case 0x08:
                for step, value in enumerate(data):
                    self.zones[zone + step] = value
                self._answer(b"\x00")
                if zone == 0x0002 and self.zones[0x0000] & 3 == self.COMMAND_MODE:
                    self.engine.light((self.zones[0x0006] / 10 or FOR_EVER) if data == b"\x01" else 0.0)
            case 0x09:
                self._answer(b"\x00")
            case _:
                pass

    def _answer(self, data: bytes) -> None:
        body = b"\x00" + bytes([len(data)]) + data
        self.engine.say(b"\x02\x00" + body + _crc(body))

    def forget(self) -> None:
        self.zones = dict(self.FACTORY)


def _crc(body: bytes) -> bytes:
    return crc_hqx(body, 0).to_bytes(2, "big")


class Keyboard(Tongue):
    """Types what it sees; without a terminator, it does not press Enter either."""

    GB18030: ClassVar = False

    def read(self, code: bytes) -> None:
        enter = stroke(Key.ENTER) if self.terminator else b""
        self.engine.say(keystrokes(code, self.GB18030) + enter)


class KeyboardGbk(Keyboard):
    """Types Chinese by the numbers of its bytes in GB 18030."""

    GB18030: ClassVar = True
