"""A picture for a certificate: asked for, taken, looked at. Shared by the journeys that need one."""

from __future__ import annotations

from central.contract.messages import Words
from devices.portrait import Portrait, PortraitSpec
from devices.states import Fault, TimedOut
from kiosk.wishes.wish import AgreeToPortrait, CapturePortrait, Explain, Next, Notice, ReviewPortrait


async def take_portrait(spec: PortraitSpec, purpose: Words) -> Portrait | None:
    """A portrait that the citizen agreed to and likes; None when there is to be none.

    What is wrong with the camera is for the technician; the citizen is told what can be done.
    """
    if not await AgreeToPortrait(purpose):
        return None
    while True:
        try:
            portrait = await CapturePortrait(spec)
        except Fault as fault:
            notice = Notice("portrait_not_taken" if isinstance(fault, TimedOut) else "camera_away")
            if await Explain(notice, (Next.AGAIN, Next.NO_PORTRAIT)) is not Next.AGAIN:
                return None
            continue
        if await ReviewPortrait(portrait):
            return portrait
