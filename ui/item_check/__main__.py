"""Does every item and project show in every theme, and print? A process of its own, before a catalogue is used.

    python -m ui.item_check DIRECTORY [--only DOCUMENT ...] [--before DIRECTORY] [--printer MODEL] [--a4]

DIRECTORY holds `items/*.json`, `projects/*.json` and `sources/*.json`, and perhaps `parameters.json`, as
`kiosk.catalogue.inspection` lays them out; an editor's directory does as well. Every finding is one line of JSON on
stdout (`Misfit`); exit status 0: nothing found, 1: something was, 2: it could not be looked at.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QT_QUICK_CONTROLS_STYLE"] = "Basic"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_FONT_DPI"] = "96"

from PySide6.QtGui import QGuiApplication

from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.inspection import read_catalogue, shown
from ui.item_check.glass import Printers, inspect


def main(arguments: Sequence[str] | None = None) -> int:
    """Look, and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m ui.item_check", description=__doc__.partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--before", type=Path, metavar="DIRECTORY", help="what says the same there is not looked at")
    parser.add_argument(
        "--only", nargs="*", metavar="DOCUMENT", help="items/NAME.json, projects/NAME.json; default: every one there is"
    )
    parser.add_argument("--printer", default="epson_80", help="model of the receipt printer")
    parser.add_argument("--a4", action="store_true", help="there is a printer of A4 as well")
    options = parser.parse_args(arguments)
    try:
        catalogue = read_catalogue(options.directory)
        before = read_catalogue(options.before) if options.before else Catalogue()
        documents = {path: shown(catalogue)[path] for path in options.only or shown(catalogue)}
    except (OSError, ValueError, KeyError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    application = QGuiApplication(sys.argv[:1])
    found = False
    for misfit in inspect(catalogue, before, documents, Printers(options.printer, options.a4)):
        found = True
        sys.stdout.write(f"{misfit.model_dump_json()}\n")
        sys.stdout.flush()
    del application
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
