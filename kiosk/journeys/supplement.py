"""补正: exactly what the one-time notice asks for, given at the terminal and sent once."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract import form
from central.contract.application import Applicant, Decision, SupplementApplication
from central.contract.form import Control
from central.contract.item import ItemDocument, Material, MaterialFrom
from central.contract.messages import Words
from kiosk.journeys.application import PROMISE, Application
from kiosk.journeys.application_group import fill_group
from kiosk.journeys.materials import sign, take
from kiosk.wishes.application import CatalogueSeen, FillField, add_supplement, stamp

_MATERIAL, _FIELD = "material.", "field."


async def supplement(seen: CatalogueSeen, item: ItemDocument, applicant: Applicant, decision: Decision) -> None:
    """Ask for what is missing and nothing else, and send it. Raises `Left`, `RuleHit`."""
    application = _begun(seen, item, applicant, decision)
    asked = set(decision.asked)
    fields = [each for each in application.fields if f"{_FIELD}{each.name}" in asked]
    for step, each in enumerate(fields, start=1):
        if each.control is Control.GROUP:
            application.answers[each.name] = await fill_group(application, each, step, len(fields))
        else:
            application.answers[each.name] = await FillField(item, each, None, None, None, step, len(fields))
    if f"{_MATERIAL}{PROMISE}" in asked and application.promise is not None:
        await sign(application, application.promise)
    for material in application.wanted:
        if f"{_MATERIAL}{material.material}" in asked and material.material not in application.materials:
            await take(application, material)
    now = await stamp()
    await add_supplement(
        SupplementApplication(
            application_id=decision.application_id,
            applicant=applicant,
            answers=application.given(),
            materials=application.handed_in(),
            promise=application.signed,
            asked_at=now.at,
        )
    )


def can_be_added(seen: CatalogueSeen, item: ItemDocument, applicant: Applicant, decision: Decision) -> bool:
    """Whether this terminal can take all of it, by the version of the item that the application began with."""
    application = _begun(seen, item, applicant, decision)
    fields = {f"{_FIELD}{each.name}" for each in application.fields}
    here = {f"{_MATERIAL}{each.material}" for each in application.wanted if _can_be_taken(seen, each)}
    if application.promise is not None:
        here |= {f"{_MATERIAL}{PROMISE}"} | {
            f"{_MATERIAL}{each.material}"
            for each in application.wanted
            if each.comes_from is MaterialFrom.SIGNATURE and f"{_MATERIAL}{PROMISE}" in decision.asked
        }
    elsewhere = {each for each in decision.asked if not each.startswith((_MATERIAL, _FIELD))}
    return decision.version == item.version and set(decision.asked) <= fields | here | elsewhere


def owed(item: ItemDocument, decision: Decision) -> Iterator[Words]:
    """What is missing, by the names that the item gives it. What is put right elsewhere stands among the findings."""
    names = {f"{_MATERIAL}{each.material}": each.name for each in item.materials}
    names |= {f"{_FIELD}{each.name}": each.words for each in form.asked(item.form, decision.situation)}
    for key in decision.asked:
        if key in names:
            yield names[key]


def _begun(seen: CatalogueSeen, item: ItemDocument, applicant: Applicant, decision: Decision) -> Application:
    return Application(seen, item, applicant, situation=dict(decision.situation))


def _can_be_taken(seen: CatalogueSeen, material: Material) -> bool:
    match material.comes_from:
        case MaterialFrom.PORTRAIT:
            return material.portrait in seen.portraits
        case MaterialFrom.DOCUMENT:
            return seen.no_pages is None
    return False
