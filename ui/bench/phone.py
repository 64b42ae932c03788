"""The codes on the bench's phone: bookings that the office sold, who its people are, and what else is held up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import base45

from central.contract import booking_code
from ui.bench.mini_program import Holder

KINDS = {
    "ready": "现在可取号 ready",
    "ready_other_item": "现在可取号 ready",
    "early": "还没到时间 too early",
    "late": "已经过时 too late",
    "cancelled": "已取消 cancelled",
    "other_hall": "别的大厅 other hall",
}


@dataclass(frozen=True)
class PhoneCode:
    """One code to show. `below` stands under it on the phone; `good`: the office would take it. `holder`: the
    mini-program asks the office for the code whenever it is opened."""

    label: str
    detail: str
    payload: str
    below: str = ""
    good: bool = False
    holder: Holder | None = None


def bookings(file: Path) -> list[PhoneCode]:
    """The bookings that `central seed --write-codes` made."""
    return [_booking(row) for row in json.loads(file.read_text("utf-8"))["bookings"]]


def identities(file: Path) -> list[PhoneCode]:
    """The people of the demo, each with a phone that says who they are."""
    people = json.loads(file.read_text("utf-8"))["people"]
    return [
        PhoneCode(f"{each['name']} · 身份码", "identity code, made now", "", good=True, holder=Holder(**each))
        for each in people
    ]


def _booking(row: dict[str, Any]) -> PhoneCode:
    _, _, kind = row["label"].partition(":")
    begins, ends = (datetime.fromisoformat(row[key]) for key in ("slot_start", "slot_end"))
    return PhoneCode(
        label=f"{row['name']} · {row['item']['zh_CN']}",
        detail=KINDS.get(kind, kind),
        payload=row["code"],
        below=f"{begins:%H:%M}-{ends:%H:%M}\n预约号 {row['booking_number']}\n手机 {row['phone']}",
        good=kind.startswith("ready"),
    )


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
