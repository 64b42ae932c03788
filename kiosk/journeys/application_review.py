"""All that was answered, filled in and handed in, on one screen, each with the way back to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from central.contract.form import Control, FormField
from central.contract.item import MaterialFrom
from central.contract.messages import Words
from kiosk.application_wishes import Phrase, ReviewLine, Said
from kiosk.journeys.application import PROMISE, Application

_LONGEST = 200  # characters of `Words`


def sections(application: Application) -> tuple[tuple[Said, tuple[ReviewLine, ...]], ...]:
    """The lines by section; one that is empty is left out."""
    found = (
        (Phrase("applicant"), applicant_lines(application)),
        (Phrase("situation"), situation_lines(application)),
        (Phrase("answers"), (field_line(application, each) for each in application.fields)),
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


def said(field: FormField, value: Any) -> Said:
    """A field's value as somebody would say it."""
    match field.control:
        case _ if value is None:
            return ""
        case Control.CHOICE:
            return field.options.get(str(value), str(value))
        case Control.CHOICES:
            chosen = [field.options.get(str(each), Words(zh_CN=str(each)[:_LONGEST])) for each in value]
            chinese, english = (
                "、".join(each.zh_CN for each in chosen),
                ", ".join(each.en or each.zh_CN for each in chosen),
            )
            return Words(zh_CN=chinese[:_LONGEST], en=english[:_LONGEST])
        case Control.YES_NO:
            return Phrase("yes" if value is True else "no")
        case Control.GROUP:
            return Phrase("rows", {"n": len(value)})
        case _ if field.unit is not None:
            unit = field.unit
            return Words(zh_CN=f"{value} {unit.zh_CN}"[:_LONGEST], en=f"{value} {unit.en or unit.zh_CN}"[:_LONGEST])
        case _:
            return str(value)


def material_lines(application: Application) -> Iterator[ReviewLine]:
    if application.signed is not None:
        yield ReviewLine(Phrase("promise"), Phrase("signed"), f"material.{PROMISE}")
    for each in application.wanted:
        if each.comes_from is MaterialFrom.SOURCE and each.source in (application.consents or ()):
            yield ReviewLine(each.name, Phrase("fetched"))
        elif each.comes_from is MaterialFrom.PORTRAIT and application.materials.get(each.material) is not None:
            yield ReviewLine(each.name, Phrase("taken"), f"material.{each.material}")
