"""The tokens: contrast by the WCAG formula, sizes by the millimetre, in every theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent, QQmlEngine

from tests.ui.screen import ROOT

PAIRS = [
    # foreground, background, demanded in standard, demanded in high contrast
    ("ink", "paper", 7, 7),
    ("ink", "ground", 7, 7),
    ("ink", "brandSoft", 7, 7),
    ("inkSoft", "paper", 4.5, 7),
    ("inkSoft", "ground", 4.5, 7),
    ("inkSoft", "brandSoft", 4.5, 7),
    ("brandInk", "brand", 7, 7),
    ("brandInk", "brandDown", 7, 7),
    ("brand", "paper", 4.5, 7),
    ("brand", "ground", 4.5, 7),
    ("brand", "brandSoft", 4.5, 7),
    ("bezelInk", "bezel", 7, 7),
    ("lamp", "bezel", 4.5, 7),
    ("warn", "warnSoft", 4.5, 7),
    ("warn", "ground", 4.5, 7),
    ("warn", "paper", 4.5, 7),
    ("ink", "warnSoft", 7, 7),
    ("error", "paper", 4.5, 7),
    ("line", "paper", 3, 3),
    ("line", "ground", 3, 3),
    ("brand", "ground", 3, 3),
    ("focus", "ground", 3, 3),
    ("focus", "paper", 3, 3),
]


def luminance(colour: QColor) -> float:
    channels = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def ratio(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def theme(qapp: object) -> Iterator[QObject]:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    source = b'import QtQuick\nimport "."\nQtObject { property QtObject theme: Theme }'
    component.setData(source, QUrl.fromLocalFile(str(ROOT / "ui/qml/Probe.qml")))
    root = component.create()
    assert root is not None, component.errorString()
    yield root.property("theme")
    root.deleteLater()
    engine.deleteLater()


@pytest.mark.parametrize("contrast", [False, True])
def test_contrast(theme: QObject, contrast: bool) -> None:
    theme.setProperty("contrast", contrast)
    poor = {
        f"{front} on {back}": round(found, 2)
        for front, back, standard, high in PAIRS
        if (found := ratio(theme.property(front), theme.property(back))) < (high if contrast else standard)
    }
    assert poor == {}


@pytest.mark.parametrize("diagonal", [15.6, 21.5, 27.0, 32.0])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("portrait", [False, True])
def test_sizes_hold_in_millimetres(theme: QObject, diagonal: float, large: bool, portrait: bool) -> None:
    """No text under 7 mm, no target under 20 mm, and large type is larger, on every panel."""
    per_mm = 1080 / (diagonal * 25.4 * 9 / (9**2 + 16**2) ** 0.5)
    theme.setProperty("portrait", portrait)
    theme.setProperty("unitsPerMm", per_mm)
    theme.setProperty("large", False)
    standard = theme.property("body")
    theme.setProperty("large", large)
    assert theme.property("small") >= 7 * per_mm
    assert theme.property("target") >= max(88, 20 * per_mm)
    assert theme.property("button") >= theme.property("target")
    if large:
        assert theme.property("body") >= standard
