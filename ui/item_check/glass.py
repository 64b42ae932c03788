"""A pane of glass that nobody stands before: each screen put on it in every theme, orientation and language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from central.contract.item import ItemDocument
from devices.printer_model import load_model
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.inspection import Misfit
from kiosk.scenes import WishScene
from kiosk.texts import LANGUAGES, Texts, Wording
from ui.item_check import paper_faults
from ui.item_check.item_scenes import NOW, scenes
from ui.item_check.screen_faults import faults
from ui.stage import Stage
from ui.views.browse_catalogue import BrowseCatalogueView

ASSETS = Path(__file__).resolve().parents[2] / "assets"
QML = Path(__file__).resolve().parents[1] / "qml" / "Main.qml"
SIZES = ((108, 192), (192, 108))
"""Pixels of the window, upright and across. The screens are laid out in units of their own; few pixels draw quickly."""

MODES = ((False, True), (False, False), (True, False))
"""Large, contrast. Contrast comes first: there pages turn at once, and the next ones find them turned."""


class Glass:
    """One window with the terminal's screens, and what Qt says on stderr meanwhile."""

    def __init__(self, size: tuple[int, int], texts: Texts) -> None:
        self.stage = Stage(None, texts, lambda: NOW)
        self.stage.set_modes(contrast=True)
        self._languages = LANGUAGES
        self._engine = QQmlApplicationEngine()
        self._engine.setInitialProperties({"stage": self.stage, "width": size[0], "height": size[1]})
        self._engine.load(QML)
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self._window = window
        self._root: QQuickItem = window.contentItem().childItems()[0]

    def look(self, scene: WishScene) -> Iterator[str]:
        """What is wrong with a screen in any theme and language."""
        self.stage.show(scene)
        if isinstance(view := self.stage.view, BrowseCatalogueView):  # an item shows behind its first door
            view.choose(next(iter(view.choices), {"key": ""})["key"])  # type: ignore[call-overload]
        for language, modes in zip(self._languages, (MODES, MODES[::-1]), strict=True):
            for large, contrast in modes:
                self.stage.set_modes(large=large, contrast=contrast, language=language)
                for _ in range(2):  # what is laid out may move what stands below it
                    self._window.grabWindow()
                yield from faults(self._root)
        QCoreApplication.processEvents()
        self._languages = self._languages[::-1]  # a screen begins as the one before ended: turning back costs most

    def close(self) -> None:
        """The QML goes first, then what it shows."""
        self._window.close()
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.stage.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Complaints:
    """What Qt and the screens' own code write to stderr, which nobody reads otherwise."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  as long as the process
        os.dup2(self._file.fileno(), 2)

    def new(self) -> list[str]:
        """The lines since the last look."""
        self._file.seek(0)
        said = self._file.read().decode("utf-8", "replace").splitlines()
        self._file.seek(0)
        self._file.truncate()
        return said


def inspect(catalogue: Catalogue, items: Sequence[ItemDocument], printer: str, *, a4: bool = False) -> Iterator[Misfit]:
    """Everything that is wrong with these items, each once. `printer`: model; `a4`: there is one of sheets, too."""
    asked_by = os.getppid()
    texts, model, complaints = Texts(ASSETS / "texts"), load_model(printer), Complaints()
    seen: set[tuple[str, str, str]] = set()

    def told(item: ItemDocument, place: str, reasons: Iterator[str]) -> Iterator[Misfit]:
        for reason in reasons:
            if (found := (item.item, place, reason)) not in seen:
                seen.add(found)
                yield Misfit.of(*found)

    for size in SIZES:
        glass = Glass(size, texts)
        for item in items:
            for place, scene in scenes(catalogue, item):
                if os.getppid() != asked_by:
                    raise SystemExit(2)  # whoever wanted to know is gone
                yield from told(item, place, glass.look(scene))
                yield from told(item, place, iter(complaints.new()))
        glass.close()
    for language in LANGUAGES:
        wording = Wording(texts, lambda: NOW)
        wording.language = language
        for item in items:
            for place, reason in paper_faults.faults(catalogue, item, model, wording, a4=a4):
                yield from told(item, place, iter((reason,)))
