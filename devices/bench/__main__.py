"""The bench without a window: `python -m devices.bench --directory DIR [--control HOST:PORT]`.

Prints `ready` when the ports are there, with the control socket's address behind it, and ends with its standard
signals, taking the ports away.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from devices.bench.bench import Bench
from devices.bench.control import Control
from devices.bench.scanner_tongues import TONGUES


def main() -> int:
    parser = argparse.ArgumentParser(prog="devices.bench", description="Simulated reader, scanner, printer and camera.")
    parser.add_argument("--directory", type=Path, required=True, help="where the ports appear")
    parser.add_argument(
        "--control", metavar="HOST:PORT", help="listen for hands, JSON lines; see devices.bench.control"
    )
    parser.add_argument("--scanner", default="newland", choices=TONGUES, metavar="FAMILY", help=", ".join(TONGUES))
    parser.add_argument("--printer", default="epson_80", metavar="MODEL", help="see devices/models/printers.toml")
    parser.add_argument("--camera", type=int, metavar="PORT", help="a network camera at http://127.0.0.1:PORT/video")
    options = parser.parse_args()

    # Blocked before any thread is made, so that every thread inherits it and sigwait below hears them.
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        bench = Bench(options.directory, options.scanner, options.printer, camera_port=options.camera)
        control = Control(bench, options.control) if options.control else None
    except (OSError, OverflowError, ValueError) as error:  # a model, a directory or a TCP port that is not there
        parser.error(str(error))
    bench.start()
    print(f"ready 127.0.0.1:{control.port}" if control else "ready", flush=True)
    signal.sigwait(ends)
    if control:
        control.close()
    bench.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
