"""Every screen in every theme, orientation and language: nothing cut, nothing off the screen, nothing on top of
something else, every control named, large enough and of a known role.

Themes and languages are switched at run time on the standing screen, as a citizen does.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.scenes import Scene
from kiosk.texts import LANGUAGES
from tests.ui.application_scenes import APPLICATION_SCENES
from tests.ui.case_scenes import CASE_SCENES
from tests.ui.gallery import MODES, OVER, overlay, use
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.scenes import NOW, SCENES, at
from tests.ui.screen import LANDSCAPE, PORTRAIT, Terminal, visual_tree
from ui.item_check import screen_faults

SLACK = 2.0
MM = 4.03
TARGET = max(88.0, 20 * MM)
ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.StaticText,
    QAccessible.Role.AlertMessage,
    QAccessible.Role.EditableText,
}
PICTURES: dict[str, Scene] = (
    SCENES | APPLICATION_SCENES | PROJECT_SCENES | CASE_SCENES | {over: SCENES[under] for over, under in OVER.items()}
)


def is_press(item: QQuickItem) -> bool:
    return item.inherits("QQuickAbstractButton")


def is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and bool(item.property("text").strip())


def box(item: QQuickItem) -> QRectF:
    return within(item, item.mapRectToScene(QRectF(0, 0, item.width(), item.height())))


def within(item: QQuickItem, area: QRectF) -> QRectF:
    """The part of `area` that the windows around the item let through: what is scrolled away cannot be in the way."""
    for holder in ancestors(item):
        if holder.clip():
            area = area.intersected(holder.mapRectToScene(QRectF(0, 0, holder.width(), holder.height())))
    return area


def ink(item: QQuickItem) -> QRectF:
    """Where a text's glyphs may be, as far as they are let through."""
    return within(item, screen_faults.ink(item, ancestors(item)[-1]))


def ancestors(item: QQuickItem) -> list[QQuickItem]:
    found = []
    while (item := item.parentItem()) is not None:  # type: ignore[assignment]
        found.append(item)
    return found


def front(terminal: Terminal) -> list[QQuickItem]:
    """What can be seen and used now: a sheet hides the screen below it."""
    root = terminal.window.contentItem()
    items = [item for item in visual_tree(root) if item.isVisible() and item.width() > 0 and item.opacity() > 0]
    items = [item for item in items if not box(item).isEmpty() and not (is_text(item) and ink(item).isEmpty())]
    sheets = [item for item in items if item.metaObject().className().startswith("Sheet")]
    if not sheets:
        return items
    return [item for item in items if sheets[-1] in ancestors(item)]


def faults(terminal: Terminal, size: tuple[int, int]) -> list[str]:
    """Everything that is wrong with the screen as it stands."""
    wrong: list[str] = []
    items = front(terminal)
    texts, presses = [item for item in items if is_text(item)], [item for item in items if is_press(item)]
    window = QRectF(-SLACK, -SLACK, size[0] + 2 * SLACK, size[1] + 2 * SLACK)
    above = {id(text): ancestors(text) for text in texts}
    for text in texts:
        words = text.property("text")
        if text.property("truncated"):
            wrong.append(f"cut: {words}")
        if not window.contains(ink(text)):
            wrong.append(f"off the screen: {words}")
        holder = next((each for each in above[id(text)] if is_press(each)), None)
        if holder is not None and not box(holder).adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(ink(text)):
            wrong.append(f"sticks out of its button: {words}")
        for press in presses:
            if press not in above[id(text)] and box(press).intersects(ink(text)):
                wrong.append(f"under the button {press.objectName()}: {words}")
        paper = next((each for each in above[id(text)] if each.metaObject().className().startswith("Paper")), None)
        if paper is not None and not box(paper).contains(ink(text)):
            wrong.append(f"sticks out of the paper: {words}")
    for index, one in enumerate(texts):
        for other in texts[index + 1 :]:
            if ink(one).intersects(ink(other)):
                wrong.append(f"on top of each other: {one.property('text')} / {other.property('text')}")
    for index, press in enumerate(presses):
        name = press.objectName()
        if not window.contains(box(press)):
            wrong.append(f"button off the screen: {name}")
        if min(press.width(), press.height()) < TARGET - 0.5:
            wrong.append(f"button too small: {name} {press.width():.0f}×{press.height():.0f}")
        if not name:
            wrong.append(f"button without an id: {press.property('text')}")
        for other in presses[index + 1 :]:
            if box(press).intersects(box(other)):
                wrong.append(f"buttons overlap: {name} {other.objectName()}")
    names = [press.objectName() for press in presses]
    wrong += [f"id twice: {name}" for name in set(names) if names.count(name) > 1]
    for item in [*texts, *presses]:
        wrong += spoken(item)
    return wrong


def spoken(item: QQuickItem) -> list[str]:
    """What a screen reader is told about the item."""
    face = QAccessible.queryAccessibleInterface(item)
    if face is None:
        return [f"not accessible: {item.property('text')}"]
    wrong = []
    if is_press(item):
        if face.role() != QAccessible.Role.Button:
            wrong.append(f"role of {item.objectName()}: {face.role()}")
        if not face.text(QAccessible.Text.Name).strip(" ，"):
            wrong.append(f"no name: {item.objectName()}")
        if not item.activeFocusOnTab():
            wrong.append(f"cannot be reached by keyboard: {item.objectName()}")
    elif face.role() not in ROLES:
        wrong.append(f"role of “{item.property('text')}”: {face.role()}")
    return wrong


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("name", PICTURES)
def test_every_screen(open_terminal: Callable[..., Terminal], qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    terminal = open_terminal(size)
    terminal.now = at(2, 14) if name == "home_night" else NOW
    terminal.stage.set_modes(contrast=True)  # pages turn at once there
    QCoreApplication.processEvents()
    terminal.stage.show(SCENES["home"])
    terminal.stage.show(PICTURES[name])
    terminal.stage._show_late()
    use(terminal, name)
    wrong = []
    for mode, (large, contrast) in sorted(MODES.items(), key=lambda each: not each[1][1]):
        for language in LANGUAGES:
            terminal.stage.set_modes(large=large, contrast=contrast, language=language)
            overlay(terminal, name)
            if name == "print":  # the ticket comes out of the slot
                qtbot.waitUntil(lambda: terminal.find("print_page").property("out") == 1.0)
            for _ in range(2):
                QCoreApplication.processEvents()
                terminal.window.grabWindow()
            wrong += [f"{mode} {language}: {fault}" for fault in faults(terminal, size)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [(540, 960), (600, 900), (768, 1366), (1280, 1024), (1366, 768), (2160, 3840)])
@pytest.mark.parametrize("name", ["home", "choose_item", "enter_booking_number", "take_paper"])
def test_every_window_shows_the_whole_in_proportion(
    open_terminal: Callable[..., Terminal], name: str, size: tuple[int, int]
) -> None:
    terminal = open_terminal(size)
    terminal.stage.set_modes(contrast=True)
    terminal.stage.show(SCENES["problem"])
    terminal.stage.show(SCENES[name])
    terminal.stage.set_modes(contrast=True)
    for _ in range(2):
        QCoreApplication.processEvents()
        terminal.window.grabWindow()
    assert faults(terminal, size) == []
