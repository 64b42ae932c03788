"""Each journey as a list: what it wishes, what it is told, how it ends."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from central.contract.messages import (
    ByBookingCode,
    ByBookingNumber,
    ByIdCard,
    ByPhone,
    FindBookings,
    RecordCopy,
    RuleCode,
    TakeBookedTicket,
    TakeWalkInTicket,
)
from devices.paper import PaperState
from devices.printer_status import PaperOut
from devices.states import Fault, Offline
from kiosk.faults import CodeRefused, OfficeSilent, RuleHit
from kiosk.journeys.take_booked_ticket import take_booked_ticket
from kiosk.journeys.take_walk_in_ticket import take_walk_in_ticket
from kiosk.wishes.wish import (
    Ask,
    CardShown,
    CheckCode,
    CheckPrinter,
    ChooseBooking,
    ChooseItem,
    CodeShown,
    Do,
    EnterNumber,
    Entry,
    Explain,
    KeepNumber,
    LookAtHall,
    Next,
    Notice,
    Outcome,
    Present,
    Print,
    TakePaper,
    TypeInstead,
    WasPrinted,
    Way,
)
from tests.kiosk.people import CARD, NOON, board, booking, found, ticket

ALL_WAYS = (Way.BOOKING_CODE, Way.ID_CARD, Way.TYPED)
CODE = "ZW1:" + "A" * 174
BY_CODE = ByBookingCode(payload=CODE)
BY_CARD = ByIdCard(id_number=CARD.number)
PRINTER_READY = (Ask(CheckPrinter()), None)


def play(journey: Coroutine[Any, Any, Outcome], *script: tuple[Any, Any]) -> Outcome | None:
    """Drive a journey: every pair is the wish that must come and the answer (or fault) it gets."""
    given: Any = None
    for expected, answer in script:
        wish = journey.throw(given) if isinstance(given, Fault) else journey.send(given)
        assert wish == expected
        given = answer
    try:
        wish = journey.throw(given) if isinstance(given, Fault) else journey.send(given)
    except StopIteration as end:
        return end.value
    journey.close()
    pytest.fail(f"the journey goes on with {wish}")


def by_code(*bookings: Any) -> list[tuple[Any, Any]]:
    """The shortest beginning: a good code, and what the office knows of it."""
    return [
        PRINTER_READY,
        (Present(ALL_WAYS), CodeShown(CODE)),
        (Ask(CheckCode(Way.BOOKING_CODE, CODE)), CODE),
        (Ask(FindBookings(proof=BY_CODE)), found(*bookings)),
    ]


TAKE = Do(TakeBookedTicket(booking_id="0b" * 16, proof=BY_CODE))


def test_code_to_paper_is_one_gesture() -> None:
    assert (
        play(
            take_booked_ticket(),
            *by_code(booking()),
            (TAKE, ticket()),
            (Print(ticket()), PaperState.PRINTED),
            (TakePaper(ticket(), PaperState.PRINTED), None),
        )
        is Outcome.TICKET_PRINTED
    )


def test_code_shown_on_the_home_screen_asks_for_nothing_more() -> None:
    assert (
        play(
            take_booked_ticket(CodeShown(CODE)),
            PRINTER_READY,
            (Ask(CheckCode(Way.BOOKING_CODE, CODE)), CODE),
            (Ask(FindBookings(proof=BY_CODE)), found(booking())),
            (TAKE, ticket()),
            (Print(ticket()), PaperState.PRINTED),
            (TakePaper(ticket(), PaperState.PRINTED), None),
        )
        is Outcome.TICKET_PRINTED
    )


def test_paper_is_checked_before_anybody_shows_a_card() -> None:
    journey = take_booked_ticket()
    assert journey.send(None) == Ask(CheckPrinter())
    with pytest.raises(PaperOut):
        journey.throw(PaperOut())


def test_id_card_with_two_bookings_lets_the_citizen_choose() -> None:
    first, second = booking(), booking(booking_id="0c" * 16)
    assert (
        play(
            take_booked_ticket(),
            PRINTER_READY,
            (Present(ALL_WAYS), CardShown(CARD)),
            (Ask(FindBookings(proof=BY_CARD)), found(first, second)),
            (ChooseBooking((first, second)), second),
            (Do(TakeBookedTicket(booking_id="0c" * 16, proof=BY_CARD)), ticket()),
            (Print(ticket()), PaperState.PROCESSED),
            (TakePaper(ticket(), PaperState.PROCESSED), None),
        )
        is Outcome.TICKET_PRINTED
    )


@pytest.mark.parametrize(
    ("number", "second", "factor", "proof"),
    [
        ("2026112007", Entry.PHONE_LAST4, "8001", ByBookingNumber(booking_number="2026112007", phone_last4="8001")),
        ("13800138001", Entry.ID_LAST4, "002X", ByPhone(phone="13800138001", id_last4="002X")),
    ],
)
def test_typed_numbers_need_a_second_factor(number: str, second: Entry, factor: str, proof: Any) -> None:
    journey = take_booked_ticket()
    script = [
        PRINTER_READY,
        (Present(ALL_WAYS), TypeInstead()),
        (EnterNumber(Entry.BOOKING_NUMBER), number),
        (EnterNumber(second), factor),
        (Ask(FindBookings(proof=proof)), found()),
        (Explain(Notice("not_found"), (Next.OTHER_WAY, Next.WALK_IN, Next.HOME)), Next.HOME),
    ]
    assert play(journey, *script) is Outcome.RULE_EXPLAINED


@pytest.mark.parametrize("code", ["code_not_ours", "code_forged", "code_expired"])
def test_bad_code_is_told_where_the_next_one_is_shown(code: str) -> None:
    journey = take_booked_ticket()
    script = [
        PRINTER_READY,
        (Present(ALL_WAYS), CodeShown("https://example.invalid")),
        (Ask(CheckCode(Way.BOOKING_CODE, "https://example.invalid")), CodeRefused(code)),
        (Present(ALL_WAYS, Notice(code)), CardShown(CARD)),
        (Ask(FindBookings(proof=BY_CARD)), found(booking(RuleCode.TOO_EARLY))),
        (Explain(Notice("too_early"), (Next.HOME,)), Next.HOME),
    ]
    assert play(journey, *script) is Outcome.RULE_EXPLAINED


def test_a_reader_that_goes_away_ends_in_the_failsafe() -> None:
    journey = take_booked_ticket()
    journey.send(None)
    journey.send(None)
    with pytest.raises(Offline):
        journey.throw(Offline())


@pytest.mark.parametrize(
    ("rule", "choices"),
    [
        (RuleCode.TOO_EARLY, (Next.HOME,)),
        (RuleCode.TOO_LATE, (Next.WALK_IN, Next.HOME)),
        (RuleCode.BOOKING_CANCELLED, (Next.WALK_IN, Next.OTHER_WAY, Next.HOME)),
        (RuleCode.BOOKING_USED, (Next.WALK_IN, Next.HOME)),
        (RuleCode.BOOKING_MISSED, (Next.WALK_IN, Next.HOME)),
        (RuleCode.OTHER_DAY, (Next.WALK_IN, Next.OTHER_WAY, Next.HOME)),
        (RuleCode.OTHER_HALL, (Next.OTHER_WAY, Next.HOME)),
    ],
)
def test_every_rule_is_explained_with_a_way_on(rule: RuleCode, choices: tuple[Next, ...]) -> None:
    script = [*by_code(booking(rule)), (Explain(Notice(rule.value), choices), Next.HOME)]
    assert play(take_booked_ticket(), *script) is Outcome.RULE_EXPLAINED


def test_too_late_goes_on_without_booking_and_does_not_ask_for_the_card_again() -> None:
    walk_in = TakeWalkInTicket(item_id=1, id_number=CARD.number, name=CARD.name, asked_at=NOON)
    assert (
        play(
            take_booked_ticket(),
            PRINTER_READY,
            (Present(ALL_WAYS), CardShown(CARD)),
            (Ask(FindBookings(proof=BY_CARD)), found(booking(RuleCode.TOO_LATE))),
            (Explain(Notice("too_late"), (Next.WALK_IN, Next.HOME)), Next.WALK_IN),
            PRINTER_READY,
            (Ask(LookAtHall()), board()),
            (ChooseItem(board()), board().items[0]),
            (Do(walk_in), ticket()),
            (Print(ticket()), PaperState.PRINTED),
            (TakePaper(ticket(), PaperState.PRINTED), None),
        )
        is Outcome.TICKET_PRINTED
    )


def test_open_ticket_is_offered_as_a_marked_copy_with_the_same_number() -> None:
    opened = ticket(copies=0)
    copied = ticket(copies=1)
    assert (
        play(
            take_booked_ticket(),
            *by_code(booking(open_ticket=opened)),
            (Ask(WasPrinted(opened.ticket_id)), True),
            (Explain(Notice("ticket_open", {"number": "A017"}), (Next.COPY, Next.HOME), opened), Next.COPY),
            (Do(RecordCopy(ticket_id=opened.ticket_id)), copied),
            (Print(copied, 1), PaperState.PRINTED),
            (TakePaper(copied, PaperState.PRINTED), None),
        )
        is Outcome.COPY_PRINTED
    )


def test_a_ticket_that_never_reached_paper_is_printed_as_the_original() -> None:
    opened = ticket()
    assert (
        play(
            take_booked_ticket(),
            *by_code(booking(open_ticket=opened)),
            (Ask(WasPrinted(opened.ticket_id)), False),
            (Print(opened), PaperState.PRINTED),
            (TakePaper(opened, PaperState.PRINTED), None),
        )
        is Outcome.TICKET_PRINTED
    )


def test_a_ticket_taken_meanwhile_elsewhere_is_the_same_ticket() -> None:
    opened = ticket()
    assert (
        play(
            take_booked_ticket(),
            *by_code(booking()),
            (TAKE, RuleHit(RuleCode.TICKET_OPEN, open_ticket=opened)),
            (Ask(WasPrinted(opened.ticket_id)), True),
            (Explain(Notice("ticket_open", {"number": "A017"}), (Next.COPY, Next.HOME), opened), Next.HOME),
        )
        is Outcome.RULE_EXPLAINED
    )


def test_paper_out_during_the_print_leaves_a_valid_number() -> None:
    script = [
        *by_code(booking()),
        (TAKE, ticket()),
        (Print(ticket()), PaperOut()),
        (KeepNumber(ticket(), Notice("paper_out")), None),
    ]
    assert play(take_booked_ticket(), *script) is Outcome.TICKET_WITHOUT_PAPER


@pytest.mark.parametrize("became", [PaperState.TAKEN, PaperState.PRESENTED])
def test_a_ticket_at_the_exit_ends_the_journey_when_it_is_gone_or_stays(became: PaperState) -> None:
    script = [
        *by_code(booking()),
        (TAKE, ticket()),
        (Print(ticket()), PaperState.PRESENTED),
        (TakePaper(ticket(), PaperState.PRESENTED), became),
    ]
    assert play(take_booked_ticket(), *script) is Outcome.TICKET_PRINTED


def test_a_printer_that_falls_silent_takes_no_number_from_under_the_eyes() -> None:
    script = [
        *by_code(booking()),
        (TAKE, ticket()),
        (Print(ticket()), PaperState.PRESENTED),
        (TakePaper(ticket(), PaperState.PRESENTED), PaperState.UNKNOWN),
        (TakePaper(ticket(), PaperState.UNKNOWN), None),
    ]
    assert play(take_booked_ticket(), *script) is Outcome.TICKET_PRINTED


def test_a_ticket_that_was_taken_back_is_told_to_nobody_by_its_number() -> None:
    script = [
        *by_code(booking()),
        (TAKE, ticket()),
        (Print(ticket()), PaperState.PRESENTED),
        (TakePaper(ticket(), PaperState.PRESENTED), PaperState.RETRACTED),
        (Explain(Notice("paper_retracted"), (Next.HOME,)), Next.HOME),
    ]
    assert play(take_booked_ticket(), *script) is Outcome.PAPER_RETRACTED


def test_a_printer_that_falls_silent_is_unknown_and_never_printed() -> None:
    script = [
        *by_code(booking()),
        (TAKE, ticket()),
        (Print(ticket()), PaperState.UNKNOWN),
        (KeepNumber(ticket(), Notice("paper_unknown")), None),
    ]
    assert play(take_booked_ticket(), *script) is Outcome.PAPER_UNKNOWN


def test_walk_in_tells_a_closed_window_before_it_asks_for_the_card() -> None:
    opens = NOON + timedelta(hours=2)
    closed = board("window_closed", opens)
    notice = Notice("window_closed", {"opens_at": opens.isoformat()})
    assert (
        play(
            take_walk_in_ticket(),
            PRINTER_READY,
            (Ask(LookAtHall()), closed),
            (ChooseItem(closed), closed.items[0]),
            (Explain(notice, (Next.OTHER_ITEM, Next.HOME)), Next.OTHER_ITEM),
            (Ask(LookAtHall()), board()),
            (ChooseItem(board()), board().items[0]),
            (Present((Way.ID_CARD,)), CardShown(CARD)),
            (Do(TakeWalkInTicket(item_id=1, id_number=CARD.number, name=CARD.name, asked_at=NOON)), ticket()),
            (Print(ticket()), PaperState.PRINTED),
            (TakePaper(ticket(), PaperState.PRINTED), None),
        )
        is Outcome.TICKET_PRINTED
    )


def test_office_silent_is_not_swallowed() -> None:
    journey = take_booked_ticket()
    for answer in (None, None, CodeShown(CODE), CODE):
        journey.send(answer)
    with pytest.raises(OfficeSilent):
        journey.throw(OfficeSilent())
