"""Published figures for people: every number opens to what was counted, of what, over which days and how."""

from __future__ import annotations

from datetime import date
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError

from central.api.evidence import share, table
from central.api.guards import TheOffice
from central.api.page import Leaf, html_page, phrases, sign, too_often
from central.contract.figures import Cell, Edition, Figure, Figures, PeriodName, Published
from central.contract.messages import Words
from central.contract.texts import Fact, Phrases
from central.services import figure_editions
from central.services.refusals import Refusal

router = APIRouter(tags=["open"])

_PAGE = "/public/figures"
_PERIOD = TypeAdapter(PeriodName)


@router.get(_PAGE, include_in_schema=False)
def newest_figures(request: Request, office: TheOffice) -> HTMLResponse:
    """The newest period that was published."""
    if wait := too_often(request, office):
        return wait
    listed = figure_editions.listed(office).publications
    if not listed:
        return _nothing(200)
    return _page(office, max(listed, key=lambda each: each.period).period, listed)


@router.get(f"{_PAGE}/{{period}}", include_in_schema=False)
def figures_of(request: Request, office: TheOffice, period: str) -> HTMLResponse:
    """The figures of one period."""
    if wait := too_often(request, office):
        return wait
    try:
        named = _PERIOD.validate_python(period)
    except ValidationError:
        return _nothing(404)
    return _page(office, named, figure_editions.listed(office).publications)


def _nothing(status: int) -> HTMLResponse:
    leaves = (
        Leaf(say.text("page.figures.title"), f"<p>{escape(say.text('page.figures.unpublished'))}</p>")
        for say in phrases()
    )
    return html_page(*leaves, status=status)


def _page(office: TheOffice, period: str, listed: tuple[Edition, ...]) -> HTMLResponse:
    try:
        published = figure_editions.read(office, period)
    except Refusal:
        return _nothing(404)
    return html_page(*(_leaf(say, published, listed) for say in phrases()))


def _leaf(say: Phrases, published: Published, listed: tuple[Edition, ...]) -> Leaf:
    found, edition = published.figures, published.edition
    facts = {"first": _day(say, found.first), "last": _day(say, found.last), "as_of": _day(say, found.as_of.date())}
    told = [say.text("page.figures.period", facts)]
    if edition.reason:
        told.append(say.text("page.supervision.edition_reason", {"reason": edition.reason}))
    head = "".join(f'<p class="soft">{escape(each)}</p>' for each in told)
    by_code = {each.code: each for each in found.figures}
    cards = "".join(_card(say, each, found, by_code) for each in found.figures)
    proof: dict[str, Fact] = {
        "cases": found.cases,
        "events": found.events,
        "calendar": found.calendar,
        "program": found.program,
        "edition": edition.edition,
        "digest": edition.digest,
    }
    others = " ".join(
        f'<a href="{_PAGE}/{each.period}">{escape(each.period)}</a>' for each in listed if each.period != edition.period
    )
    others = f'<p class="foot">{escape(say.text("page.figures.others"))} {others}</p>' if others else ""
    foot = f'<p class="foot">{escape(say.text("page.figures.proof", proof))}</p>'
    return Leaf(say.text("page.figures.title"), f'{head}<div class="figures">{cards}</div>{others}{foot}')


def _card(say: Phrases, figure: Figure, found: Figures, by_code: dict[str, Figure]) -> str:
    """A figure that is not shown alone brings the other one with it."""
    parts = [f"<h2>{escape(say.words(figure.name))}</h2>", f'<p class="rate">{_rate(say, figure)}</p>']
    parts.append(f'<p class="soft">{escape(say.words(figure.counted))} / {escape(say.words(figure.of))}</p>')
    if figure.beside is not None:
        other = by_code[figure.beside]
        parts.append(f"<p>{escape(say.words(other.name))} {_rate(say, other)}</p>")
    inner = [f"<p>{escape(say.words(figure.method))}</p>"]
    period = {"first": _day(say, found.first), "last": _day(say, found.last), "as_of": _day(say, found.as_of.date())}
    inner.append(f"<p>{escape(say.text('page.figures.period', period))}</p>")
    inner.append(f"<p>{escape(say.text(f'page.figures.source.{figure.source.value}'))}</p>")
    if figure.parts:
        listed = "".join(f"<li>{escape(say.words(each.name))} {each.count}</li>" for each in figure.parts)
        inner.append(f"<ul>{listed}</ul>")
    for split in figure.splits:
        heads = [escape(say.text(f"page.figures.by.{split.by.value}")), escape(say.text("page.figures.share"))]
        inner.append(table(heads, ([_cell_name(say, each), _cell(say, each)] for each in split.cells)))
    if figure.left_out:
        left = "".join(
            f"<li>{_name(say, each.key, each.name)}: {escape(say.words(each.why_name))}</li>"
            for each in figure.left_out
        )
        inner.append(f"<h3>{escape(say.text('page.figures.left_out'))}</h3><ul>{left}</ul>")
    opened = f"<summary>{escape(say.text('page.figures.how'))}</summary>{''.join(inner)}"
    return f'<section class="card">{"".join(parts)}<details>{opened}</details></section>'


def _rate(say: Phrases, figure: Figure) -> str:
    if figure.rate is None or figure.rate.percent is None:
        assert figure.undefined is not None, "a share, or why there is none"
        why = say.text(f"page.figures.undefined.{figure.undefined.value}")
        return f'<span class="sign calm">{sign("stop")}{escape(why)}</span>'
    return share(say, figure.rate)


def _cell(say: Phrases, cell: Cell) -> str:
    return share(say, cell.rate) if cell.rate is not None else escape(say.text("page.figures.undefined.few_people"))


def _cell_name(say: Phrases, cell: Cell) -> str:
    unit = f" ({escape(say.text(f'page.figures.unit.{cell.unit}'))})" if cell.unit is not None else ""
    return _name(say, cell.key, cell.name) + unit


def _name(say: Phrases, key: str, name: Words | None) -> str:
    return escape(say.words(name) if name is not None else key)


def _day(say: Phrases, day: date) -> str:
    return say.of_year(say.short_day(day), day)
