"""What stands on the screen, on paper for whoever wants to take it along: it counts without the paper, too."""

from __future__ import annotations

from devices.paper import PaperState
from devices.states import Fault
from kiosk.wishes.wish import Print, Printable

_GONE = (PaperState.FAILED, PaperState.RETRACTED, PaperState.UNKNOWN)


async def on_paper(what: Printable) -> bool:
    """Whether it came out, as far as the printer says."""
    try:
        return await Print(what) not in _GONE
    except Fault:
        return False
