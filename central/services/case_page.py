"""A case taken along: the address of its public page, and who may read it there.

Whoever has the address, from a slip that was found, has a number and nothing else: the page asks for the second factor.
The number itself stands in no address, so that no log of any gateway has it; what stands there is sealed.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from central.contract import case_number
from central.contract.following import ByCaseNumber, FollowedCase
from central.contract.messages import RuleCode
from central.keys import Keys, RecordBroken
from central.office import Office
from central.services import case_proofs, cases, following, guessing
from central.services.guessing import InVain
from central.services.refusals import Refusal
from central.store import cases as stored
from central.store.database import Connection

PAGE = "/case"
_PLACE = "case_page"
_LONGEST = 80


def page_address(keys: Keys, number: str) -> str:
    """The page's path; another one each time."""
    sealed = keys.seal_record(number.encode("ascii"), _PLACE)
    return f"{PAGE}/{urlsafe_b64encode(sealed).decode('ascii')}"


def numbered(keys: Keys, token: str) -> str:
    """The number that an address was made for. Raises `Refusal` case_not_found for any other address."""
    try:
        sealed = urlsafe_b64decode(token[:_LONGEST].encode("ascii"))
        return keys.open_record(sealed, _PLACE).decode("ascii")
    except (RecordBroken, ValueError, binascii.Error):
        raise Refusal(RuleCode.CASE_NOT_FOUND, status=404) from None


@dataclass(frozen=True)
class _Visit:
    """Belongs to no hall."""

    connection: Connection
    now: datetime


def read(office: Office, household: str, typed: ByCaseNumber) -> FollowedCase:
    """The case, for whoever has both factors. What is unknown and what is wrong get one answer, after the same work.

    Args:
        household: whose tries are counted together.

    Raises:
        Refusal: case_number_invalid, case_not_found, too_many_lookups.
    """
    if not case_number.is_one(typed.number):
        raise Refusal("case_number_invalid", status=422)
    tries = (guessing.out_of(office.keys, household), guessing.on(office.keys, typed.number))
    now = office.clock.now()
    with office.database.read() as connection:
        guessing.refuse(_Visit(connection, now), tries)
        case = stored.find_by_number(connection, typed.number)
        if case_proofs.proves(office.keys, case, typed):
            assert case is not None
            desk = office.desk(connection, case.hall_id)
            return following.followed(desk, cases.read(desk.keys, connection, case))
    with office.database.write() as connection:
        guessing.note(_Visit(connection, now), tries)
    raise InVain(RuleCode.CASE_NOT_FOUND, tries)
