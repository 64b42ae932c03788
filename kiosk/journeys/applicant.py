"""Who applies: by card or by the code on a phone, whichever is shown first, where the item allows the way."""

from __future__ import annotations

from central.contract.application import Applicant, BeginApplication, Begun, ByCard, ByIdentityCode
from central.contract.item import IdentityWay, ItemDocument
from central.contract.messages import RuleCode
from devices.id_card import IdCard
from devices.states import Fault, Remedy
from kiosk.faults import RuleHit
from kiosk.wishes.application import begin
from kiosk.wishes.wish import CardShown, CodeShown, Notice, Present, Way, check_code

_WAYS = {IdentityWay.IDENTITY_CODE: Way.IDENTITY_CODE, IdentityWay.ID_CARD: Way.ID_CARD}

SHOW_ANOTHER = {
    RuleCode.IDENTITY_WAY_CLOSED,
    RuleCode.IDENTITY_CODE_UNKNOWN,
    RuleCode.IDENTITY_CODE_EXPIRED,
    RuleCode.IDENTITY_CODE_USED,
}
"""What the office may have against a code that another code or the card mends."""


async def identify_applicant(
    item: ItemDocument, applicant: Applicant | None = None, visit: str | None = None
) -> tuple[Applicant, Begun]:
    """The applicant, and what the office knows of them before any question; it binds a code to this terminal.

    What was wrong with a code or card is told on the same screen, and the devices go on listening.

    Args:
        applicant: who has said so for another item already.
        visit: the name of what begins with it.
    """
    if applicant is not None and IdentityWay(applicant.by) not in item.identity:
        applicant = None
    ways = tuple(way for identity, way in _WAYS.items() if identity in item.identity)
    notice = None
    while True:
        try:
            applicant = applicant or await show(ways, notice)
            question = BeginApplication(
                item=item.item, version=item.version, applicant=applicant, anew=True, session=visit
            )
            return applicant, await begin(question)
        except Fault as fault:
            if fault.remedy is not Remedy.CITIZEN or (isinstance(fault, RuleHit) and fault.rule not in SHOW_ANOTHER):
                raise
            applicant, notice = None, Notice.of(fault)


async def show(ways: tuple[Way, ...], notice: Notice | None) -> Applicant:
    """A card, or a code once its signature and time are found good."""
    while True:
        match await Present(ways, notice):
            case CardShown(card):
                return by_card(card)
            case CodeShown(payload):
                return ByIdentityCode(payload=await check_code(Way.IDENTITY_CODE, payload))


def by_card(card: IdCard) -> ByCard:
    """What of the card an application needs. The chip's text is free of control characters, and may be long."""
    until = "permanent" if card.permanent else card.valid_until.isoformat() if card.valid_until else ""
    return ByCard(
        id_number=card.number, name=card.name, nation=card.nation[:40], address=card.address[:200], valid_until=until
    )
