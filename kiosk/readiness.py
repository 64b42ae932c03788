"""Device state and office state → what can be done here, now, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from central.contract.messages import HallBoard
from devices.states import DeviceState, Link, Media
from kiosk.wishes import Notice


@dataclass(frozen=True)
class ServiceReadiness:
    """One service: can it be done, by which ways, and if not, the sentence that says why."""

    possible: bool
    reason: Notice | None = None
    without: tuple[Notice, ...] = ()  # possible, but not by these ways (scanner or reader are away)


@dataclass(frozen=True)
class Readiness:
    """Everything the home screen says about here and now. `services` is keyed by the service's code."""

    services: Mapping[str, ServiceReadiness]
    board: HallBoard | None = None
    paper_low: bool = False
    office_reachable: bool = True
    devices: tuple[DeviceState, ...] = field(default=())


__all__ = ["DeviceState", "Link", "Media", "Readiness", "ServiceReadiness"]
