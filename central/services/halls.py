"""A hall: publishing it, and its board as a terminal shows it."""

from __future__ import annotations

from datetime import datetime

from central.contract.messages import HallBoard, ItemOnBoard, RuleCode
from central.office import Desk, Office
from central.published import Hall, HallFile, Item, NotPublishable
from central.services import queue, rules
from central.services.refusals import Refusal
from central.store import halls, tickets


def publish(office: Office, file: HallFile) -> None:
    """Put a hall's data in force at once. Raises `NotPublishable` when people hold places in an item that is gone."""
    now = office.clock.now()
    today = Hall(file, revision=0).day(now)
    with office.database.write() as connection:
        gone = halls.items_in_use(connection, file.hall_id, today) - {item.item_id for item in file.items}
        if gone:
            raise NotPublishable(f"people hold places in items that would be gone: {sorted(gone)}")
        halls.publish(connection, file, today)
    office.lay_out_days(file.hall_id, now)


def board(office: Office, hall_id: str) -> HallBoard:
    """The hall now."""
    office.lay_out_days(hall_id, office.clock.now())
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        file = desk.hall.file
        return HallBoard(
            hall_id=hall_id,
            name=file.name,
            address=file.address,
            phone=file.phone,
            now=desk.hall.local(desk.now),
            service_desk=file.service_desk,
            notice=file.notice,
            items=tuple(_item(desk, item) for item in file.items),
        )


def refuse_closed(desk: Desk, item_id: int) -> None:
    """Raise `Refusal` window_closed while nobody serves the item: out of hours, and no window opened by hand."""
    hall = desk.hall
    if hall.in_hours(item_id, desk.now):
        return
    windows = halls.open_windows(desk.connection, hall.hall_id)
    if any(window.window_id in windows for window in hall.windows_of(item_id)):
        return
    opens_at = hall.opens_at(item_id, desk.now)
    raise Refusal(RuleCode.WINDOW_CLOSED, {"opens_at": hall.text(opens_at)} if opens_at else {})


def walk_in_left(item: Item, slots: list[halls.Slot], now: datetime) -> int:
    """Places without booking that are left today, those among them that bookings did not come for."""
    return sum(_left(item, slot, now) for slot in slots)


def more_released_at(item: Item, slots: list[halls.Slot], now: datetime) -> datetime | None:
    """When today the next places of people who did not come may go to the walk-ins."""
    if item.rules.walk_in_release == "never":
        return None
    closings = [
        rules.check_in_span(item.rules, slot.starts_at, slot.ends_at).closes_at
        for slot in slots
        if not slot.released and slot.arrived < slot.booked_quota
    ]
    return min((closing for closing in closings if closing > now), default=None)


def _left(item: Item, slot: halls.Slot, now: datetime) -> int:
    left = slot.walk_in_quota - slot.walk_in_taken
    due = rules.released_before(item.rules, now)
    if not slot.released and due and slot.starts_at <= due[0] and (due[1] is None or slot.ends_at <= due[1]):
        left += slot.booked_quota - slot.arrived
    return left


def _item(desk: Desk, item: Item) -> ItemOnBoard:
    connection, hall = desk.connection, desk.hall
    slots = halls.slots_of(connection, hall.hall_id, desk.today, item.item_id)
    open_windows = halls.open_windows(connection, hall.hall_id)
    waiting = tickets.count_waiting(connection, hall.hall_id, desk.today).get(item.item_id, 0)
    called = [t.number for t in tickets.at_windows(connection, hall.hall_id, desk.today) if t.item_id == item.item_id]
    left = walk_in_left(item, slots, desk.now)
    closed: str | None = None
    opens_at = None
    try:
        refuse_closed(desk, item.item_id)
        if left == 0:
            closed, opens_at = RuleCode.QUOTA_EXHAUSTED, more_released_at(item, slots, desk.now)
    except Refusal as refusal:
        closed, opens_at = refusal.code, hall.opens_at(item.item_id, desk.now)
    return ItemOnBoard(
        item_id=item.item_id,
        name=item.name,
        prefix=item.prefix,
        area=item.area,
        windows_open=sum(window.window_id in open_windows for window in hall.windows_of(item.item_id)),
        waiting=waiting,
        wait=queue.estimate(desk, item.item_id, waiting),
        walk_in_left=left,
        closed_code=closed,
        opens_at=hall.local(opens_at) if opens_at else None,
        now_serving=called[0] if called else None,
    )
