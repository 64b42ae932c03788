"""What every driver keeps, whatever it drives."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from devices.conformance.hands import Act, Missing
from devices.conformance.rig import CANCEL_FELT, GRACE, Failed, Rig, Skip
from devices.conformance.step import Step
from devices.states import Cancelled, Condition, Fault, Identity, Link, Mute, Offline, WrongDevice

HELLO = 3.0  # seconds
CONDITION = 2.0
CHEAP = 0.5  # seconds of one status question
GONE = 2.0  # seconds until a pulled cable is noticed
TOLERANCE = 0.02  # seconds of a clock's reading
_AGAIN = 20  # status questions in a row
_TRIES = 3  # questions until a device that talks again must have been understood


def _hello(rig: Rig) -> str:
    ended = rig.call("hello", within=HELLO)
    if not isinstance(ended.value, Identity):
        raise Failed(f"hello ended in {ended}", f"{ended.seconds:.2f} s")
    rig.identity, rig.talks = ended.value, rig.written > 0
    words = (ended.value.kind, ended.value.model, ended.value.serial, ended.value.firmware)
    if not all(word.isprintable() for word in words):
        raise Failed("its identity holds what cannot be printed")
    return f"{ended.seconds:.2f} s"


def _hello_again(rig: Rig) -> str:
    again = rig.value("hello", within=HELLO)
    if again != rig.identity:
        raise Failed("says something else the second time")
    return "the same"


def _condition(rig: Rig) -> str:
    worst = 0.0
    for _ in range(_AGAIN):
        ended = rig.call("condition", within=CONDITION)
        if not isinstance(ended.value, Condition):
            raise Failed(f"condition ended in {ended}", f"{ended.seconds:.2f} s")
        if ended.value.link is not Link.ONLINE:
            raise Failed(f"a device that is well is {ended.value.link.value} {ended.value.code}".rstrip())
        worst = max(worst, ended.seconds)
    if worst > CHEAP:
        raise Failed("too slow to be asked again and again", f"{worst:.2f} s")
    return f"{worst * 1000:.0f} ms at most, {_AGAIN} times"


def _silence(rig: Rig) -> str:
    _must_talk(rig)
    rig.do(Act.SILENCE)
    fault = rig.refused("condition", within=CONDITION)
    if not isinstance(fault, Mute | Offline):
        raise Failed(f"silence is {fault.code}")
    return fault.code


def _short_deadline(rig: Rig) -> str:
    _must_talk(rig)
    rig.do(Act.SILENCE)
    ended = rig.call("hello", within=0.3)
    if ended.fault is None:
        raise Failed("a silent device was greeted")
    return f"{ended.seconds:.2f} s"


def _cancel(rig: Rig) -> str:
    _must_talk(rig)
    rig.do(Act.SILENCE)
    after = 0.13
    ended = rig.call("hello", within=HELLO, cancel_after=after)
    if isinstance(ended.fault, Fault) and ended.seconds < after:
        raise Skip(f"over before it could be cancelled: {ended}")
    return felt(ended.fault, ended.seconds - after)


def felt(fault: Fault | Cancelled | None, late: float) -> str:
    """How soon a cancel ended a command. Raises `Failed`."""
    if not isinstance(fault, Cancelled):
        raise Failed("the cancel was not felt", f"{late * 1000:.0f} ms")
    if late > CANCEL_FELT + TOLERANCE:
        raise Failed("the cancel was felt too late", f"{late * 1000:.0f} ms")
    return f"{late * 1000:.0f} ms"


def alone(verb: str, within: float, nobody: str) -> Step:
    """The step of a verb that waits for a person, with nobody there. `nobody`: who did not do what."""

    def test(rig: Rig) -> str:
        ended = rig.call(verb, within=within)
        if not ended.timed_out:
            raise Failed(f"{nobody}: {ended}", f"{ended.seconds:.2f} s")
        return f"timed_out at {ended.seconds:.2f} s"

    return Step("nobody", "waits to its deadline and says that nobody came", f"timed_out at {within:.1f} s", test)


def cancelled(verb: str, within: float, after: float) -> Callable[[Rig], str]:
    """The test of a verb that is cancelled `after` seconds."""

    def test(rig: Rig) -> str:
        ended = rig.call(verb, within=within, cancel_after=after)
        return felt(ended.fault, ended.seconds - after)

    return test


def _garbage(rig: Rig) -> str:
    _must_talk(rig)
    well = rig.value("condition", within=CONDITION)
    rig.do(Act.DISTURB)
    told = set()
    for verb in ("hello", "condition"):
        ended = rig.call(verb, within=HELLO)
        if ended.fault is None and ended.value not in (rig.identity, well):  # a true answer may come through
            raise Failed(f"{verb} made an answer of noise")
        told.add(str(ended))
    rig.do(Act.CALM)
    for tries in range(1, _TRIES + 1):
        if rig.call("hello", within=HELLO).fault is None and rig.call("condition", within=CONDITION).fault is None:
            return f"{', '.join(sorted(told))}; well again at question {tries}"
    raise Failed(f"does not recover within {_TRIES} questions")


def _wrong_device(rig: Rig) -> str:
    _must_talk(rig)
    rig.do(Act.SWAP)
    rig.close()
    fault = rig.refused("hello", within=HELLO)
    if not isinstance(fault, WrongDevice):
        raise Failed(f"another device is {fault.code}")
    return " ".join(f"{name}: {fact}" for name, fact in fault.facts.items()) or fault.code


def _unplug(rig: Rig) -> str:
    rig.do(Act.UNPLUG)
    began = rig.clock()
    while True:
        ended = rig.call("condition", within=CONDITION)
        if isinstance(ended.fault, Offline):
            return f"{rig.clock() - began:.2f} s"
        if rig.clock() - began > GONE:
            raise Failed(f"a device that is gone is {ended}", f"{rig.clock() - began:.2f} s")
        rig.clock.wait(0.1)


def _replug(rig: Rig) -> str:
    rig.do(Act.UNPLUG)
    with contextlib.suppress(Failed):
        rig.call("condition", within=CONDITION)
    rig.close()
    rig.do(Act.PLUG)
    return f"{rig.ready():.2f} s"


def _close(rig: Rig) -> str:
    driver = rig.driver
    try:
        driver.close()
        driver.close()
    except Exception as error:
        raise Failed(f"close raised {type(error).__name__}") from error
    rig.close()
    rig.ready()
    return "twice"


def _must_talk(rig: Rig) -> None:
    if not rig.talks:
        raise Missing("a device that cannot be asked proves nothing by its silence")


def _speak(rig: Rig) -> None:
    rig.hands.do(Act.SPEAK)
    recover(rig)


def _calm(rig: Rig) -> None:
    rig.hands.do(Act.CALM)
    recover(rig)


def _swap_back(rig: Rig) -> None:
    rig.hands.do(Act.SWAP_BACK)
    recover(rig)


def _plug(rig: Rig) -> None:
    rig.hands.do(Act.PLUG)
    recover(rig)


def recover(rig: Rig) -> None:
    """A fresh driver on a device that is well; what fails here shows in the next step."""
    rig.close()
    with contextlib.suppress(Failed):
        rig.ready()


STEPS = (
    Step("hello", "proves what the device is", f"{HELLO:.0f} s", _hello),
    Step("hello_again", "says the same when it is asked again", "the same identity", _hello_again),
    Step("condition", "asks cheaply how the device is", f"{CHEAP * 1000:.0f} ms", _condition),
    Step("silence", "silence is never well", "device_mute", _silence, _speak),
    Step("deadline", "honours its deadline", f"0.3 s and {GRACE:.1f} s of grace", _short_deadline, _speak),
    Step("cancel", "feels a cancel", f"{CANCEL_FELT * 1000:.0f} ms", _cancel, _speak),
    Step("garbage", "understands nothing in noise, and recovers", f"{_TRIES} questions", _garbage, _calm),
    Step("wrong_device", "refuses another device, and names both", "device_wrong", _wrong_device, _swap_back),
    Step("unplugged", "notices that the device is gone", f"{GONE:.0f} s", _unplug, _plug),
    Step("plugged_in", "works again when it is back", "15 s", _replug, _plug),
    Step("close", "closes at any time, and never raises", "twice", _close),
)
