"""The portrait's screens: agreement, the picture that guides, and the look at the result, by touch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QInputDevice
from pytestqt.qtbot import QtBot

from devices.portrait import Guidance, Portrait, load_spec
from kiosk.wishes.wish import CapturePortrait, Present, ReviewPortrait
from tests.ui.camera_pictures import portrait, show_code, show_person
from tests.ui.scenes import ALL_WAYS, SCENES, wish
from tests.ui.screen import LANDSCAPE, PORTRAIT, Terminal, tap
from ui.picture_print import decoded
from ui.views.capture_portrait import CapturePortraitView


def sentence(terminal: Terminal) -> str:
    words = terminal.find("sentence")
    assert words is not None
    return str(words.property("text"))


def show(terminal: Terminal, qtbot: QtBot, guidance: Guidance, steady: float = 0.0) -> None:
    """Let the citizen be seen, until the screen says so."""
    preview = terminal.find("preview")
    assert preview is not None
    show_person(terminal.frames, guidance, steady)
    qtbot.waitUntil(lambda: preview.property("guidance") == guidance.value)


@pytest.mark.parametrize(("button", "answer"), [("agree", True), ("decline", False)])
def test_the_agreement_is_one_button_and_so_is_the_refusal(
    terminal: Terminal, finger: QInputDevice, qtbot: QtBot, button: str, answer: bool
) -> None:
    terminal.stage.show(SCENES["portrait_agree"])
    assert terminal.find("preview") is None
    tap(terminal, terminal.settle(qtbot.waitUntil, button), finger)
    assert terminal.runner.told == [("answer", answer)]


def test_one_sentence_at_a_time_in_the_citizens_language(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(SCENES["portrait_opening"])
    assert sentence(terminal) == "请稍等，正在打开摄像头"
    show(terminal, qtbot, Guidance.TOO_FAR)
    assert sentence(terminal) == "请靠近一点"
    terminal.stage.set_modes(language="en")
    assert sentence(terminal) == "Come a little nearer"
    show(terminal, qtbot, Guidance.HOLD_STILL, 0.4)
    assert sentence(terminal) == "Good, hold still"


def test_the_button_is_there_when_a_picture_may_be_taken(
    terminal: Terminal, finger: QInputDevice, qtbot: QtBot
) -> None:
    terminal.stage.show(SCENES["portrait_opening"])
    assert terminal.find("press") is None
    show(terminal, qtbot, Guidance.TOO_FAR)
    assert terminal.find("press") is None
    show(terminal, qtbot, Guidance.HOLD_STILL)
    tap(terminal, terminal.settle(qtbot.waitUntil, "press"), finger, times=2)
    assert terminal.runner.told == [("press", None)] * 2


def test_whoever_stands_before_the_camera_is_not_asked_whether_they_are_there(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(SCENES["portrait_opening"])

    def noticed() -> bool:
        show_person(terminal.frames, Guidance.TOO_FAR)
        return terminal.runner.touches > 0

    qtbot.waitUntil(noticed)


def test_a_frozen_face_gives_way_to_one_moment_please(
    terminal: Terminal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.camera_preview.STALE_AFTER", 0.1)
    terminal.stage.show(SCENES["portrait_opening"])
    show_person(terminal.frames, Guidance.HOLD_STILL)
    qtbot.waitUntil(lambda: sentence(terminal) == "很好，请别动")
    qtbot.waitUntil(lambda: sentence(terminal) == "请稍等，正在打开摄像头")
    assert terminal.find("press") is None


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("kind", ["id_photo", "one_inch"])
def test_the_oval_lies_where_a_good_head_is(
    open_terminal: Callable[..., Terminal], size: tuple[int, int], kind: str
) -> None:
    terminal = open_terminal(size)
    terminal.stage.show(wish(CapturePortrait(load_spec(kind))))
    view = terminal.stage.view
    assert isinstance(view, CapturePortraitView)
    for camera in (QSizeF(1280, 720), QSizeF(1920, 1080), QSizeF(720, 1280)):
        head = view.head(camera)
        assert head.center().x() == pytest.approx(0.5)
        assert head.top() > 0
        assert head.bottom() < 1
        assert head.left() > 0
        shape = head.width() * camera.width() / (head.height() * camera.height())
        assert 0.6 < shape < 0.75
    assert view.head(QSizeF()).isEmpty()


@pytest.mark.parametrize(("button", "answer"), [("keep", True), ("again", False)])
def test_the_picture_is_kept_or_taken_again(
    terminal: Terminal, finger: QInputDevice, qtbot: QtBot, button: str, answer: bool
) -> None:
    terminal.stage.show(SCENES["portrait_review"])
    shown = terminal.find("portrait")
    assert shown is not None
    assert shown.width() / shown.height() == pytest.approx(358 / 441, rel=0.01)
    tap(terminal, terminal.settle(qtbot.waitUntil, button), finger)
    assert terminal.runner.told == [("answer", answer)]


@pytest.mark.parametrize(
    "broken",
    [Portrait(b"", 358, 441), Portrait(b"\x89PNG\r\n", 358, 441), Portrait(portrait().jpeg, 9000, 9000)],
    ids=["empty", "not a JPEG", "another size"],
)
def test_a_picture_that_is_none_is_not_shown(terminal: Terminal, qtbot: QtBot, broken: Portrait) -> None:
    assert decoded(broken).isNull()
    terminal.stage.show(wish(ReviewPortrait(broken)))
    assert terminal.settle(qtbot.waitUntil, "again")


def test_the_camera_shows_what_it_sees_of_codes_and_says_that_it_is_on(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(wish(Present(ALL_WAYS), code_readers=("code_scanner", "camera")))
    notice, preview = terminal.find("camera"), terminal.find("preview")
    assert notice is not None
    assert notice.property("text") == "摄像头开着，只看二维码，不保存画面"
    assert preview is not None
    show_code(terminal.frames, found=False)
    qtbot.waitUntil(lambda: preview.property("live"))
    assert preview.property("code") == []
    show_code(terminal.frames)
    qtbot.waitUntil(lambda: len(preview.property("code")) == 4)


def test_a_camera_that_goes_away_leaves_the_drawing(terminal: Terminal, qtbot: QtBot) -> None:
    scene = wish(Present(ALL_WAYS), code_readers=("code_scanner", "camera"))
    terminal.stage.show(scene)
    assert terminal.find("preview") is not None
    terminal.stage.show(wish(scene.wish, code_readers=("code_scanner",)))
    assert terminal.find("preview") is None
    assert terminal.find("camera") is None


def test_a_picture_is_gone_with_its_screen(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(SCENES["portrait_opening"])
    preview = terminal.find("preview")
    assert preview is not None
    show_person(terminal.frames, Guidance.NO_FACE)
    qtbot.waitUntil(lambda: preview.property("live"))
    terminal.stage.show(SCENES["home"])
    assert terminal.find("preview") is None
