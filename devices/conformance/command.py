# ruff: noqa: T201 - a program prints
"""`kiosk devices conform`, and `python -m devices.conformance`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from devices.clock import WallClock
from devices.conformance.hands import Hands, Nobody, Person
from devices.conformance.report import Finding, Report
from devices.conformance.rig import Make, NoPort, Rig
from devices.conformance.suite import CAMERA, OWN_STEPS, load, load_camera, run
from devices.drivers import split
from devices.ports import open_port

_DEFAULT_MODELS = {
    "id_card_reader": "sdt",
    "code_scanner": "newland",
    "receipt_printer": "epson_80",
    "a4_printer": "ipp",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk devices conform", description="Hold a driver to the rules.")
    parser.add_argument("--driver", required=True, help="kind:model, camera, or package.module:factory")
    parser.add_argument("--kind", choices=sorted(OWN_STEPS), help="of device; needed for package.module:factory")
    parser.add_argument("--model", help="which simulated device stands on the bench")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--port", help="where the device is")
    where.add_argument("--bench", action="store_true", help="against the simulated device")
    parser.add_argument("--baud", type=int, default=115200)
    parser.add_argument("--rtscts", action="store_true")
    parser.add_argument("--report", type=Path, metavar="FILE", help="written as FILE.md and FILE.json")
    parser.add_argument("--yes", action="store_true", help="ask nobody; what needs hands is not tested")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.report and not chosen.report.parent.is_dir():  # said before the work, not behind it
            raise ValueError(f"{chosen.report.parent}: no such directory")
        if CAMERA in (chosen.driver, chosen.kind):
            found = _camera(chosen)
        else:
            make, takes_clock = load(chosen.driver)
            kind, model = _kind(chosen)
            found = _on_the_bench(chosen, kind, model, make, takes_clock) if chosen.bench else _real(chosen, kind, make)
    except ModuleNotFoundError as error:
        print(f"{error}: the bench is no part of the packaged program", file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    print(f"\n{found.summary()}")
    return 0 if found.conforms else 1 if found.failed else 3


def _kind(chosen: argparse.Namespace) -> tuple[str, str]:
    try:
        kind, model = split(chosen.driver)
    except ValueError:
        if not chosen.kind:
            raise ValueError(f"say what {chosen.driver} drives: --kind {'|'.join(sorted(OWN_STEPS))}") from None
        kind, model = chosen.kind, _DEFAULT_MODELS[chosen.kind]
    return kind, chosen.model or model


def _on_the_bench(chosen: argparse.Namespace, kind: str, model: str, make: Make, takes_clock: bool) -> Report:
    from devices.conformance.bench_rig import PtyRig, virtual_rig

    name, place = f"{kind}:{model}", f"bench ({kind}:{model})"
    if takes_clock:
        return run(chosen.driver, kind, virtual_rig(name, make), place=place, report=chosen.report, told=_tell)
    rig = PtyRig(name, make)
    try:
        return run(chosen.driver, kind, rig, place=place, report=chosen.report, told=_tell)
    finally:
        rig.close_bench()


def _camera(chosen: argparse.Namespace) -> Report:
    from devices.conformance.bench_rig import CameraRig

    make = load_camera(chosen.driver)
    if not chosen.bench:
        hands: Hands = Nobody() if chosen.yes else Person()
        rig = Rig(lambda port, now: make(chosen.port), NoPort, WallClock(), hands)
        return run(chosen.driver, CAMERA, rig, place=chosen.port, report=chosen.report, told=_tell)
    bench = CameraRig(make)
    try:
        return run(chosen.driver, CAMERA, bench, place="bench (camera)", report=chosen.report, told=_tell)
    finally:
        bench.close_bench()


def _real(chosen: argparse.Namespace, kind: str, make: Make) -> Report:
    hands: Hands = Nobody() if chosen.yes else Person()
    rig = Rig(make, lambda: open_port(chosen.port, chosen.baud, chosen.rtscts), WallClock(), hands)
    return run(chosen.driver, kind, rig, place=chosen.port, report=chosen.report, told=_tell)


def _tell(finding: Finding) -> None:
    told = " · ".join(filter(None, (finding.measured, finding.note)))
    print(f"{finding.verdict.value.replace('_', ' '):11} {finding.step:20} {told}", flush=True)
