"""投诉 within two taps of every screen (A-15), by finger and by keypad, and nothing that was typed is lost by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from central.contract.voice import VoiceKind, VoiceSubject
from kiosk.scenes import Scene
from kiosk.technician.scenes import EnterPin
from kiosk.wishes.voice import ChooseVoice, WriteVoice
from kiosk.wishes.wish import Notice
from tests.ui.agency_scenes import AGENCY_SCENES, MORE_AGENCY_SCENES
from tests.ui.application_scenes import APPLICATION_SCENES
from tests.ui.case_scenes import CASE_SCENES
from tests.ui.form_scenes import FORM_SCENES, NAME, fill
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.scenes import SCENES
from tests.ui.screen import Terminal, tap
from tests.ui.test_controls import walk
from tests.ui.voice_scenes import MORE_VOICES, VOICE_SCENES, scene
from ui.pairing import VIEWS

LOCKED: dict[str, Scene | EnterPin] = {"locked": EnterPin()}
"""Whoever finds the technicians' entrance open may be anybody."""

EVERY: dict[str, Scene | EnterPin] = {
    (type(getattr(each, "wish", each))).__name__: each
    for some in (
        SCENES,
        APPLICATION_SCENES,
        FORM_SCENES,
        CASE_SCENES,
        PROJECT_SCENES,
        AGENCY_SCENES,
        MORE_AGENCY_SCENES,
        LOCKED,
    )
    for each in some.values()
}
"""One of each screen on which somebody may want to complain."""
SPEAKING = {type(each.wish).__name__ for each in (VOICE_SCENES | MORE_VOICES).values()}
"""Whoever stands before one of these complains already."""


def calm(terminal: Terminal) -> None:
    terminal.stage.set_modes(contrast=True)  # pages turn at once there


class Technicians:
    """The console with somebody before its entrance."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def touched(self) -> None:
        pass

    def leave(self) -> None:
        self.terminal.stage.show(SCENES["home"])


def test_no_screen_is_left_out() -> None:
    assert {each.__name__ for each in VIEWS} - SPEAKING <= set(EVERY)


def test_two_taps_from_every_screen(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> None:
    """The first touch also shows whom to ask and the hotline; on the second the choice of voices opens, or why not."""
    calm(terminal)
    terminal.stage.technician = Technicians(terminal)  # type: ignore[assignment]
    for name, shown in EVERY.items():
        terminal.stage.show(shown)
        terminal.stage._show_late()
        terminal.runner.told.clear()
        terminal.runner.against = Notice("voice_after_paper")
        tap(terminal, terminal.settle(qtbot.waitUntil, "help"), finger)
        opened = terminal.settle(qtbot.waitUntil, "speak_up")
        said = [item.property("text") or "" for item in terminal.items()]
        assert any("12345" in text for text in said), name
        tap(terminal, opened, finger)
        qtbot.waitUntil(lambda: bool(terminal.runner.told))
        assert ("speak_up", None) in terminal.runner.told, name
        assert terminal.stage.frame.telling, name  # why it does not open at once
        assert not terminal.stage.locked, name
        terminal.stage.understood()


def test_by_keypad_alone(terminal: Terminal, qtbot: QtBot) -> None:
    calm(terminal)
    terminal.stage.show(SCENES["choose_item"])
    terminal.settle(qtbot.waitUntil, "help")
    walk(terminal, "help")
    QTest.keyClick(terminal.window, Qt.Key.Key_Space)
    terminal.settle(qtbot.waitUntil, "speak_up")
    walk(terminal, "speak_up")
    QTest.keyClick(terminal.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: ("speak_up", None) in terminal.runner.told)


def test_who_speaks_already_is_not_asked_again(terminal: Terminal, qtbot: QtBot) -> None:
    calm(terminal)
    terminal.stage.show(VOICE_SCENES["voice_aside"])
    terminal.settle(qtbot.waitUntil, "help").clicked.emit()
    terminal.settle(qtbot.waitUntil, "help_close")
    assert terminal.find("speak_up") is None


def test_what_was_typed_is_there_again(terminal: Terminal) -> None:
    calm(terminal)
    terminal.stage.show(fill(NAME))
    view = terminal.stage.view
    for key in "wang":
        view.press(key)
    terminal.stage.speakUp()
    terminal.stage.show(scene(ChooseVoice(), aside=True))
    assert terminal.stage.frame.homeLabel == "返回"
    terminal.stage.show(fill(NAME))
    assert terminal.stage.view is view
    assert view.shown == "wang"
    assert terminal.stage.frame.homeLabel == "退出"


def test_when_the_session_ends_nothing_typed_stays(terminal: Terminal) -> None:
    calm(terminal)
    terminal.stage.show(fill(NAME))
    terminal.stage.view.press("w")
    terminal.stage.speakUp()
    terminal.stage.show(scene(ChooseVoice(), aside=True))
    terminal.stage.show(SCENES["home"])
    terminal.stage.show(fill(NAME))
    assert terminal.stage.view.shown == ""


WAYS: list[tuple[str, list[str], object]] = [
    ("voice", ["choice_integrity"], "integrity"),
    ("voice_subject", ["option_waiting"], VoiceSubject.WAITING),
    ("voice_call", ["option_no"], False),
    ("voice_receipt_kept", ["print"], "print"),
    ("voice_number", [f"key_{key}" for key in "000000000000"] + ["next"], "000000000000"),
    ("voice_state", ["done"], None),
]


@pytest.mark.parametrize("control", WAYS, ids=[name for name, _, _ in WAYS])
def test_every_control_by_finger(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice, control: tuple[str, list[str], object]
) -> None:
    name, way, answer = control
    calm(terminal)
    terminal.stage.show((VOICE_SCENES | MORE_VOICES)[name])
    terminal.settle(qtbot.waitUntil, "title")
    for step in way:
        tap(terminal, terminal.settle(qtbot.waitUntil, step), finger)
    qtbot.waitUntil(lambda: bool(terminal.runner.told))
    assert terminal.runner.told == [("answer", answer)]


def test_words_are_whole_and_a_report_has_some(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal()
    calm(terminal)
    terminal.stage.show(scene(WriteVoice(VoiceKind.INTEGRITY, VoiceSubject.FEES)))
    view = terminal.stage.view
    view.finish()
    assert view.wrong
    for key in "shoufei":
        view.press(key)
    view.finish()
    assert "拼音" in view.wrong
    view.board.choose(0)
    view.press("<")
    assert view.wrong
    view.finish()
    assert [what for what, _ in terminal.runner.told] == ["answer"]
    assert "<" not in terminal.runner.told[0][1]
