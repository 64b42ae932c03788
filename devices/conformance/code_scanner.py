"""What a driver of a code scanner keeps."""

from __future__ import annotations

from devices.conformance.every_driver import alone, cancelled, recover
from devices.conformance.hands import Act, Sight
from devices.conformance.rig import Failed, Rig
from devices.conformance.step import Step
from devices.states import Remedy

SCAN = 1.0  # seconds from a code that is shown to its text
WAIT = 10.0  # seconds for a person's hand
_SHOWN = 0.4  # seconds after the driver began to look


def _scan(rig: Rig) -> str:
    rig.do(Act.SHOW_CODE, after=_SHOWN)
    seconds = scanned(rig, within=WAIT, quick=SCAN, shown=_SHOWN)
    return f"{seconds:.2f} s" if rig.bench else "read"


def scanned(rig: Rig, *, within: float, quick: float, shown: float = 0.0) -> float:
    """Seconds from a code that is `shown` seconds after the call to its text. Raises `Failed`."""
    ended = rig.call("scan", within=within)
    if ended.fault is not None:
        raise Failed(f"scan ended in {ended}", f"{ended.seconds:.2f} s")
    if ended.value.text in repr(ended.value):
        raise Failed("its repr shows the code")
    seconds = ended.seconds - shown
    if rig.bench and seconds > quick:
        raise Failed("too slow", f"{seconds:.2f} s")
    return seconds


def _once(rig: Rig) -> str:
    rig.do(Act.SHOW_CODE, after=_SHOWN)
    rig.value("scan", within=WAIT)
    ended = rig.call("scan", within=1.0)
    if not ended.timed_out:
        raise Failed(f"shown once, and then again: {ended}")
    return "once"


def _unasked(rig: Rig) -> str:
    rig.do(Act.SHOW_CODE)
    rig.clock.wait(0.5)
    rig.do(Act.WITHDRAW)
    ended = rig.call("scan", within=1.5)
    if not ended.timed_out:
        raise Failed(f"a code that was shown before anybody asked: {ended}")
    return "dropped"


def _refuse(act: Act) -> Step:
    def test(rig: Rig) -> str:
        rig.do(act, after=_SHOWN)
        fault = rig.refused("scan", within=WAIT)
        if fault.remedy is not Remedy.CITIZEN or fault.link is not None:
            raise Failed(f"it is {fault.code}, which is no fault of the code")
        rig.hands.do(Act.WITHDRAW)
        rig.clock.wait(2.0)
        _scan(rig)
        return f"{fault.code}; the next one is read"

    name, clause = {
        Act.SHOW_LONG_CODE: ("long_code", "refuses a code of more than 512 bytes, to its end"),
        Act.SHOW_CONTROLS: ("control_characters", "refuses control characters: a code may be a printer's command"),
    }[act]
    return Step(name, clause, "remedy citizen", test, _withdraw)


def _gb18030(rig: Rig) -> str:
    rig.do(Act.SHOW_GB18030, after=_SHOWN)
    scanned = rig.value("scan", within=WAIT)
    if not any("\u4e00" <= character <= "\u9fff" for character in scanned.text):
        raise Failed("the text is not Chinese")
    return f"{len(scanned.text)} characters of {len(scanned.data)} bytes"


def _dark(rig: Rig) -> str:
    rig.call("scan", within=0.8)
    if rig.see(Sight.LIGHT):
        raise Failed("goes on looking when the time is up")
    return "dark"


def _withdraw(rig: Rig) -> None:
    rig.clock.drop_plans()
    rig.hands.do(Act.WITHDRAW)
    recover(rig)


STEPS = (
    alone("scan", 1.0, "nobody showed a code"),
    Step("cancel_scan", "feels a cancel while it looks", "100 ms", cancelled("scan", WAIT, 0.5), _withdraw),
    Step("dark", "stops looking when the time is up", "no light", _dark, _withdraw),
    Step("scan", "reads a code; its repr shows nothing", f"{SCAN:.0f} s", _scan, _withdraw),
    Step("once", "one presentation is one code", "timed_out", _once, _withdraw),
    Step("unasked", "a code that was shown before belongs to somebody else", "timed_out", _unasked, _withdraw),
    Step("gb18030", "reads Chinese in GB 18030", "Chinese text", _gb18030, _withdraw),
    _refuse(Act.SHOW_LONG_CODE),
    _refuse(Act.SHOW_CONTROLS),
)
