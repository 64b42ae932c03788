"""转人工, settled: a clerk's word ends what a machine could not, and the applicant finds it at the terminal."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from central.contract.application import HandOver, ResultPaperReport
from central.contract.case import Stage
from central.contract.item import Outcome
from central.contract.settling import SettleCase
from central.services import applicants, application_cases, applications, cases, commands, halls, papers, settling
from central.services.settling import Clerk
from central.store import cases as stored
from tests.central.counter import GUOAN, OLD, OTHER, Counter, item_document
from tests.central.house import House, hall_file
from tests.central.test_applications import refused

Open = Callable[..., House]
CLERK = Clerk("c" * 32, "1", "王芳")


@pytest.fixture
def counter(open_small: Open) -> Counter:
    return Counter(open_small())


def hand_in(counter: Counter, **other: Any) -> str:
    """An application that a machine cannot decide: the register says another name."""
    counter.register.people[GUOAN.id_number] = OLD | {"name": "陈国平"}
    received = counter.submit(**other)
    assert received.outcome is Outcome.MANUAL
    return received.receipt


def settle(counter: Counter, number: str, how: str, **other: Any) -> Any:
    wanted = SettleCase(settle=how, clerk="王芳", **other)  # type: ignore[arg-type]
    return counter.do(lambda desk: settling.settle(desk, CLERK, number, wanted))


def stage(counter: Counter, number: str) -> str:
    return counter.house.look(lambda desk: cases.numbered(desk.connection, number).stage)


def replayed(counter: Counter) -> list[Stage]:
    def every(desk: Any) -> list[Stage]:
        ids = stored.every_id(desk.connection)
        return [cases.replay(desk.keys, desk.connection, case_id) for case_id in ids]

    return counter.house.look(every)


def kinds_of(counter: Counter, number: str) -> list[str]:
    def look(desk: Any) -> list[str]:
        known = cases.read(desk.keys, desk.connection, cases.numbered(desk.connection, number))
        return [event.kind.value for event in known.history.in_order]

    return counter.house.look(look)


def open_application(counter: Counter) -> str | None:
    begun = counter.begin().open_application
    return begun.application_id if begun else None


# ---------------------------------------------------------------- what the machine settles itself


def test_an_instant_decision_is_a_whole_case(counter: Counter) -> None:
    received = counter.submit()
    number = received.receipt
    known = counter.house.look(
        lambda desk: cases.read(desk.keys, desk.connection, cases.numbered(desk.connection, number))
    )
    assert [event.kind for event in known.history.events] == ["submitted", "accepted", "granted", "issued"]
    assert known.case.case_id == received.application_id
    _read(counter, received.application_id)
    for state in ("sent", "unknown", "failed", "presented", "retracted"):
        _paper(counter, received.application_id, state)
        assert stage(counter, received.receipt) == Stage.ISSUED, state
    _paper(counter, received.application_id)
    _paper(counter, received.application_id)  # a copy
    assert replayed(counter) == [Stage.CLOSED]
    assert open_application(counter) is None


def test_a_result_that_is_not_known_to_be_on_paper_is_shown_at_any_terminal_of_the_city_for_a_day(
    counter: Counter,
) -> None:
    first = counter.submit()
    halls.publish(counter.office, hall_file(hall_id="HALL-2"))
    counter.kiosk = counter.house.enrol("HALL-2")
    assert open_application(counter) == first.application_id
    assert refused(lambda: counter.decision(first.application_id, OTHER))[:2] == (404, "not_found")
    decision = counter.decision(first.application_id)
    assert (decision.outcome, decision.stage) == (Outcome.APPROVED, Stage.ISSUED)
    assert counter.paper(first.application_id).holder == "陈国安"
    _paper(counter, first.application_id, "taken")
    assert (open_application(counter), replayed(counter)) == (None, [Stage.CLOSED])
    second = counter.submit()
    counter.house.later(hours=23, minutes=59)
    assert open_application(counter) == second.application_id
    counter.house.later(minutes=1)
    assert open_application(counter) is None, "its code leads to it"


def test_what_a_department_goes_on_with_stays_open_and_blocks_nobody(open_small: Open) -> None:
    counter = Counter(open_small(), item_document(lambda item: item["result"].update(kind="receipt")))
    received = counter.submit()
    assert stage(counter, received.receipt) == Stage.ACCEPTED
    assert open_application(counter) == received.application_id, "its receipt has not come out yet"
    _paper(counter, received.application_id)
    assert stage(counter, received.receipt) == Stage.ACCEPTED
    assert open_application(counter) is None
    assert counter.submit().outcome is Outcome.APPROVED


def test_a_proposal_and_an_open_notice_make_room_for_the_next_application(counter: Counter) -> None:
    first = counter.submit(materials=()).receipt
    assert stage(counter, first) == Stage.SUPPLEMENTING
    second = counter.submit().receipt
    assert (stage(counter, first), stage(counter, second)) == (Stage.WITHDRAWN, Stage.ISSUED)
    young = GUOAN.model_copy(update={"id_number": "110105198505219999"})
    counter.register.people[young.id_number] = OLD | {"birth": "1985-05-21"}
    proposed = counter.submit(applicant=young)
    again = counter.submit(applicant=young)
    assert (stage(counter, proposed.receipt), stage(counter, again.receipt)) == (Stage.WITHDRAWN, Stage.SUBMITTED)
    gone = HandOver(application_id=proposed.application_id)
    assert refused(lambda: counter.do(lambda desk: applications.hand_over(desk, counter.kiosk, gone)))[1] == (
        "case_moved_on"
    )


# ---------------------------------------------------------------- what a clerk settles


def test_a_clerk_grants_and_the_terminal_prints(counter: Counter) -> None:
    number = hand_in(counter)
    application = open_application(counter)
    assert application is not None
    counter.house.later(hours=26)
    listed = settling.waiting(counter.office, counter.house.hall_id, "1")
    assert [case.number for case in listed.cases] == [number]
    seen = settling.look(counter.office, counter.house.hall_id, "1", number.lower().replace("-", ""))
    assert (seen.name, seen.id_number, seen.answers["phone"]) == ("陈国安", GUOAN.id_number, "13800138001")
    assert any(finding.holds is False for finding in seen.findings)

    settled = settle(counter, number, "approve", reason="已核对户口簿")
    assert (settled.stage, settled.events[-2].kind, settled.events[-2].notice) == ("issued", "granted", f"{number}/J1")
    assert open_application(counter) == application
    decision = counter.decision(application)
    assert (decision.outcome, decision.by_machine, decision.handed_over) == (Outcome.APPROVED, False, False)
    assert (decision.reason, decision.stage) == ("已核对户口簿", Stage.ISSUED)
    paper = counter.paper(application)
    assert (paper.holder, decision.papers[0].document) == ("陈国安", "card")
    assert paper.issued_at == counter.house.clock.at
    assert settling.waiting(counter.office, counter.house.hall_id, "1").cases == ()

    _read(counter, application)
    assert stage(counter, number) == Stage.ISSUED
    _paper(counter, application)
    assert (stage(counter, number), open_application(counter)) == (Stage.CLOSED, None)
    assert counter.submit(consents=()).outcome is Outcome.MANUAL  # nothing blocks any more
    assert replayed(counter)[0] is Stage.CLOSED


def _read(counter: Counter, application_id: str) -> None:
    """What the route does when the applicant has read the decision."""
    application = applications.owned(counter.office, application_id, _somebody(counter))
    application_cases.decision_read(counter.office, counter.kiosk, application)


def _paper(counter: Counter, application_id: str, state: str = "printed", document: str = "card") -> None:
    """What a terminal tells of a piece of paper."""
    report = ResultPaperReport.model_validate(
        {
            "paper_id": secrets.token_hex(16),
            "application_id": application_id,
            "document": document,
            "copy_number": 0,
            "state": state,
            "at": counter.house.clock.at,
        }
    )
    counter.house.desk(lambda desk: papers.keep_sheet(desk, counter.kiosk, report), counter.kiosk.hall_id)


def _somebody(counter: Counter) -> Any:
    return applicants.known(counter.office, counter.kiosk, GUOAN)


def test_a_clerk_refuses_with_reason_and_way_of_appeal(counter: Counter) -> None:
    number = hand_in(counter)
    application = open_application(counter)
    assert application is not None
    assert refused(lambda: settle(counter, number, "refuse"))[1:] == (
        "case_needs",
        {"kind": "refused", "what": "reason"},
    )
    settled = settle(counter, number, "refuse", reason="户籍登记的姓名不一致")
    assert (settled.stage, bool(settled.events[-1].appeal)) == ("refused", True)
    decision = counter.decision(application)
    assert (decision.outcome, decision.reason, decision.papers) == (Outcome.REFUSED, "户籍登记的姓名不一致", ())
    assert decision.appeal == settled.events[-1].appeal
    _read(counter, application)
    assert (stage(counter, number), open_application(counter)) == (Stage.CLOSED, None)
    assert counter.decision(application).outcome is Outcome.REFUSED


def test_a_clerk_settles_once(counter: Counter) -> None:
    number = hand_in(counter)
    settle(counter, number, "approve")
    for how in ("approve", "refuse", "ask_supplements", "escalate"):
        wanted = {"reason": "x", "missing": ("material.portrait",)}
        assert refused(lambda: settle(counter, number, how, **wanted))[1] == "case_change_not_allowed"  # noqa: B023


def test_a_clerk_asks_for_everything_once_and_only_for_what_can_be_given(counter: Counter) -> None:
    number = hand_in(counter)
    application = open_application(counter)
    assert application is not None
    for strange in ("material.identity", "material.nothing", "field.salary", "rule.age", "户口簿"):
        status, code, facts = refused(lambda: settle(counter, number, "ask_supplements", missing=(strange,)))  # noqa: B023
        assert (status, code, facts) == (422, "case_missing_unknown", {"missing": strange})
    asked = ("material.portrait", "field.phone")
    settle(counter, number, "ask_supplements", missing=asked, reason="照片不清楚")
    decision = counter.decision(application)
    assert (decision.outcome, decision.asked, decision.missing) == (Outcome.SUPPLEMENT, asked, ("portrait",))
    assert (decision.reason, decision.handed_over, decision.answer_by) == ("照片不清楚", False, None)
    assert open_application(counter) == application


def test_judgement_goes_up_with_a_reason(counter: Counter) -> None:
    number = hand_in(counter)
    assert refused(lambda: settle(counter, number, "escalate"))[1] == "case_needs"
    before = counter.begin()
    for _ in (2, 3):
        settle(counter, number, "escalate", reason="要科长定")
    assert refused(lambda: settle(counter, number, "escalate", reason="x"))[1] == "case_with_a_person"
    assert counter.begin() == before


def test_a_proposal_may_be_settled_without_being_handed_over(counter: Counter) -> None:
    young = GUOAN.model_copy(update={"id_number": "110105198505219999"})
    counter.register.people[young.id_number] = OLD | {"birth": "1985-05-21"}
    number = counter.submit(applicant=young).receipt
    assert settle(counter, number, "refuse", reason="未满六十周岁").stage is Stage.REFUSED


def test_only_cases_of_the_hall_and_numbers_that_can_be_one(counter: Counter) -> None:
    number = hand_in(counter)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert refused(lambda: settle(counter, wrong, "approve"))[:2] == (422, "case_number_invalid")
    for typed in ("%", "____-____-____", "*" * 12):
        assert refused(lambda: settle(counter, typed, "approve"))[:2] == (422, "case_number_invalid")  # noqa: B023
    clerk = Clerk("c" * 32, "9", "王芳")
    wanted = SettleCase(settle="approve", clerk="王芳")
    assert refused(lambda: counter.do(lambda desk: settling.settle(desk, clerk, number, wanted)))[1] == "window_unknown"


def test_a_person_answers_in_time_and_the_clock_stands_while_something_is_missing(counter: Counter) -> None:
    number = hand_in(counter)
    first = counter.house.look(lambda desk: cases.numbered(desk.connection, number).answer_by)
    settle(counter, number, "ask_supplements", missing=("field.phone",))
    assert counter.house.look(lambda desk: cases.numbered(desk.connection, number).answer_by) is None
    assert first is not None
    assert first - counter.house.clock.at.date() >= timedelta(days=5)


def test_sent_twice_it_is_done_once(counter: Counter) -> None:
    number = hand_in(counter)
    wanted = SettleCase(settle="approve", clerk="王芳")
    command = counter.house.command("s" * 32)
    answers = [
        commands.carry_out(counter.office, command, lambda desk: settling.settle(desk, CLERK, number, wanted))
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert answers[0].status == 200


def test_a_row_that_was_changed_by_hand_is_found(counter: Counter) -> None:
    number = hand_in(counter)
    case_id = counter.house.look(lambda desk: cases.numbered(desk.connection, number).case_id)
    counter.do(lambda desk: stored.stand(desk.connection, case_id, {"stage": "closed"}))
    with pytest.raises(cases.NotTheFold, match="stage came out different"):
        replayed(counter)
