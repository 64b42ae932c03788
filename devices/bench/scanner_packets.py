"""The far end of languages that speak in packets."""

from __future__ import annotations

from functools import reduce
from operator import xor
from typing import ClassVar

from devices.bench.scanner_tongue import BUFFER, FOR_EVER, Engine, Tongue


class Vbar(Tongue):
    """55 AA packets. It goes on looking until it is told to stop, and looks from power-on."""

    KNOWN: ClassVar = (0x02, 0x04, 0x05, 0x22, 0x24, 0x25, 0x31)
    packets: ClassVar = True

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        super().__init__(engine, terminator)
        self.free = True
        self.light = False

    @property
    def watching(self) -> bool:
        return self.free

    def hear(self, data: bytes) -> None:
        self._heard = (self._heard + data)[-BUFFER:]
        while (start := self._heard.find(b"\x55\xaa")) >= 0:
            packet = self._heard[start:]
            end = 6 + int.from_bytes(packet[3:5], "little")
            if len(packet) < end:
                return
            packet = packet[:end]
            if reduce(xor, packet):
                self._heard = self._heard[start + 1 :]
                continue
            self._heard = self._heard[start + end :]
            self._obey(packet[2], packet[5:-1])

    def _obey(self, command: int, data: bytes) -> None:
        if command == 0x05:
            self.free = False
            self.engine.light(FOR_EVER if data == b"\x00" else 0.0)
        elif command == 0x24:
            self.light = data == b"\x01"
        self._answer(command, 0 if command in self.KNOWN else 1)

    def _answer(self, command: int, status: int, data: bytes = b"") -> None:
        packet = bytes([0x55, 0xAA, command, status]) + len(data).to_bytes(2, "little") + data
        self.engine.say(packet + bytes([reduce(xor, packet)]))

    def read(self, code: bytes) -> None:
        if self.packets:
            self._answer(0x30, 0, code)
        else:
            self.engine.say(code + self.terminator)

    def forget(self) -> None:
        self.free, self.light = True, False


class VbarRaw(Vbar):
    """The same in developer mode."""

    packets: ClassVar = False


class Ssi(Tongue):
    """Zebra's packets. It sleeps when nothing is said for a while, and then loses the byte that wakes it; a code that
    nobody acknowledges is sent twice more."""

    FACTORY: ClassVar = {0x8A: 0x00, 0xEE: 0x00}
    HOST_TRIGGER: ClassVar = 0x08
    RESPONSE: ClassVar = 2.0  # seconds
    SESSION: ClassVar = 9.9
    AWAKE: ClassVar = 1.0
    PART: ClassVar = 200  # bytes of a code in one packet
    REVISION: ClassVar = b"PAABLS00-001-R00"

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        super().__init__(engine, terminator)
        self.settings = dict(self.FACTORY)
        self.waiting: list[bytes] = []  # parts that are not acknowledged
        self.tries = 0
        self._resend_at = 0.0
        self._awake_until = engine.now()

    @property
    def watching(self) -> bool:
        return self.settings[0x8A] != self.HOST_TRIGGER

    def hear(self, data: bytes) -> None:
        if self.engine.now() > self._awake_until:
            data = data[1:]
        self._awake_until = self.engine.now() + self.AWAKE
        self._heard = (self._heard + data)[-BUFFER:]
        while len(self._heard) >= 6:
            length = self._heard[0]
            if length < 4 or self._heard[2] != 4:
                self._heard = self._heard[1:]
                continue
            packet = self._heard[: length + 2]
            if len(packet) < length + 2:
                return
            if sum(packet[:-2]) + int.from_bytes(packet[-2:], "big") & 0xFFFF:
                self._heard = self._heard[1:]
                self._send(0xD1, b"\x01")
                continue
            self._heard = self._heard[length + 2 :]
            self._obey(packet[1], packet[4:-2])

    def _obey(self, opcode: int, data: bytes) -> None:
        match opcode:
            case 0xE4 if self.watching:
                self._send(0xD1, b"\x06")
            case 0xE4 | 0xE5:
                self._send(0xD0)
                self.engine.light(self.SESSION if opcode == 0xE4 else 0.0)
            case 0xC6:
                self.settings.update(zip(data[1::2], data[2::2], strict=False))
                self._send(0xD0)
            case 0xE9 | 0xEA | 0xE6 | 0xE7 | 0xE8:
                self._send(0xD0)
            case 0xA3 if self.REVISION:
                self._send(0xA4, self.REVISION)
            case 0xD0:
                self.waiting = self.waiting[1:]
                self.tries = 0
                self._send_part()
            case 0xD1:
                self._send_part()
            case _:
                self._send(0xD1, b"\x02")

    def read(self, code: bytes) -> None:
        self.engine.light(0.0)
        code += self.terminator
        if not self.settings[0xEE]:
            self.engine.say(code)
            return
        self.waiting = [code[at : at + self.PART] for at in range(0, len(code), self.PART)]
        self.tries = 0
        self._send_part()

    def pass_time(self) -> None:
        if self.waiting and self.engine.now() >= self._resend_at:
            self._send_part()

    def _send_part(self) -> None:
        if self.waiting and self.tries > 2:
            self.waiting = []  # a transmit error
        if not self.waiting:
            return
        status = (0x01 if self.tries else 0) | (0x02 if len(self.waiting) > 1 else 0)
        self.tries += 1
        self._resend_at = self.engine.now() + self.RESPONSE
        self._send(0xF3, b"\x1c" + self.waiting[0], status)

    def _send(self, opcode: int, data: bytes = b"", status: int = 0) -> None:
        packet = bytes([4 + len(data), opcode, 0, status]) + data
        self._awake_until = self.engine.now() + self.AWAKE
        self.engine.say(packet + (-sum(packet) & 0xFFFF).to_bytes(2, "big"))

    def forget(self) -> None:
        self.settings = dict(self.FACTORY)
        self.waiting = []


class SsiRaw(Ssi):
    """A module that knows half of it: no revision, no packets around codes."""

    REVISION: ClassVar = b""

    def read(self, code: bytes) -> None:
        self.engine.light(0.0)
        self.engine.say(code + self.terminator)
