"""A number on a public page with its evidence: what was counted, of what; too few, and 100 %, are said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from central.api.page import sign
from central.contract.figures import Counted
from central.contract.messages import Words
from central.contract.texts import Phrases


def share(say: Phrases, rate: Counted) -> str:
    """98.23 %, and 20726 of 20842; of nothing there is no share."""
    if rate.percent is None:
        return f"<span>{escape(say.text('page.figures.undefined.nothing'))}</span>"
    flags = [
        f'<span class="sign warn flag">{sign("warn")}{escape(say.text(f"page.figures.{code}"))}</span>'
        for code, holds in (("sample_too_small", rate.sample_too_small), ("second_look", rate.second_look))
        if holds
    ]
    counted = f"{rate.numerator}&nbsp;/&nbsp;{rate.denominator}"
    return f'<b class="number">{rate.percent} %</b> <span class="number">{counted}</span>{"".join(flags)}'


def unit_name(say: Phrases, code: str, name: Words | None) -> str:
    """What a unit calls itself, else what everybody calls it."""
    if name is not None:
        return say.words(name)
    known = f"department.{code}"
    return say.text(known) if say.texts.has(known) else code


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose first column names the row. Where there is no room, each cell brings its head. Cells are HTML."""
    titles = list(heads)
    head = "".join(f'<th scope="col">{each}</th>' for each in titles)
    body = "".join(f"<tr>{_row(titles, *row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(titles: Sequence[str], first: str, *cells: str) -> str:
    named = (
        f'<td class="{"zero" if cell == "0" else ""}"><span class="label">{title}</span><span>{cell}</span></td>'
        for title, cell in zip(titles[1:], cells, strict=True)
    )
    return f'<th scope="row">{first}</th>{"".join(named)}'
