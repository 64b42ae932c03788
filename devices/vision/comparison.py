"""Code readers on anybody's pictures: one line a file, and how many were read in what time.

Payloads and names are hostile: what is not printable is shown escaped.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from devices.code_frames import CodeUnreadable, read_text
from devices.vision.camera_source import PICTURES
from devices.vision.capture import PictureRefused, read_picture
from devices.vision.decoders import CodeReader, OpencvReader, TwoReaders, ZbarReader, ZxingReader
from devices.vision.opencv import cv2

READERS: dict[str, Callable[[], CodeReader]] = {
    "zxing": ZxingReader,
    "zbar": ZbarReader,
    "both": lambda: TwoReaders(every=1),
    "opencv": OpencvReader,
}


@dataclass(frozen=True)
class Result:
    """One picture. `milliseconds`: of the reader alone; loading the file is not its work."""

    file: str
    verdict: str  # "read", "no code", or why the file is no picture
    payload: str = ""
    milliseconds: float | None = None


def compare(folder: Path, reader: str, *, as_csv: bool = False, out: TextIO | None = None) -> int:
    """Read every picture of the folder; the exit status. `out`: standard output by default."""
    out = out or sys.stdout
    try:
        files = sorted(each for each in folder.iterdir() if each.suffix.lower() in PICTURES)
    except OSError as error:
        sys.stderr.write(f"{shown(str(folder))}: {error.strerror}\n")
        return 2
    readers = READERS[reader]()
    results = []
    table = csv.writer(out)
    if as_csv:
        table.writerow(("file", "verdict", "payload", "milliseconds"))
    for file in files:
        result = examine(file, readers)
        results.append(result)
        spent = "" if result.milliseconds is None else f"{result.milliseconds:.1f}"
        if as_csv:
            table.writerow((result.file, result.verdict, result.payload, spent))
        else:
            print(f"{result.file}: {result.verdict} {result.payload} {spent and spent + ' ms'}".rstrip(), file=out)
    if not as_csv:
        print(summary(results, reader), file=out)
    return 0


def examine(file: Path, reader: CodeReader) -> Result:
    """One file; a bad one is a verdict."""
    name = shown(file.name)
    if not file.is_file():  # a pipe would be waited for
        return Result(name, "no file")
    try:
        grey = np.asarray(cv2.cvtColor(read_picture(file), cv2.COLOR_BGR2GRAY), np.uint8)
    except PictureRefused as refused:
        return Result(name, str(refused))
    begun = time.perf_counter()
    code = reader.read(grey)
    spent = (time.perf_counter() - begun) * 1000
    if code is None:
        return Result(name, "no code", milliseconds=spent)
    try:
        return Result(name, "read", f'"{shown(read_text(code.data))}"', spent)
    except CodeUnreadable:
        return Result(name, "read", f"0x{code.data.hex()}", spent)


def summary(results: Iterable[Result], reader: str) -> str:
    """Read rate and times in one line."""
    looked = [result for result in results if result.milliseconds is not None]
    if not looked:
        return f"{reader}: no pictures"
    spent = sorted(result.milliseconds or 0.0 for result in looked)
    read = sum(result.verdict == "read" for result in looked)
    return (
        f"{reader}: {read} of {len(looked)} read ({read / len(looked):.0%}), "
        f"p50 {statistics.median(spent):.1f} ms, p95 {spent[int(0.95 * (len(spent) - 1))]:.1f} ms"
    )


def shown(text: str) -> str:
    """Printable as it is; control and direction characters, which could rewrite a line or a terminal, escaped."""
    return "".join(
        f"\\{each}" if each in '"\\' else each if each.isprintable() else each.encode("unicode_escape").decode()
        for each in text
    )
