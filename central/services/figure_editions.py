"""Figures as they were published: added, never changed, and held against what is counted today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from central.contract.figures import MOST_EDITIONS, Cell, Counted, Edition, Figure, Figures, Publications, Published
from central.limits.figure import Period
from central.office import Office
from central.services import editions, figures
from central.services.refusals import Refusal
from central.store import public_documents as store
from central.store.public_documents import Document

_NAMED = "figures/"


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
    by = editions.signed(publisher, reason)
    found = figures.count(office, period, public=True)
    if not found.over:
        raise Refusal("figures_not_over", {"last": str(period.last)})
    name = f"{_NAMED}{period.name}"
    return _edition(editions.publish(office, name, found, found.as_of, by=by, is_same=_are_same))


def _are_same(published: Figures, counted: Figures) -> bool:
    return not any(differences(published, counted))


def check(office: Office, period: Period) -> tuple[Edition, list[Difference]]:
    """Count again, and hold it against the newest edition. Raises `Refusal` figures_unpublished, `EditionBroken`."""
    told = read(office, period.name)
    return told.edition, list(differences(told.figures, figures.count(office, period, public=True)))


def read(office: Office, period: str, edition: int | None = None) -> Published:
    """What was published of a period; the newest edition, or this one. Raises `Refusal` figures_unpublished,
    `EditionBroken`."""
    with office.database.read() as connection:
        every = editions.every(office.keys, connection, f"{_NAMED}{period}")
        chosen = next((each for each in every if edition in (None, each.edition)), None)
        if chosen is None:
            raise Refusal("figures_unpublished", status=404)
        found = editions.opened(office.keys, connection, chosen, Figures)
    return Published(edition=_edition(chosen), editions=tuple(map(_edition, every)), figures=found)


def listed(office: Office) -> Publications:
    """The newest edition of each period."""
    with office.database.read() as connection:
        found = store.newest(connection, _NAMED, MOST_EDITIONS)
    return Publications(publications=tuple(map(_edition, found)))


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


def _edition(document: Document) -> Edition:
    return Edition(
        period=document.name.removeprefix(_NAMED),
        edition=document.edition,
        published_at=document.at,
        as_of=document.as_of,
        digest=document.digest,
        reason=document.reason,
    )
