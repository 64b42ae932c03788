# ruff: noqa: T201 - a bench prints
"""How well and how fast pages are judged, and how long a page lies still until it is taken.

`python -m tests.bench.bench_document [desks]`. Invented documents at random places, slopes and sizes on tables of
different colours in different light, each as it should be and in every state that a page is refused for; then a page
under the simulated camera, over its wire. Times of frames are processor time of one thread.
"""

from __future__ import annotations

import random
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import replace

import numpy as np
from PIL import Image

from devices.bench.camera import BenchCamera
from devices.bench.lighting import Light
from devices.bench.sheets import Laid, Paper, Point, Table, corners, lay
from devices.camera import Camera
from devices.deadline import Deadline
from devices.document import PageGuidance, PageSpec
from devices.vision.camera_source import CameraSource
from devices.vision.document import PageGuide
from devices.vision.opencv import cv2

SPEC = PageSpec(max_bytes=1_500_000)
SIZES = ((960, 1280), (1920, 1440), (1944, 2592))
TABLES = ((92, 74, 58), (60, 62, 66), (30, 34, 40), (150, 146, 140), (120, 90, 60))
TAKES = 8


def main(desks: int = 60) -> None:
    cv2.setNumThreads(1)
    dice, costs, wrong, shown = random.Random(1), [], Counter[tuple[str, str]](), 0
    for seed in range(desks):
        for wanted, picture in _desk(dice, seed).items():
            frame = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
            guide = PageGuide(SPEC, lambda: 0.0)
            began = time.process_time()
            told = guide.judge(frame).guidance
            costs.append(time.process_time() - began)
            shown += 1
            if told is not wanted:
                wrong[wanted.value, told.value] += 1
    costs.sort()
    print(f"{shown} frames of {desks} desks: {wrong.total()} misjudged {dict(wrong)}")
    p99 = costs[int(0.99 * (len(costs) - 1))]
    print(f"a frame: p50 {statistics.median(costs) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms of one processor")
    waits = sorted(_takes())
    print(f"still to taken, over the wire: p50 {statistics.median(waits):.2f} s, worst {waits[-1]:.2f} s of {TAKES}")


def _desk(dice: random.Random, seed: int) -> dict[PageGuidance, Image.Image]:
    """One page as it should be, and what may be wrong with it."""
    paper = dice.choice((Paper.CONTRACT, Paper.FORM, Paper.BOOKLET, Paper.CARD))
    width, height = dice.choice(SIZES)
    longest, card = max(width, height), paper is Paper.CARD
    least = (SPEC.least_card if card else SPEC.least) * 1.05 / longest
    laid, at = _inside(dice, paper, width, height, least)
    middle = _fractions(at.mean(axis=0), width, height)
    light = Light(dice.uniform(0.6, 0.93), dice.choice((0, 0, dice.uniform(-0.25, 0.25))))
    more = {"table": Table(dice.choice(TABLES), dice.uniform(0, 9)), "seed": seed, "noise": dice.uniform(1, 3.5)}
    beside = Laid(Paper.CONTRACT, laid.x + 0.25, laid.y + 0.2, laid.long * 0.9, laid.turn + 15)
    hand = _fractions(at.mean(axis=0) * 0.6 + at[2] * 0.4, width, height)
    gone = (at[:, 0].min() + dice.uniform(0.02, 0.2) * width) / width
    blur = dice.uniform(0.003, 0.007) if card else dice.uniform(0.0022, 0.007)

    def see(*what: Laid, light: Light = light, **how: float | Point) -> Image.Image:
        return lay(what, width, height, light=light, **more, **how)  # type: ignore[arg-type]

    return {
        PageGuidance.HOLD_STILL: see(laid),
        PageGuidance.NO_PAGE: see(),
        PageGuidance.HAND: see(laid, hand=hand),
        PageGuidance.MANY_PAGES: see(laid, beside),
        PageGuidance.CUT_OFF: see(replace(laid, x=laid.x - gone)),
        PageGuidance.TOO_FAR: see(replace(laid, long=least * 0.8)),
        PageGuidance.TOO_DARK: see(laid, light=Light(dice.uniform(0.15, 0.33), light.side)),
        PageGuidance.GLARE: see(laid, glare=middle),
        PageGuidance.BLURRED: see(laid, blur=blur),
    } | ({} if card else {PageGuidance.EMPTY: see(replace(laid, paper=Paper.BLANK))})


def _inside(dice: random.Random, paper: Paper, width: int, height: int, least: float) -> tuple[Laid, np.ndarray]:
    """Somewhere wholly in the picture, and large enough where it looks smallest."""
    while True:
        turn = dice.uniform(-15, 15) + dice.choice((0, 90, 180, 270))
        x, y, long = dice.uniform(0.35, 0.65), dice.uniform(0.35, 0.65), dice.uniform(least, min(1.0, 1.6 * least))
        laid = Laid(paper, x, y, long, turn, dice.uniform(0, 0.12))
        at = np.array(corners(laid, width, height))
        edge = 0.015 * max(width, height)
        sides = np.linalg.norm(np.roll(at, -1, axis=0) - at, axis=1)
        shortest = max(min(sides[0], sides[2]), min(sides[1], sides[3])) / max(width, height)
        if (at > edge).all() and (at < np.array([width, height]) - edge).all() and shortest > least * 0.98:
            return laid, at


def _fractions(place: np.ndarray, width: int, height: int) -> Point:
    return float(place[0]) / width, float(place[1]) / height


def _takes() -> list[float]:
    """Seconds from the moment that a page lies there until its picture is finished."""
    bench = BenchCamera(960, 1280)
    bench.start()
    camera = Camera(CameraSource(bench.url))
    camera.hello(Deadline(10.0))
    page, waits = lay((Laid(turn=2),), 960, 1280, noise=0.0), []
    for _ in range(TAKES):
        bench.leave()
        laid_at: list[float] = []

        def put(laid_at: list[float] = laid_at) -> None:
            while camera.frames.latest() is None:
                time.sleep(0.01)
            bench.stand(page)
            laid_at.append(time.monotonic())

        hand = threading.Thread(target=put)
        hand.start()
        camera.page(Deadline(30.0), SPEC, threading.Event())
        waits.append(time.monotonic() - laid_at[0])
        hand.join()
    camera.close()
    bench.stop()
    return waits


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
