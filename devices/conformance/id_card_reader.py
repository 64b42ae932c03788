"""What a driver of an identity card reader keeps."""

from __future__ import annotations

from devices.conformance.every_driver import alone, cancelled, recover
from devices.conformance.hands import Act
from devices.conformance.rig import Failed, Rig
from devices.conformance.step import Step
from devices.id_card import IdCard
from devices.states import Link, Remedy

READ = 3.0  # seconds from a card that lies there to its reading
WAIT = 10.0  # seconds for a person's hand
FORGOTTEN = 2.0


def _read(rig: Rig) -> str:
    rig.do(Act.LAY_CARD)
    ended = rig.call("read", within=WAIT)
    if not isinstance(ended.value, IdCard):
        raise Failed(f"read ended in {ended}", f"{ended.seconds:.2f} s")
    if ended.seconds > READ:
        raise Failed("too slow", f"{ended.seconds:.2f} s")
    card = ended.value
    if any(word and word in repr(card) for word in (card.name, card.number, card.address)):
        raise Failed("its repr shows the person")
    return f"{ended.seconds:.2f} s"


def _once(rig: Rig) -> str:
    rig.do(Act.LAY_CARD)
    rig.value("read", within=WAIT)
    ended = rig.call("read", within=FORGOTTEN)
    if not ended.timed_out:
        raise Failed(f"a card that was not lifted ended in {ended}")
    return f"waits for the card to be lifted ({ended})"


def _forgotten(rig: Rig) -> str:
    rig.do(Act.LAY_CARD)
    rig.value("read", within=WAIT)
    ended = rig.call("removed", within=FORGOTTEN)
    if not ended.timed_out:
        raise Failed(f"a card that lies there: {ended}")
    rig.do(Act.LIFT_CARD)
    rig.value("removed", within=WAIT)
    return "told"


def _next(rig: Rig) -> str:
    for _ in range(3):
        rig.do(Act.LAY_CARD)
        rig.value("read", within=WAIT)
        rig.do(Act.LIFT_CARD)
        rig.value("removed", within=WAIT)
    return "3 in a row"


def _foreign(rig: Rig) -> str:
    rig.do(Act.LAY_FOREIGN_CARD)
    fault = rig.refused("read", within=WAIT)
    if fault.remedy is not Remedy.CITIZEN or fault.link is not None:
        raise Failed(f"a foreign card is {fault.code}, which is no fault of the card")
    rig.do(Act.LIFT_CARD)
    if rig.value("condition", within=2.0).link is not Link.ONLINE:
        raise Failed("the reader is not well after a foreign card")
    return fault.code


def _pulled(rig: Rig) -> str:
    rig.do(Act.LAY_CARD)
    rig.do(Act.LIFT_CARD, after=0.02)
    ended = rig.call("read", within=3.0)
    if ended.fault is None:
        return "read before it left"
    if getattr(ended.fault, "remedy", None) is not Remedy.CITIZEN:
        raise Failed(f"a card that was pulled away is {ended}")
    rig.do(Act.LAY_CARD)
    rig.value("read", within=WAIT)
    return f"{ended}, and the next card is read"


def _lift(rig: Rig) -> None:
    rig.hands.do(Act.LIFT_CARD)
    recover(rig)


STEPS = (
    alone("read", 1.0, "nobody laid a card"),
    Step("cancel_read", "feels a cancel while it waits for a card", "100 ms", cancelled("read", WAIT, 0.5)),
    Step("read", "reads a card; its repr shows nobody", f"{READ:.0f} s", _read, _lift),
    Step("once", "one presentation is one reading", "timed_out", _once, _lift),
    Step(
        "forgotten",
        "tells whether the card it read still lies there",
        "timed_out, then removed",
        _forgotten,
        _lift,
    ),
    Step("next_card", "reads one card after the other", "3 cards", _next, _lift),
    Step("foreign_card", "a foreign card is the card's fault, not the reader's", "remedy citizen", _foreign, _lift),
    Step("pulled_card", "a card that is pulled away is no fault of the reader", "remedy citizen", _pulled, _lift),
)
