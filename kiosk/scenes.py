"""What may stand on the screen. The runner decides, `ui` shows; a scene names a view model and a QML file.

Every scene but `Home` and `OutOfService` belongs to a session; `ScreenWish` classes are scenes too (`WishScene`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from kiosk.readiness import Readiness
from kiosk.wishes.wish import Notice, ScreenWish, Way


class Service(StrEnum):
    """A citizen service, by its journey's name."""

    TAKE_BOOKED_TICKET = "take_booked_ticket"
    TAKE_WALK_IN_TICKET = "take_walk_in_ticket"
    APPLY_FOR_ITEM = "apply_for_item"
    FOLLOW_CASE = "follow_case"
    PLAN_PROJECT = "plan_project"
    RAISE_VOICE = "raise_voice"


@dataclass(frozen=True)
class Home:
    """The attract and home screen: each service with whether it can be done here and now, and if not, why."""

    readiness: Readiness


@dataclass(frozen=True)
class OutOfService:
    """Nothing can be done here: why, and where to go instead."""

    notice: Notice
    readiness: Readiness


@dataclass(frozen=True)
class WishScene:
    """A journey waits for the citizen. `back`: whether a step back is possible.

    `without`: ways of a `Present` that do not work at this moment; `code_readers`: the devices that look for a code.
    Both change while the scene stands. `aside`: another session waits underneath, and goes on after this one.
    """

    service: Service
    wish: ScreenWish[Any]
    back: bool
    without: tuple[Way, ...] = ()
    code_readers: tuple[str, ...] = ()
    aside: bool = False


@dataclass(frozen=True)
class Waiting:
    """The office or a device is at work. `code` finds the sentence; shown only when it takes longer than 300 ms."""

    service: Service
    code: str


@dataclass(frozen=True)
class Problem:
    """The failsafe: a fault that the journey did not handle, chosen by its remedy and worded by its code."""

    service: Service | None
    notice: Notice
    remedy: str
    retry: bool


Scene = Home | OutOfService | WishScene | Waiting | Problem


class Stage(Protocol):
    """What the runner needs of the screens."""

    def show(self, scene: Scene) -> None:
        """Put `scene` on the screen in place of the one before."""

    def warn(self, seconds_left: int | None) -> None:
        """Ask "are you still there?" over the scene, counting down; None takes the question away."""
