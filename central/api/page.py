"""The office's pages for phones and walls: one frame, one style, no script, and nobody may ask too often.

A page may stand there in two languages at once. A link to `#en` shows the other one; so nothing is asked again for it,
and what was typed is in no address.
"""

from __future__ import annotations

import hashlib
import math
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import escape
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse

from central.api.visits import Visits
from central.contract.texts import CATALOGUES, LANGUAGES, Phrases, Texts
from central.office import Office

_SHEET = Path(__file__).resolve().parents[2] / "assets" / "pages" / "office.css"
_STYLE = re.sub(r"/\*.*?\*/\s*", "", _SHEET.read_text("utf-8"), flags=re.DOTALL)  # comments are for us
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_TAGS = dict(zip(LANGUAGES, ("zh-CN", "en"), strict=True))
PLACES = ("", "#en")
"""Where each language stands on a page."""
_OTHERS = {"zh-CN": ("#en", "en", "English"), "en": ("#", "zh-CN", "中文")}
# SVG paths of `ui/qml/parts/Icons.qml`, so that a sign on a page is the one on the terminal.
_SIGNS = {
    "check": "M4 12.5 L9.5 18 L20 6.5",
    "clock": "M12 3 A9 9 0 1 1 11.99 3 Z M12 7 L12 12.4 L15.6 14.6",
    "stop": "M12 3 A9 9 0 1 1 11.99 3 Z M7.5 12 L16.5 12",
    "warn": "M12 4 L21.5 20 L2.5 20 Z M12 10 L12 14.5 M12 17 L12 17.2",
    "alarm": "M12 3 A9 9 0 1 1 11.99 3 Z M12 7.2 L12 13 M12 16.4 L12 16.6",
    "pause": "M12 3 A9 9 0 1 1 11.99 3 Z M9.6 8.5 L9.6 15.5 M14.4 8.5 L14.4 15.5",
    "calendar": "M4 6 L20 6 L20 20 L4 20 Z M4 10.5 L20 10.5 M8.5 3.5 L8.5 7.8 M15.5 3.5 L15.5 7.8",
}


@dataclass(frozen=True)
class Leaf:
    """A page in one language. The title is escaped by the frame, the body by whoever makes it. `tone`: yes or no."""

    title: str
    body: str
    tone: str = ""


@cache
def phrases() -> tuple[Phrases, ...]:
    """The texts, in each language; Chinese first."""
    texts = Texts(CATALOGUES)
    return tuple(Phrases(texts, language) for language in LANGUAGES)


def sign(kind: str) -> str:
    """A drawing beside its word."""
    return f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{_SIGNS[kind]}"/></svg>'


def html_page(*leaves: Leaf, status: int = 200, refresh: int = 0) -> HTMLResponse:
    """A page: Chinese, and English behind it where there is that. `refresh`: seconds, for a screen on a wall."""
    shown = dict(zip(_TAGS.values(), leaves, strict=False))
    bands, mains = "", ""
    for said, (tag, leaf) in zip(phrases(), shown.items(), strict=False):
        address, other, name = _OTHERS[tag]
        link = f'<a href="{address}" lang="{other}">{name}</a>' if len(shown) > 1 else ""
        bands += f'<p lang="{tag}"><span>{escape(said.text("page.office"))}</span>{link}</p>'
        mains += f'<main lang="{tag}" class="{leaf.tone}"><h1>{escape(leaf.title)}</h1>{leaf.body}</main>'
    title = escape(" · ".join(leaf.title for leaf in leaves))
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">{again}'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f'<body><span id="en"></span><header>{bands}</header>{mains}</body></html>'
    )
    return HTMLResponse(page, status, _HEADERS)


def too_often(request: Request, office: Office) -> HTMLResponse | None:
    """The page for somebody who has to wait; none: come in, and the visit counts."""
    wait = wait_of(request, office)
    if not wait:
        return None
    seconds = math.ceil(wait.total_seconds())
    page = html_page(
        *(
            Leaf(said.text("page.too_often.title"), f"<p>{said.text('page.too_often.text', {'seconds': seconds})}</p>")
            for said in phrases()
        ),
        status=429,
    )
    page.headers["Retry-After"] = str(seconds)
    return page


def wait_of(request: Request, office: Office) -> timedelta:
    """How long a visitor is to wait. Zero: come in, and the visit counts."""
    visits: Visits = request.app.state.visits
    return visits.wait(address(request), office.clock.machine())


def address(request: Request) -> str:
    """Of the visitor."""
    return request.client.host if request.client else ""
