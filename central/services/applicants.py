"""Who applies: what a card or an identity code says of a person, as rules and forms see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from central.contract.application import Applicant, ByCard, ByIdentityCode
from central.contract.item import IdentityWay, ItemDocument
from central.contract.source import Mask
from central.office import Office
from central.services import identity_codes, people
from central.services.refusals import Refusal
from central.store.kiosks import Kiosk

MASKS = {"name": Mask.NAME, "id_number": Mask.ID_NUMBER, "phone": Mask.PHONE}
"""How an applicant's own values look on a screen that others can see."""

_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")


@dataclass(frozen=True, repr=False)
class Somebody:
    """An applicant. What is empty was not said."""

    id_number: str
    name: str
    birth: str = ""
    sex: str = ""  # GB/T 2261.1: 1 male, 2 female
    nation: str = ""
    address: str = ""
    valid_until: str = ""
    phone: str = ""

    def facts(self) -> dict[str, str]:
        """`person` in an item's expressions: only what is known."""
        return {name: value for name, value in vars(self).items() if value}


def identify(office: Office, kiosk: Kiosk, applicant: Applicant, item: ItemDocument, *, anew: bool) -> Somebody:
    """The person behind a card or a code.

    Raises:
        Refusal: identity_way_closed for this item, id_number_invalid, and those of `identity_codes.show`.
    """
    if IdentityWay(applicant.by) not in item.identity:
        raise Refusal("identity_way_closed")
    return known(office, kiosk, applicant, anew=anew)


def known(office: Office, kiosk: Kiosk, applicant: Applicant, *, anew: bool = False) -> Somebody:
    """The same, where no item is concerned."""
    match applicant:
        case ByCard():
            somebody = Somebody(
                id_number=applicant.id_number,
                name=applicant.name,
                nation=applicant.nation,
                address=applicant.address,
                valid_until=applicant.valid_until,
            )
        case ByIdentityCode(payload=payload):
            said = identity_codes.show(office, kiosk, payload, anew=anew)
            somebody = Somebody(id_number=said.id_number, name=said.name, phone=said.phone)
    return _read_from_number(somebody)


def _read_from_number(somebody: Somebody) -> Somebody:
    """GB 11643: birth and sex stand in a citizen's number; other documents do not say them."""
    number = somebody.id_number
    if not people.has_good_check_digit(number):
        raise Refusal("id_number_invalid", status=422)
    if not _CITIZEN.fullmatch(number):
        return somebody
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Refusal("id_number_invalid", status=422) from None
    values = vars(somebody) | {"birth": birth.isoformat(), "sex": "1" if int(number[16]) % 2 else "2"}
    return Somebody(**values)
