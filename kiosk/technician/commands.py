"""`kiosk devices …`: the technician's tools on the command line, with the words and codes of the screen.

Each ends with 0 when all is well, 1 when something is not (a device, a check, nothing found), 2 for a wrong command
line, 3 when it cannot be done here and now: the terminal runs, or its configuration is wrong.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from devices.deadline import Deadline
from devices.driver import Driver
from devices.states import DeviceState, Fault, Link, Remedy
from kiosk import config as configuration
from kiosk import fittings
from kiosk.config import Config
from kiosk.readiness import CAMERA, DOCUMENT_CAMERA
from kiosk.technician.checks import CHECKS, WITHIN, CheckReport
from kiosk.technician.look import PATIENCE, look
from kiosk.technician.search import search, unconfigured
from kiosk.technician.stand_in import TerminalRuns, terminal_stopped
from kiosk.technician.teller import Teller, complain
from kiosk.technician.watch import watch
from kiosk.technician.words import both

WELL, WRONG, NOT_NOW = 0, 1, 3

Act = Callable[[argparse.Namespace, Config, Teller], bool]
"""True when all is well."""


class NotFitted(Fault):
    """The configuration has no such device."""

    code = "not_fitted"
    remedy = Remedy.STAFF


def main(arguments: Sequence[str], config_path: Path) -> int:
    """Run one of them; its exit code. `config_path`: where the configuration is when nobody says so."""
    parser = argparse.ArgumentParser(prog="kiosk devices", description="Look at devices, find them, test them.")
    acts = parser.add_subparsers(required=True, metavar="act")

    def act(name: str, carry_out: Act, said: str) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=said, description=f"{said}.", epilog=(__doc__ or "").partition("\n\n")[2])
        added.add_argument("--config", type=Path, default=config_path, metavar="FILE", help=f"default: {config_path}")
        added.add_argument("--json", action="store_true", help="one JSON object a line")
        added.set_defaults(carry_out=_carefully(carry_out))
        return added

    act("list", _list, "say how each device is, and what is plugged in beside them")
    probing = act("probe", _probe, "find devices on ports that are not in use, and propose a configuration")
    probing.add_argument("--port", action="append", metavar="ADDRESS", help="ask there only; may be repeated")
    probing.add_argument("--apply", action="store_true", help="write the proposal, after a question")
    probing.add_argument("--yes", action="store_true", help="with --apply: do not ask")
    testing = act("test", _test, "try what each device is for: a card, a code, a slip, a picture")
    testing.add_argument("name", nargs="?", choices=sorted(CHECKS), help="default: every configured device")
    testing.add_argument("--save", type=Path, metavar="FILE.png", help="keep a picture of the camera")
    act("watch", _watch, "say what changes, until Ctrl-C")
    acts.add_parser("conform", help="hold a driver to the rules, on the bench or on a device", add_help=False)
    if arguments and arguments[0] == "conform":  # it has a command line of its own
        from devices import conformance

        return conformance.main(arguments[1:])
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)  # what supervision logs is what is told here in lines
    code: int = chosen.carry_out(chosen)
    return code


def _carefully(act: Act) -> Callable[[argparse.Namespace], int]:
    """The act with a configuration; whatever is expected to go wrong is a line and a status, no traceback."""

    def carry_out(chosen: argparse.Namespace) -> int:
        try:
            return WELL if act(chosen, configuration.load(chosen.config), Teller(chosen.json)) else WRONG
        except Fault as fault:
            complain(fault)
            return NOT_NOW
        except BrokenPipeError:
            raise
        except OSError as error:  # of a file that the technician named
            sys.stderr.write(f"{error.filename or chosen.config}: {error.strerror}\n")
            return NOT_NOW

    return carry_out


def _list(_chosen: argparse.Namespace, config: Config, teller: Teller) -> bool:
    addresses, well = fittings.addresses(config.devices), True

    def tell(state: DeviceState) -> None:
        nonlocal well
        well = well and state.usable
        teller.state(state, addresses[state.name])

    try:
        with terminal_stopped(config.storage.directory):
            for name, opener in fittings.openers(config.devices).items():
                tell(look(name, opener, addresses[name]))
    except TerminalRuns as fault:
        for name in addresses:
            tell(DeviceState(name, Link.DEVICE_BUSY, code=fault.code))
    for each in unconfigured(config):
        teller.plugged("free", each)
    return well


def _probe(chosen: argparse.Namespace, config: Config, teller: Teller) -> bool:
    with terminal_stopped(config.storage.directory):
        return search(chosen.config, config, teller, chosen.port, _agree(chosen.yes) if chosen.apply else None)


def _agree(already: bool) -> Callable[[], bool]:
    def agreed() -> bool:
        sys.stderr.write(f"{both('devices.agree')} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes", "是")

    return (lambda: True) if already else agreed


def _test(chosen: argparse.Namespace, config: Config, teller: Teller) -> bool:
    openers, well = fittings.openers(config.devices), True
    if chosen.name and chosen.name not in openers:
        raise NotFitted(device=chosen.name)
    with terminal_stopped(config.storage.directory):
        for name in [chosen.name] if chosen.name else openers:
            report = _check(name, openers[name], teller, chosen.save)
            well = well and report.ok
            teller.report(report)
    return well


def _check(name: str, opener: Callable[[], Driver], teller: Teller, save: Path | None) -> CheckReport:
    """One device's check; a fault of the device is a report as well."""
    try:
        driver = opener()
        try:
            driver.hello(Deadline(PATIENCE))
            teller.text(f"…      {name:16} {both(f'check.do.{name}')}")  # no sooner: nobody shows a card to nothing
            report = CHECKS[name](driver, Deadline(WITHIN[name]))
            if name in (CAMERA, DOCUMENT_CAMERA) and save is not None:
                _save_picture(driver, save)
        finally:
            driver.close()
    except Fault as fault:
        return CheckReport.of(name, fault)
    return report


def _save_picture(camera: Any, path: Path) -> None:
    from PIL import Image

    frame = camera.picture(Deadline(WITHIN[CAMERA]))
    Image.frombytes("RGB", (frame.width, frame.height), frame.pixels, "raw", "BGRX").save(path, "PNG")


def _watch(_chosen: argparse.Namespace, config: Config, teller: Teller) -> bool:
    watch(config, teller)
    return True
