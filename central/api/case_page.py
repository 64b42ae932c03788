"""The public page of a case: a form for the second factor, and behind it three blocks that say what the terminal says.

Nothing is kept for a visit: no cookie, and no address with anything typed in it.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from html import escape
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from central.api.guards import RawBody, TheOffice
from central.api.page import PLACES, Leaf, address, html_page, phrases, sign, too_often
from central.api.visits import household
from central.contract import case_number, case_words
from central.contract.case_number import NotACaseNumber
from central.contract.following import ByCaseNumber, FollowedCase
from central.contract.messages import RuleCode
from central.contract.texts import Phrases
from central.office import Office
from central.services import case_page
from central.services.refusals import Refusal

router = APIRouter(tags=["open"])

_LONGEST_FORM = 400


async def typed(body: RawBody) -> dict[str, str]:
    """What was typed into the form; nothing of anything that is no form of ours."""
    try:
        fields = parse_qsl(body[:_LONGEST_FORM].decode("ascii"), strict_parsing=True, max_num_fields=4)
    except ValueError:
        return {}
    return {name: unicodedata.normalize("NFKC", value).strip().upper() for name, value in fields}


Typed = Annotated[dict[str, str], Depends(typed)]


@router.get(case_page.PAGE, include_in_schema=False)
def ask_for_both() -> HTMLResponse:
    """Where a number is typed that nobody has scanned."""
    return _form(with_number=True)


@router.post(case_page.PAGE, include_in_schema=False)
def show_typed(request: Request, office: TheOffice, said: Typed) -> HTMLResponse:
    """A case by its number and the second factor."""
    if wait := too_often(request, office):
        return wait
    try:
        number = case_number.read(said.get("number", ""))
        return _shown(_read(request, office, number, said), office.clock.now())
    except NotACaseNumber:
        return _form(with_number=True, against=Refusal("case_number_invalid", status=422))
    except Refusal as refusal:
        return _form(with_number=True, against=refusal)


@router.get(f"{case_page.PAGE}/{{token}}", include_in_schema=False)
def ask_for_factor(token: str) -> HTMLResponse:
    """Where the code of a slip leads to: the same page for every code."""
    return _form(with_number=False)


@router.post(f"{case_page.PAGE}/{{token}}", include_in_schema=False)
def show_scanned(request: Request, office: TheOffice, token: str, said: Typed) -> HTMLResponse:
    """The case of a slip, with the second factor."""
    if wait := too_often(request, office):
        return wait
    try:
        number = case_page.numbered(office.keys, token)
        return _shown(_read(request, office, number, said), office.clock.now())
    except Refusal as refusal:
        return _form(with_number=False, against=refusal)


def _read(request: Request, office: Office, number: str, said: dict[str, str]) -> FollowedCase:
    """Raises `Refusal`."""
    try:
        both = ByCaseNumber(number=number, last4=said.get("last4", ""))
    except ValidationError:
        raise Refusal(RuleCode.CASE_NOT_FOUND, status=404) from None
    return case_page.read(office, household(address(request)), both)


def _form(*, with_number: bool, against: Refusal | None = None) -> HTMLResponse:
    leaves = [_form_leaf(say, place, with_number, against) for say, place in zip(phrases(), PLACES, strict=True)]
    return html_page(*leaves, status=against.status if against else 200)


def _form_leaf(say: Phrases, place: str, with_number: bool, against: Refusal | None) -> Leaf:
    told = ""
    if against is not None:
        title, text = (say.text(f"page.{against.code}.{part}", against.facts) for part in ("title", "text"))
        told = (
            f'<section class="card badly" role="alert"><p class="sign bad">{sign("alarm")}{escape(title)}</p>'
            f"<p>{escape(text)}</p></section>"
        )
    first = f"number{place[1:]}", f"last4{place[1:]}"
    number = (
        f'<label for="{first[0]}">{escape(say.text("page.case.number"))}</label>'
        f'<input id="{first[0]}" name="number" required maxlength="24" autocomplete="off" autocapitalize="characters"'
        ' spellcheck="false">'
    )
    form = (
        f'<form class="card" method="post" action="{place}">{number if with_number else ""}'
        f'<label for="{first[1]}">{escape(say.text("page.case.last4"))}</label>'
        f'<input id="{first[1]}" name="last4" required maxlength="4" autocomplete="off" autocapitalize="characters"'
        f' spellcheck="false" aria-describedby="hint{place[1:]}">'
        f'<p id="hint{place[1:]}" class="soft">{escape(say.text("page.case.last4_hint"))}</p>'
        f"<button>{escape(say.text('page.case.look'))}</button></form>"
    )
    return Leaf(say.text("page.case.title"), told + form)


# ---------------------------------------------------------------- the case


def _shown(followed: FollowedCase, now: datetime) -> HTMLResponse:
    moment = now.astimezone(followed.case.since.tzinfo)
    return html_page(*(_case(say, followed, moment, place) for say, place in zip(phrases(), PLACES, strict=True)))


def _case(say: Phrases, followed: FollowedCase, moment: datetime, place: str) -> Leaf:
    case = followed.case
    about = say.text("show_case.number", {"number": case.number, "applicant": case.applicant})
    shown_at = say.moment(moment)
    blocks = (
        ("next", "show_case.next", _next(say, followed)),
        ("progress", "show_case.progress", _progress(say, followed)),
        ("materials", "show_case.materials", _materials(say, followed)),
    )
    sections = "".join(
        f'<section class="card {name}"><h2>{escape(say.text(title))}</h2>{content}</section>'
        for name, title, content in blocks
    )
    foot = (
        f'<p class="foot">{escape(say.text("page.case.as_of", {"moment": shown_at}))} '
        f'<a class="again" href="?{place}">{escape(say.text("page.case.again"))}</a></p>'
    )
    body = f'<p class="soft">{escape(about)}</p><div class="blocks">{sections}</div>{foot}'
    return Leaf(say.words(case.name), body)


def _next(say: Phrases, followed: FollowedCase) -> str:
    """One light, one sentence, each limit with its unit and its day."""
    found = case_words.light(followed)
    drawing, tone = case_words.sign(followed.case.stage, found)
    word = case_words.light_word(say, followed.case.stage, found)
    parts = [f'<p class="sign light {tone}">{sign(drawing)}{escape(word)}</p>']
    parts.append(f'<p class="say">{escape(case_words.next_step(say, followed))}</p>')
    if late := case_words.late_reason(say, followed):
        parts.append(f'<p class="sign bad late">{sign("alarm")}<span>{escape(late)}</span></p>')
    limits = "".join(
        f"<li><b>{escape(name)}</b>{escape(state)}</li>" for name, state in case_words.clocks(say, followed)
    )
    if limits:
        parts.append(f'<ul class="limits">{limits}</ul>')
    parts.append(f'<p class="foot">{escape(say.text("page.case.elsewhere"))}</p>')
    return "".join(parts)


def _progress(say: Phrases, followed: FollowedCase) -> str:
    """The line from the first step to the last, then each hand-over with time and unit, and whose the time was."""
    steps = "".join(
        f'<li class="{each.state}"{_CURRENT if each.state == "now" else ""}>'
        f'<b><span class="hidden">{escape(say.text(f"page.case.{each.state}"))}</span>{escape(each.title)}</b>'
        f"<small>{escape(each.when)}</small></li>"
        for each in case_words.steps(say, followed)
    )
    events = "".join(
        f"<li><time>{escape(each.when)}</time> <b>{escape(each.what)}</b> <small>{escape(each.who)}</small>"
        + (f"<p>{escape(each.why)}</p>" if each.why else "")
        + "</li>"
        for each in case_words.events(say, followed)
    )
    shares = case_words.shares(say, followed)
    told = f'<p class="soft">{escape(say.text("show_case.shares", {"shares": shares}))}</p>' if shares else ""
    return f'<ol class="steps">{steps}</ol><ol class="events">{events}</ol>{told}'


_CURRENT = ' aria-current="step"'


def _materials(say: Phrases, followed: FollowedCase) -> str:
    if not followed.materials:
        return f"<p>{escape(say.text('show_case.no_materials'))}</p>"
    rows = []
    for each in followed.materials:
        drawing, tone = case_words.material_sign(each.state)
        word = say.text(f"follow.material.{each.state.value}")
        name = escape(say.words(each.name))
        rows.append(f'<li class="sign {tone}">{sign(drawing)}<p>{name} <span>{escape(word)}</span></p></li>')
    return f'<ul class="materials">{"".join(rows)}</ul>'
