"""What a driver of a printer of A4 keeps."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

from devices.conformance.every_driver import recover
from devices.conformance.hands import Act, Missing, Sight
from devices.conformance.rig import Failed, Rig
from devices.conformance.step import Step
from devices.paper import PaperState
from devices.sheet import Check, Row, Sheet
from devices.states import Remedy

PRINT = 40.0  # seconds for one sheet, of a printer that was asleep
SHEET_END = "0123456789 ABC"
"""What stands at the end of the sheet, and nowhere else."""

SHEET = Sheet(
    issuer="政务服务大厅",
    title="一致性测试",
    holder_label="CONFORMANCE",
    holder="A012",
    rows=(Row("驱动", "a4_printer"),),
    statement="此页用于检验打印机与驱动程序，不是证明文件。",
    numbers=(),
    check=Check("https://hall.example/t/A012", "扫码", "A012", "A012"),
    signature="",
    issued_on="2026",
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    foot=SHEET_END,
)


def _print(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    ended = rig.call("print", SHEET, within=PRINT)
    if ended.value is not PaperState.PRINTED:
        raise Failed(f"print ended in {ended.value or ended}", f"{ended.seconds:.1f} s")
    _sheets(rig, 1)
    return f"{ended.value.value} in {ended.seconds:.1f} s"


def _one_each(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    for _ in range(3):
        if rig.value("print", SHEET, within=PRINT) is not PaperState.PRINTED:
            raise Failed("a sheet did not come out")
    _sheets(rig, 3)
    return "3 sheets for 3 sheets"


def _refused(rig: Rig, act: Act) -> str:
    rig.see(Sight.SLIPS)
    rig.do(act)
    fault = rig.refused("print", SHEET, within=PRINT)
    if fault.remedy is not Remedy.STAFF:
        raise Failed(f"{fault.code} is nothing that staff can mend")
    _sheets(rig, 0)
    condition = rig.value("condition", within=5.0)
    if not condition.code:
        raise Failed("and all is well, says its condition")
    return f"{fault.code}; {condition.link.value} {condition.media.value}"


def _no_paper(rig: Rig) -> str:
    return _refused(rig, Act.EMPTY_PAPER)


def _cover(rig: Rig) -> str:
    return _refused(rig, Act.OPEN_COVER)


def _jam(rig: Rig) -> str:
    return _refused(rig, Act.JAM_PAPER)


def _toner(rig: Rig) -> str:
    return _refused(rig, Act.EMPTY_TONER)


def _paper_ends(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    rig.do(Act.EMPTY_PAPER_INSIDE)
    ended = rig.call("print", SHEET, within=PRINT)
    if ended.value is PaperState.PRINTED:
        raise Failed("a sheet without paper is printed")
    rig.do(Act.LOAD_PAPER)
    rig.ready()
    _sheets(rig, 0)
    return f"{ended.value or ended}; it never came out"


def _answer_lost(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    rig.do(Act.LOSE_ANSWER)
    ended = rig.call("print", SHEET, within=PRINT)
    if ended.value not in (PaperState.PRINTED, PaperState.UNKNOWN):
        raise Failed(f"a document that was taken is {ended.value or ended}")
    _sheets(rig, 1)
    return str(ended.value.value)


def _silent_inside(rig: Rig) -> str:
    rig.do(Act.SILENCE_INSIDE)
    ended = rig.call("print", SHEET, within=PRINT)
    if ended.value is not PaperState.UNKNOWN:
        raise Failed(f"nobody can know, and it is {ended.value or ended}")
    rig.see(Sight.SLIPS)
    rig.do(Act.SPEAK)
    rig.ready()
    _sheets(rig, 0)
    return f"unknown after {ended.seconds:.1f} s; nothing came out later"


def _sheets(rig: Rig, number: int) -> None:
    came = rig.see(Sight.SLIPS)
    if came != number:
        raise Failed(f"{came} sheets came out for {number}")


def _mend(rig: Rig) -> None:
    for act in (Act.SPEAK, Act.LOAD_PAPER, Act.CLOSE_COVER, Act.CLEAR_PATH, Act.CHANGE_TONER):
        with contextlib.suppress(Missing):
            rig.hands.do(act)
    recover(rig)


STEPS = (
    Step("print", "prints a sheet and says when it is out", f"{PRINT:.0f} s", _print, _mend),
    Step("one_sheet_each", "never prints anything twice", "3 sheets", _one_each, _mend),
    Step("no_paper", "says so, before the document, when there is no paper", "staff, no sheet", _no_paper, _mend),
    Step("cover_open", "says so when a door is open", "staff, no sheet", _cover, _mend),
    Step("paper_jammed", "says so when paper is stuck", "staff, no sheet", _jam, _mend),
    Step("no_toner", "says so when the toner is used up", "staff, no sheet", _toner, _mend),
    Step("paper_ends", "what cannot be printed now never comes out later", "not printed", _paper_ends, _mend),
    Step("answer_lost", "a document whose answer is lost is not sent again", "1 sheet", _answer_lost, _mend),
    Step("silent_inside", "when it falls silent within a document, nobody knows", "unknown", _silent_inside, _mend),
)
