"""Describes to qmllint the Python classes that QML sees: `python -m ui.qml_types DIRECTORY`, `qmllint -I DIRECTORY …`.

Taken from the running meta-objects. PySide6's own dump reads the source instead: it takes a constant property for one
that changes unnoticed, and Python's `list` for a type that QML does not know.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMetaMethod, QMetaObject, QMetaProperty, QObject
from PySide6.QtQuick import QQuickItem

import ui


def seen_classes() -> Iterator[tuple[str, type[QObject]]]:
    """Each QObject of a module that says `QML_IMPORT_NAME`, with that name."""
    for found in pkgutil.walk_packages(ui.__path__, "ui."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        import_name: str = getattr(module, "QML_IMPORT_NAME", "")
        for value in vars(module).values() if import_name else ():
            if isinstance(value, type) and issubclass(value, QObject) and value.__module__ == found.name:
                yield import_name, value


def component(import_name: str, cls: type[QObject]) -> str:
    """One class in the language of .qmltypes files."""
    meta: QMetaObject = cls.staticMetaObject  # type: ignore[attr-defined]  # missing in the stub
    name, parent, item = _text(meta.className()), meta.superClass(), issubclass(cls, QQuickItem)
    assert parent is not None
    lines = [
        f'name: "{name}"',
        'accessSemantics: "reference"',
        f'prototype: "{"QQuickItem" if item else _text(parent.className())}"',  # Qt describes no painted item
        f'exports: ["{import_name}/{name} 1.0"]',
        f"isCreatable: {str(item).lower()}",
        "exportMetaObjectRevisions: [256]",
        *(_property(meta.property(index)) for index in range(meta.propertyOffset(), meta.propertyCount())),
        *(_method(meta.method(index)) for index in range(meta.methodOffset(), meta.methodCount())),
    ]
    return "    Component {\n" + "".join(f"        {line}\n" for line in lines) + "    }\n"


def _property(declared: QMetaProperty) -> str:
    name, kind = _text(declared.name()), _text(declared.typeName())
    facts = [f'name: "{name}"', f'type: "{kind.removesuffix("*")}"', f'read: "{name}"']
    if kind.endswith("*"):
        facts.append("isPointer: true")
    if declared.isWritable():
        facts.append(f'write: "{name}"')
    else:
        facts.append("isReadonly: true")
    if declared.isConstant():
        facts.append("isPropertyConstant: true")
    if declared.hasNotifySignal():
        facts.append(f'notify: "{_text(declared.notifySignal().name())}"')
    return f"Property {{ {'; '.join(facts)} }}"


def _method(declared: QMetaMethod) -> str:
    word = "Signal" if declared.methodType() is QMetaMethod.MethodType.Signal else "Method"
    parameters = "".join(f' Parameter {{ type: "{_text(kind)}" }}' for kind in declared.parameterTypes())
    return f'{word} {{ name: "{_text(declared.name())}"{";" if parameters else ""}{parameters} }}'


def _text(raw: Any) -> str:
    """The same from str and from QByteArray: Qt's classes give one or the other."""
    return raw if isinstance(raw, str) else bytes(raw).decode("ascii")


def write(directory: Path) -> None:
    """One QML module per import name below `directory`."""
    modules: dict[str, list[str]] = defaultdict(list)
    for import_name, cls in seen_classes():
        modules[import_name].append(component(import_name, cls))
    for import_name, components in modules.items():
        module = directory / import_name
        module.mkdir(parents=True, exist_ok=True)
        module.joinpath("qmldir").write_text(f"module {import_name}\ntypeinfo python.qmltypes\ndepends QtQuick\n")
        body = "import QtQuick.tooling 1.2\n\nModule {\n" + "".join(components) + "}\n"
        module.joinpath("python.qmltypes").write_text(body)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
