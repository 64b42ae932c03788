"""Every screen in every theme, orientation and language: nothing cut, nothing off the screen, nothing on top of
something else, every control named, large enough and of a known role.

Themes and languages are switched at run time on the standing screen, as a citizen does.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from central.contract.texts import LANGUAGES
from devices.slip_picture import qr_modules
from kiosk.scenes import Scene
from tests.ui.agency_scenes import AGENCY_SCENES
from tests.ui.application_scenes import APPLICATION_SCENES
from tests.ui.case_scenes import CASE_SCENES
from tests.ui.gallery import MODES, OVER, SEEN, overlay, use
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.scenes import NOW, SCENES, at
from tests.ui.screen import LANDSCAPE, PORTRAIT, Terminal
from tests.ui.voice_scenes import MORE_VOICES, VOICE_SCENES
from ui.item_check import screen_faults
from ui.views.take_result import QUIET

SLACK = 2.0
MM = 4.03
TARGET = max(88.0, 20 * MM)
MODULE = 2.0  # pixels, half a millimetre on a panel of 21.5 inches
ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.StaticText,
    QAccessible.Role.AlertMessage,
    QAccessible.Role.EditableText,
}
_ALL: dict[str, Scene] = (
    SCENES
    | APPLICATION_SCENES
    | PROJECT_SCENES
    | AGENCY_SCENES
    | CASE_SCENES
    | VOICE_SCENES
    | MORE_VOICES
    | {over: SCENES[under] for over, under in OVER.items()}
)
PICTURES = {
    name: scene
    for place, (name, scene) in enumerate(_ALL.items())
    if name not in SEEN or scene not in list(_ALL.values())[:place]
}
"""By name. Here the camera sees nothing, so what differs by that alone is there once."""


def is_press(item: QQuickItem) -> bool:
    return item.inherits("QQuickAbstractButton")


def is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and bool(item.property("text").strip())


def is_a(seen: Seen, part: str) -> bool:
    return seen.item.metaObject().className().startswith(part)


@dataclass(frozen=True, eq=False)
class Seen:
    """An item of the screen with those around it, the nearest first, worked out once for all that is asked of it."""

    item: QQuickItem
    above: tuple[Seen, ...]
    box: QRectF
    ink: QRectF
    """Where a text's glyphs may be. Both are as far as the windows around the item let them through: what is scrolled
    away cannot be in the way."""

    @property
    def here(self) -> bool:
        visible = self.item.width() > 0 and self.item.opacity() > 0 and not self.box.isEmpty()
        return visible and not (is_text(self.item) and self.ink.isEmpty())


def everything(root: QQuickItem) -> Iterator[Seen]:
    """All that is not switched off, each item before what is within it."""

    def look(item: QQuickItem, above: tuple[Seen, ...], opening: QRectF | None) -> Iterator[Seen]:
        if not item.isVisible():
            return
        box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        ink = screen_faults.ink(item, root) if is_text(item) else QRectF()
        if opening is not None:
            box, ink = box.intersected(opening), ink.intersected(opening)
        found = Seen(item, above, box, ink)
        yield found
        for child in item.childItems():
            yield from look(child, (found, *above), box if item.clip() else opening)

    return look(root, (), None)


def front(terminal: Terminal) -> list[Seen]:
    """What can be seen and used now: a sheet hides the screen below it."""
    items = [each for each in everything(terminal.window.contentItem()) if each.here]
    sheets = [each for each in items if is_a(each, "Sheet")]
    return [each for each in items if not sheets or sheets[-1] in each.above]


def faults(terminal: Terminal, size: tuple[int, int]) -> list[str]:
    """Everything that is wrong with the screen as it stands."""
    wrong: list[str] = []
    items = front(terminal)
    texts, presses = [each for each in items if is_text(each.item)], [each for each in items if is_press(each.item)]
    window = QRectF(-SLACK, -SLACK, size[0] + 2 * SLACK, size[1] + 2 * SLACK)
    for text in texts:
        words = text.item.property("text")
        if text.item.property("truncated"):
            wrong.append(f"cut: {words}")
        if not window.contains(text.ink):
            wrong.append(f"off the screen: {words}")
        holder = next((each.box for each in text.above if is_press(each.item)), None)
        if holder is not None and not holder.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(text.ink):
            wrong.append(f"sticks out of its button: {words}")
        for press in presses:
            if press.box.intersects(text.ink) and press not in text.above:
                wrong.append(f"under the button {press.item.objectName()}: {words}")
        paper = next((each.box for each in text.above if is_a(each, "Paper")), None)
        if paper is not None and not paper.contains(text.ink):
            wrong.append(f"sticks out of the paper: {words}")
    for one, other in itertools.combinations(texts, 2):
        if one.ink.intersects(other.ink):
            wrong.append(f"on top of each other: {one.item.property('text')} / {other.item.property('text')}")
    for press in presses:
        name, wide, tall = press.item.objectName(), press.item.width(), press.item.height()
        if not window.contains(press.box):
            wrong.append(f"button off the screen: {name}")
        if min(wide, tall) < TARGET - 0.5:
            wrong.append(f"button too small: {name} {wide:.0f}×{tall:.0f}")
        if not name:
            wrong.append(f"button without an id: {press.item.property('text')}")
    for code in (each.item for each in items if each.item.inherits("CodePrint") and each.item.property("payload")):
        modules = qr_modules(code.property("payload")) + 2 * QUIET
        if code.width() / modules < MODULE:
            wrong.append(f"too fine for a phone: {modules} modules on {code.width():.0f}")
    for one, other in itertools.combinations(presses, 2):
        if one.box.intersects(other.box):
            wrong.append(f"buttons overlap: {one.item.objectName()} {other.item.objectName()}")
    names = [press.item.objectName() for press in presses]
    wrong += [f"id twice: {name}" for name in set(names) if names.count(name) > 1]
    for each in [*texts, *presses]:
        if is_press(each.item) or not any(is_press(above.item) for above in each.above):  # a button says its own words
            wrong += spoken(each.item)
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


@pytest.fixture(scope="module")
def windows(qapp: object) -> Iterator[dict[tuple[int, int], Terminal]]:
    """Every size has one window, in which one scene follows the other, as in the hall."""
    opened: dict[tuple[int, int], Terminal] = {}
    yield opened
    for terminal in opened.values():
        terminal.close()


@pytest.fixture
def standing(
    windows: dict[tuple[int, int], Terminal], size: tuple[int, int], qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """The window of that size, out of service, where pages turn at once; a word of QML on stderr fails the test."""
    if size not in windows:
        windows[size] = Terminal(size)
    terminal = windows[size]
    qtbot.waitUntil(terminal.window.isExposed)
    terminal.now = NOW
    terminal.stage.warn(None)
    terminal.stage.show(SCENES["out_of_service"])  # from here even the home screen leaves the modes as they are
    terminal.stage.set_modes(large=False, contrast=True, language=LANGUAGES[0])
    QCoreApplication.processEvents()
    yield terminal
    assert [line for line in capfd.readouterr().err.splitlines() if line.strip()] == []


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("name", PICTURES)
def test_every_screen(standing: Terminal, qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    terminal = standing
    terminal.now = at(2, 14) if name == "home_night" else NOW
    terminal.stage.show(PICTURES[name])
    terminal.stage._show_late()
    use(terminal, name)
    wrong, languages = [], LANGUAGES
    for mode, (large, contrast) in sorted(MODES.items(), key=lambda each: not each[1][1]):
        for language in languages:
            terminal.stage.set_modes(large=large, contrast=contrast, language=language)
            overlay(terminal, name)
            if name == "print":  # the ticket comes out of the slot
                qtbot.waitUntil(lambda: terminal.find("print_page").property("out") == 1.0)
            for _ in range(2):
                QCoreApplication.processEvents()
                terminal.window.grabWindow()
            wrong += [f"{mode} {language}: {fault}" for fault in faults(terminal, size)]
        languages = languages[::-1]  # the next mode begins as this one ended: a switch lays all out anew
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [(540, 960), (600, 900), (768, 1366), (1280, 1024), (1366, 768), (2160, 3840)])
@pytest.mark.parametrize("name", ["home", "choose_item", "enter_booking_number", "take_paper"])
def test_every_window_shows_the_whole_in_proportion(standing: Terminal, name: str, size: tuple[int, int]) -> None:
    standing.stage.show(SCENES[name])
    for _ in range(2):
        QCoreApplication.processEvents()
        standing.window.grabWindow()
    assert faults(standing, size) == []
