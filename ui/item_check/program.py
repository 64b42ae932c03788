"""How the terminal starts the look at a catalogue's items: beside the sources, or as a program of the built folder."""

from __future__ import annotations

import sys
from pathlib import Path

PROGRAM = (
    [str(Path(sys.executable).with_name("kiosk-item-check"))]
    if getattr(sys, "frozen", False)  # by PyInstaller
    else [sys.executable, "-m", "ui.item_check"]
)
