"""All that was answered, filled in and handed in, on one screen, each with the way back to it."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract.form import Control, FormField
from central.contract.item import MaterialFrom
from kiosk.journeys.application import PROMISE, Application
from kiosk.wishes.application import Phrase, ReviewLine, Said
from kiosk.words.answer import entry_said, said


def sections(application: Application) -> tuple[tuple[Said, tuple[ReviewLine, ...]], ...]:
    """The lines by section; one that is empty is left out."""
    found = (
        (Phrase("applicant"), applicant_lines(application)),
        (Phrase("situation"), situation_lines(application)),
        (Phrase("answers"), (line for each in application.fields for line in field_lines(application, each))),
        (Phrase("materials"), material_lines(application)),
    )
    listed = ((title, tuple(lines)) for title, lines in found)
    return tuple((title, lines) for title, lines in listed if lines)


def applicant_lines(application: Application) -> Iterator[ReviewLine]:
    """Whose card it is, as the office masks it."""
    if application.begun is not None:
        yield ReviewLine(Phrase("name"), application.begun.person)


def situation_lines(application: Application) -> Iterator[ReviewLine]:
    for each in application.item.situations:
        for option in each.options:
            if option.option == application.situation.get(each.situation):
                yield ReviewLine(each.question, option.words, f"situation.{each.situation}")


def field_lines(application: Application, each: FormField) -> Iterator[ReviewLine]:
    """A field, and below a group each of its entries with the way back to that one."""
    yield field_line(application, each)
    if each.control is Control.GROUP and each.entry is not None:
        for number, entry in enumerate(application.answers.get(each.name) or (), start=1):
            label = Phrase("entry", {"number": number, "entry": each.entry})
            yield ReviewLine(label, entry_said(each, entry), f"field.{each.name}.{number}")


def field_line(application: Application, each: FormField) -> ReviewLine:
    """A masked value is only ever shown: nobody mends what they do not see."""
    filled, own = application.filled(each.name), each.name in application.answers
    value = application.answers[each.name] if own else filled.value if filled else None
    hidden = filled is not None and filled.masked and not own
    return ReviewLine(
        each.words,
        str(value) if hidden else said(each, value),
        None if hidden else f"field.{each.name}",
        application.source_of(each.name) or "" if not own else "",
    )


def material_lines(application: Application) -> Iterator[ReviewLine]:
    if application.signed is not None:
        yield ReviewLine(Phrase("promise"), Phrase("signed"), f"material.{PROMISE}")
    for each in application.wanted:
        if each.comes_from is MaterialFrom.SOURCE and each.source in (application.consents or ()):
            yield ReviewLine(each.name, Phrase("fetched"))
        elif each.comes_from is MaterialFrom.PORTRAIT and application.materials.get(each.material) is not None:
            yield ReviewLine(each.name, Phrase("taken"), f"material.{each.material}")
        elif each.material in application.pages:
            pages = application.pages[each.material]
            said = Phrase("pages", {"n": len(pages)}) if pages else Phrase("left_out")
            yield ReviewLine(each.name, said, f"material.{each.material}", pages=pages)
