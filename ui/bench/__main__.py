"""The bench in a window: `python -m ui.bench --directory DIR [--codes FILE [--office URL]] [--control HOST:PORT]`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from devices.bench import arguments as bench_arguments
from ui.bench import phone
from ui.bench.desk import Desk
from ui.bench.mini_program import MiniProgram
from ui.bench.pictures import Pictures

QML = Path(__file__).parent / "qml"


def codes_for(file: Path | None, *, office: bool = False) -> list[phone.PhoneCode]:
    """What the phone can show: the bookings of `file`, its people where there is an `office`, and what is no code."""
    sold = phone.bookings(file) if file else []
    genuine = next((code.payload for code in sold if code.good), None)
    people = phone.identities(file) if file and office else []
    return [*sold, *people, *phone.strangers(genuine)]


def mini_program(file: Path | None, office_url: str) -> MiniProgram | None:
    """The channel's, where there are an office and its token in `file`."""
    if file is None or not office_url:
        return None
    return MiniProgram(office_url, json.loads(file.read_text("utf-8"))["channel_token"])


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
    bench_arguments.add(parser)
    parser.add_argument("--codes", type=Path, help="bookings as written by: central seed --demo --write-codes FILE")
    parser.add_argument("--office", default="", help="its URL: the phone asks it for identity codes")
    options = parser.parse_args(arguments)

    # Nothing here needs a shader, and a workstation's graphics driver is one more thing that can fail.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    app = QGuiApplication([sys.argv[0]])
    app.setApplicationName("kiosk-bench")
    bench, control = bench_arguments.opened(parser, options)
    bench.start()
    desk = Desk(
        bench, codes_for(options.codes, office=bool(options.office)), mini_program(options.codes, options.office)
    )
    engine = show(desk)

    def end(*_: Any) -> None:
        app.quit()

    # Python runs its signal handlers between byte codes: the desk's timer lets it, ten times a second.
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    bench_arguments.ready(control)
    status = app.exec()
    engine.deleteLater()  # before the desk that its windows look at
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if control:
        control.close()
    bench.stop()
    return status


if __name__ == "__main__":
    sys.exit(main())
