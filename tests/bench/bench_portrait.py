# ruff: noqa: T201 - a bench prints
"""What the portrait guide costs per frame, and how exactly it finds eyes.

`python -m tests.bench.bench_portrait [people]`. Drawn people, each good, at random places and sizes, before a drawn
camera of 1280 x 720; one thread, as in the vision process. Times are processor time, so that what else the machine
does is not counted.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time

import numpy as np

from devices.bench.faces import Person, Sitter, photograph
from devices.portrait import FARTHEST, NEAREST, Guidance, load_spec
from devices.vision.opencv import cv2
from devices.vision.portrait import PortraitGuide

WIDTH, HEIGHT = 1280, 720
BUDGET = 0.015  # seconds per frame
LOOKS = 5  # at each picture
PEOPLE = (
    Person(),
    Person(old=True, hair=(190, 188, 185)),
    Person(glasses=True),
    Person(skin=(110, 72, 52)),
    Person(long_hair=True, skin=(240, 205, 180)),
    Person(bald=True, old=True),
)


def main(people: int = 200) -> None:
    cv2.setNumThreads(1)
    dice, spec = random.Random(1), load_spec()
    costs, slopes, sizes, good = [], [], [], 0
    for number in range(people):
        crop = dice.uniform(1.04 * max(FARTHEST, spec.height_px / spec.upscale / HEIGHT), 0.96 * NEAREST)
        pupils = crop * spec.pupils_px / spec.height_px
        eyes_y = dice.uniform(0.05, 0.95) * (1 - crop) + crop * spec.eyes_px / spec.height_px
        x = 0.5 + dice.uniform(-0.09, 0.09) * HEIGHT / WIDTH
        sitter = Sitter(PEOPLE[number % len(PEOPLE)], x, eyes_y, pupils, dice.uniform(-5, 5))
        picture = np.ascontiguousarray(np.asarray(photograph((sitter,), WIDTH, HEIGHT, seed=number))[:, :, ::-1])
        guide = PortraitGuide(spec)
        for _ in range(LOOKS):
            began = time.process_time()
            judgement = guide.judge(picture)
            costs.append(time.process_time() - began)
        good += judgement.guidance is Guidance.HOLD_STILL
        if judgement.eyes is not None:
            (left_x, left_y), (right_x, right_y) = ((ex * WIDTH, ey * HEIGHT) for ex, ey in judgement.eyes)
            slopes.append(abs(math.degrees(math.atan2(right_y - left_y, right_x - left_x)) - sitter.tilt))
            sizes.append(abs(math.dist((left_x, left_y), (right_x, right_y)) / (pupils * HEIGHT) - 1))
    for values in (costs, slopes, sizes):
        values.sort()
    p99 = costs[int(0.99 * (len(costs) - 1))]
    print(f"{people} people, {LOOKS} looks each: {good / people:.1%} found good at once")
    print(f"a frame: p50 {statistics.median(costs) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms of one processor")
    print(f"eyes' slope: p50 {statistics.median(slopes):.2f}, worst {slopes[-1]:.2f} degrees off")
    print(f"eyes' distance: p50 {statistics.median(sizes):.2%}, worst {sizes[-1]:.2%} off")
    print(f"ratio to the budget of {BUDGET * 1000:.0f} ms: p50 {statistics.median(costs) / BUDGET:.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
