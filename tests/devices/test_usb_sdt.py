"""Card readers on USB."""

from __future__ import annotations

from tests.devices import emulated_usb


def test_the_reader_on_emulated_usbfs() -> None:
    emulated_usb.run("usb_sdt_cases.py")
