"""Rollouts: a catalogue version goes to a few terminals first, and stops by itself where it does harm.

A terminal's place among the hundred is a hash of its name and the version, so that no terminal is always the first;
one that was enrolled after the start goes last. A wave whose terminals have done what was asked lets the next one go;
failures beyond the threshold stop the rollout, and a person decides.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection

from central.contract.catalogue import CatalogueReport, CatalogueState, Desired
from central.contract.messages import Received
from central.office import Office
from central.services import parameters
from central.services.refusals import Refusal
from central.store import rollouts as store
from central.store.kiosks import Kiosk
from central.store.rollouts import Rollout, State

_HARM = (CatalogueState.FAILED, CatalogueState.ROLLED_BACK)
_GOES = (State.RUNNING, State.DONE)
_ALLOWED = {
    State.PAUSED: (State.RUNNING,),
    State.RUNNING: (State.PAUSED, State.STOPPED),
    State.STOPPED: (State.RUNNING, State.PAUSED),
    State.WITHDRAWN: tuple(state for state in State if state is not State.WITHDRAWN),
}
"""To which state a person may bring a rollout, and from which."""


@dataclass(frozen=True)
class Standing:
    """How far a rollout has come in its present wave."""

    rollout: Rollout
    members: int
    done: int
    failed: int
    troubles: tuple[str, ...] = ()
    """Which terminals could not use it, and why."""


def start(office: Office, catalogue: int, waves: tuple[int, ...], done_percent: int, failed_percent: int) -> None:
    """Let the first wave go. Raises `Refusal` rollout_known, rollout_under_way or rollout_waves."""
    if not waves or waves[-1] != 100 or list(waves) != sorted({*waves}) or waves[0] < 1:
        raise Refusal("rollout_waves")
    with office.database.write() as connection:
        known = store.listed(connection)
        if any(each.catalogue >= catalogue for each in known):
            raise Refusal("rollout_known")
        if any(each.state in (State.RUNNING, State.PAUSED) for each in known):
            raise Refusal("rollout_under_way")
        change, now = store.newest_change(connection) + 1, office.clock.machine()
        rollout = Rollout(catalogue, change, State.RUNNING, waves, 0, done_percent, failed_percent, now)
        store.add(connection, rollout)
        _judge(connection)


def bring_to(office: Office, catalogue: int, state: State) -> None:
    """Pause, resume, stop or withdraw. Raises `Refusal` rollout_unknown or rollout_not_so."""
    with office.database.write() as connection:
        rollout = next((each for each in store.listed(connection) if each.catalogue == catalogue), None)
        if rollout is None:
            raise Refusal("rollout_unknown", status=404)
        if rollout.state not in _ALLOWED[state]:
            raise Refusal("rollout_not_so", {"state": rollout.state.value})
        store.change(connection, catalogue, state, rollout.wave)


def standings(office: Office) -> list[Standing]:
    """Every rollout with its present wave."""
    with office.database.read() as connection:
        return [_standing(connection, each) for each in store.listed(connection)]


def newest_change(office: Office) -> int:
    """What the doorbell looks at."""
    with office.database.read() as connection:
        return store.newest_change(connection)


def desired(office: Office, kiosk: Kiosk) -> Desired:
    """What this terminal should run."""
    with office.database.read() as connection:
        known, newest = store.listed(connection), store.newest_change(connection)
        set_here = parameters.of_hall(connection, kiosk.hall_id)
    return Desired(
        version=newest,
        catalogue=max((each.catalogue for each in known if each.state in _GOES and _may(each, kiosk)), default=None),
        withdrawn=tuple(each.catalogue for each in known if each.state is State.WITHDRAWN),
        parameters=set_here,
    )


def keep_report(office: Office, kiosk: Kiosk, report: CatalogueReport) -> Received:
    """Keep a terminal's word; it may let the next wave go, or stop everything."""
    with office.database.write() as connection:
        store.keep_report(connection, kiosk.kiosk_id, office.clock.machine(), report.model_dump(mode="json"))
        _judge(connection)
    return Received()


def _judge(connection: Connection) -> None:
    """Take every step that the reports allow: a wave without terminals is over as soon as it begins."""
    while any(_step(connection, each) for each in store.listed(connection) if each.state is State.RUNNING):
        pass


def _step(connection: Connection, rollout: Rollout) -> bool:
    standing = _standing(connection, rollout)
    if standing.failed and standing.failed * 100 >= rollout.failed_percent * standing.members:
        store.change(connection, rollout.catalogue, State.STOPPED, rollout.wave)
    elif standing.done * 100 < rollout.done_percent * standing.members:
        return False
    elif rollout.percent == 100:
        store.change(connection, rollout.catalogue, State.DONE, rollout.wave)
    else:
        store.change(connection, rollout.catalogue, State.RUNNING, rollout.wave + 1)
    return True


def _standing(connection: Connection, rollout: Rollout) -> Standing:
    words = [
        (kiosk, CatalogueReport.model_validate(report) if report else None)
        for kiosk, report in store.reported(connection)
        if _may(rollout, kiosk)
    ]
    done = sum(1 for _, word in words if word and word.running == rollout.catalogue and word.state not in _HARM)
    troubles = tuple(
        f"{kiosk.name}: {word.fault or word.state} {word.detail}".rstrip()
        for kiosk, word in words
        if word and word.tried == rollout.catalogue and word.state in _HARM
    )
    return Standing(rollout, len(words), done, len(troubles), troubles)


def _may(rollout: Rollout, kiosk: Kiosk) -> bool:
    if rollout.percent == 100:
        return True
    place = hashlib.sha256(f"{rollout.catalogue} {kiosk.kiosk_id}".encode()).digest()
    return kiosk.enrolled_at <= rollout.started_at and int.from_bytes(place[:4]) % 100 < rollout.percent
