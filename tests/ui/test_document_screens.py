"""The screens of a paper document, by touch: what is wanted, the picture that guides, and the pages that were taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from devices.document import Page, PageGuidance
from devices.portrait import Portrait
from kiosk.wishes.application import (
    FromDocument,
    KeepPages,
    NextPage,
    RemovePage,
    ReviewDocument,
    TakeAgain,
)
from tests.ui.application_scenes import APPLICATION_SCENES, LEASE, LEASE_ITEM, application
from tests.ui.camera_pictures import page, show_page
from tests.ui.screen import LANDSCAPE, PORTRAIT, Terminal, tap
from ui import picture_print
from ui.picture_print import PicturePrint, decoded
from ui.views.review_document import ReviewDocumentView


def sentence(terminal: Terminal) -> str:
    words = terminal.find("sentence")
    assert words is not None
    return str(words.property("text"))


def see(terminal: Terminal, qtbot: QtBot, guidance: PageGuidance, steady: float = 0.0) -> None:
    """Let something lie under the camera, until the screen says so."""
    preview = terminal.find("preview")
    assert preview is not None
    show_page(terminal.frames, guidance, steady)
    qtbot.waitUntil(lambda: preview.property("guidance") == guidance.value)


@pytest.mark.parametrize("way", FromDocument)
def test_every_way_on_is_one_button_and_the_camera_is_off(
    terminal: Terminal, finger: QInputDevice, qtbot: QtBot, way: FromDocument
) -> None:
    terminal.stage.show(APPLICATION_SCENES["page_ask_ways"])
    assert terminal.find("preview") is None
    tap(terminal, terminal.settle(qtbot.waitUntil, f"way_{way.value}"), finger)
    assert terminal.runner.told == [("answer", way)]


def test_one_sentence_at_a_time_and_where_the_page_was_found(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.stage.show(APPLICATION_SCENES["page_opening"])
    assert sentence(terminal) == "请稍等，正在打开摄像头"
    see(terminal, qtbot, PageGuidance.NO_PAGE)
    assert sentence(terminal) == "请平放在镜头下面"
    preview = terminal.find("preview")
    assert preview is not None
    assert preview.property("page") == []
    see(terminal, qtbot, PageGuidance.GLARE)
    assert sentence(terminal) == "有反光，请挪一挪"
    assert len(preview.property("page")) == 4
    terminal.stage.set_modes(language="en")
    assert sentence(terminal) == "It reflects: move it a little"


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_the_whole_picture_is_seen(open_terminal: Callable[..., Terminal], qtbot: QtBot, size: tuple[int, int]) -> None:
    """What is cut off on the screen would be told to be in the picture."""
    terminal = open_terminal(size)
    terminal.stage.show(APPLICATION_SCENES["page_opening"])
    see(terminal, qtbot, PageGuidance.HOLD_STILL)
    preview = terminal.find("preview")
    assert preview is not None
    qtbot.waitUntil(lambda: abs(preview.width() / preview.height() - 1024 / 768) < 0.01)
    assert all(0 < corner.x() < preview.width() for corner in preview.property("page"))


def test_the_button_is_there_when_a_page_may_be_taken(terminal: Terminal, finger: QInputDevice, qtbot: QtBot) -> None:
    terminal.stage.show(APPLICATION_SCENES["page_opening"])
    see(terminal, qtbot, PageGuidance.HAND)
    assert terminal.find("press") is None
    see(terminal, qtbot, PageGuidance.HOLD_STILL)
    tap(terminal, terminal.settle(qtbot.waitUntil, "press"), finger, times=2)
    assert terminal.runner.told == [("press", None)] * 2


@pytest.mark.parametrize(
    ("button", "answer"),
    [("keep", KeepPages()), ("next", NextPage()), ("again", TakeAgain(1)), ("remove", RemovePage(1))],
)
def test_what_is_done_is_done_to_the_page_that_is_looked_at(
    terminal: Terminal, finger: QInputDevice, qtbot: QtBot, button: str, answer: Any
) -> None:
    terminal.stage.show(application(ReviewDocument(LEASE_ITEM, LEASE, (page(), page()))))
    tap(terminal, terminal.settle(qtbot.waitUntil, "page_2"), finger)
    view = terminal.stage.view
    assert isinstance(view, ReviewDocumentView)
    assert (view.at, view.place) == (1, "第 2 页，共 2 页")
    tap(terminal, terminal.settle(qtbot.waitUntil, button), finger)
    assert terminal.runner.told == [("answer", answer)]


def test_there_is_no_next_page_when_all_are_taken(terminal: Terminal) -> None:
    terminal.stage.show(APPLICATION_SCENES["page_review_many"])
    assert len(APPLICATION_SCENES["page_review_many"].wish.pages) == LEASE.pages_most
    assert terminal.find("next") is None
    assert terminal.find("keep") is not None


def test_a_page_is_gone_over_closely_with_one_key(terminal: Terminal, qtbot: QtBot) -> None:
    """By keypad: the same key leads through every part and back to the whole page."""
    terminal.stage.show(APPLICATION_SCENES["page_review"])
    terminal.settle(qtbot.waitUntil, "closer").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    whole = terminal.find("page")
    assert whole is not None
    tops = []
    for _ in range(12):
        QTest.keyClick(terminal.window, Qt.Key.Key_Return)
        close = terminal.find("page_close")
        if close is None:
            break
        assert close.width() > 1.3 * whole.width()
        tops.append(close.mapToScene(close.boundingRect().topLeft()).y())
    assert len(tops) >= 2
    assert tops == sorted(tops, reverse=True)
    assert terminal.find("page") is not None


def test_looking_at_another_page_decodes_no_thumbnail_again(
    terminal: Terminal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def counted(picture: Portrait | Page, longest: int = 0) -> QImage:
        drawn.append(longest)
        return decoded(picture, longest)

    monkeypatch.setattr(picture_print, "decoded", counted)
    terminal.stage.show(application(ReviewDocument(LEASE_ITEM, LEASE, (page(), page()))))
    qtbot.waitUntil(lambda: len(drawn) == 3)
    terminal.stage.view.show(1)
    qtbot.waitUntil(lambda: len(drawn) > 3)
    terminal.window.grabWindow()
    assert drawn.count(240) == 2


def test_the_review_of_all_answers_shows_the_pages_and_leads_back(
    terminal: Terminal, finger: QInputDevice, qtbot: QtBot
) -> None:
    terminal.stage.show(APPLICATION_SCENES["review_pages"])
    thumbs = [item for item in terminal.items() if isinstance(item, PicturePrint)]
    assert len(thumbs) == 2
    tap(terminal, terminal.settle(qtbot.waitUntil, "change_material.lease"), finger)
    assert [answer.key for _, answer in terminal.runner.told] == ["material.lease"]


def test_a_thumbnail_is_decoded_small_and_a_broken_page_not_at_all() -> None:
    good = page()
    assert max(decoded(good, 240).width(), decoded(good, 240).height()) == 240
    assert decoded(Page(good.jpeg, good.width + 1, good.height)).isNull()
    assert decoded(Page(b"<svg/>", 10, 10)).isNull()
