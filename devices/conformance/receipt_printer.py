"""What a driver of a receipt printer keeps."""

from __future__ import annotations

import contextlib

from devices.conformance.every_driver import recover
from devices.conformance.every_printer import Printing
from devices.conformance.hands import Act, Missing, Sight
from devices.conformance.rig import Failed, Rig
from devices.conformance.step import Step
from devices.paper import Align, PaperState, QrCode, Rule, Slip, Text

PRINT = 15.0  # seconds for one slip
GOOD = (PaperState.PROCESSED, PaperState.PRINTED, PaperState.PRESENTED, PaperState.TAKEN)
SLIP_END = "0123456789 ABC"
"""What stands at the end of the slip, and nowhere else."""

SLIP = Slip(
    (
        Text("一致性测试 CONFORMANCE", scale=2, align=Align.CENTRE, bold=True),
        Rule(),
        Text("A012", scale=6, align=Align.CENTRE),
        QrCode("https://hall.example/t/A012"),
        Text(SLIP_END),
    )
)


_PRINTING = Printing(SLIP, PRINT, GOOD, "papers")
_no_paper = _PRINTING.refuses_after(Act.EMPTY_PAPER)
_cover = _PRINTING.refuses_after(Act.OPEN_COVER)


def _one_each(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    for _ in range(3):
        if rig.value("print", SLIP, within=PRINT) not in GOOD:
            raise Failed("a slip did not come out")
        rig.do(Act.TAKE_SLIP)
    _PRINTING.came_out(rig, 3)
    return "3 papers for 3 slips"


def _cutter(rig: Rig) -> str:
    rig.do(Act.JAM_CUTTER)
    ended = rig.call("print", SLIP, within=PRINT)
    if ended.value in GOOD:
        raise Failed(f"a slip that was not cut is {ended.value}")
    return str(ended.value or ended)


def _paper_ends(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    rig.do(Act.EMPTY_PAPER_INSIDE)
    ended = rig.call("print", SLIP, within=PRINT)
    if ended.value in GOOD:
        raise Failed(f"half a slip is {ended.value}")
    rig.do(Act.LOAD_PAPER)
    rig.ready()
    _PRINTING.came_out(rig, 0)
    rig.value("print", SLIP, within=PRINT)
    _PRINTING.came_out(rig, 1)
    return f"{ended.value or ended}; the rest never came out"


def _silent_inside(rig: Rig) -> str:
    rig.value("print", SLIP, within=PRINT)  # the first one also clears away what may have been left
    rig.do(Act.TAKE_SLIP)
    rig.do(Act.SILENCE_INSIDE)
    ended = rig.call("print", SLIP, within=PRINT)
    if ended.value is not PaperState.UNKNOWN:
        raise Failed(f"nobody can know, and it is {ended.value or ended}")
    return f"unknown after {ended.seconds:.1f} s"


def _mend(rig: Rig) -> None:
    with contextlib.suppress(Missing):
        rig.hands.do(Act.CLEAR_JAM)
    for act in (Act.SPEAK, Act.LOAD_PAPER, Act.CLOSE_COVER, Act.TAKE_SLIP):
        rig.hands.do(act)
    recover(rig)
    rig.clock.wait(15.0 if rig.bench else 0.0)  # it is told to recover now and then
    recover(rig)


STEPS = (
    Step("print", "prints a slip and says how far it got", f"{PRINT:.0f} s", _PRINTING.prints, _mend),
    Step("one_paper_each", "never prints anything twice", "3 papers", _one_each, _mend),
    Step("no_paper", "says so, before the first byte, when there is no paper", "staff, no paper", _no_paper, _mend),
    Step("cover_open", "says so when the cover is open", "staff, no paper", _cover, _mend),
    Step("cutter_jammed", "a slip that is not cut has not come out", "not printed", _cutter, _mend),
    Step("paper_ends", "half a slip is none, and its rest never comes out", "not printed", _paper_ends, _mend),
    Step("silent_inside", "when it falls silent within a slip, nobody knows", "unknown", _silent_inside, _mend),
)
