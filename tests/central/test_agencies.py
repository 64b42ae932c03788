"""Agents: an agreement is signed, acted under within its scope and days, and over when the applicant wants."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from central.__main__ import main
from central.contract import case_number
from central.contract.agency import (
    AGREEMENT_BYTES,
    ActAsAgent,
    AgencyEvent,
    Agreement,
    AgreementDraft,
    AgreementKept,
    AgreementState,
    ByAgreement,
    Deed,
    DraftAgreement,
    EndAgreement,
    ReadAgreements,
    SignAgreement,
    Terms,
)
from central.contract.application import ByCard
from central.contract.case import CaseApplicant
from central.contract.following import AskPerson, FindCases, ReadCase, UrgeCase
from central.contract.messages import Message
from central.services import agencies, following, halls
from central.services.refusals import Refusal
from central.shelf import Shelf
from central.store.database import Database
from tests.central.house import House, hall_file
from tests.central.terminal import serving
from tests.central.test_api import Line, problem
from tests.central.test_departments import Department
from tests.central.test_following import do
from tests.central.test_plans import FACTORY

OWNER = ByCard(id_number="11010519491231002X", name="陈国安")
HELPER = ByCard(id_number="440524188001010014", name="李帮办")
AGREEMENT = "0a" * 16
MONDAY = date(2026, 11, 23)
STEPS = ("filing", "land_permit")
TERMS = {"agent_id": "a" * 32, "project": "a_project", "version": 1, "steps": STEPS, "first": MONDAY, "last": MONDAY}
SHEET = {"strokes": [[100, 100, 500, 500, 900, 100]], "signed_at": "2026-11-23T09:00:00+08:00"}


def proof(step: str = "filing", who: ByCard = HELPER) -> ByAgreement:
    return ByAgreement(agreement_id=AGREEMENT, card=who, step=step)


class Desk:
    """A hall with one agent."""

    def __init__(self, house: House) -> None:
        self.house = house.at("09:00")
        self.office = house.office
        self.office.shelf = Shelf(projects=(FACTORY,))
        self.agent_id = agencies.hire(self.office, house.hall_id, HELPER.name, HELPER.id_number)

    def terms(self, **more: Any) -> Terms:
        given = {"agent_id": self.agent_id, "project": FACTORY.project, "version": 1, "steps": STEPS}
        return Terms.model_validate(given | {"first": MONDAY, "last": MONDAY + timedelta(days=30)} | more)

    def draft(self, **more: Any) -> AgreementDraft:
        company = more.pop("company", "")
        wanted = DraftAgreement(terms=self.terms(**more), company=company)
        return agencies.draft(self.office, self.house.kiosk, wanted)

    def to_sign(self, language: str = "zh_CN", **more: Any) -> SignAgreement:
        drafted = self.draft(**more)
        sheet = SHEET | {"text": drafted.digests[language]}
        wanted = {"agreement_id": AGREEMENT, "terms": drafted.terms, "applicant": OWNER, "sheet": sheet}
        return SignAgreement.model_validate(wanted | {"company": more.get("company", "")})

    def do(self, work: Callable[..., AgreementKept], wanted: Message) -> AgreementKept:
        return self.house.desk(lambda desk: work(desk, self.house.kiosk, wanted))

    def sign(self, **more: Any) -> AgreementKept:
        return self.do(agencies.sign, self.to_sign(**more))

    def act(self, step: str = "filing", who: ByCard = HELPER) -> AgreementKept:
        return self.do(agencies.act, ActAsAgent(proof=proof(step, who), deed=Deed.HANDED_IN))

    def mine(self, who: ByCard = OWNER) -> tuple[Agreement, ...]:
        """Each read whole."""
        listed = agencies.mine(self.office, self.house.kiosk, ReadAgreements(applicant=who)).agreements
        return tuple(self.read(each.agreement_id, who) for each in listed)

    def read(self, agreement_id: str = AGREEMENT, who: ByCard = OWNER) -> Agreement:
        wanted = ReadAgreements(applicant=who, agreement_id=agreement_id)
        return agencies.mine(self.office, self.house.kiosk, wanted).agreements[0]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    house = House(str(tmp_path / "office.db"), tmp_path)
    yield Desk(house)
    house.close()


def refused(code: str, work: Callable[..., object], *given: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as said:
        work(*given, **more)
    assert said.value.code == code
    return said.value


def test_the_text_says_who_does_what_until_when(desk: Desk) -> None:
    text = desk.draft().text
    assert "代办员李帮办" in text.zh_CN
    assert "企业投资项目备案、建设用地规划许可证" in text.zh_CN
    assert "从2026年11月23日起，到2026年12月23日止" in text.zh_CN
    assert "2026-12-23" in text.en
    assert desk.draft().digests != desk.draft(last=MONDAY).digests


def test_an_agreement_that_is_sent_again_is_the_same_and_another_under_its_id_is_refused(desk: Desk) -> None:
    """A terminal that is enrolled anew sends what it has no answer to as another sender; the days may be over then."""
    wanted, other = desk.to_sign(), desk.to_sign(company="北京春分示例商贸有限公司")
    kept = desk.do(agencies.sign, wanted)
    desk.house.at("09:00", "2026-11-25")
    desk.house.kiosk = desk.house.enrol()
    assert desk.do(agencies.sign, wanted) == kept
    refused("agreement_id_taken", desk.do, agencies.sign, other)
    assert [each.kind for each in desk.read().events] == [AgencyEvent.SIGNED]


def test_an_agent_acts_within_scope_and_days(desk: Desk) -> None:
    kept = desk.sign()
    assert (kept.state, desk.act().state) == (AgreementState.IN_FORCE, AgreementState.IN_FORCE)
    refused("step_out_of_scope", desk.act, "building_permit")
    desk.house.at("09:00", "2026-12-24")
    assert refused("agreement_not_in_force", desk.act).facts["standing"] == "over"
    (told,) = desk.mine()
    assert (told.applicant, told.project.zh_CN, told.state) == ("陈**", FACTORY.name.zh_CN, AgreementState.OVER)
    assert [(each.kind, each.step) for each in told.events] == [
        (AgencyEvent.SIGNED, None),
        (AgencyEvent.HANDED_IN, "filing"),
    ]
    assert not told.acting
    assert [(each.number, each.acting) for each in desk.mine(HELPER)] == [(told.number, True)]
    assert [each.name.zh_CN for each in told.steps] == ["企业投资项目备案", "建设用地规划许可证"]


def test_nobody_acts_before_the_first_day(desk: Desk) -> None:
    assert desk.sign(first=MONDAY + timedelta(days=1)).state is AgreementState.COMING
    assert refused("agreement_not_in_force", desk.act).facts["standing"] == "coming"


def test_the_applicant_ends_it_and_twice_is_once(desk: Desk) -> None:
    desk.sign()
    wanted = EndAgreement(agreement_id=AGREEMENT, applicant=OWNER)
    stranger = EndAgreement(agreement_id=AGREEMENT, applicant=HELPER)
    refused("agreement_unknown", desk.do, agencies.end, stranger)
    assert desk.do(agencies.end, wanted) == desk.do(agencies.end, wanted)
    assert refused("agreement_not_in_force", desk.act).facts["standing"] == "ended"
    (told,) = desk.mine()
    assert (told.state, told.ended_on) == (AgreementState.ENDED, MONDAY)
    assert [each.kind for each in told.events] == [AgencyEvent.SIGNED, AgencyEvent.ENDED]


def test_an_agent_who_has_left_acts_no_more(desk: Desk) -> None:
    desk.sign()
    assert agencies.let_go(desk.office, desk.agent_id)
    assert not agencies.let_go(desk.office, desk.agent_id)
    assert agencies.agents(desk.office, desk.house.hall_id).agents == ()
    assert refused("agreement_not_in_force", desk.act).facts["standing"] == "agent_left"
    refused("agent_unknown", desk.draft)


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"agent_id": "f" * 32}, "agent_unknown"),
    ({"first": date(2026, 11, 22)}, "span_invalid"),
    ({"last": date(2026, 11, 22)}, "span_invalid"),
    ({"last": date(2031, 1, 1)}, "span_invalid"),
    ({"version": 2}, "project_unknown"),
    ({"steps": ("none_such",)}, "scope_invalid"),
    ({"steps": ("filing", "filing")}, "scope_invalid"),
    ({"steps": ("building",)}, "scope_invalid"),  # the applicant's own
]


def test_what_cannot_be_agreed_on_is_refused(desk: Desk) -> None:
    for more, code in IMPOSSIBLE:
        refused(code, desk.draft, **more)


def test_a_signature_under_anything_else_is_none(desk: Desk) -> None:
    wanted = desk.to_sign()
    later = desk.terms(last=MONDAY + timedelta(days=31))
    refused("text_unknown", desk.do, agencies.sign, wanted.model_copy(update={"terms": later}))
    blank = wanted.sheet.model_copy(update={"strokes": ((5, 5),)})
    refused("signature_empty", desk.do, agencies.sign, wanted.model_copy(update={"sheet": blank}))
    refused("agent_is_applicant", desk.do, agencies.sign, wanted.model_copy(update={"applicant": HELPER}))
    assert desk.mine() == ()
    assert desk.do(agencies.sign, desk.to_sign("en")).state is AgreementState.IN_FORCE


def test_over_the_wire_nothing_personal_comes_back_and_every_try_is_kept(desk: Desk, tmp_path: Path) -> None:
    with serving(desk.office) as url:
        line = Line(desk.house, url)
        terminal = line.terminal
        found = terminal.get("/v1/kiosk/agents").json()["agents"]
        assert found == [{"agent_id": desk.agent_id, "name": HELPER.name}]
        assert terminal.post(
            "/v1/kiosk/agencies/draft", terminal.seal(DraftAgreement(terms=desk.terms()), "draft-agreement"), key=""
        ).json()["agent"] == {"agent_id": desk.agent_id, "name": HELPER.name}
        sealed, key = terminal.seal(desk.to_sign(), "sign-agreement"), "5" * 32
        signed, again = (terminal.post("/v1/kiosk/agencies/sign", sealed, key=key) for _ in range(2))
        assert (signed.status_code, again.text) == (200, signed.text)
        another = terminal.post("/v1/kiosk/agencies/sign", terminal.seal(desk.to_sign(), "sign-agreement"), key=key)
        assert problem(another) == (422, "idempotency_key_reused")
        assert OWNER.name not in signed.text
        beyond = ActAsAgent(proof=proof("energy"), deed=Deed.COLLECTED)
        answer = terminal.post("/v1/kiosk/agencies/act", terminal.seal(beyond, "act-as-agent"))
        assert problem(answer) == (409, "step_out_of_scope")
        stranger = ActAsAgent(proof=proof(who=OWNER), deed=Deed.COLLECTED)
        answer = terminal.post("/v1/kiosk/agencies/act", terminal.seal(stranger, "act-as-agent"))
        assert problem(answer) == (404, "agreement_unknown")
        reading = terminal.seal(ReadAgreements(applicant=OWNER, agreement_id=AGREEMENT), "read-agreements")
        (told,) = terminal.post("/v1/kiosk/agencies/mine", reading, key="").json()["agreements"]
        assert [each["kind"] for each in told["events"]] == ["signed", "refused"]
        assert told["events"][1]["reason"] == "step_out_of_scope"
        number = told["number"].replace("-", "").lower()
        shown = line.window.get(f"/v1/windows/1/agreements/{number}").json()
        assert (shown["state"], shown["applicant"], shown["events"]) == ("in_force", "陈**", [])
        assert [each["step"] for each in shown["steps"]] == list(STEPS)
        assert problem(line.window.get(f"/v1/windows/1/agreements/{case_number.new()}")) == (404, "agreement_unknown")
        assert problem(line.window.get("/v1/windows/1/agreements/%25")) == (422, "case_number_invalid")
        ending = terminal.seal(EndAgreement(agreement_id=AGREEMENT, applicant=OWNER), "end-agreement")
        assert terminal.post("/v1/kiosk/agencies/end", ending).json()["state"] == "ended"
        for client in (terminal, line.channel, line.window):
            client.line.close()
    stored = (tmp_path / "office.db").read_bytes()
    assert OWNER.name.encode() not in stored
    assert OWNER.id_number.encode() not in stored


def test_agents_come_and_go_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    house.close()
    store = ("--database", str(tmp_path / "office.db"), "--keys", str(tmp_path / "office.keys"))
    monkeypatch.setattr("sys.stdin", iter([f"{HELPER.id_number}\n"]))
    assert main(["agents", "hire", HELPER.name, *store]) == 0
    agent_id = capsys.readouterr().out.strip()
    assert main(["agents", "list", *store]) == 0
    assert capsys.readouterr().out.startswith(f"{agent_id}  there  {HELPER.name}")
    assert main(["agents", "show", case_number.new(), *store]) == 1
    assert "agreement_unknown" in capsys.readouterr().err
    assert main(["agents", "let-go", agent_id, *store]) == 0
    assert main(["agents", "let-go", agent_id, *store]) == 1
    assert "no such agent" in capsys.readouterr().err
    Database(str(tmp_path / "office.db")).close()


# ---------------------------------------------------------------- the cases that an agent looks after


WATER_STEP = "water_supply"


@pytest.fixture
def water(desk: Desk) -> Department:
    """Its item is what a step of the project says; some hours of Monday are over."""
    made = Department(desk.house)
    desk.house.at("16:00", "2026-11-23")
    steps = tuple(
        each.model_copy(update={"item": "water_supply"}) if each.step == WATER_STEP else each for each in FACTORY.steps
    )
    desk.office.shelf = Shelf(projects=(FACTORY.model_copy(update={"steps": steps}),))
    return made


def find(desk: Desk, by: Any) -> list[str]:
    return [each.number for each in following.find(desk.office, desk.house.kiosk, FindCases(proof=by)).cases]


def test_an_agent_sees_the_cases_of_the_steps_and_no_others_and_each_look_is_written_down(
    desk: Desk, water: Department
) -> None:
    mine = water.open().number
    other_item = water.open("SW-2", item="building_survey").number
    applicant = CaseApplicant(name=HELPER.name, id_number=HELPER.id_number)
    somebody_elses = water.open("SW-3", applicant=applicant).number
    desk.sign(steps=(WATER_STEP, "filing"))
    by = proof(WATER_STEP)
    assert find(desk, by) == [mine]
    assert find(desk, proof("filing")) == [], "nobody knows which cases are of that step"
    read = functools.partial(following.read, desk.office, desk.house.kiosk)
    followed = read(ReadCase(number=mine, proof=by))
    assert (followed.case.number, followed.case.applicant, followed.can_ask_person) == (mine, "李**", False)
    read(ReadCase(number=mine, proof=by))
    for number in (other_item, somebody_elses):
        refused("case_not_found", read, ReadCase(number=number, proof=by))
    wanted = UrgeCase(number=mine, proof=by)
    assert desk.house.desk(following.prepare_urge(desk.office, desk.house.kiosk, wanted)).number == mine
    owner = following.read(desk.office, desk.house.kiosk, ReadCase(number=mine, proof=OWNER))
    assert [(each.kind.value, each.by_agent) for each in owner.case.events] == [("submitted", False), ("urged", True)]
    assert not owner.case.events[-1].for_company
    assert (followed.by_agent, owner.by_agent, followed.withdrawal, followed.url) == (True, False, None, "")
    told = [(each.kind.value, each.step, each.number) for each in desk.read().events]
    assert told == [
        ("signed", None, None),
        ("looked", WATER_STEP, None),
        ("looked", "filing", None),
        ("looked", WATER_STEP, mine),  # twice within minutes is once
        ("refused", WATER_STEP, other_item),
        ("refused", WATER_STEP, somebody_elses),
        ("urged", WATER_STEP, mine),
    ]
    assert set(find(desk, OWNER)) == {mine, other_item}


def test_a_case_that_was_over_before_is_none_of_the_agents_business(desk: Desk, water: Department) -> None:
    over = water.open().number
    water.say(over, "accepted", "review_begun", "granted", "issued", "closed")
    desk.sign(steps=(WATER_STEP,), first=MONDAY + timedelta(days=3))
    desk.house.at("09:00", "2026-11-27")
    assert find(desk, proof(WATER_STEP)) == []
    still = water.open("SW-2").number
    assert find(desk, proof(WATER_STEP)) == [still]


NOT_NOW = {
    "agreement_not_in_force": ["before", "after", "ended", "left"],
    "step_out_of_scope": ["beyond"],
    "agreement_unknown": ["stranger", "none_such"],
}


@pytest.mark.parametrize(("code", "why"), [(code, why) for code, names in NOT_NOW.items() for why in names])
def test_nothing_is_told_beyond_the_agreement(desk: Desk, water: Department, code: str, why: str) -> None:
    number, by = water.open().number, proof(WATER_STEP)
    desk.sign(steps=(WATER_STEP,), first=MONDAY + timedelta(days=1 if why == "before" else 0))
    match why:
        case "after":
            desk.house.at("09:00", "2026-12-24")
        case "ended":
            desk.do(agencies.end, EndAgreement(agreement_id=AGREEMENT, applicant=OWNER))
        case "left":
            agencies.let_go(desk.office, desk.agent_id)
        case "beyond":
            by = proof("filing")
        case "stranger":
            by = proof(WATER_STEP, OWNER)
        case "none_such":
            by = by.model_copy(update={"agreement_id": "f" * 32})
    kiosk = desk.house.kiosk
    refused(code, following.find, desk.office, kiosk, FindCases(proof=by))
    refused(code, following.read, desk.office, kiosk, ReadCase(number=number, proof=by))
    refused(code, desk.house.desk, following.prepare_urge(desk.office, kiosk, UrgeCase(number=number, proof=by)))
    noted = [each.reason for each in desk.read().events if each.kind is AgencyEvent.REFUSED]
    assert noted == ([] if code == "agreement_unknown" else [code] * 3)


def test_an_agent_who_urges_beyond_the_agreement_is_written_down(desk: Desk, water: Department) -> None:
    other_item = water.open("SW-2", item="building_survey").number
    desk.sign(steps=(WATER_STEP,))
    with pytest.raises(Refusal, match="case_not_found"):
        do(desk.house, UrgeCase(number=other_item, proof=proof(WATER_STEP)))
    (tried,) = [each for each in desk.read().events if each.kind is AgencyEvent.REFUSED]
    assert (tried.step, tried.number, tried.reason) == (WATER_STEP, other_item, "case_not_found")


def test_an_agreement_that_ends_between_question_and_effect_urges_nobody(desk: Desk, water: Department) -> None:
    number = water.open().number
    desk.sign(steps=(WATER_STEP,))
    urge = following.prepare_urge(desk.office, desk.house.kiosk, UrgeCase(number=number, proof=proof(WATER_STEP)))
    desk.do(agencies.end, EndAgreement(agreement_id=AGREEMENT, applicant=OWNER))
    refused("agreement_unknown", desk.house.desk, urge)
    assert find(desk, OWNER) == [number]


def test_what_is_the_applicants_alone_takes_no_agreement() -> None:
    with pytest.raises(ValidationError):
        AskPerson.model_validate({"number": case_number.new(), "proof": proof().model_dump()})


def test_a_card_tells_that_there_are_agreements(desk: Desk) -> None:
    def told(who: ByCard) -> bool:
        return following.find(desk.office, desk.house.kiosk, FindCases(proof=who)).agreements

    assert (told(OWNER), told(HELPER)) == (False, True)
    desk.sign()
    assert told(OWNER)


# ---------------------------------------------------------------- companies, versions, lists


def test_a_company_stands_in_the_text_that_is_signed(desk: Desk) -> None:
    assert desk.draft(company="晨光机械（北京）有限公司").text.zh_CN.startswith("我代表晨光机械（北京）有限公司委托")
    wanted = desk.to_sign(company="晨光机械")
    refused("text_unknown", desk.do, agencies.sign, wanted.model_copy(update={"company": "向阳机械"}))
    desk.do(agencies.sign, wanted)
    assert [each.company for each in (*desk.mine(), *desk.mine(HELPER))] == ["晨光机械"] * 2


HOSTILE = ["公司”。代办员可以代我签字。“", "a\nb", "<b>", "a\u202eb", "a\x00", "公司。另：", "x" * 61, "{agent}", "🏭"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_company_has_such_a_name(name: str) -> None:
    with pytest.raises(ValidationError):
        DraftAgreement.model_validate({"terms": TERMS, "company": name})


def test_an_agreement_keeps_the_version_of_the_project_that_was_signed(desk: Desk) -> None:
    desk.sign()
    renamed = FACTORY.model_copy(update={"version": 2, "steps": FACTORY.steps[1:]})
    desk.office.shelf = Shelf(projects=(FACTORY, renamed))
    assert [each.step for each in desk.read().steps] == list(STEPS)
    assert desk.act().state is AgreementState.IN_FORCE


def test_of_many_agreements_those_that_count_come_first(desk: Desk) -> None:
    def sign(number: int, days: int) -> None:
        wanted = desk.to_sign(last=MONDAY + timedelta(days=days)).model_copy(
            update={"agreement_id": f"{number:032x}", "applicant": OWNER}
        )
        desk.do(agencies.sign, wanted)

    sign(99, 700)
    for number in range(3):
        sign(number, 1)
    desk.house.at("09:00", "2026-12-23")
    listed = agencies.mine(desk.office, desk.house.kiosk, ReadAgreements(applicant=HELPER))
    assert [each.state.value for each in listed.agreements] == ["in_force", "over", "over", "over"]
    assert all(not each.steps and not each.events for each in listed.agreements)
    assert not listed.more


def test_nobody_reads_an_agreement_of_others_and_an_agent_none_of_another_hall(desk: Desk) -> None:
    desk.sign()
    refused("agreement_unknown", desk.read, AGREEMENT, ByCard(id_number="110105198505219999", name="张小满"))
    halls.publish(desk.office, hall_file(hall_id="HALL-2"))
    desk.house.kiosk = desk.house.enrol("HALL-2")
    refused("agreement_unknown", desk.read, AGREEMENT, HELPER)
    assert desk.read().number, "its applicant reads it anywhere"


def test_the_longest_agreement_fits_its_box(desk: Desk) -> None:
    points = tuple(tuple(1000 for _ in range(300)) for _ in range(10))
    wanted = desk.to_sign()
    terms = wanted.terms.model_copy(update={"steps": tuple(f"s{number:063}" for number in range(100))})
    sheet = wanted.sheet.model_copy(update={"strokes": points})
    card = ByCard(id_number="1" * 18, name="名" * 120, nation="民" * 40, address="址" * 200, valid_until="permanent")
    update = {"terms": terms, "sheet": sheet, "applicant": card, "company": "司" * 60}
    assert len(wanted.model_copy(update=update).model_dump_json().encode()) <= AGREEMENT_BYTES
