"""The vision process, and a comparison of code readers on anybody's pictures.

python -m devices.vision FOLDER [--reader zxing|zbar|both|opencv] [--csv]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m devices.vision", description="Read the codes of a folder.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--reader", choices=("zxing", "zbar", "both", "opencv"), default="both")
    parser.add_argument("--csv", action="store_true", help="for a spreadsheet")
    parser.add_argument("--serve", type=int, nargs=3, metavar=("CONTROL", "SLOT", "PIXELS"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.serve:
        from devices.vision.worker import serve

        serve(*chosen.serve)
    if chosen.folder is None:
        parser.error("which folder?")
    from devices.vision.comparison import compare

    try:
        status = compare(chosen.folder, chosen.reader, as_csv=chosen.csv)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `| head`; what is left to write has nobody to read it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
