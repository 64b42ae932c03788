"""One application as far as it has come. It lives inside the journey, and ends with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from central.contract.application import Applicant, BeginApplication, Begun, Filled, MaterialSent
from central.contract.application import SourceState as State
from central.contract.form import FormField, asked
from central.contract.item import ItemDocument, Material, MaterialFrom, Promise, holds
from central.contract.messages import Words
from central.contract.source import DataSource, OnSilence
from devices.document import Page
from kiosk.wishes.application import CatalogueSeen

PROMISE = "promise"
"""The signature under a promise, where the item has no material of its own for it."""

_ANSWER = re.compile(r"\banswers\.([a-z][a-z0-9_]*)")


@dataclass
class Application:
    """What was answered, fetched and handed in. A thing that is missing here is what is asked for next."""

    seen: CatalogueSeen
    item: ItemDocument
    applicant: Applicant
    consents: tuple[str, ...] | None = None
    situation: dict[str, str] = field(default_factory=dict)
    begun: Begun | None = None
    answers: dict[str, Any] = field(default_factory=dict)  # none: asked, and left empty
    materials: dict[str, MaterialSent | None] = field(default_factory=dict)  # none: left out, as it may be
    pages: dict[str, tuple[Page, ...]] = field(default_factory=dict)  # of paper documents, as taken
    signed: str | None = None  # digest of the promise's text
    before: dict[str, Any] = field(default_factory=dict)  # what is asked again, as it was

    # ------------------------------------------------------------ what is in force

    @property
    def fields(self) -> tuple[FormField, ...]:
        return asked(self.item.form, self.situation)

    @property
    def wanted(self) -> tuple[Material, ...]:
        return tuple(each for each in self.item.materials if holds(each.when, self.situation))

    @property
    def promise(self) -> Promise | None:
        promise = self.item.promise
        return promise if promise is not None and holds(promise.when, self.situation) else None

    def same_paper(self, material: Material) -> tuple[Page, ...]:
        """The pages of a paper of that name that were taken for another material: it is never asked for twice."""
        same = (each for each in self.wanted if each.name == material.name and each.material != material.material)
        return next((self.pages[each.material] for each in same if self.pages.get(each.material)), ())

    def stands_promised(self, material: Material) -> bool:
        """Whether the signed promise stands for it."""
        return material.promised and self.signed is not None

    def needs(self, source: DataSource) -> bool:
        """Whether there is no application without it: nothing else can stand for what it says."""
        shared = {each.source for each in self.item.materials if each.required and not each.promised}
        return source.on_silence is OnSilence.NOT_STARTED or source.source in shared

    # ------------------------------------------------------------ what card and sources say

    def question(self) -> BeginApplication:
        return BeginApplication(
            item=self.item.item,
            version=self.item.version,
            applicant=self.applicant,
            consents=self.consents or (),
            situation=self.situation,
            answers=self.given(),
            session=self.seen.visit,
        )

    def filled(self, name: str) -> Filled | None:
        """What a field holds without anybody's typing."""
        filled = self.begun.filled.get(name) if self.begun else None
        return filled if filled is not None and filled.value is not None else None

    def source_of(self, name: str) -> Words | None:
        """What the source that filled a field is called; none: the card did, or nobody."""
        filled = self.filled(name)
        source = self.seen.catalogue.sources.get(filled.source or "") if filled else None
        return source.name if source else None

    def can_be_asked(self, each: FormField) -> bool:
        """Whether the field's source waited for what the citizen types, and all of that is there now."""
        waiting = {seen.source for seen in self.begun.sources if seen.state is State.NOT_ASKED} if self.begun else set()
        for use in self.item.sources:
            if use.source in waiting and use.source in (self.consents or ()):
                inputs = {name for expression in use.by.values() for name in _ANSWER.findall(expression)}
                if each.fill.startswith(f"sources.{use.source}.") and inputs <= self.given().keys():
                    return bool(inputs)
        return False

    # ------------------------------------------------------------ what is sent

    def given(self) -> dict[str, Any]:
        """What the citizen gave; what was filled in and left alone, the office fetches again."""
        names = {each.name for each in self.fields}
        return {name: value for name, value in self.answers.items() if value is not None and name in names}

    def handed_in(self) -> tuple[MaterialSent, ...]:
        names = {each.material for each in self.wanted} | {PROMISE}
        return tuple(each for name, each in self.materials.items() if each is not None and name in names)

    # ------------------------------------------------------------ asked again

    def forget(self, key: str) -> None:
        """The citizen wants to answer that again; what depends on it is asked again with it. `field.family.2` is the
        second entry of a group."""
        kind, _, name = key.partition(".")
        match kind:
            case "situation":
                self.before[key] = self.situation.pop(name, None)
                self.begun = None
            case "field":
                name, _, number = name.partition(".")
                if number:
                    self.before[f"entry.{name}"] = int(number)
                filled = self.filled(name)
                self.before[f"field.{name}"] = self.answers.pop(name, filled.value if filled else None)
                if any(name in _ANSWER.findall(text) for use in self.item.sources for text in use.by.values()):
                    self.begun = None
            case "material" if name == PROMISE:
                self.unsign()
            case "material":
                self.materials.pop(name, None)
                self.before[key] = self.pages.pop(name, ())

    def unsign(self) -> None:
        """The signature counts no more: it is asked for again, or its promise is not in force."""
        self.signed = None
        for each in self.item.materials:
            if each.comes_from is MaterialFrom.SIGNATURE:
                self.materials.pop(each.material, None)
        self.materials.pop(PROMISE, None)
