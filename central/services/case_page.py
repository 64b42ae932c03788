"""A case taken along: the address of its public page, and who may read it there.

Whoever has the address, from a slip that was found, has a number and nothing else: the page asks for the second factor.
The number itself stands in no address, so that no log of any gateway has it; what stands there is sealed.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from central.keys import Keys, RecordBroken

PAGE = "/case"
_PLACE = "case_page"
_LONGEST = 80


def page_address(keys: Keys, number: str) -> str:
    """The page's path; another one each time."""
    sealed = keys.seal_record(number.encode("ascii"), _PLACE)
    return f"{PAGE}/{urlsafe_b64encode(sealed).decode('ascii')}"


def numbered(keys: Keys, token: str) -> str:
    """The number that an address was made for; empty for any other address."""
    try:
        sealed = urlsafe_b64decode(token[:_LONGEST].encode("ascii"))
        return keys.open_record(sealed, _PLACE).decode("ascii")
    except (RecordBroken, ValueError, binascii.Error):
        return ""
