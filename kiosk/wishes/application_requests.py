"""What the journey of an application asks the office and the terminal for, besides what stands in the contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from central.contract.application import (
    ApplicationReceived,
    BeginApplication,
    HandedOver,
    HandOver,
    Paper,
    ReadDecision,
    ReadPaper,
    SubmitApplication,
    SupplementApplication,
)
from central.contract.following import FollowedCase
from central.contract.item import ItemDocument
from central.contract.measured import MeasuredTime
from central.contract.messages import Received
from central.contract.project import ProjectDocument, ProjectPlan
from kiosk.catalogue.catalogue import Catalogue


@dataclass(frozen=True)
class LookAtCatalogue:
    """The catalogue in use, with why an item cannot be begun here and now: `kiosk.wishes.application.CatalogueSeen`."""


@dataclass(frozen=True)
class UploadMaterial:
    """One page or signature sheet to the office; content-addressed, so repeating it changes nothing."""

    content: bytes = field(repr=False)


@dataclass(frozen=True)
class StampApplication:
    """A name for the application that is about to come to be, and the time by the office's clock.

    A journey draws no numbers and looks at no clock: both come as an answer, so that a retry has the same.
    """


@dataclass(frozen=True)
class Stamp:
    """The answer to `StampApplication`."""

    application_id: str
    at: datetime


ApplicationQuestion = BeginApplication | ReadDecision | ReadPaper | UploadMaterial | LookAtCatalogue | StampApplication
ApplicationEffect = SubmitApplication | SupplementApplication | HandOver
ApplicationAnswer = ApplicationReceived | HandedOver | Received


# ---------------------------------------------------------------- what goes on paper


@dataclass(frozen=True)
class Result:
    """A certificate or receipt; `repr` shows nothing of its holder. `decided`: it is more than received. `a4`: it may
    go on a whole sheet."""

    application_id: str
    paper: Paper = field(repr=False)
    decided: bool = True
    a4: bool = False


@dataclass(frozen=True)
class ItemNotice:
    """一次性告知 (国令722 art 37): everything that an item wants, told once and on paper. `measured`: what it
    really took of late."""

    catalogue: Catalogue = field(repr=False)
    item: ItemDocument
    measured: MeasuredTime | None = None


@dataclass(frozen=True)
class PlanSheet:
    """A project's plan as an ordered list with days, and its materials told once. `situation`: what was answered."""

    project: ProjectDocument
    plan: ProjectPlan
    situation: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CaseSheet:
    """How a case stands, for whoever takes it home. Its applicant's name is masked there, as everywhere."""

    followed: FollowedCase = field(repr=False)
