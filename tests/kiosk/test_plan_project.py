"""Planning a project at the terminal: the questions, the plan, what is marked as done, and the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from central.contract.item import Unit
from central.contract.project import PlannedStep, PlanProject, ProjectDocument, ProjectPlan, Span, StepState
from central.contract.texts import LANGUAGES
from devices.paper import PaperState, QrCode
from devices.printer_model import load_model
from devices.printer_status import PaperOut
from devices.slip_layout import lay_out
from devices.states import Link
from kiosk.catalogue.catalogue import Catalogue
from kiosk.faults import OfficeFailed
from kiosk.journeys.plan_project import plan_project
from kiosk.readiness import OFFICE, PRINTER, assess
from kiosk.slips.project import plan_slip
from kiosk.wishes.application import AnswerSituation, CatalogueSeen
from kiosk.wishes.application_requests import LookAtCatalogue, PlanSheet
from kiosk.wishes.project import ChooseDay, ChooseProject, FromPlan, FromStep, OpenStep, ReadStep, ShowPlan
from kiosk.wishes.wish import Ask, Notice, Outcome, Print
from tests.kiosk.people import board
from tests.kiosk.test_item_slips import said, wording
from tests.kiosk.test_journeys import play
from tests.kiosk.test_readiness import WELL

SHOP = ProjectDocument.model_validate_json((Path(__file__).parents[2] / "assets/projects/renovation.json").read_bytes())
ANSWERS = {"permit": "above", "front": "yes", "fire": "ordinary", "public_place": "no", "works_time": "m1"}
MONDAY = date(2026, 11, 23)
SEEN = CatalogueSeen(Catalogue(1), projects=(SHOP,))


def step(name: str, starts: date | None, due: date | None, **more: Any) -> PlannedStep:
    given = {"state": StepState.WAITING, "row": 0, "limit": Span(amount=5, unit=Unit.WORKING_DAY), "critical": True}
    return PlannedStep.model_validate(given | {"step": name, "starts": starts, "due": due} | more)


def answered(*done: str, **more: Any) -> ProjectPlan:
    """What an office may answer; the days are its own."""
    front: dict[str, Any] = {"state": StepState.DONE if "front_permit" in done else StepState.FREE}
    steps = (
        step("front_permit", MONDAY, date(2026, 11, 30), **front),
        step("builder", MONDAY, None, critical=False, room=Span(amount=3, unit=Unit.WORKING_DAY)),
        step("drawings_review", date(2026, 11, 30), date(2026, 12, 7)),
        step("works_permit", None, None, row=1, after=(Span(amount=10, unit=Unit.WORKING_DAY),)),
    )
    given = {"project": SHOP.project, "version": 1, "begins": MONDAY, "steps": steps, "unknown_from": 2027}
    return ProjectPlan.model_validate(
        given | {"lasts": (Span(amount=1, unit=Unit.MONTH),), "url": "https://office.example/project/x"} | more
    )


def asked(*done: str) -> Ask[ProjectPlan]:
    return Ask(PlanProject(project=SHOP.project, version=1, situation=ANSWERS, begins=MONDAY, done=done))


BEGINNING: list[tuple[Any, Any]] = [
    (Ask(LookAtCatalogue()), SEEN),
    (ChooseProject((SHOP,)), SHOP.project),
    *((AnswerSituation(SHOP, each), ANSWERS[each.situation]) for each in SHOP.situations),
    (ChooseDay(SHOP), MONDAY),
]


def test_what_is_marked_as_done_is_planned_without() -> None:
    first, then = answered(), answered("front_permit")
    script = [
        *BEGINNING,
        (asked(), first),
        (ShowPlan(SHOP, first, ANSWERS), OpenStep("front_permit")),
        (ReadStep(SHOP, first, "front_permit", ANSWERS), FromStep.DONE),
        (asked("front_permit"), then),
        (ShowPlan(SHOP, then, ANSWERS), OpenStep("front_permit")),
        (ReadStep(SHOP, then, "front_permit", ANSWERS), FromStep.OPEN),
        (asked(), first),
        (ShowPlan(SHOP, first, ANSWERS), OpenStep("builder")),
        (ReadStep(SHOP, first, "builder", ANSWERS), FromStep.PLAN),
        (asked(), first),
        (ShowPlan(SHOP, first, ANSWERS), FromPlan.HOME),
    ]
    assert play(plan_project(), *script) is Outcome.PLAN_SHOWN


def test_a_plan_without_paper_stays_on_the_screen_and_says_why() -> None:
    found = answered()
    sheet = Print(PlanSheet(SHOP, found, tuple(ANSWERS.items())))
    script = [
        *BEGINNING,
        (asked(), found),
        (ShowPlan(SHOP, found, ANSWERS), FromPlan.PRINT),
        (sheet, PaperOut()),
        (ShowPlan(SHOP, found, ANSWERS, Notice("plan_without_paper")), FromPlan.PRINT),
        (sheet, PaperState.UNKNOWN),
        (ShowPlan(SHOP, found, ANSWERS, Notice("plan_without_paper")), FromPlan.PRINT),
        (sheet, PaperState.PRINTED),
        (ShowPlan(SHOP, found, ANSWERS, Notice("plan_printed")), FromPlan.HOME),
    ]
    assert sheet.subject is None
    assert play(plan_project(), *script) is Outcome.PLAN_SHOWN


def test_a_plan_of_strange_steps_is_none() -> None:
    strange = answered(steps=(step("none_such", MONDAY, MONDAY),))
    with pytest.raises(OfficeFailed):
        play(plan_project(), *BEGINNING, (asked(), strange))


def test_only_types_that_are_in_force_are_offered() -> None:
    given = {"effective_from": "2026-03-01", "cancelled_from": "2026-04-01"}
    spring = ProjectDocument.model_validate(SHOP.model_dump() | given)
    offered = Catalogue(1, projects={"renovation": spring}).projects_on
    assert [bool(offered(date(2026, month, 1))) for month in (2, 3, 4)] == [False, True, False]
    assert offered(date(2026, 3, 31)) == (spring,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slip_has_every_step_with_its_days_and_every_material_once(language: str) -> None:
    sheet = PlanSheet(SHOP, answered(), tuple(ANSWERS.items()))
    slip = plan_slip(sheet, board().name, "1 号机", wording(language))
    text = said(slip)
    assert lay_out(slip, load_model())
    assert [each.payload for each in slip.elements if isinstance(each, QrCode)] == [answered().url]
    if language == "zh_CN":
        assert "2027年的放假安排还没有公布" in text
        assert "市自然资源和规划局|◆ 决定工期" in text
        assert "时限|11月30日前办完" in text
        assert "开始|第一天之后 10 个工作日" in text
        assert "可以晚 3 个工作日开始" in text
        assert "房屋不动产权证书或者租赁合同 （用于第 1、3 件）" in text
        assert text.count("房屋不动产权证书") == 1
        assert "施工图审查合格书" not in text  # the review makes it


def test_what_is_done_wants_no_material_and_no_page_has_no_code() -> None:
    sheet = PlanSheet(SHOP, answered("front_permit", url=""), tuple(ANSWERS.items()))
    slip = plan_slip(sheet, board().name, "1 号机", wording())
    assert "√ 已办好" in said(slip)
    assert "（用于第 3 件）" in said(slip)
    assert not [each for each in slip.elements if isinstance(each, QrCode)]


def test_planning_takes_the_office_alone_and_projects() -> None:
    gone = {PRINTER: replace(WELL[PRINTER], link=Link.OFFLINE, code="device_gone")}
    services = assess({**WELL, **gone}.values(), board(), projects=True).services
    assert services["plan_project"].possible
    assert not services["take_walk_in_ticket"].possible
    silent = {OFFICE: replace(WELL[OFFICE], link=Link.OFFLINE, code="office_silent")}
    assert not assess({**WELL, **silent}.values(), board(), projects=True).services["plan_project"].possible
    assert not assess(WELL.values(), None, projects=True).services["plan_project"].possible
    assert "plan_project" not in assess(WELL.values(), board()).services
