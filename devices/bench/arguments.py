"""What the bench is told on the command line, with or without a window."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.bench.bench import Bench
from devices.bench.control import Control
from devices.bench.scanner_tongues import TONGUES


def add(parser: argparse.ArgumentParser) -> None:
    """Add the bench's options to a program's own."""
    parser.add_argument("--directory", type=Path, required=True, help="where the ports appear")
    parser.add_argument(
        "--control", metavar="HOST:PORT", help="listen for hands, JSON lines; see devices.bench.control"
    )
    parser.add_argument("--scanner", default="newland", choices=TONGUES, metavar="FAMILY", help=", ".join(TONGUES))
    parser.add_argument("--printer", default="epson_80", metavar="MODEL", help="see devices/models/printers.toml")
    parser.add_argument("--a4", type=int, metavar="PORT", help="a printer at ipp://127.0.0.1:PORT/ipp/print")
    parser.add_argument("--camera", type=int, metavar="PORT", help="a network camera at http://127.0.0.1:PORT/video")
    parser.add_argument(
        "--camera-size", type=int, nargs=2, default=(640, 480), metavar=("WIDTH", "HEIGHT"), help="of its pictures"
    )


def opened(parser: argparse.ArgumentParser, options: argparse.Namespace) -> tuple[Bench, Control | None]:
    """The bench that the options describe, not started, and who lends it hands. Ends the program when it cannot be."""
    try:
        bench = Bench(
            options.directory,
            options.scanner,
            options.printer,
            camera_port=options.camera,
            camera_size=tuple(options.camera_size),
            a4_port=options.a4,
        )
        return bench, Control(bench, options.control) if options.control else None
    except (OSError, OverflowError, ValueError) as error:  # a model, a directory or a TCP port that is not there
        parser.error(str(error))


def ready(control: Control | None) -> None:
    """Tell on stdout that the ports are there, and where the hands are listened for."""
    print(f"ready 127.0.0.1:{control.port}" if control else "ready", flush=True)  # noqa: T201
