"""Which item must be done before which: all of them exist, and none waits for itself (V-09, V-10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from central.contract.item import ItemDocument
from central.items.finding import Problem, Rule


def problems(items: Mapping[str, ItemDocument], known: Set[str]) -> Iterator[tuple[str, Problem]]:
    """Item and problem. A cycle is named once, at its first item by the alphabet, along its whole path."""
    for name, item in items.items():
        for number, needed in enumerate(item.prerequisites):
            if needed not in known:
                remedy = f'"{needed}" is no item; publish it too or correct the name'
                yield name, (f"prerequisites.{number}", Rule.REFERENCE_EXISTS, remedy)
    needs = {name: [each for each in item.prerequisites if each in items] for name, item in items.items()}
    for cycle in cycles(needs):
        path = " → ".join((*cycle, cycle[0]))
        yield cycle[0], ("prerequisites", Rule.NO_CYCLE, f"waits for itself: {path}; take one of these steps out")


def cycles(needs: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The cycles that a depth-first search meets, each beginning with its smallest name."""
    found: set[tuple[str, ...]] = set()
    finished: set[str] = set()
    for start in sorted(needs):
        path: list[str] = []
        pending = [iter([start])]
        while pending:
            name = next(pending[-1], None)
            if name is None:
                pending.pop()
                if path:
                    finished.add(path.pop())
            elif name in path:
                cycle = path[path.index(name) :]
                first = cycle.index(min(cycle))
                found.add((*cycle[first:], *cycle[:first]))
            elif name not in finished:
                path.append(name)
                pending.append(iter(needs[name]))
    return sorted(found)
