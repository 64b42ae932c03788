"""秒批: choose an item, answer, and leave with the decision and its paper."""

from __future__ import annotations

from functools import partial

from central.contract.application import Applicant, SubmitApplication
from central.contract.item import ItemDocument
from devices.states import Fault
from kiosk.faults import RuleHit
from kiosk.journeys.applicant import by_card, identify_applicant
from kiosk.journeys.application import Application
from kiosk.journeys.application_form import complete
from kiosk.journeys.application_review import sections
from kiosk.journeys.decision import show_decision
from kiosk.journeys.leaving import Left, again_or_leave
from kiosk.journeys.ticket import explain
from kiosk.wishes.application import (
    BrowseCatalogue,
    CatalogueSeen,
    Change,
    FromItem,
    ReadItem,
    ReviewAnswers,
    look_at_catalogue,
    stamp,
    submit,
)
from kiosk.wishes.application_requests import ItemNotice
from kiosk.wishes.wish import CardShown, Next, Notice, Outcome, Print, Shown, check_printer


async def apply_for_item(shown: Shown | None = None) -> Outcome:
    """Is it possible here and now, who are you, what is asked, is it right, what is decided, the paper.

    An application for the same that is open already, or not known to be on paper, is shown instead of a second one
    before anything is asked.
    """
    applicant: Applicant | None = by_card(shown.card) if isinstance(shown, CardShown) else None
    seen = await look_at_catalogue()
    while True:
        try:
            item = await choose_item(seen)
            await check_printer()
            applicant, known = await identify_applicant(item, applicant, seen.visit)
            if known.open_application is not None:
                anew = partial(apply, seen, item, applicant)
                return await show_decision(seen, item, applicant, known.open_application.application_id, anew)
            return await apply(seen, item, applicant)
        except RuleHit as hit:
            if await explain(hit, Next.OTHER_ITEM) is not Next.OTHER_ITEM:
                return Outcome.RULE_EXPLAINED
        except Left as left:
            if left.by is not Next.OTHER_ITEM:
                return Outcome.RULE_EXPLAINED


async def choose_item(seen: CatalogueSeen) -> ItemDocument:
    """The item, once its page was read. What stands against it here and now is said before anybody shows a card."""
    while True:
        code = await BrowseCatalogue(seen.catalogue, seen.reasons)
        item, reason, measured = seen.catalogue.items[code], seen.reasons.get(code), seen.measured.get(code)
        while await ReadItem(seen.catalogue, item, reason, seen.no_pages, measured) is FromItem.PRINT_NOTICE:
            await print_notice(seen, item)
        if reason is None:
            return item
        await again_or_leave(reason, Next.OTHER_ITEM)


async def print_notice(seen: CatalogueSeen, item: ItemDocument) -> None:
    """一次性告知, for whoever comes back another day. Without paper the page still says it all."""
    try:
        await Print(ItemNotice(seen.catalogue, item, seen.measured.get(item.item)))
    except Fault as fault:
        await again_or_leave(Notice.of(fault), Next.AGAIN)


async def apply(seen: CatalogueSeen, item: ItemDocument, applicant: Applicant) -> Outcome:
    """From the consents to the paper."""
    application = Application(seen, item, applicant)
    while True:
        await complete(application)
        answer = await ReviewAnswers(item, sections(application))
        if not isinstance(answer, Change):
            break
        application.forget(answer.key)
    new = await stamp()
    received = await submit(
        SubmitApplication(
            application_id=new.application_id,
            item=item.item,
            version=item.version,
            applicant=applicant,
            consents=application.consents or (),
            situation=application.situation,
            answers=application.given(),
            materials=application.handed_in(),
            promise=application.signed,
            asked_at=new.at,
            session=seen.visit,
        )
    )
    return await show_decision(seen, item, applicant, received.application_id)
