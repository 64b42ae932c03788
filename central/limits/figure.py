"""Numbers that carry their evidence. A rate without numerator, denominator, period and method cannot be made."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from central.contract.figures import FEW, percent

__all__ = ["FEW", "NotAFigure", "Period", "Rate"]


_MONTH = re.compile(r"20[0-9]{2}-[0-9]{2}")
_SPAN = re.compile(r"(20[0-9]{2}-[0-9]{2}-[0-9]{2})\.\.(20[0-9]{2}-[0-9]{2}-[0-9]{2})")


class NotAFigure(ValueError):
    """Numbers that cannot be a rate, or a period that ends before it begins."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both in it, in Asia/Shanghai. Raises `NotAFigure`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise NotAFigure("a period ends after it begins")

    @classmethod
    def named(cls, name: str) -> Period:
        """`2026-10`, or `2026-10-01..2026-10-15`. Raises `NotAFigure`."""
        first, _, last = name.partition("..")
        try:
            if _SPAN.fullmatch(name):
                return cls(date.fromisoformat(first), date.fromisoformat(last))
            if _MONTH.fullmatch(name):
                day = date.fromisoformat(f"{name}-01")
                return cls(day, day.replace(day=monthrange(day.year, day.month)[1]))
        except ValueError as error:
            raise NotAFigure(f"{name} is no period: {error}") from None
        raise NotAFigure("a period is a month, 2026-10, or from a day to another, 2026-10-01..2026-10-15")

    @property
    def name(self) -> str:
        """A whole month by its own name."""
        whole = self.first.day == 1 and self.last == self.first.replace(
            day=monthrange(self.first.year, self.first.month)[1]
        )
        return f"{self.first:%Y-%m}" if whole else f"{self.first}..{self.last}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many. `method`: what was counted, as a code. Raises `NotAFigure`."""

    numerator: int
    denominator: int
    period: Period
    method: str

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator or not self.method:
            raise NotAFigure(f"{self.numerator} of {self.denominator} is no rate")

    @property
    def share(self) -> Fraction | None:
        """None where there was nothing to count."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str | None:
        """The share with two digits, cut: never rounded up to 100."""
        return percent(self.numerator, self.denominator)

    @property
    def few(self) -> bool:
        """样本不足."""
        return self.denominator < FEW

    @property
    def too_good(self) -> bool:
        """100 % asks for a second look."""
        return self.denominator > 0 and self.numerator == self.denominator
