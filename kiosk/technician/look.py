"""How a device is at this moment, and when another stands in its place, which. Only while the terminal is stopped."""

from __future__ import annotations

from collections.abc import Callable

from devices.deadline import Deadline
from devices.driver import Driver
from devices.states import DeviceState, Fault, Garbled, Link, Media, Mute, Offline, WrongDevice
from kiosk.technician.probing import OURS, has_language, probe

PATIENCE = 6.0  # seconds for a device to say how it is


def look(name: str, opener: Callable[[], Driver], address: str) -> DeviceState:
    """Open a device, ask it, close it again. One that does not understand is asked in the other languages, too."""
    try:
        driver = opener()
        try:
            identity = driver.hello(Deadline(PATIENCE))
            condition = driver.condition(Deadline(PATIENCE))
        finally:
            driver.close()
    except (Mute, Garbled, WrongDevice) as fault:
        return _of(name, _named(name, address, fault))
    except Fault as fault:
        return _of(name, fault)
    return DeviceState(name, condition.link, condition.media, condition.code, identity)


def _named(name: str, address: str, fault: Fault) -> Fault:
    """The same fault, or `WrongDevice` when somebody else answers there."""
    if name not in OURS or not has_language(address):
        return fault
    try:
        found = probe(address, besides=name)
    except (Offline, ValueError):
        return fault
    return WrongDevice(expected=name, found=found.kind) if found.kind not in ("", name) else fault


def _of(name: str, fault: Fault) -> DeviceState:
    return DeviceState(name, fault.link or Link.OFFLINE, Media.UNKNOWN, fault.code, facts=fault.facts)
