"""A city for the tests: its office as a process of its own, an enrolled terminal's storage, and people who book."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from stdnum.cn import ric

from devices.bench.bench import Bench
from kiosk.demo import Site

ROOT = Path(__file__).parents[2]
START = "2026-11-20T10:00:00+08:00"  # business time at which the office opens its eyes
QUOTA = 500
ITEM = 1001


@dataclass(frozen=True)
class Visitor:
    """Somebody invented, with a booking whose check-in is open."""

    id_number: str
    phone: str
    booking_id: str
    booking_number: str
    code: str


def publish(site: Site, items: Sequence[str], projects: Sequence[str] = ()) -> None:
    """Sign a catalogue of these. A terminal looks at every screen of what is in it before it is used."""
    published = site.directory / "published"
    shutil.copytree(ROOT / "assets" / "sources", published / "sources")
    for folder, names in (("items", items), ("projects", projects)):
        (published / folder).mkdir()
        for name in names:
            shutil.copy2(ROOT / "assets" / folder / f"{name}.json", published / folder)
    site.publish(published / "items")


class City:
    """The demo's site with quotas large enough for a long day of tests; its bench is the test's own."""

    def __init__(
        self,
        directory: Path,
        *,
        items: tuple[str, ...] = (),
        projects: tuple[str, ...] = (),
        people: Sequence[Path] = (),
    ) -> None:
        """`items`: with registers and a catalogue of these, to apply for, and of these `projects`, to plan. `people`:
        files of those whom the registers know, instead of the demo's."""
        self.site = Site(directory)
        self._items, self._projects, self._known = items, projects, people
        self._parts = ExitStack()
        self._people = count()
        halls = directory / "halls"
        halls.mkdir()
        for source in (ROOT / "assets" / "halls").glob("*.toml"):
            text = source.read_text("utf-8")
            (halls / source.name).write_text(text.replace("booked = 6", f"booked = {QUOTA}"), "utf-8")
        self.demo = self.site.seed(START, halls)
        self.directory, self.database, self.storage = directory, self.site.database, self.site.storage

    def __enter__(self) -> Self:
        if self._items:
            publish(self.site, self._items, self._projects)
            self.register = self._parts.enter_context(self.site.open_register(*self._known))
        self.office = self.site.serve()
        self.url = self.site.office_url
        self.site.configure()
        self.site.enrol(self.demo["enrolment_code"])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.office.stop()
        self._parts.close()

    def configure(self, bench: Bench, more: str = "") -> Path:
        """A configuration for a terminal before that bench, whose ports are the site's."""
        assert all(
            Path(wire.address).parent == self.site.ports for wire in bench.wires.values() if "://" not in wire.address
        )
        self.site.configure(more=more)
        return self.site.config

    def book(self) -> Visitor:
        """Somebody new books a slot through the channel, as a mini-program's back end does."""
        n = next(self._people)
        seventeen = f"110105{1950 + n % 50:04}{1 + n // 50 % 12:02}{1 + n // 600 % 28:02}{100 + n % 900:03}"
        id_number, phone = seventeen + ric.calc_check_digit(seventeen + "0"), f"139{n:08}"
        day = START[:10]
        offered = self._channel("GET", f"slots?item_id={ITEM}&day={day}")["slots"]
        now = f"{day}T{START[11:13]}:00:00"
        slot = next(slot for slot in offered if slot["start"] >= now and slot["left"])
        wanted = {"slot_id": slot["slot_id"], "name": "测试", "id_number": id_number, "phone": phone}
        booking = self._channel("POST", "bookings", wanted)
        return Visitor(id_number, phone, booking["booking_id"], booking["booking_number"], booking["code"])

    def identity_code(self, name: str) -> str:
        """A code that says who one of the demo's people is, as their mini-program shows it."""
        person = next(person for person in self.demo["people"] if person["name"] == name)
        return str(self._channel("POST", "identity-codes", person)["payload"])

    def _channel(self, method: str, path: str, body: dict[str, object] | None = None) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {self.demo['channel_token']}", "Idempotency-Key": uuid.uuid4().hex}
        answer = requests.request(method, f"{self.url}/v1/channel/{path}", json=body, headers=headers, timeout=10)
        assert answer.ok, answer.text
        return answer.json()
