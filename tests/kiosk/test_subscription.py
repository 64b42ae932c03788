"""When the catalogue is looked for and switched, with a courier that answers as it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from devices.states import DeviceState, Link
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.courier import NAME, Courier
from kiosk.catalogue.faults import CatalogueNotKept, CatalogueRefused, CatalogueStale
from kiosk.catalogue.subscription import EVERY, REST, TRIAL, Subscription

OLD, NEW = Catalogue(version=4), Catalogue(version=5)


class Carrier:
    """A courier's device, as a subscription sees it."""

    state = DeviceState(NAME, Link.ONLINE)


class Told:
    """What was asked of the courier, and what is in use."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.in_use: list[int] = []
        self.now = 0.0
        self._reply: Callable[[Any], None] | None = None
        self.subscription = Subscription(Carrier(), self._request, self._use, lambda: 1.0)  # type: ignore[arg-type]

    def _request(self, _device: object, reply: Callable[[Any], None], verb: Callable[..., Any], _within: float) -> None:
        assert self._reply is None, "two at a time"
        self.asked.append(verb.__name__)
        self._reply = reply

    def _use(self, catalogue: Catalogue) -> None:
        self.in_use.append(catalogue.version)

    def answer(self, value: Any) -> None:
        reply, self._reply = self._reply, None
        assert reply is not None
        reply(value)

    def tick(self, after: float = 1.0, *, idle: bool = True, online: bool = True) -> list[str]:
        """Let time pass; what is asked newly."""
        self.now += after
        before = len(self.asked)
        self.subscription.tick(self.now, idle=idle, online=online)
        return self.asked[before:]


@pytest.fixture
def told() -> Told:
    """A terminal that has begun with a catalogue of its own."""
    told = Told()
    assert told.tick() == [Courier.open.__name__]
    told.answer(OLD)
    told.tick(TRIAL, online=False)
    told.answer(None)  # what ran before is confirmed
    told.asked.clear()
    return told


def test_it_begins_with_what_is_on_the_disk(told: Told) -> None:
    assert told.in_use == [4]


def test_it_waits_at_the_doorbell_again_and_again_while_the_office_is_there(told: Told) -> None:
    assert told.tick(online=False) == []
    assert told.tick() == ["look"]
    assert told.tick() == []  # one at a time
    told.answer(False)
    assert told.tick(EVERY / 2) == []
    assert told.tick(EVERY / 2) == ["look"]


def test_a_new_one_waits_for_the_end_of_the_session(told: Told) -> None:
    told.tick(idle=False)
    told.answer(True)
    assert told.tick(idle=False) == []
    assert told.in_use == [4]
    assert told.tick() == ["switch"]
    told.answer(NEW)
    assert told.in_use == [4, 5]


def test_a_new_one_is_confirmed_after_its_trial_and_once(told: Told) -> None:
    told.tick()
    told.answer(True)
    told.tick()
    told.answer(NEW)
    told.tick(TRIAL / 2)
    told.answer(False)
    assert "confirm" not in told.asked
    assert told.tick(TRIAL / 2) == ["confirm"]
    told.answer(None)
    told.tick(TRIAL)
    told.answer(False)
    assert told.asked.count("confirm") == 1


@pytest.mark.parametrize("fault", [CatalogueRefused("signature"), CatalogueStale()])
def test_a_trouble_is_logged_once_and_changes_nothing(
    told: Told, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        assert told.tick(REST) == ["look"]
        told.answer(fault)
        told.tick(EVERY, online=False)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert told.in_use == [4]


def test_a_switch_that_the_disk_refuses_is_tried_again_later(told: Told) -> None:
    told.tick()
    told.answer(True)
    assert told.tick() == ["switch"]
    told.answer(CatalogueNotKept("disk"))
    assert told.tick() == []
    assert told.tick(REST) == ["switch"]
