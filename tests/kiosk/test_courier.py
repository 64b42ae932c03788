"""The courier between the office and the terminal's disk: what it fetches, has looked at, and reports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from central.contract.catalogue import CatalogueReport, CatalogueState, Desired
from central.contract.messages import Received
from devices.deadline import Deadline
from devices.states import Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.courier import DOORBELL, Courier
from kiosk.catalogue.faults import CatalogueUnfit
from kiosk.form import check as form_check
from tests.central.catalogue_documents import documents
from tests.kiosk.catalogue_repository import SimulatedRepository

NOW = datetime.now(UTC)


class Office:
    """Publishes what is in the repository; what it is told stays in `heard`."""

    def __init__(self) -> None:
        self.repository = SimulatedRepository(NOW)
        self.wish = Desired(version=0)
        self.asked: list[tuple[int, int]] = []
        self.heard: list[CatalogueReport] = []

    def desired(self, _by: Deadline, since: int, wait: int) -> Desired | None:
        self.asked.append((since, wait))
        return self.wish if self.wish.version > since else None

    def report_catalogue(self, _by: Deadline, report: CatalogueReport) -> Received:
        self.heard.append(report)
        return Received()

    def catalogue_file(self, _by: Deadline, name: str) -> bytes | None:
        return self.repository.read(name)

    def close(self) -> None:
        """There is no line."""

    def publish(self, *names: str, version: int = 1) -> None:
        """A publication that everybody may have."""
        catalogue = self.repository.publish(documents(*names, version=version))
        self.wish = Desired(version=self.wish.version + 1, catalogue=catalogue)


class Terminal:
    """A courier whose looks at items find `fault`."""

    def __init__(self, directory: Path) -> None:
        self.office = Office()
        self.fault: Fault | None = None
        self.looked: list[tuple[set[str], set[str]]] = []
        (directory / "root.json").write_bytes(self.office.repository.first_root)
        self.courier = Courier(
            directory / "catalogue", directory / "root.json", lambda: self.office, lambda: NOW, self._inspect
        )
        self.courier.open(Deadline(1))

    def _inspect(self, _by: Deadline, new: Catalogue, running: Catalogue) -> Fault | None:
        self.looked.append(({*new.items}, {*running.items}))
        return self.fault

    def look(self) -> bool:
        return self.courier.look(Deadline(10))


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_what_checks_of_forms_need_is_there_before_a_catalogue_is(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[None] = []
    monkeypatch.setattr(form_check, "warm_up", lambda: warmed.append(None))
    terminal.courier.open(Deadline(1))
    assert warmed


def test_what_was_looked_at_and_is_well_waits_for_the_end_of_the_session(terminal: Terminal) -> None:
    assert terminal.look() is False
    terminal.office.publish("first")
    assert terminal.look() is True
    assert {*terminal.courier.switch(Deadline(1)).items} == {"first"}
    terminal.courier.confirm(Deadline(1))
    assert terminal.look() is False
    terminal.office.publish("first", "second")
    assert terminal.look() is True
    assert terminal.looked == [({"first"}, set()), ({"first", "second"}, {"first"})]
    assert [report.state for report in terminal.office.heard] == [
        CatalogueState.NONE,
        CatalogueState.CURRENT,
        CatalogueState.STAGED,
    ]
    assert terminal.office.asked == [(0, DOORBELL), (0, DOORBELL), (1, DOORBELL), (1, DOORBELL)]


def test_what_the_hall_has_set_counts_from_the_next_session_on_and_after_a_restart(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.office.publish("first")
    terminal.look()
    terminal.courier.switch(Deadline(1))
    set_here = {"first": {"min_age": 70, "unknown": 1}}
    terminal.office.wish = terminal.office.wish.model_copy(update={"version": 9, "parameters": set_here})
    assert terminal.look() is True
    running = terminal.courier.switch(Deadline(1))
    item = running.items["first"]
    assert running.facts(item)["min_age"] == 70
    assert running.filled(item, "{min_age}") == "70"
    assert terminal.look() is False
    again = Terminal(tmp_path)  # without an office
    assert again.courier.open(Deadline(1)) == running
    terminal.office.wish = Desired(version=10, catalogue=1, parameters={"first": {"min_age": 99}})
    assert terminal.look() is True
    assert terminal.courier.switch(Deadline(1)).facts(item)["min_age"] == 60, "which the item does not allow"


def test_what_a_citizen_could_not_read_stays_away_and_the_office_hears_why(terminal: Terminal) -> None:
    terminal.office.publish("first")
    terminal.look()
    terminal.courier.switch(Deadline(1))
    terminal.courier.confirm(Deadline(1))
    terminal.office.publish("second")
    terminal.fault = CatalogueUnfit(
        "items/second.json: rules: is cut: 优待", document="items/second.json", reason="look"
    )
    with pytest.raises(CatalogueUnfit):
        terminal.look()
    assert terminal.office.heard[-1] == CatalogueReport(
        state=CatalogueState.FAILED,
        running=1,
        tried=2,
        fault="catalogue_unfit",
        detail="items/second.json: rules: is cut: 优待",
    )
    assert {*terminal.courier.open(Deadline(1)).items} == {"first"}
    looks = len(terminal.looked)
    assert terminal.look() is False, "it waits for another one, and does not look at this again and again"
    assert len(terminal.looked) == looks
    terminal.fault = None
    terminal.office.publish("second", version=2)
    assert terminal.look() is True
