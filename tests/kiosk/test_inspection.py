"""The look at a catalogue's items, with programs that answer, fall silent, crash or babble in place of the screens."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from central.contract.item import ItemDocument
from central.contract.project import ProjectDocument
from central.contract.source import DataSource
from devices.deadline import Deadline
from devices.states import Cancelled
from kiosk.catalogue import inspection
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.faults import CatalogueUnfit
from kiosk.catalogue.inspection import Inspection, Misfit, lay_out, read_catalogue
from tests.central.catalogue_documents import documents

WITHIN = 20.0
RENOVATION = ProjectDocument.model_validate_json(
    (Path(__file__).parents[2] / "assets/projects/renovation.json").read_bytes()
)


def catalogue(*names: str, version: int = 1) -> Catalogue:
    found = documents(*names, version=version)
    items = [ItemDocument.model_validate_json(found[f"items/{name}.json"]) for name in names]
    source = DataSource.model_validate_json(found["sources/population.json"])
    return Catalogue(version, {item.item: item for item in items}, {source.source: source})


def says(program: str) -> Inspection:
    """An inspection by this program."""
    return Inspection([sys.executable, "-c", program])


NOTHING = says("raise SystemExit(9)")
"""A program that must not be started."""


def test_the_directory_between_the_two_holds_the_whole_catalogue(tmp_path: Path) -> None:
    parameters = {"first": {"min_age": 65, "words": ("a", "b")}}
    whole = replace(catalogue("first", "second"), parameters=parameters, projects={"renovation": RENOVATION})
    lay_out(whole, tmp_path)
    assert read_catalogue(tmp_path) == replace(whole, version=1)


def test_only_what_is_new_or_changed_is_looked_at() -> None:
    found = says("import sys; sys.exit(len(sys.argv) != 6)")
    running = catalogue("first", "second")
    newer = catalogue("first", "second", version=2)
    mixed = replace(running, items={**running.items, "second": newer.items["second"]})
    assert NOTHING(Deadline(WITHIN), running, running) is None
    assert found(Deadline(WITHIN), mixed, running) is None, "one item, the second"
    assert found(Deadline(WITHIN), replace(running, parameters={"first": {"min_age": 65}}), running) is None
    both = says("import sys; sys.exit({'items/first.json', 'items/second.json'} & {*sys.argv[5:]} and 3)")
    assert both(Deadline(WITHIN), newer, running) is not None


def test_a_project_is_looked_at_as_an_item_is() -> None:
    running = catalogue("first")
    new = replace(running, projects={"renovation": RENOVATION})
    found = says("import sys; sys.exit(sys.argv[5:] != ['projects/renovation.json'])")
    assert found(Deadline(WITHIN), new, running) is None
    assert NOTHING(Deadline(WITHIN), new, new) is None


def test_a_finding_names_item_place_and_reason() -> None:
    misfit = Misfit.of("items/first.json", "rules", "is cut: \x1b[2J三")
    program = f"print({misfit.model_dump_json()!r}); print('{{}}'); raise SystemExit(1)"
    fault = says(program)(Deadline(WITHIN), catalogue("first"), Catalogue())
    assert isinstance(fault, CatalogueUnfit)
    assert fault.detail == "items/first.json: rules: is cut:  [2J三"
    assert fault.facts == {"document": "items/first.json", "reason": "look", "place": "rules"}


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 11)",
        "raise SystemExit(2)",
        "print('no json'); print(b'\\xff'); raise SystemExit(1)",
        "import sys; sys.stdout.write('{' * 5_000_000); raise SystemExit(1)",
        'print(\'{"document":"a","place":"\\\\u0007","reason":""}\'); raise SystemExit(1)',
    ],
    ids=["crash", "cannot look", "babble", "flood", "control characters"],
)
def test_a_look_that_ends_badly_is_no_pass(program: str) -> None:
    fault = says(program)(Deadline(WITHIN), catalogue("first"), Catalogue())
    assert isinstance(fault, CatalogueUnfit)
    assert fault.facts["reason"] == "check_failed"
    assert Inspection(["/no/such/program"])(Deadline(WITHIN), catalogue("first"), Catalogue()) is not None


def test_a_look_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "SHOW_WITHIN", 0.1)
    mark = tmp_path / "mark"
    endless = says(f"import os, signal; open({str(mark)!r}, 'w').write(str(os.getpid())); signal.pause()")
    fault = endless(Deadline(WITHIN), catalogue("first"), Catalogue())
    assert isinstance(fault, CatalogueUnfit)
    assert "too slow" in fault.detail
    assert not mark.exists() or not Path("/proc", mark.read_text() or "none").exists()


def test_whoever_takes_the_look_back_ends_it() -> None:
    taken_back = threading.Event()
    taken_back.set()
    with pytest.raises(Cancelled):
        says("import signal; signal.pause()")(Deadline(WITHIN, taken_back), catalogue("first"), Catalogue())


def test_a_finding_is_one_line_however_it_came() -> None:
    misfit = Misfit.of("items/first.json", "x" * 500, "a\nb" + "字" * 500)
    assert "\n" not in misfit.model_dump_json()
    assert json.loads(misfit.model_dump_json())["reason"].startswith("a b字")
