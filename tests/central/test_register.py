"""The register of invented people: its data, its service, and every way in which it can fail on command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from stdnum.cn import ric

from central.contract.application import SourceState
from central.contract.source import DataSource, SourceAnswer
from central.register.__main__ import main
from central.register.moods import Mood
from central.register.records import BadRecords, Records, read_people, read_records
from central.sources.answers import Heard, understand
from central.sources.registers import Question, Register, Registers
from tests.central.card import SOURCES
from tests.central.catalogue_documents import ASSETS

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TOKEN, CONTROL = "0123456789abcdef0123", "fedcba98765432100123"
LI_XIUYING = "11010519491231002X"


def published() -> dict[str, dict[str, Any]]:
    files = (ASSETS / "halls" / "demo_people.toml", ASSETS / "register" / "people.toml")
    return {number: person for file in files for number, person in read_people(file).items()}


RECORDS = read_records(ASSETS / "register", ASSETS / "sources", published())


# ---------------------------------------------------------------- the data


def test_the_people_are_invented_and_well_formed() -> None:
    people = published()
    assert len(people) >= 20
    for number, person in people.items():
        assert ric.is_valid(number)
        assert number[6:14] == person["birth"].replace("-", "")
        assert (int(number[16]) % 2 == 1) is (person["sex"] == "male")
        assert number == LI_XIUYING or int(number[14:17]) >= 996


@pytest.mark.parametrize("code", sorted(RECORDS))
def test_every_record_is_an_answer_that_the_office_believes(code: str) -> None:
    records = RECORDS[code]
    assert records.values
    for key in records.values:
        inputs = dict(zip(records.by, key.split("|"), strict=True))
        values = records.find(inputs, TODAY)
        assert values is not None
        body = SourceAnswer(found=True, as_of=NOW, values=values).model_dump_json().encode()
        heard = understand(records.source, body, NOW)
        assert (heard.state, heard.fault, dict(heard.values)) == (SourceState.ANSWERED, "", values), key


def _records(directory: Path, text: str, people: dict[str, Any] | None = None) -> Records:
    (directory / "population.toml").write_text(text, encoding="utf-8")
    return read_records(directory, ASSETS / "sources", people or {})["population"]


ANNA = {
    "1": {"name": "安娜", "birth": "1960-03-07", "address": "晨光路1号"},
    "2": {"name": "白", "birth": "2000-01-01"},
}


def test_everybody_has_a_record_and_some_have_another(tmp_path: Path) -> None:
    text = """
        copied = { name = "name", birth = "birth" }
        nobody = ["2"]
        [everybody]
        deceased = false
        residence_since = { years = -2, days = 1 }
        [record."1"]
        deceased = true
        [record."3"]
        birth = 1999-12-31
    """
    records = _records(tmp_path, text, ANNA)
    assert records.find({"id_number": "1"}, TODAY) == {
        "name": "安娜",
        "birth": "1960-03-07",
        "deceased": True,
        "residence_since": "2024-11-23",
    }
    assert records.find({"id_number": "2"}, TODAY) is None
    assert records.find({"id_number": "3"}, TODAY) == {"birth": "1999-12-31"}


@pytest.mark.parametrize("inputs", [{}, {"id_number": None}, {"id_number": 1}, {"id_number": ["1"]}, {"other": "1"}])
def test_a_question_that_names_nobody_finds_nobody(tmp_path: Path, inputs: dict[str, Any]) -> None:
    assert _records(tmp_path, "[everybody]\ndeceased = false", ANNA).find(inputs, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "[everybody",
        "[everybody]\nshoe_size = 42",
        "[record.'1|2']\ndeceased = true",
        "by = ['plate']\n[record.'1']\ndeceased = true",
        "copied = { name = 'nickname' }\n[everybody]",
        "nobody = ['9']\n[everybody]",
        "[record.'1']\nresidence_since = { weeks = 1 }",
        "[record.'1']\nresidence_since = { days = 1.5 }",
        "[record.'1']\nresidence_since = 2026-01-01T00:00:00Z",
        "strange = 1",
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadRecords, match=r"population\.toml"):
        _records(tmp_path, text, ANNA)


@pytest.mark.parametrize("text", ["", "[[person]]\nname = 'x'", "person = 3", "[[person]]\nnumber = '1'\nbirth = 'x'"])
def test_a_file_of_people_that_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "people.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadRecords, match=r"people\.toml"):
        read_people(file)


# ---------------------------------------------------------------- the service, as a process of its own


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = tmp_path_factory.mktemp("register")
    for name, token in (("token", TOKEN), ("control", CONTROL)):
        (directory / name).write_text(f"{token}\n", encoding="ascii")
    command = [sys.executable, "-m", "central.register", "serve", "--clock", NOW.isoformat()]
    tokens = ["--token-file", str(directory / "token"), "--control-token-file", str(directory / "control")]
    with subprocess.Popen([*command, *tokens], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready, _, where = process.stdout.readline().strip().partition(" ")
        assert ready == "ready"
        yield where
        process.terminate()
        assert process.wait(20) in (0, -15)


def feel(url: str, mood: str, **how: Any) -> None:
    order = {"mood": mood, **how}
    requests.post(
        f"{url}/v1/control", json=order, headers={"Authorization": f"Bearer {CONTROL}"}, timeout=10
    ).raise_for_status()


def ask(url: str, timeout_s: float = 10) -> Heard:
    registers = Registers(Register(url, TOKEN))
    population: DataSource = SOURCES["population"].model_copy(update={"timeout_s": timeout_s})
    try:
        return registers.ask([Question(population, {"id_number": LI_XIUYING}, "senior_card", "ab")], NOW)["population"]
    finally:
        registers.close()


def test_it_answers_what_the_contract_says(url: str) -> None:
    feel(url, "well")
    heard = ask(url)
    assert heard.state is SourceState.ANSWERED
    assert heard.as_of is not None
    assert heard.as_of.date() == TODAY  # its own clock
    assert (heard.values["name"], heard.values["birth"], heard.values["deceased"]) == ("李秀英", "1949-12-31", False)


@pytest.mark.parametrize("mood", ["silent", "dripping", "slow"])
def test_it_can_take_too_long(url: str, mood: str) -> None:
    feel(url, mood, delay_s=1)
    heard = ask(url, timeout_s=0.3)
    assert (heard.state, heard.fault) == (SourceState.SILENT, "time-out")


@pytest.mark.parametrize(
    ("mood", "state", "fault"),
    [
        ("broken", SourceState.SILENT, "status 503"),
        ("garbage", SourceState.SILENT, "not the contract: json_invalid"),
        ("wrong", SourceState.SILENT, "name: no text, or too long a one"),
        ("unclean", SourceState.SILENT, "name: unclean text"),
        ("long", SourceState.SILENT, "too long"),
        ("stale", SourceState.STALE, "stale"),
        ("talkative", SourceState.ANSWERED, ""),
        ("contradictory", SourceState.ANSWERED, ""),
        ("slow", SourceState.ANSWERED, ""),
    ],
)
def test_it_can_say_what_it_should_not(url: str, mood: str, state: SourceState, fault: str) -> None:
    feel(url, "well")
    good = ask(url).values
    feel(url, mood, delay_s=0)
    heard = ask(url)
    assert (heard.state, heard.fault) == (state, fault)
    if mood == "contradictory":
        assert heard.values.keys() == good.keys()
        assert not any(heard.values[name] == good[name] for name in good)
    elif state is SourceState.ANSWERED:
        assert heard.values == good


def test_every_mood_is_tried_here() -> None:
    assert set(Mood) == {
        *("well", "slow", "silent", "dripping", "broken", "garbage", "wrong", "unclean", "long", "stale"),
        *("contradictory", "talkative"),
    }


def test_one_source_can_be_in_a_mood_of_its_own(url: str) -> None:
    feel(url, "well")
    feel(url, "broken", source="tax")
    assert ask(url).state is SourceState.ANSWERED
    feel(url, "broken", source="population")
    assert ask(url).fault == "status 503"
    feel(url, "well")
    assert ask(url).state is SourceState.ANSWERED


@pytest.mark.parametrize(
    ("path", "token", "body", "status"),
    [
        ("sources/population/query", None, {}, 401),
        ("sources/population/query", "wrong", {}, 401),
        ("sources/population/query", CONTROL, {}, 401),
        ("control", TOKEN, {"mood": "well"}, 401),
        ("control", CONTROL, {"mood": "merry"}, 422),
        ("control", CONTROL, {"mood": "slow", "delay_s": 1e9}, 422),
        ("sources/nothing/query", TOKEN, {"by": {}, "item": "x", "reason": ""}, 404),
        ("sources/population/query", TOKEN, {"by": {}, "item": "x"}, 422),
        ("sources/population/query", TOKEN, {"by": {}, "item": "x", "reason": "", "more": 1}, 422),
        ("sources/population/query", TOKEN, {"by": {"id_number": "x" * 70_000}, "item": "x", "reason": ""}, 413),
    ],
)
def test_it_refuses(url: str, path: str, token: str | None, body: dict[str, Any], status: int) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert requests.post(f"{url}/v1/{path}", json=body, headers=headers, timeout=10).status_code == status


@pytest.mark.parametrize("token", ["", "short", None])
def test_it_does_not_open_without_a_token(tmp_path: Path, token: str | None) -> None:
    file = tmp_path / "token"
    if token is not None:
        file.write_text(token, encoding="ascii")
    assert main(["serve", "--token-file", str(file)]) == 1
