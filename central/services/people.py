"""What the office keeps of a person: keyed hashes that can be compared."""

from __future__ import annotations

from stdnum.cn.ric import calc_check_digit

from central.keys import Keys

_ID_DIGITS = 18


def person(keys: Keys, id_number: str) -> str:
    """Stands for a person."""
    return keys.keyed_hash("id_number", id_number)


def id_last4(keys: Keys, last4: str) -> str:
    """Second factor beside a phone number."""
    return keys.keyed_hash("id_last4", last4)


def phone(keys: Keys, number: str) -> str:
    """Stands for a phone number."""
    return keys.keyed_hash("phone", number)


def phone_last4(keys: Keys, booking_number: str, last4: str) -> str:
    """Second factor beside a booking number; bound to it, so that equal endings do not show."""
    return keys.keyed_hash("phone_last4", f"{booking_number}\0{last4}")


def has_good_check_digit(id_number: str) -> bool:
    """GB 11643 for numbers of 18 characters; older and other documents have none that we know."""
    if len(id_number) != _ID_DIGITS:
        return True
    return id_number[:-1].isdigit() and calc_check_digit(id_number) == id_number[-1]
