"""The mini-program on the bench's phone: its back end vouches for its user at the office, for some minutes each."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass

from pydantic import ValidationError
from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from central.contract.application import IdentityCode

RENEW_EVERY = 9 * 60_000  # milliseconds; a code is good for ten minutes
_PATIENCE = 5_000  # milliseconds for the office's answer


@dataclass(frozen=True)
class Holder:
    """Whose phone it is, as the channel knows them by real name."""

    name: str
    id_number: str
    phone: str


class MiniProgram(QObject):
    """Shows one holder's code, and a fresh one before it is over. `payload` is empty while there is none."""

    changed = Signal()

    def __init__(self, office_url: str, token: str, parent: QObject | None = None) -> None:
        """`token`: the channel's, at the office."""
        super().__init__(parent)
        self.payload = ""
        self.below = ""
        self._office_url = office_url
        self._token = token
        self._holder: Holder | None = None
        self._reply: QNetworkReply | None = None
        self._network = QNetworkAccessManager(self)
        self._network.setTransferTimeout(_PATIENCE)
        self._network.finished.connect(self._answered)
        self._renewal = QTimer(self)
        self._renewal.setInterval(RENEW_EVERY)
        self._renewal.timeout.connect(self._ask)

    def open(self, holder: Holder) -> None:
        """Somebody opens their identity code."""
        self._holder = holder
        self._ask()
        self._renewal.start()

    def close(self) -> None:
        """The phone shows something else."""
        self._holder, self._reply = None, None
        self._renewal.stop()

    @Slot()
    def _ask(self) -> None:
        assert self._holder is not None, "the renewal stops when it closes"
        request = QNetworkRequest(QUrl(f"{self._office_url}/v1/channel/identity-codes"))
        for name, value in (
            ("Authorization", f"Bearer {self._token}"),
            ("Idempotency-Key", uuid.uuid4().hex),
            ("Content-Type", "application/json"),
        ):
            request.setRawHeader(name.encode(), value.encode())
        self._reply = self._network.post(request, json.dumps(asdict(self._holder)).encode())
        self._show("", "正在获取 asking the office")

    @Slot(QNetworkReply)
    def _answered(self, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if reply is not self._reply:  # another code was chosen meanwhile
            return
        self._reply = None
        try:
            code = IdentityCode.model_validate_json(bytes(reply.readAll().data()))
        except ValidationError:
            self._show("", "办公系统没有给码\nno code from the office")
        else:
            self._show(code.payload, f"{code.expires_at:%H:%M} 前有效\n只在一台机器上能用")

    def _show(self, payload: str, below: str) -> None:
        self.payload, self.below = payload, below
        self.changed.emit()
