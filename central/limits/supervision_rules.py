"""How an office supervises, as data (`assets/supervision.json`): when a light is yellow, and whom a red one calls."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator

from central.contract.item import Unit
from central.contract.messages import Code, Message
from central.limits.escalation import Level, Rung
from central.limits.term import Term

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "supervision.json"

Owner = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f<>]{1,60}$")]


class NotRules(ValueError):
    """The file cannot be used; the text names the place."""


class Within(Message):
    """Until the next level is called."""

    amount: int = Field(ge=1, le=365)
    unit: Literal[Unit.HOUR, Unit.DAY, Unit.WORKING_DAY]


class LevelRule(Message):
    """One level with whoever owns it."""

    level: Level
    owner: Owner
    within: Within


class VoiceRules(Message):
    """Who owns complaints and bad ratings, and within what time somebody calls and answers.

    A bad rating by name is followed within one working day (安阳市政务服务条例 52). The answer's limit is the office's
    own promise; Sichuan's is 15 working days.
    """

    owner: Owner = "政务服务中心监督投诉窗口"
    contact: Within = Within(amount=1, unit=Unit.WORKING_DAY)
    answer: Within = Within(amount=15, unit=Unit.WORKING_DAY)


class SupervisionRules(Message):
    """`units`: levels of their own for some units, by code; the others have the common ones."""

    format: Literal[1] = 1
    near_percent: int = Field(ge=0, le=100)
    levels: tuple[LevelRule, ...] = Field(min_length=1, max_length=3)
    units: dict[Code, tuple[LevelRule, ...]] = Field(default_factory=dict)
    voices: VoiceRules = VoiceRules()

    @model_validator(mode="after")
    def _in_order(self) -> SupervisionRules:
        for levels in (self.levels, *self.units.values()):
            if [each.level for each in levels] != list(Level)[: len(levels)] or not levels:
                raise ValueError("the levels are group, on_site, meeting, in this order and from the first")
        return self

    @classmethod
    def read(cls, path: Path = SHIPPED) -> SupervisionRules:
        """Raises `NotRules`, `OSError`."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValidationError as error:
            fault = error.errors()[0]
            raise NotRules(f"{path}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None

    @cached_property
    def near(self) -> Fraction:
        """The share of a limit, at the end of which a light is yellow."""
        return Fraction(self.near_percent, 100)

    def rungs(self, unit: str) -> tuple[Rung, ...]:
        """The levels for a unit's cases."""
        return tuple(
            Rung(each.level, each.owner, Term(each.within.amount, each.within.unit))
            for each in self.units.get(unit, self.levels)
        )
