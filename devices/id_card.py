"""What is on a resident identity card, whatever reader read it. Held in memory only, never logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CardLayout(StrEnum):
    """The four text layouts of GA/T 490, told apart by the type mark at byte 248."""

    RESIDENT = "resident"  # blank
    HK_MO_TW = "hk_mo_tw"  # J, residence permit for Hong Kong, Macao and Taiwan residents
    FOREIGNER_2017 = "foreigner_2017"  # I
    FOREIGNER_2023 = "foreigner_2023"  # Y


class Sex(StrEnum):
    """GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    NOT_STATED = "9"


@dataclass(frozen=True)
class IdCard:
    """One card as read and cross-checked. `repr` shows nothing of it, so that no log can."""

    layout: CardLayout
    name: str
    sex: Sex
    birth: date
    number: str
    valid_from: date | None = None
    valid_until: date | None = None  # None with `permanent`: 长期
    permanent: bool = False
    nation: str = ""
    address: str = ""
    authority: str = ""
    english_name: str = ""
    nationality: str = ""
    pass_number: str = ""
    issue_count: str = ""
    photo: bytes = b""  # as on the chip, compressed in a way that only the makers know
    portrait: bytes | None = None  # the photo as a BMP of 102 by 126, where a decoder is fitted

    def __repr__(self) -> str:
        return f"IdCard(layout={self.layout.value})"
