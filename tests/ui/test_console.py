"""The service console on the screen, by touch: its entrance, its pages, what they tell the console."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QInputDevice
from pytestqt.qtbot import QtBot

from devices.states import DeviceState, Link
from kiosk.readiness import PRINTER, READER, SCANNER
from kiosk.technician.scenes import EnterPin
from kiosk.technician.service_mode import Pause
from kiosk.wishes.wish import Notice
from tests.ui.console_scenes import CONSOLE_SCENES
from tests.ui.scenes import SCENES
from tests.ui.screen import LANDSCAPE, PORTRAIT, Terminal, tap, visual_tree

Touch = Callable[[str], None]


class Console:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.touches = 0

    def touched(self) -> None:
        self.touches += 1

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.told.append((name, *arguments))


@pytest.fixture
def terminal(open_terminal: Callable[..., Terminal]) -> Terminal:
    terminal = open_terminal()
    terminal.stage.technician = Console()
    terminal.stage.show(SCENES["home"])
    return terminal


@pytest.fixture
def told(terminal: Terminal) -> list[tuple[Any, ...]]:
    return terminal.stage.technician.told


@pytest.fixture
def touch(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> Touch:
    return lambda name: tap(terminal, terminal.settle(qtbot.waitUntil, name), finger)


def test_five_taps_on_the_halls_name_open_the_entrance(
    terminal: Terminal, told: list[Any], qtbot: QtBot, finger: QInputDevice
) -> None:
    entrance = terminal.settle(qtbot.waitUntil, "entrance")
    tap(terminal, entrance, finger, times=4)
    assert told == []
    tap(terminal, entrance, finger)
    assert told == [("enter",)]


@pytest.mark.parametrize("scene", ["present", "take_paper", "problem"])
def test_no_entrance_while_a_citizen_is_there(
    scene: str, terminal: Terminal, told: list[Any], qtbot: QtBot, finger: QInputDevice
) -> None:
    terminal.stage.show(SCENES[scene])
    tap(terminal, terminal.settle(qtbot.waitUntil, "entrance"), finger, times=5)
    assert told == []


def test_number_and_pin_are_typed_and_the_pin_is_never_seen(terminal: Terminal, told: list[Any], touch: Touch) -> None:
    terminal.stage.show(EnterPin())
    for key in "1704":
        touch(f"key_{key}")
    touch("next")
    for key in "82649153":
        touch(f"key_{key}")
    shown = [item.property("text") for item in visual_tree(terminal.window.contentItem())]
    assert "●" * 8 in shown
    assert not any("8264" in text for text in shown if isinstance(text, str))
    touch("next")
    assert told == [("admit", "1704", "82649153")]
    assert terminal.stage.view._pin == ""


def test_no_pin_is_heard_during_the_wait(terminal: Terminal, told: list[Any], touch: Touch) -> None:
    terminal.stage.show(EnterPin())
    touch("key_1")
    terminal.stage.show(EnterPin(wait_s=60))
    terminal.stage.view.press("2")
    terminal.stage.view.next()
    assert terminal.stage.view.number == "1"
    assert told == []


def test_nothing_of_a_visit_or_a_citizen_stays_behind(terminal: Terminal, qtbot: QtBot) -> None:
    """A PIN half typed, a masked card, a phone number: the view that held it goes when its screen has gone."""
    for scene in (EnterPin(), CONSOLE_SCENES["console_tested"], SCENES["enter_booking_number"]):
        terminal.stage.show(scene)
        view = weakref.ref(terminal.stage.view)
        terminal.stage.show(SCENES["home"])
        qtbot.waitUntil(lambda view=view: gc.collect() >= 0 and view() is None)
        assert terminal.stage.console._scene == EnterPin()


@pytest.mark.parametrize(
    ("scene", "name", "expected"),
    [
        ("console_overview", f"device_{PRINTER}", ("device", PRINTER)),
        ("console_overview", "page_network", ("network",)),
        ("console_overview", "leave", ("leave",)),
        ("console_device_page", "test", ("test", PRINTER)),
        ("console_device_page", "refilled", ("paper_refilled",)),
        ("console_device_page", "assign", ("choose_port", PRINTER)),
        ("console_device_page", "undo", ("undo",)),
        ("console_device_page", "back", ("overview",)),
        ("console_testing", "back", ("cancel",)),
        ("console_tested", "back", ("device", READER)),
        ("console_tested", "again", ("test", READER)),
        ("console_choose_port", "port_1", ("preview", SCANNER, "/dev/serial/by-id/usb-Honeywell_N4680_23034B2A-if00")),
        ("console_assign_preview", "apply", ("apply",)),
        ("console_assign_preview", "back", ("device", SCANNER)),
        ("console_service_page", "service_paused_cleaning", ("pause", Pause.CLEANING)),
        ("console_service_paused", "service_resume", ("resume",)),
        ("console_machine_page", "volume_more", ("set_volume", 70)),
        ("console_machine_page", "volume_less", ("set_volume", 50)),
        ("console_network_page", "again", ("network",)),
        ("console_ledger_page", "again", ("ledger",)),
        ("console_bundle_page", "stick_0", ("save_bundle", CONSOLE_SCENES["console_bundle_page"].sticks[0])),
    ],
)
def test_every_button_tells_the_console(
    scene: str, name: str, expected: tuple[Any, ...], terminal: Terminal, touch: Touch
) -> None:
    terminal.stage.show(CONSOLE_SCENES[scene])
    touch(name)
    assert terminal.stage.technician.told == [expected]


def test_two_devices_may_change_places_but_none_with_itself(terminal: Terminal, told: list[Any], touch: Touch) -> None:
    scene = CONSOLE_SCENES["console_choose_port"]
    terminal.stage.show(replace(scene, ports=(replace(scene.ports[0], owner=SCANNER), *scene.ports[1:])))
    touch("port_0")
    assert told == []
    terminal.stage.show(scene)
    touch("port_0")
    assert told == [("preview", SCANNER, scene.ports[0].address)]


def test_while_something_is_under_way_only_the_ways_out_are_open(
    terminal: Terminal, told: list[Any], qtbot: QtBot, finger: QInputDevice
) -> None:
    terminal.stage.show(replace(CONSOLE_SCENES["console_overview"], busy="walking_to_office"))
    qtbot.waitUntil(lambda: terminal.find("leave") is not None)
    for name in (f"device_{PRINTER}", "page_machine"):
        item = terminal.find(name)
        assert item is not None
        assert not item.isEnabled()
        tap(terminal, item, finger)
    assert told == []


def test_a_device_that_changes_is_seen_without_a_new_screen(terminal: Terminal) -> None:
    scene = CONSOLE_SCENES["console_overview"]
    terminal.stage.show(scene)
    view = terminal.stage.view
    lines = list(scene.devices)
    lines[1] = replace(lines[1], state=DeviceState(PRINTER, Link.ONLINE))
    terminal.stage.show(replace(scene, devices=tuple(lines)))
    assert terminal.stage.view is view
    assert view.devices[1]["tone"] == "good"


def test_every_input_counts_as_a_sign_of_life(terminal: Terminal, touch: Touch) -> None:
    terminal.stage.show(CONSOLE_SCENES["console_service_page"])
    touch("service_paused_hall")
    assert terminal.stage.technician.touches > 0


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_the_keypad_brings_every_control_into_view(
    size: tuple[int, int], large: bool, open_terminal: Callable[..., Terminal], qtbot: QtBot
) -> None:
    terminal = open_terminal(size)
    terminal.stage.set_modes(large=large)
    for name, scene in CONSOLE_SCENES.items():
        terminal.stage.show(scene)
        terminal.stage.set_modes(large=large)
        qtbot.waitUntil(lambda: terminal.find("title") is not None)
        for item in terminal.items():
            if not item.objectName() or item.objectName() in {"entrance", "title", "task"} or not item.isEnabled():
                continue
            if item.activeFocusOnTab():
                item.forceActiveFocus()
                centre = terminal.centre(item)
                assert 0 < centre.x() < size[0], (name, item.objectName())
                assert 0 < centre.y() < size[1], (name, item.objectName())


def test_a_test_that_cannot_even_begin_says_why_and_offers_another(terminal: Terminal, touch: Touch) -> None:
    mute = Notice("device_mute", {"device": READER})
    terminal.stage.show(replace(CONSOLE_SCENES["console_testing"], busy="", notice=mute))
    assert terminal.stage.console.noticeTitle
    touch("again")
    assert terminal.stage.technician.told == [("test", READER)]
