"""Invented people, bookings and tickets for the kiosk's tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from central.contract.messages import (
    BookingFound,
    BookingsFound,
    HallBoard,
    ItemOnBoard,
    RuleCode,
    Ticket,
    TicketState,
    WaitEstimate,
    Words,
)
from devices.id_card import CardLayout, IdCard, Sex

CHINA = timezone(timedelta(hours=8))
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA)
SOCIAL = Words(zh_CN="社保业务", en="Social insurance")
AREA = Words(zh_CN="二楼 A 区", en="2nd floor, area A")

CARD = IdCard(
    layout=CardLayout.RESIDENT,
    name="李秀英",
    sex=Sex.FEMALE,
    birth=date(1949, 12, 31),
    number="11010519491231002X",
    permanent=True,
)


def ticket(number: str = "A017", copies: int = 0, ahead: int = 3, ticket_id: str = "0a" * 16) -> Ticket:
    return Ticket(
        ticket_id=ticket_id,
        number=number,
        state=TicketState.WAITING,
        item_id=1,
        item=SOCIAL,
        area=AREA,
        windows=("3", "4"),
        booked=True,
        slot_start=NOON,
        slot_end=NOON + timedelta(minutes=30),
        issued_at=NOON - timedelta(minutes=5),
        ahead=ahead,
        wait=WaitEstimate(low_min=8, high_min=20),
        max_calls=3,
        copies=copies,
        verify="ZT1:" + ticket_id.upper(),
    )


def booking(
    rule: RuleCode | None = None, open_ticket: Ticket | None = None, booking_id: str = "0b" * 16
) -> BookingFound:
    return BookingFound(
        booking_id=booking_id,
        item_id=1,
        item=SOCIAL,
        area=AREA,
        slot_start=NOON,
        slot_end=NOON + timedelta(minutes=30),
        person="李*",
        rule=rule,
        open_ticket=open_ticket,
    )


def found(*bookings: BookingFound) -> BookingsFound:
    return BookingsFound(bookings=bookings)


def board(closed: str | None = None, opens_at: datetime | None = None) -> HallBoard:
    return HallBoard(
        hall_id="YX-01",
        name=Words(zh_CN="云溪区政务服务中心", en="Yunxi Government Service Centre"),
        address=Words(zh_CN="云溪路 1 号", en="1 Yunxi Road"),
        phone="0755-12345",
        now=NOON,
        service_desk=Words(zh_CN="一楼大厅服务台", en="Service desk, ground floor"),
        items=(
            ItemOnBoard(
                item_id=1,
                name=SOCIAL,
                prefix="A",
                area=AREA,
                windows_open=0 if closed else 2,
                waiting=3,
                walk_in_left=20,
                closed_code=closed,
                opens_at=opens_at,
            ),
        ),
    )
