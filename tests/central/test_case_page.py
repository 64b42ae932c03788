"""The public page of a case: two factors, one answer to all that is wrong, and nothing that stays anywhere."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, update

from central.contract import case_number, case_words
from central.contract.case import CaseApplicant
from central.contract.following import ByCaseNumber, ReadCase
from central.contract.item import StartEvent, TimeLimit, Unit
from central.contract.messages import Words
from central.contract.texts import CATALOGUES, LANGUAGES, Phrases, Texts
from central.services import case_page
from central.services.refusals import Refusal
from central.store.case_tables import cases
from tests.central.house import House
from tests.central.test_api import Line, on_the_line
from tests.central.test_departments import Department
from tests.central.test_following import ANNA, GUOAN, LAST4_ID, LAST4_PHONE, read, refused

ROOT = Path(__file__).resolve().parents[2]
NAME = Words(zh_CN="用水\"报装\"&'过户'", en="Water <connection>")
HOURS = TimeLimit(amount=1, unit=Unit.HOUR, starts_at=StartEvent.ACCEPTED)
TEXTS = Texts(CATALOGUES)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    directory = tmp_path_factory.mktemp("office")
    with on_the_line(House(str(directory / "office.db"), directory), Line) as connected:
        yield connected


@pytest.fixture(scope="module")
def water_on_line(line: Line) -> Department:
    return Department(line.house)


_addresses = iter(range(1, 250))


def post(line: Line, path: str, **typed: str) -> requests.Response:
    """From an address of its own: how often one may ask is another matter."""
    address = {"X-Forwarded-For": f"192.0.2.{next(_addresses)}"}
    return requests.post(line.url + path, data=typed, headers=address, timeout=10)


def scanned(line: Line, number: str, last4: str = LAST4_PHONE) -> requests.Response:
    return post(line, case_page.page_address(line.house.office.keys, number), last4=last4)


def is_ours(answer: requests.Response) -> bool:
    """A page that keeps nothing, loads nothing and runs nothing."""
    policy = answer.headers["Content-Security-Policy"]
    return (
        policy.startswith("default-src 'none'; style-src 'sha256-")
        and "unsafe" not in policy
        and answer.headers["Cache-Control"] == "no-store"
        and answer.headers["Referrer-Policy"] == "no-referrer"
        and "Set-Cookie" not in answer.headers
        and not re.search(r"<script|<img|<link|<iframe|style=|\son[a-z]+=|https?://", answer.text)
    )


# ---------------------------------------------------------------- what it says


def test_the_page_says_what_the_terminal_says_in_three_blocks(line: Line, water_on_line: Department) -> None:
    number = water_on_line.open("P-1", promised_limit=HOURS).number
    water_on_line.say(number, "supplement_asked", "supplemented", "accepted", "review_begun")
    with line.house.office.database.write() as connection:  # no department can say it; the page trusts no name
        connection.execute(update(cases).where(cases.c.number == number).values(name=NAME.model_dump()))
    sealed = line.terminal.seal(ReadCase(number=number, proof=ANNA), "read-case")
    url = line.terminal.post("/v1/kiosk/cases/read", sealed, key="").json()["url"]
    assert number not in url
    form = requests.get(url, timeout=10)
    page = post(line, url.removeprefix(line.url), last4=LAST4_ID.lower())
    assert (form.status_code, page.status_code, is_ours(form), is_ours(page)) == (200, 200, True, True)
    assert "李**" in page.text
    assert not re.search("李秀英|13800138001|11010519491231002X|8001|002X", page.text + form.text)
    followed = read(line.house, number)
    for said, main in zip(_phrases(), re.findall(r"<main.*?</main>", page.text), strict=True):
        assert main.count("<section") == main.count("<h2") == 3
        plain = re.sub(r"<[^>]+>", "", main)
        assert case_words.next_step(said, followed) in plain
        assert case_words.late_reason(said, followed) in plain
        assert all(part in plain for limit in case_words.clocks(said, followed) for part in limit)
        for each in case_words.events(said, followed):
            assert {each.when, each.what, each.who, each.why} <= {*re.findall(r">([^<>]+)<", main), ""}
    assert "Water &lt;connection&gt;" in page.text


def _phrases() -> list[Phrases]:
    return [Phrases(TEXTS, language) for language in LANGUAGES]


def test_late_is_red_and_says_why_or_that_nobody_has_said(line: Line, water_on_line: Department) -> None:
    number = water_on_line.open("P-2", promised_limit=HOURS).number
    water_on_line.say(number, "accepted", "review_begun")
    assert re.search(r'<p class="sign bad late">.*?办理单位还没有说明超期的原因', scanned(line, number).text)
    water_on_line.report(number, water_on_line.change("late_explained", 5, reason="等\"管网图\" & '测绘'"))
    told = scanned(line, number).text
    assert "等&quot;管网图&quot; &amp; &#x27;测绘&#x27;" in told
    assert "还没有说明" not in told
    water_on_line.report(number, water_on_line.change("granted", 6))
    assert "办结时已经超期" in scanned(line, number).text


# ---------------------------------------------------------------- what it does not say


def test_wrong_unknown_and_other_peoples_get_the_same_bytes(line: Line, water_on_line: Department) -> None:
    theirs = CaseApplicant(name="陈国安", id_number=GUOAN.id_number)
    mine, other = water_on_line.open("P-3").number, water_on_line.open("P-4", applicant=theirs).number
    typed = [
        post(line, "/case", number=number, last4=last4)
        for number, last4 in (
            (mine, "0000"),
            (other, LAST4_PHONE),
            (case_number.new(), LAST4_PHONE),
            (mine, "%"),
            (mine, "<b>8001"),
            (mine, ""),
        )
    ]
    by_code = [scanned(line, mine, "0000"), scanned(line, case_number.new()), post(line, "/case/none", last4="8001")]
    for answers in (typed, by_code):
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(each.headers.items() - {("date", each.headers["date"])})) for each in answers}) == 1
    assert post(line, "/case", number=mine.lower().replace("-", " "), last4=" ８００１ ").status_code == 200
    assert post(line, "/case", number=mine[:-1] + "!", last4="8001").status_code == 422


def test_nothing_of_a_visit_stands_in_a_log(
    line: Line, water_on_line: Department, caplog: pytest.LogCaptureFixture
) -> None:
    number = water_on_line.open("P-5").number
    with caplog.at_level(logging.DEBUG):
        for last4 in (LAST4_PHONE, "0000"):
            post(line, "/case", number=number, last4=last4)
            scanned(line, number, last4)
    assert number not in caplog.text
    assert "last4" not in caplog.text


@pytest.mark.parametrize("token", ["%00", "..%5c..%5cetc", "q" * 5000, "%3Cscript%3E", "A" * 56, "%E4%BD%A0", "%"])
def test_any_other_address_asks_and_finds_nothing(line: Line, token: str) -> None:
    path = f"/case/{token}"
    form = requests.get(line.url + path, timeout=10)
    answer = post(line, path, last4="8001")
    assert (form.status_code, answer.status_code, is_ours(answer)) == (200, 404, True)
    assert form.content == requests.get(f"{line.url}/case/x", timeout=10).content


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=600))
def test_any_other_body_is_no_form_of_ours(line: Line, body: bytes) -> None:
    address = {"X-Forwarded-For": f"198.51.100.{sum(body) % 200}", "Content-Type": "application/x-www-form-urlencoded"}
    assert requests.post(f"{line.url}/case", data=body, headers=address, timeout=10).status_code in (404, 422, 429)


@given(st.text(max_size=100))
def test_no_address_can_be_made_up(line: Line, token: str) -> None:
    with refused("case_not_found"):
        case_page.numbered(line.house.office.keys, token)


# ---------------------------------------------------------------- on both databases


@pytest.fixture
def department(open_house: Callable[..., House]) -> Department:
    return Department(open_house())


def visit(house: House, number: str, last4: str = LAST4_PHONE, household: str = "192.0.2.1") -> str:
    return case_page.read(house.office, household, ByCaseNumber(number=number, last4=last4)).case.number


def test_guessing_ends_by_number_and_by_address(department: Department) -> None:
    house, number, other = department.house, department.open().number, department.open("SW-2").number
    for guess in range(11):
        with refused("case_not_found"):
            visit(house, number, f"{guess:04}", household=f"192.0.2.{guess}")
    with refused("too_many_lookups"):
        visit(house, number, household="203.0.113.9")
    assert read(house, number).case.number == number, "the card still opens it"
    for _ in range(21):
        with refused("case_not_found"):
            visit(house, case_number.new(), household="198.51.100.7")
    with refused("too_many_lookups"):
        visit(house, other, household="198.51.100.7")
    assert visit(house, other) == other
    house.later(minutes=10)
    assert visit(house, other, household="198.51.100.7") == other


def test_an_unknown_number_costs_the_same_work_as_a_wrong_factor(department: Department) -> None:
    house, number = department.house, department.open().number
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    work = []
    try:
        for wanted in (number, case_number.new()):
            said.clear()
            with pytest.raises(Refusal):
                visit(house, wanted, "0000")
            work.append(list(said))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert work[0] == work[1] != []


# ---------------------------------------------------------------- one look


def test_pages_have_the_colours_and_signs_of_the_terminal() -> None:
    from central.api import page

    theme = (ROOT / "ui/qml/Theme.qml").read_text("utf-8")
    tokens = dict(re.findall(r"--(\w+): (#\w{6});", page._STYLE))
    assert len(tokens) >= 12
    for name, colour in tokens.items():
        assert re.search(rf'color {name}: (contrast \? "#\w+" : )?"{colour}"', theme), name
    icons = dict(re.findall(r'property string (\w+): "(.*)"', (ROOT / "ui/qml/parts/Icons.qml").read_text("utf-8")))
    assert {name: icons[name] for name in page._SIGNS} == page._SIGNS
