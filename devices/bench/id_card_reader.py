"""An SDT identity card reader at the far end of a wire: finds, selects and reads what hands lay on it."""

from __future__ import annotations

import threading
from collections import deque
from functools import reduce
from operator import xor

from devices.bench.cards import OK, BenchCard
from devices.bench.wire import Wire

PREAMBLE = bytes.fromhex("AAAAAA9669")
LISTEN = 0.05  # seconds; only how soon `stop` is felt
REQUEST_MAX = 16  # bytes behind the length
SAM_ID = bytes.fromhex("05000100C114340140E20100B168DE3A")  # 05.01-20190401-000123456-987654321
OLD_SAM_ID = bytes.fromhex("0500010015DB320140E20100B168DE3A")  # 05.01-20110101-000123456-987654321
VENDOR_TIMEOUT = PREAMBLE + bytes.fromhex("0005050505")  # one maker's word for "no answer"; no legal frame


class BenchIdCardReader:
    """One reader. Its hands may be used from any thread.

    `air`: seconds that reading a card takes over the air; a card lifted meanwhile is not read. `find_once`: like
    some models, it does not find a card again that it has already read and that was not lifted.

    `fingerprints`: bytes of fingerprint templates that it adds to every reading, as readers for offices do.

    To break it: `broken` and `unauthorised` answer everything with 60 and 66, `vendor_timeout` sends one maker's
    illegal frame where no card is found, `delay` holds every answer back, and `verdicts` are the status bytes
    with which the next status questions, finds, selects and reads fail (`OK` lets one pass).
    """

    def __init__(self, wire: Wire, *, air: float = 0.0, find_once: bool = False) -> None:
        self.wire = wire
        self.air = air
        self.find_once = find_once
        self.broken = self.unauthorised = self.vendor_timeout = False
        self.delay = 0.0
        self.fingerprints: int | None = None
        self.module_id = SAM_ID
        self.too_old_for = ""  # type marks of the cards that it turns down
        self.verdicts: deque[int] = deque()
        self.requests: list[bytes] = []  # command and parameter of each
        self._lock = threading.Lock()  # over the field
        self._cards: list[BenchCard] = []
        self._lifted = threading.Event()
        self._lifts_at: bytes | None = None
        # What the reader remembers of the field; a card that moves is forgotten.
        self._found = self._selected = self._known = False
        self._pending = b""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bench id card reader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    # Hands.

    def grow_old(self) -> None:
        """Into a module of 2011 that was never renewed: it knows neither foreigners' cards nor residence permits."""
        self.module_id = OLD_SAM_ID
        self.too_old_for = "IJ"

    @property
    def cards(self) -> list[BenchCard]:
        """What lies in the field."""
        with self._lock:
            return list(self._cards)

    @property
    def card(self) -> BenchCard | None:
        cards = self.cards
        return cards[0] if cards else None

    def lay(self, card: BenchCard) -> None:
        """In place of whatever lies there."""
        self._change([card])

    def lay_two(self, first: BenchCard, second: BenchCard) -> None:
        """One over the other: something is found, nothing can be selected."""
        self._change([first, second])

    def lift(self) -> None:
        self._change([])

    def lift_at(self, request: bytes) -> None:
        """Lift when the reader next begins to carry out `request` (command and parameter)."""
        self._lifts_at = request

    def lose_sight(self) -> None:
        """Of a card at the edge of the field, for a moment."""
        with self._lock:
            self._found = self._selected = self._known = False

    def _change(self, cards: list[BenchCard]) -> None:
        with self._lock:
            self._cards = cards
            self._found = self._selected = self._known = False
            self._lifted.set()

    # The reader.

    def _run(self) -> None:
        while not self._over.is_set():
            self.receive(self.wire.read(LISTEN))

    def receive(self, data: bytes) -> None:
        """Take bytes from the wire and carry out every request that is whole."""
        pending = self._pending + data
        while (start := pending.find(PREAMBLE)) >= 0:
            pending = pending[start:]
            size = int.from_bytes(pending[5:7], "big") if len(pending) >= 7 else 3
            if 3 <= size <= REQUEST_MAX and len(pending) < 7 + size:
                break
            if not 3 <= size <= REQUEST_MAX:
                self._send(0x11)
                pending = pending[1:]
                continue
            body, pending = pending[5 : 7 + size], pending[7 + size :]
            if reduce(xor, body):
                self._send(0x10)
            else:
                self._carry_out(body[2:4])
        self._pending = pending[-REQUEST_MAX - 7 :]

    def _carry_out(self, request: bytes) -> None:
        self.requests.append(request)
        if request == self._lifts_at:
            self._lifts_at = None
            self.lift()
        if self.delay:
            self._over.wait(self.delay)
        if self.broken or self.unauthorised:
            self._send(0x60 if self.broken else 0x66)
            return
        match request:
            case b"\x10\xff":
                self._found = self._selected = self._known = False
                self._send(OK)
            case b"\x11\xff":
                if self._passes():
                    self._send(OK)
            case b"\x12\xff":
                self._send(OK, self.module_id)
            case b"\x20\x01":
                self._find()
            case b"\x20\x02":
                self._select()
            case b"\x30\x01":
                self._read()
            case b"\x30\x03":
                self._read_newest_address()
            case _:
                self._send(0x21)

    def _find(self) -> None:
        with self._lock:
            hidden = self.find_once and self._known
            if not hidden:
                self._selected = self._known = False
                self._found = bool(self._cards)
            found = self._found and not hidden
        if not found:
            if self.vendor_timeout:
                self.wire.write(VENDOR_TIMEOUT)
            else:
                self._send(0x80)
        elif self._passes():
            self._send(0x9F, bytes(4))

    def _select(self) -> None:
        with self._lock:
            found, self._found = self._found, False
            cards = list(self._cards)
        if not found:
            self._send(0x21)
        elif len(cards) != 1:
            self._send(0x81)
        elif cards[0].select_status != OK:
            self._send(cards[0].select_status)
        elif self._passes():
            with self._lock:
                self._selected = self._cards == cards
            self._send(OK, bytes(8))

    def _read(self) -> None:
        with self._lock:
            selected, self._selected = self._selected, False
            card = self._cards[0] if self._cards else None
            self._lifted.clear()
        if card is None or not selected:
            self._send(0x21 if card else 0x41)
        elif self._lifted.wait(self.air):
            self._send(0x41)
        elif card.read_status != OK:
            self._send(card.read_status)
        elif card.type_mark and card.type_mark in self.too_old_for:
            self._send(0x32)
        elif self._passes():
            with self._lock:
                self._known = self._cards == [card]
            parts = [card.text, card.photo]
            if self.fingerprints is not None:
                parts.append(b"F" * self.fingerprints)
            lengths = b"".join(len(part).to_bytes(2, "big") for part in parts)
            self._send(OK, lengths + b"".join(parts))

    def _read_newest_address(self) -> None:
        with self._lock:
            card = self._cards[0] if self._known else None
        if card is None:
            self._send(0x41)
        elif card.newest_address:
            self._send(OK, card.newest_address.ljust(35).encode("utf-16-le"))
        else:
            self._send(0x91)

    def _passes(self) -> bool:
        """Whether nobody has scripted a failure for this step; sends it otherwise."""
        verdict = self.verdicts.popleft() if self.verdicts else OK
        if verdict != OK:
            self._send(verdict)
        return verdict == OK

    def _send(self, status: int, data: bytes = b"") -> None:
        body = (4 + len(data)).to_bytes(2, "big") + bytes((0, 0, status)) + data
        self.wire.write(PREAMBLE + body + bytes((reduce(xor, body),)))
