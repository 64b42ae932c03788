"""A USB device at the far end of emulated usbfs: libusb above it is real; kernel, controller and cable are not.

Debian's umockdev stands between: its preload library hands every ioctl on /dev/bus/usb to this process. Start the
process with `LD_PRELOAD=libumockdev-preload.so.0`; the emulated /dev and /sys hide the machine's own USB from it.
"""

from __future__ import annotations

import ctypes
import errno
import sys
import threading
import warnings
from collections import deque
from enum import IntEnum
from functools import cache
from importlib import machinery, util
from typing import Any

from devices.sdt import HEAD

PRELOAD = "libumockdev-preload.so.0"
DEBIAN_PYTHON = "/usr/lib/python3/dist-packages"  # where python3-gi is; nothing else is taken from there

IN = 0x80
CONTROL, BULK = 2, 3
_SETUP = 8  # bytes in front of a control request's data
IDLE = 0.001  # seconds a reap waits for something to reap; libusb asks again at once, for our file is always ready

REAP_AFTER_DISCONNECT = 0x10  # a capability


class _Ask(IntEnum):
    """What libusb asks of usbfs: linux/usbdevice_fs.h, on a 64-bit machine."""

    GET_DRIVER = 0x41045508
    SUBMIT = 0x8038550A
    DISCARD = 0x550B
    REAP = 0x4008550C
    REAP_NOW = 0x4008550D
    CLAIM = 0x8004550F
    RELEASE = 0x80045510
    DETACH = 0xC0105512  # any order to the kernel's driver; libusb has no other
    CLEAR_HALT = 0x80045515
    CAPABILITIES = 0x8004551A


class _Urb(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_ubyte),
        ("endpoint", ctypes.c_ubyte),
        ("status", ctypes.c_int),
        ("flags", ctypes.c_uint),
        ("buffer", ctypes.c_void_p),
        ("buffer_length", ctypes.c_int),
        ("actual_length", ctypes.c_int),
        ("start_frame", ctypes.c_int),
        ("number_of_packets", ctypes.c_int),
        ("error_count", ctypes.c_int),
        ("signr", ctypes.c_uint),
        ("usercontext", ctypes.c_void_p),
    )


class UsbBus:
    """The emulated /sys and /dev. One at a time in a process; it goes with its last reference."""

    def __init__(self) -> None:
        """Raises `OSError` when umockdev is not there or the process was started without its preload library."""
        self.umockdev = _umockdev()
        self.testbed = self.umockdev.Testbed.new()


class BenchUsbDevice:
    """One device with bulk pipes. Its hands may be used from any thread.

    To break it: `held` pipes take and give nothing, `halted` ones stall until they are cleared, `taken` says that
    another process has claimed it, `driver` is the kernel's driver that sits on it.
    """

    kind = (0xFF, 0, 0)  # class, subclass and protocol of the interface

    def __init__(
        self, bus: UsbBus, place: str, ids: tuple[int, int], pipes: tuple[int, ...], *, serial: str = ""
    ) -> None:
        """`place`: bus and sockets as under /sys/bus/usb/devices, such as `1-1`."""
        self.driver = ""
        self.taken = False
        self.held: set[int] = set()
        self.halted: set[int] = set()
        self.asked: list[str] = []  # claim, release, detach and clear, as they come
        self._bus = bus
        self._place = place
        self._ids = ids
        self._pipes = pipes
        self._serial = serial
        self._bell = threading.Condition()  # over all below
        self._received: deque[tuple[int, bytes]] = deque()
        self._to_send: dict[int, deque[bytes]] = {pipe: deque() for pipe in pipes if pipe & IN}
        self._flying: list[_Urb] = []  # submitted, not yet reaped
        self._landed: list[_Urb] = []
        self._plugged = False
        self._number = 1 + int(place.rpartition("-")[2].replace(".", ""))
        self._node = f"/dev/bus/usb/001/{self._number:03}"
        self._handler = bus.umockdev.IoctlBase.new()
        self._handler.connect("handle-ioctl", self._ioctl)
        self.plug()

    # Hands.

    def plug(self) -> None:
        self._bus.testbed.attach_ioctl(self._node, self._handler)
        self._bus.testbed.add_from_string(self._description())
        self._plugged = True

    def pull(self) -> None:
        """Nothing happens when it is out."""
        with self._bell:
            if not self._plugged:
                return
            self._plugged = False
            for urb in self._flying:
                self._land(urb, -errno.ESHUTDOWN)
            for waiting in self._to_send.values():  # it loses its power with the cable
                waiting.clear()
            self._bell.notify_all()
        self._bus.testbed.uevent(self._sys, "remove")
        self._bus.testbed.remove_device(self._sys)
        self._bus.testbed.detach_ioctl(self._node)

    def take(self, wait: float) -> tuple[int, bytes] | None:
        """The next transfer to the device: pipe and bytes; None after `wait` seconds."""
        with self._bell:
            self._bell.wait_for(lambda: self._received, wait)
            return self._received.popleft() if self._received else None

    def give(self, pipe: int, data: bytes) -> None:
        """One transfer to the host; it waits in the device until the host asks."""
        with self._bell:
            self._to_send[pipe].append(data)
            self._bell.notify_all()

    # The kernel's side.

    @property
    def _sys(self) -> str:
        return f"/sys/devices/usb1/{self._place}"

    def _description(self) -> str:
        vendor, product = self._ids
        device = bytes((18, 1, 0, 2, 0, 0, 0, 64)) + b"".join(i.to_bytes(2, "little") for i in (*self._ids, 0x0100))
        device += bytes((0, 0, 3 if self._serial else 0, 1))
        pipes = b"".join(bytes((7, 5, pipe, 2, 64, 0, 0)) for pipe in self._pipes)
        interface = bytes((9, 4, 0, 0, len(self._pipes), *self.kind, 0)) + pipes
        configuration = bytes((9, 2)) + (9 + len(interface)).to_bytes(2, "little") + bytes((1, 1, 0, 0x80, 50))
        attributes = {
            "busnum": 1, "devnum": self._number, "speed": 12, "bConfigurationValue": 1,
            "idVendor": f"{vendor:04x}", "idProduct": f"{product:04x}",
        }  # fmt: skip
        if self._serial:
            attributes["serial"] = self._serial
        return "\n".join((
            f"P: /devices/usb1/{self._place}",
            f"N: {self._node.removeprefix('/dev/')}",
            *(f"E: {name}" for name in ("SUBSYSTEM=usb", "DEVTYPE=usb_device", "BUSNUM=001")),
            f"E: DEVNAME={self._node}", f"E: DEVNUM={self._number:03}",
            *(f"A: {name}={value}\\n" for name, value in attributes.items()),
            f"H: descriptors={(device + configuration + interface).hex()}",
            "",
        ))  # fmt: skip

    def _ioctl(self, _handler: object, client: Any) -> bool:
        """Called on umockdev's own thread. The client is this process, so its memory is ours to read and to write."""
        argument = int.from_bytes(bytes(client.get_arg().retrieve()), sys.byteorder)
        with self._bell:
            problem = self._carry_out(client.get_request(), argument)
        client.complete(-1 if problem else 0, problem)
        return True

    def _carry_out(self, request: int, argument: int) -> int:
        """Returns an errno, 0 for success."""
        if request in (_Ask.REAP, _Ask.REAP_NOW):
            return self._reap(argument)
        if not self._plugged:
            return errno.ENODEV
        match request:
            case _Ask.SUBMIT:
                self._flying.append(_Urb.from_address(argument))
            case _Ask.DISCARD:
                return self._discard(argument)
            case _Ask.CLAIM:
                self.asked.append("claim")
                return errno.EBUSY if self.taken or self.driver else 0
            case _Ask.RELEASE:
                self.asked.append("release")
            case _Ask.CLEAR_HALT:
                self.asked.append("clear")
                self.halted.discard(ctypes.c_uint.from_address(argument).value)
            case _Ask.CAPABILITIES:
                ctypes.c_uint.from_address(argument).value = REAP_AFTER_DISCONNECT
            case _Ask.GET_DRIVER:
                if not self.driver:
                    return errno.ENODATA
                ctypes.memmove(argument + 4, self.driver.encode() + b"\0", len(self.driver) + 1)
            case _Ask.DETACH:
                self.asked.append("detach")
                self.driver = ""
            case _:
                return errno.ENOTTY
        return 0

    def _discard(self, argument: int) -> int:
        for urb in self._flying:
            if ctypes.addressof(urb) == argument:
                self._land(urb, -errno.ENOENT)
                return 0
        return errno.EINVAL

    def _reap(self, argument: int) -> int:
        self._bell.wait_for(self._move, IDLE)
        if not self._landed:
            return errno.EAGAIN if self._plugged else errno.ENODEV
        ctypes.c_void_p.from_address(argument).value = ctypes.addressof(self._landed.pop(0))
        return 0

    def _move(self) -> bool:
        """Let bytes pass where both sides are ready; whether there is something to reap."""
        for urb in list(self._flying):
            pipe = urb.endpoint
            if urb.type == CONTROL:
                self._control(urb)
            elif urb.type != BULK or pipe not in self._pipes or pipe in self.halted:
                self._land(urb, -errno.EPIPE)
            elif pipe in self.held:
                continue
            elif not pipe & IN:
                self._received.append((pipe, ctypes.string_at(urb.buffer, urb.buffer_length)))
                self._land(urb, 0, urb.buffer_length)
                self._bell.notify_all()
            elif self._to_send[pipe]:
                data = self._to_send[pipe].popleft()
                fits = len(data) <= urb.buffer_length
                ctypes.memmove(urb.buffer, data, min(len(data), urb.buffer_length))
                self._land(urb, 0 if fits else -errno.EOVERFLOW, min(len(data), urb.buffer_length))
        return bool(self._landed)

    def answer(self, setup: bytes) -> bytes | None:
        """The answer to a control request of eight bytes; None for one that the device does not know."""
        return None

    def _control(self, urb: _Urb) -> None:
        setup = ctypes.string_at(urb.buffer, _SETUP)
        answer = self.answer(setup)
        if answer is None:
            self._land(urb, -errno.EPIPE)
            return
        answer = answer[: urb.buffer_length - _SETUP]
        ctypes.memmove(urb.buffer + _SETUP, answer, len(answer))
        self._land(urb, 0, len(answer))

    def _land(self, urb: _Urb, status: int, size: int = 0) -> None:
        self._flying = [other for other in self._flying if other is not urb]
        urb.status, urb.actual_length = status, size
        self._landed.append(urb)


class UsbSdtWire:
    """What `BenchIdCardReader` takes for its wire: heads and bodies on pipes of their own."""

    def __init__(self, device: BenchUsbDevice) -> None:
        self.device = device

    def read(self, wait: float) -> bytes:
        transfer = self.device.take(wait)
        return transfer[1] if transfer else b""

    def write(self, data: bytes) -> None:
        self.device.give(0x81, data[:HEAD])
        if body := data[HEAD:]:
            self.device.give(0x85, body)


@cache
def _umockdev() -> Any:
    ctypes.CDLL(PRELOAD)
    spec = machinery.PathFinder.find_spec("gi", [DEBIAN_PYTHON])
    if spec is None or spec.loader is None:
        raise OSError("python3-gi is not installed")
    gi = sys.modules["gi"] = util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gi's own, about its importer
        try:
            spec.loader.exec_module(gi)
            gi.require_version("UMockdev", "1.0")
            from gi.repository import UMockdev  # type: ignore[import-not-found]
        except (ImportError, ValueError) as error:
            raise OSError(f"gir1.2-umockdev-1.0 is not installed: {error}") from error
    return UMockdev
