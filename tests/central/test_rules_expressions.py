"""Expressions: what has a value, what has none, and what is not let in."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central.rules.expressions import BadExpression, Scope, Unanswered, compiled, yuan
from central.rules.facts import MOST_LISTED

VARIABLES: dict[str, Any] = {
    "person": {"name": "陈国安", "birth": "1960-03-07", "id_number": "110105196003070013"},
    "answers": {"area": 80.5, "children": [{"birth": "2020-05-01"}, {"birth": "2015-05-01"}], "empty": None},
    "situation": {"kind": "first"},
    "sources": {"tax": {"found": True, "months": 14.0, "closed": False}},
    "materials": ["portrait"],
    "p": {"min_age": 60, "rate": 1.5, "areas": ["chaoyang", "haidian"]},
    "today": "2026-11-22",
    "promised": False,
}


@pytest.fixture
def scope() -> Scope:
    return Scope(VARIABLES)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("age(person.birth, today)", 66),
        ("age(person.birth, today) >= p.min_age", True),
        ("add_years(person.birth, p.min_age)", "2020-03-07"),
        ("sources.tax.months >= 12", True),
        ("answers.area * p.rate", 120.75),
        ("yuan(answers.area)", "80.50元"),
        ("per(answers.area, 2)", 40.25),
        ("answers.area / 2.0 > 40.0 && 'a/b' != \"c/d\" && 7 / 10 == 0", True),
        ("masked_name(person.name)", "陈**"),
        ("masked_id(person.id_number)", "110***********0013"),
        ("'portrait' in materials && !promised", True),
        ("situation.kind in ['first', 'again']", True),
        ("answers.children.all(c, age(c.birth, today) < 14)", True),
        ("answers.children.exists(c, age(c.birth, today) > 10 && c.birth in p.areas)", False),
        ("size(answers.children)", 2),
        ("person.id_number.matches('^[0-9]{17}[0-9X]$')", True),
        ("sources.silent.works || sources.tax.found", True),  # one answer is enough
        ("sources.tax.closed && sources.silent.works", False),
        ("has(answers.area) && !has(answers.empty)", True),
    ],
)
def test_values(scope: Scope, expression: str, value: object) -> None:
    assert scope.value(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "sources.silent.works",
        "!sources.tax.unknown",
        "answers.empty == 'x'",  # null is missing, not another value
        "answers.empty == null",
        "sources.silent.works || sources.tax.closed",
        "person.name > 3",
        "person.name + 3",
        "age(person.name, today) > 3",
        "age(today, person.birth) > 3",
        "1 / 0 == 1",
        "per(1.0, 0.0) > 1.0",
        "per(1, p.rate - 1.5) > 1.0",
        "per(person.name, 1) > 1.0",
        "9223372036854775807 + 1 > 0",
        "p.areas[7] == 'x'",
        "int('x') == 1",
        "person.name.matches('(')",
        "null",
        "today",
        "sources.tax.months",
        "sources.tax",
        "1",
        "'true'",
        "strange",
        "person.name ==",
    ],
)
def test_what_is_neither_true_nor_false(scope: Scope, expression: str) -> None:
    assert scope.holds(expression) is None


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("person.name ==", "parse"),
        ("people.name == 'x'", "people"),
        ("now() > today", "now"),
        ("timestamp(today) > timestamp(today)", "timestamp"),
        ("duration('1h') > duration('2h')", "duration"),
        ("optional.of(1) == 1", "optional"),
        ("true " * 101, "500"),
        ("true\n|| false", "line breaks"),
        ("true // \x00", "control"),
        ("p.areas.all(a, p.areas.all(b, p.areas.all(c, a == b)))", "two lists"),
        ("(p.areas + p.areas).all(a, p.areas.exists(b, a == b))", "adds"),
        ("p.areas.all(a, a.matches('x'))", "patterns"),
        ("today.matches('a') || today.matches('b') || today.matches('c')", "patterns"),
        ("today.matches('(a{9}){100}')", "100 times"),
        ("(" * 200 + "true" + ")" * 200, "parse"),
        ("", "parse"),
        ("p.rate / p.rate > 1.0", "per("),
        ("p.rate / 0.0 > 1.0", "per("),
        ("p.rate / (1.5 - p.rate) > 1.0", "per("),
    ],
)
def test_what_is_not_let_in(expression: str, says: str) -> None:
    with pytest.raises(BadExpression) as caught:
        compiled(expression)
    assert says.casefold() in str(caught.value).casefold()


def test_nothing_printed_about_a_missing_value(scope: Scope, caplog: pytest.LogCaptureFixture) -> None:
    assert scope.holds("age(person.name, today) > 3") is None
    assert caplog.text == ""


def test_the_costliest_expression_ends_soon() -> None:
    """Two full lists, one inside the other, and two patterns that compile into as much as a pattern may."""
    scope = Scope({"answers": {"l": ["x" * 20] * MOST_LISTED}, "today": "2026-11-22"})
    begun = time.process_time()
    assert scope.holds("answers.l.all(a, answers.l.all(b, a == b))") is True
    assert scope.holds(r"today.matches('(\\w{99}){99}') || today.matches('(\\pL{99}){99}')") in (None, False)
    assert time.process_time() - begun < 5


@settings(max_examples=300)
@given(st.text(max_size=120) | st.text(alphabet="ap().<>=&|![]{}'\"1x?:+-*/ ,", max_size=60))
def test_any_text_is_an_expression_or_is_refused(text: str) -> None:
    try:
        Scope(VARIABLES).value(text)
    except Unanswered:
        return


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "0元"),
        (1200, "1200元"),
        (1200.0, "1200元"),
        (35.5, "35.50元"),
        (0.005, "0.01元"),
        (1.005, "1.01元"),
        (-3, "-3元"),
    ],
)
def test_amounts(amount: float, words: str) -> None:
    assert yuan(amount) == words


@pytest.mark.parametrize("amount", ["12", None, True, float("nan"), float("inf")])
def test_what_is_no_amount(amount: object) -> None:
    with pytest.raises(TypeError):
        yuan(amount)
