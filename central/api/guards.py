"""Who asks, and which command it is."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from central.contract import messages, signatures
from central.office import Office
from central.services import kiosks
from central.services.commands import Answer, Command
from central.services.refusals import Refusal
from central.store.kiosks import Client, Kiosk

SKEW = timedelta(seconds=300)


class Nonces:
    """Nonces seen within the time that a signature is good for. One process remembers; a replay to another one still
    meets the idempotency key, and questions change nothing."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._seen: set[tuple[str, str]] = set()
        self._order: deque[tuple[datetime, tuple[str, str]]] = deque()

    def is_new(self, kiosk_id: str, nonce: str, now: datetime) -> bool:
        """Remember it; false when it was there already."""
        pair = (kiosk_id, nonce)
        with self._guard:
            while self._order and self._order[0][0] < now - 2 * SKEW:
                self._seen.discard(self._order.popleft()[1])
            if pair in self._seen:
                return False
            self._seen.add(pair)
            self._order.append((now, pair))
            return True


async def office(request: Request) -> Office:
    """The office that this application serves. Asynchronous, like every guard that does not block."""
    found: Office = request.app.state.office
    return found


async def raw_body(request: Request) -> bytes:
    """The body as it came: what was signed, and what a command's fingerprint is made of."""
    return await request.body()


TheOffice = Annotated[Office, Depends(office)]
RawBody = Annotated[bytes, Depends(raw_body)]

_signature = APIKeyHeader(
    name="Signature",
    scheme_name="kiosk",
    description="RFC 9421 with the kiosk's Ed25519 key; see Signature-Input and Content-Digest.",
    auto_error=False,
)
_bearer = {
    role: HTTPBearer(scheme_name=role, description=f"The token of a {role} client.", auto_error=False)
    for role in ("channel", "window", "department")
}


def signed_kiosk(
    request: Request, body: RawBody, the_office: TheOffice, _documented: Annotated[Any, Depends(_signature)]
) -> Kiosk:
    """The kiosk that signed the request. Raises `Refusal`."""
    known: list[Kiosk] = []

    def key_of(kiosk_id: str) -> Any:
        kiosk = kiosks.admitted(the_office, kiosk_id)
        known.append(kiosk)
        return kiosks.signing_key(kiosk)

    try:
        verified = signatures.verify(request.method, _target(request), request.headers, body or None, key_of)
    except signatures.SignatureBad:
        raise Refusal("signature_bad", status=401) from None
    now = the_office.clock.machine()
    if abs(now - verified.created) > SKEW:
        raise Refusal("clock_skew", {"now": now.isoformat()}, status=401)
    nonces: Nonces = request.app.state.nonces
    if not nonces.is_new(verified.kiosk_id, verified.nonce, now):
        raise Refusal("request_replayed", status=401)
    return known[0]


def channel_client(
    the_office: TheOffice, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer["channel"])]
) -> Client:
    """The booking channel that asks. Raises `Refusal`."""
    return kiosks.client(the_office, credentials.credentials if credentials else "", "channel")


def window_client(
    the_office: TheOffice, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer["window"])]
) -> Client:
    """The windows' client that asks. Raises `Refusal`."""
    return kiosks.client(the_office, credentials.credentials if credentials else "", "window")


def department_client(
    the_office: TheOffice, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer["department"])]
) -> Client:
    """The department's system that asks. Raises `Refusal`."""
    return kiosks.client(the_office, credentials.credentials if credentials else "", "department")


SignedKiosk = Annotated[Kiosk, Depends(signed_kiosk)]
ChannelClient = Annotated[Client, Depends(channel_client)]
WindowClient = Annotated[Client, Depends(window_client)]
DepartmentClient = Annotated[Client, Depends(department_client)]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{16,255}$",
        description="A random id of the command; the same id gets the same answer, for at least 400 days.",
    ),
]


def _fingerprint(request: Request, body: bytes) -> str:
    return hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + body).hexdigest()


async def kiosk_command(request: Request, kiosk: SignedKiosk, body: RawBody, key: IdempotencyKey) -> Command:
    """What this kiosk wants done."""
    return Command(f"kiosk:{kiosk.kiosk_id}", kiosk.hall_id, key, _fingerprint(request, body))


async def channel_command(request: Request, client: ChannelClient, body: RawBody, key: IdempotencyKey) -> Command:
    """What this booking channel wants done."""
    return Command(f"channel:{client.client_id}", client.hall_id, key, _fingerprint(request, body))


async def window_command(request: Request, client: WindowClient, body: RawBody, key: IdempotencyKey) -> Command:
    """What this windows' client wants done."""
    return Command(f"window:{client.client_id}", client.hall_id, key, _fingerprint(request, body))


async def department_command(request: Request, client: DepartmentClient, body: RawBody, key: IdempotencyKey) -> Command:
    """What this department's system reports."""
    return Command(f"department:{client.client_id}", client.hall_id, key, _fingerprint(request, body))


KioskCommand = Annotated[Command, Depends(kiosk_command)]
ChannelCommand = Annotated[Command, Depends(channel_command)]
WindowCommand = Annotated[Command, Depends(window_command)]
DepartmentCommand = Annotated[Command, Depends(department_command)]


def http(answer: Answer) -> Response:
    """A command's answer, byte for byte as it was kept."""
    media_type = "application/json" if answer.status < 400 else "application/problem+json"
    return Response(answer.body, answer.status, media_type=media_type)


def ok(message: messages.Message) -> Response:
    """The answer to a question; its model made sure of its form."""
    return Response(message.model_dump_json(), media_type="application/json")


def base_url(request: Request) -> str:
    """Where the office's public pages stand, as whoever scans a slip reaches them; no slash at its end."""
    return str(request.app.state.public_url or request.base_url).rstrip("/")


def _target(request: Request) -> str:
    """The URL that the kiosk signed. Behind a gateway it is the public one, which the office has to be told."""
    public: str | None = request.app.state.public_url
    if public is None:
        return str(request.url)
    query = f"?{request.url.query}" if request.url.query else ""
    path: bytes = request.scope["raw_path"]
    return public.rstrip("/") + path.decode("ascii") + query
