"""A booking code on a phone before the camera of the whole terminal: real screens, real processes, real office."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from tests.processes import vision_processes
from tests.whole.counter import Counter, open_counter


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Counter]:
    with open_counter(tmp_path_factory.mktemp("city"), camera_port=0) as counter:
        yield counter
        counter.close()
        assert vision_processes(os.getpid()) == []


def test_a_phone_held_to_the_camera_gets_a_ticket_though_vision_dies_meanwhile(counter: Counter) -> None:
    """The camera is on only while a screen says so."""
    camera, slips, visitor = counter.bench.camera, counter.slips(), counter.book()
    assert camera is not None
    assert not camera.lit
    counter.begin()
    counter.wait("the camera to look", lambda: camera.lit)
    assert "摄像头" in counter.kiosk.stage.view.cameraHint
    for process in vision_processes(os.getpid()):
        os.kill(process, signal.SIGKILL)
    camera.hold_phone(visitor.code)
    counter.wait("a ticket", lambda: counter.slips() > slips)
    counter.wait("the camera to be off", lambda: not camera.lit)
    camera.leave()
    assert counter.tickets(visitor) == 1
