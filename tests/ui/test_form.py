"""A form by touch and by keypad: what leaves the screen, what is said when it cannot, and what a source filled in."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from central.contract.application import Filled, SignatureSheet
from central.contract.item import Sentence
from central.contract.texts import Texts
from kiosk.form import signature_strokes
from kiosk.texts import Wording
from kiosk.wishes.application import Change, SignPromise, Submit
from tests.ui.form_scenes import (
    ADDRESS,
    ALONE,
    BIRTH,
    CONSEQUENCE,
    FORM_SCENES,
    ID_NUMBER,
    LIVING,
    MONEY,
    NAME,
    NEEDS,
    PHONE,
    PLATE,
    PROMISE,
    REGION,
    SENIOR_CARD,
    fill,
    shown,
)
from tests.ui.scenes import NOW
from tests.ui.screen import ROOT, Terminal, tap
from ui.views.fill_field import FillFieldView
from ui.views.review_answers import ReviewAnswersView
from ui.views.sign_promise import SignPromiseView

TEXTS = Texts(ROOT / "assets/texts")


class Ear:
    """Remembers the answers."""

    def __init__(self) -> None:
        self.answers: list[Any] = []

    def answer(self, view: object, value: Any) -> None:
        self.answers.append(value)


def view(field: Any, **more: Any) -> tuple[FillFieldView, Ear]:
    ear = Ear()
    return FillFieldView(fill(field, **more), Wording(TEXTS, lambda: NOW), ear), ear


def type_in(screen: FillFieldView, keys: str) -> None:
    for key in keys:
        screen.press(key)
    screen.finish()


@pytest.mark.parametrize(
    ("field", "keys", "answer"),
    [
        (PHONE, "13800138001", "13800138001"),
        (PHONE, "", None),
        (BIRTH, "19560308", "1956-03-08"),
        (ID_NUMBER, "11010519491231002X", "11010519491231002X"),
        (PLATE, "粤B12345", "粤B12345"),
        (MONEY, "03650.5", 3650.5),
    ],
)
def test_what_is_typed_leaves_the_screen_once_as_its_schema_wants_it(field: Any, keys: str, answer: Any) -> None:
    screen, ear = view(field)
    type_in(screen, keys)
    type_in(screen, "1")
    screen.erase()
    assert ear.answers == [answer]


@pytest.mark.parametrize(
    ("field", "keys", "said"),
    [
        (PHONE, "12", "手机号不对，应是 1 开头的 11 位"),
        (PHONE, "138X", "这一位不能是这个"),
        (BIRTH, "20250229", "没有这一天，请核对年月日"),
        (MONEY, "1000001", "不能大于 1000000，请改正"),
    ],
)
def test_what_is_wrong_is_said_while_it_is_typed(field: Any, keys: str, said: str) -> None:
    screen, ear = view(field)
    for key in keys:
        screen.press(key)
    assert (screen.wrong, ear.answers) == (said, [])


def test_what_is_not_whole_is_said_when_it_is_to_leave() -> None:
    screen, ear = view(BIRTH)
    type_in(screen, "195603")
    assert (screen.wrong, ear.answers) == ("还差 3 位，请接着输入", [])
    screen, ear = view(ID_NUMBER)
    screen.finish()
    assert (screen.wrong, ear.answers) == ("请先填写，再按下一步", [])


def test_what_a_source_filled_in_is_marked_and_given_back_as_it_is() -> None:
    masked = Filled(value="138****8001", source="population", masked=True)
    screen, ear = view(PHONE, filled=masked)
    assert screen.shown == "138****8001"
    assert screen.origin == "已按身份证填好，不对可以改"
    screen.finish()
    assert ear.answers == ["138****8001"]


def test_the_first_key_replaces_what_was_filled_in_and_takes_the_mark_away() -> None:
    screen, ear = view(PHONE, filled=Filled(value="138****8001", masked=True))
    screen.press("1")
    assert (screen.shown, screen.origin) == ("1", "")
    type_in(screen, "9912345678")
    assert ear.answers == ["19912345678"]
    screen, _ = view(PHONE, filled=Filled(value="138****8001", masked=True))
    screen.erase()
    assert screen.shown == ""


def test_a_filled_in_value_that_cannot_be_right_does_not_pass() -> None:
    screen, ear = view(PHONE, filled=Filled(value="12345", source="population"))
    screen.finish()
    assert ear.answers == []
    assert screen.wrong


def test_options() -> None:
    screen, ear = view(LIVING)
    screen.choose("nonsense")
    screen.choose("rent")
    assert ear.answers == ["rent"]
    screen, ear = view(ALONE)
    screen.finish()
    screen.choose("no")
    assert ear.answers == [False]
    screen, ear = view(NEEDS)
    screen.finish()
    assert screen.wrong == "请先选一项"
    for key in ("company", "meals", "talk", "talk"):
        screen.choose(key)
    screen.finish()
    assert ear.answers == [["meals", "company"]]


def test_a_region_is_chosen_from_the_province_down() -> None:
    screen, ear = view(REGION)
    for key in ("440000", "500000", "440300", "up", "440300", "440311"):
        screen.choose(key)
    assert ear.answers == ["440311"]
    screen, _ = view(REGION, value="440311")
    assert {each["title"] for each in screen.options if each["chosen"]} == {"光明区"}


def test_words_by_their_sound_by_letters_and_by_figures() -> None:
    screen, ear = view(ADDRESS)
    for key in "guangmingqu":
        screen.press(key)
    assert screen.shown == "guangmingqu"
    assert screen.board.candidates[0] == "光明区"
    screen.finish()
    assert (screen.wrong, ear.answers) == ("拼音还没选字，请点选上面的字", [])
    screen.board.choose(0)
    screen.board.turn("figures")
    for key in "12号":
        screen.press(key)
    screen.board.turn("latin")
    screen.press("B")
    screen.board.turn("nonsense")
    screen.board.choose(7)
    screen.finish()
    assert ear.answers == ["光明区12号B"]


def test_the_first_characters_are_chosen_and_the_other_letters_wait() -> None:
    screen, _ = view(NAME)
    for key in "zhangkun":
        screen.press(key)
    screen.board.choose(screen.board.candidates.index("张"))
    assert screen.shown == "张kun"
    screen.board.choose(screen.board.candidates.index("堃"))
    assert screen.shown == "张堃"
    screen.erase()
    screen.press("k")
    screen.erase()
    assert screen.shown == "张"


def test_nothing_of_one_citizen_is_offered_to_the_next() -> None:
    first, _ = view(NAME)
    for key in "ouyangtiezhu":
        first.press(key)
    before = list(first.board.candidates)
    for _ in range(3):
        first.board.choose(len(first.board.candidates) - 1)
    second, _ = view(NAME)
    for key in "ouyangtiezhu":
        second.press(key)
    assert second.board.candidates == before


def test_by_touch_an_address_is_written(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(fill(ADDRESS))
    terminal.settle(qtbot.waitUntil, "key_q")
    for key in "shenzhen":
        item = terminal.find(f"key_{key}")
        assert item is not None
        tap(terminal, item, finger)
    tap(terminal, terminal.settle(qtbot.waitUntil, "candidate_0"), finger)
    tap(terminal, terminal.settle(qtbot.waitUntil, "next"), finger)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", "深圳")]


def test_by_keypad_a_word_is_written(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(fill(ADDRESS))
    terminal.settle(qtbot.waitUntil, "key_q")
    for letter in "NIHAO":
        press(terminal, Qt.Key(ord(letter)))
    focus(terminal, "candidate_0")
    press(terminal, Qt.Key.Key_Return)
    focus(terminal, "next")
    press(terminal, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", "你好")]


@given(
    st.sampled_from([ADDRESS, NAME, PHONE, BIRTH, ID_NUMBER, PLATE, MONEY, LIVING, NEEDS]),
    st.lists(st.text(max_size=3)),
)
def test_garbage_from_the_keys_never_raises(field: Any, keys: list[str]) -> None:
    screen, _ = view(field)
    for key in keys:
        screen.press(key)
        screen.choose(key)
    screen.finish()


def test_by_touch(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(fill(BIRTH))
    terminal.settle(qtbot.waitUntil, "key_1")
    for key in "19560308":
        item = terminal.find(f"key_{key}")
        assert item is not None
        tap(terminal, item, finger)
    tap(terminal, terminal.settle(qtbot.waitUntil, "next"), finger, 2)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", "1956-03-08")]


def press(terminal: Terminal, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(terminal.window, key)


def focus(terminal: Terminal, name: str) -> None:
    """Walk to it with the Tab key."""
    for _ in range(60):
        press(terminal, Qt.Key.Key_Tab)
        if terminal.window.activeFocusItem().objectName() == name:
            return
    raise AssertionError(name)


def test_by_keypad_a_number_is_typed(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(fill(PHONE))
    terminal.settle(qtbot.waitUntil, "next")
    for digit in "138001380099":
        press(terminal, Qt.Key(ord(digit)))
    press(terminal, Qt.Key.Key_Backspace)
    press(terminal, Qt.Key.Key_1)
    focus(terminal, "next")
    press(terminal, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", "13800138001")]


def test_by_keypad_an_option_is_chosen(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(fill(LIVING))
    terminal.settle(qtbot.waitUntil, "option_rent")
    focus(terminal, "option_rent")
    press(terminal, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", "rent")]


# ---------------------------------------------------------------- review


def review() -> tuple[ReviewAnswersView, Ear]:
    ear = Ear()
    return ReviewAnswersView(FORM_SCENES["review_answers"], Wording(TEXTS, lambda: NOW), ear), ear


def test_only_what_can_be_changed_leads_back() -> None:
    screen, ear = review()
    family = ["field.family", "field.family.1", "field.family.2"]
    assert [row["key"] for row in screen.rows] == [
        "",
        "",
        "phone",
        "living",
        "address",
        *family,
        "",
        "portrait",
        "note",
    ]
    assert [row["value"] for row in screen.rows[5:7]] == ["共 2 位家人", "郑大寒 · 110102199901209982 · 配偶"]
    for key in ("", "nonsense", "phone"):
        screen.change(key)
    assert ear.answers == [Change("phone")]


def test_the_answers_are_seen_to_the_last_before_they_can_be_submitted(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice
) -> None:
    terminal.stage.show(FORM_SCENES["review_answers"])
    terminal.settle(qtbot.waitUntil, "more")
    assert terminal.find("submit") is None
    while terminal.find("submit") is None:
        tap(terminal, terminal.settle(qtbot.waitUntil, "more"), finger)
    tap(terminal, terminal.settle(qtbot.waitUntil, "submit"), finger, 2)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", Submit())]


def test_by_keypad_an_answer_is_changed(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(FORM_SCENES["review_answers"])
    terminal.settle(qtbot.waitUntil, "change_phone")
    focus(terminal, "change_phone")
    press(terminal, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", Change("phone"))]


# ---------------------------------------------------------------- signature


def promise(text: Sentence = PROMISE, language: str = "zh_CN") -> tuple[SignPromiseView, Ear]:
    ear, wording = Ear(), Wording(TEXTS, lambda: NOW)
    wording.language = language
    return SignPromiseView(shown(SignPromise(SENIOR_CARD, text, CONSEQUENCE)), wording, ear), ear


def test_on_an_english_screen_the_english_stands_beside_the_chinese_that_is_signed() -> None:
    screen, _ = promise()
    assert (screen.promise, screen.inOtherWords, screen.whichCounts) == (PROMISE.zh_CN, "", "")
    screen, _ = promise(language="en")
    assert (screen.promise, screen.inOtherWords) == (PROMISE.zh_CN, PROMISE.en)
    assert (screen.consequence, screen.consequenceInOtherWords) == (CONSEQUENCE.zh_CN, CONSEQUENCE.en)
    assert screen.whichCounts == "You sign the Chinese text. The English one is only to help you read it"
    screen, _ = promise(Sentence(zh_CN="本人承诺。"), language="en")
    assert screen.whichCounts.startswith("This text is in Chinese only")


def test_a_signature_is_more_than_a_touch_and_the_text_is_read_first() -> None:
    screen, ear = promise()
    screen.sign()
    assert screen.wrong == "还没有签名，请在框里签上姓名"
    screen.stroke([10.0, 10.0], 500.0, 300.0)
    screen.sign()
    assert screen.wrong == "签名太短，请签上完整姓名"
    screen.stroke([10.0, 10.0, 250.0, 150.0, 490.0, 290.0], 500.0, 300.0)
    screen.sign()
    assert screen.wrong == "请先把承诺书拉到最后看完"
    screen.read()
    screen.sign()
    screen.decline()
    assert ear.answers == [((20, 33), (20, 33, 500, 500, 980, 967))]


def test_whoever_declines_goes_the_ordinary_way_unread() -> None:
    screen, ear = promise()
    screen.decline()
    screen.sign()
    assert ear.answers == [None]


@given(st.lists(st.lists(st.floats(), max_size=40), max_size=10), st.floats(), st.floats())
def test_whatever_the_pane_tells_a_signature_fits_its_sheet(
    strokes: list[list[float]], width: float, height: float
) -> None:
    screen, ear = promise()
    screen.read()
    for stroke in strokes:
        screen.stroke(stroke, width, height)
    screen.sign()
    for answer in ear.answers:
        SignatureSheet(text="0" * 64, strokes=answer, signed_at=NOW)


def test_a_long_signature_is_thinned_and_keeps_its_shape() -> None:
    """A circle in 9,000 points: every one of them stays within six thousandths of what is left."""

    def at(turn: float) -> tuple[int, int]:
        return round(500 + 480 * math.cos(turn)), round(500 + 480 * math.sin(turn))

    strokes = [[at(n / 300 * math.tau) for n in range(300)] for _ in range(30)]
    thin = signature_strokes.thinned(strokes)
    assert sum(len(stroke) for stroke in thin) <= 2 * signature_strokes.MOST_POINTS
    kept = list(zip(thin[0][::2], thin[0][1::2], strict=True))
    for point in strokes[0]:
        ends = pairwise(kept)
        assert min(signature_strokes._distance(point, one, other) for one, other in ends) <= 6


def test_by_touch_a_name_is_drawn(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(shown(SignPromise(SENIOR_CARD, PROMISE, CONSEQUENCE)))
    pane = terminal.settle(qtbot.waitUntil, "pane")
    start = pane.mapToScene(pane.boundingRect().topLeft()).toPoint() + QPoint(60, 60)
    window = terminal.window
    QTest.touchEvent(window, finger).press(0, start, window).commit()
    for step in range(1, 20):
        QTest.touchEvent(window, finger).move(0, start + QPoint(20 * step, 10 * (step % 3)), window).commit()
    QTest.touchEvent(window, finger).release(0, start + QPoint(400, 20), window).commit()
    tap(terminal, terminal.settle(qtbot.waitUntil, "sign"), finger)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    ((what, strokes),) = terminal.runner.told
    assert what == "answer"
    assert len(strokes) == 1
    assert max(strokes[0]) <= 1000


def test_by_keypad_one_can_decline(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(FORM_SCENES["sign_promise"])
    terminal.settle(qtbot.waitUntil, "decline")
    focus(terminal, "decline")
    press(terminal, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", None)]
