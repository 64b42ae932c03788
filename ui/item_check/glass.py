"""A pane of glass that nobody stands before: each screen put on it in every theme, orientation and language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from central.contract.item import ItemDocument
from central.contract.texts import LANGUAGES, Texts
from devices.printer_model import load_model
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.inspection import Misfit, Shown
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from ui.item_check import paper_faults, project_scenes
from ui.item_check.item_scenes import NOW, scenes
from ui.item_check.screen_faults import faults
from ui.pairing import file_of, view_of
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
        self._texts = texts
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
        _through_the_door(self.stage.view)
        for language, modes in zip(self._languages, (MODES, MODES[::-1]), strict=True):
            for large, contrast in modes:
                self.stage.set_modes(large=large, contrast=contrast, language=language)
                for _ in range(2):  # what is laid out may move what stands below it
                    self._window.grabWindow()
                yield from faults(self._root)
        QCoreApplication.processEvents()
        self._languages = self._languages[::-1]  # a screen begins as the one before ended: turning back costs most

    def changed(self, catalogue: Catalogue, before: Catalogue, document: Shown) -> Iterator[tuple[str, WishScene]]:
        """A document's screens, with their places, that say something else than before, or that were not there."""
        known = [self._says(scene) for _, scene in _scenes_before(before, document)]
        for place, scene in _scenes(catalogue, document):
            if self._says(scene) not in known:
                yield place, scene

    def _says(self, scene: WishScene) -> tuple[str, list[dict[str, object]]]:
        """A screen's name, and all that its view model says in each language."""
        wording = Wording(self._texts, lambda: NOW)
        view = view_of(scene)(scene, wording, self.stage)
        _through_the_door(view)
        said = []
        for wording.language in LANGUAGES:
            said.append(_properties(view))
        view.deleteLater()
        return file_of(scene), said

    def close(self) -> None:
        """The QML goes first, then what it shows."""
        self._window.close()
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.stage.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _properties(view: QObject) -> dict[str, object]:
    """What QML reads of a view model, and of the models within it."""
    names = [str(view.metaObject().property(index).name()) for index in range(view.metaObject().propertyCount())]
    values = {name: getattr(view, name) for name in names if name != "objectName"}
    return {name: _properties(value) if isinstance(value, QObject) else value for name, value in values.items()}


def _scenes(catalogue: Catalogue, document: Shown) -> Iterator[tuple[str, WishScene]]:
    return scenes(catalogue, document) if isinstance(document, ItemDocument) else project_scenes.scenes(document)


def _scenes_before(before: Catalogue, document: Shown) -> Iterator[tuple[str, WishScene]]:
    old: Shown | None
    if isinstance(document, ItemDocument):
        old = before.items.get(document.item)
    else:
        old = before.projects.get(document.project)
    return _scenes(before, old) if old else iter(())


def _through_the_door(view: object) -> None:
    """An item shows behind its first door."""
    if isinstance(view, BrowseCatalogueView):
        view.choose(next(iter(view.choices), {"key": ""})["key"])  # type: ignore[call-overload]


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


@dataclass(frozen=True)
class Printers:
    """What this terminal prints with: the receipt printer's model, and whether there is one of A4."""

    model: str = "epson_80"
    a4: bool = False


def inspect(
    catalogue: Catalogue, before: Catalogue, documents: Mapping[str, Shown], printers: Printers
) -> Iterator[Misfit]:
    """Everything that is wrong with these documents, by their paths, each once. A screen that said the same `before` is
    well."""
    asked_by = os.getppid()
    texts, model, complaints = Texts(ASSETS / "texts"), load_model(printers.model), Complaints()
    seen: set[tuple[str, str, str]] = set()
    wanted: dict[str, list[tuple[str, WishScene]]] = {}

    def told(path: str, place: str, reasons: Iterator[str]) -> Iterator[Misfit]:
        for reason in reasons:
            if (found := (path, place, reason)) not in seen:
                seen.add(found)
                yield Misfit.of(*found)

    for size in SIZES:
        glass = Glass(size, texts)
        for path, document in documents.items():
            if path not in wanted:
                wanted[path] = list(glass.changed(catalogue, before, document))
            for place, scene in wanted[path]:
                if os.getppid() != asked_by:
                    raise SystemExit(2)  # whoever wanted to know is gone
                yield from told(path, place, glass.look(scene))
                yield from told(path, place, iter(complaints.new()))
        glass.close()
    for language in LANGUAGES:
        wording = Wording(texts, lambda: NOW)
        wording.language = language
        for path, document in documents.items():
            for place, reason in paper_faults.faults(catalogue, document, model, wording, a4=printers.a4):
                yield from told(path, place, iter((reason,)))
