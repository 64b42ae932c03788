"""Every scene in every theme, orientation and language as a picture: `python -m tests.ui.gallery OUTDIR [NAME…]`."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from devices.document import PageGuidance
from devices.portrait import Guidance
from tests.ui.agency_scenes import AGENCY_SCENES, MORE_AGENCY_SCENES
from tests.ui.application_scenes import APPLICATION_SCENES
from tests.ui.camera_pictures import show_code, show_page, show_person
from tests.ui.case_scenes import CASE_SCENES
from tests.ui.console_scenes import CONSOLE_SCENES
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.scenes import NOW, SCENES, at
from tests.ui.screen import LANDSCAPE, PORTRAIT, Terminal
from tests.ui.voice_scenes import MORE_VOICES, VOICE_SCENES

from PySide6.QtCore import QEventLoop, QPointF, QTimer  # isort: skip
from PySide6.QtGui import QGuiApplication  # isort: skip

MODES = {
    "standard": (False, False),
    "contrast": (False, True),
    "large": (True, False),
    "large_contrast": (True, True),
}
"""Large, contrast."""


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


SEEN = {
    "present_camera": show_code,
    "present_identity_camera": show_code,
    "portrait_no_face": functools.partial(show_person, guidance=Guidance.NO_FACE),
    "portrait_too_far": functools.partial(show_person, guidance=Guidance.TOO_FAR),
    "portrait_many_faces": functools.partial(show_person, guidance=Guidance.MANY_FACES),
    "page_none": functools.partial(show_page, guidance=PageGuidance.NO_PAGE),
    "page_glare": functools.partial(show_page, guidance=PageGuidance.GLARE),
    "page_hand": functools.partial(show_page, guidance=PageGuidance.HAND),
    "page_hold_still": functools.partial(show_page, guidance=PageGuidance.HOLD_STILL, steady=0.6),
    "portrait_hold_still": functools.partial(show_person, guidance=Guidance.HOLD_STILL, steady=0.6),
}
"""What the camera sees in a scene."""

OVER = {"help": "present", "idle": "choose_item", "explained": "home_night"}
"""What stands over a scene."""


def read_to(terminal: Terminal, text: str) -> None:
    """Read on until a text stands above the button that does it."""
    pause(320)
    more = terminal.find("read_on")
    (wanted,) = (item for item in terminal.items() if item.property("text") == text)

    def below() -> bool:
        return wanted.mapToScene(QPointF(0, wanted.height())).y() > more.mapToScene(QPointF()).y()

    while below() and not more.parentItem().property("atEnd"):
        more.clicked.emit()
        pause(320)


def use(terminal: Terminal, name: str) -> None:
    """What a citizen has done on the screen already."""
    view = terminal.stage.view
    if name == "enter_booking_number":
        for key in "13800138001":
            view.press(key)
    elif name == "fill_address_typing":
        for key in "gongming":
            view.press(key)
    elif name == "case_number":
        for key in "7K3M9QW":
            view.press(key)
    elif name.startswith("fill_wrong"):
        view.finish()
    elif name == "page_review_close":
        terminal.find("closer").clicked.emit()
    elif name.startswith("voice_words"):
        for letters in ("deng", "le", "liangge", "xiaoshi", "meiyou", "ren", "guan") * 5:
            for key in letters:
                view.press(key)
            view.board.choose(0)
        for key in "pai":
            view.press(key)
    elif name == "voice_number":
        for key in "7K2MQ9TX4":
            view.press(key)
    elif name.startswith("item_measured"):
        read_to(terminal, terminal.stage.view.sections[4]["lines"][-1]["detail"])
    elif name == "agent_steps":
        for each in view.steps[:3]:
            view.turn(each)
    elif name == "agent_company":
        for letters in ("chen", "guang", "ji", "xie"):
            for key in letters:
                view.press(key)
            view.board.choose(0)
        for key in "you":
            view.press(key)
    elif name == "case_own":
        terminal.find("way_withdraw").forceActiveFocus()
        pause(320)
    elif name == "credit_code":
        for key in "91110105MA0XQ99X":
            view.press(key)
    elif name == "plan_list":
        view.turn()
    elif name == "catalogue_items":
        view.choose("elderly")
    elif name == "catalogue_search":
        for key in "laonian":
            view.press(key)
        view.board.choose(0)
        for key in "yo":
            view.press(key)


def overlay(terminal: Terminal, name: str) -> None:
    if name == "help":
        terminal.find("help").clicked.emit()
    elif name == "explained":
        terminal.stage.view.choose("take_walk_in_ticket")
    terminal.stage.warn(23 if name == "idle" else None)


def draw(out: Path, names: list[str]) -> int:
    drawn = 0
    for orientation, size in (("portrait", PORTRAIT), ("landscape", LANDSCAPE)):
        terminal = Terminal(size)
        for name, scene in (
            SCENES
            | {over: SCENES[under] for over, under in OVER.items()}
            | CONSOLE_SCENES
            | PROJECT_SCENES
            | AGENCY_SCENES
            | MORE_AGENCY_SCENES
            | CASE_SCENES
            | VOICE_SCENES
            | MORE_VOICES
            | APPLICATION_SCENES
        ).items():
            if names and not any(name.startswith(wanted) for wanted in names):
                continue
            terminal.now = at(2, 14) if name == "home_night" else NOW
            for mode, (large, contrast) in MODES.items():
                for language in ("zh_CN", "en"):
                    terminal.stage.show(SCENES["problem"] if name.startswith("home") else SCENES["home"])
                    terminal.stage.show(scene)
                    terminal.stage._show_late()
                    terminal.stage.set_modes(large=large, contrast=contrast, language=language)
                    use(terminal, name)
                    overlay(terminal, name)
                    if name in SEEN:
                        SEEN[name](terminal.frames)
                    pause(2000 if name == "print" and mode == "standard" else 320)
                    terminal.window.grabWindow().save(str(out / f"{name}.{orientation}.{mode}.{language}.png"))
                    drawn += 1
        terminal.close()
    return drawn


if __name__ == "__main__":
    app = QGuiApplication([])
    directory = Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"{draw(directory, sys.argv[2:])} pictures in {directory}\n")
