"""Wish, view model and QML file share one word, both ways."""

from __future__ import annotations

import re
from pathlib import Path

import PySide6
import pytest

from kiosk.scenes import Home, OutOfService, Problem, Waiting
from kiosk.technician.scenes import ConsoleScene
from kiosk.wishes.wish import ScreenWish
from tests.ui.screen import ROOT
from ui.pairing import CONSOLE_VIEWS, VIEWS
from ui.qml_types import seen_classes

SCREENS = ROOT / "ui/qml/screens"
SCENES = {*ScreenWish.__subclasses__(), Home, OutOfService, Waiting, Problem}
PAGES = set(ConsoleScene.__subclasses__())
ROOMS = [(SCENES, VIEWS, SCREENS, "ui.views"), (PAGES, CONSOLE_VIEWS, SCREENS / "console", "ui.views.console")]


@pytest.mark.parametrize(("scenes", "views", "files", "package"), ROOMS, ids=["citizens", "technicians"])
def test_scene_view_model_and_file_share_one_word(
    scenes: set[type], views: dict[type, type], files: Path, package: str
) -> None:
    assert set(views) == scenes
    assert {path.stem for path in files.glob("*.qml")} == {scene.__name__ for scene in scenes}
    for scene, view in views.items():
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", scene.__name__).lower()
        assert (view.__module__, view.__name__) == (f"{package}.{snake}", f"{scene.__name__}View")
        source = (files / f"{scene.__name__}.qml").read_text("utf-8")
        assert f"required property {scene.__name__}View view" in source


def test_every_drawing_that_is_asked_for_is_drawn() -> None:
    from ui.views import picture

    drawn = set(
        re.findall(r"^            (\w+): ", (ROOT / "ui/qml/parts/Pictures.qml").read_text("utf-8"), re.MULTILINE)
    )
    named = {
        *picture._BY_CODE.values(),
        *picture._BY_DEVICE.values(),
        *(name for _, name in picture._BY_BEGINNING),
        "desk",
    }
    assert named == drawn


def test_screens_take_colours_and_sizes_from_the_theme() -> None:
    for path in [*SCREENS.rglob("*.qml"), *(ROOT / "ui/qml/parts").glob("*.qml")]:
        for line in path.read_text("utf-8").splitlines():
            assert not re.search(r"\"#[0-9A-Fa-f]{6,8}\"", line), f"{path.name}: {line.strip()}"


def test_no_component_has_the_name_of_a_type_of_qt() -> None:
    """PySide 6.11 takes a QML component called `Key` for the enum `Qt.Key`, and crashes when Python looks at it."""
    stubs = Path(PySide6.__file__).parent
    taken: set[str] = set()
    for module in ("QtCore", "QtGui", "QtQml", "QtQuick"):
        taken |= set(re.findall(r"^\s*class (\w+)\(", (stubs / f"{module}.pyi").read_text("utf-8"), re.MULTILINE))
    named = set()
    for path in (ROOT / "ui").rglob("*.qml"):
        named |= {path.stem, *re.findall(r"^\s*component (\w+)\s*:", path.read_text("utf-8"), re.MULTILINE)}
    assert "Key" in taken
    assert named & taken == set()


def test_no_two_qml_types_share_a_name() -> None:
    """PySide takes one for the other, even across modules, when both are loaded."""
    names = [cls.__name__ for _, cls in seen_classes()]
    assert names
    assert [name for name in names if names.count(name) > 1] == []
