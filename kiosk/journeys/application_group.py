"""A group: the same questions once for each person or thing, as many as there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from central.contract.form import FormField
from kiosk.journeys.application import Application
from kiosk.wishes.application import (
    AddEntry,
    ChangeEntry,
    EntriesComplete,
    EntryOf,
    FillField,
    ListEntries,
    RemoveEntry,
)

Entry = Mapping[str, Any]


async def fill_group(application: Application, group: FormField, step: int, steps: int) -> list[Entry] | None:
    """The entries, once the citizen says that they are complete; none for none.

    What was answered before is there already; when one entry is to be mended, it is asked first.
    """
    item = application.item
    entries: tuple[Entry, ...] = tuple(application.before.pop(f"field.{group.name}", None) or ())
    again = application.before.pop(f"entry.{group.name}", None)
    wanted: AddEntry | ChangeEntry | RemoveEntry | EntriesComplete
    wanted = ChangeEntry(again) if again else await ListEntries(item, group, entries, step=step, steps=steps)
    while not isinstance(wanted, EntriesComplete):
        match wanted:
            case AddEntry():
                entries = (*entries, await fill_entry(application, EntryOf(group, len(entries) + 1), {}))
            case ChangeEntry(number):
                entry = await fill_entry(application, EntryOf(group, number), entries[number - 1])
                entries = (*entries[: number - 1], entry, *entries[number:])
            case RemoveEntry(number):
                entries = (*entries[: number - 1], *entries[number:])
        removed = isinstance(wanted, RemoveEntry)
        wanted = await ListEntries(item, group, entries, removed, step, steps)
    return list(entries) or None


async def fill_entry(application: Application, entry: EntryOf, before: Entry) -> Entry:
    """The questions of one entry, each with what was answered before; what is left empty is left out."""
    parts = entry.group.parts
    given: dict[str, Any] = {}
    for step, part in enumerate(parts, start=1):
        value = await FillField(application.item, part, before.get(part.name), step=step, steps=len(parts), entry=entry)
        if value is not None:
            given[part.name] = value
    return given
