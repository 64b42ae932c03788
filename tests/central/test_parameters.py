"""Local ages, amounts and fees as a hall's settings: within the item's bounds, kept with time and hand, decided by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from central.__main__ import main
from central.contract.application import MaterialSent, SignatureSheet
from central.contract.item import ItemDocument, Outcome, Parameter
from central.publishing.keyring import make_keys, open_keyring
from central.publishing.repository import Repository
from central.services import decisions, halls, parameters, rollouts
from central.services.materials import PROMISE
from central.services.refusals import Refusal
from central.shelf import Shelf, Volume
from tests.central.catalogue_documents import documents
from tests.central.counter import Counter, item_document, jpeg
from tests.central.house import House, hall_file

MAYOR = "王主任"


@pytest.fixture
def counter(open_house: Callable[..., House]) -> Counter:
    return Counter(open_house())


def put(counter: Counter, text: str | None, name: str = "min_age", hall_id: str = "") -> Any:
    hall_id = hall_id or counter.house.hall_id
    return parameters.set_value(counter.office, hall_id, "senior_card", name, text=text, actor=MAYOR)


def test_a_hall_decides_by_its_own_age_and_every_decision_repeats(counter: Counter) -> None:
    """The applicant is 66."""
    assert counter.submit().outcome is Outcome.APPROVED
    assert put(counter, "70") == 70
    assert counter.submit().outcome is Outcome.REFUSAL_PROPOSED
    assert put(counter, "65") == 65
    assert counter.submit().outcome is Outcome.APPROVED
    put(counter, "80")
    assert put(counter, None) == 60
    outcomes = [decisions.replay(counter.office, each) for each in decisions.every(counter.office)]
    assert sorted(outcomes) == [Outcome.APPROVED, Outcome.APPROVED, Outcome.REFUSAL_PROPOSED]
    kept = parameters.settings(counter.office, counter.house.hall_id)
    assert [(each.value, each.actor, each.set_at) for each in kept] == [
        (value, MAYOR, counter.house.clock.at) for value in (70, 65, 80, None)
    ]


def test_terminals_are_told_at_the_doorbell_and_only_of_their_own_hall(counter: Counter) -> None:
    office, kiosk = counter.office, counter.kiosk
    assert rollouts.desired(office, kiosk).version == 0
    put(counter, "70")
    desired = rollouts.desired(office, kiosk)
    assert desired.parameters == {"senior_card": {"min_age": 70}}
    assert desired.version == rollouts.newest_change(office) == 1
    rollouts.start(office, 3, (100,), 50, 100)
    put(counter, None)
    last = rollouts.desired(office, kiosk)
    assert (last.parameters, last.catalogue) == ({}, 3)
    assert last.version == rollouts.newest_change(office) > desired.version
    halls.publish(office, hall_file(hall_id="OTHER"))
    put(counter, "75", hall_id="OTHER")
    assert rollouts.desired(office, kiosk).parameters == {}
    assert rollouts.desired(office, kiosk).version == rollouts.newest_change(office), "or it would ring for ever"


UNSETTABLE = (
    ("min_age", "59", "parameter_bounds"),
    ("min_age", "81", "parameter_bounds"),
    ("min_age", "-70", "parameter_bounds"),
    ("min_age", "6e1", "parameter_type"),
    ("min_age", "sixty", "parameter_type"),
    ("min_age", "", "parameter_type"),
    ("min_age", "70\x00", "parameter_type"),
    ("max_age", "70", "parameter_unknown"),
    ("fixed", "70", "parameter_law"),
    ("loose", "70", "parameter_unbounded"),
    ("word", "blue", "parameter_bounds"),
    ("words", "red, blue", "parameter_bounds"),
    ("switch", "yes", "parameter_type"),
    ("free", "red", "parameter_unbounded"),
)
"""Name, text, and what it is refused with."""


def test_what_the_item_does_not_let_a_hall_set_is_refused(counter: Counter) -> None:
    def more(item: dict[str, Any]) -> None:
        said = {"words": {"zh_CN": "某数", "en": "Some"}}
        item["parameters"] |= {
            "fixed": {"value": 60, "certainty": "law", "minimum": 0, "maximum": 99, **said},
            "loose": {"value": 60, "minimum": 0, **said},
            "word": {"value": "red", "options": ["red", "green"], **said},
            "words": {"value": ["red"], "options": ["red", "green"], **said},
            "switch": {"value": False, **said},
            "free": {"value": "red", **said},
        }

    counter.office.shelf = Shelf([Volume.of(item_document(more))])
    for name, text, code in UNSETTABLE:
        with pytest.raises(Refusal, match=code):
            put(counter, text, name)
    assert parameters.settings(counter.office, counter.house.hall_id) == []
    assert put(counter, "green", "word") == "green"
    assert put(counter, "green、red", "words") == ("green", "red")
    assert put(counter, "true", "switch") is True


def test_an_item_whose_own_value_is_out_of_its_bounds_is_none() -> None:
    words = {"zh_CN": "起始年龄", "en": "From age"}
    with pytest.raises(ValidationError, match="not within its bounds"):
        Parameter.model_validate({"value": 60, "words": words, "minimum": 61, "maximum": 70})
    half = Parameter.model_validate({"value": 1.5, "words": words, "minimum": 0, "maximum": 2})
    assert half.in_force(2) == 2.0
    assert isinstance(half.in_force(2), float)


def test_a_setting_that_a_newer_item_does_not_allow_gives_way_to_the_items_own(counter: Counter) -> None:
    put(counter, "70")

    def tighter(item: dict[str, Any]) -> None:
        item["version"] = 2
        item["parameters"]["min_age"]["maximum"] = 65

    counter.office.shelf = Shelf([Volume.of(item_document()), Volume.of(item_document(tighter))], _sources(counter))
    assert counter.submit(version=1).outcome is Outcome.REFUSAL_PROPOSED
    assert counter.submit(version=2).outcome is Outcome.APPROVED


def test_who_signed_before_the_change_is_decided_by_what_was_signed(counter: Counter) -> None:
    def with_promise(item: dict[str, Any]) -> None:
        said = {"zh_CN": "本人年满{min_age}周岁。", "en": "I am {min_age}."}
        item["promise"] = {"text": said, "consequence": {"zh_CN": "撤销。", "en": "Withdrawn."}}

    counter.office.shelf = Shelf([Volume.of(item_document(with_promise))], _sources(counter))
    counter.house.later(hours=1)

    def submit_signed() -> Outcome:
        digest = hashlib.sha256("本人年满60周岁。".encode()).hexdigest()
        drawn = SignatureSheet(text=digest, strokes=((10, 10, 500, 500),), signed_at=counter.house.clock.at)
        sheet = counter.upload(drawn.model_dump_json().encode())
        portrait = counter.upload(jpeg())
        handed_in = (
            MaterialSent(material="portrait", media_type="image/jpeg", pages=(portrait,)),
            MaterialSent(material=PROMISE, media_type="application/json", pages=(sheet,)),
        )
        return counter.submit(promise=digest, materials=handed_in).outcome

    put(counter, "70")
    counter.house.later(minutes=5)
    assert submit_signed() is Outcome.APPROVED
    assert counter.submit().outcome is Outcome.REFUSAL_PROPOSED
    counter.house.later(hours=1)
    with pytest.raises(Refusal, match="material_invalid"):
        submit_signed()


def _sources(counter: Counter) -> list[Any]:
    return list(counter.office.shelf.sources.values())


def test_the_command_line_sets_lists_and_refuses_with_a_clear_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_keys(tmp_path / "keys")
    signed = documents("senior_card")
    Repository(tmp_path / "office.catalogue").publish(signed, open_keyring([tmp_path / "keys"]), datetime.now(UTC))
    database = str(tmp_path / "office.db")
    House(database, tmp_path).close()
    item = ItemDocument.model_validate_json(signed["items/senior_card.json"])
    assert item.parameters["min_age"].maximum == 80
    where = ["--database", database]
    hall = "HALL-1"
    change = ["halls", "set-parameter", *where, hall, "senior_card", "min_age"]
    assert main([*change, "90"]) == 1
    assert "parameter_bounds; minimum 60; maximum 80" in capsys.readouterr().err
    assert main([*change, "65", "--actor", MAYOR]) == 0
    assert f"{hall}: senior_card.min_age is 65" in capsys.readouterr().out
    assert main([*change, "--own"]) == 0
    assert main(["halls", "parameters", *where, hall]) == 0
    said = capsys.readouterr().out
    assert f"{MAYOR}  senior_card.min_age: 65" in said
    assert "senior_card.min_age: the item's own" in said
    assert main(["halls", "set-parameter", *where, "NOWHERE", "senior_card", "min_age", "65"]) == 1
    assert main(["halls", "set-parameter", *where, hall, "elsewhere", "min_age", "65"]) == 1
    assert "item_unknown; item elsewhere" in capsys.readouterr().err
