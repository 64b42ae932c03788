"""The screens around an application, by touch and by keypad: what they answer, and what they never do by themselves."""

from __future__ import annotations

from typing import Any

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from central.contract.rating import RatingReason
from central.contract.survey import SurveyQuestion
from kiosk.catalogue.search import LONGEST
from kiosk.scenes import Scene
from kiosk.wishes.application import FromDecision, FromItem, ReadItem
from kiosk.wishes.rating import Reasons
from kiosk.wishes.wish import Notice
from tests.ui.application_scenes import APPLICATION_SCENES, LEASE_ITEM, PAPER, WHOLE, application
from tests.ui.screen import Press, Terminal
from ui.views.browse_catalogue import DOORS
from ui.views.take_result import drawn

SENIOR = "senior_card"


def show(terminal: Terminal, scene: str | Scene) -> Any:
    terminal.stage.show(APPLICATION_SCENES[scene] if isinstance(scene, str) else scene)
    return terminal.stage.view


SLOW_AND_WRONG = (RatingReason.TOO_SLOW, RatingReason.WRONG_RESULT)


@pytest.mark.parametrize(
    ("scene", "names", "answer"),
    [
        ("catalogue", ["choice_elderly", "choice_senior_card"], "senior_card"),
        ("catalogue", ["by_department", "choice_civil_affairs", "choice_old_age_allowance"], "old_age_allowance"),
        (
            "catalogue",
            ["choice_elderly", "up", "by_life_event", "choice_growing_old", "choice_senior_card"],
            "senior_card",
        ),
        ("catalogue", ["search", "key_l", "key_n", "key_y", "key_z", "choice_senior_card"], "senior_card"),
        (
            "catalogue",
            ["search", *(f"key_{key}" for key in "laonian"), "candidate_0", "choice_senior_card"],
            "senior_card",
        ),
        ("item", ["apply"], FromItem.APPLY),
        ("item_not_now", ["read_on", "print_notice"], FromItem.PRINT_NOTICE),
        ("situation", ["choice_permit"], "permit"),
        ("sources", ["next"], ()),
        ("sources", ["source_population", "next"], ("population",)),
        ("sources", ["source_health_records", "source_population", "next"], ("population", "health_records")),
        ("sources", ["source_population", "source_population", "next"], ()),
        ("decision_refusal", ["way_hand_over"], FromDecision.HAND_OVER),
        ("decision_approved", ["way_home"], FromDecision.HOME),
        ("result", ["rate"], True),
        ("result", ["done"], False),
        ("rate", ["level_1"], 1),
        ("rate", ["level_5"], 5),
        ("rate", ["skip"], None),
        ("visit", ["done"], ()),
        (
            "visit",
            ["cost_no", "time_yes", "cost_yes", "integrity_no", "integrity_no", "done"],
            ((SurveyQuestion.TIME, True), (SurveyQuestion.COST, True)),
        ),
        ("reasons", ["done"], Reasons()),
        (
            "reasons",
            ["reason_wrong_result", "reason_too_slow", "done"],
            Reasons((RatingReason.TOO_SLOW, RatingReason.WRONG_RESULT)),
        ),
        ("reasons", ["reason_too_slow", "reason_too_slow", "more"], Reasons(more=True)),
    ],
)
def test_what_is_pressed_is_answered_once(
    terminal: Terminal, press: Press, scene: str, names: list[str], answer: object
) -> None:
    show(terminal, scene)
    for name in names:
        assert terminal.runner.told == []
        press(name)
    assert terminal.runner.told == [("answer", answer)]


@pytest.mark.parametrize(
    ("scene", "names"),
    [
        ("sources", ["source_population"]),
        ("reasons", ["reason_too_slow", "reason_by_mistake"]),
        ("visit", ["time_yes", "cost_no"]),
    ],
)
def test_a_press_leaves_the_focus_where_it_is(terminal: Terminal, qtbot: QtBot, scene: str, names: list[str]) -> None:
    """Whoever walks with keys is not sent back to the beginning by every answer."""
    show(terminal, scene)
    for name in names:
        terminal.settle(qtbot.waitUntil, name).forceActiveFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(terminal.window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda name=name: terminal.find(name).property("on"))  # type: ignore[misc]
        assert terminal.window.activeFocusItem() == terminal.find(name)


def test_nothing_is_agreed_to_beforehand(terminal: Terminal) -> None:
    view = show(terminal, "sources")
    assert (view.agreed, view.any) == ([], False)
    assert view.words["health_records"]["sensitive"] != view.words["population"]["sensitive"] == ""


def test_every_level_is_one_touch_away_and_none_is_chosen_beforehand(terminal: Terminal) -> None:
    view = show(terminal, "rate")
    assert [set(level) for level in view.levels] == [{"level", "label"}] * 5
    assert terminal.runner.told == []
    reasons = show(terminal, "reasons")
    assert reasons.chosen == []


@pytest.mark.parametrize("hostile", ["", "other", "population\x00", "7"])
def test_a_key_that_is_not_there_is_not_heard(terminal: Terminal, hostile: str) -> None:
    show(terminal, "situation").choose(hostile)
    show(terminal, "decision_refusal").choose(hostile)
    sources = show(terminal, "sources")
    sources.turn(hostile)
    rate = show(terminal, "rate")
    rate.choose(7)
    reasons = show(terminal, "reasons")
    reasons.turn(hostile)
    assert (terminal.runner.told, sources.agreed, reasons.chosen) == ([], [], [])


def test_what_stands_against_it_comes_first(terminal: Terminal) -> None:
    view = show(terminal, "decision_refusal")
    words = [finding["word"] for finding in view.findings]
    assert words == ["不符合", "符合", "符合", "符合"]
    assert view.findings[0]["sentence"] == "您今年66周岁，2027-03-07起可以办理。"
    assert (view.title, view.tone) == ("暂时不能批准", "bad")


def test_a_finding_names_law_value_and_source(terminal: Terminal) -> None:
    lives_here = show(terminal, "decision_approved").findings[3]
    assert lives_here["law"] == "依据：《中华人民共和国老年人权益保障法》第五十三条"
    assert lives_here["seen"].splitlines()[0] == "本市户籍：是（人口基础信息库，14:30）"


def test_who_has_been_handed_over_to_a_person_is_told_until_when(terminal: Terminal) -> None:
    view = show(terminal, "decision_handed_over")
    assert (view.title, view.tone) == ("已转给工作人员", "warn")
    assert view.hint.startswith("最迟 11月27日 星期五 答复您")


def test_the_code_on_the_screen_can_be_scanned(terminal: Terminal) -> None:
    code = drawn(PAPER.verify_url).scaledToWidth(400).convertToFormat(QImage.Format.Format_Grayscale8)
    paper = QImage(480, 480, QImage.Format.Format_Grayscale8)
    paper.fill(255)
    for y in range(code.height()):
        for x in range(code.width()):
            paper.setPixel(x + 40, y + 40, code.pixel(x, y))
    import numpy as np

    dots = np.frombuffer(paper.constBits(), np.uint8).reshape(480, paper.bytesPerLine())[:, :480]
    assert [each.text for each in zxingcpp.read_barcodes(dots)] == [PAPER.verify_url]


def test_holder_and_number_of_the_holder_are_not_shown(terminal: Terminal) -> None:
    show(terminal, "result")
    shown = " ".join(str(item.property("text") or "") for item in terminal.items())
    assert PAPER.paper_number in shown
    assert PAPER.holder not in shown
    assert PAPER.holder_number not in shown


def test_an_item_that_cannot_be_begun_says_why_and_begins_nothing(terminal: Terminal) -> None:
    view = show(terminal, "item_not_now")
    view.apply()
    assert (terminal.runner.told, view.possible, terminal.find("apply")) == ([], False, None)
    assert view.reasonTitle == "打印纸用完了"


def test_the_guide_fills_its_gaps_and_names_the_law(terminal: Terminal) -> None:
    view = show(terminal, "item")
    sections = {section["key"]: section["lines"] for section in view.sections}
    assert sections["conditions"][0] == {"text": "年满60周岁；", "detail": "依据：本市老年人优待办法"}
    assert sections["limits"] == [{"text": "承诺：当场办好", "detail": ""}]
    assert sections["materials"][0]["detail"].startswith("不用您交，直接查\n")
    assert sections["contact"][0]["text"] == "咨询 12345"
    assert "situations" not in sections
    assert view.marks == ["当场办好", "不收费", "跑 1 次"]


def test_a_long_guide_is_read_with_page_down_and_with_the_button(
    terminal: Terminal, qtbot: QtBot, touch: Press
) -> None:
    show(terminal, "item")
    contact = lambda: [item for item in terminal.items() if item.property("text") == "咨询 12345"]  # noqa: E731
    window = terminal.settle(qtbot.waitUntil, "read_on").parentItem()
    below = terminal.centre(window).y() + window.height() / 2
    assert terminal.centre(contact()[0]).y() > below
    QTest.keyClick(terminal.window, Qt.Key.Key_PageDown)
    for _ in range(5):
        touch("read_on")
        if terminal.centre(contact()[0]).y() < below:
            break
    assert terminal.centre(contact()[0]).y() < below


def test_what_is_typed_is_searched_for_with_every_key(terminal: Terminal, qtbot: QtBot, touch: Press) -> None:
    view = show(terminal, "catalogue")
    terminal.settle(qtbot.waitUntil, "search")
    for key in "ln":
        QTest.keyClick(terminal.window, key)
    assert (view.mode, view.typed, view.choices[0]["key"]) == ("search", "ln", "senior_card")
    QTest.keyClick(terminal.window, Qt.Key.Key_Backspace)
    assert view.typed == "l"
    touch("clear")
    assert (view.typed, view.choices) == ("", [])


@pytest.mark.parametrize(
    ("letters", "word", "title"),
    [
        ("laonian", "老年", "老年优待证办理"),
        ("jinglaozheng", "敬老证", "老年优待证办理"),  # an everyday word: no item is called so
        ("gongjijin", "公积金", "住房公积金缴存证明打印"),
    ],
)
def test_characters_are_chosen_on_the_pad_and_searched_for(
    terminal: Terminal, letters: str, word: str, title: str
) -> None:
    view = show(terminal, "catalogue")
    view.search()
    for key in letters:
        view.board.press(key)
    assert title in [each["title"] for each in view.choices], "by its sound already"
    while view.typed != word:
        left = word[len(view.typed.rstrip("abcdefghijklmnopqrstuvwxyz")) :]
        view.board.choose(next(at for at, each in enumerate(view.board.candidates) if left.startswith(each)))
    assert title in [each["title"] for each in view.choices]
    for strange in ("\x1b[2J", "\x00", "", "老"):
        view.press(strange)
    assert view.typed == word
    view.up()
    assert (view.mode, view.typed, view.choices[0]["key"]) == ("doors", "", "elderly")


def test_a_word_of_two_scripts_and_a_long_one_are_searched_for(terminal: Terminal) -> None:
    view = show(terminal, "catalogue")
    for key in "laonian":
        view.press(key)
    view.board.choose(0)
    for key in "yd":
        view.press(key)
    assert (view.typed, view.choices[0]["key"]) == ("老年yd", "senior_card")
    for key in "q" * 100:
        view.press(key)
    assert len(view.typed) <= 2 * LONGEST


def test_an_english_word_is_typed_as_it_is_written(terminal: Terminal) -> None:
    terminal.stage.set_modes(language="en")
    view = show(terminal, "catalogue")
    for key in "SENIOR":
        view.board.press(key)
    assert (view.board.layer, view.typed, view.choices[0]["key"]) == ("latin", "SENIOR", "senior_card")
    terminal.stage.set_modes(language="zh_CN")
    assert (view.board.layer, view.typed) == ("latin", "SENIOR"), "what is typed stays as it is"
    view.up()
    terminal.stage.set_modes(language="en")
    terminal.stage.set_modes(language="zh_CN")
    view.search()
    assert view.board.layer == "pinyin"


def test_nothing_found_says_so_and_the_way_back_leads_to_the_doors(terminal: Terminal, touch: Press) -> None:
    view = show(terminal, "catalogue")
    for key in "qqqqq":
        view.press(key)
    assert (view.choices, view.hint) == ([], "没找到，换个说法试试")
    touch("up")
    assert (view.mode, view.typed) == ("doors", "")
    assert terminal.runner.told == []


def test_an_item_that_cannot_be_begun_now_says_why_and_can_be_read(terminal: Terminal) -> None:
    view = show(terminal, "catalogue")
    view.choose("elderly")
    senior = next(choice for choice in view.choices if choice["key"] == "senior_card")
    assert (senior["shut"], senior["note"]) == ("shut", "现在不能拍照")
    assert view.choices[0]["shut"] == ""
    view.choose("no_such_item")
    assert terminal.runner.told == []
    view.choose("senior_card")
    assert terminal.runner.told == [("answer", "senior_card")]


def test_the_index_grows_while_the_doors_are_looked_at(terminal: Terminal, qtbot: QtBot) -> None:
    view = show(terminal, "catalogue")
    qtbot.waitUntil(lambda: not view._growing.isActive())
    assert not WHOLE.index.grow(1)


def test_every_item_stands_behind_a_door_of_every_kind() -> None:
    for item in WHOLE.items.values():
        assert set(item.themes) <= set(DOORS["theme"]), item.item
        assert set(item.life_events) <= set(DOORS["life_event"]), item.item
        assert item.department in DOORS["department"], item.item


def test_a_paper_that_this_terminal_cannot_take_is_named_before_anybody_begins(terminal: Terminal) -> None:
    for no_pages, said in ((None, "在本机拍照提交"), (Notice("material_not_here"), "本机拍不了，请带到窗口")):
        view = show(terminal, application(ReadItem(WHOLE, LEASE_ITEM, None, no_pages)))
        (materials,) = (section for section in view.sections if section["key"] == "materials")
        (detail,) = (line["detail"] for line in materials["lines"] if line["text"] == "租赁合同")
        assert detail.splitlines()[0] == said
        assert view.possible


def test_what_it_really_took_stands_below_what_was_promised(terminal: Terminal) -> None:
    def limits(name: str) -> list[dict[str, str]]:
        view = show(terminal, name)
        (found,) = (section["lines"] for section in view.sections if section["key"] == "limits")
        return [line for line in found if line["text"].startswith("实际用时")]

    assert limits("item_not_now") == []
    evidence = "从受理算起；2026年8月25日至11月22日"
    took = "实际用时：一半的人 9 天内办结，九成的人 14 天内办结"
    assert limits("item_measured") == [{"text": took, "detail": f"{evidence}，128 件"}]
    assert limits("item_measured_few") == [{"text": "实际用时：样本不足", "detail": f"{evidence}，7 件"}]
