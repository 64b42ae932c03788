"""A number of hours, days, working days or months. The unit is part of the number (天 is not 工作日)."""

from __future__ import annotations

from dataclasses import dataclass

from central.contract.item import TimeLimit, Unit


class UnitsDiffer(TypeError):
    """Terms of different units are neither compared, added nor converted."""

    def __init__(self, one: Unit, other: Unit) -> None:
        super().__init__(f"{one} is not {other}")


@dataclass(frozen=True, slots=True)
class Term:
    """So many of a unit. Raises `UnitsDiffer` wherever two of them meet and the units are not the same."""

    amount: int
    unit: Unit

    @classmethod
    def of(cls, limit: TimeLimit) -> Term:
        """The term of an item's limit."""
        return cls(limit.amount, limit.unit)

    def __add__(self, other: Term) -> Term:
        return Term(self.amount + self._same(other), self.unit)

    def __sub__(self, other: Term) -> Term:
        return Term(self.amount - self._same(other), self.unit)

    def __lt__(self, other: Term) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Term) -> bool:
        return self.amount <= self._same(other)

    def _same(self, other: Term) -> int:
        if self.unit is not other.unit:
            raise UnitsDiffer(self.unit, other.unit)
        return other.amount
