"""Models of card readers: in what SDT readers differ, as data from `devices/models/readers.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from devices.id_card import CardLayout
from devices.model_file import ModelFile
from devices.ports.hidraw import Wrapping

_MODELS = Path(__file__).with_name("models") / "readers.toml"


@dataclass(frozen=True)
class ReaderModel:
    """One model. `knows` and `lacks`: kinds of cards that its firmware certainly reads, and certainly does not.

    `since`: the day from which every new module knew a kind of card. `wrapping`: of frames in its HID reports.
    """

    name: str = "sdt"
    title: str = "SDT"
    knows: frozenset[CardLayout] = frozenset()
    lacks: frozenset[CardLayout] = frozenset()
    since: Mapping[CardLayout, date] = field(default_factory=dict)
    wrapping: Wrapping | None = None

    def in_doubt(self, made: date | None) -> tuple[CardLayout, ...]:
        """The kinds of cards that a module made on that day may not read. Its id gives the day; None: unknown."""
        older = {kind for kind, day in self.since.items() if made is not None and made < day}
        return tuple(kind for kind in CardLayout if kind in self.lacks | (older - self.knows))


SDT = ReaderModel()
"""Any of them, of whose firmware nothing is known."""


def load_model(name: str = "sdt", path: Path = _MODELS) -> ReaderModel:
    """The model of that name. Raises `ValueError` with the file and what is wrong in it."""
    file = ModelFile(path, "card reader model", "models")
    table = file.table(name)
    with file.making(name):
        table["since"] = {CardLayout(kind): day for kind, day in file.tree["since"].items()}
        for key in table.keys() & {"knows", "lacks"}:
            table[key] = frozenset(CardLayout(kind) for kind in table[key])
        if wrapping := table.get("wrapping"):
            table["wrapping"] = Wrapping(**(wrapping | {"head": bytes.fromhex(wrapping.get("head", ""))}))
        return ReaderModel(name=name, **table)
