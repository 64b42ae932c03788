"""`central verify CODE`: is a paper genuine, and still valid?"""

from __future__ import annotations

import argparse

from central.commands import opening
from central.services import papers

EXPECTED = opening.EXPECTED


def add(parser: argparse.ArgumentParser) -> None:
    opening.add_store(parser)
    parser.add_argument("code", help="as it stands on the paper, or what its QR says after /verify/")
    parser.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        verified = papers.verify(office, options.code)
    public = verified.public
    state = "valid" if verified.valid else "genuine, and no longer valid"
    print(f"{state}: {public.title.zh_CN}, {public.holder} {public.holder_number}, {public.body.zh_CN}")
    print(f"issued {public.issued_on}, until {public.valid_until or 'no end'}")
