"""A file of `devices/models`: one table for each model, and errors that name the file, the table and what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any


class ModelFile:
    """One file, read. `kind`: what its tables describe. `section`: the table that they stand in, if in any.

    `tree` is everything in the file.
    """

    def __init__(self, path: Path, kind: str, section: str = "") -> None:
        self.tree: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        self._path = path
        self._kind = kind
        self._prefix = f"{section}." if section else ""
        self._tables: dict[str, Any] = self.tree[section] if section else self.tree

    @property
    def names(self) -> tuple[str, ...]:
        """All that it describes, in its order."""
        return tuple(self._tables)

    def table(self, name: str, model: type | None = None) -> dict[str, Any]:
        """The table of that name, the caller's own. `model`: a dataclass; a key that is none of its fields is refused.

        Raises `ValueError`.
        """
        if name not in self._tables:
            raise ValueError(f"{self._path}: no {self._kind} {name!r}, only {', '.join(sorted(self._tables))}")
        table = dict(self._tables[name])
        if model is not None and (unknown := table.keys() - {field.name for field in fields(model)}):
            raise ValueError(f"{self.at(name)} has unknown keys: {', '.join(sorted(unknown))}")
        return table

    @contextmanager
    def making(self, name: str) -> Iterator[None]:
        """Around what is made of a table: what is wrong in it becomes a `ValueError` that says where."""
        try:
            yield
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{self.at(name)}: {error}") from error

    def at(self, name: str) -> str:
        """Where a table stands, for an error."""
        return f"{self._path}: [{self._prefix}{name}]"
