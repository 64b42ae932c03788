"""Everything that an application needs and that is missing is asked for, in the counter's order."""

from __future__ import annotations

from central.contract.form import Control
from central.contract.item import holds
from kiosk.journeys.application import Application
from kiosk.journeys.application_group import fill_group
from kiosk.journeys.leaving import again_or_leave
from kiosk.journeys.materials import gather_materials, possible_here
from kiosk.wishes.application import AgreeToSources, AnswerSituation, FillField, begin
from kiosk.wishes.wish import Next, Notice


async def complete(application: Application) -> None:
    """Ask for what is missing. Raises `Left`, `RuleHit`."""
    if application.consents is None:
        await agree(application)
    await answer_situations(application)
    await possible_here(application)
    if application.begun is None:
        await ask_sources(application)
    await fill_fields(application)
    await gather_materials(application)


async def agree(application: Application) -> None:
    """A consent for each kind of data. A source that is refused is not asked."""
    item = application.item
    names = dict.fromkeys(use.source for use in item.sources)
    sources = tuple(application.seen.catalogue.sources[name] for name in names)
    agreed: tuple[str, ...] = ()
    while sources:
        agreed = await AgreeToSources(item, sources, application.seen.catalogue.facts(item))
        if all(source.source in agreed for source in sources if application.needs(source)):
            break
        await again_or_leave(Notice("consent_needed"), Next.AGAIN)
    application.consents = agreed


async def answer_situations(application: Application) -> None:
    """The questions that pick materials, fields and sources; one may lead to another."""
    situation = application.situation
    for each in application.item.situations:
        if not holds(each.when, situation):
            situation.pop(each.situation, None)
        elif each.situation not in situation:
            before = application.before.pop(f"situation.{each.situation}", None)
            situation[each.situation] = await AnswerSituation(application.item, each, before)


async def ask_sources(application: Application) -> None:
    """What card and sources say already. A silent source stops it only where nothing goes without it."""
    while True:
        application.begun = await begin(application.question())
        silent = application.begun.stopped_by
        if silent is None:
            return
        source = application.seen.catalogue.sources.get(silent)
        facts: dict[str, str | int] = {"source": source.name.zh_CN} if source else {}
        await again_or_leave(Notice("source_silent", facts), Next.AGAIN, Next.OTHER_ITEM)


async def fill_fields(application: Application) -> None:
    """Every field that neither card nor source fills. What a source needs to be asked is typed before it."""
    fields = application.fields
    for step, each in enumerate(fields, start=1):
        if each.name in application.answers:
            continue
        if application.can_be_asked(each):
            await ask_sources(application)
        if each.control is Control.GROUP:
            application.answers[each.name] = await fill_group(application, each, step, len(fields))
            continue
        key = f"field.{each.name}"
        filled, again = application.filled(each.name), key in application.before
        if filled is not None and not again:
            continue
        before = application.before.pop(key, None)
        source = application.source_of(each.name)
        given = await FillField(application.item, each, before, filled, None, step, len(fields), source)
        if filled is None or given not in (None, filled.value):
            application.answers[each.name] = given
