"""A result at the exit of a printer that holds its slips: taken, or drawn back, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.bench.bench import Bench
from devices.printer_model import load_model
from kiosk.wishes.wish import CheckPrinter
from tests.kiosk.results import apply, come_back, known, take
from tests.kiosk.test_application_at_terminal import Counterpart, counterpart


@pytest.fixture
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Counterpart]:
    """`request`: the printer's patience, in seconds."""
    model = load_model("custom_presenter")
    assert model.presenter is not None
    patient = replace(model, presenter=replace(model.presenter, patience=request.param))
    yield from counterpart(tmp_path, Bench(tmp_path / "ports", printer_model="custom_presenter"), patient)


def wait(at: Counterpart, *states: tuple[int, str]) -> None:
    place = at.place
    assert place is not None
    place.until(lambda: known(at) == list(states))


@pytest.mark.parametrize("at", [30.0], indirect=True)
def test_the_office_learns_that_a_result_was_taken(at: Counterpart) -> None:
    apply(at)
    assert take(at).notice is None
    wait(at, (0, "presented"))
    at.bench.printer.tear()
    wait(at, (0, "taken"))


@pytest.mark.parametrize("at", [0.0], indirect=True)
def test_a_result_that_was_drawn_back_is_offered_again_as_a_copy(at: Counterpart) -> None:
    apply(at)
    assert take(at).notice is None
    wait(at, (0, "retracted"))
    assert come_back(at).notice is None
    wait(at, (0, "retracted"), (1, "retracted"))


@pytest.mark.parametrize("at", [30.0], indirect=True)
def test_nobody_waits_for_a_slip_that_somebody_else_has_left(at: Counterpart) -> None:
    """The next citizen's printer is asked at once, and what becomes of the slip is told all the same."""
    apply(at)
    assert take(at).notice is None
    wait(at, (0, "presented"))
    place = at.place
    assert place is not None
    assert place.ask(CheckPrinter()) is None
    at.bench.printer.tear()
    wait(at, (0, "taken"))
