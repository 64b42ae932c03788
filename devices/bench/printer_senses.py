"""What a simulated printer feels, and how it says so in each language of status.

Written from the manuals, not from the models' tables: a bit that is wrong there must come out wrong here too.
"""

from __future__ import annotations

from devices.bench.mouth import Mouth
from devices.printer_model import PrinterModel, Sign

NONSENSE = b"\x10\xff\x80\x9f"  # begins like an ASB


class PrinterSenses:
    """Sensors and errors. `lying`: all is well, whatever is asked; and what it says by itself makes no sense."""

    def __init__(self, model: PrinterModel) -> None:
        presenter = model.presenter
        keeps = Sign.AT_EXIT in model.status
        self.mouth = Mouth(presents=presenter is not None and bool(presenter.present)) if keeps else None
        self.cover_open = self.paper_out = self.paper_low = False
        self.cutter_jammed = self.cutter_error = self.paper_jammed = self.hot = self.broken = False
        self.lying = False
        self._name = model.name
        self._paper_bits = self._felt()  # with the cover closed, latest

    @property
    def error(self) -> bool:
        return self.cutter_error or self.paper_jammed or self.hot or self.broken

    @property
    def online(self) -> bool:
        return not (self.cover_open or self.paper_out or self.error)

    @property
    def sensor(self) -> int:
        """The answer to GS r 1."""
        return 0x03 * self.paper_low | 0x0C * self.paper_out

    def feel(self) -> None:
        """Something may have changed. While the cover is open, the paper's sensors keep what they last felt."""
        if not self.cover_open:
            self._paper_bits = self._felt()

    def real_time(self, n: int) -> int:
        """The answer to DLE EOT n."""
        if self.lying:
            return 0x12
        match n:
            case 1:
                bits = 0x08 * (not self.online)
            case 2:
                bits = 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * self.error
            case 3:
                bits = 0x08 * self.cutter_error | 0x04 * self.paper_jammed | 0x20 * self.broken | 0x40 * self.hot
            case _:
                bits = self._paper_bits
        return 0x12 | bits

    def automatic(self) -> bytes:
        """Four bytes of ASB."""
        if self.lying:
            return NONSENSE
        return bytes(
            (
                0x10 | 0x08 * (not self.online) | 0x20 * self.cover_open,
                0x08 * self.cutter_error | 0x20 * self.broken | 0x40 * self.hot,
                self.sensor,
                0,
            )
        )

    def full(self) -> bytes:
        """Custom's full status: paper, user, recoverable errors, unrecoverable errors."""
        if self.lying:
            return bytes(4)
        return bytes(
            (
                0x01 * self.paper_out | 0x04 * self.paper_low | 0x20 * self._exit_covered,
                0x03 * self.cover_open,
                0x40 * self.paper_jammed | 0x01 * self.hot,
                0x01 * self.cutter_error | 0x04 * self.broken,
            )
        )

    @property
    def _exit_covered(self) -> bool:
        return self.mouth is not None and self.mouth.covered

    def _felt(self) -> int:
        """The paper bits of DLE EOT 4. PMU2300III has its exit sensor there; BT-UR056 counts backwards."""
        low, out = 0x0C * self.paper_low, 0x60 * self.paper_out
        if self._name == "citizen_pmu2300":
            out = 0x20 * self.paper_out | 0x40 * (not self._exit_covered)
        return low ^ 0x0C | out if self._name == "snbc_ur056" else low | out
