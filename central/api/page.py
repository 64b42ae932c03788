"""The office's pages for phones: one plain frame, no script, and nobody may ask too often."""

from __future__ import annotations

import math
from html import escape

from fastapi import Request
from fastapi.responses import HTMLResponse

from central.api.visits import Visits
from central.office import Office

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STYLE = (
    "body{margin:0;font:20px/1.7 sans-serif;color:#1a1a1a;background:#fff}"
    "main{max-width:36em;margin:auto;padding:1.5em}"
    "h1{font-size:1.5em;border-left:.4em solid;padding-left:.5em}"
    ".yes h1{border-color:#0a6b35}.no h1{border-color:#a8071a}"
    "input,button{font:inherit;padding:.4em;max-width:100%;box-sizing:border-box}"
    "dt{color:#4d4d4d}dd{margin:0 0 .8em;font-weight:bold;overflow-wrap:anywhere}"
)


def html_page(title: str, body: str, status: int = 200, tone: str = "") -> HTMLResponse:
    """A page. The title is escaped here, the body by whoever makes it."""
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main class="{tone}"><h1>{escape(title)}</h1>{body}</main></body></html>'
    )
    return HTMLResponse(page, status, _HEADERS)


def too_often(request: Request, office: Office) -> HTMLResponse | None:
    """The page for somebody who has to wait; none: come in, and the visit counts."""
    visits: Visits = request.app.state.visits
    wait = visits.wait(request.client.host if request.client else "", office.clock.machine())
    if not wait:
        return None
    seconds = math.ceil(wait.total_seconds())
    page = html_page("查询太频繁", f"<p>请过{seconds}秒再试。同一网络的人一起算次数。</p>", status=429)
    page.headers["Retry-After"] = str(seconds)
    return page
