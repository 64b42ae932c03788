"""现场取号: a queue ticket for now, without a booking."""

from __future__ import annotations

from central.contract.messages import ItemOnBoard, RuleCode, TakeWalkInTicket
from devices.id_card import IdCard
from kiosk.faults import RuleHit
from kiosk.journeys.identity import show_card
from kiosk.journeys.ticket import explain, hand_out, hand_out_again
from kiosk.wishes.wish import CardShown, ChooseItem, Next, Outcome, Shown, ask_hall, check_printer, take_ticket


async def take_walk_in_ticket(shown: Shown | None = None, card: IdCard | None = None) -> Outcome:
    """Choose the business, show the ID card, take the number. "Is it possible?" comes before "who are you?"."""
    if isinstance(shown, CardShown):
        card = shown.card
    await check_printer()
    while True:
        board = await ask_hall()
        item = await ChooseItem(board)
        try:
            refuse_closed(item)
            card = card or await show_card()
            effect = TakeWalkInTicket(item_id=item.item_id, id_number=card.number, name=card.name, asked_at=board.now)
            return await hand_out(await take_ticket(effect))
        except RuleHit as hit:
            if hit.open_ticket is not None:
                return await hand_out_again(hit.open_ticket)
            if await explain(hit, Next.OTHER_ITEM) is not Next.OTHER_ITEM:
                return Outcome.RULE_EXPLAINED


def refuse_closed(item: ItemOnBoard) -> None:
    """Tell what the hall's board already knows, before the citizen is asked for the card. Raises `RuleHit`."""
    if item.closed_code is None:
        return
    raise RuleHit(RuleCode(item.closed_code), {"opens_at": item.opens_at.isoformat()} if item.opens_at else None)
