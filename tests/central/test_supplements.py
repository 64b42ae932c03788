"""补正 at a terminal: exactly what the notice asks for, once, and the machine or the person goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from central.contract.application import ApplicationReceived, MaterialSent, SupplementApplication
from central.contract.case import Stage
from central.contract.item import Outcome
from central.services import commands, decisions, supplements
from central.services.refusals import Refusal
from central.shelf import Shelf, Volume
from tests.central.counter import GUOAN, OLD, OTHER, Counter, item_document, jpeg
from tests.central.house import House
from tests.central.test_applications import refused
from tests.central.test_settling import hand_in, kinds_of, open_application, replayed, settle, stage

Open = Callable[..., House]


@pytest.fixture
def counter(open_small: Open) -> Counter:
    return Counter(open_small())


def portrait(counter: Counter, shade: int = 90) -> MaterialSent:
    return MaterialSent(material="portrait", media_type="image/jpeg", pages=(counter.upload(jpeg(shade)),))


def supplement(counter: Counter, application_id: str, key: str | None = None, **other: Any) -> ApplicationReceived:
    """As the route does it; a refusal is raised again."""
    said = {"application_id": application_id, "applicant": GUOAN, "asked_at": counter.house.clock.at} | other
    wanted, found = SupplementApplication(**said), []
    command = counter.house.command(key)
    answer = commands.answered(counter.office, command) or commands.carry_out(
        counter.office,
        command,
        supplements.prepare(counter.office, counter.kiosk, wanted),
        lambda _desk, refusal: found.append(refusal),
    )
    if found:
        raise found[0]
    return ApplicationReceived.model_validate_json(answer.body)


def test_what_is_missing_is_added_and_the_paper_comes(counter: Counter) -> None:
    received = counter.submit(materials=())
    counter.house.later(hours=50)
    assert open_application(counter) == received.application_id
    decision = counter.decision(received.application_id)
    assert (decision.asked, decision.notice) == (("material.portrait",), "")
    counter.register.as_of = counter.house.clock.at
    counter.kiosk = counter.house.enrol()  # another terminal of the hall
    again = supplement(counter, received.application_id, materials=(portrait(counter),))
    assert (again.outcome, again.receipt) == (Outcome.APPROVED, received.receipt)
    assert counter.paper(received.application_id).portrait.startswith("/9j/")
    assert kinds_of(counter, received.receipt)[:4] == ["submitted", "supplement_asked", "supplemented", "accepted"]
    assert counter.decision(received.application_id).outcome is Outcome.APPROVED
    assert decisions.replay(counter.office, received.application_id) is Outcome.APPROVED
    assert Stage.SUPPLEMENTING not in replayed(counter)


def test_a_supplement_is_sent_once_whatever_the_line_does(counter: Counter) -> None:
    received = counter.submit(materials=())
    sheet = (portrait(counter),)
    first = supplement(counter, received.application_id, key="s" * 32, materials=sheet)
    asked = len(counter.register.asked)
    assert supplement(counter, received.application_id, key="s" * 32, materials=sheet) == first
    assert len(counter.register.asked) == asked
    assert refused(lambda: supplement(counter, received.application_id, materials=sheet))[1] == "case_moved_on"


def test_exactly_what_is_asked_for_no_more_and_no_less(counter: Counter) -> None:
    application = counter.submit(materials=()).application_id
    both = {"materials": (portrait(counter),), "answers": {"phone": "13900139000"}}
    assert refused(lambda: supplement(counter, application, **both))[:2] == (422, "supplement_unknown")
    assert refused(lambda: supplement(counter, application))[1:] == (
        "supplement_incomplete",
        {"field": "material.portrait"},
    )
    strange = MaterialSent(material="identity", media_type="image/jpeg", pages=(counter.upload(jpeg()),))
    assert refused(lambda: supplement(counter, application, materials=(strange,)))[1] == "supplement_unknown"
    broken = MaterialSent(material="portrait", media_type="image/jpeg", pages=(counter.upload(b"\xff\xd8 no"),))
    assert refused(lambda: supplement(counter, application, materials=(broken,)))[1] == "material_invalid"
    assert stage(counter, counter.decision(application).receipt) == Stage.SUPPLEMENTING


def test_nobody_else_adds_to_it(counter: Counter) -> None:
    application = counter.submit(materials=()).application_id
    with pytest.raises(Refusal, match="not_found"):
        supplement(counter, application, applicant=OTHER, materials=(portrait(counter),))


def test_what_a_person_asks_for_goes_back_to_the_person(counter: Counter) -> None:
    number = hand_in(counter)
    application = open_application(counter)
    assert application is not None
    settle(counter, number, "ask_supplements", missing=("material.portrait", "field.phone"), reason="照片不清楚")
    counter.register.people[GUOAN.id_number] = OLD  # a machine would approve now
    brought = {"materials": (portrait(counter, 30),), "answers": {"phone": "13900139000"}}
    assert supplement(counter, application, **brought).outcome is Outcome.MANUAL
    decision = counter.decision(application)
    assert (decision.outcome, decision.handed_over, decision.papers) == (Outcome.MANUAL, True, ())
    settle(counter, number, "approve")
    assert counter.paper(application).holder == "陈国安"
    assert decisions.replay(counter.office, application) is Outcome.APPROVED


def test_an_answer_is_mended_and_a_second_notice_never_comes_from_a_machine(open_small: Open) -> None:
    """What the notice did not say is for a person: everything is told once."""

    def with_dates(item: dict[str, Any]) -> None:
        words = {"zh_CN": "x"}
        item["form"]["properties"]["since"] = {"type": "string", "x-control": "date", "x-words": words}
        item["form"]["required"] = ["since"]
        rule = {"if_false": "supplement", "basis": item["rules"][0]["basis"], "words_true": words, "words_false": words}
        item["rules"] += [
            rule | {"rule": "begun", "test": "answers.since <= today"},
            rule | {"rule": "known", "test": "answers.since != '2020-02-02' || answers.phone == '0'"},
        ]

    counter = Counter(open_small(), item_document(with_dates))
    received = counter.submit(answers={"since": "2099-01-01"})
    assert counter.decision(received.application_id).asked == ("field.since",)
    late = {"answers": {"since": "2098-01-01"}}
    assert refused(lambda: supplement(counter, received.application_id, **late))[1] == "supplement_incomplete"
    assert refused(lambda: supplement(counter, received.application_id, answers={"since": "x"}))[1] == "answer_invalid"
    good = supplement(counter, received.application_id, answers={"since": "2020-01-01"})
    assert good.outcome is Outcome.APPROVED

    other = counter.submit(answers={"since": "2099-01-01", "phone": "13800138001"})
    new = supplement(counter, other.application_id, answers={"since": "2020-02-02"})
    assert new.outcome is Outcome.MANUAL
    assert kinds_of(counter, other.receipt)[-2:] == ["supplemented", "handed_over"]


def test_what_is_brought_to_a_window_is_taken_there(counter: Counter) -> None:
    received = counter.submit(materials=())
    settled = settle(counter, received.receipt, "take_supplements")
    assert (settled.stage, settled.with_person, settled.missing) == (Stage.SUBMITTED, True, ())
    assert settle(counter, received.receipt, "approve").stage is Stage.ISSUED


def test_a_case_of_a_withdrawn_item_is_still_supplemented(open_small: Open) -> None:
    """C-06: a running case ends under the version that it began with."""
    counter = Counter(open_small())
    received = counter.submit(materials=())
    other = item_document(lambda item: item.update(version=2, cancelled_from="2026-11-01"))
    counter.office.shelf = Shelf([Volume.of(other)], counter.office.shelf.sources.values())
    assert supplement(counter, received.application_id, materials=(portrait(counter),)).outcome is Outcome.APPROVED
