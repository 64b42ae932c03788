"""A window per test, a finger, and a stderr on which Qt must stay silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.screen import PORTRAIT, Press, Terminal, tap


@pytest.fixture(scope="session")
def finger(qapp: object) -> QInputDevice:
    """A touch screen."""
    return QTest.createTouchDevice()


@pytest.fixture
def open_terminal(qtbot: QtBot, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Terminal]]:
    """Opens windows; a word of QML on stderr fails the test."""
    opened: list[Terminal] = []

    def open_(size: tuple[int, int] = PORTRAIT) -> Terminal:
        terminal = Terminal(size)
        opened.append(terminal)
        qtbot.waitUntil(terminal.window.isExposed)
        return terminal

    yield open_
    for terminal in opened:
        terminal.close()
    noise = [line for line in capfd.readouterr().err.splitlines() if line.strip()]
    assert noise == []


@pytest.fixture
def terminal(open_terminal: Callable[..., Terminal]) -> Terminal:
    """One portrait terminal at home."""
    from tests.ui.scenes import SCENES

    opened = open_terminal()
    opened.stage.show(SCENES["home"])
    return opened


@pytest.fixture
def touch(terminal: Terminal, qtbot: QtBot, finger: QInputDevice) -> Press:
    """A finger on a control, once it is there."""
    return lambda name: tap(terminal, terminal.settle(qtbot.waitUntil, name), finger)


@pytest.fixture(params=["touch", "keypad"])
def press(request: pytest.FixtureRequest, terminal: Terminal, qtbot: QtBot, touch: Press) -> Press:
    """A control is pressed by a finger, or has the focus while Enter is pressed."""

    def enter(name: str) -> None:
        terminal.settle(qtbot.waitUntil, name).forceActiveFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(terminal.window, Qt.Key.Key_Return)

    return touch if request.param == "touch" else enter
