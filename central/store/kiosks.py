"""Who may talk to the office: kiosks with their keys, clients with their tokens. And what kiosks report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from central.store.database import upsert
from central.store.tables import clients, enrolment_codes, kiosk_reports, kiosks


@dataclass(frozen=True)
class Kiosk:
    """A terminal with a place in a hall. `public_key`: Ed25519, raw, base64url."""

    kiosk_id: str
    hall_id: str
    name: str
    public_key: str
    fingerprint: str
    code_hash: str
    enrolled_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Client:
    """A program that acts for a booking channel, for the windows of a hall, or for a department."""

    client_id: str
    role: str
    hall_id: str
    name: str
    token_hash: str
    made_at: datetime
    revoked_at: datetime | None = None
    department: str | None = None


_FIND = select(kiosks).where(kiosks.c.kiosk_id == bindparam("kiosk_id"))


def add_code(connection: Connection, code_hash: str, hall_id: str, expires_at: datetime) -> None:
    """Remember an enrolment code by its hash."""
    connection.execute(insert(enrolment_codes).values(code_hash=code_hash, hall_id=hall_id, expires_at=expires_at))


def use_code(connection: Connection, code_hash: str, now: datetime) -> str | None:
    """Use up a code; the hall that it opens, once."""
    codes = enrolment_codes.c
    statement = (
        update(enrolment_codes)
        .where(codes.code_hash == code_hash, codes.used_at.is_(None), codes.expires_at > now)
        .values(used_at=now)
        .returning(codes.hall_id)
    )
    found: str | None = connection.scalar(statement)
    return found


def add(connection: Connection, kiosk: Kiosk) -> None:
    """Let a kiosk in."""
    connection.execute(insert(kiosks).values(asdict(kiosk)))


def find(connection: Connection, kiosk_id: str) -> Kiosk | None:
    """By its id, revoked or not."""
    row = connection.execute(_FIND, {"kiosk_id": kiosk_id}).mappings().first()
    return Kiosk(**row) if row else None


def enrolled_by(connection: Connection, code_hash: str, public_key: str) -> Kiosk | None:
    """The kiosk that a code has let in already, if it comes again with the same key."""
    query = select(kiosks).where(kiosks.c.code_hash == code_hash, kiosks.c.public_key == public_key)
    row = connection.execute(query).mappings().first()
    return Kiosk(**row) if row else None


def revoke(connection: Connection, kiosk_id: str, now: datetime) -> bool:
    """Shut a kiosk out; false when there is none, or it is out already."""
    statement = (
        update(kiosks)
        .where(kiosks.c.kiosk_id == kiosk_id, kiosks.c.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(kiosks.c.kiosk_id)
    )
    return connection.execute(statement).first() is not None


def listed(connection: Connection) -> list[tuple[Kiosk, datetime | None, Mapping[str, Any] | None]]:
    """Every kiosk with the time and contents of its newest report."""
    query = select(kiosks, kiosk_reports.c.at, kiosk_reports.c.report).join(
        kiosk_reports, kiosks.c.kiosk_id == kiosk_reports.c.kiosk_id, isouter=True
    )
    rows = connection.execute(query.order_by(kiosks.c.hall_id, kiosks.c.enrolled_at)).mappings()
    return [
        (Kiosk(**{column.name: row[column.name] for column in kiosks.columns}), row["at"], row["report"])
        for row in rows
    ]


def newest_report(connection: Connection, kiosk_id: str) -> Mapping[str, Any] | None:
    """What a kiosk said last; where the transaction writes, nobody says another thing until it ends."""
    query = select(kiosk_reports.c.report).where(kiosk_reports.c.kiosk_id == kiosk_id)
    found: Mapping[str, Any] | None = connection.scalar(query.with_for_update())
    return found


def keep_report(connection: Connection, kiosk_id: str, at: datetime, report: Mapping[str, Any]) -> None:
    """The newest report of a kiosk."""
    statement = upsert(connection.dialect.name, kiosk_reports).values(kiosk_id=kiosk_id, at=at, report=report)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["kiosk_id"], set_={"at": at, "report": dict(report)})
    )


# ---------------------------------------------------------------- clients


def add_client(connection: Connection, client: Client) -> None:
    """Let a program in."""
    connection.execute(insert(clients).values(asdict(client)))


def client_by_token(connection: Connection, token_hash: str) -> Client | None:
    """Whose token it is, unless it was revoked."""
    query = select(clients).where(clients.c.token_hash == token_hash, clients.c.revoked_at.is_(None))
    row = connection.execute(query).mappings().first()
    return Client(**row) if row else None
