"""The newest frame in memory that two processes share: whole or not at all, whoever dies meanwhile."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.vision.frame_slot import BUFFERS, NOTES_LIMIT, Frame, FrameSlot
from tests.devices.patience import until

ROOT = Path(__file__).parents[2]
SIZE = 64, 48

WRITER = """
import sys
from devices.vision.frame_slot import FrameSlot
slot = FrameSlot(int(sys.argv[1]), 64 * 48)
while True:
    level = (slot.newest + 1) % 256
    slot.publish(bytes([level]) * (4 * 64 * 48), 64, 48, 1.0, {"level": level})
"""


@pytest.fixture
def slot() -> Iterator[FrameSlot]:
    slot = FrameSlot.create(SIZE[0] * SIZE[1])
    yield slot
    slot.close()


def publish(slot: FrameSlot, level: int, notes: dict[str, object] | None = None) -> int:
    return slot.publish(bytes([level]) * (4 * 12), 4, 3, 7.5, notes or {})


def test_empty(slot: FrameSlot) -> None:
    assert slot.newest == 0
    assert slot.latest() is None


def test_the_newest_and_nothing_else(slot: FrameSlot) -> None:
    numbers = [publish(slot, level, {"level": level}) for level in range(2 * BUFFERS)]
    assert numbers == list(range(1, 2 * BUFFERS + 1))
    assert slot.latest() == Frame(6, 7.5, 4, 3, bytes([5]) * 48, {"level": 5})
    assert slot.latest(after=5) is not None
    assert slot.latest(after=6) is None


def test_frames_of_any_size_that_fits(slot: FrameSlot) -> None:
    for width, height in ((1, 1), SIZE, (SIZE[1], SIZE[0]), (SIZE[0] * SIZE[1], 1)):
        slot.publish(bytes(4 * width * height), width, height, 0.0, {})
        frame = slot.latest()
        assert frame is not None
        assert (frame.width, frame.height, len(frame.pixels)) == (width, height, 4 * width * height)


@pytest.mark.parametrize(
    ("pixels", "width", "height", "notes"),
    [
        (bytes(4 * 65 * 48), 65, 48, {}),
        (bytes(47), 4, 3, {}),
        (bytes(48), 4, 3, {"text": "x" * NOTES_LIMIT}),
    ],
)
def test_what_does_not_fit_leaves_the_frame_before(
    slot: FrameSlot, pixels: bytes, width: int, height: int, notes: dict[str, object]
) -> None:
    publish(slot, 1)
    with pytest.raises(ValueError, match="pixels"):
        slot.publish(pixels, width, height, 0.0, notes)
    frame = slot.latest()
    assert frame is not None
    assert frame.pixels == bytes([1]) * 48


def test_wiped(slot: FrameSlot) -> None:
    publish(slot, 9, {"guidance": "good"})
    slot.wipe()
    assert slot.latest() is None
    assert not any(slot._memory[64:])
    assert publish(slot, 3) == 2
    assert slot.latest() is not None


def test_nothing_of_it_is_shown(slot: FrameSlot) -> None:
    slot.publish(b"face" * 12, 4, 3, 0.0, {"face": [0.1234, 0, 1, 1]})
    assert "face" not in repr(slot.latest())
    assert "1234" not in repr(slot.latest())


@given(st.sampled_from([0, 8, 16, 24, 28, 32, 36, 36 + NOTES_LIMIT]), st.binary(min_size=1, max_size=20))
@example(36, b"[7]   ")
@example(36, b"{{{{{{")
@example(24, struct.pack("<I", 1 << 31))
def test_a_writer_that_went_mad_is_survived(field: int, noise: bytes) -> None:
    """Whatever stands in the memory: a frame that fits, or none; never a size that is not there."""
    slot = FrameSlot.create(12)
    publish(slot, 1, {"a": 1})
    at = slot._at(1) + field
    slot._memory[at : at + len(noise)] = noise
    frame = slot.latest()
    if frame is not None:
        assert len(frame.pixels) == 4 * frame.width * frame.height <= 48
        assert isinstance(frame.notes, dict)
    slot.close()


def test_a_writer_may_die_and_another_goes_on(slot: FrameSlot) -> None:
    """Frames are whole at every moment: each is of one level, the one that its notes say."""
    seen = 0
    for number in (signal.SIGKILL, signal.SIGSEGV):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(slot.fd)], cwd=ROOT, pass_fds=[slot.fd])
        before = slot.newest
        until(lambda before=before: slot.newest > before + 50)  # type: ignore[misc]
        for _ in range(100):
            frame = slot.latest()
            if frame is not None:
                seen += 1
                assert set(frame.pixels) == {frame.notes["level"]}
                assert frame.number % 256 == frame.notes["level"]
        os.kill(writer.pid, number)
        writer.wait()
        last = slot.latest()
        assert last is not None
        assert last.number >= before + 50
    assert seen > 50


def test_wiping_under_a_reader(slot: FrameSlot) -> None:
    over = threading.Event()
    frames: list[Frame] = []

    def read() -> None:
        while not over.is_set():
            if frame := slot.latest():
                frames.append(frame)

    reader = threading.Thread(target=read)
    reader.start()
    for level in range(1, 200):
        slot.publish(bytes([level]) * (4 * SIZE[0] * SIZE[1]), *SIZE, 0.0, {"level": level})
        slot.wipe()
    over.set()
    reader.join()
    assert all(set(frame.pixels) == {frame.notes["level"]} for frame in frames)
