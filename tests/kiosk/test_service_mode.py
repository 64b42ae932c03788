"""A terminal that a technician has taken out of service, and what its devices went through meanwhile."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.states import DeviceState, Identity, Link, Media
from kiosk.technician import service_mode as room
from kiosk.technician.history import KEPT, History
from kiosk.technician.service_mode import FILE, Pause, ServiceMode, ServiceModeFailed

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_a_pause_outlives_a_restart(tmp_path: Path) -> None:
    assert ServiceMode(tmp_path).paused is None
    for why in Pause:
        ServiceMode(tmp_path).pause(why)
        assert ServiceMode(tmp_path).paused is why
    mode = ServiceMode(tmp_path)
    mode.resume()
    mode.resume()
    assert ServiceMode(tmp_path).paused is None


@pytest.mark.parametrize("content", [b"", b"paused_forever", b"\xff\xfe"])
def test_a_file_that_nobody_understands_keeps_the_terminal_out_of_service(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert ServiceMode(tmp_path).paused is Pause.REPAIR


def test_a_disk_that_takes_nothing_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    mode = ServiceMode(tmp_path)
    monkeypatch.setattr(room, "keep", full)
    with pytest.raises(ServiceModeFailed):
        mode.pause(Pause.HALL)
    assert mode.paused is None


def test_history_is_bounded_and_newest_first() -> None:
    history = History()
    for n in range(3 * KEPT):
        link = Link.ONLINE if n % 2 else Link.OFFLINE
        history.note(START + timedelta(seconds=n), DeviceState("code_scanner", link, Media.NOT_REPORTED))
    changes = history.of("code_scanner")
    assert len(changes) == KEPT
    assert changes[0].at == START + timedelta(seconds=3 * KEPT - 1)
    assert history.of("camera") == ()


def test_a_device_that_only_says_its_name_has_not_changed() -> None:
    history = History()
    for identity in (None, Identity("scanner", "N1")):
        history.note(START, DeviceState("code_scanner", Link.ONLINE, identity=identity))
    assert len(history.of("code_scanner")) == 1
    assert history.devices() == ("code_scanner",)
