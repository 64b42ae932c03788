"""A scanner that passes for a keyboard: real driver and port; the kernel's input node is the bench's."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from devices.bench.keyboard import BenchKeyboard
from devices.bench.keystrokes import DROPPED, keystrokes, stroke
from devices.bench.usb import UsbBus
from devices.code_scanner import CodeScanner
from devices.deadline import Deadline
from devices.keyboard_layout import Key
from devices.ports import input_events, open_port
from devices.scanner_family import load_family
from devices.states import Link, Offline, PortInUse
from tests.devices.patience import SOON

ENTER = stroke(Key.ENTER)
CODE = "ZW1:Abc-123/京"


@pytest.fixture
def bus() -> UsbBus:
    gc.collect()  # when the bus of another test goes, it takes the one of this test out of the environment
    return UsbBus()


@pytest.fixture
def keyboard(bus: UsbBus) -> Iterator[BenchKeyboard]:
    keyboard = BenchKeyboard(bus)
    yield keyboard
    keyboard.pull()


def scanner(keyboard: BenchKeyboard) -> CodeScanner:
    return CodeScanner(open_port(keyboard.address), replace(load_family("keyboard_wedge"), silence=0.05))


def test_a_code_is_typed_and_only_we_hear_it(keyboard: BenchKeyboard) -> None:
    driver = scanner(keyboard)
    assert keyboard.grabbed
    assert driver.hello(Deadline(SOON)).kind == "code_scanner"
    typist = threading.Timer(0.05, keyboard.type, [keystrokes(CODE.encode()) + ENTER])
    typist.start()
    assert driver.scan(Deadline(SOON)).text == CODE
    typist.join()
    assert driver.condition(Deadline(SOON)).link is Link.ONLINE
    driver.close()


def test_a_node_that_another_process_has_grabbed(keyboard: BenchKeyboard) -> None:
    keyboard.taken = True
    with pytest.raises(PortInUse):
        scanner(keyboard)


def test_the_grab_waits_until_all_keys_are_up(keyboard: BenchKeyboard) -> None:
    held = []

    def release() -> None:
        held.append(bool(keyboard.down) and not keyboard.grabbed)
        keyboard.type(stroke(Key.ENTER))
        if len(held) == 2:
            keyboard.down.clear()

    keyboard.down.add(Key.ENTER)
    keyboard.on_keys_asked = release
    scanner(keyboard).close()
    assert held[:2] == [True, True]
    assert keyboard.grabbed


def test_a_key_that_is_never_released(keyboard: BenchKeyboard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_events, "KEYS_UP_WITHIN", 0.05)
    keyboard.down.add(Key.LEFT_SHIFT)
    with pytest.raises(Offline, match="held down"):
        scanner(keyboard)
    assert not keyboard.grabbed


def test_all_nodes_of_one_scanner_are_ours(bus: UsbBus, keyboard: BenchKeyboard) -> None:
    second = BenchKeyboard(bus, "usb-Maker_Scanner_0001-if01-event-kbd")
    stranger = BenchKeyboard(bus, "usb-Maker_Keyboard_0001-event-kbd")
    driver = scanner(keyboard)
    assert second.grabbed
    assert not stranger.grabbed
    typist = threading.Timer(0.05, second.type, [keystrokes(b"second") + ENTER])
    typist.start()
    assert driver.scan(Deadline(SOON)).text == "second"
    typist.join()
    driver.close()
    second.pull()
    stranger.pull()


def test_events_that_the_kernel_dropped_take_the_code_with_them(keyboard: BenchKeyboard) -> None:
    driver = scanner(keyboard)
    lost = keystrokes(b"lost") + DROPPED + keystrokes(b"tail") + ENTER
    typist = threading.Timer(0.05, keyboard.type, [lost + keystrokes(b"whole") + ENTER])
    typist.start()
    assert driver.scan(Deadline(SOON)).text == "whole"
    typist.join()
    driver.close()


def test_what_was_typed_unasked_is_dropped(keyboard: BenchKeyboard) -> None:
    driver = scanner(keyboard)
    keyboard.type(keystrokes(b"of somebody who has left") + ENTER)
    typist = threading.Timer(0.15, keyboard.type, [keystrokes(b"mine") + ENTER])
    typist.start()
    assert driver.scan(Deadline(SOON)).text == "mine"
    typist.join()
    driver.close()


def test_unplugged(keyboard: BenchKeyboard) -> None:
    driver = scanner(keyboard)
    puller = threading.Timer(0.05, keyboard.pull)
    puller.start()
    with pytest.raises(Offline):
        driver.scan(Deadline(SOON))
    puller.join()
    with pytest.raises(Offline):
        driver.condition(Deadline(SOON))
    driver.close()
    with pytest.raises(Offline):
        scanner(keyboard)
