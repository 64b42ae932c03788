"""The country's regions by their six digits (GB/T 2260): province, city, district, as python-stdnum's table has them.

A code's level shows in its zeros: 440000, 440300, 440311. What is no region of its own (市辖区, 县) is passed over: its
districts stand where it would.
"""

from __future__ import annotations

import importlib.resources
import re
from functools import cache

_FORMER = re.compile(r"\[[0-9]*-[0-9]+\]")
_SINCE = re.compile(r"\[[0-9]*-\]")
_NO_REGION = frozenset(
    {
        "市辖区",
        "市辖县",
        "县",
        "市",
        "市区",
        "郊区",
        "省直辖县级行政单位",
        "自治区直辖县级行政单位",
        "省直辖县级行政区划",
        "自治区直辖县级行政区划",
    }
)


def below(code: str) -> dict[str, str]:
    """The regions directly inside `code` by their codes; of nothing, the provinces; empty for a district."""
    prefix = re.sub(r"(00)+$", "", code)
    if len(prefix) >= 6:
        return {}
    found: dict[str, str] = {}
    for each in _children(prefix):
        name = _names()[each]
        found |= {deeper: _names()[deeper] for deeper in _children(each[:4])} if name in _NO_REGION else {each: name}
    return {each: name for each, name in found.items() if name not in _NO_REGION}


def above(code: str) -> str:
    """The region around `code`; empty for a province."""
    return next((each for each in (f"{code[:2]}0000", f"{code[:4]}00") if each != code and code in below(each)), "")


def name(code: str) -> str:
    """Its own name; empty for what is no region."""
    return _names().get(code, "")


def _children(prefix: str) -> list[str]:
    tail = "0" * (4 - len(prefix))
    return [
        each
        for each in _names()
        if each.startswith(prefix) and each.endswith(tail) and each != prefix.ljust(6, "0") and len(each) == 6
    ]


@cache
def _names() -> dict[str, str]:
    """What is in force, in the order of the codes."""
    names: dict[str, str] = {}
    province = ""
    for line in importlib.resources.files("stdnum").joinpath("cn/loc.dat").read_text("utf-8").splitlines():
        digits, _, rest = line.strip().partition(" ")
        if not digits.isdecimal():
            continue
        called = rest.partition('"')[2].rstrip('"')
        if not line.startswith(" "):
            province = digits
            names[f"{digits}0000"] = called
        elif now := [_SINCE.sub("", each) for each in called.split(",") if not _FORMER.match(each)]:
            names[province + digits] = now[-1]
    return names
