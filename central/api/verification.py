"""The public page behind the QR of a paper, as HTML: is it genuine, whose is it, is it still valid?"""

from __future__ import annotations

from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from central.api.guards import TheOffice
from central.api.page import PLACES, Leaf, html_page, phrases, too_often
from central.contract.texts import Phrases
from central.services import papers
from central.services.papers import Verified
from central.services.refusals import Refusal

router = APIRouter(tags=["open"])


@router.get("/verify", include_in_schema=False)
def type_code(request: Request, office: TheOffice, code: str = "") -> HTMLResponse:
    """Where a verification code is typed that nobody has scanned."""
    if code:
        return verify_paper(request, office, code)
    return html_page(*map(_form, phrases(), PLACES))


@router.get("/verify/{code}", include_in_schema=False)
def verify_paper(request: Request, office: TheOffice, code: str) -> HTMLResponse:
    """A paper by its verification code, typed or scanned."""
    if wait := too_often(request, office):
        return wait
    try:
        verified = papers.verify(office, code[:200])
    except Refusal:
        return html_page(*map(_none, phrases()), status=404)
    return html_page(*(_facts(say, verified) for say in phrases()))


def _form(say: Phrases, place: str) -> Leaf:
    name = f"code_{say.language}"
    form = (
        f'<form class="card" action="/verify{place}"><label for="{name}">{escape(say.text("page.verify.code"))}</label>'
        f'<input id="{name}" name="code" required maxlength="40" autocomplete="off">'
        f"<button>{escape(say.text('page.verify.look'))}</button></form>"
    )
    return Leaf(say.text("page.verify.title"), form)


def _none(say: Phrases) -> Leaf:
    return Leaf(say.text("page.verify.none"), f"<p>{escape(say.text('page.verify.none_text'))}</p>", "no")


def _facts(say: Phrases, verified: Verified) -> Leaf:
    public = verified.public
    rows = (
        ("name", say.words(public.title)),
        ("body", say.words(public.body)),
        ("holder", public.holder),
        ("holder_number", public.holder_number),
        ("issued_on", public.issued_on.isoformat()),
        ("valid_until", public.valid_until or say.text("page.verify.for_good")),
        ("code", public.code),
    )
    listed = "".join(
        f"<dt>{escape(say.text(f'page.verify.{label}'))}</dt><dd>{escape(value)}</dd>" for label, value in rows
    )
    title = say.text("page.verify.valid" if verified.valid else "page.verify.expired")
    body = f'<dl class="facts card">{listed}</dl><p>{escape(say.text("page.verify.compare"))}</p>'
    return Leaf(title, body, "yes" if verified.valid else "no")
