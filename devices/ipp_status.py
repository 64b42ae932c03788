"""What a printer's own words say of it: `printer-state` and `printer-state-reasons` (RFC 8011, 5.4.11 and 5.4.12).

A reason ends in its severity, -report, -warning or -error; without one it is an error. Only errors stop a page. Words
that are not in the table count where the printer itself has stopped, and say nothing otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices import ipp
from devices.ipp import Attributes, PrinterState
from devices.printer_status import CoverOpen, PaperJammed, PaperOut, PrinterBusy, PrinterFailed, PrinterFault
from devices.states import Condition, Garbled, Link, Media, Remedy

REQUESTED = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")


class TonerOut(PrinterFault):
    """Toner, ink or drum are used up."""

    code = "toner_out"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR


class OutputFull(PrinterFault):
    """The tray is full of sheets that nobody took."""

    code = "output_full"
    remedy = Remedy.STAFF
    link = Link.USER_ERROR


class PrinterPaused(PrinterFault):
    """Somebody has paused the queue, or it takes no jobs."""

    code = "printer_paused"
    remedy = Remedy.STAFF
    link = Link.USER_ERROR


class PrinterGone(PrinterFault):
    """The queue is there, and the printer behind it is not."""

    code = "device_mute"
    remedy = Remedy.STAFF
    link = Link.OFFLINE


class SheetUnfit(PrinterFault):
    """This sheet cannot be drawn; the printer is well."""

    code = "sheet_unfit"


_FAULTS: tuple[tuple[type[PrinterFault], frozenset[str]], ...] = (
    (CoverOpen, frozenset({"door-open", "cover-open", "interlock-open", "input-tray-missing"})),
    (PaperJammed, frozenset({"media-jam"})),
    (PaperOut, frozenset({"media-empty", "media-needed"})),
    (TonerOut, frozenset({"toner-empty", "marker-supply-empty", "developer-empty", "opc-life-over"})),
    (OutputFull, frozenset({"output-area-full", "marker-waste-full"})),
    (PrinterPaused, frozenset({"paused", "moving-to-paused"})),
    (PrinterBusy, frozenset({"spool-area-full"})),
)
_LOW = frozenset({"media-low", "media-empty-warning", "media-empty-report", "media-low-warning", "media-low-report"})
_AWAY = frozenset({"offline", "shutdown", "timed-out"})
"""Whatever their severity: CUPS reports a printer that is switched off as `offline-report`."""


@dataclass(frozen=True)
class IppStatus:
    """One answer."""

    state: int
    reasons: frozenset[str]
    accepting: bool

    @classmethod
    def read(cls, attributes: Attributes) -> IppStatus:
        """Raises `Garbled` for an answer that does not say how the printer is."""
        state = ipp.number(attributes, "printer-state")
        if state is None:
            raise Garbled("a printer without a state")
        reasons = frozenset(ipp.words(attributes, "printer-state-reasons")) - {"none"}
        return cls(state, reasons, attributes.get("printer-is-accepting-jobs") != (False,))

    @property
    def connecting(self) -> bool:
        """A queue of CUPS looks for the printer behind it; it never gives up by itself."""
        return any(reason.startswith("connecting-to-device") for reason in self.reasons)

    def fault(self, *, begun: bool = False) -> PrinterFault | None:
        """The first reason not to print; `None`: it can."""
        if any(reason.removesuffix("-report").removesuffix("-warning").removesuffix("-error") in _AWAY
               for reason in self.reasons):  # fmt: skip
            return PrinterGone(begun=begun)
        errors = {reason.removesuffix("-error") for reason in self.reasons}
        if not self.accepting:
            return PrinterPaused(begun=begun)
        for fault, known in _FAULTS:
            if errors & known:
                return fault(begun=begun)
        return PrinterFailed(begun=begun) if self.state == PrinterState.STOPPED else None

    def condition(self) -> Condition:
        fault = self.fault()
        media = Media.LOW if self.reasons & _LOW else Media.FULL
        if fault is None:
            return Condition(Link.ONLINE, media)
        if fault.media is not Media.UNKNOWN:
            media = fault.media
        return Condition(fault.link or Link.ONLINE, media, fault.code)
