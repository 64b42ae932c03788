"""The stage by touch and by keyboard: every answer once, every scene in its turn, nothing left for the next visitor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.readiness import ServiceReadiness
from kiosk.scenes import Home, Scene, Service, Waiting
from kiosk.wishes.wish import Next, Notice, Present, TypeInstead
from tests.ui.agency_scenes import AGENCY_SCENES
from tests.ui.case_scenes import CASE_SCENES
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.scenes import ALL_WAYS, BOOKED, BOOKINGS, ITEMS, SCENES, at, readiness, wish
from tests.ui.screen import LANDSCAPE, Terminal, tap
from tests.ui.voice_scenes import VOICE_SCENES
from ui import stage as stage_module


def press(terminal: Terminal, qtbot: QtBot, finger: QInputDevice, name: str, times: int = 1) -> None:
    tap(terminal, terminal.settle(qtbot.waitUntil, name), finger, times)


# ---------------------------------------------------------------- one answer per scene


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_service_begins_once_however_often_it_is_tapped(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice, times: int
) -> None:
    press(terminal, qtbot, finger, "service_take_booked_ticket", times)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("begin", Service.TAKE_BOOKED_TICKET)]


def test_ten_fingers_at_once_give_one_answer(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["choose_item"])
    buttons = [terminal.settle(qtbot.waitUntil, f"choice_{item.item_id}") for item in ITEMS]
    points = [terminal.centre(button).toPoint() for button in buttons]
    hands = QTest.touchEvent(terminal.window, finger)
    for number, point in enumerate((points * 2)[:10]):
        hands.press(number, point + QPoint(0, number), terminal.window)
    hands.commit()
    lifted = QTest.touchEvent(terminal.window, finger)
    for number, point in enumerate((points * 2)[:10]):
        lifted.release(number, point + QPoint(0, number), terminal.window)
    lifted.commit()
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert len(terminal.runner.told) == 1
    assert terminal.runner.told[0][1] in ITEMS


def test_a_double_tap_does_not_reach_the_next_screen(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    """The second tap of a double tap lands where the next screen has a button of its own."""
    terminal.stage.show(SCENES["explain_not_found"])
    button = terminal.settle(qtbot.waitUntil, "next_home")
    tap(terminal, button, finger)
    terminal.stage.show(SCENES["explain_open"])  # its own "home" stands in the same place
    tap(terminal, button, finger)
    QCoreApplication.processEvents()
    assert terminal.runner.told == [("answer", Next.HOME)]


def test_a_screen_that_the_runner_makes_nothing_of_goes_on_hearing(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice
) -> None:
    """A service that stopped being possible under the finger must not leave a dead home screen."""
    terminal.runner.refuses = True
    press(terminal, qtbot, finger, "service_take_booked_ticket")
    terminal.runner.refuses = False
    press(terminal, qtbot, finger, "service_take_booked_ticket", 2)
    qtbot.waitUntil(lambda: len(terminal.runner.told) == 2)
    assert terminal.runner.told == [("begin", Service.TAKE_BOOKED_TICKET)] * 2


def test_a_view_that_is_gone_is_not_heard(terminal: Terminal) -> None:
    terminal.stage.show(SCENES["explain_open"])
    old = terminal.stage.view
    terminal.stage.show(SCENES["take_paper"])
    old.choose("home")
    old.home()
    assert terminal.runner.told == []


def test_the_choice_that_was_touched_is_the_answer(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["choose_booking"])
    press(terminal, qtbot, finger, f"choice_{BOOKINGS[1].booking_id}")
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", BOOKINGS[1])]


def test_type_instead(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["present"])
    press(terminal, qtbot, finger, "type")
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", TypeInstead())]


def test_every_item_can_be_reached_by_turning_pages(
    open_terminal: Callable[..., Terminal], qtbot: QtBot, finger: QInputDevice
) -> None:
    terminal = open_terminal(LANDSCAPE)
    terminal.stage.show(SCENES["choose_item"])
    terminal.stage.set_modes(large=True)

    def page() -> set[str]:
        return {item.objectName() for item in terminal.items() if item.objectName().startswith("choice_")}

    seen = set()
    for _ in range(2):
        more = terminal.settle(qtbot.waitUntil, "more")
        here = page()
        seen |= here
        tap(terminal, more, finger)
        qtbot.waitUntil(lambda: page() != here)  # noqa: B023  it is asked before the next round
    assert seen == {f"choice_{item.item_id}" for item in ITEMS}


# ---------------------------------------------------------------- back, home, retry


def test_back_only_where_there_is_a_way_back(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["present"])
    terminal.settle(qtbot.waitUntil, "home")
    assert terminal.find("back") is None
    terminal.stage.view.back()
    assert terminal.runner.told == []
    terminal.stage.show(SCENES["choose_booking"])
    press(terminal, qtbot, finger, "back")
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("back", None)]


def test_leaving_is_heard_while_something_is_under_way(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["choose_booking"])
    home = terminal.settle(qtbot.waitUntil, "home")
    terminal.stage.show(SCENES["waiting"])
    tap(terminal, home, finger, 3)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("home", None)]


def test_retry(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["problem"])
    press(terminal, qtbot, finger, "retry", 2)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("retry", None)]
    terminal.stage.show(SCENES["problem_staff"])
    terminal.settle(qtbot.waitUntil, "home")
    assert terminal.find("retry") is None


# ---------------------------------------------------------------- waits


def test_a_short_wait_is_never_shown(terminal: Terminal) -> None:
    terminal.stage.show(SCENES["present"])
    terminal.stage.show(SCENES["waiting"])
    assert terminal.stage.screen == "Present"
    terminal.stage.show(SCENES["choose_booking"])
    assert not terminal.stage._wait.isActive()
    terminal.stage._show_late()
    assert terminal.stage.screen == "ChooseBooking"


def test_a_long_wait_is_shown_and_the_screen_before_is_deaf_meanwhile(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(SCENES["present"])
    terminal.stage.show(Waiting(BOOKED, "checking_code"))
    terminal.stage.view.typeInstead()
    terminal.stage.show(Waiting(BOOKED, "asking_office"))  # one wait after another is one wait
    qtbot.waitUntil(lambda: terminal.stage.screen == "Waiting")
    assert terminal.runner.told == []
    assert terminal.stage.view.title == "正在查询预约"


def test_nobody_is_offered_to_leave_while_a_ticket_is_taken(terminal: Terminal) -> None:
    for code, may in (("asking_office", True), ("taking_ticket", False)):
        terminal.stage.show(SCENES["home"])
        terminal.stage.show(Waiting(BOOKED, code))
        terminal.stage._show_late()
        assert not terminal.stage.view.mayLeave
        terminal.stage.view._grow()
        assert terminal.stage.view.mayLeave is may


# ---------------------------------------------------------------- home


def test_a_service_that_is_not_possible_explains_itself(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["home_night"])
    press(terminal, qtbot, finger, "service_take_walk_in_ticket")
    press(terminal, qtbot, finger, "understood")
    qtbot.waitUntil(lambda: terminal.find("understood") is None)
    assert terminal.runner.told == []


def test_news_of_the_hall_do_not_take_a_button_from_under_a_finger(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice
) -> None:
    door = terminal.settle(qtbot.waitUntil, "service_take_booked_ticket")
    point = terminal.centre(door).toPoint()
    QTest.touchEvent(terminal.window, finger).press(0, point, terminal.window).commit()
    terminal.stage.show(Home(readiness(ServiceReadiness(possible=False, reason=Notice("window_closed")), office=False)))
    QCoreApplication.processEvents()
    QTest.touchEvent(terminal.window, finger).release(0, point, terminal.window).commit()
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("begin", Service.TAKE_BOOKED_TICKET)]
    assert terminal.stage.view.services[1].state == "窗口现在不办理"


def test_the_clock_and_the_greeting_follow_the_business_time(terminal: Terminal) -> None:
    view = terminal.stage.view
    assert (view.clock, view.day, view.greeting) == ("14:30", "11月21日 星期六", "下午好")
    terminal.now = at(2, 14)
    terminal.stage._watch_clock()
    assert (view.clock, view.greeting) == ("02:14", "夜深了，这里还开着")


def test_what_was_shown_before_is_not_confused_with_what_is_shown_again(terminal: Terminal) -> None:
    """A second bad code looks like the first: the screen must still be seen to answer."""
    same = wish(Present(ALL_WAYS, Notice("code_forged")), back=False)
    again = wish(Present(ALL_WAYS, Notice("code_forged")), back=False)
    terminal.stage.show(same)
    view = terminal.stage.view
    terminal.stage.show(same)
    assert terminal.stage.view is view
    terminal.stage.show(again)
    assert terminal.stage.view is not view


def test_a_way_that_goes_away_leaves_the_standing_screen(terminal: Terminal, qtbot: QtBot) -> None:
    scene = SCENES["present"]
    terminal.stage.show(scene)
    view = terminal.stage.view
    terminal.stage.show(wish(scene.wish, back=False, without=SCENES["present_without"].without))
    assert terminal.stage.view is view
    assert (view.code, view.card, view.title) == (False, True, "请放身份证")


# ---------------------------------------------------------------- modes


def test_modes_switch_on_the_standing_screen_and_end_with_the_session(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice
) -> None:
    terminal.stage.show(SCENES["choose_booking"])
    for name in ("mode_large", "mode_contrast", "mode_language"):
        press(terminal, qtbot, finger, name)
    qtbot.waitUntil(lambda: terminal.stage.language == "en")
    assert terminal.stage.large
    assert terminal.stage.contrast
    assert terminal.stage.view.title == "Choose a booking"
    assert ("patience", stage_module.PATIENCE_LARGE) in terminal.runner.told
    terminal.stage.show(SCENES["enter_id_last4"])
    assert terminal.stage.large
    terminal.stage.show(SCENES["home"])
    assert (terminal.stage.large, terminal.stage.contrast, terminal.stage.language) == (False, False, "zh_CN")
    assert terminal.runner.told[-1] == ("patience", 1.0)


def test_modes_chosen_at_home_hold_for_the_session_and_not_for_the_next_visitor(
    terminal: Terminal, qtbot: QtBot
) -> None:
    terminal.stage.set_modes(large=True)
    assert terminal.stage._forget.isActive()
    terminal.stage.show(SCENES["present"])
    assert not terminal.stage._forget.isActive()
    assert terminal.stage.large
    terminal.stage.show(SCENES["home"])
    terminal.stage.set_modes(language="en")
    terminal.stage._forget.setInterval(10)
    terminal.stage._forget.start()
    qtbot.waitUntil(lambda: terminal.stage.language == "zh_CN")


def test_the_desk_and_its_phone_are_one_touch_away(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    press(terminal, qtbot, finger, "help")
    press(terminal, qtbot, finger, "help_close")
    qtbot.waitUntil(lambda: terminal.find("help_close") is None)
    assert terminal.stage.frame.helpDesk == "大厅正门右手边的服务台"


# ---------------------------------------------------------------- is anybody there?


def test_the_idle_question_stays_or_leaves(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    terminal.stage.show(SCENES["choose_booking"])
    terminal.stage.warn(30)
    press(terminal, qtbot, finger, "stay")
    terminal.stage.warn(29)
    press(terminal, qtbot, finger, "leave")
    qtbot.waitUntil(lambda: len(terminal.runner.told) == 2)
    assert terminal.runner.told == [("stay", None), ("home", None)]
    terminal.stage.warn(None)
    qtbot.waitUntil(lambda: terminal.find("stay") is None)


def test_every_kind_of_input_is_a_sign_of_life(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    nowhere = QPoint(5, 1000)
    QTest.touchEvent(terminal.window, finger).press(0, nowhere, terminal.window).commit()
    touched = terminal.runner.touches
    assert touched >= 1
    QTest.touchEvent(terminal.window, finger).release(0, nowhere, terminal.window).commit()
    QTest.mouseClick(terminal.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, nowhere)
    after_mouse = terminal.runner.touches
    assert after_mouse > touched
    QTest.keyClick(terminal.window, Qt.Key.Key_F5)
    assert terminal.runner.touches > after_mouse


# ---------------------------------------------------------------- without a finger


ROW = 40  # pixels of a portrait window in which buttons beside each other begin


def walk(terminal: Terminal, key: Qt.Key, steps: int) -> list[str]:
    names = []
    for _ in range(steps):
        QTest.keyClick(terminal.window, key)
        focus = terminal.window.activeFocusItem()
        names.append(focus.objectName() if focus else "")
    return names


BY_KEY: dict[str, Scene] = {
    **{name: SCENES[name] for name in ("present", "enter_id_last4", "choose_item", "explain_not_found", "keep_number")},
    **{name: CASE_SCENES[name] for name in ("home_five", "cases", "case_stopped", "case_own", "withdraw")},
    **{name: PROJECT_SCENES[name] for name in ("project_day", "plan_small", "plan_step")},
    **{name: AGENCY_SCENES[name] for name in ("agent_steps", "agreement_acting")},
    **{name: VOICE_SCENES[name] for name in ("voice_call", "voice_answered")},
}


@pytest.mark.parametrize("name", BY_KEY)
def test_every_control_is_reached_by_tab_and_by_arrow(terminal: Terminal, qtbot: QtBot, name: str) -> None:
    terminal.stage.show(SCENES["problem"])
    terminal.stage.show(BY_KEY[name])
    qtbot.waitUntil(lambda: terminal.find("help").isEnabled() and all(i.isEnabled() for i in terminal.items()))
    terminal.window.requestActivate()
    qtbot.waitUntil(terminal.window.isActive)
    controls = {item.objectName() for item in terminal.items() if item.inherits("QQuickAbstractButton")}
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right):
        assert set(walk(terminal, key, len(controls) + 2)) - {""} == controls
    focus = terminal.window.activeFocusItem()
    assert focus.property("visualFocus")
    standing = [item for item in terminal.items() if item.objectName() in controls and not scrolled(item)]
    places = {item.objectName(): item.mapToScene(QPointF()) for item in standing}
    while terminal.window.activeFocusItem().objectName() != "help":
        QTest.keyClick(terminal.window, Qt.Key.Key_Tab)
    walked = [places[each] for each in walk(terminal, Qt.Key.Key_Tab, len(controls)) if each in places]
    assert walked == sorted(walked, key=lambda place: (round(place.y() / ROW), place.x())), "not as one reads"


def scrolled(item: QQuickItem) -> bool:
    """Where it stands changes with the focus."""
    above = item.parentItem()
    while above is not None and not above.inherits("QQuickFlickable"):
        above = above.parentItem()
    return above is not None


def test_help_opens_and_closes_by_keyboard(terminal: Terminal, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: all(item.isEnabled() for item in terminal.items()))
    terminal.window.requestActivate()
    qtbot.waitUntil(terminal.window.isActive)
    while terminal.window.activeFocusItem() is None or terminal.window.activeFocusItem().objectName() != "help":
        QTest.keyClick(terminal.window, Qt.Key.Key_Tab)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.keyClick(terminal.window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: terminal.find("help_close") is not None)
        assert set(walk(terminal, Qt.Key.Key_Tab, 3)) == {"help_close", "speak_up"}  # the screen below rests
        terminal.find("help_close").forceActiveFocus()
        QTest.keyClick(terminal.window, key)
        qtbot.waitUntil(lambda: terminal.find("help_close") is None)
        assert terminal.window.activeFocusItem().objectName() == "help"


def test_a_whole_answer_by_keyboard(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(SCENES["explain_not_found"])
    qtbot.waitUntil(lambda: all(item.isEnabled() for item in terminal.items()))
    terminal.window.requestActivate()
    qtbot.waitUntil(terminal.window.isActive)
    while terminal.window.activeFocusItem() is None or terminal.window.activeFocusItem().objectName() != "next_walk_in":
        QTest.keyClick(terminal.window, Qt.Key.Key_Tab)
    QTest.keyClick(terminal.window, Qt.Key.Key_Return)
    assert terminal.runner.told == [("answer", Next.WALK_IN)]


def test_escape_is_one_step_back(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(SCENES["enter_id_last4"])
    qtbot.waitUntil(lambda: all(item.isEnabled() for item in terminal.items()))
    terminal.window.requestActivate()
    qtbot.waitUntil(terminal.window.isActive)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Backspace, Qt.Key.Key_7):
        QTest.keyClick(terminal.window, key)
    assert terminal.stage.view.shown == "1 7"
    QTest.keyClick(terminal.window, Qt.Key.Key_Escape)
    assert terminal.runner.told == [("back", None)]
