"""All that was answered, filled in and handed in, on one screen, each with the way back to it."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract.form import FormField
from central.contract.item import MaterialFrom
from central.contract.messages import Words
from kiosk.application_wishes import ReviewLine
from kiosk.journeys.application import PROMISE, Application

_APPLICANT = Words(zh_CN="申请人", en="Applicant")
_TAKEN = Words(zh_CN="已拍摄", en="Taken")
_SIGNED = Words(zh_CN="已签字", en="Signed")
_FETCHED = Words(zh_CN="系统核对，不用提交", en="Checked for you")
_PROMISE = Words(zh_CN="告知承诺书", en="Promise")


def sections(application: Application) -> tuple[tuple[str, tuple[ReviewLine, ...]], ...]:
    """The lines by section; one that is empty is left out."""
    found = {
        "applicant": applicant_lines(application),
        "situation": situation_lines(application),
        "answers": (field_line(application, each) for each in application.fields),
        "materials": material_lines(application),
    }
    listed = ((title, tuple(lines)) for title, lines in found.items())
    return tuple((title, lines) for title, lines in listed if lines)


def applicant_lines(application: Application) -> Iterator[ReviewLine]:
    """Whose card it is, as the office masks it."""
    if application.begun is not None:
        yield ReviewLine(_APPLICANT.zh_CN, application.begun.person, words=_APPLICANT)


def situation_lines(application: Application) -> Iterator[ReviewLine]:
    for each in application.item.situations:
        for option in each.options:
            if option.option == application.situation.get(each.situation):
                yield _said(each.question, option.words, f"situation.{each.situation}")


def field_line(application: Application, each: FormField) -> ReviewLine:
    """A masked value is only ever shown: nobody mends what they do not see."""
    filled, own = application.filled(each.name), each.name in application.answers
    value = application.answers[each.name] if own else filled.value if filled else None
    source = application.seen.catalogue.sources.get(filled.source or "") if filled and not own else None
    return ReviewLine(
        each.words.zh_CN,
        "" if value is None else str(value),
        None if filled is not None and filled.masked and not own else f"field.{each.name}",
        source.name.zh_CN if source else "",
        words=each.words,
        filled_by=source.name if source else None,
        field=each,
        answer=value,
    )


def material_lines(application: Application) -> Iterator[ReviewLine]:
    if application.signed is not None:
        yield _said(_PROMISE, _SIGNED, f"material.{PROMISE}")
    for each in application.wanted:
        if each.comes_from is MaterialFrom.SOURCE and each.source in (application.consents or ()):
            yield _said(each.name, _FETCHED)
        elif each.comes_from is MaterialFrom.PORTRAIT and application.materials.get(each.material) is not None:
            yield _said(each.name, _TAKEN, f"material.{each.material}")


def _said(label: Words, value: Words, key: str | None = None) -> ReviewLine:
    return ReviewLine(label.zh_CN, value.zh_CN, key, words=label, shown=value)
