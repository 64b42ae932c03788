"""On which ports a device may be: what is plugged in, and what the configuration names already. Nothing is opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from devices.inventory import Connection, plugged
from kiosk import config, fittings
from kiosk.passwords import without_passwords
from kiosk.readiness import A4_PRINTER, CAMERA, DOCUMENT_CAMERA, PRINTER, READER, SCANNER
from kiosk.technician.logbook import FACTS
from kiosk.technician.scenes import PortChoice

KEY = {READER: "port", SCANNER: "port", PRINTER: "port", CAMERA: "source", DOCUMENT_CAMERA: "source"}
"""The devices that a technician may assign, with the configuration's key for where they are."""

_CONNECTIONS: Mapping[str, tuple[Connection, ...]] = {
    READER: (Connection.SERIAL, Connection.HID, Connection.USB),
    SCANNER: (Connection.SERIAL, Connection.KEYBOARD),
    PRINTER: (Connection.SERIAL, Connection.PRINTER, Connection.USB),
    CAMERA: (Connection.CAMERA,),
    DOCUMENT_CAMERA: (Connection.CAMERA,),
}
_ALONE = frozenset({CAMERA, DOCUMENT_CAMERA, A4_PRINTER})  # where they are is no port of anything else
_USB_SCHEME = {READER: "usb-sdt://", PRINTER: "usb-printer://"}


def addresses(config_path: Path) -> dict[str, str]:
    """Where the configuration has each device. Raises `ConfigWrong`."""
    return fittings.addresses(config.load(config_path).devices)


def choices(config_path: Path, name: str, root: Path = Path("/")) -> tuple[str, tuple[PortChoice, ...]]:
    """Where the device is now (empty: nowhere), and every port that it could be on. Raises `ConfigWrong`."""
    taken = addresses(config_path)
    owners = {_place(address): owner for owner, address in taken.items()}
    found = {
        each.address: PortChoice(each.address, each.title, owners.get(_place(each.address), ""))
        for each in plugged(root)
        if each.connection in _CONNECTIONS[name]
        and (each.connection is not Connection.USB or each.address.startswith(_USB_SCHEME[name]))
    }
    shown = {_place(address) for address in found}
    for owner, address in taken.items():  # a network's port, or one whose plug is out
        if _place(address) not in shown and (owner == name or _ALONE.isdisjoint((owner, name))):
            found[address] = PortChoice(address, "", owner)
    offered = (port for port in found.values() if _may_be_written(port.address))
    return without_passwords(taken.get(name, "")), tuple(offered)


def move(config_path: Path, name: str, address: str) -> dict[str, dict[str, str]]:
    """The change that puts a device on a port. If another one has it, the two change places. Raises `ConfigWrong`."""
    taken = addresses(config_path)
    changes = {name: {KEY[name]: address}}
    owner = next((other for other, its in taken.items() if other != name and _place(its) == _place(address)), None)
    if owner is not None and name in taken:
        changes[owner] = {KEY[owner]: taken[name]}
    return changes


def _may_be_written(address: str) -> bool:
    """Whether an address may stand on the screen and in the logbook: a stream's URL may hold a password."""
    return FACTS["port"].fullmatch(address) is not None and without_passwords(address) == address


def _place(address: str) -> str:
    return address if "://" in address else os.path.realpath(address)
