"""Scanner families as data: which language a scanner speaks, and which commands it is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from devices.model_file import ModelFile

_FAMILIES = Path(__file__).with_name("models") / "scanners.toml"


@dataclass(frozen=True)
class ScannerFamily:
    """One family. Commands are words of its language, see `devices.scanner_codecs`; without `start` it runs freely.

    Times are seconds.
    """

    name: str
    title: str
    language: str
    silence: float  # between two bytes; ends a code that has no terminator
    same_code: float = 0.0  # the same code again within this time is the same presentation; 0 when triggered
    query: str = ""  # asked to learn what it is
    settings: tuple[str, ...] = ()  # temporary ones, before every scan
    start: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    goes_on: bool = False  # looks for the next code after one
    retrigger: float = 60.0
    answer_within: float = 0.5
    wake: bytes = b""  # sent before the first command of a series; a sleeping scanner loses the bytes that wake it
    raw_codes: bool = False  # speaks in packets, but sends codes without one
    layout: str = "us"  # of a keyboard
    alt_numbers: str = "unicode"  # what a keyboard means by Alt and a number: `unicode` or `gb18030`

    @property
    def triggered(self) -> bool:
        return bool(self.start)

    @property
    def words(self) -> tuple[str, ...]:
        """Every command."""
        return (*([self.query] if self.query else []), *self.settings, *self.start, *self.stop)


def families(path: Path = _FAMILIES) -> tuple[str, ...]:
    """The names of all families."""
    return _file(path).names


def load_family(name: str = "newland", path: Path = _FAMILIES) -> ScannerFamily:
    """The family of that name. Raises `ValueError` with the file and what is wrong in it."""
    file = _file(path)
    table = file.table(name, ScannerFamily)
    with file.making(name):
        for key in ("settings", "start", "stop"):
            table[key] = tuple(table.get(key, ()))
        table["wake"] = bytes.fromhex(table.get("wake", ""))
        return ScannerFamily(name=name, **table)


def _file(path: Path) -> ModelFile:
    return ModelFile(path, "scanner family")
