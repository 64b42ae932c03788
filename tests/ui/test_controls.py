"""Every control of a form to its answer, with one finger and with the keypad alone; and the list of a group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from central.contract.texts import Texts
from kiosk.texts import Wording
from kiosk.wishes.application import AddEntry, ChangeEntry, EntriesComplete, RemoveEntry
from tests.ui.form_scenes import (
    ALONE,
    BANK,
    BIRTH,
    CREDIT,
    DIGITS,
    ID_NUMBER,
    LIVING,
    MONEY,
    MONTH,
    NAME,
    NEEDS,
    NUMBER,
    PHONE,
    PLATE,
    REGION,
    RELATIVES,
    TEXT,
    fill,
    listed,
)
from tests.ui.scenes import NOW
from tests.ui.screen import LANDSCAPE, ROOT, Terminal, tap
from tests.ui.test_form import Ear
from ui.views.list_entries import ListEntriesView

TEXTS = Texts(ROOT / "assets/texts")


def keys(typed: str) -> list[str]:
    return [f"key_{'point' if each == '.' else each}" for each in typed]


WAYS: list[tuple[Any, list[str], Any]] = [
    (PHONE, [*keys("13800138001"), "next"], "13800138001"),
    (ID_NUMBER, [*keys("11010519491231002X"), "next"], "11010519491231002X"),
    (CREDIT, [*keys("91350100M000100Y43"), "next"], "91350100M000100Y43"),
    (BANK, [*keys("4111111111111111"), "next"], "4111111111111111"),
    (PLATE, [*keys("粤BD12345"), "next"], "粤BD12345"),
    (DIGITS, [*keys("00120"), "key_erase", "next"], "0012"),
    (NUMBER, [*keys("12"), "next"], 12),
    (MONEY, [*keys("3650.5"), "next"], 3650.5),
    (BIRTH, [*keys("19560308"), "next"], "1956-03-08"),
    (MONTH, [*keys("202605"), "next"], "2026-05"),
    (REGION, ["option_440000", "option_440300", "option_440311"], "440311"),
    (LIVING, ["option_rent"], "rent"),
    (NEEDS, ["option_meals", "option_rehab", "option_meals", "option_talk", "next"], ["talk", "rehab"]),
    (ALONE, ["option_no"], False),
    (NAME, [*keys("wang"), "candidate_0", "layer_latin", "key_B", "next"], "王B"),
    (TEXT, ["next"], None),
]
NAMES = [field.control.value for field, _, _ in WAYS]


def open_on(terminal: Terminal, qtbot: QtBot, field: Any) -> None:
    terminal.stage.set_modes(contrast=True)  # pages turn at once there
    terminal.stage.show(fill(field))
    terminal.settle(qtbot.waitUntil, "home")


def seen(terminal: Terminal, qtbot: QtBot, name: str) -> QQuickItem:
    """The control, once the page it stands on was turned to."""
    for _ in range(9):
        item = terminal.find(name)
        if item is not None:
            return item if name.startswith("key_") else terminal.settle(qtbot.waitUntil, name)
        turn = terminal.find("more")
        if turn is None:
            return terminal.settle(qtbot.waitUntil, name)
        turn.clicked.emit()
    raise AssertionError(name)


def walk(terminal: Terminal, name: str) -> int:
    """Go there with the arrow key, from wherever the focus is; how many presses it took."""
    for presses in range(120):
        focused = terminal.window.activeFocusItem()
        if focused is not None and focused.objectName() == name:
            return presses
        QTest.keyClick(terminal.window, Qt.Key.Key_Down)
    raise AssertionError(name)


@pytest.mark.parametrize("control", WAYS, ids=NAMES)
def test_by_one_finger(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice, control: tuple[Any, list[str], Any]
) -> None:
    """On an upright panel."""
    field, way, answer = control
    open_on(terminal, qtbot, field)
    for name in way:
        tap(terminal, seen(terminal, qtbot, name), finger)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", answer)]


@pytest.mark.parametrize("control", WAYS, ids=NAMES)
def test_by_keypad_alone(
    open_terminal: Callable[..., Terminal], qtbot: QtBot, control: tuple[Any, list[str], Any]
) -> None:
    """On a wide panel."""
    field, way, answer = control
    terminal = open_terminal(LANDSCAPE)
    open_on(terminal, qtbot, field)
    for name in way:
        seen(terminal, qtbot, name)
        walk(terminal, name)
        QTest.keyClick(terminal.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", answer)]


@pytest.mark.parametrize(
    ("field", "first", "second"), [(NEEDS, "option_meals", "option_talk"), (CREDIT, "key_9", "key_E")]
)
def test_a_press_leaves_the_focus_where_it_is(
    terminal: Terminal, qtbot: QtBot, field: Any, first: str, second: str
) -> None:
    """Who walks with arrows is not sent back to the beginning by every press."""
    open_on(terminal, qtbot, field)
    for name in (first, second):
        walk(terminal, name)
        QTest.keyClick(terminal.window, Qt.Key.Key_Return)
        assert walk(terminal, name) == 0


def test_a_finger_that_stays_on_it_takes_one_sign_after_the_other_back(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice
) -> None:
    terminal.stage.show(fill(ID_NUMBER, value="11010519491231002X"))
    erase = terminal.settle(qtbot.waitUntil, "key_erase")
    point = terminal.centre(erase).toPoint()
    QTest.touchEvent(terminal.window, finger).press(0, point, terminal.window).commit()
    qtbot.waitUntil(lambda: len(terminal.stage.view.shown.replace(" ", "")) < 16)
    QTest.touchEvent(terminal.window, finger).release(0, point, terminal.window).commit()
    assert terminal.stage.view.shown.startswith("110105")


# ---------------------------------------------------------------- the list of a group


def view(*entries: dict[str, Any], **more: Any) -> tuple[ListEntriesView, Ear]:
    ear = Ear()
    return ListEntriesView(listed(*entries, **more), Wording(TEXTS, lambda: NOW), ear), ear


def test_who_is_required_is_added_before_it_goes_on() -> None:
    screen, ear = view()
    assert (screen.enough, screen.addLabel) == (False, "添加一位家人")
    screen.finish()
    assert (screen.wrong, ear.answers) == ("至少填 1 位家人，请先添加", [])
    screen.add()
    screen.add()
    assert ear.answers == [AddEntry()]


def test_no_more_fit_than_the_form_takes() -> None:
    screen, ear = view(*RELATIVES, *RELATIVES)
    assert (screen.canAdd, screen.notice) == (False, "最多 6 位家人，已经填满")
    screen.add()
    assert ear.answers == []


def test_an_entry_that_cannot_be_right_is_named() -> None:
    screen, ear = view(RELATIVES[0], {"name": "郑寒", "id_number": "110105194912310029", "relation": "other"})
    screen.finish()
    assert (screen.wrong, ear.answers) == ("第 2 位家人 · 身份证号有一位不对，请核对后改正", [])
    screen, ear = view(RELATIVES[0], RELATIVES[0])
    screen.finish()
    assert (screen.wrong, ear.answers) == ("有两位家人填得完全一样，请删掉一位家人", [])


def test_a_card_tells_what_it_takes_to_know_the_entry() -> None:
    long = {"name": "王" * 20, "id_number": "11010519491231002X", "relation": "其" * 40}
    (card,) = view(long)[0].entries
    assert card == {
        "key": "1",
        "name": "第 1 位家人",
        "title": "王**王",
        "detail": f"110***********002X · {'其' * 23}…",
    }


def test_only_entries_that_are_there_are_changed_and_removed() -> None:
    for key in ("", "0", "3", "x", "-1"):
        screen, ear = view(*RELATIVES[:2])
        screen.change(key)
        screen.remove(key)
        assert ear.answers == []


@pytest.mark.parametrize("name", ["change_2", "remove_1", "add", "next"])
def test_the_list_by_one_finger(terminal: Terminal, qtbot: QtBot, finger: QInputDevice, name: str) -> None:
    terminal.stage.show(listed(*RELATIVES[:2]))
    tap(terminal, terminal.settle(qtbot.waitUntil, name), finger, 2)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", LIST[name])]


@pytest.mark.parametrize("name", ["change_2", "remove_1", "add", "next"])
def test_the_list_by_keypad_alone(terminal: Terminal, qtbot: QtBot, name: str) -> None:
    terminal.stage.show(listed(*RELATIVES[:2]))
    terminal.settle(qtbot.waitUntil, name)
    walk(terminal, name)
    QTest.keyClick(terminal.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", LIST[name])]


LIST = {"change_2": ChangeEntry(2), "remove_1": RemoveEntry(1), "add": AddEntry(), "next": EntriesComplete()}
