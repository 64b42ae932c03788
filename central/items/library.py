"""The directories of items, sources and projects, as an editor has them: what could be read, and what could not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from central.contract.item import TESTS, ItemDocument
from central.contract.messages import Message
from central.contract.project import ProjectDocument
from central.contract.source import DataSource
from central.items.finding import Finding, Rule
from central.items.reading import NotReadable, parse, read

_Document = TypeVar("_Document", bound=Message)
_LISTED = {"item_type", "level", "targets", "handling", "case_kind"}


@dataclass(frozen=True)
class Library:
    """Every item, source and project by its file's name, as model and as it was written.

    `broken`: names of files that are there and could not be read.
    """

    items: dict[str, ItemDocument]
    sources: dict[str, DataSource]
    paths: dict[str, str]
    source_paths: dict[str, str]
    broken_items: frozenset[str] = frozenset()
    broken_sources: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = field(default=())
    written: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    """What stands in each file, by its path in the catalogue without the ending: `items/<name>`."""
    projects: dict[str, ProjectDocument] = field(default_factory=dict)
    project_paths: dict[str, str] = field(default_factory=dict)


def library_of(items: Path, sources: Path | None, projects: Path | None) -> Library:
    """The library of these directories; those that are not named are beside the items."""
    beside = items.resolve().parent
    return read_library(items, sources or beside / "sources", projects or beside / "projects")


def read_library(items: Path, sources: Path, projects: Path | None = None) -> Library:
    """Read the directories. Never raises for what is in them: it becomes a finding."""
    findings: list[Finding] = []
    paths = {path.stem: str(path) for path in _files(items)}
    if not paths:
        findings.append(Finding(str(items), "", Rule.READABLE, "holds no item; name the directory of the items' files"))
    written: dict[str, dict[str, Any]] = {}
    read_items, broken_items = _read_all(items, ItemDocument, "item", findings, written)
    read_sources, broken_sources = _read_all(sources, DataSource, "source", findings, written)
    source_paths = {path.stem: str(path) for path in _files(sources)}
    read_projects, _ = _read_all(projects, ProjectDocument, "project", findings, written) if projects else ({}, None)
    return Library(
        read_items,
        read_sources,
        paths,
        source_paths,
        broken_items,
        broken_sources,
        tuple(findings),
        written,
        projects=read_projects,
        project_paths={path.stem: str(path) for path in _files(projects)} if projects else {},
    )


def _files(directory: Path) -> list[Path]:
    return sorted(directory.glob("*.json")) if directory.is_dir() else []


def _read_all(
    directory: Path, model: type[_Document], code: str, findings: list[Finding], written: dict[str, dict[str, Any]]
) -> tuple[dict[str, _Document], frozenset[str]]:
    documents: dict[str, _Document] = {}
    broken: set[str] = set()
    for path in _files(directory):
        try:
            content = parse(read(path))
            document = model.model_validate(content)
        except NotReadable as error:
            findings.append(Finding(str(path), "", Rule.READABLE, str(error)))
            broken.add(path.stem)
        except ValidationError as error:
            findings.extend(_against_schema(path, error))
            broken.add(path.stem)
        else:
            if untested := [
                name for name in TESTS if isinstance(document, ItemDocument) and not getattr(document, name)
            ]:
                remedy = "Field required: an item tests itself; see `central items schema`"
                findings.extend(Finding(str(path), name, Rule.SCHEMA, remedy) for name in untested)
                broken.add(path.stem)
                continue
            documents[path.stem], written[f"{code}s/{path.stem}"] = document, content
            if getattr(document, code) != path.stem:
                remedy = f"is not the file's name; call the file {getattr(document, code)}.json or correct the code"
                findings.append(Finding(str(path), code, Rule.CODES_UNIQUE, remedy))
    return documents, frozenset(broken)


def _against_schema(path: Path, error: ValidationError) -> Iterator[Finding]:
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        place = ".".join(f"{part!s:.80}" for part in fault["loc"])
        listed = str(fault["loc"][0]) in _LISTED and fault["type"] == "enum" if fault["loc"] else False
        rule = Rule.CODE_LISTS if listed else Rule.SCHEMA
        yield Finding(str(path), place, rule, f"{fault['msg']}; see `central items schema`")
