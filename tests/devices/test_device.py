"""Supervision: what a device's state and its commands do when the device is pulled, mute, wrong or broken."""

from __future__ import annotations

import errno
import gc
import logging
import os
import queue
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
import serial
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.bench.wire import Wire
from devices.deadline import Deadline
from devices.device import QUEUE_LIMIT, Busy, Changed, Device, Done, DriverBug, Event, Failed, Job, Pace
from devices.ports import open_port
from devices.states import (
    Cancelled,
    DeviceState,
    HardwareFailed,
    Link,
    Media,
    Mute,
    Offline,
    PortForbidden,
    PortInUse,
    TimedOut,
)
from tests.devices.lamp import BenchLamp, LampDriver
from tests.devices.patience import SOON, until

PACE = Pace(poll=0.01, hello=0.3, condition=0.05, misses=3, backoff=0.01, backoff_limit=0.05)

T = TypeVar("T")


class Desk:
    """Where the events of one device arrive."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Event] = queue.Queue()
        self.seen: list[Event] = []

    def post(self, event: Event) -> None:
        self._queue.put(event)

    def next(self, wanted: Callable[[Event], bool]) -> Event:
        while True:
            event = self._queue.get(timeout=SOON)
            self.seen.append(event)
            if wanted(event):
                return event

    def state(self, link: Link) -> DeviceState:
        event = self.next(lambda event: isinstance(event, Changed) and event.state.link is link)
        assert isinstance(event, Changed)
        return event.state

    def answer(self, job: Job[T]) -> Done[T] | Failed:
        event = self.next(lambda event: isinstance(event, Done | Failed) and event.job == job)
        assert isinstance(event, Done | Failed)
        return event

    def drain(self) -> list[Event]:
        while not self._queue.empty():
            self.seen.append(self._queue.get())
        return self.seen


@pytest.fixture
def lamp(any_wire: Wire) -> Iterator[BenchLamp]:
    lamp = BenchLamp(any_wire)
    lamp.start()
    yield lamp
    lamp.stop()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def device(lamp: BenchLamp, desk: Desk) -> Iterator[Device[LampDriver]]:
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, PACE)
    device.start()
    yield device
    device.stop()


def hold(driver: LampDriver, by: Deadline, entered: threading.Event, release: threading.Event) -> str:
    """A command that keeps the device busy until it is released; deaf to cancelling."""
    entered.set()
    assert release.wait(SOON)
    return "held"


def test_it_connects_says_who_it_is_and_answers(device: Device[LampDriver], desk: Desk, lamp: BenchLamp) -> None:
    assert desk.state(Link.ONLINE).identity is not None
    assert device.state.media is Media.FULL
    answer = desk.answer(device.ask(LampDriver.switch, SOON, on=False))
    assert isinstance(answer, Done)
    assert answer.result == "done"
    assert lamp.state == "off"


class Showing:
    """What a citizen showed: an argument of a command."""


@pytest.mark.parametrize("trouble", [Offline, Mute, HardwareFailed, TimedOut, Cancelled])
def test_a_command_that_failed_leaves_nothing_of_its_arguments(
    device: Device[LampDriver], desk: Desk, trouble: type[Exception]
) -> None:
    """Not even until the garbage collector comes by: no traceback stays, and with it no frame."""

    def fail(_driver: LampDriver, _by: Deadline, showing: Showing) -> None:
        try:
            raise ValueError(showing)
        except ValueError as error:
            raise trouble from error

    desk.state(Link.ONLINE)
    showing = Showing()
    shown = weakref.ref(showing)
    gc.disable()
    try:
        answer = desk.answer(device.ask(fail, SOON, showing))
        del showing
        assert isinstance(answer, Failed)
        assert isinstance(answer.fault, trouble)
        until(lambda: shown() is None)
    finally:
        gc.enable()


def test_a_change_of_media_is_posted_once(device: Device[LampDriver], desk: Desk, lamp: BenchLamp) -> None:
    desk.state(Link.ONLINE)
    lamp.state = "off"
    desk.next(lambda event: isinstance(event, Changed) and event.state.media is Media.OUT)
    asked = len(lamp.asked)
    until(lambda: len(lamp.asked) >= asked + 5)  # polls go on, changes do not
    assert len([event for event in desk.drain() if isinstance(event, Changed)]) == 2


def test_unplug_is_seen_at_once_and_replug_by_itself(
    lamp: BenchLamp, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    attempts: list[str] = []

    def open_driver() -> LampDriver:
        attempts.append(lamp.wire.address)
        return LampDriver(open_port(lamp.wire.address))

    device = Device("lamp", open_driver, desk.post, PACE)
    device.start()
    desk.state(Link.ONLINE)
    lamp.wire.pull()
    gone = desk.state(Link.NO_DEVICE)
    assert (gone.code, gone.media, gone.identity) == ("device_gone", Media.UNKNOWN, None)
    until(lambda: len(attempts) > 4)  # no further word of it
    assert not device.state.usable
    lamp.wire.plug()
    assert desk.state(Link.ONLINE).identity is not None
    device.stop()
    changes = [event.state.link for event in desk.drain() if isinstance(event, Changed)]
    assert changes == [Link.ONLINE, Link.NO_DEVICE, Link.ONLINE]
    assert len([record for record in caplog.records if "no_device" in record.message]) == 2  # to it and from it
    assert lamp.wire.address in caplog.text  # the technician reads which port


def test_one_lost_answer_is_no_absence_three_are(device: Device[LampDriver], desk: Desk, lamp: BenchLamp) -> None:
    desk.state(Link.ONLINE)
    lamp.wire.cut_after = 0
    asked = len(lamp.asked)
    until(lambda: len(lamp.asked) >= asked + 4)
    assert device.state.link is Link.ONLINE
    lamp.wire.silent = True
    assert desk.state(Link.OFFLINE).code == "device_mute"
    lamp.wire.silent = False
    desk.state(Link.ONLINE)
    assert len([event for event in desk.drain() if isinstance(event, Changed)]) == 3


def test_a_command_that_finds_the_device_mute_changes_its_state_at_once(lamp: BenchLamp, desk: Desk) -> None:
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, Pace(poll=60.0, backoff=60.0))
    device.start()
    desk.state(Link.ONLINE)
    lamp.wire.silent = True
    job = device.ask(LampDriver.switch, 0.05, on=True)
    assert desk.state(Link.OFFLINE).code == "device_mute"
    answer = desk.answer(job)
    assert isinstance(answer, Failed)
    assert isinstance(answer.fault, Mute)
    device.stop()


def test_a_broken_device_stays_connected_and_comes_back_when_it_says_so(
    device: Device[LampDriver], desk: Desk, lamp: BenchLamp
) -> None:
    desk.state(Link.ONLINE)
    lamp.state = "broken"
    answer = desk.answer(device.ask(LampDriver.switch, SOON, on=True))
    assert isinstance(answer, Failed)
    assert isinstance(answer.fault, HardwareFailed)
    assert device.state.link is Link.HARDWARE_ERROR
    assert lamp.asked.count("id?") == 1
    lamp.state = "on"
    desk.state(Link.ONLINE)
    assert lamp.asked.count("id?") == 1


def test_another_device_on_the_port_is_told_apart(lamp: BenchLamp, desk: Desk) -> None:
    lamp.name = "toaster 7"
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, PACE)
    device.start()
    wrong = desk.state(Link.HARDWARE_ERROR)
    assert (wrong.code, wrong.facts) == ("device_wrong", {"expected": "lamp", "found": "toaster"})
    lamp.name = "lamp 2"
    state = desk.state(Link.ONLINE)
    assert state.facts == {}
    identity = state.identity
    assert identity is not None
    assert identity.serial == "2"
    device.stop()


def test_a_command_to_an_absent_device_fails_with_the_reason(
    device: Device[LampDriver], desk: Desk, lamp: BenchLamp
) -> None:
    desk.state(Link.ONLINE)
    lamp.wire.pull()
    desk.state(Link.NO_DEVICE)
    for _ in range(5):
        answer = desk.answer(device.ask(LampDriver.switch, SOON, on=True))
        assert isinstance(answer, Failed)
        assert isinstance(answer.fault, Offline)


def test_a_command_is_a_reason_to_look_again_before_the_backoff_ends(lamp: BenchLamp, desk: Desk) -> None:
    lamp.wire.pull()
    device = Device(
        "lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, Pace(backoff=0.02, backoff_limit=60.0)
    )
    device.start()
    until(lambda: device._connect_at > time.monotonic() + 0.2)
    lamp.wire.plug()

    def answered() -> bool:
        """Until the shortest back-off is over, the answer is the reason of the absence."""
        return isinstance(desk.answer(device.ask(LampDriver.switch, SOON, on=True)), Done)

    until(answered)
    device.stop()


def test_a_hurried_device_is_connected_to_at_once_and_its_backoff_begins_anew(lamp: BenchLamp, desk: Desk) -> None:
    lamp.wire.pull()
    attempts: list[float] = []

    def open_driver() -> LampDriver:
        attempts.append(time.monotonic())
        return LampDriver(open_port(lamp.wire.address))

    device = Device("lamp", open_driver, desk.post, Pace(backoff=60.0, backoff_limit=60.0))
    device.start()
    desk.state(Link.NO_DEVICE)
    device.hurry()
    until(lambda: len(attempts) == 2)
    until(lambda: device._connect_at > attempts[1] + 40.0)
    assert device._attempts == 1
    lamp.wire.plug()
    device.hurry()
    desk.state(Link.ONLINE)
    device.stop()


def test_a_hurried_device_that_is_there_is_asked_at_once(lamp: BenchLamp, desk: Desk) -> None:
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, Pace(poll=60.0, backoff=60.0))
    device.start()
    desk.state(Link.ONLINE)
    lamp.state = "off"
    device.hurry()
    desk.next(lambda event: isinstance(event, Changed) and event.state.media is Media.OUT)
    lamp.wire.pull()
    lamp.wire.plug()  # faster than anybody looked: the line is another, the name is the same
    device.hurry()
    desk.state(Link.NO_DEVICE)
    desk.state(Link.ONLINE)  # no back-off in between
    device.stop()


def test_a_port_that_somebody_else_holds_is_in_use_and_not_gone(wire: Wire, desk: Desk) -> None:
    lamp = BenchLamp(wire)
    lamp.start()
    holder = open_port(wire.address)
    device = Device("lamp", lambda: LampDriver(open_port(wire.address)), desk.post, PACE)
    device.start()
    assert desk.state(Link.DEVICE_BUSY).code == "port_in_use"
    holder.close()
    desk.state(Link.ONLINE)
    with pytest.raises(PortInUse):
        open_port(wire.address)
    device.stop()
    lamp.stop()


@pytest.mark.parametrize(
    ("number", "fault"), [(errno.EACCES, PortForbidden), (errno.EBUSY, PortInUse), (errno.ENOENT, Offline)]
)
def test_why_a_port_does_not_open(number: int, fault: type[Offline], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise serial.SerialException(number, os.strerror(number))

    monkeypatch.setattr(serial, "Serial", refuse)
    with pytest.raises(Offline) as refused:
        open_port("/dev/ttyUSB7")
    assert type(refused.value) is fault
    assert "/dev/ttyUSB7" in refused.value.detail


def test_a_hurry_before_the_start_and_after_the_end_is_harmless(lamp: BenchLamp, desk: Desk) -> None:
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, PACE)
    device.hurry()
    device.start()
    desk.state(Link.ONLINE)
    device.stop()
    device.hurry()


def test_commands_run_one_at_a_time_in_order(device: Device[LampDriver], desk: Desk) -> None:
    entered, release = threading.Event(), threading.Event()
    jobs = [device.ask(hold, SOON, entered, release), *(device.ask(LampDriver.switch, SOON, on=True) for _ in range(5))]
    release.set()
    for job in jobs:
        assert isinstance(desk.answer(job), Done)
    order = [event.job for event in desk.seen if isinstance(event, Done)]
    assert order == jobs


def test_a_command_that_expired_in_the_queue_never_reaches_the_device(
    device: Device[LampDriver], desk: Desk, lamp: BenchLamp
) -> None:
    desk.state(Link.ONLINE)
    entered, release = threading.Event(), threading.Event()
    device.ask(hold, SOON, entered, release)
    assert entered.wait(SOON)
    late = device.ask(LampDriver.switch, 0.0, on=False)
    release.set()
    answer = desk.answer(late)
    assert isinstance(answer, Failed)
    assert isinstance(answer.fault, TimedOut)
    assert "set off" not in lamp.asked


def test_a_full_queue_refuses_and_forgets_nobody(device: Device[LampDriver], desk: Desk) -> None:
    desk.state(Link.ONLINE)
    entered, release = threading.Event(), threading.Event()
    first = device.ask(hold, SOON, entered, release)
    assert entered.wait(SOON)
    accepted = [device.ask(LampDriver.switch, SOON, on=True) for _ in range(QUEUE_LIMIT)]
    refused = desk.answer(device.ask(LampDriver.switch, SOON, on=True))
    assert isinstance(refused, Failed)
    assert isinstance(refused.fault, Busy)
    release.set()
    for job in [first, *accepted]:
        assert isinstance(desk.answer(job), Done)


def test_cancel_reaches_the_running_command_and_the_queued_one(device: Device[LampDriver], desk: Desk) -> None:
    desk.state(Link.ONLINE)
    running = device.ask(LampDriver.wait_for_dark, 60.0)
    queued = device.ask(LampDriver.switch, 60.0, on=False)
    device.cancel(queued)
    device.cancel(running)
    for job in (running, queued):
        answer = desk.answer(job)
        assert isinstance(answer, Failed)
        assert isinstance(answer.fault, Cancelled)
    device.cancel(running)  # a second time, after its end: nothing
    assert isinstance(desk.answer(device.ask(LampDriver.switch, SOON, on=True)), Done)


def test_a_command_completed_before_it_noticed_the_cancel_is_done(device: Device[LampDriver], desk: Desk) -> None:
    entered, release = threading.Event(), threading.Event()
    job = device.ask(hold, SOON, entered, release)
    assert entered.wait(SOON)
    device.cancel(job)
    release.set()
    assert isinstance(desk.answer(job), Done)


def test_stop_answers_every_command_and_closes_the_port(lamp: BenchLamp, desk: Desk) -> None:
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, PACE)
    device.start()
    desk.state(Link.ONLINE)
    jobs = [device.ask(LampDriver.wait_for_dark, 60.0) for _ in range(4)]
    device.stop()
    for job in [*jobs, device.ask(LampDriver.switch, SOON, on=True)]:
        answer = desk.answer(job)
        assert isinstance(answer, Failed)
        assert isinstance(answer.fault, Cancelled)
    open_port(lamp.wire.address).close()  # exclusive: it is free again


def test_stop_leaves_a_stuck_driver_behind_and_its_late_answer_is_dropped(lamp: BenchLamp, desk: Desk) -> None:
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, PACE)
    device.start()
    entered, release = threading.Event(), threading.Event()
    job = device.ask(hold, SOON, entered, release)
    assert entered.wait(SOON)
    device.stop(within=0.05)
    answer = desk.answer(job)
    assert isinstance(answer, Failed)
    assert isinstance(answer.fault, Cancelled)
    release.set()
    device._thread.join(SOON)
    assert not device._thread.is_alive()
    assert [event for event in desk.drain() if isinstance(event, Done | Failed)] == [answer]


def test_stop_interrupts_a_device_that_does_not_answer_hello(lamp: BenchLamp, desk: Desk) -> None:
    lamp.wire.silent = True
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, Pace(hello=60.0))
    device.start()
    device.stop(within=SOON)
    assert not device._thread.is_alive()


def test_commands_before_the_start_are_kept(lamp: BenchLamp, desk: Desk) -> None:
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), desk.post, PACE)
    job = device.ask(LampDriver.switch, SOON, on=True)
    device.start()
    assert isinstance(desk.answer(job), Done)
    device.stop()


def test_a_bug_in_a_command_fails_it_and_the_thread_lives_on(
    device: Device[LampDriver], desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def buggy(driver: LampDriver, by: Deadline, secret: str) -> None:
        raise KeyError(secret)

    desk.state(Link.ONLINE)
    job = device.ask(buggy, SOON, "11010519491231002X")
    assert desk.state(Link.HARDWARE_ERROR).code == "driver_bug"
    answer = desk.answer(job)
    assert isinstance(answer, Failed)
    assert isinstance(answer.fault, DriverBug)
    assert "KeyError at test_device.py" in caplog.text
    assert "11010519491231002X" not in caplog.text
    desk.state(Link.ONLINE)
    assert isinstance(desk.answer(device.ask(LampDriver.switch, SOON, on=True)), Done)


def test_a_driver_that_cannot_even_be_made_or_closed_is_a_state_not_a_dead_thread(lamp: BenchLamp, desk: Desk) -> None:
    class Vicious(LampDriver):
        def close(self) -> None:
            super().close()
            raise RuntimeError("close")

    attempts = iter([ValueError, None])

    def open_driver() -> LampDriver:
        if bug := next(attempts, None):
            raise bug
        return Vicious(open_port(lamp.wire.address))

    device = Device("lamp", open_driver, desk.post, PACE)
    device.start()
    assert desk.state(Link.HARDWARE_ERROR).code == "driver_bug"
    desk.state(Link.ONLINE)
    lamp.wire.pull()
    desk.state(Link.HARDWARE_ERROR)
    lamp.wire.plug()
    desk.state(Link.ONLINE)
    device.stop()
    assert not device._thread.is_alive()


def test_a_listener_that_raises_does_not_end_the_thread(lamp: BenchLamp, desk: Desk) -> None:
    def post(event: Event) -> None:
        desk.post(event)
        raise RuntimeError

    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), post, PACE)
    device.start()
    desk.state(Link.ONLINE)
    job = device.ask(LampDriver.switch, SOON, on=True)
    desk.answer(job)
    device.stop()
    answers = [event for event in desk.drain() if isinstance(event, Done | Failed)]
    assert [event.job for event in answers] == [job]


ACTS = st.lists(
    st.sampled_from(["ask", "ask", "expired", "cancel", "buggy", "pull", "plug", "hurry", "silent", "loud"]),
    max_size=12,
)


@settings(max_examples=40)
@given(acts=ACTS)
def test_whatever_happens_each_command_is_answered_exactly_once(acts: list[str]) -> None:
    def buggy(driver: LampDriver, by: Deadline) -> str:
        raise ZeroDivisionError

    logging.getLogger("devices.device").setLevel(logging.CRITICAL)
    wire, desk = Wire.tcp(), Desk()
    lamp = BenchLamp(wire)
    lamp.start()
    device = Device("lamp", lambda: LampDriver(open_port(wire.address)), desk.post, PACE)
    device.start()
    jobs: list[Job[str]] = []
    for act in acts:
        if act == "ask":
            jobs.append(device.ask(LampDriver.switch, 0.1, on=True))
        elif act == "expired":
            jobs.append(device.ask(LampDriver.switch, 0.0, on=True))
        elif act == "buggy":
            jobs.append(device.ask(buggy, 0.1))
        elif act == "cancel" and jobs:
            device.cancel(jobs[-1])
        elif act == "pull":
            wire.pull()
        elif act == "plug":
            wire.plug()
        elif act == "hurry":
            device.hurry()
        elif act in ("silent", "loud"):
            wire.silent = act == "silent"
    device.stop(within=SOON)
    assert not device._thread.is_alive()
    answered = [event.job for event in desk.drain() if isinstance(event, Done | Failed)]
    assert sorted(job.id for job in answered) == [job.id for job in jobs]
    lamp.stop()
    wire.close()
