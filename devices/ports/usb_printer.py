"""USB printers: bulk out, bulk in, and requests of the printer class on the control pipe.

The interface is found by its class (7, printer) and by having a way back; some makers call theirs vendor specific.
Nothing is reset when it is opened: a slip under way would be cut short, and some printers forget their settings.
(Universal Serial Bus Device Class Definition for Printing Devices 1.1)
"""

from __future__ import annotations

import errno
from typing import Any

from devices.ports import WRITE_WAIT, read_away, usb_device
from devices.ports.side_channel import ID_LIMIT, PAPER_EMPTY, DeviceId
from devices.ports.usb_device import milliseconds
from devices.states import Mute, Offline

PRINTER, VENDOR_SPECIFIC = 7, 0xFF
IN, BULK = 0x80, 2
WRITE_SIZE = 4096  # bytes of one transfer
CONTROL_WAIT = 0.5  # seconds
GET_DEVICE_ID, GET_PORT_STATUS = 0, 1
FROM_INTERFACE = 0xA1  # class request to an interface, answered


class UsbPrinterPort:
    """`usb-printer://04b8:0202`, with `?serial=…` or `?path=1-1.4` where two are alike. Implements `Port` and
    `SideChannel`."""

    def __init__(self, address: str) -> None:
        """Detaches the kernel's usblp and claims the interface. Raises `Offline`."""
        self._address = address
        self._held = b""  # arrived, not yet asked for
        with usb_device.opening(address) as self._device:
            self._interface = _interface(self._device)
            number, setting = self._interface.bInterfaceNumber, self._interface.bAlternateSetting
            usb_device.claim(self._device, number)
            if setting:
                self._device.set_interface_altsetting(number, setting)
        self._out = _pipe(self._interface, 0)
        self._in = _pipe(self._interface, IN)

    def write(self, data: bytes) -> None:
        while data:
            sent = self._send(data[:WRITE_SIZE])
            if not sent:
                raise Mute(f"{self._address}: takes no bytes")
            data = data[sent:]

    def read(self, size: int, wait: float) -> bytes:
        if not self._held:
            self._held = self._receive(wait)
        data, self._held = self._held[:size], self._held[size:]
        return data

    def flush_input(self) -> None:
        read_away(self)

    def close(self) -> None:
        usb_device.give_back(self._device)

    def device_id(self) -> DeviceId:
        return DeviceId.read(self._request(GET_DEVICE_ID, ID_LIMIT))

    def paper_empty(self) -> bool:
        status = self._request(GET_PORT_STATUS, 1)
        return bool(status and status[0] & PAPER_EMPTY)

    def _send(self, data: bytes) -> int:
        """Bytes that were taken; 0 when none were, for `WRITE_WAIT` or because the pipe is blocked, which is undone."""
        try:
            return int(self._device.write(self._out.bEndpointAddress, data, milliseconds(WRITE_WAIT)))
        except OSError as error:
            self._excuse(error, self._out)
            return 0

    def _receive(self, wait: float) -> bytes:
        packet = self._in.wMaxPacketSize
        try:
            return bytes(self._device.read(self._in.bEndpointAddress, 8 * packet, milliseconds(wait)))
        except OSError as error:
            self._excuse(error, self._in)
            return b""

    def _excuse(self, error: OSError, pipe: Any) -> None:
        """Raises `Offline` for anything but silence and a blocked pipe."""
        try:
            if error.errno == errno.EPIPE:
                self._device.clear_halt(pipe.bEndpointAddress)
            elif error.errno not in (errno.ETIMEDOUT, errno.EOVERFLOW):
                raise error
        except OSError as gone:
            raise Offline(f"{self._address}: {gone}") from gone

    def _request(self, request: int, size: int) -> bytes:
        """A class request; b"" when the printer does not know it or is gone."""
        number, setting = self._interface.bInterfaceNumber, self._interface.bAlternateSetting
        # The device id wants interface and alternate setting in one word (4.2.1), the status the interface (4.2.2).
        index = number << 8 | setting if request == GET_DEVICE_ID else number
        try:
            answer = self._device.ctrl_transfer(FROM_INTERFACE, request, 0, index, size, milliseconds(CONTROL_WAIT))
        except OSError:
            return b""
        return bytes(answer)


def _interface(device: Any) -> Any:
    """The interface to print on. Raises `ValueError` when there is none that can answer."""
    configuration = device.get_active_configuration()  # the kernel's choice; choosing again would reset the printer
    for kind in (PRINTER, VENDOR_SPECIFIC):
        for interface in configuration:
            if interface.bInterfaceClass == kind and _pipe(interface, 0) and _pipe(interface, IN):
                return interface
    raise ValueError("no printer interface that can answer")


def _pipe(interface: Any, direction: int) -> Any:
    """The first bulk pipe in that direction; None."""
    return next(
        (pipe for pipe in interface if pipe.bmAttributes & 3 == BULK and pipe.bEndpointAddress & IN == direction),
        None,
    )
