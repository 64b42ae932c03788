"""Device state and office state → what can be done here, now, and if not, why.

Pure functions: the same states always give the same sentence. Nothing is assumed of a device that has not spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from central.contract.messages import HallBoard
from devices.states import DeviceState, Link, Media
from kiosk.wishes.wish import Notice, Way

PRINTER = "receipt_printer"
A4_PRINTER = "a4_printer"
READER = "id_card_reader"
SCANNER = "code_scanner"
CAMERA = "camera"
DOCUMENT_CAMERA = "document_camera"
OFFICE = "office"

CODES = (Way.BOOKING_CODE, Way.IDENTITY_CODE)
"""What the scanner reads, and the camera in its place."""
SHOWN_TO = (SCANNER, READER)
"""Where a citizen shows something."""


@dataclass(frozen=True)
class ServiceReadiness:
    """One service: can it be done, and if not, the sentence that says why."""

    possible: bool
    reason: Notice | None = None
    without: tuple[Notice, ...] = ()  # possible, but not with the scanner or the reader, which are away


@dataclass(frozen=True)
class Readiness:
    """Everything the home screen says about here and now. `services` is keyed by the service's code."""

    services: Mapping[str, ServiceReadiness]
    board: HallBoard | None = None
    paper_low: bool = False
    card_forgotten: bool = False
    office_reachable: bool = True
    no_voice: Notice | None = None  # why nobody can complain or praise here; none: anybody can


def not_fitted(name: str) -> DeviceState:
    """A device that is not configured is not there."""
    return DeviceState(name, Link.NO_DEVICE, code="not_fitted")


def why_not(state: DeviceState) -> Notice | None:
    """Why a device cannot be used now; None when it can."""
    if state.usable:
        return None
    if state.link is Link.STARTING:
        return Notice("starting", {"device": state.name})
    return Notice(state.code or f"device_{state.link.value}", {**state.facts, "device": state.name})


def assess(
    states: Iterable[DeviceState],
    board: HallBoard | None,
    stopped: Notice | None = None,
    *,
    card_forgotten: bool = False,
    camera_reads_codes: bool = False,
    items: bool = False,
    projects: bool = False,
) -> Readiness:
    """What can be done with devices in these `states` and the hall's `board`.

    `stopped`: a reason that stops everything, such as a ledger that cannot be written or a terminal that the office
    has revoked. `card_forgotten`: the last visitor's card still lies on the reader. `camera_reads_codes`: it does what
    the scanner does, but never on the home screen, where nothing says yet that it is on. `items`: there is a catalogue
    to apply from; a terminal without one does not offer it at all. `projects`: there are any to plan, which takes the
    office alone.
    """
    by_name = {state.name: state for state in states}
    nothing = stopped or _blocked(by_name, (OFFICE, PRINTER))
    if nothing is None and board is None:
        nothing = Notice("starting", {"device": OFFICE})
    away = {name: Notice(f"without_{name}") for name in SHOWN_TO if why_not(_state(by_name, name)) is not None}
    if SCANNER in away and camera_reads_codes and why_not(_state(by_name, CAMERA)) is None:
        away[SCANNER] = Notice("codes_by_camera")
    walk_in = nothing or _blocked(by_name, (READER,)) or _closed(board)
    printer = _state(by_name, PRINTER)
    services = {
        "take_booked_ticket": ServiceReadiness(nothing is None, nothing, () if nothing else tuple(away.values())),
        "take_walk_in_ticket": ServiceReadiness(walk_in is None, walk_in),
    }
    if items:
        no_codes = away.get(SCANNER) == Notice(f"without_{SCANNER}")
        apply = nothing or (_blocked(by_name, (READER,)) if no_codes else None)
        services["apply_for_item"] = ServiceReadiness(apply is None, apply, () if apply else tuple(away.values()))
    alone = stopped or _blocked(by_name, (OFFICE,)) or (nothing if board is None else None)
    services["follow_case"] = ServiceReadiness(alone is None, alone)  # a number can be typed, and read from the glass
    if projects:
        services["plan_project"] = ServiceReadiness(alone is None, alone)
    return Readiness(
        services=services,
        board=board,
        paper_low=printer.media is Media.LOW,
        card_forgotten=card_forgotten,
        office_reachable=_state(by_name, OFFICE).link is Link.ONLINE,
    )


def _state(by_name: Mapping[str, DeviceState], name: str) -> DeviceState:
    return by_name.get(name) or not_fitted(name)


def _blocked(by_name: Mapping[str, DeviceState], names: tuple[str, ...]) -> Notice | None:
    return next((notice for name in names if (notice := why_not(_state(by_name, name)))), None)


def _closed(board: HallBoard | None) -> Notice | None:
    """All items are closed to people without a booking: the earliest time at which one opens again."""
    if board is None or any(item.closed_code is None for item in board.items):
        return None
    if not board.items:
        return Notice("window_closed")
    if all(item.closed_code == "quota_exhausted" for item in board.items):
        return Notice("quota_exhausted")
    opens = [item.opens_at for item in board.items if item.opens_at is not None]
    return Notice("window_closed", {"opens_at": min(opens).isoformat()} if opens else {})
