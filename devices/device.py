"""Device: time, health and supervision, written once for all drivers. The only threads of this room.

One thread owns one driver. Requests go down a bounded queue, events come back through one `post`. How the
device *is* (`state`, `Changed`) and how a command *went* (`Done`, `Failed`) are told apart throughout.
"""

from __future__ import annotations

import logging
import math
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from devices.deadline import Deadline
from devices.driver import Driver
from devices.states import (
    Cancelled,
    DeviceState,
    Fault,
    Link,
    Media,
    Mute,
    Offline,
    Remedy,
    TimedOut,
    WrongDevice,
)
from devices.traces import bare, where

log = logging.getLogger(__name__)

D = TypeVar("D", bound=Driver)
T = TypeVar("T")
P = ParamSpec("P")

QUEUE_LIMIT = 16  # commands; a citizen's journey has one or two under way

_jitter = random.SystemRandom().uniform
_job_ids = count(1)


@dataclass(frozen=True)
class Pace:
    """The rhythm of supervision, in seconds (`misses` in polls)."""

    poll: float = 1.0  # between two status questions to an idle device
    hello: float = 3.0  # for a device to prove what it is
    condition: float = 2.0  # for one status question
    misses: int = 3  # unanswered questions in a row before a device that was there counts as absent
    backoff: float = 0.5  # before the second attempt to connect; doubles from then on
    backoff_limit: float = 15.0


@dataclass(frozen=True)
class Job(Generic[T]):
    """The handle of one command."""

    id: int
    device: str


@dataclass(frozen=True)
class Done(Generic[T]):
    """The command was carried out."""

    job: Job[T]
    result: T


@dataclass(frozen=True)
class Failed:
    """The command was not, or not wholly, carried out."""

    job: Job[Any]
    fault: Fault | Cancelled


@dataclass(frozen=True)
class Changed:
    """The device is in another state than before."""

    device: str
    state: DeviceState


Event = Done[Any] | Failed | Changed


class Busy(Fault):
    """Too many commands wait for this device already."""

    code = "device_busy"
    remedy = Remedy.RETRY


class DriverBug(Fault):
    """The driver failed in a way nobody expected. It is opened anew; the log says where."""

    code = "driver_bug"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR


@dataclass(eq=False)
class _Task:
    """A command on its way through the queue."""

    job: Job[Any]
    verb: str
    call: Callable[[Any, Deadline], Any]
    deadline: Deadline
    taken_back: threading.Event = field(repr=False)


class Device(Generic[D]):
    """A driver with a thread, a queue and a state.

    `post` is called on the device's thread, except for a command refused at the door (queue full, stopped) and
    for those a stuck driver leaves unanswered at `stop`, which answer on the caller's. It must return soon and
    not raise: hand the event to another thread's queue.
    """

    def __init__(
        self,
        name: str,
        open_driver: Callable[[], D],
        post: Callable[[Event], None],
        pace: Pace = Pace(),
        note: Callable[[str], None] = lambda verb: None,
    ) -> None:
        """`open_driver` opens the port and makes the driver; called on the device's thread, again and again.
        `note` is told what the driver is about to be asked: a flight recorder's `asked`."""
        self.name = name
        self._open_driver = open_driver
        self._post = post
        self._pace = pace
        self._note = note
        self._state = DeviceState(name)
        self._bell = threading.Condition()  # over the four below
        self._queue: deque[_Task] = deque()
        self._open_tasks: dict[Job[Any], _Task] = {}  # accepted, not yet answered
        self._stopped = False
        self._hurried = False  # something happened at its port
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"device-{name}", daemon=True)
        # Below: the device's thread only.
        self._driver: D | None = None
        self._misses = 0
        self._attempts = 0  # to connect, failed in a row
        self._tried_at = self._connect_at = self._poll_at = -math.inf  # on the monotonic clock
        self._absence: Fault = Mute()
        self._over = False

    @property
    def state(self) -> DeviceState:
        """The latest snapshot, from any thread."""
        return self._state

    def start(self) -> None:
        """Begin to connect. Commands asked before are kept until then."""
        self._thread.start()

    def stop(self, within: float = 2.0) -> None:
        """Take back what is under way, close the driver and end the thread; returns after `within` at the latest.

        Every unanswered command gets its `Failed(job, Cancelled())`, also when the driver is stuck in a call.
        """
        with self._bell:
            self._stopped = True
            self._stopping.set()
            for task in self._open_tasks.values():
                task.taken_back.set()
            self._bell.notify_all()
        if self._thread.is_alive():
            self._thread.join(within)
        self._refuse_all(Cancelled())

    def ask(
        self, verb: Callable[Concatenate[D, Deadline, P], T], within: float, *args: P.args, **kwargs: P.kwargs
    ) -> Job[T]:
        """Queue `verb(driver, deadline, *args)`; returns at once, and exactly one `Done` or `Failed` follows.

        `within`: seconds from now, the time in the queue included. A command whose time ran out there fails
        with `TimedOut` and never reaches the device. While the device is absent it fails with the reason.
        """
        job: Job[T] = Job(next(_job_ids), self.name)
        taken_back = threading.Event()
        name = getattr(verb, "__name__", "")

        def call(driver: D, by: Deadline) -> T:
            return verb(driver, by, *args, **kwargs)

        task = _Task(job, name, call, Deadline(within, taken_back), taken_back)
        refusal: Fault | Cancelled | None = None
        with self._bell:
            if self._stopped:
                refusal = Cancelled()
            elif len(self._queue) >= QUEUE_LIMIT:
                refusal = Busy()
            else:
                self._open_tasks[job] = task
                self._queue.append(task)
                self._bell.notify_all()
        if refusal:
            self._post(Failed(job, refusal))
        return job

    def cancel(self, job: Job[Any]) -> None:
        """Take a command back, running or queued: `Failed(job, Cancelled())` follows.

        A command that the driver completes before it notices answers `Done`: what happened is never denied.
        """
        with self._bell:
            if task := self._open_tasks.get(job):
                task.taken_back.set()

    def hurry(self) -> None:
        """Something was plugged in or pulled out where this device stands: look now. From any thread.

        An absent device is connected to without waiting for its back-off, which begins anew; one that is there is
        asked at once.
        """
        with self._bell:
            self._hurried = True
            self._bell.notify_all()

    # The device's thread.

    def _run(self) -> None:
        crash: Exception | None = None
        while not self._over:
            try:
                if crash:
                    bug, crash = crash, None
                    self._lose(DriverBug(type(bug).__name__))
                self._supervise()
            except Exception as bug:  # noqa: BLE001 - the top of the thread, which outlives every bug
                log.error(  # noqa: TRY400 - a traceback shows values; where and what is enough
                    "%s: bug in the driver: %s at %s", self.name, type(bug).__name__, where(bug)
                )
                crash = bug

    def _supervise(self) -> None:
        while not self._stopping.is_set():
            if self._driver is None:
                self._wait(self._connect_at)
            self._heed_hurry()
            if self._driver is None:
                self._connect()
            elif task := self._next_task():
                self._carry_out(self._driver, task)
            elif time.monotonic() >= self._poll_at:
                self._poll(self._driver)
            else:
                self._wait(self._poll_at)
        self._close_driver()
        self._refuse_all(Cancelled())
        self._over = True

    def _wait(self, until: float) -> None:
        """Until that moment, a command, or the end."""
        with self._bell:
            self._bell.wait_for(
                lambda: self._queue or self._stopped or self._hurried, max(0.0, until - time.monotonic())
            )

    def _heed_hurry(self) -> None:
        with self._bell:
            hurried, self._hurried = self._hurried, False
        if hurried and self._driver is not None:
            self._poll(self._driver)
        if hurried and self._driver is None:
            self._tried_at = self._connect_at = -math.inf
            self._attempts = 0

    def _next_task(self) -> _Task | None:
        with self._bell:
            return self._queue.popleft() if self._queue else None

    # Connecting.

    def _connect(self) -> None:
        """One attempt. A command that waits is a reason to try early, but no reason to hammer."""
        now = time.monotonic()
        if self._stopping.is_set():
            return
        if now < self._connect_at and now < self._tried_at + self._pace.backoff:
            self._refuse_all(self._absence)
            return
        self._tried_at = now
        try:
            driver = self._driver = self._open_driver()
            self._note("hello")
            identity = driver.hello(self._own_deadline(self._pace.hello))
            self._note("condition")
            condition = driver.condition(self._own_deadline(self._pace.condition))
        except Cancelled:
            return
        except Fault as fault:
            self._lose(fault)
            return
        self._attempts = self._misses = 0
        self._poll_at = time.monotonic() + self._pace.poll
        self._become(DeviceState(self.name, condition.link, condition.media, condition.code, identity))

    def _lose(self, fault: Fault) -> None:
        """The driver is of no use any more: close it, say why, answer who waits, try again later."""
        if isinstance(fault, TimedOut):  # of `hello` or `condition`: no answer in time is silence
            fault = Mute(fault.detail)
        self._close_driver()
        self._absence = bare(fault)
        self._attempts += 1
        delay = min(self._pace.backoff_limit, self._pace.backoff * 2 ** min(self._attempts - 1, 16))
        self._connect_at = time.monotonic() + delay * _jitter(0.75, 1.25)
        # Of all details only a port's is known to be the system's words, not a person's.
        detail = fault.detail if isinstance(fault, Offline) else ""
        link = fault.link or Link.OFFLINE
        self._become(DeviceState(self.name, link, Media.UNKNOWN, fault.code, facts=dict(fault.facts)), detail)
        self._refuse_all(fault)

    def _close_driver(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    # While connected.

    def _carry_out(self, driver: D, task: _Task) -> None:
        answer: Done[Any] | Failed
        try:
            if task.deadline.passed:
                raise TimedOut("in the queue")
            self._note(task.verb)
            answer = Done(task.job, task.call(driver, task.deadline))
            self._misses = 0
        except Cancelled as cancelled:
            answer = Failed(task.job, bare(cancelled))
        except Fault as fault:
            answer = Failed(task.job, bare(fault))
            if fault.link is not None:
                self._suffer(fault)
            self._poll_at = -math.inf  # paper or a cover may be the reason: ask soon
        self._answer(answer)

    def _poll(self, driver: D) -> None:
        self._poll_at = time.monotonic() + self._pace.poll
        self._note("condition")
        try:
            condition = driver.condition(self._own_deadline(self._pace.condition))
        except Cancelled:
            return
        except Fault as fault:
            self._misses += 1
            # Silence and garble must repeat before they count; what the device or the port says counts at once.
            if fault.link not in (None, Link.OFFLINE) or self._misses >= self._pace.misses:
                self._suffer(fault)
        else:
            self._misses = 0
            self._become(
                replace(self._state, link=condition.link, media=condition.media, code=condition.code, facts={})
            )

    def _suffer(self, fault: Fault) -> None:
        """Let the state follow a fault. Only a device that still talks keeps its driver."""
        if fault.link in (None, Link.NO_DEVICE, Link.OFFLINE, Link.POWER_OFF) or isinstance(fault, WrongDevice):
            self._lose(fault)
        else:
            self._become(replace(self._state, link=fault.link, code=fault.code, facts=dict(fault.facts)))

    def _own_deadline(self, within: float) -> Deadline:
        return Deadline(within, self._stopping)

    # What others hear.

    def _become(self, state: DeviceState, detail: str = "") -> None:
        if state == self._state:
            return
        before, self._state = self._state, state
        level = logging.INFO if state.link is Link.ONLINE else logging.WARNING
        log.log(
            level,
            "%s: %s/%s -> %s/%s %s %s",
            self.name, before.link.value, before.media.value, state.link.value, state.media.value, state.code,
            detail or dict(state.facts) or "",
        )  # fmt: skip
        self._post(Changed(self.name, state))

    def _answer(self, event: Done[Any] | Failed) -> None:
        """Post the one answer of a command; a second one is dropped."""
        with self._bell:
            open_task = self._open_tasks.pop(event.job, None)
        if open_task:
            self._post(event)

    def _refuse_all(self, reason: Fault | Cancelled) -> None:
        with self._bell:
            self._queue.clear()
            tasks = list(self._open_tasks.values())
        for task in tasks:
            self._answer(Failed(task.job, Cancelled() if task.taken_back.is_set() else reason))
