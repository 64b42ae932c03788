"""The bench without a window: `python -m devices.bench --directory DIR [--control HOST:PORT]`.

Prints `ready` when the ports are there, with the control socket's address behind it, and ends with its standard
signals, taking the ports away.
"""

from __future__ import annotations

import argparse
import signal
import sys

from devices.bench import arguments


def main() -> int:
    parser = argparse.ArgumentParser(prog="devices.bench", description="Simulated reader, scanner, printer and camera.")
    arguments.add(parser)
    options = parser.parse_args()

    # Blocked before any thread is made, so that every thread inherits it and sigwait below hears them.
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    bench, control = arguments.opened(parser, options)
    bench.start()
    arguments.ready(control)
    signal.sigwait(ends)
    if control:
        control.close()
    bench.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
