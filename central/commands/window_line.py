"""The office over HTTP, as a window asks it."""

from __future__ import annotations

import argparse
import os
import secrets
from typing import Any

from central.commands import Refused
from central.contract.messages import Message, WindowState

_TOKEN = "CENTRAL_TOKEN"  # noqa: S105  # the name of a variable
_ANSWER_WITHIN_S = 10


def add_line(parser: argparse.ArgumentParser) -> None:
    """Which office, by which token, for which window."""
    parser.add_argument("--office", default="http://127.0.0.1:8080", help="URL of the office")
    parser.add_argument("--token", default=os.environ.get(_TOKEN), help=f"of a window client; default: ${_TOKEN}")
    parser.add_argument("--window", required=True)


def ask(options: argparse.Namespace, method: str, path: str, message: Message | None = None) -> Any:
    """The office's answer. Raises `Refused` when it says no, `OSError` when it cannot be reached."""
    import requests

    if not options.token:
        raise Refused(f"give a window client's token with --token or ${_TOKEN}")
    answer = requests.request(
        method,
        f"{options.office}/v1/windows/{options.window}{path}",
        headers={"Authorization": f"Bearer {options.token}", "Idempotency-Key": secrets.token_hex(16)},
        json=None if message is None else message.model_dump(mode="json"),
        timeout=_ANSWER_WITHIN_S,
    )
    body = answer.json()
    if not answer.ok:
        raise Refused(f"{body['title']} {body['facts'] or ''}".strip())
    return body


def say_window(window: WindowState) -> None:
    there = window.serving
    now = f"{there.number} {there.state} ({there.ticket_id})" if there else "nobody"
    print(f"window {window.window_id}: {'open' if window.open else 'closed'}, {now}")
