"""What a driver of a camera keeps. It has no wire of bytes: only some of the rules for every driver apply."""

from __future__ import annotations

from devices.conformance import every_driver
from devices.conformance.code_scanner import scanned
from devices.conformance.every_driver import alone, cancelled, recover
from devices.conformance.hands import Act, Sight
from devices.conformance.rig import Failed, Rig
from devices.conformance.step import Step

PICTURE = 5.0  # seconds
SCAN = 5.0
WAIT = 15.0  # seconds for a person's hand, and for a camera to start
_CANCEL_AFTER = 3.0  # seconds; it looks by then


def _picture(rig: Rig) -> str:
    ended = rig.call("picture", within=PICTURE)
    if ended.fault is not None:
        raise Failed(f"picture ended in {ended}", f"{ended.seconds:.2f} s")
    return f"{ended.value.width} x {ended.value.height} in {ended.seconds:.2f} s"


def _off(rig: Rig) -> str:
    rig.value("picture", within=PICTURE)
    rig.clock.wait(0.5)
    if rig.see(Sight.LIGHT):
        raise Failed("it goes on looking")
    return "off"


def _scan(rig: Rig) -> str:
    rig.do(Act.SHOW_CODE)
    return f"{scanned(rig, within=WAIT, quick=SCAN):.2f} s"


def _silent(rig: Rig) -> str:
    rig.do(Act.SILENCE)
    return _unwell(rig)


def _gone(rig: Rig) -> str:
    rig.do(Act.UNPLUG)
    return _unwell(rig)


def _unwell(rig: Rig) -> str:
    ended = rig.call("picture", within=WAIT)
    if ended.fault is None or ended.timed_out or getattr(ended.fault, "link", None) is None:
        raise Failed(f"it is {ended}, which says nothing of the camera")
    return str(ended)


def _withdraw(rig: Rig) -> None:
    rig.hands.do(Act.WITHDRAW)


def _mend(rig: Rig) -> None:
    rig.hands.do(Act.SPEAK)
    rig.hands.do(Act.PLUG)
    recover(rig)


_AS_EVERY = {step.name: step for step in every_driver.STEPS}

STEPS = (
    *(_AS_EVERY[name] for name in ("hello", "hello_again", "condition")),
    Step("picture", "takes a picture", f"{PICTURE:.0f} s", _picture),
    Step("off", "is off unless somebody asked", "no light", _off),
    alone("scan", 4.0, "nobody showed a code"),
    Step("cancel_scan", "feels a cancel while it looks", "100 ms", cancelled("scan", WAIT, _CANCEL_AFTER)),
    Step("scan", "reads a code that is held to it; its repr shows nothing", f"{SCAN:.0f} s", _scan, _withdraw),
    Step("silent_camera", "one that sends nothing is not well", "a fault of its own", _silent, _mend),
    Step("gone", "one that is gone is not well", "a fault of its own", _gone, _mend),
    _AS_EVERY["close"],
)
