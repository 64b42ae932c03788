"""What a driver of a printer of A4 keeps."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

from devices.conformance.every_driver import recover
from devices.conformance.every_printer import Printing
from devices.conformance.hands import Act, Missing, Sight
from devices.conformance.rig import Failed, Rig
from devices.conformance.step import Step
from devices.paper import PaperState
from devices.sheet import Check, Row, Sheet

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


_PRINTING = Printing(SHEET, PRINT, (PaperState.PRINTED,), "sheets")
_no_paper = _PRINTING.refuses_after(Act.EMPTY_PAPER)
_cover = _PRINTING.refuses_after(Act.OPEN_COVER)
_jam = _PRINTING.refuses_after(Act.JAM_PAPER)
_toner = _PRINTING.refuses_after(Act.EMPTY_TONER)


def _one_each(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    for _ in range(3):
        if rig.value("print", SHEET, within=PRINT) is not PaperState.PRINTED:
            raise Failed("a sheet did not come out")
    _PRINTING.came_out(rig, 3)
    return "3 sheets for 3 sheets"


def _paper_ends(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    rig.do(Act.EMPTY_PAPER_INSIDE)
    ended = rig.call("print", SHEET, within=PRINT)
    if ended.value is PaperState.PRINTED:
        raise Failed("a sheet without paper is printed")
    rig.do(Act.LOAD_PAPER)
    rig.ready()
    _PRINTING.came_out(rig, 0)
    return f"{ended.value or ended}; it never came out"


def _answer_lost(rig: Rig) -> str:
    rig.see(Sight.SLIPS)
    rig.do(Act.LOSE_ANSWER)
    ended = rig.call("print", SHEET, within=PRINT)
    if ended.value not in (PaperState.PRINTED, PaperState.UNKNOWN):
        raise Failed(f"a document that was taken is {ended.value or ended}")
    _PRINTING.came_out(rig, 1)
    return str(ended.value.value)


def _silent_inside(rig: Rig) -> str:
    rig.do(Act.SILENCE_INSIDE)
    ended = rig.call("print", SHEET, within=PRINT)
    if ended.value is not PaperState.UNKNOWN:
        raise Failed(f"nobody can know, and it is {ended.value or ended}")
    rig.see(Sight.SLIPS)
    rig.do(Act.SPEAK)
    rig.ready()
    _PRINTING.came_out(rig, 0)
    return f"unknown after {ended.seconds:.1f} s; nothing came out later"


def _mend(rig: Rig) -> None:
    for act in (Act.SPEAK, Act.LOAD_PAPER, Act.CLOSE_COVER, Act.CLEAR_PATH, Act.CHANGE_TONER):
        with contextlib.suppress(Missing):
            rig.hands.do(act)
    recover(rig)


STEPS = (
    Step("print", "prints a sheet and says when it is out", f"{PRINT:.0f} s", _PRINTING.prints, _mend),
    Step("one_sheet_each", "never prints anything twice", "3 sheets", _one_each, _mend),
    Step("no_paper", "says so, before the document, when there is no paper", "staff, no sheet", _no_paper, _mend),
    Step("cover_open", "says so when a door is open", "staff, no sheet", _cover, _mend),
    Step("paper_jammed", "says so when paper is stuck", "staff, no sheet", _jam, _mend),
    Step("no_toner", "says so when the toner is used up", "staff, no sheet", _toner, _mend),
    Step("paper_ends", "what cannot be printed now never comes out later", "not printed", _paper_ends, _mend),
    Step("answer_lost", "a document whose answer is lost is not sent again", "1 sheet", _answer_lost, _mend),
    Step("silent_inside", "when it falls silent within a document, nobody knows", "unknown", _silent_inside, _mend),
)
