"""What is held about the citizen at the screen, and nothing else is. `wipe` lets go of all of it.

The recording of answers gives Back (a replay) and, as names without contents, a trace for support.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from devices.states import Fault, Remedy
from kiosk.scenes import Service
from kiosk.wishes.wish import Do, Outcome, Print, ScreenWish, Shown, TakePaper, Wish

Journey = Callable[[Shown | None], Coroutine[Any, Any, Outcome]]


@dataclass(frozen=True)
class Step:
    """One wish and what came of it: an answer, or the fault that was thrown in."""

    wish: Wish[Any]
    answer: Any = None
    fault: Exception | None = None

    @property
    def by_citizen(self) -> bool:
        """True when Back may take the answer back: a person gave it, and no paper has left the printer meanwhile. A
        broken device's fault is nobody's."""
        broken = isinstance(self.fault, Fault) and self.fault.remedy is not Remedy.CITIZEN
        return isinstance(self.wish, ScreenWish) and not isinstance(self.wish, Print | TakePaper) and not broken

    @property
    def final(self) -> bool:
        """True when the world is another afterwards: past it there is no way back. A leaflet changes nothing."""
        return isinstance(self.wish, Do) or (isinstance(self.wish, Print) and self.wish.subject is not None)

    @property
    def name(self) -> str:
        """For the trace: the wish, and the kind of what came of it; never its contents."""
        asked = type(getattr(self.wish, "question", getattr(self.wish, "effect", self.wish))).__name__
        if self.fault is not None:
            return f"{asked}!{getattr(self.fault, 'code', type(self.fault).__name__)}"
        return asked


@dataclass
class Session:
    """One citizen, one journey."""

    service: Service
    journey: Journey
    shown: Shown | None = None
    steps: list[Step] = field(default_factory=list)
    effects: list[tuple[Do[Any], str]] = field(default_factory=list)
    """Ledger ids of effects already begun, so that a retry is the same effect and not a second one."""

    def effect_id(self, wish: Do[Any]) -> str | None:
        """The ledger's id of an effect that was begun in this session."""
        return next((effect_id for begun, effect_id in reversed(self.effects) if begun == wish), None)

    def last_by_citizen(self) -> int | None:
        """Where Back leads: the last answer a person gave after the last change to the world."""
        for index in range(len(self.steps) - 1, -1, -1):
            step = self.steps[index]
            if step.final and step.fault is None:
                return None
            if step.by_citizen:
                return index
        return None

    def trace(self) -> str:
        """What happened, without personal data."""
        return " ".join(step.name for step in self.steps)

    def wipe(self) -> None:
        """Let go of everything that was learnt about the citizen."""
        self.shown = None
        self.steps.clear()
        self.effects.clear()
