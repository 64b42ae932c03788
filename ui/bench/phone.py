"""The codes on the bench's phone: the bookings that the office sold, and everything else people hold up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import base45

from central.contract import booking_code


@dataclass(frozen=True)
class PhoneCode:
    """One code to show. `good`: the office would turn it into a ticket."""

    label: str
    detail: str
    payload: str
    good: bool = False


def bookings(file: Path) -> list[PhoneCode]:
    """The bookings that `central seed --write-codes` wrote, oldest slot first."""
    return [
        PhoneCode(row["label"], row["detail"], row["payload"], row["good"])
        for row in json.loads(file.read_text("utf-8"))
    ]


def strangers(genuine: str | None) -> list[PhoneCode]:
    """What is no booking code of this office. The forgery is the `genuine` one with one bit of it changed."""
    codes = [
        PhoneCode("网址", "a web address", "https://example.com/pay?id=1"),
        PhoneCode("表情", "emoji", "🧧🐉🎫" * 8),
        PhoneCode("控制字符", "control characters", "ZW1:\x1b@\x00\x1dV\x00\x07\r\n" + "A" * 40),
        PhoneCode("四千字节", "4 KB, as much as a QR code holds", "ZW1:" + "0123456789ABCDEF" * 256),
        PhoneCode("半截码", "a code cut in half", genuine[:90] if genuine else "ZW1:0123"),
    ]
    if genuine:
        codes.insert(0, PhoneCode("伪造码", "forged: one bit changed", forged(genuine)))
    return codes


def forged(genuine: str) -> str:
    """The same booking with the slot moved by one second: right shape, wrong signature."""
    raw = bytearray(base45.b45decode(genuine[len(booking_code.PREFIX) :]))
    raw[13] ^= 1
    return booking_code.PREFIX + base45.b45encode(bytes(raw)).decode("ascii")
