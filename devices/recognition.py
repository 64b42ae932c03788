"""What kind of device sends such bytes: so that a device on the wrong port is refused by its own name.

Only what a language marks beyond doubt counts: a checksum, a frame with both ends, several status bytes in a row.
Everything else, noise and a right device at a wrong baud rate above all, is unknown. Sources: the drivers' own, and
for what no kiosk has but a serial port may: NMEA 0183 (satellite receivers), ITU-T V.250 (modems).
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections.abc import Callable
from functools import reduce
from operator import xor

from devices.sdt import HEAD, LENGTH_MAX, LENGTH_MIN, PREAMBLE

ID_CARD_READER = "id_card_reader"
CODE_SCANNER = "code_scanner"
RECEIPT_PRINTER = "receipt_printer"
A4_PRINTER = "a4_printer"
SATELLITE_RECEIVER = "satellite_receiver"
MODEM = "modem"
CONSOLE = "console"

KINDS = (ID_CARD_READER, CODE_SCANNER, RECEIPT_PRINTER, SATELLITE_RECEIVER, MODEM, CONSOLE)

LIMIT = 4096  # bytes that are looked at


def recognise(heard: bytes) -> str:
    """The kind of device that sent these bytes, one of `KINDS`; "" when they prove nothing. Never raises.

    A device that merely sends back what it was asked (an echo, a loop in the cable) is unknown: no request is an
    answer.
    """
    heard = heard[:LIMIT]
    return next((kind for kind, speaks in _LANGUAGES if speaks(heard)), "")


# ---------------------------------------------------------------- ID-card readers


def _sdt(heard: bytes) -> bool:
    """The head of an answer; a request is shorter than any answer."""
    at = heard.find(PREAMBLE)
    while at >= 0:
        length = int.from_bytes(heard[at + HEAD - 2 : at + HEAD], "big")
        if len(heard) >= at + HEAD and LENGTH_MIN <= length <= LENGTH_MAX:
            return True
        at = heard.find(PREAMBLE, at + 1)
    return False


# ---------------------------------------------------------------- code scanners

_SCANNER_ANSWERS = re.compile(
    rb"\x02\x010000[#@][!-:<-~]{3,200}[\x06\x05\x15][!-~]{0,200};\x03"  # Newland, 7E 01 commands
    rb"|\$\$%[^\r\n]{0,100}~(?:OK|ER)"  # Newland, $$% commands
    rb"|[A-Z]{3}[0-9A-Z]{3}[ -~]{0,200}[\x06\x05\x15][.!]"  # Honeywell: echo, verdict, storage
    rb"|\x01\x02[\x09-\x7e]{1,2000}\x03\x04",  # Datalogic: answers to i, h, s
    re.DOTALL,
)
_SSI_OPCODES = b"\xd0\xd1\xf3\xf6\xc6\xa4\xd4"  # what a decoder sends: acknowledgements, codes, events, answers
_SSI_DECODER = 0


def _scanner(heard: bytes) -> bool:
    return _SCANNER_ANSWERS.search(heard) is not None or any(
        framed(heard, at) for at in range(len(heard) - 5) for framed in (_gm65, _ssi, _vbar)
    )


def _gm65(heard: bytes, at: int) -> bool:
    """02 00 00 | length | data | CRC-CCITT from the second byte on."""
    if heard[at : at + 3] != b"\x02\x00\x00":
        return False
    end = at + 4 + heard[at + 3]
    return heard[at + 3] > 0 and crc_hqx(heard[at + 2 : end], 0) == int.from_bytes(heard[end : end + 2], "big")


def _ssi(heard: bytes, at: int) -> bool:
    """Length | opcode | source | status | data | two's complement of the sum."""
    end = at + heard[at]
    packet = heard[at : end + 2]
    return (
        heard[at] >= 4
        and len(packet) == heard[at] + 2
        and packet[1] in _SSI_OPCODES
        and packet[2] == _SSI_DECODER
        and (sum(packet[:-2]) + int.from_bytes(packet[-2:], "big")) & 0xFFFF == 0
    )


def _vbar(heard: bytes, at: int) -> bool:
    """55 AA | command | 00 | length, little-endian | data | XOR. A refusal (not 00) looks like a request with data."""
    if heard[at : at + 2] != b"\x55\xaa" or heard[at + 3] != 0:
        return False
    end = at + 6 + int.from_bytes(heard[at + 4 : at + 6], "little")
    return end < len(heard) and reduce(xor, heard[at:end]) == heard[end]


# ---------------------------------------------------------------- receipt printers

_FLOW = bytes((0x11, 0x13))
_PRINTER = re.compile(
    rb"(?:"
    rb"(?P<asb>[\x10\x14\x18\x1c\x30\x34\x38\x3c\x50\x54\x58\x5c\x70\x74\x78\x7c][\x00-\x0f\x20-\x2f\x40-\x4f\x60-\x6f]{3})"
    rb"|(?P<status>[\x12\x16\x1a\x1e\x32\x36\x3a\x3e\x52\x56\x5a\x5e\x72\x76\x7a\x7e])"
    rb"|[\x37\x5f][ -~]{1,80}\x00"  # a block
    rb"|[\x00\x03\x0c\x0f]"  # GS r 1
    rb")"
)


def _printer(heard: bytes) -> bool:
    """All of it, from the first byte to the last, is answers; text never is, as it has no control characters."""
    heard = heard.translate(None, _FLOW)
    if not any(byte < 0x20 and byte not in b"\r\n\t" for byte in heard):
        return False
    at, packets, statuses = 0, 0, 0
    while at < len(heard):
        answer = _PRINTER.match(heard, at)
        if answer is None:
            return False
        packets += answer["asb"] is not None
        statuses += answer["status"] is not None
        at = answer.end()
    return packets > 0 or statuses > 1  # one byte may be noise


# ---------------------------------------------------------------- what no kiosk has


def _pattern(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern)
    return lambda heard: compiled.search(heard) is not None


_LANGUAGES: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    (ID_CARD_READER, _sdt),
    (CODE_SCANNER, _scanner),
    (SATELLITE_RECEIVER, _pattern(rb"\$(?:G[ABLNPQ]|BD)[A-Z]{3},[ -~]{5,80}\*[0-9A-F]{2}\r")),
    (MODEM, _pattern(rb"(?:^|\r\n)(?:OK|ERROR|RING|NO CARRIER|\+C[A-Z]{2,5}: ?[ -~]{1,80})\r\n")),
    (CONSOLE, _pattern(rb"(?:^|\n)[ -~]{0,60}(?:login|assword): ?$|\[ {0,4}\d{1,5}\.\d{6}\] [ -~]{3}")),
    (RECEIPT_PRINTER, _printer),
)
