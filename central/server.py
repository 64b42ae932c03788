"""An HTTP service of this house from its start to its end in order."""

from __future__ import annotations

import signal
import socket

import uvicorn
from fastapi import FastAPI

_GRACE_S = 5
_KEEP_ALIVE_S = 75


def serve(app: FastAPI, host: str, port: int) -> None:
    """Answer until SIGTERM or SIGINT. Port 0: any free one, told on stdout."""
    for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn ends in order, and raises them again afterwards
        signal.signal(ending, lambda _number, _frame: None)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
    _Server(config).run()


class _Server(uvicorn.Server):
    """Says on stdout where it listens, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            print(f"ready http://{host}:{port}", flush=True)  # noqa: T201  # what starts it waits for this line
