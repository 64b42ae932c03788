"""What an ESC/POS printer says: its answers told apart, and what they mean.

Several kinds of answers share one byte stream, without lengths: one byte to DLE EOT, four bytes of automatic
status (ASB), one byte to GS r, blocks that end with NUL, and XON/XOFF, which may stand inside any of them. They
are told apart by the fixed bits of their first byte (Citizen CT-S310 manual):

| answer | first byte | what follows |
|---|---|---|
| DLE EOT | 0xx1xx10 | nothing |
| ASB | 0xx1xx00 | three bytes 0xx0xxxx |
| GS r | 0xx0xxxx | nothing |
| XON, XOFF | 11, 13 hex | nothing |
| block | 37, 5F hex | up to a NUL |
| full status | 10 0F hex | four bytes xxx0xxxx |

The last is Custom's (KPM300, KPM210/216 manuals) and looks like the beginning of an ASB; a model has one or the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from devices.paper import PaperState
from devices.printer_model import Sign, StatusBit
from devices.states import Condition, Fault, Link, Media, Remedy

# ---------------------------------------------------------------- faults


class PrinterFault(Fault):
    """The printer cannot, or could not, print. `begun`: bytes of the job had been sent when it said so."""

    media: Media = Media.UNKNOWN
    paper = PaperState.FAILED

    def __init__(self, detail: str = "", *, begun: bool = False) -> None:
        super().__init__(detail)
        self.begun = begun


class PaperOut(PrinterFault):
    code = "paper_out"
    remedy = Remedy.STAFF
    media = Media.OUT


class CoverOpen(PrinterFault):
    code = "cover_open"
    remedy = Remedy.STAFF
    link = Link.USER_ERROR


class CutterJammed(PrinterFault):
    code = "cutter_jammed"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR
    media = Media.JAMMED


class PaperJammed(PrinterFault):
    code = "paper_jammed"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR
    media = Media.JAMMED


class PrinterFailed(PrinterFault):
    """An error that it cannot recover from, or that it does not explain."""

    code = "printer_failed"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR


class PrinterHot(PrinterFault):
    """Head temperature or voltage out of range; it recovers by itself."""

    code = "printer_hot"
    remedy = Remedy.RETRY
    link = Link.DEVICE_BUSY


class PrinterBusy(PrinterFault):
    """Offline without an error: somebody presses the feed button, or it is still recovering."""

    code = "printer_busy"
    remedy = Remedy.RETRY
    link = Link.DEVICE_BUSY


class SlipLeft(PrinterFault):
    """Somebody's slip lies at the exit and cannot be taken back: the next one would push it at a stranger."""

    code = "slip_left"
    remedy = Remedy.STAFF
    link = Link.USER_ERROR
    media = Media.PRESENT


# ---------------------------------------------------------------- what the status means


@dataclass(frozen=True)
class PrinterStatus:
    """The signs that are there."""

    signs: frozenset[Sign]

    @classmethod
    def read(cls, answers: Mapping[int, int], bits: Mapping[Sign, StatusBit]) -> PrinterStatus:
        """From the answers to DLE EOT n, by n, and the model's table. What was not asked is not there."""
        asked = {sign: bit for sign, bit in bits.items() if bit.request in answers}
        return cls(frozenset(sign for sign, bit in asked.items() if answers[bit.request] & bit.mask == bit.value))

    @classmethod
    def read_asb(cls, packet: bytes) -> PrinterStatus:
        """From four bytes of automatic status. Where models differ (byte 2, bit 2) nothing is read."""
        return cls(frozenset(sign for sign, (at, mask) in _ASB.items() if packet[at] & mask == mask))

    def fault(self, begun: bool = False) -> PrinterFault | None:
        """The first reason not to print, in the order cover, error, paper, rest; `None`: it can print.

        The cover comes first because the paper sensors keep their old value while it is open. Once a job has
        `begun`, what passes by itself (heat, the feed button) is no reason to give it up.
        """
        explained = {Sign.ERROR} if Sign.HOT in self.signs else set()
        for sign, fault in _FAULTS.items():
            if sign in self.signs - explained and not (begun and fault.remedy is Remedy.RETRY):
                return fault(begun=begun)
        return None

    @property
    def stuck(self) -> bool:
        """An error that lasts until the printer is told to recover from it."""
        return not self.signs.isdisjoint({Sign.CUTTER_JAMMED, Sign.PAPER_JAMMED, Sign.ERROR})

    def condition(self) -> Condition:
        """The same for the outside."""
        fault = self.fault()
        if fault is not None:
            return Condition(fault.link or Link.ONLINE, fault.media, fault.code)
        return Condition(Link.ONLINE, Media.LOW if Sign.NEAR_END in self.signs else Media.FULL)


_FAULTS: dict[Sign, type[PrinterFault]] = {
    Sign.COVER_OPEN: CoverOpen,
    Sign.PAPER_JAMMED: PaperJammed,
    Sign.CUTTER_JAMMED: CutterJammed,
    Sign.FAILED: PrinterFailed,
    Sign.HOT: PrinterHot,
    Sign.PAPER_END: PaperOut,
    Sign.PAPER_STOP: PaperOut,
    Sign.ERROR: PrinterFailed,
    Sign.FEED_BUTTON: PrinterBusy,
    Sign.OFFLINE: PrinterBusy,
}

_ASB: dict[Sign, tuple[int, int]] = {
    Sign.OFFLINE: (0, 0x08),
    Sign.COVER_OPEN: (0, 0x20),
    Sign.FEED_BUTTON: (0, 0x40),
    Sign.CUTTER_JAMMED: (1, 0x08),
    Sign.FAILED: (1, 0x20),
    Sign.HOT: (1, 0x40),
    Sign.NEAR_END: (2, 0x03),
    Sign.PAPER_END: (2, 0x0C),
}

# ---------------------------------------------------------------- answers


@dataclass(frozen=True)
class RealTimeStatus:
    """The answer to DLE EOT n; which n, only the asker knows."""

    byte: int


@dataclass(frozen=True)
class AutoStatus:
    """ASB: sent by the printer itself."""

    packet: bytes


@dataclass(frozen=True)
class FullStatus:
    """Custom's full status, asked for or sent by the printer itself: four bytes as one number."""

    value: int


@dataclass(frozen=True)
class QueuedStatus:
    """The answer to GS r: sent when everything before it has been consumed."""

    byte: int


@dataclass(frozen=True)
class Block:
    """An answer up to NUL, without it."""

    header: int
    data: bytes


@dataclass(frozen=True)
class Flow:
    """XON (`go`) or XOFF."""

    go: bool


Answer = RealTimeStatus | AutoStatus | FullStatus | QueuedStatus | Block | Flow

XON, XOFF = 0x11, 0x13
FUNCTION_BLOCK = 0x37  # answers of GS ( and DLE DC4 functions
TEXT_BLOCK = 0x5F  # answers of GS I
COMPLETED = 0x22  # identifier of the block that answers GS ( H fn 48
SENSOR_BITS = (0x00, 0x03, 0x0C, 0x0F)  # all that GS r 1 can answer
_FULL = b"\x10\x0f"
_BLOCK_LIMIT = 80


class PrinterReceiver:
    """A state machine that turns bytes, however they are cut up, into answers. Never raises.

    Bytes that fit nothing are dropped; an answer that is broken off ends where another kind of answer begins.
    """

    def __init__(self, *, full_status: bool = False) -> None:
        """`full_status`: the printer speaks Custom's full status, and so no ASB."""
        self._full_status = full_status
        self._partial = bytearray()  # of an ASB packet, a full status or a block

    def feed(self, data: bytes) -> list[Answer]:
        """The answers that are complete with `data`."""
        return [answer for byte in data for answer in self._step(byte)]

    def _step(self, byte: int) -> list[Answer]:
        if byte in (XON, XOFF):
            return [Flow(byte == XON)]
        if self._partial:
            if self._partial[0] in (FUNCTION_BLOCK, TEXT_BLOCK):
                return self._block(byte)
            if self._belongs(byte):
                self._partial.append(byte)
                return self._packet()
            self._partial.clear()
        return self._first(byte)

    def _belongs(self, byte: int) -> bool:
        """To the packet that has begun?"""
        if not self._full_status:
            return byte & 0x90 == 0
        return byte == _FULL[1] if len(self._partial) == 1 else byte & 0x10 == 0

    def _packet(self) -> list[Answer]:
        if len(self._partial) < (6 if self._full_status else 4):
            return []
        packet = bytes(self._partial)
        self._partial.clear()
        return [FullStatus(int.from_bytes(packet[2:], "big")) if self._full_status else AutoStatus(packet)]

    def _first(self, byte: int) -> list[Answer]:
        if byte & 0x93 == 0x12:
            return [RealTimeStatus(byte)]
        if byte & 0x93 == 0x10 or byte in (FUNCTION_BLOCK, TEXT_BLOCK):
            self._partial.append(byte)
            return []
        if byte & 0x90 == 0:
            return [QueuedStatus(byte)]
        return []

    def _block(self, byte: int) -> list[Answer]:
        if byte == 0:
            block = Block(self._partial[0], bytes(self._partial[1:]))
            self._partial.clear()
            return [block]
        if self._partial[0] == FUNCTION_BLOCK and byte & 0x93 == 0x12:
            return [RealTimeStatus(byte)]  # job ids are made without such bytes: see `print_job`
        self._partial.append(byte)
        if len(self._partial) > _BLOCK_LIMIT or byte & 0x80:
            self._partial.clear()
        return []
