"""A line that spoils what passes over it, in time of its own: driver and simulated device in one thread.

The bytes are real and so are both ends; only the wire between them and the clock are made here, so that thousands
of hours of trouble pass in seconds and every one of them can be repeated by its seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from devices.bench.id_card_reader import VENDOR_TIMEOUT, BenchIdCardReader
from devices.clock import Clock
from devices.states import Offline

READS_LIMIT = 20_000  # calls of `read` in one scenario; more is a loop that never ends
BYTE = 10 / 115200  # seconds
GAP = 0.1  # seconds of silence inside an answer; more breaks it in two for whoever listens for pauses

Spoil = Callable[[random.Random, bytes], list[tuple[float, bytes]]]
"""Makes of an answer the chunks that arrive, each with the silence before it, in seconds."""


class Hang(AssertionError):
    """The driver does not come back."""


class FarEnd(Protocol):
    """The device at the far end."""

    def receive(self, data: bytes) -> None: ...

    def pass_time(self) -> None:
        """Do what is due by now."""


F = TypeVar("F", bound=FarEnd)


class FaultyWire(Generic[F]):
    """Implements `Port` on the driver's side, and what a simulated device needs of a wire on the other."""

    def __init__(self, seed: int, spoils: list[Spoil], rates: tuple[float, ...] = (0.2, 0.5, 0.9)) -> None:
        """Each answer is spoilt by one of `spoils`, with one of the chances `rates`: `seed` decides. Set `far`
        before use."""
        self.clock = Clock()
        self.random = random.Random(seed)
        self.spoilt = 0
        self.altered = 0  # of these, answers whose bytes or whose continuity changed: late is not altered
        self.plugged = True
        self.far: F
        self._spoils = spoils
        self._rate = self.random.choice(rates)
        self._coming: list[tuple[float, bytes]] = []
        self._reads = 0
        self.on_write: Callable[[], None] = lambda: None
        self.on_answer: Callable[[], None] = lambda: None
        self.holds_back: Callable[[bytes], bool] = lambda answer: False

    def replace_answers(self, answer: bytes) -> None:
        """Let something else stand at the far end, which answers this to whatever it is asked."""
        self._rate, self._spoils = 1.0, [lambda random, data: [(0.0, answer)]]

    def plan(self, after: float, happens: Callable[[], object]) -> None:
        """Something that happens at the far end in so many seconds."""
        self.clock.after(after, happens)

    # The driver's side.

    def write(self, data: bytes) -> None:
        if not self.plugged:
            raise Offline
        self.on_write()
        self.far.receive(data)

    def read(self, size: int, wait: float) -> bytes:
        self._reads += 1
        if self._reads > READS_LIMIT:
            raise Hang(f"{READS_LIMIT} reads in {self.clock.time:.1f} s")
        end = self.clock.time + wait
        while self.clock.next_plan <= min(end, self._coming[0][0] if self._coming else end):
            self.clock.wait(max(0.0, self.clock.next_plan - self.clock.time))
        if self._coming and self._coming[0][0] <= end:
            at, data = self._coming.pop(0)
            self.clock.time = max(self.clock.time, at)
            if len(data) > size:
                self._coming.insert(0, (at, data[size:]))
            return data[:size]
        if not self.plugged:
            raise Offline
        self.clock.time = end
        self.far.pass_time()
        return b""

    def flush_input(self) -> None:
        if not self.plugged:
            raise Offline
        self._coming = [chunk for chunk in self._coming if chunk[0] > self.clock.time]

    def close(self) -> None:
        self.plugged = False

    # The device's side.

    def answer(self, data: bytes) -> None:
        self.on_answer()
        if not data or self.holds_back(data):
            return
        chunks = [(0.0, data)]
        if self._spoils and self.random.random() < self._rate:
            chunks = self.random.choice(self._spoils)(self.random, data)
            self.spoilt += 1
            broken = any(silence >= GAP for silence, _ in chunks[1:])
            self.altered += broken or b"".join(chunk for _, chunk in chunks) != data
        at = max([self.clock.time, *(when for when, _ in self._coming)])
        for silence, chunk in chunks:
            at += silence + len(chunk) * BYTE
            if chunk:
                self._coming.append((at, chunk))


class FarCable:
    """What a simulated device takes for its wire."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self.write = write


class Timeless(BenchIdCardReader):
    """A reader that only ever answers."""

    def pass_time(self) -> None: ...


class FaultyLine(FaultyWire[Timeless]):
    """With an ID-card reader at its far end."""

    def __init__(self, seed: int, spoils: list[Spoil]) -> None:
        super().__init__(seed, spoils)
        self.far = self.reader = Timeless(FarCable(self.answer))


def truncated(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    return [(0.0, data[: random.randrange(len(data))])]


def headless(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    return [(0.0, data[random.randint(1, len(data)) :])]


def garbage(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    """Stray bytes before, inside and behind."""
    out = bytearray(data)
    for _ in range(random.randint(1, 4)):
        out[(at := random.randint(0, len(out))) : at] = random.randbytes(random.randint(1, 12))
    return [(0.0, bytes(out))]


def lost(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    """A few bytes in the middle never arrive."""
    at = random.randrange(len(data))
    return [(0.0, data[:at] + data[at + random.randint(1, 8) :])]


def flipped_once(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    return [(0.0, _flip(random, data, 1))]


def flipped_often(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    return [(0.0, _flip(random, data, random.randint(2, 12)))]


def slow(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    """Later than the driver waits, or in time, or with a pause inside."""
    at = random.randrange(len(data))
    return [(random.choice([0.1, 0.9, 1.5, 3.5, 6.0]), data[:at]), (random.choice([0.0, 0.2, 0.6, 2.5]), data[at:])]


def split(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    chunks, start = [], 0
    while start < len(data):
        end = start + random.choice([1, 1, 2, 3, 7, 64])
        chunks.append((random.choice([0.0, 0.001, 0.05]) if len(data) < 64 else 0.001, data[start:end]))
        start = end
    return chunks


def merged(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    """The same answer twice in one piece, as after a resend; or with another frame in front of it."""
    return [(0.0, random.choice([data, VENDOR_TIMEOUT, data[: len(data) // 2]]) + data)]


def instead(random: random.Random, data: bytes) -> list[tuple[float, bytes]]:
    """Nothing, or one maker's illegal frame."""
    return [(0.0, random.choice([b"", VENDOR_TIMEOUT]))]


def _flip(random: random.Random, data: bytes, bits: int) -> bytes:
    out = bytearray(data)
    for bit in random.sample(range(8 * len(data)), min(bits, 8 * len(data))):
        out[bit // 8] ^= 1 << bit % 8
    return bytes(out)
