"""One suite for any driver: its steps, one after the other, and the report."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from devices.conformance import a4_printer, camera, code_scanner, every_driver, id_card_reader, receipt_printer
from devices.conformance.report import Finding, Report, Verdict
from devices.conformance.rig import Make, Rig
from devices.conformance.step import Step
from devices.driver import Driver
from devices.drivers import driver_of, split
from devices.recognition import A4_PRINTER, CODE_SCANNER, ID_CARD_READER, RECEIPT_PRINTER

CAMERA = "camera"
OWN_STEPS = {
    ID_CARD_READER: id_card_reader.STEPS,
    CODE_SCANNER: code_scanner.STEPS,
    RECEIPT_PRINTER: receipt_printer.STEPS,
    A4_PRINTER: a4_printer.STEPS,
    CAMERA: camera.STEPS,
}


def steps(kind: str) -> tuple[Step, ...]:
    """All steps for a kind of device. A camera has no wire: it says itself what applies."""
    return OWN_STEPS[kind] if kind == CAMERA else (*every_driver.STEPS, *OWN_STEPS[kind])


def load_camera(name: str) -> Callable[[str], Driver]:
    """Ours, `camera`, or anybody's: a factory that is called with the address of the pictures. Raises `ValueError`."""
    return _our_camera if name == CAMERA else _imported(name)


def _our_camera(address: str) -> Driver:
    from devices.camera import Camera
    from devices.vision.camera_source import CameraSource

    return Camera(CameraSource(address))


def load(name: str) -> tuple[Make, bool]:
    """A driver of ours by its name, or anybody's by `package.module:factory`; and whether it takes a clock.

    A factory is called with the port, and with `now=` if it has such a parameter. Raises `ValueError`.
    """
    try:
        split(name)
    except ValueError:
        factory = _imported(name)
    else:
        return lambda port, now: driver_of(name, port, now), True
    if "now" in inspect.signature(factory).parameters:
        return lambda port, now: factory(port, now=now), True
    return lambda port, now: factory(port), False


def _imported(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        factory = getattr(importlib.import_module(module), attribute)
    except Exception as error:  # anybody's module may do anything while it is imported
        said = f"{type(error).__name__}: {error}"
        raise ValueError(f"no driver {name!r}: {said}; write kind:model, or package.module:factory") from error
    finally:
        sys.path.pop(0)
    if not callable(factory):
        raise ValueError(f"no driver {name!r}: {attribute} is no factory")  # noqa: TRY004 - a name that is wrong
    made: Callable[..., Any] = factory
    return made


def run(
    driver: str,
    kind: str,
    rig: Rig,
    *,
    place: str,
    report: Path | None = None,
    told: Callable[[Finding], None] = lambda finding: None,
) -> Report:
    """Take every step; `told` hears each finding as it comes. `report`: where to write it. Raises `OSError`."""
    found = Report(driver, kind, place, _product(), datetime.now().astimezone().isoformat(timespec="seconds"))
    for step in steps(kind):
        if found.findings and found.findings[0].verdict is Verdict.FAILED:
            finding = Finding(step.name, step.clause, Verdict.NOT_TESTED, limit=step.limit, note="no hello")
        else:
            finding = step.take(rig)
        found.findings.append(finding)
        told(finding)
    found.identity = rig.identity
    rig.close()
    if report is not None:
        found.save(report)
    return found


def _product() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"kiosk {version('kiosk')}"
    except PackageNotFoundError:
        return "kiosk"
