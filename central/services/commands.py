"""A command is carried out once, however often it is sent: the key and its answer are kept with the effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from central.contract.messages import Message
from central.keys import Keys
from central.office import Desk, Office
from central.services.refusals import Refusal
from central.store import commands
from central.store.database import Conflict, Connection

P = TypeVar("P")
M = TypeVar("M", bound=Message)

_TRIES = 4  # against somebody else's commit between our look and our write; each try sees more than the one before


@dataclass(frozen=True)
class Command:
    """Who sent it, to which hall, under which key, and what exactly was asked."""

    principal: str
    hall_id: str
    key: str
    fingerprint: str


@dataclass(frozen=True)
class Answer:
    """What goes back, byte for byte the same each time."""

    status: int
    body: str


def carry_out(
    office: Office,
    command: Command,
    effect: Callable[[Desk], Message],
    refused: Callable[[Desk, Refusal], None] | None = None,
) -> Answer:
    """Carry a command out, or repeat the answer that it got.

    A refusal undoes what `effect` did and is an answer like any other; `refused` may then note it. Whatever else goes
    wrong leaves nothing behind, so that the sender tries again.

    Raises:
        Refusal: `idempotency_key_reused`, when another command came under this key.
        Conflict, Unavailable: nothing was done.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            with office.database.write() as connection:
                return _once(office.desk(connection, command.hall_id), command, effect, refused)
        except Conflict:
            if attempt == _TRIES:
                raise
    raise AssertionError("the last try returns or raises")


def answered(office: Office, command: Command) -> Answer | None:
    """The answer that a command got before, for one whose preparation is dear. Raises `Refusal` like `carry_out`."""
    with office.database.read() as connection:
        return _kept(office.keys, connection, command)


def prepared(prepare: Callable[[], P], effect: Callable[[Desk, P], M]) -> Callable[[Desk], M]:
    """Prepare now, before any transaction, what comes back carries out. A refusal is raised by what comes back too, so
    that it is kept under the command's key like any answer."""
    try:
        ready = prepare()
    except Refusal as refusal:
        against = refusal

        def refuse(_desk: Desk) -> M:
            raise against

        return refuse
    return lambda desk: effect(desk, ready)


def _once(
    desk: Desk,
    command: Command,
    effect: Callable[[Desk], Message],
    refused: Callable[[Desk, Refusal], None] | None,
) -> Answer:
    connection = desk.connection
    if (before := _kept(desk.keys, connection, command)) is not None:
        return before
    try:
        with connection.begin_nested():
            answer = Answer(200, effect(desk).model_dump_json())
    except Refusal as refusal:
        answer = Answer(refusal.status, refusal.problem().model_dump_json())
        if refused is not None:
            refused(desk, refusal)
    sealed = desk.keys.seal_record(answer.body.encode(), _place(command))
    kept = commands.Kept(_fingerprint(desk.keys, command), answer.status, sealed)
    commands.keep(connection, command.principal, command.key, kept, desk.now)
    return answer


def _kept(keys: Keys, connection: Connection, command: Command) -> Answer | None:
    kept = commands.find(connection, command.principal, command.key)
    if kept is None:
        return None
    if kept.fingerprint != _fingerprint(keys, command):
        raise Refusal("idempotency_key_reused", status=422)
    return Answer(kept.status, keys.open_record(kept.body, _place(command)).decode())


def _fingerprint(keys: Keys, command: Command) -> str:
    return keys.keyed_hash("command", command.fingerprint)


def _place(command: Command) -> str:
    return f"commands/{command.principal}/{command.key}"
