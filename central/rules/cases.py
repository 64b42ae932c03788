"""An item's own boundary cases, run: what a publisher cannot leave out and a terminal can check again."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from central.contract.item import BoundaryCase, ItemDocument, Outcome
from central.contract.source import DataSource
from central.rules.evaluation import evaluate
from central.rules.facts import Facts
from central.rules.papers import PaperIncomplete, fill_paper, papers_of

BASE = "base_case"


@dataclass(frozen=True)
class Difference:
    """A case that came out otherwise than it says. The text names expected and found."""

    case: str
    text: str


def run_cases(item: ItemDocument, sources: Mapping[str, DataSource]) -> tuple[Difference, ...]:
    """Every case, and first the base case, which must be approved with all its papers; empty: all is as expected."""
    return tuple(
        Difference(case.case if case is not None else BASE, text)
        for case in (None, *item.cases)
        if (text := _difference(item, case, sources))
    )


def facts_of(item: ItemDocument, case: BoundaryCase | None) -> Facts:
    """The facts of a case: the base case, and what the case changes in it. None: the base case itself.

    Raises `KeyError` for a path in `without` that leads nowhere, `ValidationError` for values that no facts can have.
    """
    base = item.base_case
    assert base is not None, "an editor's document, which the linter has looked at"
    parts: dict[str, Any] = {
        "person": dict(base.person),
        "answers": copy.deepcopy(base.answers),
        "situation": dict(base.situation),
        "sources": {code: dict(values) for code, values in base.sources.items()},
    }
    today, materials, promised = base.today, base.materials, base.promised
    if case is not None:
        today = case.today or today
        materials = materials if case.materials is None else case.materials
        promised = promised if case.promised is None else case.promised
        for name in ("person", "answers", "situation"):
            parts[name].update(copy.deepcopy(getattr(case, name)))
        for code, values in case.sources.items():
            parts["sources"].setdefault(code, {}).update(values)
        for code in case.silent:
            del parts["sources"][code]
        for path in case.without:
            _take_away(parts, path)
    return Facts(today=today, materials=materials, promised=promised, **parts)


def _difference(item: ItemDocument, case: BoundaryCase | None, sources: Mapping[str, DataSource]) -> str:
    expected, false = (case.expect, set(case.expect_false)) if case is not None else (Outcome.APPROVED, set())
    try:
        facts = facts_of(item, case)
    except KeyError as error:
        return f"takes away what is not there: {error.args[0]}"
    except ValidationError as error:
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    verdict = evaluate(item, facts, sources)
    found = f"{verdict.outcome}"
    if verdict.false:
        found += f", false: {', '.join(verdict.false)}"
    if verdict.unanswered:
        found += f", unanswered: {', '.join(verdict.unanswered)}"
    if verdict.missing:
        found += f", missing: {', '.join(verdict.missing)}"
    if verdict.outcome is not expected or set(verdict.false) != false:
        wanted = f"{expected}" + (f", false: {', '.join(sorted(false))}" if false else "")
        return f"expected {wanted}; found {found}"
    if verdict.outcome is Outcome.APPROVED:
        try:
            papers = papers_of(item, facts.situation)
            for document in papers:
                fill_paper(document, item, facts, sources)
        except PaperIncomplete as error:
            return f"approved, but a paper is not complete: {error}"
        if not papers:
            return "approved, but there is no paper for these situations"
    return ""


def _take_away(parts: dict[str, Any], path: str) -> None:
    """Remove what a dotted path leads to; a number counts the entries of a list. Raises `KeyError` with the path."""
    *way, last = path.split(".")
    place: Any = parts
    try:
        for step in way:
            place = place[_step(place, step)]
        del place[_step(place, last)]
    except (LookupError, TypeError, ValueError):
        raise KeyError(path) from None


def _step(place: Any, step: str) -> int | str:
    return int(step) if isinstance(place, list) else step
