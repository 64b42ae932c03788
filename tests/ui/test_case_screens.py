"""The screens of a case by touch and by keypad: the number, the list, the page and its ways on."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from central.contract import case_words
from central.contract.case import Stage
from central.contract.clock import Light
from central.contract.texts import LANGUAGES
from kiosk.wishes.case import FromCase
from kiosk.wishes.wish import Next
from tests.ui.case_scenes import CASE_SCENES, NUMBER, PAGE, WHY_LATE
from tests.ui.screen import Press, Terminal


def show(terminal: Terminal, name: str) -> Any:
    terminal.stage.show(CASE_SCENES[name])
    return terminal.stage.view


@pytest.mark.parametrize(
    ("scene", "names", "answer"),
    [
        ("cases", [f"choice_{NUMBER}"], NUMBER),
        ("case_in_time", ["way_urge"], FromCase.URGE),
        ("case_in_time", ["way_print"], FromCase.PRINT),
        ("case_stopped", ["read_on", "way_ask_person"], FromCase.ASK_PERSON),
        ("case_lacks", ["way_supplement"], FromCase.SUPPLEMENT),
        ("case_closed", ["way_home"], FromCase.HOME),
        ("cases", ["company"], None),
        ("companies", ["choice_91110105MA0XQ99X1Q"], "91110105MA0XQ99X1Q"),
        ("companies", ["typed"], None),
        ("company_cases", ["choice_0000-0000-0000"], "0000-0000-0000"),
        ("withdraw", ["no"], False),
        ("withdraw_request", ["yes"], True),
        ("no_cases", ["next_company"], Next.COMPANY),
        ("case_last4", ["key_0", "key_0", "key_2", "key_X", "next"], "002X"),
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


def test_a_number_is_typed_on_the_glass_and_on_a_keyboard(terminal: Terminal, qtbot: QtBot, press: Press) -> None:
    view = show(terminal, "case_number")
    press("key_7")
    press("key_B")
    press("key_erase")
    for letter in "k3m9qwx2b4":
        QTest.keyClick(terminal.window, letter)
    assert view.shown == "7K3M-9QWX-2B4"
    press("next")
    assert view.wrong
    for slip in "k":
        QTest.keyClick(terminal.window, slip)
    press("next")
    assert view.wrong, "a letter that is off is told before anybody is asked"
    press("key_erase")
    press("key_J")
    press("next")
    assert terminal.runner.told == [("answer", NUMBER.replace("-", ""))]


@pytest.mark.parametrize("hostile", ["%", "*", "_", "I", "O", "Z", "'", "７", "7K", ""])
def test_wild_cards_and_what_no_number_has_cannot_be_typed(terminal: Terminal, hostile: str) -> None:
    view = show(terminal, "case_number")
    view.press(hostile)
    assert view.shown == ""


def test_withdrawing_is_found_at_the_end_of_the_page(terminal: Terminal, qtbot: QtBot, press: Press) -> None:
    show(terminal, "case_own")
    terminal.settle(qtbot.waitUntil, "way_withdraw")
    press("read_on")
    press("way_withdraw")
    assert terminal.runner.told == [("answer", FromCase.WITHDRAW)]


def test_a_credit_code_is_typed_by_its_own_letters_and_checked_before_it_leaves(
    terminal: Terminal, qtbot: QtBot, press: Press
) -> None:
    view = show(terminal, "credit_code")
    for letter in "IOSVZiosvz%*":
        QTest.keyClick(terminal.window, letter)
    assert view.shown == ""
    press("key_9")
    press("key_U")
    press("key_erase")
    for letter in "1110105ma0xq99x1":
        QTest.keyClick(terminal.window, letter)
    press("next")
    assert view.wrong == "还差 1 位，请接着输入"
    press("key_R")
    press("next")
    assert view.wrong == "代码有一位不对，请对照营业执照改正"
    press("key_erase")
    press("key_Q")
    assert view.shown == "91 110105 MA0XQ9 9X1Q"
    press("next")
    assert terminal.runner.told == [("answer", "91110105MA0XQ99X1Q")]


def test_a_companys_page_names_it_whole_and_says_who_acted(terminal: Terminal) -> None:
    view = show(terminal, "company_case")
    assert "北京春分示例商贸有限公司" in view.number
    assert "李" not in view.number
    assert view.events[0]["who"] == "以公司名义"
    assert show(terminal, "company_cases").hint == "北京春分示例商贸有限公司的办件，新的在前"
    assert (view.withdrawTitle, view.withdrawLabel) == ("", "")


@pytest.mark.parametrize("hostile", ["", "supplement", "home\x00", "7"])
def test_a_way_that_is_not_open_is_not_heard(terminal: Terminal, hostile: str) -> None:
    show(terminal, "case_closed").choose(hostile)
    show(terminal, "cases").choose(hostile)
    show(terminal, "companies").choose(hostile)
    show(terminal, "company_cases").ofCompany()
    assert terminal.runner.told == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_light_has_a_word_and_an_icon_of_its_own(terminal: Terminal, language: str) -> None:
    terminal.stage.set_modes(language=language)
    words = [terminal.stage.wording.text(f"follow.light.{light.value}") for light in Light]
    assert len(set(words)) == len(Light)
    pictures = {
        case_words.sign(Stage.REVIEWING, light)[0] for light in (Light.GREEN, Light.WHITE, Light.YELLOW, Light.RED)
    }
    assert len(pictures) == 4
    assert (
        len({case_words.sign(Stage.REVIEWING, light)[0] for light in (Light.RED, Light.STANDS, Light.NO_CALENDAR)}) == 3
    )


def test_the_page_tells_who_has_it_until_when_and_why_it_stands(terminal: Terminal) -> None:
    stopped = show(terminal, "case_stopped")
    assert stopped.title == "计时暂停"
    assert stopped.sign == "pause"
    assert "现场踏勘" in stopped.next
    assert "东城区民政局" in stopped.events[0]["who"]
    assert "现场" in stopped.events[0]["why"]
    assert "不计时" in stopped.shares
    lacks = show(terminal, "case_lacks")
    assert (lacks.materials[0]["sign"], lacks.materials[0]["name"]) == ("warn", "残疾人证")
    assert "残疾人证" in lacks.next


@pytest.mark.parametrize("large", [False, True])
def test_a_late_case_says_why_and_its_code_leads_to_its_page(terminal: Terminal, large: bool) -> None:
    terminal.stage.set_modes(large=large)
    view = show(terminal, "case_late_told")
    assert view.lateReason == f"超期原因：{WHY_LATE}"
    codes = [each for each in terminal.items() if each.objectName() == "code" and each.isVisible()]
    assert [each.property("payload") for each in codes] == [view.address] == [PAGE]
