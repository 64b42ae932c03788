"""The keypad: what may leave it, what is shown of it, and what is said when something is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from stdnum import luhn
from stdnum.cn import uscc

from central.contract.texts import Texts
from kiosk.texts import Wording
from kiosk.wishes.wish import EnterNumber, Entry, Notice
from tests.ui.scenes import NOW, wish
from tests.ui.screen import ROOT, Terminal, tap
from ui.views.enter_number import EnterNumberView

TEXTS = Texts(ROOT / "assets/texts")
BOOKING = "123456789" + luhn.calc_check_digit("123456789")


class Ear:
    """Remembers the answer."""

    def __init__(self) -> None:
        self.answers: list[str] = []

    def answer(self, view: object, value: str) -> None:
        self.answers.append(value)


def view(entry: Entry, notice: Notice | None = None) -> tuple[EnterNumberView, Ear]:
    ear = Ear()
    return EnterNumberView(wish(EnterNumber(entry, notice)), Wording(TEXTS, lambda: NOW), ear), ear


def type_in(screen: EnterNumberView, keys: str) -> None:
    for key in keys:
        screen.press(key)
    screen.finish()


@pytest.mark.parametrize(
    ("entry", "keys"),
    [
        (Entry.BOOKING_NUMBER, BOOKING),
        (Entry.BOOKING_NUMBER, "13800138001"),
        (Entry.PHONE, "19912345678"),
        (Entry.PHONE_LAST4, "0000"),
        (Entry.ID_LAST4, "123X"),
        (Entry.ID_LAST4, "1234"),
    ],
)
def test_what_can_be_right_leaves_the_screen_once(entry: Entry, keys: str) -> None:
    screen, ear = view(entry)
    type_in(screen, keys)
    screen.finish()
    screen.press("1")
    screen.erase()
    assert ear.answers == [keys]


@pytest.mark.parametrize(
    ("entry", "keys", "said"),
    [
        (Entry.BOOKING_NUMBER, "", "请按数字键输入"),
        (Entry.BOOKING_NUMBER, "12345", "位数不够：手机号 11 位，预约编号 10 位"),
        (Entry.BOOKING_NUMBER, BOOKING[:-1] + str((int(BOOKING[-1]) + 1) % 10), "预约编号有一位不对，请核对后改正"),
        (Entry.BOOKING_NUMBER, "12800138001", "手机号不对，请核对后改正"),
        (Entry.PHONE, "138001380", "还差 2 位，请接着输入"),
        (Entry.PHONE_LAST4, "123", "还差 1 位，请接着输入"),
        (Entry.ID_LAST4, "12", "还差 2 位，请接着输入"),
    ],
)
def test_what_cannot_be_right_stays_and_says_why(entry: Entry, keys: str, said: str) -> None:
    screen, ear = view(entry)
    type_in(screen, keys)
    assert (screen.wrong, ear.answers) == (said, [])


def test_an_x_can_only_be_the_last_of_an_id_number() -> None:
    screen, _ = view(Entry.ID_LAST4)
    screen.press("X")
    assert (screen.shown, screen.wrong) == ("", "X 只能是最后一位")
    for key in "123X":
        screen.press(key)
    assert (screen.shown, screen.wrong) == ("1 2 3 X", "")
    screen, _ = view(Entry.PHONE_LAST4)
    screen.press("X")
    assert (screen.shown, screen.wrong) == ("", "这里只有数字")


def test_digits_are_grouped_and_the_phone_is_masked_once_it_is_given() -> None:
    screen, _ = view(Entry.PHONE)
    for key in "13800138001":
        screen.press(key)
    assert screen.shown == "138 0013 8001"
    screen.finish()
    assert screen.shown == "138 **** 8001"


def test_erase_and_clear() -> None:
    screen, _ = view(Entry.PHONE)
    for key in "1380":
        screen.press(key)
    screen.erase()
    assert screen.shown == "138"
    screen.clear()
    assert screen.shown == ""


def test_the_notice_of_before_goes_with_the_first_key() -> None:
    screen, _ = view(Entry.PHONE, Notice("not_found"))
    assert screen.wrong.startswith("请核对")
    screen.press("1")
    assert screen.wrong == ""


@given(st.sampled_from(list(Entry)), st.lists(st.text(max_size=3), max_size=30))
def test_whatever_comes_from_the_keys_only_the_alphabet_leaves(entry: Entry, keys: list[str]) -> None:
    screen, ear = view(entry)
    for key in keys:
        screen.press(key)
    screen.finish()
    for answer in ear.answers:
        assert answer.isascii()
        if len(answer) == 18:
            assert entry is Entry.CREDIT_CODE
            assert uscc.is_valid(answer)
            continue
        assert answer[:-1].isdigit()
        assert len(answer) in {4, 10, 11}
        assert answer[-1].isdigit() or (entry is Entry.ID_LAST4 and answer[-1] == "X")


CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(CREDIT, min_size=18, max_size=18))
def test_of_credit_codes_only_those_with_a_good_check_character_leave(code: str) -> None:
    screen, ear = view(Entry.CREDIT_CODE)
    type_in(screen, code)
    assert ear.answers == ([code] if uscc.is_valid(code) else [])


@given(st.text(CREDIT, min_size=17, max_size=17), st.integers(0, 17), st.integers(1, 30))
def test_one_wrong_character_of_a_credit_code_is_always_caught(code: str, at: int, step: int) -> None:
    good = code + uscc.calc_check_digit(code)
    wrong = good[:at] + CREDIT[(CREDIT.index(good[at]) + step) % 31] + good[at + 1 :]
    screen, ear = view(Entry.CREDIT_CODE)
    type_in(screen, wrong)
    assert (ear.answers, screen.wrong) == ([], "代码有一位不对，请对照营业执照改正")


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_one_wrong_digit_is_always_caught(digits: str) -> None:
    screen, ear = view(Entry.BOOKING_NUMBER)
    type_in(screen, digits)
    assert bool(ear.answers) == luhn.is_valid(digits)


def test_by_touch_fast_fingers_lose_no_digit(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(wish(EnterNumber(Entry.PHONE_LAST4)))
    terminal.settle(qtbot.waitUntil, "key_1")
    for key in "8800":
        item = terminal.find(f"key_{key}")
        assert item is not None
        tap(terminal, item, finger)
    tap(terminal, terminal.settle(qtbot.waitUntil, "next"), finger, 2)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", "8800")]


@pytest.mark.parametrize("entry", Entry)
def test_by_keys_the_pad_is_walked_and_left(terminal: Terminal, qtbot: QtBot, entry: Entry) -> None:
    """What is no sign of the number means on this screen what it means on every other."""
    terminal.stage.show(wish(EnterNumber(entry)))
    terminal.settle(qtbot.waitUntil, "next")
    QTest.keyClick(terminal.window, Qt.Key.Key_Tab)
    focused = terminal.window.activeFocusItem()
    assert focused is not None
    assert focused.objectName().startswith("key_")
    QTest.keyClick(terminal.window, Qt.Key.Key_Escape)
    assert terminal.runner.told == [("back", None)]
