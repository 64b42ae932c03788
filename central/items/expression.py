"""What a CEL expression reads, found without evaluating it: every path from one of its variables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from central.rules.expressions import compiled

_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_INDEX = re.compile(r"\[\s*([\"'])([A-Za-z_]\w*)\1\s*\]")
_GIVEN = re.compile(r"([\"'])([A-Za-z_]\w*)\1\s+in\s+materials\b")
_PATH = re.compile(r"(?<![\w.])(person|answers|situation|sources|materials|p)((?:\s*\.\s*[A-Za-z_]\w*(?!\s*\(|\w))+)")
_BOUND = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,")
_WALKED = re.compile(r"\.\s*([A-Za-z_]\w*)(?!\s*\(|\w)")
_NUMBERED = re.compile(r"\[\s*[0-9]+\s*\]\s*\.\s*([A-Za-z_]\w*)(?!\s*\(|\w)")
_COMPARISONS = {"_<_", "_<=_", "_>_", "_>=_"}


@dataclass(frozen=True)
class Reading:
    """What an expression reads. `paths`: ("sources", "population", "birth"), each once; a material that it asks for is
    ("materials", "portrait"). `parts`: what it reads of the entries of a list, whether it walks through them or counts
    them off: `born_on` of `answers.children.all(each, each.born_on <= today)`. `compares`: it has an edge, and so
    something below and above it."""

    paths: tuple[tuple[str, ...], ...]
    compares: bool
    parts: tuple[str, ...] = ()


def read(expression: str) -> Reading:
    """Compile and look. Raises `BadExpression`."""
    functions = set(compiled(expression).functions())
    bare = _TEXT.sub("''", _INDEX.sub(r".\2", expression))
    bound = set(_BOUND.findall(bare))
    paths = {(root, *re.split(r"\s*\.\s*", rest.strip())[1:]) for root, rest in _PATH.findall(bare)}
    paths |= {("materials", name) for _, name in _GIVEN.findall(expression)}
    parts = set(_NUMBERED.findall(bare))
    for name in bound:
        parts |= set(re.findall(rf"(?<![\w.]){name}{_WALKED.pattern}", bare))
    return Reading(
        paths=tuple(sorted(path for path in paths if path[0] not in bound)),
        compares=bool(functions & _COMPARISONS),
        parts=tuple(sorted(parts)),
    )
