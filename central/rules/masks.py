"""How personal values look where they may be seen by others. Every mask leaves what is masked already as it is."""

from __future__ import annotations

from central.contract.source import Mask

_STARS = "****"
HIDDEN = "*"


def masked_name(name: str) -> str:
    """张小满 → 张**. What cannot be printed is left out; a long name does not show how long it is."""
    visible = "".join(character for character in name if character.isprintable()).strip()
    return visible[:1] + "*" * min(max(len(visible) - 1, 1), 3)


def masked_id(number: str) -> str:
    """First three and last four; a number too short for that shows nothing."""
    return _ends(number, 3, 4, fewest=12)


def masked_phone(number: str) -> str:
    """138****1234."""
    return _ends(number, 3, 4, fewest=11)


def masked_account(number: str) -> str:
    """**** 1234."""
    return f"{_STARS} {number[-4:]}" if len(number) >= 8 else _STARS


def mask(kind: Mask, value: str) -> str:
    """A value as its field wants it shown."""
    match kind:
        case Mask.NAME:
            return masked_name(value)
        case Mask.ID_NUMBER:
            return masked_id(value)
        case Mask.PHONE:
            return masked_phone(value)
        case Mask.ACCOUNT:
            return masked_account(value)
        case Mask.HIDDEN:
            return HIDDEN
        case Mask.NONE:
            return value


def _ends(text: str, first: int, last: int, fewest: int) -> str:
    if len(text) < fewest:
        return _STARS
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]
