# ruff: noqa: T201 - a bench prints
"""Code readers beside each other at 1080p: `python -m tests.bench.bench_decoders [codes of each kind]`.

Each holding of a phone is three frames with other noise, as a camera gives them; it is read when one of them is. All
readers get the same frames, as they come from the camera: blue, green, red. One core; the others' work shows in `load`.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import zxingcpp
from PIL import Image

from devices.bench.camera import Held, draw_hall, draw_phone
from devices.vision.capture import Image as Frame
from devices.vision.decoders import CodeReader, OpencvReader, TwoReaders
from devices.vision.opencv import cv2
from tests.bench.rig import machine, percentile

SIZE = 1920, 1080
FRAMES = 3  # of each holding
KINDS = {
    "plain": Held(module=8),
    "far, 2 pixels a module": Held(module=2),
    "dark mode": Held(module=6, dark=True),
    "turned": Held(module=6, turn=33.0),
    "tilted": Held(module=6, tilt=0.35, turn=5.0),
    "much tilted": Held(module=6, tilt=0.6, turn=5.0),
    "out of focus": Held(module=6, blur=3.0),
    "tilted, dark mode, out of focus": Held(module=6, tilt=0.25, turn=10.0, dark=True, blur=1.5),
    "nobody": None,
}


@dataclass
class Tally:
    """What one reader did with one kind."""

    read: int = 0
    wrong: int = 0
    milliseconds: list[float] = field(default_factory=list)
    processor: float = 0.0  # seconds


def ours() -> Callable[[Frame], bytes | None]:
    return through_grey(TwoReaders())


def zxing() -> Callable[[Frame], bytes | None]:
    """As its documentation shows it, but for QR codes only."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

    def read(frame: Frame) -> bytes | None:
        found = zxingcpp.read_barcodes(frame, formats=formats)
        return bytes(found[0].bytes) if found else None

    return read


def opencv() -> Callable[[Frame], bytes | None]:
    return through_grey(OpencvReader())


def through_grey(reader: CodeReader) -> Callable[[Frame], bytes | None]:
    def read(frame: Frame) -> bytes | None:
        code = reader.read(np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8))
        return code.data if code else None

    return read


READERS = {"ours": ours, "zxing-cpp alone": zxing, "OpenCV alone": opencv}


def frames(held: Held | None, payload: bytes, dice: np.random.Generator) -> Iterator[Frame]:
    scene = draw_hall(*SIZE)
    if held is not None:
        phone = draw_phone(payload, held)
        place = (random.randrange(SIZE[0] - phone.width), random.randrange(SIZE[1] - phone.height))
        scene.paste(phone.convert("L"), place, phone.getchannel("A"))
    still = np.asarray(Image.merge("RGB", [scene] * 3), np.int16)
    for _ in range(FRAMES):
        noise = dice.normal(0.0, 8.0, still.shape).astype(np.int16)
        yield np.clip(still + noise, 0, 255).astype(np.uint8)


def main(codes: int = 20) -> None:
    print(f"code readers at {SIZE[0]} x {SIZE[1]}, {codes} holdings of each kind, {FRAMES} frames each; {machine()}")
    random.seed(7)
    dice = np.random.default_rng(7)
    readers = {name: make() for name, make in READERS.items()}
    tallies = {name: {kind: Tally() for kind in KINDS} for name in READERS}
    for kind, held in KINDS.items():
        for number in range(codes):
            payload = f"ZW1:{kind} 张伟 {number:03}".encode()
            shots = list(frames(held, payload, dice))
            for name, read in readers.items():
                tally, seen = tallies[name][kind], set()
                for shot in shots:
                    begun, worked = time.perf_counter(), time.process_time()
                    seen.add(read(shot))
                    tally.milliseconds.append((time.perf_counter() - begun) * 1000)
                    tally.processor += time.process_time() - worked
                tally.read += payload in seen
                tally.wrong += bool(seen - {payload, None})
    report(tallies, codes)


def report(tallies: dict[str, dict[str, Tally]], codes: int) -> None:
    for kind, held in KINDS.items():
        print(kind)
        for name, by_kind in tallies.items():
            tally = by_kind[kind]
            rate = f"{tally.read:3} of {codes} read" if held else f"{tally.read + tally.wrong:3} false     "
            p50, p95 = percentile(tally.milliseconds, 0.5), percentile(tally.milliseconds, 0.95)
            print(f"  {name:<18} {rate}, {tally.wrong} wrong   p50 {p50:6.1f}   p95 {p95:6.1f} ms a frame")
    print("all holdings")
    spent = {name: sum(tally.processor for tally in by_kind.values()) for name, by_kind in tallies.items()}
    looked = sum(len(tally.milliseconds) for tally in tallies["ours"].values())
    for name, by_kind in tallies.items():
        read = sum(tally.read for kind, tally in by_kind.items() if KINDS[kind])
        of = codes * sum(held is not None for held in KINDS.values())
        each = spent[name] / looked
        print(
            f"  {name:<18} {read} of {of} read ({read / of:.0%})   {each * 1000:5.1f} ms of processor a frame"
            f" ({spent[name] / spent['zxing-cpp alone']:.2f} of zxing-cpp), {1 / each:.0f} frames a second and core"
        )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
