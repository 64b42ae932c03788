"""One USB device by its ids: found, claimed, given back. For the ports that speak to its pipes."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from devices.ports import unopened

SYSFS = Path("/sys/bus/usb/devices")


@contextlib.contextmanager
def opening(address: str) -> Iterator[Any]:
    """The device of that address; given back unless all that is done with it succeeds. Raises `Offline`."""
    device = None
    try:
        device = find(address)
        yield device
    except (ValueError, NotImplementedError, OSError) as error:  # USBError is an OSError, and so is a lost library
        if device is not None:
            give_back(device)
        raise unopened(address, error) from error


def find(address: str) -> Any:
    """The one device of an address like `scheme://0400:c35a?serial=…`. Raises `ValueError`, and `OSError` when libusb
    is not there."""
    parts = urlsplit(address)
    ids = re.fullmatch(r"([0-9a-f]{4}):([0-9a-f]{4})", parts.netloc.lower())
    wanted = dict(parse_qsl(parts.query))
    if ids is None or parts.path not in ("", "/") or not wanted.keys() <= {"serial", "path"}:
        raise ValueError(f"write it like {parts.scheme}://0400:c35a?serial=… or ?path=1-1.4")
    there = [
        device
        for device in plugged(int(ids[1], 16), int(ids[2], 16))
        if wanted.get("path") in (None, path(device)) and wanted.get("serial") in (None, _serial(device))
    ]
    if not there:
        raise ValueError("not plugged in")
    if len(there) > 1:
        places = ", ".join(sorted(path(device) for device in there))
        raise ValueError(f"{len(there)} of them, at {places}; add ?path= or ?serial=")
    return there[0]


def claim(device: Any, interface: int) -> None:
    """Send the kernel's driver away and take the interface. No reset. Raises `OSError`, when another has it too."""
    import usb.util

    with contextlib.suppress(NotImplementedError):
        if device.is_kernel_driver_active(interface):
            device.detach_kernel_driver(interface)
    usb.util.claim_interface(device, interface)


def give_back(device: Any) -> None:
    """Never raises."""
    import usb.util

    with contextlib.suppress(OSError):
        usb.util.dispose_resources(device)


def milliseconds(wait: float) -> int:
    """libusb's zero means for ever."""
    return max(1, math.ceil(1000 * wait))


def plugged(vendor: int, product: int) -> Iterator[Any]:
    """All devices of these ids. Raises `OSError` when libusb is not there."""
    import usb.backend.libusb1
    import usb.core

    backend = usb.backend.libusb1.get_backend(find_library=lambda _: "libusb-1.0.so.0")
    if backend is None:
        raise OSError("libusb-1.0 is not installed")
    yield from usb.core.find(find_all=True, backend=backend, idVendor=vendor, idProduct=product)


def path(device: Any) -> str:
    """Bus and sockets, as under /sys/bus/usb/devices: it stays as long as the cable stays in its socket."""
    return f"{device.bus}-{'.'.join(str(port) for port in device.port_numbers or ())}"


def _serial(device: Any) -> str:
    """As the kernel read it when the device was plugged in; "" for one that has none."""
    try:
        return (SYSFS / path(device) / "serial").read_text("utf-8", "replace").strip()
    except OSError:
        return ""
