"""A receipt printer's USB plug, for `BenchReceiptPrinter` behind it: the printer class on emulated usbfs."""

from __future__ import annotations

from devices.bench.usb import BenchUsbDevice, UsbBus

OUT, IN = 0x01, 0x82
WELL = 0x18  # selected, no error


class BenchUsbPrinter(BenchUsbDevice):
    """What `BenchReceiptPrinter` takes for its wire. While its `OUT` pipe is `held`, it takes no data and still answers
    requests of its class."""

    kind = (7, 1, 2)  # printer, bidirectional

    def __init__(
        self,
        bus: UsbBus,
        place: str = "1-2",
        ids: tuple[int, int] = (0x04B8, 0x0202),
        *,
        pipes: tuple[int, ...] = (OUT, IN),
        serial: str = "",
    ) -> None:
        self.device_id = b"MFG:EPSON;CMD:ESC/POS;MDL:TM-BENCH;CLS:PRINTER;SN:BENCH00001;"
        self.port_status = WELL
        super().__init__(bus, place, ids, pipes, serial=serial)

    def answer(self, setup: bytes) -> bytes | None:
        match setup[:2]:
            case b"\xa1\x00":  # GET_DEVICE_ID
                return (len(self.device_id) + 2).to_bytes(2, "big") + self.device_id if self.device_id else None
            case b"\xa1\x01":  # GET_PORT_STATUS
                return bytes([self.port_status])
            case _:
                return None

    def read(self, wait: float) -> bytes:
        transfer = self.take(wait)
        return transfer[1] if transfer else b""

    def write(self, data: bytes) -> None:
        self.give(IN, data)
