"""The linter of service items: each rule broken once gives exactly its finding, and nothing in a file can stop it."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from central.__main__ import main
from central.contract.item import schema
from central.items import completeness, expression, text
from central.items.finding import Rule
from central.items.library import read_library
from central.items.lint import lint
from central.items.pattern import pattern_fault
from central.items.reading import DOCUMENT_BYTES, NotReadable, parse
from central.rules.expressions import BadExpression
from tests.central.courses import CALENDAR

ASSETS = Path(__file__).parents[2] / "assets"
SENIOR = json.loads((ASSETS / "items" / "senior_card.json").read_text(encoding="utf-8"))
POPULATION = (ASSETS / "sources" / "population.json").read_text(encoding="utf-8")
WORDS = {"zh_CN": "字段", "en": "Field"}

Change = Callable[[dict[str, Any]], object]


def found(directory: Path, *documents: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and place of every finding in a library of these items and the population register."""
    (directory / "items").mkdir()
    (directory / "sources").mkdir()
    (directory / "sources" / "population.json").write_text(POPULATION, encoding="utf-8")
    for document in documents:
        content = json.dumps(document)
        (directory / "items" / f"{document['item']}.json").write_text(content, encoding="utf-8")
    return [
        (str(each.rule), each.place)
        for each in lint(read_library(directory / "items", directory / "sources"), CALENDAR)
    ]


def put(path: str, value: Any) -> Change:
    """A change that writes a value at a place."""

    def change(document: dict[str, Any]) -> None:
        *rooms, last = path.split(".")
        within: Any = document
        for room in rooms:
            within = within[int(room)] if isinstance(within, list) else within[room]
        within[int(last) if isinstance(within, list) else last] = value

    return change


def field(**schema: Any) -> Change:
    """A change that adds a field to the form."""
    return put("form.properties.more", {"x-words": WORDS, **schema})


def entry(*names: str, required: list[str] | None = None, **schema: Any) -> dict[str, Any]:
    """Questions of an entry, each of text."""
    parts = {
        f"part_{name}": {"type": "string", "maxLength": 9, "x-control": "text", "x-words": WORDS, **schema}
        for name in names
    }
    return {"type": "object", "properties": parts, "required": list(parts)[:1] if required is None else required}


def group(items: dict[str, Any] | None = None, **schema: Any) -> Change:
    """A change that adds a group to the form; a word that is none is left out."""
    written = {"type": "array", "maxItems": 3, "x-control": "group", "x-entry": WORDS, "items": items or entry("a")}
    return field(**{name: value for name, value in (written | schema).items() if value is not None})


def long_group() -> dict[str, Any]:
    """As much as a group may ask."""
    words = {"x-words": WORDS, "x-entry": WORDS}
    return {"type": "array", "maxItems": 10, "x-control": "group", "items": entry(*"abcdefgh", maxLength=60), **words}


def drop_case(name: str) -> Change:
    return lambda document: document.update(cases=[case for case in document["cases"] if case["case"] != name])


def both(*changes: Change) -> Change:
    return lambda document: [change(document) for change in changes]


LIMIT = {"amount": 20, "unit": "working_day"}
SECOND_RULE = copy.deepcopy(SENIOR["rules"][0])
SITUATION = {
    "situation": "reason",
    "question": WORDS,
    "options": [{"option": "first", "words": WORDS}, {"option": "again", "words": WORDS}],
}

BROKEN: list[tuple[str, Change, str, str]] = [
    ("an unknown field", put("surprise", 1), "schema", "surprise"),
    ("a field of the wrong type", put("visits", "many"), "schema", "visits"),
    ("V-01 a rule twice", lambda d: d["rules"].append(SECOND_RULE), "V-01", "rules.4"),
    ("V-01 a case twice", lambda d: d["cases"].append(d["cases"][0]), "V-01", "cases.12"),
    ("V-02 item type", put("item_type", "11"), "V-02", "item_type"),
    ("V-02 level", put("level", "8"), "V-02", "level"),
    (
        "V-03 above the law",
        both(put("legal_limit", LIMIT), put("promised_limit", LIMIT | {"amount": 21})),
        "V-03",
        "promised_limit.amount",
    ),
    (
        "V-03 another unit",
        both(put("legal_limit", LIMIT), put("promised_limit", LIMIT | {"unit": "day"})),
        "V-03",
        "promised_limit.unit",
    ),
    (
        "V-03 slower than at once",
        both(put("legal_limit", {"amount": 0, "unit": "at_once"}), put("promised_limit", LIMIT)),
        "V-03",
        "promised_limit.amount",
    ),
    ("V-03 at once with an amount", put("promised_limit.amount", 1), "V-03", "promised_limit.amount"),
    (
        "V-04 a site visit at once",
        put("special_procedures", [{"kind": "site_visit", "name": WORDS}]),
        "V-04",
        "special_procedures",
    ),
    ("V-05 a fee without basis", put("fee", {"charged": True}), "V-05", "fee.basis"),
    ("V-06 how to get it", lambda d: d["materials"][1].pop("how_to_get"), "V-06", "materials.1.how_to_get"),
    ("V-07 a tag", put("summary.zh_CN", "年满<b>60</b>周岁"), "V-07", "summary.zh_CN"),
    ("V-07 a tag left open", put("summary.zh_CN", "年满60周岁<br"), "V-07", "summary.zh_CN"),
    ("V-07 an entity", put("name.zh_CN", "老年&nbsp;优待证"), "V-07", "name.zh_CN"),
    ("V-07 a control character", put("name.zh_CN", "老年\u001b优待证"), "V-07", "name.zh_CN"),
    ("V-07 a turned direction", put("appeal.en", "Call \u202e12345."), "V-07", "appeal.en"),
    ("V-07 a lost character", put("name.zh_CN", "老年\ufffd优待证"), "V-07", "name.zh_CN"),
    ("V-07 read as Latin-1", put("name.zh_CN", "老年优待证".encode().decode("latin-1")), "V-07", "name.zh_CN"),
    ("V-07 read as GBK", put("name.zh_CN", "老年优待".encode().decode("gbk")), "V-07", "name.zh_CN"),
    ("V-07 a web address", put("appeal.en", "See https://example.org/x for more."), "V-07", "appeal.en"),
    ("V-07 an advertisement", put("appeal.zh_CN", "关注公众号，了解更多。"), "V-07", "appeal.zh_CN"),
    ("V-07 no English", put("name.en", " "), "V-07", "name.en"),
    ("V-07 no Chinese", put("name.zh_CN", ""), "V-07", "name.zh_CN"),
    ("V-07 a gap that nothing fills", put("summary.zh_CN", "年满{age}周岁"), "V-07", "summary.zh_CN"),
    ("V-07 a gap in a label", put("name.zh_CN", "老年证{min_age}"), "V-07", "name.zh_CN"),
    ("V-07 an everyday word", put("everyday.0", "老年证<i>"), "V-07", "everyday.0"),
    ("V-07 words of the form", put("form.properties.phone.x-words.zh_CN", "电话&amp;"), "V-07",
     "form.properties.phone.x-words.zh_CN"),
    ("V-08 cancelled first", put("cancelled_from", "2025-12-31"), "V-08", "cancelled_from"),
    ("V-09 waits for itself", put("prerequisites", ["senior_card"]), "V-09", "prerequisites"),
    ("V-10 a prerequisite", put("prerequisites", ["no_such_item"]), "V-10", "prerequisites.0"),
    ("V-10 a rule's basis", put("rules.0.basis", "no_such_law"), "V-10", "rules.0.basis"),
    ("V-10 a condition's basis", put("conditions.0.basis", "no_such_law"), "V-10", "conditions.0.basis"),
    ("V-10 a fee's basis", put("fee", {"charged": True, "basis": "no_such_law"}), "V-10", "fee.basis"),
    ("V-10 a material's source", put("materials.0.source", "tax"), "V-10", "materials.0.source"),
    ("V-10 a shared material without source", put("materials.0.source", None), "V-10", "materials.0.source"),
    ("V-10 a paper's portrait", put("documents.0.portrait", "identity"), "V-10", "documents.0.portrait"),
    ("V-10 a source's input", put("sources.0.by", {"id_number": "person.id_number", "tax": "person.name"}), "V-10",
     "sources.0.by.tax"),
    ("V-10 a missing input", put("sources.0.by", {}), "V-10", "sources.0.by.id_number"),
    ("V-10 a situation", put("materials.1.when", {"reason": ["first"]}), "V-10", "materials.1.when.reason"),
    (
        "V-10 an option",
        both(put("situations", [SITUATION]), put("materials.1.when", {"reason": ["never"]})),
        "V-10",
        "materials.1.when.reason",
    ),
    ("V-10 a parameter", put("documents.0.facts.min_age", "p.most_age"), "V-10", "documents.0.facts.min_age"),
    ("V-10 a field of a source", put("rules.1.evidence", [{"label": WORDS, "value": "sources.population.shoe"}]),
     "V-10", "rules.1.evidence.0.value"),
    ("V-10 a field by index", put("rules.1.facts", {"shoe": "sources['population']['shoe']"}), "V-10",
     "rules.1.facts.shoe"),
    ("V-10 a source not asked", put("rules.1.facts", {"tax": "sources.tax.paid"}), "V-10", "rules.1.facts.tax"),
    ("V-10 an answer", put("rules.1.facts", {"mail": "answers.mail"}), "V-10", "rules.1.facts.mail"),
    ("V-10 of the person", put("rules.1.facts", {"shoe": "person.shoe"}), "V-10", "rules.1.facts.shoe"),
    ("V-10 a material", put("rules.1.facts", {"photo": "'photo' in materials"}), "V-10", "rules.1.facts.photo"),
    ("V-10 evidence's source", put("rules.0.evidence.0.source", "tax"), "V-10", "rules.0.evidence.0.source"),
    ("V-10 a filled field", put("form.properties.phone.x-fill", "sources.population.shoe"), "V-10",
     "form.properties.phone.x-fill"),
    ("V-10 filled from nowhere", put("form.properties.phone.x-fill", "today"), "V-10",
     "form.properties.phone.x-fill"),
    ("V-10 a case's rule", put("cases.9.rule", "lives_there"), "V-10", "cases.9.rule"),
    ("V-10 a case's source field", put("cases.4.sources.population", {"name": "陈国平", "shoe": 1}), "V-10",
     "cases.4.sources.population.shoe"),
    ("V-10 a case's material", put("base_case.materials", ["identity", "photo"]), "V-10", "base_case.materials.photo"),
    ("V-10 a value taken away", put("cases.8.without", ["sources.population.shoe"]), "V-10", "cases.8.without"),
    ("V-10 a variable taken away", put("cases.8.without", ["today"]), "V-10", "cases.8.without"),
    ("V-11 a telephone", put("contact.enquiry", "call us"), "V-11", "contact.enquiry"),
    ("V-12 takes effect in an unknown year", put("effective_from", "2027-03-01"), "V-12", "answer_limit"),
    ("V-12 longer than any calendar", put("promised_limit", {"amount": 3650, "unit": "day"}), "V-12", "promised_limit"),
    ("V-11 no telephone", put("contact.supervision", ""), "V-11", "contact.supervision"),
    ("V-13 an intermediary", put("materials.1.intermediary", True), "V-13", "materials.1.intermediary"),
    ("V-14 at the edge", drop_case("sixty_today"), "V-14", "rules.2"),
    ("V-14 beside the edge", both(put("cases.0.today", "2021-03-07"), put("cases.2.today", "2021-03-08")),
     "V-14", "rules.2.test"),
    ("V-14 below", put("cases.1.edge", "other"), "V-14", "rules.2"),
    ("V-14 above", drop_case("sixty_yesterday"), "V-14", "rules.2"),
    ("V-14 missing", drop_case("birth_missing"), "V-14", "rules.2"),
    ("V-14 never false", drop_case("deceased"), "V-14", "rules.1"),
    ("V-14 a source that is never silent", drop_case("register_silent"), "V-14", "sources.0"),
    ("a case without its silence", lambda d: d["cases"].append(d["cases"][5] | {"case": "loud", "silent": []}),
     "case", "cases.12.silent"),
    ("a case that comes out otherwise", put("cases.1.expect", "approved"), "case", "cases.1"),
    ("a rule that its cases do not know", put("rules.2.if_false", "manual"), "case", "cases.1"),
    ("a case with another rule false", put("cases.6.expect_false", ["same_person"]), "case", "cases.6"),
    ("a base case that is refused", put("base_case.sources.population.hukou_local", False), "case", "base_case"),
    ("a case's value of the wrong type", put("base_case.sources.population.birth", "1960-3-7"), "case",
     "base_case.sources.population.birth"),
    ("no expression", put("documents.0.lines.0.value", "person.birth +"), "expression", "documents.0.lines.0.value"),
    ("an unknown variable", put("documents.0.lines.0.value", "citizen.birth"), "expression",
     "documents.0.lines.0.value"),
    ("an unknown function", put("documents.0.lines.0.value", "now(today)"), "expression", "documents.0.lines.0.value"),
    ("no JSON Schema", put("form.properties.phone.maxLength", -1), "form", "form.properties.phone.maxLength"),
    ("a word that forms do not have", put("form.properties.phone.$ref", "https://example.org"), "form",
     "form.properties.phone.$ref"),
    ("an unknown control", put("form.properties.phone.x-control", "dial"), "form", "form"),
    ("a required field that is not there", put("form.required", ["mail"]), "form", "form"),
    ("a control of another type", field(type="string", **{"x-control": "number"}), "form",
     "form.properties.more.type"),
    ("a text without end", field(type="string", **{"x-control": "text"}), "form", "form.properties.more.maxLength"),
    ("a choice of anything", field(type="string", **{"x-control": "choice"}), "form", "form.properties.more.enum"),
    ("an option without words", field(type="string", enum=["a"], **{"x-control": "choice"}), "form",
     "form.properties.more.x-options"),
    ("an option in one language", field(type="string", enum=["a"], **{"x-control": "choice", "x-options": {
        "a": {"zh_CN": "甲"}}}), "V-07", "form.properties.more.x-options.a.en"),
    ("a choice of numbers", field(type="string", enum=[["a"]], **{"x-control": "choice"}), "form",
     "form.properties.more.x-options"),
    ("a field without a name", put("form.properties.\u001b[2J", SENIOR["form"]["properties"]["phone"]), "form",
     "form.properties.\u001b[2J"),
    ("a text longer than the office takes", field(type="string", maxLength=501, **{"x-control": "text"}), "form",
     "form.properties.more.maxLength"),
    ("a base case with a wrong check digit", both(field(type="string", **{"x-control": "id_number"}),
     put("base_case.answers", {"more": "110105196003070014"})), "case", "base_case.answers.more"),
    ("a pattern without end in a list", field(type="array", items={"enum": ["a"], "pattern": "^(a+)+$"},
     **{"x-control": "choices", "x-options": {"a": WORDS}}), "form", "form.properties.more.items.pattern"),
    ("a group of any size", group(maxItems=None), "form", "form.properties.more.maxItems"),
    ("a group larger than a finger's patience", group(maxItems=11), "form", "form.properties.more.maxItems"),
    ("a group without a word for an entry", group(**{"x-entry": None}), "form", "form"),
    ("a group whose word has one language", group(**{"x-entry": {"zh_CN": "位家人"}}), "V-07",
     "form.properties.more.x-entry.en"),
    ("an entry of too many questions", group(entry(*"abcdefghi")), "form", "form.properties.more.items.properties"),
    ("an entry without a question", group(entry()), "form", "form"),
    ("an entry that may stay empty", group(entry("a", required=[])), "form", "form.properties.more.items.required"),
    ("a group within a group", group(entry("a", **{"x-control": "group", "items": entry("b"), "x-entry": WORDS})),
     "form", "form"),
    ("an entry asked in parts", group(entry("a", **{"x-when": {"who": ["myself"]}})), "form", "form"),
    ("an entry that a source fills", group(entry("a", **{"x-fill": "person.name"})), "form", "form"),
    ("a group that a source fills", group(**{"x-fill": "sources.population.address"}), "form",
     "form.properties.more.x-fill"),
    ("a required group that may be empty", both(group(), put("form.required", ["more"]),
     put("base_case.answers", {"more": [{"part_a": "x"}]})), "form", "form.properties.more.minItems"),
    ("a part of an entry that is not asked", both(group(), put("rules.0.test",
     "answers.more.all(each, each.part_z != sources.population.name)")), "V-10", "rules.0.test"),
    ("an entry's part that a counted rule misnames", both(group(), put("rules.0.test",
     "answers.more[0].part_z != sources.population.name")), "V-10", "rules.0.test"),
    ("a case without an entry's part that is not asked", both(group(), put("base_case.answers",
     {"more": [{"part_a": "x"}]}), put("cases.6.without", ["answers.more.0.part_z"])), "V-10", "cases.6.without"),
    ("a form longer than what is sent", both(*(put(f"form.properties.more_{n}", long_group()) for n in "abcd")),
     "form", "form"),
    ("a base case that the form refuses", put("base_case.answers", {"phone": "123"}), "case",
     "base_case.answers.phone"),
    ("a base case without a required answer", put("form.required", ["phone"]), "case", "base_case.answers"),
    ("a portrait without camera", put("components", ["receipt_printer"]), "component", "components"),
    ("a paper without printer", put("components", ["camera"]), "component", "components"),
    ("a pattern for half a text", put("form.properties.phone.pattern", "1[3-9]"), "form",
     "form.properties.phone.pattern"),
    ("a pattern without end", put("form.properties.phone.pattern", "^([0-9]+)+$"), "form",
     "form.properties.phone.pattern"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "place"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_a_rule_broken_once_is_found_once(tmp_path: Path, change: Change, rule: str, place: str) -> None:
    document = copy.deepcopy(SENIOR)
    change(document)
    assert found(tmp_path, document) == [(rule, place)]


def test_every_rule_is_broken_in_the_table() -> None:
    assert {rule for _, _, rule, _ in BROKEN} | {Rule.READABLE, Rule.STEP} == set(Rule)  # steps: test_projects


def test_what_is_published_is_clean_and_scored() -> None:
    library = read_library(ASSETS / "items", ASSETS / "sources")
    assert [str(finding) for finding in lint(library, CALENDAR)] == []
    assert library.items
    assert all(completeness.of_item(item).score >= 50 for item in library.items.values())


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    document = copy.deepcopy(SENIOR)
    both(put("rules.0.basis", "no_such_law"), put("contact.enquiry", ""), put("name.en", ""))(document)
    assert found(tmp_path, document) == [("V-11", "contact.enquiry"), ("V-07", "name.en"), ("V-10", "rules.0.basis")]


def test_a_cycle_is_named_along_its_path(tmp_path: Path) -> None:
    names = ["first", "second", "third"]
    documents = [
        copy.deepcopy(SENIOR) | {"item": name, "prerequisites": [names[(number + 1) % 3]]}
        for number, name in enumerate(names)
    ]
    assert found(tmp_path, *documents) == [("V-09", "prerequisites")]
    (finding,) = lint(read_library(tmp_path / "items", tmp_path / "sources"), CALENDAR)
    assert finding.file.endswith("first.json")
    assert "first → second → third → first" in finding.remedy


def test_two_items_do_not_share_an_implementing_code(tmp_path: Path) -> None:
    documents = [copy.deepcopy(SENIOR) | {"item": name, "implementing_code": "0123"} for name in ("first", "second")]
    assert found(tmp_path, *documents) == [("V-01", "implementing_code")]


def test_a_file_is_called_as_its_item(tmp_path: Path) -> None:
    assert found(tmp_path, SENIOR) == []
    (tmp_path / "items" / "senior_card.json").rename(tmp_path / "items" / "senior.json")
    (finding,) = lint(read_library(tmp_path / "items", tmp_path / "sources"), CALENDAR)
    assert (finding.rule, finding.place) == (Rule.CODES_UNIQUE, "item")


def test_a_broken_source_is_told_once_and_not_at_every_use(tmp_path: Path) -> None:
    assert found(tmp_path, SENIOR) == []
    (tmp_path / "sources" / "population.json").write_text("{", encoding="utf-8")
    (finding,) = lint(read_library(tmp_path / "items", tmp_path / "sources"), CALENDAR)
    assert finding.file.endswith("population.json")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"\xef\xbb\xbf{}", "BOM"),
        (b"[]", "object"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": [{"b": 1, "b": 1}]}', "twice"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": ' + b"1" * 5000 + b"}", "JSON"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": ' + b"[" * 30 + b"]" * 30 + b"}", "deeper"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deeper"),
        (b" " * (DOCUMENT_BYTES + 1), "larger"),
    ],
)
def test_a_file_that_means_two_things_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(NotReadable, match=told):
        parse(content)


@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(NotReadable):
        assert isinstance(parse(content), dict)


@given(st.binary(max_size=60), st.integers(0, 4000), st.sampled_from(["items/senior_card", "sources/population"]))
def test_no_bytes_in_a_file_stop_the_linter(
    tmp_path_factory: pytest.TempPathFactory, garbage: bytes, at: int, name: str
) -> None:
    directory = tmp_path_factory.mktemp("library")
    for each in ("items/senior_card", "sources/population"):
        (directory / each).parent.mkdir()
        content = (ASSETS / f"{each}.json").read_bytes()
        broken = content[:at] + garbage + content[at + len(garbage) :] if each == name else content
        (directory / f"{each}.json").write_bytes(broken)
    for finding in lint(read_library(directory / "items", directory / "sources"), CALENDAR):
        assert str(finding).isprintable()


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    assert found(tmp_path, SENIOR) == []
    os.mkfifo(tmp_path / "items" / "pipe.json")
    (tmp_path / "items" / "room.json").mkdir()
    (tmp_path / "items" / "nowhere.json").symlink_to(tmp_path / "gone")
    told = lint(read_library(tmp_path / "items", tmp_path / "sources"), CALENDAR)
    assert [(finding.rule, Path(finding.file).stem) for finding in told] == [
        (Rule.READABLE, "nowhere"),
        (Rule.READABLE, "pipe"),
        (Rule.READABLE, "room"),
    ]


def test_a_source_has_clean_texts_too(tmp_path: Path) -> None:
    assert found(tmp_path, SENIOR) == []
    source = json.loads(POPULATION)
    source["fields"]["name"]["words"]["zh_CN"] = "姓名<p>"
    (tmp_path / "sources" / "population.json").write_text(json.dumps(source), encoding="utf-8")
    (finding,) = lint(read_library(tmp_path / "items", tmp_path / "sources"), CALENDAR)
    assert (finding.rule, finding.place) == (Rule.CLEAN_TEXT, "fields.name.words.zh_CN")


def test_a_finding_does_nothing_to_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found(tmp_path, copy.deepcopy(SENIOR) | {"\u001b[2J\udcff": 1})
    assert main(["items", "lint", str(tmp_path / "items")]) == 1
    assert all(line.isprintable() for line in capsys.readouterr().out.splitlines())


def test_the_schema_is_that_of_what_is_published() -> None:
    validator = Draft202012Validator(schema())
    Draft202012Validator.check_schema(schema())
    for path in sorted((ASSETS / "items").glob("*.json")):
        validator.validate(json.loads(path.read_text(encoding="utf-8")))
    assert not validator.is_valid(SENIOR | {"surprise": 1})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=9), inside, max_size=3),
    max_leaves=8,
)
PLACES = sorted({*SENIOR, "form.type", "form.properties", "form.properties.phone", "form.required", "rules.0.test",
                 "cases.0.without", "base_case.sources", "form.properties.phone.pattern", "prerequisites",
                 "form.properties.phone.x-when", "form.properties.phone.x-words", "form.properties.phone.x-options",
                 "form.properties.phone.x-control", "form.properties.phone.enum", "situations"})  # fmt: skip


@given(st.sampled_from(PLACES), ANYTHING)
def test_no_value_at_any_place_stops_the_linter(
    tmp_path_factory: pytest.TempPathFactory, place: str, value: Any
) -> None:
    document = copy.deepcopy(SENIOR)
    put(place, value)(document)
    directory = tmp_path_factory.mktemp("library")
    for folder, content in (("items", json.dumps(document)), ("sources", POPULATION)):
        (directory / folder).mkdir()
        name = "senior_card.json" if folder == "items" else "population.json"
        (directory / folder / name).write_text(content, encoding="utf-8")
    for finding in lint(read_library(directory / "items", directory / "sources"), CALENDAR):
        assert finding.file.endswith("senior_card.json")
        assert finding.remedy


@given(st.text(max_size=60) | st.text("()[]{}.'\"\\persoanwx+&|!?:, 019", max_size=60))
def test_any_text_is_an_expression_or_none(written: str) -> None:
    with suppress(BadExpression):
        assert isinstance(expression.read(written).compares, bool)


@given(st.text("()[]{}^$*+?|\\.,019ax-:=!<", max_size=30))
def test_any_text_is_a_pattern_or_none(written: str) -> None:
    fault = pattern_fault(written)
    assert fault is None or fault


@pytest.mark.parametrize("pattern", ["^1[3-9][0-9]{9}$", "^([0-9]{4}-)?[0-9]{2}$", "^(粤|京)[A-Z][0-9A-Z]{5,6}$",
                                     "^[\\u4e00-\\u9fa5·()]{2,30}$", "^[^<>&]*$", "^A(-[0-9]{2}){3}$"])  # fmt: skip
def test_plain_patterns_pass(pattern: str) -> None:
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        *("^(a+)+$", "^(a*)*$", "^((ab?)+c?)*$", "^(?:a{1,9}){2,}$", "^(a|a)*$", "^((a|a))*$", "^(a?){9}$", "^a*b*c*$"),
        *("a", "^a\\$", "^(a$", "^[$", "^[[a]$", "^(a)\\1$", "^(?=a)b$", "^a|b$"),
    ],
)
def test_patterns_that_are_none_or_never_end_are_refused(pattern: str) -> None:
    assert pattern_fault(pattern)


def test_an_expression_is_read_without_its_texts_and_bound_names() -> None:
    reading = expression.read("answers.people.all(x, x.age >= p.low) && 'sources.a.b' != sources['real'].name")
    assert reading.paths == (("answers", "people"), ("p", "low"), ("sources", "real", "name"))
    assert reading.compares


@pytest.mark.parametrize("plain", ["最长5个工作日", "Fee: 5 < 10 yuan & more", "时间08:00-18:00", "Café"])
def test_plain_texts_pass(plain: str) -> None:
    assert list(text.faults(plain, None)) == []


def test_a_score_is_a_share_of_fields(tmp_path: Path) -> None:
    full = copy.deepcopy(SENIOR) | {"base_code": "0", "implementing_code": "0", "legal_limit": LIMIT}
    full["body"]["credit_code"] = "11320000MB151840XJ"
    for material in full["materials"]:
        material["issued_by"] = WORDS
    bare = copy.deepcopy(SENIOR) | {"item": "bare", "steps": [], "questions": []}
    found(tmp_path, full, bare)
    items = read_library(tmp_path / "items", tmp_path / "sources").items
    whole = completeness.of_item(items["senior_card"])
    assert (whole.score, whole.filled, whole.missing) == (100, whole.wanted, ())
    poor = completeness.of_item(items["bare"])
    assert "办理流程 (steps)" in poor.missing
    assert 0 < poor.score < 80
    assert completeness.of_catalogue(items.values()) == (100 + poor.score) // 2
    assert completeness.of_catalogue([]) == 0


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found(tmp_path, copy.deepcopy(SENIOR) | {"cancelled_from": "2025-12-31"})
    assert main(["items", "lint", str(tmp_path / "items")]) == 1
    told = capsys.readouterr()
    assert "senior_card.json: cancelled_from: V-08: is before" in told.out
    assert "1 findings in 1 files" in told.err
    assert main(["items", "score", str(tmp_path / "items")]) == 0
    assert "senior_card" in capsys.readouterr().out
    assert main(["items", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")
    assert main(["items", "lint", str(tmp_path / "nowhere")]) == 1
    assert "holds no item" in capsys.readouterr().out
