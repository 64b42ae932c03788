"""The routes of cases over a real socket, each answer held against the OpenAPI document."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from central.__main__ import main
from central.contract import sealing
from central.contract.application import SealedMaterial
from central.contract.case import CaseApplicant, OpenCase, ReportChanges, ReportedChange, UrgeAsUnit
from central.contract.following import (
    AskPerson,
    ByCaseNumber,
    ByCompany,
    FindCases,
    FindCompanies,
    ReadCase,
    UrgeCase,
    WithdrawCase,
)
from central.contract.handing_in import HandedIn, HandIn
from central.contract.messages import Message, Words
from central.contract.project import ProjectDocument
from central.contract.settling import SettleCase
from central.services import departments
from central.services.departments import Reporter
from central.shelf import Shelf
from tests.central.counter import GUOAN, OTHER, Counter, jpeg
from tests.central.house import ANNA, House
from tests.central.test_api import Line, on_the_line, problem
from tests.central.test_projects import document, step

CASES = "/v1/department/cases"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with on_the_line(House(str(tmp_path / "office.db"), tmp_path), Line) as connected:
        yield connected


def settle(line: Line, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What `central settle` says."""
    token = str(line.window.line.headers["Authorization"]).removeprefix("Bearer ")
    assert main(["settle", *arguments, "--office", line.url, "--token", token, "--window", "1"]) == 0
    return capsys.readouterr().out


def hand_in(line: Line, number: str) -> Any:
    """The department asks for something, its applicant photographs it at a terminal, the department fetches it."""
    at = line.house.clock.at
    asked = ReportedChange(kind="supplement_asked", at=at, missing=("平面图",), notice="补1")  # type: ignore[arg-type]
    line.department.post(f"{CASES}/{number}/changes", ReportChanges(changes=(asked,)))
    page = hashlib.sha256(jpeg()).hexdigest()
    material = sealing.seal_as(SealedMaterial, jpeg(), "material", line.terminal.sealing_key)
    line.terminal.put(f"/v1/kiosk/applications/materials/{page}", material)
    handed = HandIn(number=number, proof=OTHER, things=(HandedIn(key="平面图", pages=(page,)),))
    sealed = line.terminal.seal(handed, "hand-in")
    came = line.terminal.post("/v1/kiosk/cases/hand-in", sealed, "h" * 32)
    assert (came.json()["number"], came.json()["left"]) == (number, 0)
    assert line.terminal.post("/v1/kiosk/cases/hand-in", sealed, "h" * 32).text == came.text
    wrong = line.terminal.seal(handed.model_copy(update={"proof": GUOAN}), "hand-in")
    assert problem(line.terminal.post("/v1/kiosk/cases/hand-in", wrong, "i" * 32)) == (404, "case_not_found")
    told = line.department.get(f"{CASES}/{number}").json()["handed_in"]
    assert [(each["key"], each["pages"]) for each in told] == [("平面图", [page])]
    picture = line.department.get(f"{CASES}/{number}/handed-in/{page}")
    assert (picture.content, picture.headers["Content-Type"]) == (jpeg(), "image/jpeg")
    assert problem(line.department.get(f"{CASES}/{number}/handed-in/{'0' * 64}")) == (404, "not_found")
    return told


def test_a_department_and_a_clerk_on_every_route(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    counter = Counter(line.house)
    applicant = CaseApplicant(name="李秀英", id_number=ANNA)
    wanted = OpenCase(
        own_number="SW〔2026〕1", item="pipe", name=Words(zh_CN="用水报装"), applicant=applicant, at=line.house.clock.at
    )
    opened = line.department.post(CASES, wanted, key="o" * 32)
    assert line.department.post(CASES, wanted, key="o" * 32).text == opened.text
    number = opened.json()["number"]
    line.house.later(hours=1)
    handed_in = hand_in(line, number)
    line.house.later(hours=1)
    accepted = ReportedChange(kind="accepted", at=line.house.clock.at, notice="受1")  # type: ignore[arg-type]
    said = line.department.post(f"{CASES}/{number}/changes", ReportChanges(changes=(accepted,)))
    assert said.json()["stage"] == "accepted"
    assert line.department.get(f"{CASES}/{number}").json() == said.json() | {"handed_in": handed_in}
    assert line.department.get(CASES, stage=["accepted"]).json()["cases"] == [said.json()]
    assert line.department.get(CASES, own_number="SW〔2026〕1").json()["cases"] == [said.json()]

    other = Reporter("planning", "department:2")
    before = wanted.model_copy(update={"own_number": "GH1", "item": "design_scheme"})
    first = line.house.desk(lambda desk: departments.open_case(desk, other, before)).number
    project = ProjectDocument.model_validate(
        document(step("scheme", item="design_scheme"), step("water", "scheme", item="pipe"))
    )
    shelf = line.house.office.shelf
    line.house.office.shelf = Shelf(projects=[project])
    urged = line.department.post(f"{CASES}/{first}/urge", UrgeAsUnit(), key="u" * 32)
    assert line.department.post(f"{CASES}/{first}/urge", UrgeAsUnit(), key="u" * 32).text == urged.text
    assert problem(line.department.post(f"{CASES}/{first}/urge", UrgeAsUnit(), key="v" * 32)) == (409, "urge_too_soon")
    line.house.office.shelf = shelf

    waits = counter.submit(consents=()).receipt
    assert [case["number"] for case in line.window.get("/v1/windows/1/cases").json()["cases"]] == [waits]
    assert line.window.get(f"/v1/windows/1/cases/{waits}").json()["name"] == "陈国安"
    ask = SettleCase(settle="ask_supplements", clerk="王芳", missing=("material.portrait",))
    settled = line.window.post(f"/v1/windows/1/cases/{waits}/settle", ask, key="s" * 32)
    assert settled.json()["missing"] == ["material.portrait"]
    assert line.window.post(f"/v1/windows/1/cases/{waits}/settle", ask, key="s" * 32).text == settled.text

    assert "material.portrait" in settle(line, capsys, waits)
    assert "陈国安" in settle(line, capsys, waits)
    assert settle(line, capsys) == ""
    said = settle(line, capsys, waits, "take_supplements", "--clerk", "王芳")
    assert "submitted, answer by" in said
    assert settle(line, capsys, waits, "approve", "--clerk", "王芳", "--reason", "已核对").endswith("issued\n")

    every = {
        (method, path)
        for path, methods in line.document["paths"].items()
        for method, operation in methods.items()
        if "cases" in operation["tags"]
    }
    assert every <= {(method, path) for method, path, status in line.seen if status == 200}


def test_an_applicant_follows_and_urges_a_case_on_every_route(line: Line) -> None:
    counter = Counter(line.house)
    number = counter.submit(consents=()).receipt

    def ask(verb: str, message: Message, key: str = "") -> requests.Response:
        purpose = {
            "find": "find-cases",
            "companies": "find-companies",
            "read": "read-case",
            "urge": "urge-case",
            "person": "ask-person",
            "withdraw": "withdraw-case",
        }[verb]
        return line.terminal.post(f"/v1/kiosk/cases/{verb}", line.terminal.seal(message, purpose), key)

    assert [each["number"] for each in ask("find", FindCases(proof=GUOAN)).json()["cases"]] == [number]
    typed = ByCaseNumber(number=number, last4="0013")
    assert ask("read", ReadCase(number=number, proof=typed)).json()["case"]["applicant"] == "陈**"
    urge = line.terminal.seal(UrgeCase(number=number, proof=typed), "urge-case")
    urged = line.terminal.post("/v1/kiosk/cases/urge", urge, "u" * 32)
    assert line.terminal.post("/v1/kiosk/cases/urge", urge, "u" * 32).text == urged.text
    assert problem(ask("urge", UrgeCase(number=number, proof=typed), "v" * 32)) == (409, "urge_too_soon")
    assert ask("person", AskPerson(number=number, proof=GUOAN), "w" * 32).json()["number"] == number
    assert problem(ask("read", ReadCase(number=number, proof=OTHER))) == (404, "case_not_found")
    assert ask("companies", FindCompanies(holder=GUOAN)).json() == {"companies": [], "told": False}
    of_company = ByCompany(credit_code="91110105MA0XQ99X1Q", holder=GUOAN)
    assert problem(ask("find", FindCases(proof=of_company))) == (409, "company_unproven")
    withdraw = line.terminal.seal(WithdrawCase(number=number, proof=GUOAN), "withdraw-case")
    withdrawn = line.terminal.post("/v1/kiosk/cases/withdraw", withdraw, "x" * 32)
    assert (withdrawn.json()["number"], withdrawn.json()["done"]) == (number, "at_once")
    assert line.terminal.post("/v1/kiosk/cases/withdraw", withdraw, "x" * 32).text == withdrawn.text
    assert problem(ask("withdraw", WithdrawCase(number=number, proof=OTHER), "y" * 32)) == (404, "case_not_found")
    assert problem(ask("find", FindCases(proof=typed.model_copy(update={"number": "AAAA-AAAA-AAAA"})))) == (
        422,
        "case_number_invalid",
    )
    elsewhere = ("/rate", "/hand-in")
    routes = {path for path in line.document["paths"] if path.startswith("/v1/kiosk/cases/")}
    routes = {path for path in routes if not any(each in path for each in elsewhere)}
    assert routes <= {path for _method, path, status in line.seen if status == 200}


def test_what_a_department_gets_wrong_is_told_and_changes_nothing(line: Line) -> None:
    applicant = CaseApplicant(name="李秀英", id_number=ANNA)
    wanted = OpenCase(
        own_number="SW_1", item="pipe", name=Words(zh_CN="用水报装"), applicant=applicant, at=line.house.clock.at
    )
    number = line.department.post(CASES, wanted, key="o" * 32).json()["number"]
    other = wanted.model_copy(update={"own_number": "SW_2"})
    assert problem(line.department.post(CASES, other, key="o" * 32)) == (422, "idempotency_key_reused")
    said = wanted.model_dump(mode="json") | {"own_number": "SW_3"}
    times = [{"at": "2026-11-23T10:00:00"}, {"at": "9999-12-31T00:00:00Z"}]
    for wrong in (*times, {"own_number": "SＷ_3"}, {"own_number": "SW_3\n"}, {"name": "%"}):
        answer = line.department.line.post(
            f"{line.url}{CASES}", json=said | wrong, headers={"Idempotency-Key": secrets.token_hex(16)}
        )
        assert problem(answer) == (422, "bad_request")
    for pattern in ("SW%", "SW_", "%", "_____", "sw_1"):
        found = line.department.get(CASES, own_number=pattern)
        assert found.status_code == 422 or found.json()["cases"] == []
    letter = "0" if number[0] != "0" else "1"
    for typed in (letter + number[1:], number[1] + number[0] + number[2:] if number[0] != number[1] else "%", "_" * 14):
        assert problem(line.department.get(f"{CASES}/{typed}")) == (422, "case_number_invalid")
    assert len(line.department.get(CASES).json()["cases"]) == 1


def test_refusals_are_declared_problems(line: Line) -> None:
    clerk: Message = SettleCase(settle="approve", clerk="王芳")
    for typed, expected in (("AAAA-AAAA-AAAA", (422, "case_number_invalid")), ("0000-0000-0000", (404, "not_found"))):
        assert problem(line.department.get(f"{CASES}/{typed}")) == expected
        assert problem(line.window.post(f"/v1/windows/1/cases/{typed}/settle", clerk)) == expected
    assert problem(line.department.get(CASES, stage="strange")) == (422, "bad_request")
    assert problem(line.department.get(CASES, own_number="%00")) == (422, "bad_request")
    assert problem(line.channel.get(CASES)) == (401, "token_unknown")
    assert problem(line.window.get("/v1/windows/9/cases")) == (404, "window_unknown")
