"""补交材料, of a department's own case or of a gap (容缺): thing by thing before the camera, and sent once."""

from __future__ import annotations

from central.contract.application import Applicant
from central.contract.following import FollowedCase
from central.contract.handing_in import PAGES_MOST, THINGS_MOST, HandedIn, ToHandIn
from devices.document import Page
from kiosk.faults import OutcomeUnknown, RuleHit
from kiosk.journeys.document import send_pages, take_document
from kiosk.wishes.application import Phrase, ReviewAnswers, ReviewLine, Submit
from kiosk.wishes.case import hand_in_things
from kiosk.wishes.wish import Notice


async def hand_in(followed: FollowedCase, holder: Applicant) -> Notice | None:
    """What became of it. None: nothing was photographed, and nothing sent. Raises `Left`."""
    asked = followed.to_hand_in[:THINGS_MOST]
    taken: dict[str, tuple[Page, ...]] = {}
    for each in asked:
        taken[each.key] = await take(followed, each, taken)
    while any(taken.values()):
        match await ReviewAnswers(followed.case, ((Phrase("materials"), tuple(lines(asked, taken))),)):
            case Submit():
                return await send(followed.case.number, holder, taken)
            case change:
                again = next(each for each in asked if each.key == change.key)
                before, taken[again.key] = taken[again.key], ()
                taken[again.key] = await take(followed, again, taken, before)
    return None


async def take(
    followed: FollowedCase, thing: ToHandIn, taken: dict[str, tuple[Page, ...]], before: tuple[Page, ...] = ()
) -> tuple[Page, ...]:
    """The pages of one thing; none where there is no room left for one, or it is left out."""
    room = PAGES_MOST - sum(len(pages) for pages in taken.values())
    if not room:
        return ()
    fitting = thing.model_copy(update={"pages_most": min(thing.pages_most, room)})
    return await take_document(followed.case, fitting, before, (), needed=False)


def lines(asked: tuple[ToHandIn, ...], taken: dict[str, tuple[Page, ...]]) -> list[ReviewLine]:
    """What will be sent, and what will not."""
    found = []
    for each in asked:
        pages = taken[each.key]
        said = Phrase("pages", {"n": len(pages)}) if pages else Phrase("left_out")
        found.append(ReviewLine(each.name, said, each.key, pages=pages))
    return found


async def send(number: str, holder: Applicant, taken: dict[str, tuple[Page, ...]]) -> Notice:
    """Everything that was photographed, in one effect. The office's rules are told on the page, which goes on."""
    things = [HandedIn(key=key, pages=await send_pages(pages)) for key, pages in taken.items() if pages]
    try:
        done = await hand_in_things(number, holder, tuple(things))
    except RuleHit as hit:
        return Notice.of(hit)
    except OutcomeUnknown:
        return Notice("case_effect_open")
    return Notice("handed_in_part" if done.left else "handed_in", {"at": done.at.isoformat()})
