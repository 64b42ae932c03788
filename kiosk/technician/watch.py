"""`kiosk devices watch`: what changes at the devices and at the plugs, line by line, until Ctrl-C."""

from __future__ import annotations

import queue
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from devices.device import Changed, Device, Event
from devices.hotplug import USB, HotPlug, place
from devices.inventory import Plugged, plugged
from kiosk import fittings
from kiosk.config import Config
from kiosk.technician.stand_in import TerminalRuns, terminal_stopped
from kiosk.technician.teller import Teller, complain, now

PLUGS = (Path("/dev/serial"), Path("/dev/v4l"), Path("/dev/input"), USB)


class Replugged:
    """Something came or went that no device of ours need be."""


def watch(config: Config, teller: Teller) -> None:
    """Returns at Ctrl-C. While the terminal runs, its devices are its own and only the plugs are watched."""
    events: queue.Queue[Event | Replugged] = queue.Queue()
    with ExitStack() as ends, suppress(KeyboardInterrupt):
        addresses = fittings.addresses(config.devices)
        plugs = HotPlug((path, lambda: events.put(Replugged())) for path in PLUGS)
        ends.callback(plugs.stop)
        plugs.start()
        there = _there()
        try:
            ends.enter_context(terminal_stopped(config.storage.directory))
        except TerminalRuns as fault:
            complain(fault)
        else:
            devices = [Device(name, opener, events.put) for name, opener in fittings.openers(config.devices).items()]
            hotplug = HotPlug((place(addresses[device.name]), device.hurry) for device in devices)
            ends.callback(hotplug.stop)
            hotplug.start()
            for device in devices:
                ends.callback(device.stop)
                device.start()
        while True:
            match events.get():
                case Changed(name, state):
                    teller.state(state, addresses[name], at=now())
                case Replugged():
                    there = _tell(teller, there)
                case _:
                    pass


def _tell(teller: Teller, before: Mapping[str, Plugged]) -> dict[str, Plugged]:
    present = _there()
    for mark, some, others in (("-", before, present), ("+", present, before)):
        for address in sorted(some.keys() - others.keys()):
            teller.plugged(mark, some[address], at=now())
    return present


def _there() -> dict[str, Plugged]:
    return {each.address: each for each in plugged()}
