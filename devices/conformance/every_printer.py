"""What a driver of any printer keeps, on a roll or on sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.conformance.hands import Act, Sight
from devices.conformance.rig import Failed, Rig
from devices.paper import PaperState, Slip
from devices.sheet import Sheet
from devices.states import Remedy


@dataclass(frozen=True)
class Printing:
    """What is printed. `within`: seconds for one; `good`: what is said of one that came out; `called`: several."""

    what: Slip | Sheet
    within: float
    good: tuple[PaperState, ...]
    called: str

    def prints(self, rig: Rig) -> str:
        """One comes out, and the driver says so."""
        rig.see(Sight.SLIPS)
        ended = rig.call("print", self.what, within=self.within)
        if ended.value not in self.good:
            raise Failed(f"print ended in {ended.value or ended}", f"{ended.seconds:.1f} s")
        self.came_out(rig, 1)
        return f"{ended.value.value} in {ended.seconds:.1f} s"

    def refuses_after(self, act: Act) -> Callable[[Rig], str]:
        """Nothing is begun, staff is asked for, and the condition says why."""

        def step(rig: Rig) -> str:
            rig.see(Sight.SLIPS)
            rig.do(act)
            fault = rig.refused("print", self.what, within=self.within)
            if fault.remedy is not Remedy.STAFF:
                raise Failed(f"{fault.code} is nothing that staff can mend")
            self.came_out(rig, 0)
            condition = rig.value("condition", within=5.0)
            if not condition.code:
                raise Failed("and all is well, says its condition")
            return f"{fault.code}; {condition.link.value} {condition.media.value}"

        return step

    def came_out(self, rig: Rig, number: int) -> None:
        """So many since somebody looked the last time."""
        came = rig.see(Sight.SLIPS)
        if came != number:
            raise Failed(f"{came} {self.called} came out for {number}")
