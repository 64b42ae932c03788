"""The bench in a window: `python -m ui.bench --directory DIR [--codes FILE] [--control HOST:PORT]`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from devices.bench.bench import Bench
from devices.bench.control import Control
from devices.bench.scanner_tongues import TONGUES
from ui.bench import phone
from ui.bench.desk import Desk
from ui.bench.pictures import Pictures

QML = Path(__file__).parent / "qml"


def codes_for(file: Path | None) -> list[phone.PhoneCode]:
    """What the phone can show: the bookings of `file`, and what is no booking of anybody."""
    sold = phone.bookings(file) if file else []
    genuine = next((code.payload for code in sold if code.good), None)
    return [*sold, *phone.strangers(genuine)]


def show(desk: Desk) -> QQmlApplicationEngine:
    """Open the window on `desk`."""
    engine = QQmlApplicationEngine()
    engine.addImageProvider("bench", Pictures(desk.payload, desk.picture, desk.scene))
    engine.setInitialProperties({"desk": desk})
    engine.load(str(QML / "Main.qml"))
    if not engine.rootObjects():
        raise SystemExit("the bench window did not load")
    return engine


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="ui.bench", description="The terminal's hardware, simulated, in a window.")
    parser.add_argument("--directory", type=Path, required=True, help="where the ports appear")
    parser.add_argument("--codes", type=Path, help="bookings as written by: central seed --demo --write-codes FILE")
    parser.add_argument("--scanner", default="newland", choices=TONGUES, metavar="FAMILY", help=", ".join(TONGUES))
    parser.add_argument("--printer", default="epson_80", metavar="MODEL", help="see devices/models/printers.toml")
    parser.add_argument("--control", metavar="HOST:PORT", help="listen for commands, one JSON object per line")
    parser.add_argument("--camera", type=int, metavar="PORT", help="a network camera at http://127.0.0.1:PORT/video")
    options = parser.parse_args(arguments)

    # Nothing here needs a shader, and a workstation's graphics driver is one more thing that can fail.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    app = QGuiApplication([sys.argv[0]])
    app.setApplicationName("kiosk-bench")
    try:
        bench = Bench(options.directory, options.scanner, options.printer, camera_port=options.camera)
        control = Control(bench, options.control) if options.control else None
    except (OSError, OverflowError, ValueError) as error:  # a model, a directory or a TCP port that is not there
        parser.error(str(error))
    bench.start()
    desk = Desk(bench, codes_for(options.codes))
    engine = show(desk)

    def end(*_: Any) -> None:
        app.quit()

    # Python runs its signal handlers between byte codes: the desk's timer lets it, ten times a second.
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    print(f"ready 127.0.0.1:{control.port}" if control else "ready", flush=True)
    status = app.exec()
    engine.deleteLater()  # before the desk that its windows look at
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if control:
        control.close()
    bench.stop()
    return status


if __name__ == "__main__":
    sys.exit(main())
