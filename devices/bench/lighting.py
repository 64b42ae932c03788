"""What light, lens and sensor make of a drawn scene. Pillow only."""

from __future__ import annotations

import random
from dataclasses import dataclass

from PIL import Image, ImageChops


@dataclass(frozen=True)
class Light:
    """`level`: 1 is right; `side`: -1 to 1, all of it from the picture's left or right."""

    level: float = 1.0
    side: float = 0.0


EVEN = Light()


def lit(frame: Image.Image, light: Light) -> Image.Image:
    """The scene in that light. Light from the side changes across the middle of the frame."""
    if light.side:
        ramp = Image.linear_gradient("L").rotate(90 if light.side < 0 else -90).resize(frame.size)
        depth = abs(light.side)
        ramp = ramp.point(lambda v: int(255 * (1 - depth * (1 - _step(v / 255)))))
        frame = ImageChops.multiply(frame, Image.merge("RGB", (ramp, ramp, ramp)))
    if light.level != 1.0:
        frame = frame.point(lambda v: min(255, int(v * light.level)))
    return frame


def _step(at: float) -> float:
    """From dark to light across the middle tenth of the frame's width: where the face is."""
    return min(1.0, max(0.0, (at - 0.42) / 0.16))


def grainy(frame: Image.Image, noise: float, seed: int) -> Image.Image:
    """Grain as a sensor adds it, the same for the same seed."""
    tile = Image.frombytes("L", (256, 256), random.Random(seed).randbytes(65536))  # noqa: S311  grain
    swing = noise * 1.7 / 128
    tile = tile.point(lambda v: int(128 + (v - 128) * swing))
    grain = Image.new("L", frame.size)
    for x in range(0, frame.width, 256):
        for y in range(0, frame.height, 256):
            grain.paste(tile, (x, y))
    return ImageChops.add(frame, Image.merge("RGB", (grain, grain, grain)), 1, -128)
