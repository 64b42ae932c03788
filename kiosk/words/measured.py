"""How the time that cases really took is told, on screens and on paper alike; a figure never without its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from central.contract.item import Unit
from central.contract.measured import MeasuredTime
from central.contract.texts import Phrases

_BEGUN = (Unit.HOUR, Unit.MONTH)
"""What is counted in these is counted in whole ones that were over: it took up to one more."""


@dataclass(frozen=True)
class MeasuredSaid:
    """`text`: what is known, or that the sample is too small; `evidence`: since what, in which days, how many cases."""

    text: str
    evidence: str


def said(measured: MeasuredTime, texts: Phrases) -> MeasuredSaid:
    """Median and ninetieth percentile with their unit, in words that nobody has to have learned."""
    if measured.median is None or measured.ninety is None:
        text = texts.text("measured.few")
    else:
        within = {"half": _within(measured.median, measured.unit, texts)}
        within["ninety"] = _within(measured.ninety, measured.unit, texts)
        text = texts.text("measured.took", within)
    start = texts.text(f"read_item.starts_{measured.starts_at.value}")
    evidence = texts.text(
        "measured.evidence", {"start": start, "period": _period(measured, texts), "n": measured.count}
    )
    if measured.left_out:
        evidence += texts.text("measured.left_out", {"n": measured.left_out})
    return MeasuredSaid(text, evidence)


def _within(amount: int, unit: Unit, texts: Phrases) -> str:
    if unit in _BEGUN:
        amount += 1
    return texts.text(f"measured.within_{unit.value}", {"n": amount}) if amount else texts.text("measured.same_day")


def _period(measured: MeasuredTime, texts: Phrases) -> str:
    first, last = measured.first, measured.last
    days = {"first": texts.short_day(first), "last": texts.short_day(last)}
    if first.year == last.year:
        return texts.text("measured.period", {**days, "year": last.year})
    return texts.text("measured.period_years", {**days, "first_year": first.year, "last_year": last.year})
