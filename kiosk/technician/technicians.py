"""Who may open the console: a short staff number and a PIN of one's own.

A PIN has eight digits, always: six are found in hours by whoever steals the file, eight take two months of one core
with this hash, and a number pad of a fixed length needs no key for "enter". It is kept as argon2id with 64 MiB.

Guessing at the machine is slowed by a wait that belongs to the machine: 1, 2, 4 … 64 minutes, whichever number was
typed, so that it tells nothing about which numbers exist. A number whose PIN was wrong ten times in a row is locked
until `kiosk technicians reset`. Both are counted on disk before the PIN is looked at: pulling the plug wins nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.states import Fault, Remedy
from kiosk.storage import keep

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FILE = "technicians.json"
LOCK_FILE = "technicians.lock"
NUMBER_LIMIT = 6
"""Digits of a staff number at most."""
_NUMBER = re.compile(rf"[0-9]{{3,{NUMBER_LIMIT}}}")
PIN_LENGTH = 8
LOCKED_AFTER = 10  # wrong PINs in a row for one number
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=64)

_PIN = re.compile(rf"[0-9]{{{PIN_LENGTH}}}")
_FEW_DIGITS = 3  # a PIN of fewer different digits is among the first that anybody tries


class NotAdmitted(Fault):
    """The number, the PIN, or both are wrong, or the number is locked; which, is not told. Fact: `wait_s`."""

    code = "not_admitted"
    remedy = Remedy.RETRY


class TooEarly(Fault):
    """An attempt during the wait after a wrong one; it was not looked at. Fact: `wait_s`."""

    code = "pin_wait"
    remedy = Remedy.RETRY


class TechniciansFailed(Fault):
    """The file of technicians cannot be read or written: nobody comes in."""

    code = "technicians_failed"
    remedy = Remedy.STAFF


@dataclass(frozen=True)
class Technician:
    """Somebody with a PIN, as the command line lists them."""

    number: str
    pin_hash: str = field(repr=False)
    failures: int = 0

    @property
    def locked(self) -> bool:
        return self.failures >= LOCKED_AFTER


@dataclass(frozen=True)
class _Entrance:
    """The file: people, and the wait that the machine imposes."""

    people: dict[str, Technician] = field(default_factory=dict)
    failures: int = 0
    again_at: datetime | None = None


def hasher() -> PasswordHasher:
    """argon2id, 64 MiB, two passes: 0.13 s on the reference machine, far above OWASP's minimum of 19 MiB."""
    from argon2 import PasswordHasher, Type

    return PasswordHasher(time_cost=2, memory_cost=64 * 1024, parallelism=1, type=Type.ID)


class Technicians:
    """The file of one terminal. Any process may open it: changes are made under a lock, whole or not at all.

    `now`: machine time that does not fall behind the time floor (`OfficeClock.machine`). Every method raises
    `TechniciansFailed`.
    """

    def __init__(
        self, directory: Path, now: Callable[[], datetime], make_hasher: Callable[[], PasswordHasher] = hasher
    ) -> None:
        self._file = directory / FILE
        self._lock_file = directory / LOCK_FILE
        self._now = now
        self._make_hasher = make_hasher

    # ------------------------------------------------------------ at the entrance

    def prepare(self) -> None:
        """Make what an unknown number is compared with, so that the first attempt takes no longer than the others."""
        self._nobody  # noqa: B018  it is made once

    def admit(self, number: str, pin: str) -> None:
        """Let a technician in. Takes the same time whether or not there is such a number.

        Raises `NotAdmitted` or, before its wait is over, `TooEarly`.
        """
        nobody = self._nobody
        with self._changing() as entrance:
            wait = self._wait(entrance)
            if wait > 0:
                raise TooEarly(wait_s=wait)
            known = entrance.people.get(number)
            failures = entrance.failures + 1
            delay = _delay(failures)
            people = entrance.people
            if known is not None:
                people = {**people, number: replace(known, failures=known.failures + 1)}
            self._keep(_Entrance(people, failures, self._now() + delay))
            right = self._matches(known.pin_hash if known else nobody, pin)
            if known is None or known.locked or not right:
                raise NotAdmitted(wait_s=int(delay.total_seconds()))
            self._keep(_Entrance({**entrance.people, number: replace(known, failures=0)}))

    def wait_s(self) -> int:
        """Seconds until the next attempt is heard."""
        return self._wait(self._read())

    def knows(self, number: str) -> bool:
        """Whether somebody has this number; for the logbook, never for the screen."""
        return number in self._read().people

    # ------------------------------------------------------------ at the command line

    def listed(self) -> list[Technician]:
        """Everybody, by number."""
        return [technician for _, technician in sorted(self._read().people.items())]

    def add(self, number: str, pin: str) -> None:
        """A new technician, or a new PIN for one. Raises `ValueError` that says what number or PIN must be like."""
        check_number(number)
        check_pin(pin)
        with self._changing() as entrance:
            added = Technician(number, self._make_hasher().hash(pin))
            self._keep(replace(entrance, people={**entrance.people, number: added}))

    def remove(self, number: str) -> None:
        """Somebody who has left. Raises `ValueError` when there is no such number."""
        with self._changing() as entrance:
            if number not in entrance.people:
                raise ValueError(f"there is no technician {number} / 没有这个工号")
            self._keep(replace(entrance, people={n: who for n, who in entrance.people.items() if n != number}))

    def reset(self, number: str) -> None:
        """Unlock a number and end the machine's wait; the PIN stays. Raises `ValueError` when there is no such."""
        with self._changing() as entrance:
            if number not in entrance.people:
                raise ValueError(f"there is no technician {number} / 没有这个工号")
            unlocked = replace(entrance.people[number], failures=0)
            self._keep(_Entrance({**entrance.people, number: unlocked}))

    # ------------------------------------------------------------ hashes and waits

    @cached_property
    def _nobody(self) -> str:
        """The hash of a PIN that nobody has: an unknown number costs what a known one does."""
        return self._make_hasher().hash(os.urandom(16))

    def _matches(self, pin_hash: str, pin: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._make_hasher().verify(pin_hash, pin if _PIN.fullmatch(pin) else "")
        except VerificationError:
            return False
        except InvalidHashError as error:
            raise TechniciansFailed("a hash in the file is none") from error

    def _wait(self, entrance: _Entrance) -> int:
        """A clock set back makes nobody wait longer than the wait itself was."""
        if entrance.again_at is None:
            return 0
        left = min(entrance.again_at - self._now(), _delay(entrance.failures))
        return max(0, ceil(left.total_seconds()))

    # ------------------------------------------------------------ the file

    @contextmanager
    def _changing(self) -> Iterator[_Entrance]:
        """What the file holds, while no other process changes it."""
        try:
            self._lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise TechniciansFailed(f"{self._lock_file}: {error.strerror}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._read()
        finally:
            os.close(lock)

    def _read(self) -> _Entrance:
        try:
            with self._file.open("rb") as stream:
                if os.fstat(stream.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise TechniciansFailed(f"{self._file} must be readable by its owner alone (chmod 600)")
                return _understood(json.load(stream))
        except FileNotFoundError:
            return _Entrance()
        except OSError as error:
            raise TechniciansFailed(f"{self._file}: {error.strerror}") from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise TechniciansFailed(f"{self._file} cannot be understood: {type(error).__name__}") from error

    def _keep(self, entrance: _Entrance) -> None:
        tree = {
            "technicians": [asdict(who) for _, who in sorted(entrance.people.items())],
            "failures": entrance.failures,
            "again_at": entrance.again_at.isoformat() if entrance.again_at else None,
        }
        try:
            keep(self._file, json.dumps(tree, indent=1).encode("ascii"))
        except OSError as error:
            raise TechniciansFailed(f"{self._file}: {error.strerror}") from error


def _understood(tree: Any) -> _Entrance:
    people = [Technician(str(who["number"]), str(who["pin_hash"]), int(who["failures"])) for who in tree["technicians"]]
    again_at = datetime.fromisoformat(tree["again_at"]) if tree["again_at"] else None
    if again_at is not None and again_at.tzinfo is None:
        raise ValueError("a time without its zone")
    return _Entrance({who.number: who for who in people}, int(tree["failures"]), again_at)


def _delay(failures: int) -> timedelta:
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - 1, 16)) if failures > 0 else timedelta()


def check_number(number: str) -> None:
    """Raises `ValueError` that says what a staff number is like."""
    if not _NUMBER.fullmatch(number):
        raise ValueError("a staff number has 3 to 6 digits / 工号是 3 至 6 位数字")


def check_pin(pin: str) -> None:
    """Raises `ValueError` for a PIN that is none, or is among the first to be guessed: few different digits, or a run
    up or down."""
    if not _PIN.fullmatch(pin):
        raise ValueError(f"a PIN has {PIN_LENGTH} digits / 密码是 {PIN_LENGTH} 位数字")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(set(pin)) < _FEW_DIGITS or steps in ({1}, {9}):
        raise ValueError("this PIN is too easy to guess / 密码太容易猜")
