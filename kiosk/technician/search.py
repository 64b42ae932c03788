"""`kiosk devices probe`: ask on every port that is not in use, show what to configure, and do it when told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from devices.hotplug import place
from devices.inventory import Connection, Plugged, plugged
from devices.states import Offline
from kiosk import fittings
from kiosk.config import Config
from kiosk.passwords import without_passwords
from kiosk.technician import assignment, probing
from kiosk.technician.probing import Found
from kiosk.technician.teller import Teller, named
from kiosk.technician.words import both, title


def search(
    path: Path, config: Config, teller: Teller, ports: list[str] | None = None, agree: Callable[[], bool] | None = None
) -> bool:
    """True when something was found. `ports`: all that are not in use; `agree`: whether to write the proposal.

    The caller has stopped the terminal. Raises what `assignment` raises.
    """
    asked = ports or [each.address for each in unconfigured(config) if probing.has_language(each.address)]
    found = list(_ask(asked, config, teller))
    proposed = probing.changes(config.devices, found, plugged())
    if not proposed:
        teller.say("", both("devices.nothing_new"), diff="")
        return any(each.kind for each in found)
    proposal = assignment.propose(path, proposed)
    diff = without_passwords(proposal.diff)
    teller.say("", diff, diff=diff)
    if agree is not None and agree():
        assignment.apply(proposal)
        kept = str(assignment.kept(proposal.path))
        teller.say("ok", both("devices.applied", {"file": kept}), applied=str(proposal.path), kept=kept)
    return True


def unconfigured(config: Config) -> list[Plugged]:
    """What is plugged in and no device of the configuration. Keyboards are left out: they are mostly keyboards."""
    addresses = set(fittings.addresses(config.devices).values())
    nodes = {str(where.resolve()) for address in addresses if (where := place(address)) is not None}
    return [
        each
        for each in plugged()
        if each.connection is not Connection.KEYBOARD and each.address not in addresses and each.node not in nodes
    ]


def _ask(ports: list[str], config: Config, teller: Teller) -> Iterator[Found]:
    owners = {address: name for name, address in fittings.addresses(config.devices).items()}
    for port in ports:
        if port in owners:
            teller.say(
                "-", f"{port}  {both('devices.configured', {'device': owners[port]})}", port=port, code="configured"
            )
            continue
        try:
            found = probing.probe(port)
        except Offline as fault:
            teller.say("-", f"{port}  {fault.code}: {title(fault.code)}", port=port, code=fault.code)
            continue
        words = both(f"fact.device.{found.kind}" if found.kind else "devices.silent")
        data = {**asdict(found), "settings": dict(found.settings)}
        teller.say("found" if found.kind else "-", f"{port}  {words}  {named(found.identity)}", **data)
        yield found
