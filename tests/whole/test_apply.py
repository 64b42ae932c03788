"""老年优待证 on the whole terminal, from home to the paper: with a signed catalogue, registers and an office.

Real screens by touch, real drivers on real wires; office and registers are processes of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests

from devices.bench.cards import sample
from devices.bench.faces import Sitter, photograph
from devices.bench.sheets import Laid, Paper, lay
from kiosk.catalogue import inspection
from tests.whole.counter import Counter, open_counter, run_central
from ui.views.home import HomeView

ITEMS = ("senior_card", "housing_fund_certificate", "real_estate_query")
PROJECTS = ("renovation",)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Counter]:
    devices = {"camera_port": 0, "camera_size": (1280, 960), "a4_port": 0}
    city = tmp_path_factory.mktemp("city")
    with (
        pytest.MonkeyPatch.context() as patch,
        open_counter(city, items=ITEMS, projects=PROJECTS, **devices) as counter,
    ):
        patch.setattr(inspection, "NICE", 0)  # nobody stands before the glass yet, and the machine may be busy
        counter.at_home()
        counter.wait("a catalogue", lambda: offered(counter), within=90)
        yield counter


def offered(counter: Counter) -> bool:
    view = counter.kiosk.stage.view
    return isinstance(view, HomeView) and any(tile.code == "apply_for_item" for tile in view.services)


def find_item(counter: Counter, item: str, letters: str, *then: str) -> None:
    """Open the catalogue, type the item's initials or sound, and go to where it is asked who it is."""
    counter.citizen.tap("service_apply_for_item")
    counter.see("BrowseCatalogue")
    for control in ("search", *(f"key_{letter}" for letter in letters), *then, f"choice_{item}"):
        counter.citizen.tap(control)
    counter.see("ReadItem")
    counter.citizen.tap("apply")
    counter.see("Present")


def portrait(counter: Counter) -> None:
    """The camera takes the picture by itself; the person keeps it."""
    counter.see("AgreeToPortrait")
    counter.citizen.tap("agree")
    counter.see("CapturePortrait")
    camera = counter.bench.camera
    assert camera is not None
    camera.stand(photograph((Sitter(pupils=0.17),), *camera.scene.size))
    counter.see("ReviewPortrait", within=30)
    camera.leave()
    counter.citizen.tap("keep")


def test_a_woman_of_76_leaves_with_her_card(counter: Counter) -> None:
    tray, slips = counter.bench.a4_printer, counter.slips()
    assert tray is not None
    find_item(counter, "senior_card", "lnyd")
    counter.bench.reader.lay(sample("li_xiuying"))
    counter.see("AgreeToSources", within=20)
    counter.citizen.tap("source_population")
    counter.citizen.tap("next")
    counter.see("FillField", within=20)
    counter.citizen.tap("next")  # the phone number is not required
    portrait(counter)
    counter.see("ReviewAnswers", within=20)
    counter.bench.reader.lift()
    counter.citizen.tap("submit")
    counter.see("ShowDecision", within=20)
    assert "批准" in counter.kiosk.stage.view.title
    counter.citizen.tap("way_print")
    counter.see("TakeResult", within=20)
    (sheet,) = tray.sheets
    assert sheet.whole
    assert {"李秀英", "老年优待证"} <= set(sheet.lines)
    assert b"/DCTDecode" in sheet.pdf, "her portrait is on it"
    assert counter.slips() == slips, "one paper, not two"
    counter.citizen.tap("rate")
    counter.see("Rate")
    counter.citizen.tap("level_1")
    counter.see("TellVisit")
    counter.citizen.tap("done")
    counter.wait("the end of the visit", lambda: counter.screen == "Home")
    counter.wait("an empty ledger", counter.everything_sent)
    run_central("decisions", "replay", "--all", "--database", counter.city.database)


def test_she_sees_where_her_cases_are_and_urges_the_late_one(counter: Counter) -> None:
    slips = counter.slips()
    counter.citizen.tap("service_follow_case")
    counter.see("Present")
    counter.bench.reader.lay(sample("li_xiuying"))
    counter.see("ChooseCase", within=20)
    counter.bench.reader.lift()
    numbers = {each["label"]: each["number"] for each in counter.city.demo["cases"]}
    choices = counter.kiosk.stage.view.choices
    assert {numbers["in_time"], numbers["stopped"]} <= {each["key"] for each in choices}
    while f"choice_{numbers['late']}" not in counter.ways_on():
        counter.citizen.tap("more")
    counter.citizen.tap(f"choice_{numbers['late']}")
    counter.see("ShowCase", within=20)
    assert counter.kiosk.stage.view.title == "已超时"
    (phone,) = {each["phone"] for each in counter.city.demo["cases"] if each["label"] == "late"}
    page = requests.post(counter.kiosk.stage.view.address, data={"last4": phone[-4:]}, timeout=10)
    assert {"已超时", counter.kiosk.stage.view.lateReason} <= set(re.findall("[^<>]+", page.text)), (
        "and so on her phone"
    )
    counter.citizen.tap("way_urge")
    counter.see("ShowCase", "urged", within=20)
    assert counter.kiosk.stage.view.events[0]["what"] == "催办"
    counter.citizen.tap("way_print")
    counter.see("ShowCase", "case_printed", within=30)
    assert counter.slips() == slips + 1
    counter.citizen.tap("way_home")
    counter.wait("an empty ledger", counter.everything_sent)


def test_whoever_acts_for_a_company_sees_its_cases_and_takes_an_own_one_back(counter: Counter) -> None:
    """The office asks the register of companies over the wire, for the list and again for each look."""
    numbers = {each["label"]: each["number"] for each in counter.city.demo["cases"]}
    counter.citizen.tap("service_follow_case")
    counter.see("Present")
    counter.bench.reader.lay(sample("wang_guyu"))
    counter.see("ChooseCase", within=20)
    counter.bench.reader.lift()
    counter.citizen.tap("company")
    counter.see("ChooseCompany", within=20)
    assert [each["key"] for each in counter.kiosk.stage.view.choices] == ["91110105MA0XQ99X1Q", "91110101MA0XR99Y2T"]
    counter.citizen.tap("choice_91110105MA0XQ99X1Q")
    counter.see("ChooseCase", within=20)
    assert "北京春分示例商贸有限公司" in counter.kiosk.stage.view.hint
    counter.citizen.tap(f"choice_{numbers['company_near']}")
    counter.see("ShowCase", within=20)
    assert "北京春分示例商贸有限公司" in counter.kiosk.stage.view.number
    for screen in ("ChooseCase", "ChooseCompany", "ChooseCase"):
        counter.citizen.tap("back")
        counter.see(screen)
    counter.citizen.tap(f"choice_{numbers['company_other']}")
    counter.see("ShowCase", within=20)
    counter.citizen.tap("read_on")
    counter.citizen.tap("way_withdraw")
    counter.see("ConfirmWithdrawal", within=20)
    counter.citizen.tap("yes")
    counter.see("ShowCase", "withdrawal_asked", within=20)
    assert counter.kiosk.stage.view.events[0]["what"] == "申请撤回"
    counter.citizen.tap("way_home")
    counter.wait("an empty ledger", counter.everything_sent)


def test_a_man_without_his_card_shows_his_phone_and_leaves_with_the_certificate(counter: Counter) -> None:
    slips, phone = counter.slips(), counter.city.identity_code("张小满")
    tray = counter.bench.a4_printer
    assert tray is not None
    tray.jam()
    find_item(counter, "housing_fund_certificate", "gongjijin", "candidate_0")
    counter.show(counter.code("ready"))
    counter.see("Present", "booking_code_here")
    counter.show(phone)
    counter.see("AgreeToSources", within=20)
    counter.citizen.tap("source_housing_fund")
    counter.citizen.tap("next")
    counter.see("ReviewAnswers", within=20)
    counter.citizen.tap("submit")
    counter.see("ShowDecision", within=20)
    assert "批准" in counter.kiosk.stage.view.title
    counter.citizen.tap("way_print")
    counter.see("TakeResult", within=20)
    assert counter.slips() == slips + 1, "a slip stands in for the sheet"
    tray.clear_jam()
    counter.wait("an empty ledger", counter.everything_sent)


def test_a_shop_owner_plans_the_conversion_and_takes_the_plan_along(counter: Counter) -> None:
    """No card is asked for; the office works the plan out, and its page shows the same to a phone."""
    slips = counter.slips()
    counter.citizen.tap("service_plan_project")
    counter.see("ChooseProject")
    counter.citizen.tap("choice_renovation")
    for answer in ("above", "no", "ordinary", "yes", "m1"):
        counter.see("AnswerSituation")
        counter.citizen.tap(f"choice_{answer}")
    counter.see("ChooseDay")
    counter.citizen.tap("choice_2026-11-20")
    counter.see("ShowPlan", within=20)
    view = counter.kiosk.stage.view
    page = requests.get(view.address, timeout=10)
    assert (page.status_code, "营业前消防安全检查" in page.text) == (200, True)
    before = view.title
    counter.citizen.tap("step_builder")
    counter.see("ReadStep")
    counter.citizen.tap("way_done")
    counter.see("ShowPlan", within=20)
    assert "1" in counter.kiosk.stage.view.count
    assert counter.kiosk.stage.view.title == before  # the review of the drawings decides the end, not the builder
    counter.citizen.tap("print_plan")
    counter.see("ShowPlan", "plan_printed", within=30)
    assert counter.slips() == slips + 1
    hire_an_agent(counter)
    the_agent_works(counter)


def hire_an_agent(counter: Counter) -> None:
    """Which steps, until when; then the text is read and signed with a finger."""
    counter.citizen.tap("way_agent")
    counter.see("ChooseAgent", within=20)
    (agent,) = counter.kiosk.stage.view.choices
    assert agent["title"] == "吴帮办"
    counter.citizen.tap(f"choice_{agent['key']}")
    counter.see("ChooseSteps")
    for control in ("all_steps", "next"):
        counter.citizen.tap(control)
    counter.see("ChooseDay")
    counter.citizen.tap("choice_2026-11-20")
    counter.wait("the last days", lambda: counter.kiosk.stage.view.title == "委托到哪天为止？")
    counter.citizen.tap("choice_2027-02-19")
    counter.see("NameCompany")
    counter.citizen.tap("next")
    counter.see("Present")
    counter.bench.reader.lay(sample("li_xiuying"))
    counter.see("SignPromise", within=20)
    counter.bench.reader.lift()
    view = counter.kiosk.stage.view
    assert "代办员吴帮办" in view.promise
    view.read()
    view.stroke([40, 40, 400, 300, 700, 60], 900, 400)
    counter.citizen.tap("sign", times=2)
    counter.see("ShowAgreement", "agreement_signed", within=20)
    assert counter.kiosk.stage.view.title == "生效中"
    counter.citizen.tap("way_home")
    counter.wait("an empty ledger", counter.everything_sent)


def the_agent_works(counter: Counter) -> None:
    """By the agent's own card, from where everybody asks how matters stand; the applicant reads what was done."""
    counter.citizen.tap("service_follow_case")
    counter.see("Present")
    counter.bench.reader.lay(sample("wu_xiaohan"))
    counter.see("Explain", "no_cases", within=20)
    counter.bench.reader.lift()
    counter.citizen.tap("next_agreements")
    counter.see("ShowAgreement", within=20)
    assert "李**" in counter.kiosk.stage.view.who
    for turn, notice in (("look", "no_cases_of_step"), ("handed_in", "deed_noted")):
        counter.citizen.tap("step_drawings_review")
        counter.see("ChooseTurn")
        counter.citizen.tap(f"choice_{turn}")
        counter.see("ShowAgreement", notice, within=20)
    done = [each["what"] for each in counter.kiosk.stage.view.events]
    assert done == ["代办员递交了材料", "代办员查看了进度", "签订委托"]
    counter.citizen.tap("way_home")
    counter.wait("an empty ledger", counter.everything_sent)


def test_a_court_paper_of_two_pages_is_laid_under_the_camera_and_a_person_decides(counter: Counter) -> None:
    """Both pages take themselves."""
    camera = counter.bench.camera
    assert camera is not None
    find_item(counter, "real_estate_query", "bdc")
    counter.bench.reader.lay(sample("li_xiuying"))
    counter.see("AgreeToSources", within=20)
    counter.citizen.tap("source_real_estate")
    counter.citizen.tap("next")
    counter.see("AnswerSituation", within=20)
    counter.citizen.tap("choice_other")
    counter.see("FillField", within=20)
    counter.citizen.tap("option_loan")
    counter.citizen.tap("next")
    for control in (*(f"key_{letter}" for letter in "gongjijin"), "candidate_0") * 2:
        counter.citizen.tap(control)
    counter.citizen.tap("next")
    counter.see("AskForDocument", within=20)
    assert not camera.lit
    counter.citizen.tap("way_start")
    counter.see("CaptureDocument")
    camera.stand(lay((Laid(turn=90),), *camera.scene.size, noise=0.0))
    counter.see("ReviewDocument", within=30)
    counter.wait("the camera to be off", lambda: not camera.lit)
    counter.citizen.tap("next")
    counter.see("CaptureDocument")
    camera.stand(lay((Laid(Paper.FORM, turn=88),), *camera.scene.size, noise=0.0))
    counter.see("ReviewDocument", within=30)
    camera.leave()
    assert len(counter.kiosk.stage.view.shots) == 2
    counter.citizen.tap("keep")
    counter.see("ReviewAnswers", within=20)
    counter.bench.reader.lift()
    counter.citizen.tap("more")
    counter.citizen.tap("submit")
    counter.see("ShowDecision", within=20)
    counter.citizen.tap("way_home")
    counter.wait("the end of the visit", lambda: counter.screen == "Home")
    counter.wait("an empty ledger", counter.everything_sent)


def test_one_of_two_papers_that_a_department_waits_for_is_laid_under_the_camera(counter: Counter) -> None:
    camera = counter.bench.camera
    assert camera is not None
    number = next(each["number"] for each in counter.city.demo["cases"] if each["label"] == "supplementing")
    counter.citizen.tap("service_follow_case")
    counter.see("Present")
    counter.bench.reader.lay(sample("li_xiuying"))
    counter.see("ChooseCase", within=20)
    counter.bench.reader.lift()
    while f"choice_{number}" not in counter.ways_on():
        counter.citizen.tap("more")
    counter.citizen.tap(f"choice_{number}")
    counter.see("ShowCase", within=20)
    counter.citizen.tap("way_supplement")
    counter.see("AskForDocument")
    counter.citizen.tap("way_start")
    counter.see("CaptureDocument")
    camera.stand(lay((Laid(Paper.FORM, turn=91),), *camera.scene.size, noise=0.0))
    counter.see("ReviewDocument", within=30)
    camera.leave()
    counter.citizen.tap("keep")
    counter.see("AskForDocument")
    counter.citizen.tap("way_without")
    counter.see("ReviewAnswers")
    counter.citizen.tap("submit")
    counter.see("ShowCase", "handed_in_part", within=20)
    states = {each["name"]: each["word"] for each in counter.kiosk.stage.view.materials}
    assert states == {"银行卡复印件": "还缺，请补交", "门诊费用清单": "已交，待受理"}
    counter.citizen.tap("way_home")
    counter.wait("an empty ledger", counter.everything_sent)
