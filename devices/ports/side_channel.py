"""What a printer's wire knows of it beside the stream of bytes: IEEE 1284 device id and port status.

Both travel on a way of their own (USB's control pipe), so that they are answered even when the printer takes no more
data (Universal Serial Bus Device Class Definition for Printing Devices 1.1, 4.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

PAPER_EMPTY = 0x20
ID_LIMIT = 1024  # bytes
NAME_LIMIT = 60  # characters of a name


@dataclass(frozen=True)
class DeviceId:
    """The keys of an IEEE 1284 device id that name a printer; "" for one that it does not have. Printable, not long."""

    maker: str = ""
    model: str = ""
    serial: str = ""

    @classmethod
    def read(cls, answer: bytes) -> DeviceId:
        """From `00 3A MFG:EPSON;MDL:TM-T88V;…`: length with its own two bytes, then `KEY:value;`. Never raises."""
        text = answer[2 : int.from_bytes(answer[:2], "big")].decode("ascii", "replace")
        fields = dict(field.strip().partition(":")[::2] for field in text.split(";"))
        found = {key.upper(): value.strip()[:NAME_LIMIT] for key, value in fields.items() if value.isprintable()}
        return cls(
            found.get("MFG") or found.get("MANUFACTURER", ""),
            found.get("MDL") or found.get("MODEL", ""),
            found.get("SN") or found.get("SERN") or found.get("SERIALNUMBER", ""),
        )


@runtime_checkable
class SideChannel(Protocol):
    """A port that has one."""

    def device_id(self) -> DeviceId:
        """What the printer is called; empty when it does not say. Never raises."""

    def paper_empty(self) -> bool:
        """True when the printer says so; False proves nothing. Never raises."""
