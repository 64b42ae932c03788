"""The catalogue on the terminal's disk: documents under their hash, two slots, and which of them runs.

    objects/<sha256>     a document, the same for every version that has it
    a.json, b.json       a slot: the version, and each document's path with its hash
    parameters.json      what the hall has set instead of the items' own
    current.json         the slot that runs, how often it was started unconfirmed, the versions that did harm

What runs changes by one rename of one small file. A switched catalogue is on trial: each start counts until `confirm`,
and after `TRIES` starts without it the slot before runs again. Whatever is torn, a whole slot is found if there is one.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from central.contract.catalogue import ParameterValue
from central.contract.item import ItemDocument
from central.contract.messages import Message
from central.contract.project import ProjectDocument
from central.contract.source import DataSource
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.faults import CatalogueNotKept, CatalogueUnfit
from kiosk.storage import keep, sync_directory

log = logging.getLogger(__name__)

TRIES = 3
"""Starts that a catalogue on trial is given to be confirmed."""

_HARMFUL_KEPT = 20

Document = ItemDocument | DataSource | ProjectDocument
M = TypeVar("M", bound=Message)
_FOLDERS: Mapping[str, type[Document]] = {"items": ItemDocument, "sources": DataSource, "projects": ProjectDocument}

Name = Literal["a", "b"]
_NAMES: tuple[Name, ...] = ("a", "b")
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
DocumentPath = Annotated[str, StringConstraints(pattern=r"^(items|sources|projects)/[a-z][a-z0-9_]{1,63}\.json$")]


class Slot(Message):
    """One version as a list of hashes."""

    version: int = Field(ge=1)
    documents: dict[DocumentPath, Sha256]


class _Current(Message):
    running: Name | None = None
    starts: int = Field(default=0, ge=0)
    confirmed: bool = True
    harmful: tuple[int, ...] = ()


class _Parameters(Message):
    parameters: dict[str, dict[str, ParameterValue]]


class CatalogueStore:
    """One directory; one thread at a time.

    `running` is what the terminal shows, `staged` what waits for the end of the session.
    """

    def __init__(self, directory: Path) -> None:
        self.running = Catalogue()
        self.staged: Catalogue | None = None
        self.taken_back: int | None = None
        """The version that this start gave up, for the report."""
        self._directory = directory
        self._objects = directory / "objects"
        self.parameters: Mapping[str, Mapping[str, ParameterValue]] = {}
        """What this hall has set; `running` has them from the next switch on."""
        self._current = _Current()
        self._parsed: dict[tuple[str, str], Document] = {}

    # ------------------------------------------------------------ which one runs

    def start(self) -> Catalogue:
        """The catalogue to begin with; an empty one when there is none yet. Call once, before anything else."""
        found = _read(self._directory / "current.json", _Current)
        kept = _read(self._directory / "parameters.json", _Parameters)
        self.parameters = kept.parameters if kept else {}
        self._current = found or _Current()
        if not self._current.confirmed:
            self._try_again()
        names = self._by_preference(known=found is not None)
        for name in names:
            try:
                self.running = self._load(name)
            except CatalogueUnfit as fault:
                log.warning("slot %s cannot be used: %s", name, fault.detail)
                continue
            if name != self._current.running:
                self._decide(_Current(running=name, harmful=self._current.harmful))
            break
        return self.running

    def switch(self) -> Catalogue:
        """Run what was staged, on trial, from now on, and by the hall's parameters; between two sessions.

        Raises `CatalogueNotKept`.
        """
        if self.staged is not None:
            self._keep_current(_Current(running=self._other, confirmed=False, harmful=self._current.harmful))
            self.running, self.staged = self.staged, None
        if self.running.parameters != self.parameters:
            self.running = replace(self.running, parameters=self.parameters)
        return self.running

    def keep_parameters(self, parameters: Mapping[str, Mapping[str, ParameterValue]]) -> None:
        """What this hall has set; it counts from the next switch on. Raises `CatalogueNotKept`."""
        if parameters == self.parameters:
            return
        kept = _Parameters(parameters={item: {**values} for item, values in parameters.items()})
        try:
            keep(self._directory / "parameters.json", kept.model_dump_json().encode())
        except OSError as error:
            raise CatalogueNotKept(f"parameters.json: {error.strerror}") from error
        self.parameters = kept.parameters

    @property
    def waiting(self) -> bool:
        """Whether there is something to switch to."""
        return self.staged is not None or self.running.parameters != self.parameters

    def confirm(self) -> None:
        """The running catalogue has served well: its trial is over. Raises `CatalogueNotKept`."""
        if not self._current.confirmed:
            self._keep_current(_Current(running=self._current.running, harmful=self._current.harmful))
            self._tidy()

    def take_back(self, version: int) -> Catalogue:
        """This version does harm: never run it again, and run the other slot if it runs now. Between two sessions.

        Raises `CatalogueNotKept`.
        """
        harmful = (*(each for each in self._current.harmful if each != version), version)[-_HARMFUL_KEPT:]
        if self.staged is not None and self.staged.version == version:
            self.staged = None
        if self.running.version != version:
            self._keep_current(self._current.model_copy(update={"harmful": harmful}))
            return self.running
        back = self._usable(self._other, harmful)
        self._keep_current(_Current(running=self._other if back else None, harmful=harmful))
        self.running, self.taken_back = back or Catalogue(), version
        return self.running

    @property
    def on_trial(self) -> bool:
        """Whether the running catalogue waits for `confirm`; meanwhile nothing can be staged."""
        return not self._current.confirmed

    @property
    def harmful(self) -> tuple[int, ...]:
        """Versions that were taken back."""
        return self._current.harmful

    # ------------------------------------------------------------ a new one

    def has(self, sha256: str) -> bool:
        """Whether the document is here, whole."""
        try:
            return hashlib.sha256((self._objects / sha256).read_bytes()).hexdigest() == sha256
        except OSError:
            return False

    def add(self, data: bytes) -> None:
        """Keep a document under its hash. Raises `CatalogueNotKept`."""
        path = self._objects / hashlib.sha256(data).hexdigest()
        new = path.with_suffix(".new")
        try:
            self._objects.mkdir(mode=0o700, parents=True, exist_ok=True)
            with new.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            new.rename(path)
        except OSError as error:
            raise CatalogueNotKept(f"{path}: {error.strerror}") from error

    def load(self, slot: Slot) -> Catalogue:
        """The catalogue of these hashes, every document parsed that was not before. Raises `CatalogueUnfit`."""
        found: dict[str, dict[str, Any]] = {folder: {} for folder in _FOLDERS}
        parsed = {}
        for path, sha256 in sorted(slot.documents.items()):
            folder, _, name = path.removesuffix(".json").partition("/")
            document = self._parsed.get((path, sha256)) or self._document(path, folder, name, sha256)
            found[folder][name] = parsed[path, sha256] = document
        self._parsed = parsed
        return Catalogue(slot.version, found["items"], found["sources"], self.parameters, found["projects"])

    def stage(self, slot: Slot, catalogue: Catalogue) -> None:
        """Put a checked catalogue in the slot that does not run. Raises `CatalogueNotKept`."""
        if self.on_trial:
            raise CatalogueNotKept("the slot before is still needed")
        try:
            sync_directory(self._objects)
            keep(self._directory / f"{self._other}.json", slot.model_dump_json().encode())
        except OSError as error:
            raise CatalogueNotKept(f"{error.filename}: {error.strerror}") from error
        self.staged = catalogue

    # ------------------------------------------------------------ within

    @property
    def _other(self) -> Name:
        return "b" if self._current.running == "a" else "a"

    def _try_again(self) -> None:
        version = slot.version if (slot := self._slot(self._current.running)) else 0
        if self._current.starts < TRIES:
            self._decide(self._current.model_copy(update={"starts": self._current.starts + 1}))
            return
        log.error("catalogue %d was started %d times and not confirmed: it is taken back", version, TRIES)
        harmful = (*self._current.harmful, version)[-_HARMFUL_KEPT:]
        back = self._other if self._usable(self._other, harmful) else None
        self._decide(_Current(running=back, harmful=harmful))
        self.taken_back = version

    def _by_preference(self, *, known: bool) -> list[Name]:
        """The slot that should run, then the other. None was ever switched to: none; unless it is forgotten which."""
        slots: dict[Name, Slot] = {name: slot for name in _NAMES if (slot := self._slot(name))}
        usable = [name for name, slot in slots.items() if slot.version not in self._current.harmful]
        if self._current.running is None and (known or not (self._directory / "current.json").exists()):
            return []
        return sorted(usable, key=lambda name: (name != self._current.running, -slots[name].version))

    def _usable(self, name: Name, harmful: tuple[int, ...]) -> Catalogue | None:
        slot = self._slot(name)
        if slot is None or slot.version in harmful:
            return None
        try:
            return self.load(slot)
        except CatalogueUnfit:
            return None

    def _slot(self, name: Name | None) -> Slot | None:
        return _read(self._directory / f"{name}.json", Slot) if name else None

    def _load(self, name: Name) -> Catalogue:
        slot = self._slot(name)
        if slot is None:
            raise CatalogueUnfit("the slot cannot be read", document=f"{name}.json", reason="slot")
        return self.load(slot)

    def _document(self, path: str, folder: str, name: str, sha256: str) -> Document:
        try:
            data = (self._objects / sha256).read_bytes()
        except OSError as error:
            raise CatalogueUnfit(f"{path}: {error.strerror}", document=path, reason="absent") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CatalogueUnfit(f"{path} is not what its hash says", document=path, reason="hash")
        try:
            document = _FOLDERS[folder].model_validate_json(data)
        except ValidationError as error:
            place = ".".join(map(str, error.errors()[0]["loc"][:4]))[:80]
            raise CatalogueUnfit(f"{path} is not understood at {place}", document=path, reason="form") from error
        if name != _named(document):
            raise CatalogueUnfit(f"{path} calls itself something else", document=path, reason="name")
        return document

    def _decide(self, current: _Current) -> None:
        """As `_keep_current`, at a start: a disk that takes nothing must not keep the terminal from starting."""
        try:
            self._keep_current(current)
        except CatalogueNotKept as fault:
            log.warning("which catalogue runs cannot be kept: %s", fault.detail)
            self._current = current

    def _keep_current(self, current: _Current) -> None:
        try:
            keep(self._directory / "current.json", current.model_dump_json().encode())
        except OSError as error:
            raise CatalogueNotKept(f"current.json: {error.strerror}") from error
        self._current = current

    def _tidy(self) -> None:
        """Drop the documents that no slot names, and what a cut left half written."""
        wanted = {sha256 for name in _NAMES if (slot := self._slot(name)) for sha256 in slot.documents.values()}
        for path in self._objects.iterdir():
            if path.name not in wanted:
                path.unlink(missing_ok=True)


def _named(document: Document) -> str:
    match document:
        case ItemDocument(item=name) | DataSource(source=name) | ProjectDocument(project=name):
            return name


def _read(path: Path, kind: type[M]) -> M | None:
    """What the file says; nothing when it is not there or torn."""
    try:
        return kind.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        log.warning("%s cannot be read: %s", path, type(error).__name__)
        return None
