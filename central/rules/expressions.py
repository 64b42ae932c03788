"""Expressions of an item: CEL with a closed vocabulary, compiled once, and bounded in what they can cost.

CEL always ends. How long it takes grows with the lists that it walks through and the patterns that it compiles, so an
expression walks through two lists at most and matches two patterns at most. Division by zero, a missing value or two
types that do not go together are no value: `Unanswered`. Whole numbers and fractions are two types in arithmetic, one
in comparisons: form fields of type `number` and numbers of a source are fractions, so write `answers.area * 1.5`. A
fraction divided by zero is infinite in CEL, which no rule means: `per(total, count)` divides by a value, `/` by a
number that stands there.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import cel

from central.rules import dates
from central.rules.masks import masked_id, masked_name

MOST_CHARACTERS = 500
VARIABLES = frozenset({"person", "answers", "situation", "sources", "materials", "p", "today", "promised"})

_MACRO = re.compile(r"\.\s*(?:all|exists_one|exists|map|filter)\s*\(\s*(\w*)")
_MATCHES = re.compile(r"\bmatches\s*\(")
_QUOTED = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""")
_DIVIDED = re.compile(r"/(?!\s*[0-9.]*[1-9])")
_REPEATED = re.compile(r"\{[0-9,\s]*[0-9]{3}")
_BUILT_IN = {"size", "matches", "contains", "startsWith", "endsWith", "string", "int", "double", "min", "max", "type"}
_NO_VALUE = (LookupError, RuntimeError, TypeError, ArithmeticError, ValueError)

# CEL's own log would tell of every value that is missing; here that is an answer like any other.
logging.getLogger("cel").setLevel(logging.ERROR)


class BadExpression(ValueError):
    """It is no CEL, uses a name that there is not, or could cost too much; the text says what."""


class Unanswered(Exception):
    """The expression has no value for these facts."""


def yuan(amount: object) -> str:
    """An amount as it stands on paper: 1200元, 35.50元."""
    exact = Decimal(str(_number(amount))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact:.0f}元" if exact == exact.to_integral_value() else f"{exact:.2f}元"


def per(total: object, count: object) -> float:
    """Income per head, price per square metre: a fraction."""
    return _number(total) / _number(count)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("no number")
    return value


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "age": dates.age,
    "born": dates.born,
    "years": dates.years,
    "months": dates.months,
    "days": dates.days,
    "add_years": dates.add_years,
    "add_months": dates.add_months,
    "add_days": dates.add_days,
    "masked_name": masked_name,
    "masked_id": masked_id,
    "yuan": yuan,
    "per": per,
}


@lru_cache(maxsize=16384)
def compiled(expression: str) -> cel.Program:
    """The program of an expression. Raises `BadExpression`."""
    _check_cost(expression)
    try:
        program = cel.compile(expression)
    except ValueError as error:
        raise BadExpression(str(error).splitlines()[0][:200]) from None
    bound = set(_MACRO.findall(expression))
    if strange := set(program.variables()) - VARIABLES - bound:
        raise BadExpression(f"there is no {', '.join(sorted(strange))}; known: {', '.join(sorted(VARIABLES))}")
    named = {name for name in program.functions() if name.isidentifier() and not name.startswith("_")}
    if strange := named - _BUILT_IN - FUNCTIONS.keys():
        raise BadExpression(f"there is no function {', '.join(sorted(strange))}")
    return program


def _check_cost(expression: str) -> None:
    if len(expression) > MOST_CHARACTERS:
        raise BadExpression(f"longer than {MOST_CHARACTERS} characters")
    if not expression.isprintable():
        raise BadExpression("line breaks and control characters have no place in it")
    if _DIVIDED.search(_QUOTED.sub("", expression)):
        raise BadExpression("divides by a value, which may be zero: per(total, count) has no answer then")
    macros, matches = len(_MACRO.findall(expression)), len(_MATCHES.findall(expression))
    if macros > 2 or (macros == 2 and "+" in expression):
        raise BadExpression("walks through more than two lists, or adds while it walks through two")
    if matches > 2 or (matches and macros) or _REPEATED.search(expression):
        raise BadExpression("matches more than two patterns, one inside a list, or one that repeats 100 times and more")


class Scope:
    """The values that expressions are about. Null counts as missing."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._context = cel.Context(_present(dict(variables)), dict(FUNCTIONS))

    def value(self, expression: str) -> Any:
        """Text, number, bool or a list of them. Raises `Unanswered`, also for what is no expression."""
        try:
            value = compiled(expression).execute(self._context)
        except _NO_VALUE as error:
            raise Unanswered(type(error).__name__) from None
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            raise Unanswered("no value")
        return value

    def holds(self, expression: str) -> bool | None:
        """True or false; none where there is no answer."""
        try:
            value = self.value(expression)
        except Unanswered:
            return None
        return value if isinstance(value, bool) else None


def _present(value: Any) -> Any:
    """The same without nulls in objects."""
    if isinstance(value, Mapping):
        return {name: _present(each) for name, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_present(each) for each in value]
    return value
