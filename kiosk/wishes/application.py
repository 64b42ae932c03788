"""What the journey of an application can wish for, besides `kiosk.wishes.wish`.

Every screen wish is one screen with the same name. Values of fields are plain JSON values, as `central.contract.form`
describes them; what the citizen typed has passed the field's schema before it leaves the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from central.contract.application import (
    ApplicationReceived,
    BeginApplication,
    Begun,
    Decision,
    Filled,
    HandedOver,
    HandOver,
    MaterialKept,
    Paper,
    ReadDecision,
    ReadPaper,
    SubmitApplication,
    SupplementApplication,
)
from central.contract.case import Case
from central.contract.form import FormField
from central.contract.handing_in import ToHandIn
from central.contract.item import ItemDocument, Material, Sentence, Situation
from central.contract.measured import MeasuredTime
from central.contract.messages import Words
from central.contract.project import ProjectDocument
from central.contract.source import DataSource
from devices.document import Page, PageSpec
from devices.portrait import PortraitSpec
from kiosk.catalogue.catalogue import Catalogue
from kiosk.wishes.application_requests import LookAtCatalogue, Stamp, StampApplication, UploadMaterial
from kiosk.wishes.wish import Ask, Do, Notice, ScreenWish

# ---------------------------------------------------------------- the catalogue


@dataclass(frozen=True)
class BrowseCatalogue(ScreenWish[str]):
    """Which item? By theme, life event, department or search. The answer is the item's code.

    `reasons`: why an item cannot be begun here and now, by code; one that is missing there can be.
    """

    catalogue: Catalogue
    reasons: Mapping[str, Notice] = field(default_factory=dict)


class FromItem(StrEnum):
    """What to do on an item's page."""

    APPLY = "apply"
    PRINT_NOTICE = "print_notice"  # 一次性告知


@dataclass(frozen=True)
class ReadItem(ScreenWish[FromItem]):
    """办事指南: everything about an item, and whether it can be done here and now. `reason`: why not; `no_pages`: why
    no paper document can be handed in here, which some situations want; `measured`: what it really took of late."""

    catalogue: Catalogue
    item: ItemDocument
    reason: Notice | None = None
    no_pages: Notice | None = None
    measured: MeasuredTime | None = None


# ---------------------------------------------------------------- consent, situations, the form


@dataclass(frozen=True)
class AgreeToSources(ScreenWish[tuple[str, ...]]):
    """Consent for each kind of data: whose, what for. The answer names the sources that were agreed to.

    `facts`: the item's parameters as they hold here, for the gaps of its sentences.
    """

    item: ItemDocument
    sources: tuple[DataSource, ...]
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerSituation(ScreenWish[str]):
    """One situation question; the answer is an option's code. `chosen`: what was answered before."""

    item: ItemDocument | ProjectDocument
    situation: Situation
    chosen: str | None = None


@dataclass(frozen=True)
class EntryOf:
    """Which entry of a group a question belongs to. `number` counts from 1."""

    group: FormField
    number: int


@dataclass(frozen=True)
class FillField(ScreenWish[Any]):
    """One field of the form. `value`: what it holds already; `filled`: where that came from; `step` of `steps`.

    None is the answer for an optional field that is left empty; `filled.value` itself, perhaps masked, for one that
    nobody changed. `source`: what the source that filled it in is called; none: the identity card or code. `entry`: it
    is one question of an entry, and `step` counts those.
    """

    item: ItemDocument
    field: FormField
    value: Any = None
    filled: Filled | None = None
    notice: Notice | None = None
    step: int = 1
    steps: int = 1
    source: Words | None = None
    entry: EntryOf | None = None


@dataclass(frozen=True)
class AddEntry:
    """One more."""


@dataclass(frozen=True)
class ChangeEntry:
    """Ask this one again. `number` counts from 1."""

    number: int


@dataclass(frozen=True)
class RemoveEntry:
    """Take this one out. `number` counts from 1."""

    number: int


@dataclass(frozen=True)
class EntriesComplete:
    """Everybody is there, or nobody where nobody has to be."""


@dataclass(frozen=True)
class ListEntries(ScreenWish[AddEntry | ChangeEntry | RemoveEntry | EntriesComplete]):
    """The entries of a group so far, each of which may be changed or removed. `removed`: one has just been."""

    item: ItemDocument
    group: FormField
    entries: tuple[Mapping[str, Any], ...] = ()
    removed: bool = False
    step: int = 1
    steps: int = 1


# ---------------------------------------------------------------- materials, promise


Strokes = tuple[tuple[int, ...], ...]
"""A drawn signature: x, y in turn, 0 to 1000 of the pane's width and height."""


class Signed(StrEnum):
    """What is signed."""

    PROMISE = "promise"  # 告知承诺
    AGREEMENT = "agreement"  # 帮办代办


@dataclass(frozen=True)
class SignPromise(ScreenWish[Strokes | None]):
    """Read, and sign with a finger. None: declined, the ordinary way.

    With their gaps filled. The signature is bound to the Chinese text; another language only helps to read it.
    `consequence`: what follows from a false promise.
    """

    item: ItemDocument | ProjectDocument
    text: Sentence
    consequence: Sentence | None = None
    kind: Signed = Signed.PROMISE


class FromDocument(StrEnum):
    """What to do when a paper document is asked for."""

    START = "start"  # it lies there: the camera may go on
    SAME = "same"  # the pages that were taken of the same paper already
    WITHOUT = "without"


@dataclass(frozen=True)
class AskForDocument(ScreenWish[FromDocument]):
    """Before the camera goes on: which paper is wanted, and where to lay it."""

    item: ItemDocument | Case
    material: Material | ToHandIn
    choices: tuple[FromDocument, ...]


@dataclass(frozen=True)
class CaptureDocument(ScreenWish[Page]):
    """The camera is on, and the citizen is guided until a page is taken. The camera answers. `number`: which page."""

    item: ItemDocument | Case
    material: Material | ToHandIn
    number: int
    spec: PageSpec


@dataclass(frozen=True)
class KeepPages:
    """These are all."""


@dataclass(frozen=True)
class NextPage:
    """There is another page."""


@dataclass(frozen=True)
class TakeAgain:
    """This page once more."""

    at: int


@dataclass(frozen=True)
class RemovePage:
    """This page is not meant."""

    at: int


@dataclass(frozen=True)
class ReviewDocument(ScreenWish[KeepPages | NextPage | TakeAgain | RemovePage]):
    """The pages as they would be handed in; the camera is off again. `shown`: the one that is looked at first."""

    item: ItemDocument | Case
    material: Material | ToHandIn
    pages: tuple[Page, ...]
    shown: int = 0


# ---------------------------------------------------------------- review, decision, rating


@dataclass(frozen=True)
class Phrase:
    """Words of the product's own, found by their code: text `review_answers.said.<code>`."""

    code: str
    facts: Mapping[str, str | int | Words] = field(default_factory=dict)


Said = str | Words | Phrase | tuple["Said", ...]
"""What stands on the review screen; plain text is what somebody typed, and the same in every language. Several in a
row say one thing together."""


@dataclass(frozen=True)
class ReviewLine:
    """One answer on the review screen. `key` leads back to where it was given; none: it cannot be changed.

    `source`: who filled it in; `pages`: what was taken of a paper document.
    """

    label: Said
    value: Said
    key: str | None = None
    source: Said = ""
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Submit:
    """Everything is right."""


@dataclass(frozen=True)
class Change:
    """Back to one answer."""

    key: str


@dataclass(frozen=True)
class ReviewAnswers(ScreenWish[Submit | Change]):
    """All answers on one screen before they are submitted, in sections with a title each."""

    item: ItemDocument | Case
    sections: tuple[tuple[Said, tuple[ReviewLine, ...]], ...]


class FromDecision(StrEnum):
    """What to do with a decision."""

    PRINT = "print"  # on the receipt printer
    HAND_OVER = "hand_over"  # 转人工
    SUPPLEMENT = "supplement"  # 补正: add what the notice asks for
    ANEW = "anew"  # a new application takes its place
    HOME = "home"


@dataclass(frozen=True)
class ShowDecision(ScreenWish[FromDecision]):
    """The decision, rule by rule, and the ways on. `owed`: what the one-time notice still asks for."""

    decision: Decision
    choices: tuple[FromDecision, ...]
    notice: Notice | None = None
    owed: tuple[Words, ...] = ()


@dataclass(frozen=True)
class TakeResult(ScreenWish[bool]):
    """The paper is out, or lies on the phone: number, what follows, how to verify. True: rate it now."""

    decision: Decision
    paper: Paper
    follows: str = ""
    notice: Notice | None = None


# ---------------------------------------------------------------- questions and effects


@dataclass(frozen=True)
class CatalogueSeen:
    """The answer to `LookAtCatalogue`. A session keeps the catalogue that it began with.

    `reasons`: why an item cannot be begun here and now; `portraits`: the pictures that this terminal can take;
    `no_pages`: why it can take none of paper documents; `projects`: the types that are planned today; `measured`: what
    items really took of late, by code; `visit`: a name for what begins now, drawn here because a journey draws none.
    """

    catalogue: Catalogue
    reasons: Mapping[str, Notice] = field(default_factory=dict)
    portraits: Mapping[str, PortraitSpec] = field(default_factory=dict)
    no_pages: Notice | None = None
    projects: tuple[ProjectDocument, ...] = ()
    measured: Mapping[str, MeasuredTime] = field(default_factory=dict)
    visit: str | None = None


def look_at_catalogue() -> Ask[CatalogueSeen]:
    return Ask(LookAtCatalogue())


def begin(question: BeginApplication) -> Ask[Begun]:
    return Ask(question)


def upload(content: bytes) -> Ask[MaterialKept]:
    return Ask(UploadMaterial(content))


def stamp() -> Ask[Stamp]:
    return Ask(StampApplication())


def read_decision(question: ReadDecision) -> Ask[Decision]:
    return Ask(question)


def read_paper(question: ReadPaper) -> Ask[Paper]:
    return Ask(question)


def submit(effect: SubmitApplication) -> Do[ApplicationReceived]:
    return Do(effect)


def add_supplement(effect: SupplementApplication) -> Do[ApplicationReceived]:
    return Do(effect)


def hand_over(application_id: str) -> Do[HandedOver]:
    return Do(HandOver(application_id=application_id))
