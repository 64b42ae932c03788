"""What is plugged into this machine, by the names under which a configuration may name it. Nothing is opened.

Sources: the links that udev makes under /dev (serial, v4l, input), and sysfs for what has none (HID, printers, USB).
Makers' names come out of the devices themselves and are hostile: they are cut and cleaned before anybody sees them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

NAME_LIMIT = 60  # characters of a maker's name

_HUB, _PRINTER = "09", "07"  # USB classes
_CARD_READERS = ("0400:c35a", "0316:5020")  # SDT on USB


class Connection(StrEnum):
    """How a thing is connected."""

    SERIAL = "serial"
    CAMERA = "camera"
    KEYBOARD = "keyboard"  # also a scanner that types
    HID = "hid"
    PRINTER = "printer"  # /dev/usb/lp*
    USB = "usb"  # no driver of the kernel's


@dataclass(frozen=True)
class Plugged:
    """One thing. `address` is what a configuration would say; `node` is where it is now, "" without one."""

    connection: Connection
    address: str
    node: str = ""
    title: str = ""


def plugged(root: Path = Path("/")) -> list[Plugged]:
    """Everything, each thing once, by its most stable name."""
    found = [
        *_links(root, Connection.SERIAL, "serial", ""),
        *_uarts(root),
        *_links(root, Connection.CAMERA, "v4l", "-video-index0"),  # index1 has the camera's data, not its pictures
        *_links(root, Connection.KEYBOARD, "input", "-event-kbd", scheme="input://"),
        *_hidraws(root),
        *_printers(root),
    ]
    return [*found, *_usb(root, {Path(each.node).name for each in found})]


def _links(root: Path, connection: Connection, directory: str, ending: str, scheme: str = "") -> Iterator[Plugged]:
    """One name for each node: by-id, or by-path where two things have the same id and only one could get the link."""
    seen: set[str] = set()
    for kind in ("by-id", "by-path"):
        for link in _entries(root / "dev" / directory / kind):
            node = _node(root, link)
            if link.name.endswith(ending) and node and node not in seen:
                seen.add(node)
                title = clean(link.name.partition("-")[2] if kind == "by-id" else "")
                yield Plugged(connection, scheme + _outside(root, link), node, title)


def _uarts(root: Path) -> Iterator[Plugged]:
    """Lines of the board itself; the kernel lists four of them whether they exist or not (type 0)."""
    for line in _entries(root / "sys/class/tty"):
        if re.fullmatch(r"tty(S|AMA|THS|mxc)\d+", line.name) and _read(line / "type") not in ("", "0"):
            yield Plugged(Connection.SERIAL, f"/dev/{line.name}", f"/dev/{line.name}", "UART")


def _hidraws(root: Path) -> Iterator[Plugged]:
    for each in _entries(root / "sys/class/hidraw"):
        name = re.search(r"^HID_NAME=(.*)$", _read(each / "device/uevent"), re.MULTILINE)
        node = f"/dev/{each.name}"
        yield Plugged(Connection.HID, f"hidraw://{node}", node, clean(name[1] if name else ""))


def _printers(root: Path) -> Iterator[Plugged]:
    for each in _entries(root / "dev/usb"):
        if each.name.startswith("lp"):
            yield Plugged(Connection.PRINTER, f"/dev/usb/{each.name}", f"/dev/usb/{each.name}")


def _usb(root: Path, taken: set[str]) -> Iterator[Plugged]:
    """What is on the bus and has no node among those `taken`: drivers of ours open it by its numbers."""
    for device in _entries(root / "sys/bus/usb/devices"):
        ids = f"{_read(device / 'idVendor')}:{_read(device / 'idProduct')}"
        if not re.fullmatch(r"[0-9a-f]{4}:[0-9a-f]{4}", ids) or _read(device / "bDeviceClass") == _HUB:
            continue
        interfaces = [each for each in _entries(device) if ":" in each.name]
        if any(taken.intersection(directories) for each in interfaces for _, directories, _ in os.walk(each)):
            continue
        classes = {_read(each / "bInterfaceClass") for each in interfaces}
        scheme = "usb-sdt" if ids in _CARD_READERS else "usb-printer" if _PRINTER in classes else "usb"
        serial = clean(_read(device / "serial"))
        alone = re.fullmatch(r"[\w.-]+", serial, re.ASCII)
        title = clean(" ".join(_read(device / name) for name in ("manufacturer", "product")))
        yield Plugged(Connection.USB, f"{scheme}://{ids}{f'?serial={serial}' if alone else ''}", "", title)


# ---------------------------------------------------------------- reading


def clean(name: str) -> str:
    """A maker's name as it may be shown: one line, no control or invisible characters, not long."""
    printable = "".join(each if each.isprintable() else " " for each in name.replace("_", " "))
    return " ".join(printable.split())[:NAME_LIMIT]


def _entries(directory: Path) -> list[Path]:
    try:
        return sorted(directory.iterdir())
    except OSError:
        return []


def _read(file: Path) -> str:
    try:
        return file.read_bytes()[:4096].decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _node(root: Path, link: Path) -> str:
    """Where a link leads; "" where nothing is."""
    target = link.resolve()
    return _outside(root, target) if target.exists() else ""


def _outside(root: Path, path: Path) -> str:
    """The name as it is on the machine, whose files may lie under another root for a test."""
    return str(Path("/") / path.relative_to(root)) if path.is_relative_to(root) else str(path)
