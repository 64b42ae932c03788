"""Figures as they were published: added, never changed, and held against what is counted today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from central.contract.case import Mark
from central.contract.figures import (
    MOST_EDITIONS,
    Cell,
    Counted,
    Edition,
    Figure,
    Figures,
    Publications,
    Published,
    Reason,
)
from central.limits.figure import Period
from central.office import Office
from central.services import figures
from central.services.refusals import Refusal
from central.store import figure_editions as store
from central.store.database import Conflict, Connection
from central.store.figure_editions import EditionRow

_NAME = TypeAdapter(Mark)
_REASON = TypeAdapter(Reason)


class EditionBroken(RuntimeError):
    """A publication is not what was published; the text says which."""


@dataclass(frozen=True)
class Difference:
    """Where a publication no longer says what is counted."""

    place: str
    published: str
    counted: str


def publish(office: Office, period: Period, publisher: str, reason: str = "") -> Edition:
    """Count a period and publish it, with everything withheld that could name somebody.

    The same numbers again are not published again; others want a reason, and stand beside the first.

    Raises:
        Refusal: figures_not_over, figures_publisher_missing, figures_reason_missing, figures_published_already,
            and what `figures.count` raises.
        EditionBroken: what was published before is not what it was.
    """
    name, why = signed(publisher, reason)
    found = figures.count(office, period, public=True)
    if not found.over:
        raise Refusal("figures_not_over", {"last": str(period.last)})
    content = Figures.model_validate(found.model_dump()).model_dump_json()  # what has no evidence stops here
    now = office.clock.now()
    try:
        with office.database.write() as connection:
            before = store.of_period(connection, period.name)
            if before and not list(differences(_opened(connection, before[0]), found)):
                raise Refusal("figures_published_already", {"edition": before[0].edition})
            if before and not why:
                raise Refusal("figures_reason_missing", {"edition": before[0].edition}, status=422)
            row = EditionRow(
                period=period.name,
                edition=len(before) + 1,
                first=period.first,
                last=period.last,
                published_at=now,
                as_of=found.as_of,
                publisher=name,
                reason=why,
                digest=_digest(content),
            )
            store.add(connection, row, content)
    except Conflict:
        raise Refusal("figures_published_already", {"edition": len(before) + 1}) from None
    return _edition(row)


def signed(publisher: str, reason: str) -> tuple[str, str]:
    """Who publishes, and why again, as they may stand there. Raises `Refusal` figures_publisher_missing."""
    try:
        name, why = _NAME.validate_python(publisher), _REASON.validate_python(reason)
    except ValidationError as error:
        raise Refusal("bad_request", {"fault": error.errors()[0]["msg"]}, status=422) from None
    if not name:
        raise Refusal("figures_publisher_missing", status=422)
    return name, why


def check(office: Office, period: Period) -> tuple[Edition, list[Difference]]:
    """Count again, and hold it against the newest edition. Raises `Refusal` figures_unpublished, `EditionBroken`."""
    told = read(office, period.name)
    return told.edition, list(differences(told.figures, figures.count(office, period, public=True)))


def read(office: Office, period: str, edition: int | None = None) -> Published:
    """What was published of a period; the newest edition, or this one. Raises `Refusal` figures_unpublished,
    `EditionBroken`."""
    with office.database.read() as connection:
        rows = store.of_period(connection, period)
        chosen = next((row for row in rows if edition in (None, row.edition)), None)
        if chosen is None:
            raise Refusal("figures_unpublished", status=404)
        found = _opened(connection, chosen)
    return Published(edition=_edition(chosen), editions=tuple(map(_edition, rows)), figures=found)


def listed(office: Office) -> Publications:
    """The newest edition of each period."""
    with office.database.read() as connection:
        return Publications(publications=tuple(map(_edition, store.newest(connection, MOST_EDITIONS))))


def _opened(connection: Connection, row: EditionRow) -> Figures:
    """What was published, proved to be what was published. Raises `EditionBroken`."""
    content = store.content(connection, row)
    if _digest(content) != row.digest:
        raise EditionBroken(f"{row.period}, edition {row.edition}: its content was changed after it was published")
    try:
        return Figures.model_validate_json(content)
    except ValidationError as error:
        raise EditionBroken(f"{row.period}, edition {row.edition}: it cannot be read") from error


def differences(published: Figures, counted: Figures) -> Iterator[Difference]:
    """Every number that is another now. Names and words are none."""
    before, now = _numbers(published), _numbers(counted)
    for place in sorted(before.keys() | now.keys()):
        if before.get(place, "") != now.get(place, ""):
            yield Difference(place, before.get(place, "-"), now.get(place, "-"))


def _numbers(found: Figures) -> dict[str, str]:
    return {place: number for figure in found.figures for place, number in _numbers_of(figure)}


def _numbers_of(figure: Figure) -> Iterator[tuple[str, str]]:
    yield (
        figure.code,
        str(figure.undefined) if figure.rate is None else _said(figure.rate),
    )
    for part in figure.parts:
        yield f"{figure.code}: {part.code}", str(part.count)
    for split in figure.splits:
        for cell in split.cells:
            yield f"{figure.code}: {split.by} {cell.key}", _cell(cell)
    for left in figure.left_out:
        yield f"{figure.code}: left out {left.key}", left.why


def _cell(cell: Cell) -> str:
    return "withheld" if cell.rate is None else _said(cell.rate)


def _said(rate: Counted) -> str:
    return f"{rate.numerator}/{rate.denominator}"


def _edition(row: EditionRow) -> Edition:
    return Edition(
        period=row.period,
        edition=row.edition,
        published_at=row.published_at,
        as_of=row.as_of,
        digest=row.digest,
        reason=row.reason,
    )


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
