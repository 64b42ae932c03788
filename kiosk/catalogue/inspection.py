"""Looks at a catalogue before it is used: what is new or changed, on every screen and paper, in a process of its own.

The screens belong to a room that this one does not know: the program that looks is handed in as a command. It gets a
directory and answers with one `Misfit` a line; what it makes of hostile documents, and how long it takes, harms nobody
but itself.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Self

from pydantic import Field, TypeAdapter, ValidationError

from central.contract.catalogue import ParameterValue
from central.contract.item import ItemDocument
from central.contract.messages import Line, Message
from central.contract.project import ProjectDocument
from central.contract.source import DataSource
from devices.deadline import Deadline
from devices.states import Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.faults import CatalogueUnfit

SHOW_WITHIN = 30.0  # seconds that one item may take at that priority, or so many steps of a project
_STEPS = 20
NICE = 10  # below the screen; a machine that is never idle shall come to an end with it all the same
MOST_HANDS = 2  # processes; each takes 200 MB
LOOK_EVERY = 0.1  # seconds between two looks whether the process has ended
_ROOT = Path(__file__).parents[2]
_SAID_MOST = 100_000  # bytes
_CRASHED = "check_failed"
_PARAMETERS: TypeAdapter[dict[str, dict[str, ParameterValue]]] = TypeAdapter(dict[str, dict[str, ParameterValue]])


Shown = ItemDocument | ProjectDocument
"""A document that has screens and papers."""


def shown(catalogue: Catalogue) -> dict[str, Shown]:
    """By the path that it is published under."""
    items: Mapping[str, Shown] = catalogue.items
    return {
        f"{folder}/{name}.json": document
        for folder, documents in (("items", items), ("projects", catalogue.projects))
        for name, document in documents.items()
    }


class Misfit(Message):
    """One thing that is wrong: with which document, where in it, and how."""

    document: str = Field(max_length=80)
    place: Line = Field(max_length=120)
    reason: Line = Field(max_length=200)

    @classmethod
    def of(cls, document: str, place: str, reason: str) -> Self:
        """Shortened, and on one line."""
        line = "".join(sign if sign.isprintable() else " " for sign in reason)
        return cls(document=document, place=place[:120], reason=line[:200])


class Inspection:
    """Implements `kiosk.catalogue.courier.Inspect`. `command`: the program that looks, and its printer."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    def __call__(self, by: Deadline, new: Catalogue, running: Catalogue) -> Fault | None:
        """What is wrong with what is new, if anything; what runs already needs no second look. Raises `Cancelled`."""
        changed = {path: each for path, each in shown(new).items() if self._differs(path, each, new, running)}
        if not changed:
            return None
        with TemporaryDirectory(prefix="inspection-") as directory:
            for name, catalogue in (("running", running), ("new", new)):
                kept = {path: each for path, each in shown(catalogue).items() if path in changed}
                items = {each.item: each for each in kept.values() if isinstance(each, ItemDocument)}
                projects = {each.project: each for each in kept.values() if isinstance(each, ProjectDocument)}
                lay_out(replace(catalogue, items=items, projects=projects), Path(directory, name))
            shares = (len(each.steps) / _STEPS if isinstance(each, ProjectDocument) else 1 for each in changed.values())
            return self._found(by.phase(SHOW_WITHIN * (sum(shares) + 1)), Path(directory), tuple(changed))

    @staticmethod
    def _differs(path: str, document: Shown, new: Catalogue, running: Catalogue) -> bool:
        if document != shown(running).get(path):
            return True
        return isinstance(document, ItemDocument) and (
            new.parameters.get(document.item) != running.parameters.get(document.item)
            or any(new.sources.get(use.source) != running.sources.get(use.source) for use in document.sources)
        )

    def _found(self, by: Deadline, directory: Path, changed: Sequence[str]) -> Fault | None:
        """The documents dealt out to a process for each processor; the first thing that one of them found."""
        command = [*self._command, "--before", str(directory / "running"), str(directory / "new"), "--only"]
        hands = min(len(changed), os.cpu_count() or 1, MOST_HANDS)
        with ExitStack() as over:
            try:
                looks = [over.enter_context(_Look([*command, *changed[hand::hands]])) for hand in range(hands)]
            except OSError as error:
                return CatalogueUnfit(f"nobody can look at it: {error.strerror}", document="", reason=_CRASHED)
            return next((fault for look in looks if (fault := look.found(by))), None)


class _Look:
    """One process that looks; it does not outlive this object."""

    def __init__(self, command: Sequence[str]) -> None:
        """Raises `OSError` when it cannot be started."""
        with TemporaryFile() as said:
            self._said = os.dup(said.fileno())
            try:
                self._process = subprocess.Popen(  # noqa: S603  our own program
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": str(_ROOT)},
                )
            except OSError:
                os.close(self._said)
                raise
        os.setpriority(os.PRIO_PROCESS, self._process.pid, NICE)  # also one that is dead already, until it is reaped

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._said)

    def found(self, by: Deadline) -> Fault | None:
        """Wait for its end; what it found. Raises `Cancelled`."""
        while self._process.poll() is None and not by.passed:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(min(LOOK_EVERY, by.left()))
        status = self._process.poll()
        for line in os.pread(self._said, _SAID_MOST, 0).splitlines():
            with suppress(ValidationError):
                misfit = Misfit.model_validate_json(line)
                detail = f"{misfit.document}: {misfit.place}: {misfit.reason}"
                return CatalogueUnfit(detail, document=misfit.document, reason="look", place=misfit.place)
        if status == 0:
            return None
        how = "too slow" if status is None else f"status {status}"
        return CatalogueUnfit(f"the look at it did not end well: {how}", document="", reason=_CRASHED)


# ---------------------------------------------------------------- the directory between the two


def lay_out(catalogue: Catalogue, directory: Path) -> None:
    """The documents as files, for `read_catalogue`."""
    for folder in ("items", "projects", "sources"):
        (directory / folder).mkdir(parents=True)
    for path, document in shown(catalogue).items():
        (directory / path).write_text(document.model_dump_json(), "utf-8")
    for name, source in catalogue.sources.items():
        (directory / "sources" / f"{name}.json").write_text(source.model_dump_json(), "utf-8")
    (directory / "parameters.json").write_bytes(_PARAMETERS.dump_json({**catalogue.parameters}))  # type: ignore[dict-item]


def read_catalogue(directory: Path) -> Catalogue:
    """What lies there. Raises `OSError`, `pydantic.ValidationError`."""
    parameters = directory / "parameters.json"
    return Catalogue(
        1,
        {
            path.stem: ItemDocument.model_validate_json(path.read_bytes())
            for path in sorted(directory.glob("items/*.json"))
        },
        {
            path.stem: DataSource.model_validate_json(path.read_bytes())
            for path in sorted(directory.glob("sources/*.json"))
        },
        _PARAMETERS.validate_json(parameters.read_bytes()) if parameters.exists() else {},
        {
            path.stem: ProjectDocument.model_validate_json(path.read_bytes())
            for path in sorted(directory.glob("projects/*.json"))
        },
    )
