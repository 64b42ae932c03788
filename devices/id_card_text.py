"""The 256-byte text block of an identity card (GA/T 490): four layouts, read and cross-checked.

The text comes from a card that a stranger laid on the reader: nothing in it is trusted before it is checked, and
what is kept holds no control or formatting character.
"""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stdnum.iso7064 import mod_11_2

from devices.id_card import CardLayout, IdCard, Sex
from devices.states import Fault, Remedy

TEXT_SIZE = 256  # bytes
TYPE_MARK = slice(248, 250)
PERMANENT = "长期"

# Field → bytes. A name in two parts is joined.
_COMMON = {"valid_from": [(188, 204)], "valid_until": [(204, 220)]}
_RESIDENT = _COMMON | {
    "name": [(0, 30)],
    "sex": [(30, 32)],
    "nation": [(32, 36)],
    "birth": [(36, 52)],
    "address": [(52, 122)],
    "number": [(122, 158)],
    "authority": [(158, 188)],
}
_HK_MO_TW = {field: place for field, place in _RESIDENT.items() if field != "nation"} | {
    "pass_number": [(220, 238)],
    "issue_count": [(238, 242)],
}
_FOREIGNER_2017 = _COMMON | {
    "english_name": [(0, 120)],
    "sex": [(120, 122)],
    "number": [(122, 152)],
    "nationality": [(152, 158)],
    "name": [(158, 188)],
    "birth": [(220, 236)],
    "authority": [(240, 248)],
}
_FOREIGNER_2023 = _COMMON | {
    "name": [(0, 30)],
    "sex": [(30, 32)],
    "issue_count": [(32, 36)],
    "birth": [(36, 52)],
    "english_name": [(52, 122), (220, 242)],
    "number": [(122, 158)],
    "nationality": [(242, 248)],
}
LAYOUTS = {
    "": (CardLayout.RESIDENT, _RESIDENT),
    "J": (CardLayout.HK_MO_TW, _HK_MO_TW),
    "I": (CardLayout.FOREIGNER_2017, _FOREIGNER_2017),
    "Y": (CardLayout.FOREIGNER_2023, _FOREIGNER_2023),
}


class CardUnsupported(Fault):
    """A card of a kind whose layout nobody has published yet."""

    code = "card_unsupported"
    remedy = Remedy.CITIZEN


class CardInconsistent(Fault):
    """The fields contradict each other or themselves: a forged, damaged or misread card."""

    code = "card_inconsistent"
    remedy = Remedy.CITIZEN


def parse(text: bytes | bytearray, photo: bytes | bytearray = b"") -> IdCard:
    """The card whose text block is `text`. Raises `CardUnsupported`, `CardInconsistent`."""
    if len(text) != TEXT_SIZE:
        raise CardUnsupported("text block of another size", size=len(text))
    mark = _clean(text[TYPE_MARK])
    if mark not in LAYOUTS:
        raise CardUnsupported("unknown type mark")
    layout, places = LAYOUTS[mark]
    fields: dict[str, Any] = {
        field: _clean(b"".join(text[start:end] for start, end in place)) for field, place in places.items()
    }
    birth = _date(fields.pop("birth"))
    if birth is None:
        raise CardInconsistent("no date of birth")
    sex = _sex(fields.pop("sex"))
    number = fields.pop("number").upper()
    _check_number(layout, number, birth, sex)
    valid_from, valid_until, permanent = _validity(fields.pop("valid_from"), fields.pop("valid_until"))
    name = fields.pop("name") or fields.get("english_name", "")
    if not name:
        raise CardInconsistent("no name")
    if "nation" in fields:
        fields["nation"] = nations().get(fields["nation"], fields["nation"])
    return IdCard(layout, name, sex, birth, number, valid_from, valid_until, permanent, photo=bytes(photo), **fields)


@cache
def nations() -> dict[str, str]:
    """Nation names by code, GB/T 3304."""
    return tomllib.loads((Path(__file__).parent / "models" / "nations.toml").read_text(encoding="utf-8"))


def _clean(raw: bytes | bytearray) -> str:
    """UTF-16LE without padding, control characters, direction marks and halves of characters.

    Private-use and unassigned code points stay: rare characters of names live there.
    """
    text = bytes(raw).decode("utf-16-le", errors="replace")
    shown = (char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return "".join(shown).strip(" \u3000")


def _date(text: str) -> date | None:
    """YYYYMMDD; None when blank."""
    if not text:
        return None
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise CardInconsistent("a date that is none")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise CardInconsistent("a date that is none") from None


def _sex(text: str) -> Sex:
    try:
        return Sex(text or "0")
    except ValueError:
        raise CardInconsistent("a sex code that is none") from None


def _validity(start: str, end: str) -> tuple[date | None, date | None, bool]:
    valid_from = _date(start)
    if end == PERMANENT:
        return valid_from, None, True
    valid_until = _date(end)
    if valid_from and valid_until and valid_until < valid_from:
        raise CardInconsistent("ends before it begins")
    return valid_from, valid_until, False


def _check_number(layout: CardLayout, number: str, birth: date, sex: Sex) -> None:
    """GB 11643 for three layouts: check digit (ISO 7064 MOD 11-2), birth in digits 7 to 14, parity of digit 17.

    The parity is not published for foreigners' numbers, so it is not held against them. The 15-character number of
    2017 carries the birth as YYMMDD in characters 8 to 13.
    """
    if layout is CardLayout.FOREIGNER_2017:
        letters, digits = number[:3], number[3:]
        if not (len(number) == 15 and number.isascii() and letters.isalpha() and digits.isdigit()):
            raise CardInconsistent("a number of another form")
        if number[7:13] != f"{birth:%y%m%d}":
            raise CardInconsistent("birth differs from number")
        return
    if not (len(number) == 18 and number.isascii() and number[:17].isdigit() and mod_11_2.is_valid(number)):
        raise CardInconsistent("check digit")
    prefixes: tuple[str, ...] = {
        CardLayout.HK_MO_TW: ("810000", "820000", "830000"),
        CardLayout.FOREIGNER_2023: ("9",),
    }.get(layout, tuple("12345678"))
    if not number.startswith(prefixes):
        raise CardInconsistent("a number of another kind of card")
    if number[6:14] != f"{birth:%Y%m%d}":
        raise CardInconsistent("birth differs from number")
    if layout is not CardLayout.FOREIGNER_2023 and sex in (Sex.MALE, Sex.FEMALE):
        odd = int(number[16]) % 2 == 1
        if odd is not (sex is Sex.MALE):
            raise CardInconsistent("sex differs from number")
