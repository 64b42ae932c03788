"""The camera's picture on the screen: the newest, the right way round, for as long as it is of now and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from devices.vision.frame_slot import FrameSlot
from tests.ui.camera_pictures import publish
from tests.ui.screen import Terminal  # sets the platform before Qt is up
from ui.camera_preview import STALE_AFTER, CameraPreview, Lens

assert Terminal
RED, BLUE = (200, 0, 0), (0, 0, 200)


class Window:
    """A window that is filled by a preview, its clock in the test's hand."""

    def __init__(self, width: int = 200, height: int = 200) -> None:
        self.now = 0.0
        self.frames = FrameSlot.create(1280 * 720)
        self.lens = Lens(self.frames)
        self.window = QQuickWindow()
        self.window.setColor(QColor("white"))
        self.window.resize(width, height)
        self.preview = CameraPreview(now=lambda: self.now)
        self.preview.setSize(QSizeF(width, height))
        self.preview.setParentItem(self.window.contentItem())
        self.preview.setProperty("lens", self.lens)
        self.window.show()

    def see(self, notes: dict[str, Any] | None = None, size: tuple[int, int] = (400, 200)) -> None:
        """A frame: its left half red, the other blue."""
        picture = Image.new("RGB", size, RED)
        picture.paste(BLUE, (size[0] // 2, 0, *size))
        publish(self.frames, picture, notes or {})

    def colours(self) -> tuple[str, str]:
        """Near the left and the right edge of what is painted."""
        shown: QImage = self.window.grabWindow()
        middle = shown.height() // 2
        return shown.pixelColor(8, middle).name(), shown.pixelColor(shown.width() - 8, middle).name()

    def close(self) -> None:
        self.window.close()
        self.preview.setParentItem(None)
        self.frames.close()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    window = Window()
    qtbot.waitUntil(window.window.isExposed)
    yield window
    window.close()


def live(window: Window) -> bool:
    return bool(window.preview.property("live"))


def test_the_newest_frame_is_painted_as_it_is_or_as_in_a_looking_glass(window: Window, qtbot: QtBot) -> None:
    assert window.colours() == ("#ffffff", "#ffffff")
    window.see()
    qtbot.waitUntil(lambda: live(window))
    assert window.colours() == ("#c80000", "#0000c8")
    window.preview.setProperty("mirrored", True)
    assert window.colours() == ("#0000c8", "#c80000")


def test_what_was_seen_before_the_screen_came_is_never_shown(qtbot: QtBot) -> None:
    frames = FrameSlot.create()
    publish(frames, Image.new("RGB", (400, 200), RED), {"guidance": "good"})
    window = Window()
    window.preview.setProperty("lens", Lens(frames, window.preview))
    with qtbot.waitSignal(window.preview.seen, timeout=150, raising=False) as blocked:
        pass
    assert not blocked.signal_triggered
    assert not live(window)
    window.close()
    frames.close()


def test_a_picture_that_stands_still_is_taken_away(window: Window, qtbot: QtBot) -> None:
    window.see({"guidance": "good", "steady": 1.0})
    qtbot.waitUntil(lambda: live(window))
    window.now += STALE_AFTER + 0.1
    qtbot.waitUntil(lambda: not live(window))
    assert window.preview.property("guidance") == ""
    assert window.colours() == ("#ffffff", "#ffffff")
    window.see()
    qtbot.waitUntil(lambda: live(window))


@pytest.mark.parametrize("leave", ["hidden", "out of the window", "no camera"])
def test_nothing_is_kept_and_nothing_looked_for_when_its_screen_leaves(
    window: Window, qtbot: QtBot, leave: str
) -> None:
    window.see()
    qtbot.waitUntil(lambda: live(window))
    match leave:
        case "hidden":
            window.preview.setVisible(False)
        case "out of the window":
            window.preview.setParentItem(None)
        case _:
            window.preview.setProperty("lens", Lens(None, window.preview))
    assert not live(window)
    assert window.preview._pixels == b""
    assert not window.preview._timer.isActive()


def test_places_in_the_picture_are_told_as_places_on_the_item(window: Window, qtbot: QtBot) -> None:
    """A picture twice as wide as high in a square: its middle is shown."""
    window.see({"face": [0.25, 0.0, 0.25, 0.5], "code": [[0.5, 0.5], [0.75, 0.5], [0.75, 1.0], [0.5, 1.0]]})
    qtbot.waitUntil(lambda: live(window))
    assert window.preview.property("face") == QRectF(0, 0, 100, 100)
    corners = [QPointF(100, 100), QPointF(200, 100), QPointF(200, 200), QPointF(100, 200)]
    assert window.preview.property("code") == corners
    window.preview.setProperty("mirrored", True)
    assert window.preview.property("face") == QRectF(100, 0, 100, 100)
    assert window.preview.placed(QRectF(0.25, 0, 0.5, 1)) == QRectF(0, 0, 200, 200)


def test_an_upright_camera_fills_a_wide_place_as_well(qtbot: QtBot) -> None:
    window = Window(300, 100)
    qtbot.waitUntil(window.window.isExposed)
    window.see(size=(200, 400))
    qtbot.waitUntil(lambda: live(window))
    assert window.colours() == ("#c80000", "#0000c8")
    window.close()


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["guidance", "steady", "face", "code", "acceptable"]), JUNK))
def test_notes_of_any_kind_are_harmless(notes: dict[str, Any]) -> None:
    """The process that looks at pictures of anything at all may say anything at all."""
    preview = CameraPreview()
    preview._image = QImage(40, 20, QImage.Format.Format_RGB32)
    preview.setSize(QSizeF(20, 20))
    preview._note(notes)
    assert 0 <= preview.property("steady") <= 1
    assert isinstance(preview.property("acceptable"), bool)
    assert len(preview.property("code")) in (0, 4)
    face = preview.property("face")
    assert face.isNull() or max(abs(face.x()), abs(face.y()), face.width(), face.height()) <= 80
