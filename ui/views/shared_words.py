"""What several screens say in the same words, each by a property: `Property(str, notice_title, notify=changed)`.

Functions, because a property's notify signal must be of its own class (`ui.views.screen.ScreenView`).
"""

from __future__ import annotations

from typing import Any


def notice_title(view: Any) -> str:
    """What happened; empty where nothing did."""
    return str(view._wording.title(view._wish.notice)) if view._wish.notice else ""  # noqa: SLF001  for views alone


def notice_text(view: Any) -> str:
    """What to do about it."""
    return str(view._wording.advice(view._wish.notice)) if view._wish.notice else ""  # noqa: SLF001


def step(view: Any) -> str:
    """Step 2 of 5; empty when there is but one."""
    wish = view._wish  # noqa: SLF001
    return str(view._wording.text("fill.step", step=wish.step, steps=wish.steps)) if wish.steps > 1 else ""  # noqa: SLF001
