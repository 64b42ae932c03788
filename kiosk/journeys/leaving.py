"""How a journey ends from deep inside: the citizen was told what stands against it, and chose another way."""

from __future__ import annotations

from kiosk.wishes.wish import Explain, Next, Notice


class Left(Exception):
    """It does not go on. `by`: what the citizen chose instead."""

    def __init__(self, by: Next) -> None:
        super().__init__(by.value)
        self.by = by


async def again_or_leave(notice: Notice, *choices: Next, again: Next = Next.AGAIN) -> None:
    """Say what stands against it. Comes back when the citizen wants to try `again`, else raises `Left`."""
    choice = await Explain(notice, (*choices, Next.HOME))
    if choice is not again:
        raise Left(choice)
