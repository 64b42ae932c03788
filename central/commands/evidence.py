"""Figures as they may be published: never without the period, what they were counted by, and until when."""

from __future__ import annotations

import argparse
import json
from typing import Any

from central.limits.figure import NotAFigure, Period, Rate
from central.office import Office
from central.services import months


def say(office: Office, period: Period, figures: dict[str, Any]) -> None:
    """Every figure with its period, what it was counted by, and until when."""
    evidence = {
        "first": str(period.first),
        "last": str(period.last),
        "as_of": months.until(office, period).isoformat(),
        "calendar": office.calendar.digest,
    }
    print(json.dumps(evidence | figures, ensure_ascii=False, indent=2))


def rate_shown(rate: Rate) -> dict[str, Any]:
    """A rate as it may be published."""
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "percent": rate.percent,
        "method": rate.method,
        "sample_too_small": rate.few,
        "second_look": rate.too_good,
    }


def month(text: str) -> Period:
    """A month as it is typed. Raises `argparse.ArgumentTypeError`."""
    try:
        found = Period.named(text)
    except NotAFigure:
        raise argparse.ArgumentTypeError("a month is written 2026-11") from None
    if found.name != text or ".." in text:
        raise argparse.ArgumentTypeError("a month is written 2026-11")
    return found
