"""What a driver of a receipt printer keeps."""

from __future__ import annotations

import contextlib

from devices.conformance.every_driver import recover
from devices.conformance.hands import Act, Missing, Sight
from devices.conformance.rig import Failed, Rig
from devices.conformance.step import Step
from devices.paper import Align, PaperState, QrCode, Rule, Slip, Text
from devices.states import Remedy

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


def _print(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    ended = rig.call("print", SLIP, within=PRINT)
    if ended.value not in GOOD:
        raise Failed(f"print ended in {ended.value or ended}", f"{ended.seconds:.1f} s")
    _papers(rig, 1)
    return f"{ended.value.value} in {ended.seconds:.1f} s"


def _one_each(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    for _ in range(3):
        if rig.value("print", SLIP, within=PRINT) not in GOOD:
            raise Failed("a slip did not come out")
        rig.do(Act.TAKE_SLIP)
    _papers(rig, 3)
    return "3 papers for 3 slips"


def _refused(rig: Rig, act: Act) -> str:
    rig.see(Sight.SLIPS)
    rig.do(act)
    fault = rig.refused("print", SLIP, within=PRINT)
    if fault.remedy is not Remedy.STAFF:
        raise Failed(f"{fault.code} is nothing that staff can mend")
    _papers(rig, 0)
    condition = rig.value("condition", within=5.0)
    if not condition.code:
        raise Failed("and all is well, says its condition")
    return f"{fault.code}; {condition.link.value} {condition.media.value}"


def _no_paper(rig: Rig) -> str:
    return _refused(rig, Act.EMPTY_PAPER)


def _cover(rig: Rig) -> str:
    return _refused(rig, Act.OPEN_COVER)


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
    _papers(rig, 0)
    rig.value("print", SLIP, within=PRINT)
    _papers(rig, 1)
    return f"{ended.value or ended}; the rest never came out"


def _silent_inside(rig: Rig) -> str:
    rig.value("print", SLIP, within=PRINT)  # the first one also clears away what may have been left
    rig.do(Act.TAKE_SLIP)
    rig.do(Act.SILENCE_INSIDE)
    ended = rig.call("print", SLIP, within=PRINT)
    if ended.value is not PaperState.UNKNOWN:
        raise Failed(f"nobody can know, and it is {ended.value or ended}")
    return f"unknown after {ended.seconds:.1f} s"


def _papers(rig: Rig, number: int) -> None:
    came = rig.see(Sight.SLIPS)
    if came != number:
        raise Failed(f"{came} papers came out for {number}")


def _mend(rig: Rig) -> None:
    with contextlib.suppress(Missing):
        rig.hands.do(Act.CLEAR_JAM)
    for act in (Act.SPEAK, Act.LOAD_PAPER, Act.CLOSE_COVER, Act.TAKE_SLIP):
        rig.hands.do(act)
    recover(rig)
    rig.clock.wait(15.0 if rig.bench else 0.0)  # it is told to recover now and then
    recover(rig)


STEPS = (
    Step("print", "prints a slip and says how far it got", f"{PRINT:.0f} s", _print, _mend),
    Step("one_paper_each", "never prints anything twice", "3 papers", _one_each, _mend),
    Step("no_paper", "says so, before the first byte, when there is no paper", "staff, no paper", _no_paper, _mend),
    Step("cover_open", "says so when the cover is open", "staff, no paper", _cover, _mend),
    Step("cutter_jammed", "a slip that is not cut has not come out", "not printed", _cutter, _mend),
    Step("paper_ends", "half a slip is none, and its rest never comes out", "not printed", _paper_ends, _mend),
    Step("silent_inside", "when it falls silent within a slip, nobody knows", "unknown", _silent_inside, _mend),
)
