"""The technician's check of a card reader: what its module says, and a card with everything masked."""

from __future__ import annotations

import pytest

from devices.bench.cards import sample
from devices.id_card_reader import SdtIdCardReader
from devices.reader_model import load_model
from devices.states import Mute
from kiosk.technician.checks import check_id_card_reader
from kiosk.technician.words import both
from tests.devices.faulty_line import FaultyLine


@pytest.fixture
def line() -> FaultyLine:
    return FaultyLine(0, [])


@pytest.fixture
def driver(line: FaultyLine) -> SdtIdCardReader:
    return SdtIdCardReader(line, line.clock, model=load_model())


def test_module_and_card_are_told_and_nothing_of_a_person(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.lay(sample("li_ming"))
    report = check_id_card_reader(driver, line.clock.deadline(10.0))
    assert (report.ok, report.code) == (True, "")
    said = "\n".join(both(code, facts) for code, facts in report.lines)
    assert "05.01-20190401-000123456-987654321" in said
    assert "李*" in said
    assert "李明" not in said
    assert "19880626" not in said


def test_an_old_module_says_what_it_may_be_too_old_for(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.grow_old()
    line.reader.lay(sample("taiwan"))
    report = check_id_card_reader(driver, line.clock.deadline(10.0))
    assert (report.ok, report.code) == (False, "card_beyond_reader")
    said = "\n".join(both(code, facts) for code, facts in report.lines)
    assert "港澳台居民居住证" in said
    assert said.count("too old") == 2


def test_a_defective_module_is_said_to_be_one(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.reader.broken = True
    report = check_id_card_reader(driver, line.clock.deadline(10.0))
    assert (report.ok, report.code, report.lines) == (False, "reader_failed", ())


def test_a_silent_reader_is_the_devices_own_fault(line: FaultyLine, driver: SdtIdCardReader) -> None:
    line.holds_back = lambda answer: True
    with pytest.raises(Mute):
        check_id_card_reader(driver, line.clock.deadline(30.0))
