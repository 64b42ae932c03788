"""Every scene of the terminal with the data of a real afternoon, for the tests and for the gallery."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from central.contract.messages import (
    BookingFound,
    HallBoard,
    ItemOnBoard,
    RuleCode,
    Ticket,
    TicketState,
    WaitEstimate,
    Words,
)
from devices.paper import PaperState
from devices.portrait import load_spec
from kiosk.readiness import Readiness, ServiceReadiness
from kiosk.scenes import Home, OutOfService, Problem, Scene, Service, Waiting, WishScene
from kiosk.technician.service_mode import Pause
from kiosk.wishes.wish import (
    AgreeToPortrait,
    CapturePortrait,
    ChooseBooking,
    ChooseItem,
    EnterNumber,
    Entry,
    Explain,
    KeepNumber,
    Next,
    Notice,
    Present,
    Print,
    ReviewPortrait,
    TakePaper,
    Way,
)
from tests.ui.camera_pictures import portrait
from tests.ui.form_scenes import FORM_SCENES

ZONE = timezone(timedelta(hours=8))
TODAY = date(2026, 11, 21)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of the gallery's day, as the office sends it."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=ZONE)


NOW = at(14, 30)


def _item(
    item_id: int,
    prefix: str,
    name: tuple[str, str],
    area: str,
    *,
    waiting: int = 0,
    wait: tuple[int, int] | None = None,
    serving: str | None = None,
    windows: int = 2,
    closed: str | None = None,
    opens_at: datetime | None = None,
) -> ItemOnBoard:
    return ItemOnBoard(
        item_id=item_id,
        name=Words(zh_CN=name[0], en=name[1]),
        prefix=prefix,
        area=Words(zh_CN=area, en="Area " + prefix),
        windows_open=windows,
        waiting=waiting,
        wait=WaitEstimate(low_min=wait[0], high_min=wait[1]) if wait else None,
        walk_in_left=0 if closed else 20,
        closed_code=closed,
        opens_at=opens_at,
        now_serving=serving,
    )


ITEMS = (
    _item(1, "A", ("社会保险登记", "Social insurance"), "一楼 A 区", waiting=12, wait=(15, 30), serving="A016"),
    _item(2, "B", ("不动产登记查询", "Property records"), "一楼 B 区", waiting=3, wait=(5, 10), serving="B007"),
    _item(3, "C", ("城乡居民基本养老保险参保登记", "Pension insurance for residents"), "二楼", wait=(0, 0)),
    _item(
        4,
        "D",
        ("居住证办理", "Residence permit"),
        "二楼",
        waiting=31,
        serving="D042",
        closed="quota_exhausted",
        opens_at=at(16),
    ),
    _item(
        5,
        "E",
        ("出入境证件", "Exit and entry papers"),
        "三楼",
        windows=0,
        closed="window_closed",
        opens_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    ),
    _item(6, "F", ("营业执照", "Business licence"), "三楼", waiting=6, wait=(20, 40), serving="F011"),
)

BOARD = HallBoard(
    hall_id="GM-001",
    name=Words(zh_CN="光明区政务服务中心", en="Guangming Government Service Centre"),
    address=Words(zh_CN="光明区牛山路 12 号一楼", en="12 Niushan Road, ground floor"),
    phone="0755-8821 0000",
    now=NOW,
    service_desk=Words(zh_CN="大厅正门右手边的服务台", en="Service desk, right of the main door"),
    items=ITEMS,
)


def ticket(
    number: str = "A017", *, booked: bool = True, ahead: int = 3, wait: tuple[int, int] | None = (10, 25)
) -> Ticket:
    return Ticket(
        ticket_id="0" * 32,
        number=number,
        state=TicketState.WAITING,
        item_id=1,
        item=ITEMS[0].name,
        area=ITEMS[0].area,
        windows=("1", "2", "3") if booked else ("社保综合 11 号窗口", "社保综合 12 号窗口", "社保综合 13 号窗口"),
        booked=booked,
        slot_start=at(14, 30) if booked else None,
        slot_end=at(15) if booked else None,
        issued_at=NOW,
        ahead=ahead,
        wait=WaitEstimate(low_min=wait[0], high_min=wait[1]) if wait else None,
        max_calls=3,
        copies=0,
        verify="https://example.invalid/v/0",
    )


def booking(
    number: int, item: int, hour: int, rule: RuleCode | None = None, taken: Ticket | None = None
) -> BookingFound:
    start = at(hour)
    return BookingFound(
        booking_id=f"{number:032x}",
        item_id=ITEMS[item].item_id,
        item=ITEMS[item].name,
        area=ITEMS[item].area,
        slot_start=start,
        slot_end=start + timedelta(minutes=30),
        person="欧阳**",
        rule=rule,
        facts={"opens_at": (start - timedelta(minutes=30)).isoformat()} if rule else {},
        open_ticket=taken,
    )


BOOKINGS = (
    booking(1, 0, 14),
    booking(2, 2, 16, RuleCode.TOO_EARLY),
    booking(3, 1, 13, None, ticket("B008")),
)

BOOKED, WALK_IN = Service.TAKE_BOOKED_TICKET, Service.TAKE_WALK_IN_TICKET
IDENTITY = (Way.IDENTITY_CODE, Way.ID_CARD)
ALL_WAYS = (Way.BOOKING_CODE, Way.ID_CARD, Way.TYPED)
SLOT = {"slot_start": at(16).isoformat(), "slot_end": at(16, 30).isoformat()}


def readiness(
    walk_in: ServiceReadiness | None = None,
    booked: ServiceReadiness | None = None,
    *,
    board: HallBoard | None = BOARD,
    office: bool = True,
) -> Readiness:
    possible = ServiceReadiness(possible=True)
    return Readiness(
        services={BOOKED.value: booked or possible, WALK_IN.value: walk_in or possible},
        board=board,
        office_reachable=office,
    )


def wish(
    a_wish: object,
    service: Service = BOOKED,
    *,
    back: bool = True,
    without: tuple[Way, ...] = (),
    code_readers: tuple[str, ...] = (),
) -> WishScene:
    return WishScene(service, a_wish, back, without, code_readers)  # type: ignore[arg-type]


SCENES: dict[str, Scene] = {
    "home": Home(readiness()),
    "home_card_forgotten": Home(replace(readiness(), card_forgotten=True)),
    "home_limited": Home(
        readiness(
            ServiceReadiness(possible=False, reason=Notice("device_gone", {"device": "id_card_reader"})),
            ServiceReadiness(possible=True, without=(Notice("without_id_card_reader"),)),
            office=False,
        )
    ),
    "home_night": Home(
        readiness(
            ServiceReadiness(possible=False, reason=Notice("window_closed", {"opens_at": "2026-11-23T09:00:00+08:00"}))
        )
    ),
    "present": wish(Present(ALL_WAYS), back=False),
    "present_notice": wish(
        Present(ALL_WAYS, Notice("code_expired", {"slot_start": "2026-11-20T09:00:00+08:00"})), back=False
    ),
    "present_camera": wish(Present(ALL_WAYS), back=False, code_readers=("code_scanner", "camera")),
    "present_without": wish(Present(ALL_WAYS), back=False, without=(Way.BOOKING_CODE,)),
    "present_identity": wish(Present(IDENTITY), Service.APPLY_FOR_ITEM),
    "present_identity_wrong": wish(Present(IDENTITY, Notice("booking_code_here")), Service.APPLY_FOR_ITEM),
    "present_identity_camera": wish(
        Present(IDENTITY), Service.APPLY_FOR_ITEM, without=(Way.ID_CARD,), code_readers=("code_scanner", "camera")
    ),
    "present_card": wish(Present((Way.ID_CARD,), Notice("card_pulled")), WALK_IN),
    "enter_booking_number": wish(EnterNumber(Entry.BOOKING_NUMBER)),
    "enter_id_last4": wish(EnterNumber(Entry.ID_LAST4)),
    "enter_phone_last4": wish(EnterNumber(Entry.PHONE_LAST4)),
    "choose_booking": wish(ChooseBooking(BOOKINGS)),
    "choose_item": wish(ChooseItem(BOARD), WALK_IN, back=False),
    "explain_early": wish(
        Explain(Notice("too_early", {**SLOT, "opens_at": at(15, 30).isoformat()}), (Next.HOME,), booking=BOOKINGS[1])
    ),
    "explain_not_found": wish(Explain(Notice("not_found"), (Next.OTHER_WAY, Next.WALK_IN, Next.HOME))),
    "explain_open": wish(Explain(Notice("ticket_open", {"number": "A017"}), (Next.COPY, Next.HOME), ticket())),
    "portrait_agree": wish(
        AgreeToPortrait(Words(zh_CN="老年优待证申领", en="Senior benefit card application")), back=False
    ),
    "portrait_opening": wish(CapturePortrait(load_spec())),
    "portrait_no_face": wish(CapturePortrait(load_spec())),
    "portrait_too_far": wish(CapturePortrait(load_spec())),
    "portrait_many_faces": wish(CapturePortrait(load_spec("one_inch"))),
    "portrait_hold_still": wish(CapturePortrait(load_spec())),
    "portrait_review": wish(ReviewPortrait(portrait())),
    "portrait_away": wish(Explain(Notice("camera_away"), (Next.AGAIN, Next.NO_PORTRAIT))),
    "print": wish(Print(ticket()), back=False),
    "take_paper": wish(TakePaper(ticket(), PaperState.PRINTED), back=False),
    "take_paper_presented": wish(TakePaper(ticket(), PaperState.PRESENTED), back=False),
    "explain_retracted": wish(Explain(Notice("paper_retracted"), (Next.HOME,)), back=False),
    "take_paper_unsure": wish(
        TakePaper(ticket("D043", booked=False, ahead=0, wait=None), PaperState.PROCESSED), WALK_IN, back=False
    ),
    "keep_number": wish(KeepNumber(ticket(), Notice("paper_out")), back=False),
    "waiting": Waiting(BOOKED, "asking_office"),
    "problem": Problem(BOOKED, Notice("office_silent"), "retry", retry=True),
    "problem_staff": Problem(None, Notice("device_mute", {"device": "receipt_printer"}), "staff", retry=False),
    "out_of_service": OutOfService(Notice("paper_out"), readiness()),
    "out_of_service_paused": OutOfService(Notice(Pause.HALL.value), readiness()),
    **FORM_SCENES,
    "starting": OutOfService(Notice("starting", {"device": "office"}), readiness(board=None, office=False)),
}
"""By the name of the picture."""
