"""The screen and the office hold the same answers for right, field by field, in groups too, and for wrong at the same
place: what leaves the screen is not refused afterwards, and what is posted around it meets nothing milder."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from central.contract import form
from central.contract.form import Control, FormField
from central.services import answers
from central.services.refusals import Refusal
from kiosk.form import check as form_check

WORDS = {"zh_CN": "问题"}
OPTIONS = {name: {"zh_CN": name} for name in ("own", "rent", "other")}


def id_number(birth: str, sequence: int) -> str:
    first = f"110105{birth}{sequence:03}"
    return first + ric.calc_check_digit(first + "0")


MOMENTS = st.dates(date(1880, 1, 1), date(2120, 1, 1))
GOOD: dict[Control, st.SearchStrategy[Any]] = {
    Control.TEXT: st.text("欧阳䶮 1号A", min_size=1, max_size=12),
    Control.NAME: st.text("王小明·", min_size=1, max_size=12),
    Control.ADDRESS: st.text("晨光路18号", min_size=1, max_size=12),
    Control.DIGITS: st.text("0123456789", min_size=1, max_size=45),
    Control.PHONE: st.from_regex(r"\A1[2-9][0-9]{9}\Z"),
    Control.ID_NUMBER: st.builds(id_number, MOMENTS.map("{:%Y%m%d}".format), st.integers(0, 999)),
    Control.CREDIT_CODE: st.sampled_from(["91350100M000100Y43", "11320000MB151840XJ", "91110000802100433B"]),
    Control.BANK_CARD: st.sampled_from(["4111111111111111", "6222021234567890128", "4222222222222", "79927398713"]),
    Control.PLATE: st.from_regex(r"\A[京粤沪琼X][A-J][0-9A-HJ学警]{5,6}\Z"),
    Control.NUMBER: st.integers(-3, 30),
    Control.MONEY: st.integers(0, 10**9) | st.floats(-1, 10**6) | st.integers(0, 10**8).map(lambda cents: cents / 100),
    Control.DATE: MOMENTS.map(str) | st.sampled_from(["2024-02-29", "2025-02-29", "2024-W01-1", "20240229"]),
    Control.MONTH: MOMENTS.map(lambda day: str(day)[:7]),
    Control.REGION: st.from_regex(r"\A[0-9]{5,6}\Z"),
    Control.CHOICE: st.sampled_from(["own", "rent", "lent"]),
    Control.CHOICES: st.lists(st.sampled_from(["own", "rent", "other", "lent"]), min_size=1, max_size=4),
    Control.YES_NO: st.booleans(),
}
"""What is right for a control, or nearly."""

SINGLE = [control for control in Control if control is not Control.GROUP]
GARBAGE: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.floats() | st.text(min_size=1, max_size=9),
    lambda inside: (
        st.lists(inside, min_size=1, max_size=3)
        | st.dictionaries(st.text(min_size=1, max_size=4), inside, min_size=1, max_size=3)
    ),
    max_leaves=4,
)


@st.composite
def schemas(draw: st.DrawFn, control: Control) -> dict[str, Any]:
    """A field as the linter lets it pass, with bounds of its own."""
    written: dict[str, Any] = {"x-control": control.value, "x-words": WORDS, "type": "string"}
    match control:
        case Control.TEXT | Control.NAME | Control.ADDRESS | Control.DIGITS:
            written |= {"minLength": draw(st.integers(0, 3)), "maxLength": draw(st.integers(3, 40))}
        case Control.NUMBER:
            written |= {"type": "integer", "minimum": draw(st.integers(-1, 1)), "maximum": 20}
            written |= draw(st.sampled_from([{}, {"multipleOf": 5}]))
        case Control.MONEY:
            written |= {"type": "number", "minimum": 0, "maximum": draw(st.integers(10, 10**8))}
            written |= draw(st.sampled_from([{}, {"multipleOf": 0.01}]))
        case Control.CHOICE:
            written |= {"enum": list(OPTIONS), "x-options": OPTIONS}
        case Control.CHOICES:
            items = {"type": "string", "enum": list(OPTIONS)}
            written |= {"type": "array", "items": items, "maxItems": draw(st.integers(1, 3)), "x-options": OPTIONS}
            written |= {"minItems": draw(st.integers(0, 2)), "uniqueItems": draw(st.booleans())}
        case Control.YES_NO:
            written |= {"type": "boolean"}
    return written


@st.composite
def values(draw: st.DrawFn, control: Control) -> Any:
    """Something right, something right but for one character, or anything."""
    value = draw(GOOD[control])
    how = draw(st.integers(0, 9))
    if how == 0:
        return draw(GARBAGE)
    if how == 1 and isinstance(value, str):
        place = draw(st.integers(0, len(value) - 1))
        return value[:place] + draw(st.characters()) + value[place + 1 :]
    return value


def only(schema: dict[str, Any]) -> FormField:
    return form.fields({"type": "object", "properties": {"it": schema}, "required": ["it"]})[0]


def office(field: FormField, value: Any) -> str | None:
    """The place where the office finds something wrong; none where it takes the answer."""
    try:
        answers.check((field,), {field.name: value})
    except Refusal as refusal:
        return str(refusal.facts["field"])
    return None


def screen(field: FormField, value: Any) -> str | None:
    problem = form_check.wrong(field, value)
    return None if problem is None else ".".join(part for part in (field.name, problem.place) if part)


@st.composite
def singles(draw: st.DrawFn) -> tuple[FormField, Any]:
    control = draw(st.sampled_from(SINGLE))
    return only(draw(schemas(control))), draw(values(control))


@given(singles())
def test_of_a_field(of: tuple[FormField, Any]) -> None:
    assert screen(*of) == office(*of)


@st.composite
def groups(draw: st.DrawFn) -> tuple[FormField, Any]:
    controls = draw(st.lists(st.sampled_from(SINGLE), min_size=1, max_size=3))
    properties = {f"part_{number}": draw(schemas(control)) for number, control in enumerate(controls)}
    required = [name for name in properties if draw(st.booleans())] or ["part_0"]
    items = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    schema = {"type": "array", "x-control": "group", "x-words": WORDS, "x-entry": WORDS, "items": items}
    bounds = {"minItems": draw(st.integers(1, 2)), "maxItems": draw(st.integers(2, 4)), "uniqueItems": True}
    entries: Any = [
        {name: draw(values(control)) for name, control in zip(properties, controls, strict=True) if draw(_mostly)}
        for _ in range(draw(st.integers(1, 5)))
    ]
    spoiled = draw(st.integers(0, 19))
    if spoiled == 0:
        entries = draw(GARBAGE)
    elif spoiled == 1:
        entries[-1] = draw(GARBAGE)
    elif spoiled == 2:
        entries[-1]["part_9"] = "1"
    elif spoiled == 3:
        entries *= 3
    return only(schema | bounds), entries


_mostly = st.sampled_from([True] * 9 + [False])


@given(groups())
def test_of_a_group_and_of_the_place_in_it(of: tuple[FormField, Any]) -> None:
    assert screen(*of) == office(*of)
