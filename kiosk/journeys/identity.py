"""Who is it, or which booking is theirs? Shared by the journeys."""

from __future__ import annotations

from central.contract.messages import ByBookingCode, ByBookingNumber, ByIdCard, ByPhone, Proof
from devices.id_card import IdCard
from devices.states import Fault, Remedy
from kiosk.wishes.wish import (
    CardShown,
    CodeShown,
    EnterNumber,
    Entry,
    Notice,
    NotRead,
    Present,
    Shown,
    TypeInstead,
    Way,
    check_code,
)

_PHONE_DIGITS = 11


async def identify(shown: Shown | None = None, notice: Notice | None = None) -> tuple[Proof, IdCard | None]:
    """Whatever the citizen offers first: code, card or keypad; the card, so that nothing is asked for twice.

    A bad code or card is told on the same screen, and the devices go on listening.
    """
    while True:
        try:
            if shown is None:
                shown = await Present((Way.BOOKING_CODE, Way.ID_CARD, Way.TYPED), notice)
            match shown:
                case CodeShown(payload):
                    return ByBookingCode(payload=await check_code(Way.BOOKING_CODE, payload)), None
                case CardShown(card):
                    return ByIdCard(id_number=card.number), card
                case TypeInstead():
                    return await typed_proof(), None
                case NotRead(fault):
                    raise fault
        except Fault as fault:
            if fault.remedy is not Remedy.CITIZEN:
                raise
            shown, notice = None, Notice.of(fault)


async def typed_proof() -> ByBookingNumber | ByPhone:
    """Two factors that must both match exactly, so that nobody fishes for other people's bookings."""
    number = await EnterNumber(Entry.BOOKING_NUMBER)
    if len(number) == _PHONE_DIGITS:
        return ByPhone(phone=number, id_last4=await EnterNumber(Entry.ID_LAST4))
    return ByBookingNumber(booking_number=number, phone_last4=await EnterNumber(Entry.PHONE_LAST4))


async def show_card() -> IdCard:
    """The ID card and nothing else: a ticket without booking is for a real person."""
    notice = None
    while True:
        try:
            shown = await Present((Way.ID_CARD,), notice)
        except Fault as fault:
            if fault.remedy is not Remedy.CITIZEN:
                raise
            notice = Notice.of(fault)
            continue
        if isinstance(shown, CardShown):
            return shown.card
