"""The bridge: from any thread to the main thread, in order, and silent once nobody listens."""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from ui.bridge import Bridge


def test_events_of_many_threads_arrive_on_the_main_thread_and_each_thread_in_order(qtbot: QtBot) -> None:
    bridge, got, threads = Bridge(), [], set()

    def receive(event: object) -> None:
        threads.add(threading.current_thread())
        got.append(event)

    bridge.subscribe(receive)
    workers = [threading.Thread(target=lambda k=k: [bridge.post((k, n)) for n in range(200)]) for k in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert got == []  # nothing is delivered in the thread that posts
    qtbot.waitUntil(lambda: len(got) == 800)
    assert threads == {threading.main_thread()}
    for k in range(4):
        assert [n for worker, n in got if worker == k] == list(range(200))


def test_after_unsubscribing_late_events_are_dropped(qapp: QCoreApplication) -> None:
    bridge, got = Bridge(), []
    bridge.subscribe(got.append)
    bridge.post("late")
    bridge.subscribe(None)
    qapp.processEvents()
    assert got == []


def test_emitting_loses_no_reference(qapp: QCoreApplication) -> None:
    """PySide6 6.12 on Python 3.11 loses one reference to True per emit and aborts after some hundred."""
    bridge = Bridge()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(2000):
        bridge.post(None)
    qapp.processEvents()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert all(abs(now - then) < 200 for now, then in zip(after, before, strict=True))
