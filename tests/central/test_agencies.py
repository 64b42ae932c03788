"""Agents: an agreement is signed, acted under within its scope and days, and over when the applicant wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from central.__main__ import main
from central.contract.agency import (
    ActAsAgent,
    AgencyEvent,
    Agreement,
    AgreementDraft,
    AgreementKept,
    AgreementState,
    DraftAgreement,
    EndAgreement,
    ReadAgreements,
    SignAgreement,
    Terms,
)
from central.contract.application import ByCard
from central.contract.messages import Message
from central.services import agencies
from central.services.refusals import Refusal
from central.shelf import Shelf
from central.store.database import Database
from tests.central.house import House
from tests.central.terminal import serving
from tests.central.test_api import Line, problem
from tests.central.test_plans import FACTORY

OWNER = ByCard(id_number="11010519491231002X", name="陈国安")
HELPER = ByCard(id_number="440524188001010014", name="李帮办")
AGREEMENT = "0a" * 16
MONDAY = date(2026, 11, 23)
STEPS = ("filing", "land_permit")
SHEET = {"strokes": [[100, 100, 500, 500, 900, 100]], "signed_at": "2026-11-23T09:00:00+08:00"}


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
        return agencies.draft(self.office, self.house.kiosk, self.terms(**more))

    def to_sign(self, language: str = "zh_CN", **more: Any) -> SignAgreement:
        drafted = self.draft(**more)
        sheet = SHEET | {"text": drafted.digests[language]}
        wanted = {"agreement_id": AGREEMENT, "terms": drafted.terms, "applicant": OWNER, "sheet": sheet}
        return SignAgreement.model_validate(wanted)

    def do(self, work: Callable[..., AgreementKept], wanted: Message) -> AgreementKept:
        return self.house.desk(lambda desk: work(desk, self.house.kiosk, wanted))

    def sign(self, **more: Any) -> AgreementKept:
        return self.do(agencies.sign, self.to_sign(**more))

    def act(self, step: str = "filing", who: ByCard = HELPER) -> AgreementKept:
        return self.do(agencies.act, ActAsAgent(agreement_id=AGREEMENT, applicant=who, step=step))

    def mine(self, who: ByCard = OWNER) -> tuple[Agreement, ...]:
        return agencies.mine(self.office, self.house.kiosk, ReadAgreements(applicant=who)).agreements


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
    assert "2026-11-23" in text.zh_CN
    assert "2026-12-23" in text.en
    assert desk.draft().digests != desk.draft(last=MONDAY).digests


def test_an_agent_acts_within_scope_and_days(desk: Desk) -> None:
    kept = desk.sign()
    assert (kept.state, desk.act().state) == (AgreementState.IN_FORCE, AgreementState.IN_FORCE)
    assert refused("step_out_of_scope", desk.act, "building_permit").facts == {"step": "building_permit"}
    desk.house.at("09:00", "2026-12-24")
    assert refused("agreement_not_in_force", desk.act).facts["state"] == "over"
    (told,) = desk.mine()
    assert (told.applicant, told.project.zh_CN, told.state) == ("陈**", FACTORY.name.zh_CN, AgreementState.OVER)
    assert [(each.kind, each.step) for each in told.events] == [
        (AgencyEvent.SIGNED, None),
        (AgencyEvent.ACTED, "filing"),
    ]
    assert [each.number for each in desk.mine(HELPER)] == [told.number]


def test_nobody_acts_before_the_first_day(desk: Desk) -> None:
    assert desk.sign(first=MONDAY + timedelta(days=1)).state is AgreementState.COMING
    assert refused("agreement_not_in_force", desk.act).facts["state"] == "coming"


def test_the_applicant_ends_it_and_twice_is_once(desk: Desk) -> None:
    desk.sign()
    wanted = EndAgreement(agreement_id=AGREEMENT, applicant=OWNER)
    stranger = EndAgreement(agreement_id=AGREEMENT, applicant=HELPER)
    refused("not_found", desk.do, agencies.end, stranger)
    assert desk.do(agencies.end, wanted) == desk.do(agencies.end, wanted)
    assert refused("agreement_not_in_force", desk.act).facts["state"] == "ended"
    (told,) = desk.mine()
    assert (told.state, told.ended_on) == (AgreementState.ENDED, MONDAY)
    assert [each.kind for each in told.events] == [AgencyEvent.SIGNED, AgencyEvent.ENDED]


def test_an_agent_who_has_left_acts_no_more(desk: Desk) -> None:
    desk.sign()
    assert agencies.let_go(desk.office, desk.agent_id)
    assert not agencies.let_go(desk.office, desk.agent_id)
    assert agencies.agents(desk.office, desk.house.hall_id).agents == ()
    assert refused("agreement_not_in_force", desk.act).facts["state"] == "agent_left"
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
        assert terminal.post("/v1/kiosk/agencies/draft", DraftAgreement(terms=desk.terms())).status_code == 200
        signed = terminal.post("/v1/kiosk/agencies/sign", terminal.seal(desk.to_sign(), "sign-agreement"))
        assert signed.status_code == 200
        assert OWNER.name not in signed.text
        beyond = ActAsAgent(agreement_id=AGREEMENT, applicant=HELPER, step="energy")
        answer = terminal.post("/v1/kiosk/agencies/act", terminal.seal(beyond, "act-as-agent"))
        assert problem(answer) == (409, "step_out_of_scope")
        stranger = ActAsAgent(agreement_id=AGREEMENT, applicant=OWNER, step="filing")
        answer = terminal.post("/v1/kiosk/agencies/act", terminal.seal(stranger, "act-as-agent"))
        assert problem(answer) == (404, "not_found")
        reading = terminal.seal(ReadAgreements(applicant=OWNER), "read-agreements")
        (told,) = terminal.post("/v1/kiosk/agencies/mine", reading, key="").json()["agreements"]
        assert [each["kind"] for each in told["events"]] == ["signed", "refused"]
        assert told["events"][1]["reason"] == "step_out_of_scope"
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
    assert main(["agents", "let-go", agent_id, *store]) == 0
    assert main(["agents", "let-go", agent_id, *store]) == 1
    assert "no such agent" in capsys.readouterr().err
    Database(str(tmp_path / "office.db")).close()
