"""When the catalogue is looked for, switched and confirmed: between sessions, and never twice at a time.

Main thread only. Time comes in through `tick`; the courier does the work on its own thread.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from typing import Any

from devices.device import Device
from devices.states import Cancelled, Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.courier import Courier

log = logging.getLogger("kiosk.catalogue")

EVERY = 4.0  # seconds between two looks, at most: each waits at the doorbell, and a fleet must not ring in step
FETCHING = 1800.0  # seconds for a whole catalogue over a slow line, and for a look at each of its items
AT_ONCE = 30.0  # seconds for what only the disk is asked
REST = 30.0  # seconds without a request after one that failed
TRIAL = 120.0  # seconds that a new catalogue serves before it is confirmed

Request = Callable[..., object]
"""`kiosk.terminal.Terminal.request`."""


class Subscription:
    """One terminal's subscription to the catalogue. `use` gets every catalogue that is to be shown from now on."""

    def __init__(
        self,
        courier: Device[Courier],
        request: Request,
        use: Callable[[Catalogue], None],
        jitter: Callable[[], float] = lambda: random.uniform(0.25, 1.0),  # noqa: S311  no secret
    ) -> None:
        self._courier = courier
        self._request = request
        self._use = use
        self._jitter = jitter
        self._busy = False
        self._opened = self._waiting = False
        self._look_at = self._rest_until = 0.0
        self._confirm_at: float | None = None
        self._now = 0.0
        self._told = ""

    def start(self) -> None:
        """Start the courier and ask for what is on the disk."""
        self._courier.start()

    def stop(self) -> None:
        """Stop the courier; a look that is under way is given up, and leaves what ran."""
        self._courier.stop()

    def tick(self, now: float, *, idle: bool, online: bool) -> None:
        """Do what is due. `idle`: no session is open; `online`: the office can be reached."""
        self._now = now
        if self._busy or now < self._rest_until or not self._courier.state.usable:
            return
        if not self._opened:
            self._ask(self._began, Courier.open, AT_ONCE)
        elif self._waiting and idle:
            self._ask(self._switched, Courier.switch, AT_ONCE)
        elif self._confirm_at is not None and now >= self._confirm_at:
            self._confirm_at = None
            self._ask(lambda _answer: None, Courier.confirm, AT_ONCE)
        elif online and not self._waiting and now >= self._look_at:
            self._ask(self._looked, Courier.look, FETCHING)

    def _ask(self, then: Callable[[Any], None], verb: Callable[..., Any], within: float) -> None:
        self._busy = True

        def answered(answer: Any) -> None:
            self._busy = False
            if isinstance(answer, Fault | Cancelled):
                self._rest_until = self._now + REST
                self._tell(getattr(answer, "code", ""), answer)
            else:
                self._tell("", None)
                then(answer)

        self._request(self._courier, answered, verb, within)

    def _began(self, catalogue: Catalogue) -> None:
        self._opened = True
        self._confirm_at = self._now + TRIAL
        self._use(catalogue)

    def _looked(self, waiting: bool) -> None:
        self._look_at = self._now + EVERY * self._jitter()
        self._waiting = waiting

    def _switched(self, catalogue: Catalogue) -> None:
        self._waiting = False
        self._confirm_at = self._now + TRIAL
        log.info("catalogue %d is in use: %d items", catalogue.version, len(catalogue.items))
        self._use(catalogue)

    def _tell(self, code: str, fault: Any) -> None:
        """Each trouble once, not once a minute."""
        if code and code != self._told:
            log.warning("catalogue: %s %s", code, getattr(fault, "detail", ""))
        self._told = code
