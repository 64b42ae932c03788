"""Applying at the office: what is begun, refused, decided once, and whom it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from central.contract.application import (
    ByIdentityCode,
    HandOver,
    MakeIdentityCode,
    MaterialSent,
    SourceState,
)
from central.contract.item import Outcome
from central.services import applications, decisions, identity_codes
from central.services.refusals import Refusal
from tests.central.counter import GUOAN, OLD, OTHER, Counter, item_document, jpeg
from tests.central.house import House

Open = Callable[..., House]


@pytest.fixture
def counter(open_small: Open) -> Counter:
    return Counter(open_small())


def refused(work: Callable[[], Any]) -> tuple[int, str, dict[str, Any]]:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value.status, caught.value.code, caught.value.facts


# ---------------------------------------------------------------- beginning


def test_a_beginning_tells_what_is_known_and_changes_nothing(counter: Counter) -> None:
    begun = counter.begin()
    assert begun.person == "陈**"
    assert [(seen.source, seen.state) for seen in begun.sources] == [("population", SourceState.ANSWERED)]
    assert (begun.stopped_by, begun.open_application) == (None, None)


def _fill(document: dict[str, Any]) -> None:
    words = {"zh_CN": "x"}
    document["form"]["properties"] = {
        name: {"type": "string", "maxLength": 60, "x-control": control, "x-words": words, "x-fill": fill}
        for name, control, fill in (
            ("name", "name", "person.name"),
            ("address", "address", "sources.population.address"),
            ("registered", "name", "sources.population.name"),
            ("number", "id_number", "person.id_number"),
            ("since", "date", "sources.population.residence_since"),
        )
    }


def test_fields_are_filled_and_masked_as_their_source_says(open_small: Open) -> None:
    counter = Counter(open_small(), item_document(_fill))
    filled = counter.begin().filled
    assert {name: (each.value, each.source, each.masked) for name, each in filled.items()} == {
        "name": ("陈**", None, True),
        "address": ("晨光路18号", "population", False),
        "registered": ("陈**", "population", True),
        "number": ("110***********0013", None, True),
    }
    assert GUOAN.id_number not in counter.begin().model_dump_json()


def test_what_does_not_fit_a_field_is_left_to_the_citizen(open_small: Open) -> None:
    counter = Counter(open_small(), item_document(_fill))
    counter.register.people[GUOAN.id_number] = OLD | {"address": "晨" * 61}
    assert set(counter.begin().filled) == {"name", "registered", "number"}


def test_a_source_that_talks_nonsense_is_as_good_as_silent(counter: Counter) -> None:
    for nonsense in ({"address": "晨光路\x1b[2J"}, {"birth": "yesterday"}, {"deceased": "no"}):
        counter.register.people[GUOAN.id_number] = OLD | nonsense
        assert counter.begin().stopped_by == "population"


def test_a_silent_or_stale_source_stops_the_beginning_by_name(counter: Counter) -> None:
    counter.register.silent = True
    begun = counter.begin()
    assert (begun.stopped_by, begun.sources[0].state) == ("population", SourceState.SILENT)
    assert refused(counter.submit)[:2] == (409, "source_silent")
    counter.register.silent = False
    counter.register.as_of -= timedelta(days=2)
    assert counter.begin().sources[0].state is SourceState.STALE
    assert counter.begin().stopped_by == "population"


def test_without_consent_a_source_is_not_asked(counter: Counter) -> None:
    assert counter.begin(consents=()).sources[0].state is SourceState.NOT_ASKED
    received = counter.submit(consents=())
    assert counter.register.asked == []
    assert received.outcome is Outcome.MANUAL


def test_an_item_that_is_not_there_or_not_in_force_is_not_begun(open_small: Open) -> None:
    counter = Counter(open_small(), item_document(lambda item: item.update(cancelled_from="2026-11-01")))
    assert refused(lambda: counter.begin(item="no_such_item"))[1] == "item_unknown"
    assert refused(lambda: counter.begin(version=2))[1] == "item_unknown"
    assert refused(counter.begin)[1] == "item_not_in_force"


# ---------------------------------------------------------------- submitting


def test_an_application_is_decided_and_its_paper_can_be_read(counter: Counter) -> None:
    received = counter.submit()
    assert received.outcome is Outcome.APPROVED
    decision = counter.decision(received.application_id)
    assert [finding.holds for finding in decision.findings] == [True] * 4
    assert (decision.receipt, decision.papers[0].document) == (received.receipt, "card")
    paper = counter.paper(received.application_id)
    assert (paper.holder, paper.holder_number) == ("陈国安", "110***********0013")
    assert paper.portrait.startswith("/9j/")
    assert "陈国安" not in received.model_dump_json() + decision.model_dump_json()


def test_an_application_is_decided_once(counter: Counter) -> None:
    wanted = counter.application()
    first = counter.submit(wanted, key="k" * 32)
    asked = len(counter.register.asked)
    counter.house.later(minutes=40)
    assert counter.submit(wanted, key="k" * 32) == first
    assert len(counter.register.asked) == asked
    again = wanted.model_copy(update={"asked_at": counter.house.clock.at})
    assert refused(lambda: counter.submit(again))[1] == "application_known"


def test_a_refused_submission_is_refused_again_under_its_key(counter: Counter) -> None:
    wanted = counter.application(answers={"phone": "1"})
    assert refused(lambda: counter.submit(wanted, key="k" * 32))[1] == "answer_invalid"
    with pytest.raises(ValueError, match="answer_invalid"):  # the kept problem is no ApplicationReceived
        counter.submit(wanted, key="k" * 32)


def test_an_application_asked_for_long_ago_is_not_decided(counter: Counter) -> None:
    for minutes in (16, -6):
        asked_at = counter.house.clock.at - timedelta(minutes=minutes)
        assert refused(lambda at=asked_at: counter.submit(asked_at=at))[1] == "request_stale"


def test_nobody_else_reads_it(counter: Counter) -> None:
    received = counter.submit()
    for work in (counter.decision, counter.paper):
        assert refused(lambda do=work: do(received.application_id, OTHER))[:2] == (404, "not_found")
        assert refused(lambda do=work: do("0" * 32))[:2] == (404, "not_found")


def test_the_young_are_proposed_a_refusal_and_may_ask_for_a_person(counter: Counter) -> None:
    young = GUOAN.model_copy(update={"id_number": "110105198505219999"})
    counter.register.people[young.id_number] = OLD | {"birth": "1985-05-21"}
    received = counter.submit(applicant=young)
    assert received.outcome is Outcome.REFUSAL_PROPOSED
    handed = counter.do(
        lambda desk: applications.hand_over(desk, counter.kiosk, HandOver(application_id=received.application_id))
    )
    assert handed.answer_by == date(2026, 11, 30)  # five working days after Monday the 23rd
    counter.house.later(hours=1)
    again = counter.do(
        lambda desk: applications.hand_over(desk, counter.kiosk, HandOver(application_id=received.application_id))
    )
    assert again == handed
    assert counter.decision(received.application_id, young).handed_over
    begun = counter.begin(young)
    assert begun.open_application is not None
    assert begun.open_application.receipt == received.receipt
    assert refused(lambda: counter.submit(applicant=young))[1] == "application_waits"


def test_contradictory_data_waits_for_a_person(counter: Counter) -> None:
    counter.register.people[GUOAN.id_number] = OLD | {"name": "陈国平"}
    received = counter.submit()
    assert received.outcome is Outcome.MANUAL
    decision = counter.decision(received.application_id)
    assert decision.answer_by is not None
    assert decision.papers == ()


@pytest.mark.parametrize(
    ("day", "limit", "answer_by"),
    [
        ("2026-09-30", {"amount": 3, "unit": "working_day"}, date(2026, 10, 10)),  # a Saturday that is worked
        ("2026-09-30", {"amount": 3, "unit": "day"}, date(2026, 10, 8)),  # a last day that is off moves on
        ("2026-12-30", {"amount": 5, "unit": "working_day"}, None),  # of 2027 there is no notice
    ],
)
def test_a_person_answers_by_the_day_that_the_item_and_the_calendar_give(
    open_small: Open, day: str, limit: dict[str, Any], answer_by: date | None
) -> None:
    counter = Counter(open_small(), item_document(lambda item: item.update(answer_limit=limit)))
    counter.house.at("10:00", day)
    counter.register.as_of = counter.house.clock.at
    counter.register.people[GUOAN.id_number] = OLD | {"name": "陈国平"}
    assert counter.decision(counter.submit().application_id).answer_by == answer_by


def test_a_missing_material_is_a_supplement_and_blocks_nothing(counter: Counter) -> None:
    received = counter.submit(materials=())
    assert received.outcome is Outcome.SUPPLEMENT
    assert counter.decision(received.application_id).missing == ("portrait",)
    assert counter.submit().outcome is Outcome.APPROVED


# ---------------------------------------------------------------- a form posted around the kiosk


def _form(document: dict[str, Any]) -> None:
    words = {"zh_CN": "x"}

    def field(control: str, **schema: Any) -> dict[str, Any]:
        return {"type": "string", "x-control": control, "x-words": words} | schema

    document["form"]["properties"] = {
        "phone": field("phone"),
        "number": field("id_number"),
        "company": field("credit_code"),
        "plate": field("plate"),
        "bank": field("bank_card"),
        "digits": field("digits", maxLength=6),
        "day": field("date"),
        "month": field("month"),
        "region": field("region"),
        "amount": field("money", type="number"),
        "count": field("number", type="integer", maximum=9),
        "sure": field("yes_no", type="boolean"),
        "kind": field("choice", **{"x-options": {"a": words, "b": words}}),
        "text": field("text", maxLength=10),
        "family": field(
            "group",
            type="array",
            maxItems=2,
            uniqueItems=True,
            **{"x-entry": words},
            items={
                "type": "object",
                "properties": {"name": field("name"), "age": field("number", type="integer")},
                "required": ["name"],
            },
        ),
    }
    document["form"]["required"] = ["phone"]


GOOD: dict[str, Any] = {
    "phone": "13800138001",
    "number": "11010519491231002X",
    "company": "91350100M000100Y43",
    "bank": "6222021234567890128",
    "plate": "粤BD12345",
    "digits": "001",
    "day": "2026-02-28",
    "month": "2026-12",
    "region": "110105",
    "amount": 12.35,
    "count": 3,
    "sure": False,
    "kind": "a",
    "text": "晨光路18号",
    "family": [{"name": "李秀英", "age": 70}],
}


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("phone", "23800138001", "phone"),
        ("phone", "13800138001\n", "phone"),
        ("phone", 13800138001, "phone"),
        ("phone", None, "phone"),
        ("number", "110105194912310021", "number"),
        ("number", "110105194913310021", "number"),
        ("number", "１１０１０５19491231002X", "number"),
        ("company", "91350100M000100Y44", "company"),
        ("company", "91350100I000100Y43", "company"),
        ("bank", "6222021234567890123", "bank"),
        ("digits", "1234567", "digits"),
        ("digits", "12a", "digits"),
        ("day", "2026-02-29", "day"),
        ("day", "20260228", "day"),
        ("month", "2026-13", "month"),
        ("region", "000000", "region"),
        ("amount", 1.005, "amount"),
        ("amount", float("nan"), "amount"),
        ("amount", True, "amount"),
        ("count", 10, "count"),
        ("count", 3.5, "count"),
        ("sure", "yes", "sure"),
        ("kind", "c", "kind"),
        ("text", "a" * 11, "text"),
        ("text", "a\x00b", "text"),
        ("text", "a\u202eb", "text"),
        ("text", "a\ud800", "text"),
        ("plate", "粤I12345", "plate"),
        ("family", [{"name": "a"}, {"name": "a\x1b"}], "family.1.name"),
        ("family", [{"name": "a"}, {"name": "b", "age": "3"}], "family.1.age"),
        ("family", [{"age": 3}], "family.0.name"),
        ("family", [{"name": "a", "strange": 1}], "family.0"),
        ("family", [{"name": "a"}, ["name"]], "family.1"),
        ("family", [{"name": "a"}, {"name": "b"}, {"name": "c"}], "family"),
        ("family", [{"name": "a"}, {"name": "a"}], "family"),
        ("family", [{}] * 20_000, "family"),
        ("family", {"name": "a"}, "family"),
        ("family", "a", "family"),
        ("strange", "a", "?"),
    ],
)
def test_a_form_posted_around_the_kiosk_meets_the_same_checks(
    form_counter: Counter, field: str, value: Any, place: str
) -> None:
    wanted = form_counter.application(answers=GOOD)
    wanted = wanted.model_copy(update={"answers": GOOD | {field: value}})
    status, code, facts = refused(lambda: form_counter.submit(wanted))
    assert (status, code) == (422, "answer_invalid")
    assert facts["field"] == place


@pytest.fixture
def form_counter(open_small: Open) -> Counter:
    return Counter(open_small(), item_document(_form))


def test_a_good_form_passes_and_a_required_answer_is_required(form_counter: Counter) -> None:
    assert refused(lambda: form_counter.submit(answers={}))[2] == {"field": "phone", "fault": "required"}
    assert form_counter.submit(answers=GOOD).outcome is Outcome.APPROVED


@pytest.mark.parametrize(
    ("material", "media_type", "content", "fault"),
    [
        ("portrait", "image/jpeg", b"\xff\xd8\xff no picture", "type"),
        ("portrait", "image/jpeg", jpeg()[: len(jpeg()) // 2], "type"),
        ("portrait", "application/json", jpeg(), "type"),
        ("identity", "image/jpeg", jpeg(), "unknown_material"),
        ("strange", "image/jpeg", jpeg(), "unknown_material"),
    ],
)
def test_a_material_is_what_the_item_asks_for(
    counter: Counter, material: str, media_type: Any, content: bytes, fault: str
) -> None:
    sent = MaterialSent(material=material, media_type=media_type, pages=(counter.upload(content),))
    status, code, facts = refused(lambda: counter.submit(materials=(sent,)))
    assert (status, code, facts["fault"]) == (422, "material_invalid", fault)


def test_a_material_of_another_terminal_or_of_nobody_is_missing(counter: Counter) -> None:
    sent = MaterialSent(material="portrait", media_type="image/jpeg", pages=("0" * 64,))
    assert refused(lambda: counter.submit(materials=(sent,)))[1] == "material_missing"
    wanted = counter.application()
    counter.kiosk = counter.house.enrol()
    assert refused(lambda: counter.submit(wanted))[1] == "material_missing"


def test_a_card_with_a_wrong_check_digit_is_nobody(counter: Counter) -> None:
    wrong = GUOAN.model_copy(update={"id_number": "110105196003070014"})
    assert refused(lambda: counter.begin(wrong))[:2] == (422, "id_number_invalid")


# ---------------------------------------------------------------- identity codes


def code(counter: Counter) -> ByIdentityCode:
    wanted = MakeIdentityCode(name=GUOAN.name, id_number=GUOAN.id_number, phone="13800138001")
    return ByIdentityCode(payload=counter.do(lambda desk: identity_codes.make(desk, wanted)).payload)


def test_an_identity_code_is_good_for_one_terminal(counter: Counter) -> None:
    shown = code(counter)
    assert counter.begin(shown).person == "陈**"
    received = counter.submit(applicant=shown)
    counter.house.later(minutes=30)
    assert counter.decision(received.application_id, shown).outcome is Outcome.APPROVED
    assert counter.paper(received.application_id, GUOAN).holder == "陈国安"  # the same person by card
    assert counter.begin(shown).person == "陈**", "who has begun goes on with it"
    assert refused(lambda: counter.begin(shown, anew=True))[1] == "identity_code_expired"
    counter.kiosk = counter.house.enrol()
    assert refused(lambda: counter.begin(shown))[1] == "identity_code_used"
    counter.house.later(hours=1)
    assert refused(lambda: counter.decision(received.application_id, shown))[1] == "identity_code_used"


def test_an_identity_code_that_was_not_shown_in_time_or_is_no_code_says_nobody(counter: Counter) -> None:
    shown = code(counter)
    counter.house.later(minutes=10)
    assert refused(lambda: counter.submit(applicant=shown))[1] == "identity_code_expired"
    for payload in ("", "ZI1:", shown.payload[:-2] + "00", "ZW1:" + shown.payload[4:], "你" * 133):
        forged = ByIdentityCode(payload=payload)
        assert refused(lambda by=forged: counter.begin(by))[1] == "identity_code_unknown"


def test_an_application_on_both_databases(open_house: Open) -> None:
    counter = Counter(open_house())
    received = counter.submit()
    assert counter.paper(received.application_id).holder == "陈国安"
    counter.register.people[GUOAN.id_number] = OLD | {"name": "陈国平"}
    waiting = counter.submit()
    assert refused(counter.submit)[2] == {"receipt": waiting.receipt}
    for each in (received, waiting):
        assert decisions.replay(counter.office, each.application_id) is each.outcome
    assert counter.begin(code(counter)).open_application is not None
