"""What is published for everybody: added and never changed, each edition with who did it and the SHA-256 of its bytes,
under the office's keyed hash.

The same again is not published again; another one of the same name wants a reason, and stands beside the first.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from central.contract.case import Mark
from central.contract.figures import Reason
from central.contract.messages import Message
from central.keys import Keys
from central.office import Office
from central.services.refusals import Refusal
from central.services.row_hashes import row_hash
from central.store import public_documents as store
from central.store.database import Conflict, Connection
from central.store.public_documents import Document

M = TypeVar("M", bound=Message)

_NAME = TypeAdapter(Mark)
_REASON = TypeAdapter(Reason)


class EditionBroken(RuntimeError):
    """A publication is not what was published; the text says which."""


@dataclass(frozen=True)
class Signature:
    """Who publishes, and why again."""

    publisher: str
    reason: str


def signed(publisher: str, reason: str) -> Signature:
    """As they may stand there. Raises `Refusal` figures_publisher_missing, bad_request."""
    try:
        name, why = _NAME.validate_python(publisher), _REASON.validate_python(reason)
    except ValidationError as error:
        raise Refusal("bad_request", {"fault": error.errors()[0]["msg"]}, status=422) from None
    if not name:
        raise Refusal("figures_publisher_missing", status=422)
    return Signature(name, why)


def publish(
    office: Office, name: str, said: M, as_of: datetime, *, by: Signature, is_same: Callable[[M, M], bool]
) -> Document:
    """Publish something under a name.

    Raises:
        Refusal: figures_published_already, figures_reason_missing.
        EditionBroken: what was published before is not what it was.
    """
    content, now = said.model_dump_json(), office.clock.now()
    shown = type(said).model_validate_json(content)  # what has no evidence stops here
    try:
        with office.database.write() as connection:
            before = every(office.keys, connection, name)
            if before and is_same(opened(office.keys, connection, before[0], type(said)), shown):
                raise Refusal("figures_published_already", {"edition": before[0].edition})
            if before and not by.reason:
                raise Refusal("figures_reason_missing", {"edition": before[0].edition}, status=422)
            made = _sealed(
                office.keys, Document(name, len(before) + 1, as_of, now, by.publisher, by.reason, _digest(content))
            )
            store.add(connection, made, content)
    except Conflict:
        raise Refusal("figures_published_already", {"edition": len(before) + 1}) from None
    return made


def show(keys: Keys, connection: Connection, name: str, said: Message, now: datetime) -> None:
    """Show something of which only the newest is kept."""
    content = said.model_dump_json()
    store.replace(connection, _sealed(keys, Document(name, 1, now, now, "", "", _digest(content))), content)


def every(keys: Keys, connection: Connection, name: str) -> list[Document]:
    """What stands under a name, the newest first. Raises `EditionBroken`, also where one between is gone."""
    found = store.editions(connection, name)
    for document, edition in zip(found, range(len(found), 0, -1), strict=True):
        _check(keys, document)
        if document.edition != edition:
            raise EditionBroken(f"{name}, edition {edition}: it is gone")
    return found


def opened(keys: Keys, connection: Connection, document: Document, kind: type[M]) -> M:
    """What was published, proved to be what was published. Raises `EditionBroken`."""
    content, place = store.content(connection, document), _place(document)
    _check(keys, document)
    if _digest(content) != document.digest:
        raise EditionBroken(f"{place}: its content was changed after it was published")
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise EditionBroken(f"{place}: it cannot be read") from error


def _check(keys: Keys, document: Document) -> None:
    """Raises `EditionBroken`. The digest is public, so whoever changes the content can make another; not this."""
    if not hmac.compare_digest(document.seal, _sealed(keys, document).seal):
        raise EditionBroken(f"{_place(document)}: its row was changed after it was published")


def _sealed(keys: Keys, document: Document) -> Document:
    said = [getattr(document, field.name) for field in fields(Document) if field.name != "seal"]
    return replace(document, seal=row_hash(keys, "public_document", said))


def _place(document: Document) -> str:
    return f"{document.name}, edition {document.edition}"


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
