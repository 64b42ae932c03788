"""电子监察公开, as data and as a page for phones and for a screen on a wall, which looks again every minute."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from central.api.evidence import share, table, unit_name
from central.api.guards import TheOffice
from central.api.open_data import kept, told_to_wait
from central.api.page import Leaf, html_page, phrases, sign, too_often
from central.api.problems import responses
from central.contract import case_words
from central.contract.case import Stage
from central.contract.clock import Light
from central.contract.supervision import MOST_LATE, Board, LateCase, OpenSupervision, ScoresPublished
from central.contract.texts import Fact, Phrases
from central.limits.calendar import ZONE
from central.services import open_supervision

router = APIRouter(tags=["open"])

_REFRESH_S = 60
_KEPT_S = 30
_LIGHTS = (Light.RED, Light.YELLOW, Light.WHITE, Light.GREEN)


@router.get("/v1/public/supervision", response_model=OpenSupervision, responses=responses(429))
def read_supervision(request: Request, office: TheOffice) -> Response:
    """The lights of every unit and what is late, as of the last pass; and the newest month that was published."""
    if wait := told_to_wait(request, office):
        return wait
    return kept(open_supervision.read(office), _KEPT_S)


@router.get("/public/supervision", include_in_schema=False)
def supervision_page(
    request: Request, office: TheOffice, most: Annotated[int, Query(ge=1, le=MOST_LATE)] = MOST_LATE
) -> HTMLResponse:
    """The same for people. `most`: so many late cases, the longest ones, on a screen that nobody scrolls."""
    if wait := too_often(request, office):
        return wait
    found = open_supervision.read(office)
    if found.board is not None and len(found.board.late) > most:
        board = found.board.model_copy(update={"late": found.board.late[:most]})
        found = found.model_copy(update={"board": board})
    return html_page(*(_leaf(say, found) for say in phrases()), refresh=_REFRESH_S)


def _leaf(say: Phrases, found: OpenSupervision) -> Leaf:
    title = say.text("page.supervision.title")
    if found.board is None:
        return Leaf(title, f"<p>{escape(say.text('page.supervision.no_pass'))}</p>")
    parts = [
        f'<p class="soft">{escape(say.text("page.supervision.as_of", {"moment": _moment(say, found.board.as_of)}))}</p>'
    ]
    parts.append(f'<div class="wall">{_lights(say, found.board)}{_late(say, found.board)}')
    if found.scores is not None:
        parts.append(_scores(say, found.scores))
    parts.append(f'</div><p class="foot"><a href="/public/figures">{escape(say.text("page.figures.title"))}</a></p>')
    return Leaf(title, "".join(parts))


def _lights(say: Phrases, board: Board) -> str:
    heads = [escape(say.text("page.supervision.unit"))]
    for light in _LIGHTS:
        drawing, tone = case_words.sign(Stage.REVIEWING, light)
        word = escape(say.text(f"follow.light.{light.value}"))
        heads.append(f'<span class="sign {tone}">{sign(drawing)}{word}</span>')
    heads.append(f'<span class="sign">{sign("pause")}{escape(say.text("page.supervision.other"))}</span>')
    rows = []
    for each in board.units:
        red = f'<b class="bad">{each.red}</b>' if each.red else "0"
        others = (str(count) for count in (each.yellow, each.white, each.green, each.other))
        rows.append([escape(unit_name(say, each.unit, each.name)), red, *others])
    title = escape(say.text("page.supervision.lights"))
    return f'<section class="card"><h2>{title}</h2>{table(heads, rows)}</section>'


def _late(say: Phrases, board: Board) -> str:
    count = sum(each.red for each in board.units)
    title = escape(say.text("page.supervision.late", {"n": count}))
    if not count:
        told = f'<p class="sign good">{sign("check")}{escape(say.text("page.supervision.none_late"))}</p>'
        return f'<section class="card"><h2>{title}</h2>{told}</section>'
    names = {each.unit: unit_name(say, each.unit, each.name) for each in board.units}
    heads = [escape(say.text(f"page.supervision.{code}")) for code in ("number", "unit", "due", "level", "why")]
    rows = [_late_row(say, each, names.get(each.unit, each.unit)) for each in board.late]
    left = count - len(board.late)
    more = f"<p>{escape(say.text('page.supervision.more', {'n': left}))}</p>" if left > 0 else ""
    hint = f'<p class="soft">{escape(say.text("page.supervision.late_hint"))}</p>'
    return f'<section class="card badly"><h2 class="bad">{title}</h2>{hint}{table(heads, rows)}{more}</section>'


def _late_row(say: Phrases, late: LateCase, unit: str) -> list[str]:
    over = say.text("page.supervision.days", {"n": late.days}) if late.days else say.text("page.supervision.today")
    due = say.of_year(say.short_day(late.due), late.due)
    level = say.text(f"page.supervision.level_{late.level}") if late.level else ""
    code, tone = ("explained", "calm") if late.explained else ("unexplained", "bad")
    return [
        f'<span class="number">{late.number}…</span>',
        escape(unit),
        f'{escape(due)} <b class="bad number">{escape(over)}</b>',
        escape(level),
        f'<span class="{tone}">{escape(say.text(f"page.supervision.{code}"))}</span>',
    ]


def _scores(say: Phrases, published: ScoresPublished) -> str:
    scores = published.scores
    heads = [escape(say.text(f"page.supervision.{code}")) for code in ("unit", "points", "grounds", "in_time")]
    rows = [
        [
            escape(unit_name(say, each.unit, each.name)),
            f"<b>{each.points}</b>",
            escape(_grounds(say, each.grounds, scores.weights)),
            share(say, each.in_time),
        ]
        for each in scores.units
    ]
    facts: dict[str, Fact] = {
        "edition": published.edition,
        "moment": _moment(say, published.published_at),
        "as_of": _moment(say, scores.as_of),
        "calendar": scores.calendar,
        "digest": published.digest[:16],
    }
    said = [say.text("page.supervision.published", facts), say.text("page.supervision.method")]
    if published.reason:
        said.append(say.text("page.supervision.edition_reason", {"reason": published.reason}))
    title = escape(say.text("page.supervision.scores", {"month": scores.month}))
    evidence = "".join(f"<p>{escape(each)}</p>" for each in said)
    how = escape(say.text("page.figures.how"))
    return (
        f'<section class="card"><h2>{title}</h2>{table(heads, rows)}'
        f"<details><summary>{how}</summary>{evidence}</details></section>"
    )


def _grounds(say: Phrases, grounds: dict[str, int], weights: dict[str, int]) -> str:
    """提前办结 12 × 1；超期 2 × -3."""
    said = (
        f"{say.text(f'page.supervision.ground_{code}')} {count} × {weights[code]:+}"
        for code, count in grounds.items()
        if code in weights and count
    )
    return say.text("follow.between").join(said)


def _moment(say: Phrases, moment: datetime) -> str:
    return say.moment(moment.astimezone(ZONE))
