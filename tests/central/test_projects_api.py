"""Planning over a real socket: the terminal's question, and the page that its code leads to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central.contract.project import PlanProject, ProjectDocument, ProjectPlan
from central.services.projects import asked_by, page_address
from central.services.refusals import Refusal
from central.shelf import Shelf
from tests.central.house import House
from tests.central.test_api import Line, on_the_line, problem
from tests.central.test_case_page import is_ours
from tests.central.test_plans import ANSWERS, FACTORY, MONDAY, planned

NEXT = ProjectDocument.model_validate(FACTORY.model_dump() | {"version": 2, "steps": FACTORY.steps[:1]})


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    directory = tmp_path_factory.mktemp("office")
    house = House(str(directory / "office.db"), directory)
    house.office.shelf = Shelf(projects=(FACTORY,))
    with on_the_line(house, Line) as connected:
        yield connected


def asked(line: Line, wanted: PlanProject) -> ProjectPlan:
    answer = line.terminal.post("/v1/kiosk/plans", wanted)
    assert answer.status_code == 200, answer.text
    return ProjectPlan.model_validate(answer.json())


def test_a_terminal_gets_the_plan_and_a_page_that_shows_the_same(line: Line) -> None:
    found = asked(line, planned(done=("filing",)))
    assert len(found.steps) == len(found.model_dump()["steps"]) == 18
    page = requests.get(found.url, timeout=10)
    assert page.status_code == 200
    assert "2025年5月20日" in page.text
    assert "已办好" in page.text
    assert "决定工期" in page.text
    assert is_ours(page)
    assert [main.count("<li>") for main in page.text.split("<main")[1:]] == [18, 18], "in both languages"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert all(each.name.zh_CN in page.text for each in FACTORY.steps if each.step in {s.step for s in found.steps})


def test_what_is_under_way_stands_in_no_address(line: Line) -> None:
    assert asked(line, planned(running={"filing": MONDAY})).url == ""


def test_a_type_that_is_withdrawn_gets_no_new_plan_and_keeps_its_pages(line: Line) -> None:
    before = asked(line, planned())
    gone = ProjectDocument.model_validate(FACTORY.model_dump() | {"cancelled_from": line.house.clock.at.date()})
    line.house.office.shelf = Shelf(projects=(gone,))
    assert problem(line.terminal.post("/v1/kiosk/plans", planned())) == (409, "item_not_in_force")
    assert requests.get(before.url, timeout=10).status_code == 200
    line.house.office.shelf = Shelf(projects=(FACTORY,))


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"project": "none_such"}, 404, "project_unknown"),
        ({"version": 7}, 404, "project_unknown"),
        ({"situation": {}}, 422, "plan_impossible"),
        ({"done": ("none_such",)}, 422, "plan_impossible"),
    ],
)
def test_what_cannot_be_planned_is_refused(line: Line, change: dict[str, object], status: int, code: str) -> None:
    assert problem(line.terminal.post("/v1/kiosk/plans", planned(**change))) == (status, code)


def test_a_plan_is_for_kiosks_alone(line: Line) -> None:
    answer = requests.post(f"{line.terminal.url}/v1/kiosk/plans", json=planned().model_dump(mode="json"), timeout=10)
    assert answer.status_code == 401


def test_an_address_says_the_whole_question() -> None:
    wanted = planned(done=("filing", "land_contract"))
    path, _, question = page_address(wanted).partition("?")
    assert asked_by(*path.split("/")[2:], question) == wanted
    assert ANSWERS.items() <= wanted.situation.items()


def test_an_address_that_is_too_long_is_not_read_in_part() -> None:
    question = page_address(planned(done=("filing",))).partition("?")[2]
    with pytest.raises(Refusal):
        asked_by(FACTORY.project, "1", question + "." * 440)


def test_a_page_keeps_the_version_that_it_was_made_by(line: Line) -> None:
    before = asked(line, planned())
    line.house.office.shelf = Shelf(projects=(FACTORY, NEXT))
    assert requests.get(before.url, timeout=10).status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.text(max_size=12), st.text(max_size=600))
def test_any_other_address_is_refused(project: str, version: str, question: str) -> None:
    with pytest.raises(Refusal):
        asked_by(project, version, question + "&")


@pytest.mark.parametrize("question", ["", "from=2026-02-30", "from=0001-01-01", "from=2026-11-23&<b>=x", "from=x" * 90])
def test_a_broken_address_leads_to_a_page_that_says_so(line: Line, question: str) -> None:
    page = requests.get(f"{line.terminal.url}/project/{FACTORY.project}/1?{question}", timeout=10)
    assert (page.status_code, "<b>" in page.text) == (404, False)
    assert "没有找到项目计划" in page.text
