"""A terminal as a citizen meets it: its glass to touch, its hardware to lay things on, and the books to compare."""

from __future__ import annotations

import gc
import logging
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

for _key, _value in {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}.items():
    os.environ.setdefault(_key, _value)


from central.contract import application, messages  # noqa: E402
from devices.bench.bench import Bench  # noqa: E402
from devices.bench.cards import SAMPLES  # noqa: E402
from devices.id_card import IdCard  # noqa: E402
from kiosk import config  # noqa: E402
from kiosk.session import Session, Step  # noqa: E402
from kiosk.wishes.wish import CardShown, CodeShown, Notice  # noqa: E402
from tests.whole.city import ROOT, City, Visitor  # noqa: E402
from tests.whole.doorway import Doorway  # noqa: E402
from ui import tour  # noqa: E402
from ui.__main__ import Kiosk  # noqa: E402

PORTRAIT = (1080, 1920)
OF_A_SESSION = (
    IdCard,
    CardShown,
    CodeShown,
    Session,
    Step,
    application.ByCard,
    application.ByIdentityCode,
    messages.FindBookings,
    messages.BookingsFound,
    messages.BookingFound,
    messages.TakeBookedTicket,
    messages.TakeWalkInTicket,
    messages.ByBookingCode,
    messages.ByIdCard,
    messages.ByBookingNumber,
    messages.ByPhone,
)
"""What nobody may find in the terminal's memory once the citizen has left."""


class Counter:
    """The terminal's program in this process, on real wires, with a doorway between it and its office.

    Files: `log` has what the program logged; the storage directory is the city's.
    """

    def __init__(self, city: City, bench: Bench, doorway: Doorway) -> None:
        self.city = city
        self.bench = bench
        self.doorway = doorway
        self.storage = city.storage
        self.log = city.directory / "terminal.log"
        self.visitors: list[Visitor] = []
        self._of_others = _of_sessions()  # examples in other tests of this process
        self._kiosk: tour.VisitedKiosk | None = None
        self._citizen: tour.Visitor | None = None
        self._handler = logging.FileHandler(self.log, delay=True)
        self._handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    # ------------------------------------------------------------ power

    @property
    def kiosk(self) -> Kiosk:
        """The program; switched on by the first use."""
        if self._kiosk is None:
            self._open()
        assert self._kiosk is not None
        return self._kiosk

    @property
    def citizen(self) -> tour.Visitor:
        """Somebody before the glass."""
        assert self.kiosk is not None
        assert self._citizen is not None
        return self._citizen

    def _open(self) -> None:
        camera = self.bench.camera
        more = f'\n[devices.camera]\nsource = "{camera.url}"\ndocuments = true\n' if camera else ""
        if self.bench.a4_printer:
            more += f'\n[devices.a4_printer]\nport = "{self.bench.a4_printer.uri}"\n'
        self.city.site.configure(office_url=self.doorway.url, more=more)
        logging.getLogger().addHandler(self._handler)
        logging.getLogger().setLevel(logging.INFO)
        self._signals = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
        self._kiosk = tour.VisitedKiosk(config.load(self.city.site.config), self.city.site.config)
        self._kiosk.window.resize(*PORTRAIT)
        self._kiosk.window.show()
        self._citizen = tour.Visitor(self._kiosk, self.city.directory / "pictures")

    def close(self) -> None:
        """Switch the program off; the next use switches it on again."""
        if self._kiosk is not None:
            self._kiosk.stage.leave()
            self._kiosk.stop()
            self._kiosk.deleteLater()
            self._kiosk = self._citizen = None
            for number, before in self._signals:
                signal.signal(number, before)
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
            gc.collect()  # here, where the screens lived; a bench's thread must not come upon them

    # ------------------------------------------------------------ what is on the screen

    @property
    def screen(self) -> str:
        return str(self.kiosk.stage.screen)

    @property
    def notice(self) -> str:
        """The code of the sentence that the citizen reads now; empty when all is well."""
        scene = getattr(self.kiosk.stage.view, "_scene", None)
        wish = getattr(self.kiosk.stage.view, "_wish", None)
        notice: Notice | None = getattr(wish, "notice", None) or getattr(scene, "notice", None)
        return notice.code if notice else ""

    def why_not(self, service: str) -> str:
        """The code of what stands against a service on the home screen; empty where it can be done, or elsewhere."""
        if self.screen != "Home" or self.kiosk.terminal is None:
            return ""
        reason = self.kiosk.terminal.readiness().services[service].reason
        return reason.code if reason else ""

    def ways_on(self) -> set[str]:
        """The controls of the screen that lead on from here, once it hears; not the bars around it."""
        loader = self.kiosk.window.contentItem()
        self.wait("a screen that hears", lambda: not self._settling())
        names = {item.objectName() for item in tour._tree(loader) if _offered(item)}
        return names - {"help", "mode_language", "mode_large", "mode_contrast", ""}

    def _settling(self) -> bool:
        return any(
            item.inherits("QQuickLoader") and item.isVisible() and not item.isEnabled()
            for item in tour._tree(self.kiosk.window.contentItem())
        )

    def wait(self, what: str, until: Callable[[], bool], within: float = 10.0) -> None:
        self.citizen.wait(what, until, within)

    def see(self, screen: str, notice: str = "", within: float = 10.0) -> None:
        """Wait until the citizen stands before that screen and reads that sentence."""
        what = f"{screen} {notice}"
        try:
            self.wait(what, lambda: self.screen == screen and self.notice == notice, within)
        except tour.DemoFailed as failure:
            raise AssertionError(f"{failure} {self.notice}\n{self.log.read_text()[-1500:]}") from None

    # ------------------------------------------------------------ what a citizen does

    def at_home(self) -> None:
        """The screen as the next citizen finds it: everything works, scanner and reader wait."""
        self.doorway.open()
        self.bench.reader.lift()
        self.bench.scanner.withdraw()
        for wire in self.bench.wires.values():
            wire.silent = wire.noise = False
            wire.cut_after = None
            wire.plug()
        printer = self.bench.printer
        if printer.broken:
            printer.cycle_power()
        printer.clear_jam()
        printer.load_paper()
        if self.screen not in ("Home", "OutOfService"):
            self.kiosk.stage.leave()
        self.wait("a home screen that listens", self._all_well, within=20)
        listening = self.kiosk.terminal._listening  # type: ignore[union-attr]
        self.wait("a reader that saw the card go", lambda: not (listening._card_lies or listening._card_refused))

    def _all_well(self) -> bool:
        terminal = self.kiosk.terminal
        assert terminal is not None
        ready = terminal.readiness()
        return (
            self.screen == "Home"
            and all(service.possible and not service.without for service in ready.services.values())
            and self.bench.scanner.armed
        )

    def show(self, payload: str | bytes) -> None:
        """Hold a code before the scanner, and again when nothing happens, as people do."""
        before = self.kiosk.stage.view
        tries = 0

        def noticed() -> bool:
            nonlocal tries
            if self.kiosk.stage.view is not before:
                return True
            if time.monotonic() > tries * 0.7 + began and not self.bench.scanner.shown:
                tries += 1
                self.bench.scanner.show(payload)
            return False

        began = time.monotonic()
        self.wait("a screen that changes", noticed)
        self.bench.scanner.withdraw()

    def begin(self, service: str = "take_booked_ticket") -> None:
        self.citizen.tap(f"service_{service}")
        self.see("Present" if service == "take_booked_ticket" else "ChooseItem")

    def reader_sees_nothing(self) -> None:
        """Wait until the reader has noticed that the card is gone."""
        asked = len(self.bench.reader.requests)
        self.wait("the reader to look again", lambda: len(self.bench.reader.requests) >= asked + 2)

    def book(self) -> Visitor:
        self.visitors.append(self.city.book())
        return self.visitors[-1]

    def code(self, kind: str) -> str:
        """The code of one of the demo's bookings."""
        return next(row["code"] for row in self.city.demo["bookings"] if row["label"].endswith(f":{kind}"))

    # ------------------------------------------------------------ the books

    def tickets(self, visitor: Visitor) -> int:
        """How many tickets the office gave for a booking."""
        return self._count(self.city.database, "SELECT count(*) FROM tickets WHERE booking_id = ?", visitor.booking_id)

    def copies(self, visitor: Visitor) -> int:
        """How many copies of its ticket the office counted."""
        return self._count(self.city.database, "SELECT copies FROM tickets WHERE booking_id = ?", visitor.booking_id)

    def all_tickets(self) -> int:
        return self._count(self.city.database, "SELECT count(*) FROM tickets")

    def slips(self) -> int:
        """Whole slips that came out so far."""
        return sum(slip.whole for slip in self.bench.printer.slips)

    @property
    def ledger(self) -> Path:
        return self.storage / "ledger.db"

    @staticmethod
    def _count(file: Path, question: str, *values: str) -> int:
        database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            return int(database.execute(question, values).fetchone()[0])
        finally:
            database.close()

    def everything_sent(self) -> bool:
        """Nothing waits in the ledger."""
        held = self.kiosk._ledger
        assert held is not None
        return held.depth(self.kiosk.terminal._clock.now()).waiting == 0  # type: ignore[union-attr]

    # ------------------------------------------------------------ what must be nowhere

    def left_in_memory(self) -> list[str]:
        """Kinds of things of a session that are still there, though nobody has collected garbage for it."""
        of_others = {id(each) for each in self._of_others}
        return sorted({type(each).__name__ for each in _of_sessions() if id(each) not in of_others})

    def leaks(self) -> list[str]:
        """Where on disk a name, an ID number or a phone number of anybody stands in clear."""
        secrets = {secret.encode() for secret in self._personal()}
        public = self.storage / "catalogue"  # its items' own test cases name the demo's invented people
        kept = (file for file in self.storage.rglob("*") if file.is_file() and public not in file.parents)
        books = (file for file in self.city.database.parent.glob("office.*") if file.is_file())
        files = [self.log, *kept, *books]
        found = []
        for file in files:
            data = file.read_bytes()
            found += [f"{file.name}: {secret.decode()}" for secret in secrets if secret in data]
        return found

    def _personal(self) -> Iterable[str]:
        for visitor in self.visitors:
            yield from (visitor.id_number, visitor.phone)
        for row in self.city.demo["bookings"]:
            yield from (row["name"], row["phone"])
        for card in SAMPLES:
            text = card.text.decode("utf-16-le", "replace")
            yield from (word for word in text.replace("\0", " ").split() if len(word) > 1 and not word.isascii())
            yield from re.findall(r"[0-9A-Z]{15,18}", text)


@contextmanager
def open_counter(
    directory: Path, *, items: tuple[str, ...] = (), projects: tuple[str, ...] = (), **devices: Any
) -> Iterator[Counter]:
    """A city of its own with one terminal, switched on at its first use. `devices`: of the bench."""
    with City(directory, items=items, projects=projects) as city, Doorway(city.url) as doorway:
        bench = Bench(city.site.ports, **devices)
        bench.start()
        counter = Counter(city, bench, doorway)
        try:
            yield counter
        finally:
            counter.close()
            bench.stop()


def _of_sessions() -> list[object]:
    return [each for each in gc.get_objects() if isinstance(each, OF_A_SESSION)]


def _offered(item: object) -> bool:
    return bool(
        item.inherits("QQuickAbstractButton")  # type: ignore[attr-defined]
        and item.isVisible()  # type: ignore[attr-defined]
        and item.isEnabled()  # type: ignore[attr-defined]
    )


def run_central(*arguments: str | Path) -> None:
    """A command of the office's own people."""
    subprocess.run([sys.executable, "-m", "central", *map(str, arguments)], cwd=ROOT, check=True, capture_output=True)
