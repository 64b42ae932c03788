"""The office behind a real socket, and a terminal that signs and seals like one in a hall."""

from __future__ import annotations

import secrets
import socket
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI

from central.api.app import create_app
from central.contract import sealing
from central.contract.agency import SealedAgreement, SignAgreement
from central.contract.application import BeginApplication, SealedApplication, SubmitApplication, SupplementApplication
from central.contract.messages import Enrol, Enrolled, Message, Sealed
from central.contract.signatures import KioskSigner
from central.office import Office


@contextmanager
def serving(office: Office, public_url: str | None = None, catalogue: Path | None = None) -> Iterator[str]:
    """The office's URL, while it answers there."""
    with listening(create_app(office, public_url, catalogue)) as url:
        yield url


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """An application's URL, while it answers there."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class Terminal:
    """One kiosk on the line. `requests` reads what the office really sends."""

    def __init__(self, url: str, code: str, key: Ed25519PrivateKey | None = None) -> None:
        self.url = url
        self.key = key or Ed25519PrivateKey.generate()
        self.line = requests.Session()
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        wanted = Enrol(code=code, public_key=urlsafe_b64encode(raw).decode(), name="kiosk")
        answer = self.line.post(f"{url}/v1/kiosks/enrol", json=wanted.model_dump())
        answer.raise_for_status()
        self.enrolled = Enrolled.model_validate(answer.json())
        self.signer = KioskSigner(self.enrolled.kiosk_id, self.key)
        self.sealing_key = X25519PublicKey.from_public_bytes(urlsafe_b64decode(self.enrolled.sealing_key))

    def seal(self, message: Message, purpose: str) -> Sealed:
        """What only the office reads."""
        long = BeginApplication | SubmitApplication | SupplementApplication
        box = (
            SealedAgreement
            if isinstance(message, SignAgreement)
            else SealedApplication
            if isinstance(message, long)
            else Sealed
        )
        return sealing.seal_as(box, message.model_dump_json().encode(), purpose, self.sealing_key)

    def signed(
        self, method: str, path: str, body: bytes | None, key: str | None = None, created: datetime | None = None
    ) -> dict[str, str]:
        """The headers of a request."""
        headers = {} if body is None else {"Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        moment = created or datetime.now(UTC)
        return headers | self.signer.sign(method, self.url + path, headers, body, moment)

    def get(self, path: str) -> requests.Response:
        return self.line.get(self.url + path, headers=self.signed("GET", path, None))

    def post(self, path: str, message: Message, key: str | None = None) -> requests.Response:
        """Post a message; with a fresh idempotency key unless one is given, with none for an empty one."""
        body = message.model_dump_json().encode()
        key = secrets.token_hex(16) if key is None else key or None
        return self.line.post(self.url + path, data=body, headers=self.signed("POST", path, body, key))

    def put(self, path: str, message: Message) -> requests.Response:
        body = message.model_dump_json().encode()
        return self.line.put(self.url + path, data=body, headers=self.signed("PUT", path, body))


class Client:
    """A booking channel, or the windows' program."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.line = requests.Session()
        self.line.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: Any) -> requests.Response:
        return self.line.get(self.url + path, params=query)

    def post(self, path: str, message: Message | None = None, key: str | None = None) -> requests.Response:
        headers = {"Idempotency-Key": key or secrets.token_hex(16)}
        body = None if message is None else message.model_dump(mode="json")
        return self.line.post(self.url + path, json=body, headers=headers)
