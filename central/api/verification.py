"""The public page behind the QR of a paper, as HTML: is it genuine, whose is it, is it still valid?"""

from __future__ import annotations

from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from central.api.guards import TheOffice
from central.api.page import Leaf, html_page, too_often
from central.services import papers
from central.services.papers import Verified
from central.services.refusals import Refusal

router = APIRouter(tags=["open"])

_FORM = (
    '<form class="card" action="/verify"><label for="code">纸上的验证码</label>'
    '<input id="code" name="code" required maxlength="40" autocomplete="off"><button>查验</button></form>'
)


@router.get("/verify", include_in_schema=False)
def type_code(request: Request, office: TheOffice, code: str = "") -> HTMLResponse:
    """Where a verification code is typed that nobody has scanned."""
    if code:
        return verify_paper(request, office, code)
    return html_page(Leaf("查验证明", _FORM))


@router.get("/verify/{code}", include_in_schema=False)
def verify_paper(request: Request, office: TheOffice, code: str) -> HTMLResponse:
    """A paper by its verification code, typed or scanned."""
    if wait := too_often(request, office):
        return wait
    try:
        verified = papers.verify(office, code[:200])
    except Refusal:
        advice = "<p>没有查到这张证明。请核对纸上的验证码；仍然查不到的，请不要采信，可以拨打12345咨询。</p>"
        return html_page(Leaf("不是本办事大厅出具的证明", advice, "no"), status=404)
    tone = "yes" if verified.valid else "no"
    return html_page(Leaf("证明真实有效" if verified.valid else "证明真实，但已过有效期", _facts(verified), tone))


def _facts(verified: Verified) -> str:
    public = verified.public
    rows = (
        ("名称", public.title.zh_CN),
        ("出具单位", public.body.zh_CN),
        ("持有人", public.holder),
        ("证件号码", public.holder_number),
        ("出具日期", public.issued_on.isoformat()),
        ("有效期至", public.valid_until or "长期"),
        ("验证码", public.code),
    )
    listed = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in rows)
    return f'<dl class="facts card">{listed}</dl><p>请核对以上内容和纸上的是否一致。</p>'
