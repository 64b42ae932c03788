"""The public page behind the QR of a paper, as HTML: is it genuine, whose is it, is it still valid?"""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from central.api.guards import TheOffice
from central.services import papers
from central.services.papers import Verified
from central.services.refusals import Refusal

router = APIRouter(tags=["open"])

MOST = 30
WITHIN = timedelta(minutes=1)
_MOST_ADDRESSES = 10_000
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STYLE = (
    "body{margin:0;font:20px/1.7 sans-serif;color:#1a1a1a;background:#fff}"
    "main{max-width:36em;margin:auto;padding:1.5em}"
    "h1{font-size:1.5em;border-left:.4em solid;padding-left:.5em}"
    ".yes h1{border-color:#0a6b35}.no h1{border-color:#a8071a}"
    "dt{color:#4d4d4d}dd{margin:0 0 .8em;font-weight:bold;overflow-wrap:anywhere}"
)


class Visits:
    """How often each address has asked of late. One process remembers; a code's 80 random bits do the rest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._seen: dict[str, deque[datetime]] = {}

    def may(self, address: str, now: datetime) -> bool:
        """Count a visit; false when it is one too many."""
        with self._guard:
            if len(self._seen) >= _MOST_ADDRESSES and address not in self._seen:
                self._seen = {known: times for known, times in self._seen.items() if times[-1] > now - WITHIN}
                if len(self._seen) >= _MOST_ADDRESSES:
                    return False
            times = self._seen.setdefault(address, deque(maxlen=MOST))
            if len(times) == MOST and times[0] > now - WITHIN:
                return False
            times.append(now)
            return True


@router.get("/verify/{code}", include_in_schema=False)
def verify_paper(request: Request, office: TheOffice, code: str) -> HTMLResponse:
    """A paper by its verification code, typed or scanned."""
    visits: Visits = request.app.state.visits
    if not visits.may(request.client.host if request.client else "", office.clock.machine()):
        return _page("查询太频繁", "<p>请一分钟后再试。</p>", status=429)
    try:
        verified = papers.verify(office, code[:200])
    except Refusal:
        advice = "<p>没有查到这张证明。请核对纸上的验证码；仍然查不到的，请不要采信，可以拨打12345咨询。</p>"
        return _page("不是本办事大厅出具的证明", advice, status=404)
    return _page("证明真实有效" if verified.valid else "证明真实，但已过有效期", _facts(verified), good=verified.valid)


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
    return f"<dl>{listed}</dl><p>请核对以上内容和纸上的是否一致。</p>"


def _page(title: str, body: str, status: int = 200, good: bool = False) -> HTMLResponse:
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main class="{"yes" if good else "no"}"><h1>{escape(title)}</h1>{body}</main></body></html>'
    )
    return HTMLResponse(page, status, _HEADERS)
