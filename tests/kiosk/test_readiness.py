"""What the home screen says for every combination of states."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.states import DeviceState, Link, Media
from kiosk.readiness import OFFICE, PRINTER, READER, SCANNER, assess
from kiosk.wishes.wish import Notice
from tests.kiosk.people import NOON, board

WELL = {
    OFFICE: DeviceState(OFFICE, Link.ONLINE, Media.NOT_REPORTED),
    PRINTER: DeviceState(PRINTER, Link.ONLINE, Media.FULL),
    READER: DeviceState(READER, Link.ONLINE, Media.NOT_PRESENT),
    SCANNER: DeviceState(SCANNER, Link.ONLINE, Media.NOT_REPORTED),
}
BOOKED, WALK_IN, FOLLOW = "take_booked_ticket", "take_walk_in_ticket", "follow_case"


def possible(**changed: DeviceState) -> dict[str, bool]:
    services = assess({**WELL, **changed}.values(), board()).services
    return {name: service.possible for name, service in services.items()}


def test_everything_well_offers_everything() -> None:
    assert possible() == {BOOKED: True, WALK_IN: True, FOLLOW: True}


@pytest.mark.parametrize("name", [OFFICE, PRINTER])
def test_nothing_without_office_or_printer_but_what_is_only_looked_up(name: str) -> None:
    gone = DeviceState(name, Link.NO_DEVICE, code="device_gone")
    readiness = assess({**WELL, name: gone}.values(), board())
    able = {code for code, service in readiness.services.items() if service.possible}
    assert able == ({FOLLOW} if name == PRINTER else set())
    assert readiness.services[BOOKED].reason == Notice("device_gone", {"device": name})


def test_a_silent_printer_is_never_a_printer_with_paper() -> None:
    mute = DeviceState(PRINTER, Link.OFFLINE, Media.UNKNOWN, "device_mute")
    assert possible(**{PRINTER: mute}) == {BOOKED: False, WALK_IN: False, FOLLOW: True}


def test_the_facts_of_a_state_are_the_facts_of_its_notice() -> None:
    wrong = DeviceState(PRINTER, Link.HARDWARE_ERROR, code="device_wrong", facts={"expected": PRINTER, "found": READER})
    assert assess({**WELL, PRINTER: wrong}.values(), board()).services[BOOKED].reason == Notice(
        "device_wrong", {"device": PRINTER, "expected": PRINTER, "found": READER}
    )


def test_paper_out_says_so() -> None:
    out = DeviceState(PRINTER, Link.ONLINE, Media.OUT, "paper_out")
    assert assess({**WELL, PRINTER: out}.values(), board()).services[WALK_IN].reason == Notice(
        "paper_out", {"device": PRINTER}
    )


def test_low_paper_still_prints() -> None:
    low = DeviceState(PRINTER, Link.ONLINE, Media.LOW)
    readiness = assess({**WELL, PRINTER: low}.values(), board())
    assert readiness.paper_low
    assert readiness.services[BOOKED].possible


def test_a_booking_can_be_found_without_the_reader_but_a_walk_in_cannot() -> None:
    gone = DeviceState(READER, Link.NO_DEVICE, code="device_gone")
    services = assess({**WELL, READER: gone}.values(), board()).services
    assert services[BOOKED].possible
    assert services[BOOKED].without == (Notice("without_id_card_reader"),)
    assert services[WALK_IN].reason == Notice("device_gone", {"device": READER})


def test_a_device_that_is_not_configured_is_not_there() -> None:
    services = assess([WELL[OFFICE]], board()).services
    assert services[BOOKED].reason == Notice("not_fitted", {"device": PRINTER})


def test_all_windows_closed_names_the_earliest_opening() -> None:
    opens = NOON + timedelta(hours=3)
    services = assess(WELL.values(), board("window_closed", opens)).services
    assert services[BOOKED].possible
    assert services[WALK_IN].reason == Notice("window_closed", {"opens_at": opens.isoformat()})


def test_nothing_is_offered_before_the_hall_is_known() -> None:
    assert assess(WELL.values(), None).services[BOOKED].reason == Notice("starting", {"device": OFFICE})


@given(
    st.fixed_dictionaries(
        {
            name: st.builds(DeviceState, st.just(name), st.sampled_from(Link), st.sampled_from(Media), st.just(""))
            for name in WELL
        }
    )
)
def test_whatever_is_impossible_says_why(states: dict[str, DeviceState]) -> None:
    readiness = assess(states.values(), board())
    for service in readiness.services.values():
        assert service.possible != (service.reason is not None)
    if readiness.services[WALK_IN].possible:
        assert states[PRINTER].usable
        assert states[READER].usable
