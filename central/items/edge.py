"""Whether the cases of an item see its edges: each comparison is moved by its edge, and a case must come out otherwise.

A case that calls itself `at` and stands beside the edge tests nothing: `>=` could be `>`, and whoever comes on
that very day would be decided wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from central.contract.item import ItemDocument
from central.contract.source import DataSource
from central.items.finding import Problems, Rule
from central.rules.cases import run_cases

_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_COMPARISON = re.compile(r"[<>]=?")
_MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def problems(item: ItemDocument, sources: Mapping[str, DataSource]) -> Problems:
    """The comparisons whose edge no case stands on. The cases as they are must have come out as they say."""
    for number, rule in enumerate(item.rules):
        for written, place, test in _moved(rule.test):
            rules = (*item.rules[:number], rule.model_copy(update={"test": test}), *item.rules[number + 1 :])
            if not run_cases(item.model_copy(update={"rules": rules}), sources):
                remedy = f"no case stands on the edge of {written} at character {place}; add one, dates against dates"
                yield f"rules.{number}.test", Rule.BOUNDARY_CASES, remedy


def _moved(test: str) -> Iterator[tuple[str, int, str]]:
    """Each comparison, where it stands, and the test with it moved."""
    bare = _TEXT.sub(lambda text: "'" * len(text[0]), test)
    for found in _COMPARISON.finditer(bare):
        yield found[0], found.start(), test[: found.start()] + _MOVED[found[0]] + test[found.end() :]
