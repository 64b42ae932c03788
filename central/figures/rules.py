"""Which rule left an application to a person, or to the applicant: what every rule found at the submission."""

from __future__ import annotations

from collections.abc import Mapping

from central.contract.figures import By, Source, Things
from central.figures.count import YES, Count, Mark
from central.figures.definition import Definition

STOPPED_BY_RULE = Definition("stopped_by_rule", Source.APPLICATIONS, Things.CASES)


def add(count: Count, item: str, found: Mapping[str, bool | None]) -> None:
    """One application with what each rule that was asked found; none: it could not be answered."""
    count.add(YES if any(held is not True for held in found.values()) else Mark(), {By.ITEM: item})
    for rule, held in found.items():
        count.add_to(By.RULE, f"{item}/{rule}", counts=held is not True)
