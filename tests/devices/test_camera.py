"""The camera driver and its process against a simulated network camera at the far end of a real wire."""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.bench.bench import Bench
from devices.bench.camera import BenchCamera, CameraFault, Held, draw_code, draw_hall
from devices.bench.control import Control
from devices.bench.faces import Sitter, photograph
from devices.bench.sheets import Laid, lay
from devices.camera import SAME_CODE, STUCK, WORKED, Camera, CameraBlack, CameraFrozen, CameraStuck, VisionFailed
from devices.code_frames import CodeTooLong, CodeUnreadable
from devices.code_scanner import Scanned
from devices.deadline import Deadline
from devices.document import PageSpec
from devices.portrait import load_spec
from devices.states import Cancelled, Fault, Link, TimedOut, WrongDevice
from devices.vision.camera_source import CameraGone, CameraSource
from tests.devices.patience import until

ROOT = Path(__file__).parents[2]
CODE = "ZW1:预约 ABC"
LONG = 10.0  # seconds; a test that needs them has failed


class Clock:
    """The monotonic clock, and what is added to it."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        return time.monotonic() + self.ahead


class Hall:
    """One camera, its driver and a citizen."""

    def __init__(self) -> None:
        self.bench = BenchCamera(320, 240)
        self.bench.start()
        self.clock = Clock()
        self.camera = Camera(CameraSource(self.bench.url), now=self.clock.now)
        self.camera.hello(self.by())

    def by(self, cancelled: threading.Event | None = None) -> Deadline:
        """In time that passes slowly: that this machine is busy is no trouble of the camera's."""
        return Deadline(LONG, cancelled, lambda: time.monotonic() / 10)

    def scan(self) -> Scanned:
        return self.camera.scan(self.by())

    def close(self) -> None:
        self.camera.close()
        self.bench.stop()


@pytest.fixture(scope="module")
def only_hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.close()


@pytest.fixture
def hall(only_hall: Hall) -> Iterator[Hall]:
    """Nobody there, all well, the last code long ago."""
    yield only_hall
    only_hall.bench.fault = None
    only_hall.bench.leave()
    only_hall.clock.ahead += 100.0


@contextlib.contextmanager
def meanwhile(work: object, *args: object) -> Iterator[None]:
    thread = threading.Thread(target=work, args=args)  # type: ignore[arg-type]
    thread.start()
    yield
    thread.join()


# ---------------------------------------------------------------- a good day


@pytest.mark.parametrize(
    ("payload", "held"),
    [
        (CODE.encode(), Held(module=4)),
        ("张伟".encode("gb18030"), Held(dark=True)),
        (b"ABC-1", Held(tilt=0.15, turn=20.0, blur=0.6)),
    ],
)
def test_a_code_on_a_phone(hall: Hall, payload: bytes, held: Held) -> None:
    hall.bench.hold_phone(payload, held)
    assert hall.scan().data == payload
    until(lambda: not hall.bench.lit)


def test_what_it_says_of_itself(hall: Hall) -> None:
    identity = hall.camera.hello(hall.by())
    assert (identity.kind, identity.model) == ("camera", hall.bench.url.split("/")[2])
    assert "OpenCV 4" in identity.firmware
    assert not hall.bench.lit


def test_a_picture_for_the_technician(hall: Hall) -> None:
    frame = hall.camera.picture(hall.by())
    assert (frame.width, frame.height, len(frame.pixels)) == (320, 240, 320 * 240 * 4)
    opened = hall.camera.opened
    assert opened is not None
    assert (opened.width, opened.height, opened.format) == (320, 240, "MJPG")


def test_the_same_code_is_one_presentation_until_it_was_away(hall: Hall) -> None:
    hall.bench.hold_phone(b"again", Held(module=4))
    assert hall.scan().text == "again"
    with pytest.raises(TimedOut):
        hall.camera.scan(Deadline(0.5))
    hall.clock.ahead += SAME_CODE
    assert hall.scan().text == "again"


def test_a_code_far_away_is_not_meant(hall: Hall, tmp_path: Path) -> None:
    """It is a poster's, or on the phone of the next in the queue; and it may stand beside the one that is meant."""
    scene = draw_hall(1280, 720)
    scene.paste(draw_code(b"far", 4), (100, 100))
    scene.save(tmp_path / "1.png")
    camera = Camera(CameraSource(str(tmp_path)), hall.camera.frames)
    with pytest.raises(TimedOut):
        camera.scan(Deadline(0.7))
    scene.paste(draw_code(b"near", 8), (600, 300))
    scene.save(tmp_path / "1.png")
    assert camera.scan(hall.by()).text == "near"
    camera.close()


def test_frames_say_where_the_code_is(hall: Hall) -> None:
    seen: list[object] = []

    def watch() -> None:
        until(lambda: hall.camera.pid is not None)
        while hall.camera.pid is not None:
            if (frame := hall.camera.frames.latest()) and "code" in frame.notes:
                seen.append(frame.notes["code"])
            time.sleep(0.001)

    with meanwhile(watch):
        hall.bench.hold_phone(b"\x1b@", Held(module=4))
        with pytest.raises(CodeUnreadable):
            hall.scan()
    for corners in seen:
        assert isinstance(corners, list)
        assert all(0.2 < x < 0.8 and 0.2 < y < 0.8 for x, y in corners)


# ---------------------------------------------------------------- hostile codes


def test_a_code_that_is_a_printer_command_is_refused(hall: Hall) -> None:
    hall.bench.hold_phone(b"\x1dV\x00", Held(module=4))
    with pytest.raises(CodeUnreadable):
        hall.scan()


def test_a_code_of_a_kilobyte_is_refused(hall: Hall) -> None:
    hall.bench.hold_phone(b"x" * 1000, Held(module=2))
    with pytest.raises(CodeTooLong):
        hall.scan()


# ---------------------------------------------------------------- off means off


def test_a_cancel_turns_the_camera_off_and_forgets_what_it_saw(hall: Hall) -> None:
    cancelled = threading.Event()

    def cancel() -> None:
        until(lambda: hall.camera.frames.latest() is not None)
        assert hall.bench.lit
        cancelled.set()

    with meanwhile(cancel), pytest.raises(Cancelled):
        hall.camera.scan(hall.by(cancelled))
    until(lambda: not hall.bench.lit)
    assert hall.camera.frames.latest() is None
    with mmap.mmap(hall.camera.frames.fd, 0) as memory:
        assert not any(memory[64:])


def test_the_process_is_confined(hall: Hall) -> None:
    pid = hall.camera._stand_by().pid
    until(lambda: os.getpriority(os.PRIO_PROCESS, pid) == 10)
    limits = Path(f"/proc/{pid}/limits")
    until(lambda: "Max core file size 0 0" in " ".join(limits.read_text("ascii").split()))
    assert all(name in {"PATH", "PYTHONPATH", "LC_CTYPE", "OPENBLAS_NUM_THREADS"} for name in _environment(pid))


def _environment(pid: int) -> list[str]:
    entries = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return [entry.partition(b"=")[0].decode() for entry in entries if entry]


def test_the_process_does_not_outlive_its_terminal(hall: Hall) -> None:
    program = (
        "import sys; from devices.camera import *; camera = Camera(CameraSource(sys.argv[1]));"
        "camera.hello(Deadline(60)); print(camera._standby.pid, flush=True); camera.scan(Deadline(60))"
    )
    terminal = subprocess.Popen([sys.executable, "-c", program, hall.bench.url], cwd=ROOT, stdout=subprocess.PIPE)
    with terminal:
        assert terminal.stdout is not None
        pid = int(terminal.stdout.readline())
        until(lambda: hall.bench.lit)
        terminal.kill()
    until(lambda: not hall.bench.lit)
    until(lambda: not Path(f"/proc/{pid}").exists())


def test_the_terminal_loads_no_eyes() -> None:
    loaded = "import sys, devices.camera; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"cv2", "numpy", "zxingcpp", "pyzbar"} & set(modules.stdout.split())


# ---------------------------------------------------------------- bad days


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_process_that_dies_is_not_felt(hall: Hall, number: signal.Signals) -> None:
    """As when a picture crashes a decoder."""
    died: list[int] = []

    def kill() -> None:
        until(lambda: hall.camera.frames.latest() is not None and hall.camera.pid is not None)
        died.append(hall.camera.pid or 0)
        os.kill(died[0], number)
        until(lambda: hall.camera.pid not in (None, died[0]))
        hall.bench.hold_phone(CODE, Held(module=4))

    with meanwhile(kill):
        assert hall.scan().text == CODE
    assert died


def test_a_process_that_hangs_is_not_felt(hall: Hall) -> None:
    """As in a V4L2 call that never returns."""
    begun = hall.camera.frames.newest

    def hang() -> None:
        until(lambda: hall.camera.frames.newest >= begun + WORKED)
        hung = hall.camera.pid
        assert hung is not None
        os.kill(hung, signal.SIGSTOP)
        hall.bench.hold_phone(CODE, Held(module=4))

        def replaced() -> bool:
            hall.clock.ahead += STUCK
            return hall.camera.pid != hung

        until(replaced)

    with meanwhile(hang):
        assert hall.camera.scan(Deadline(1e6, now=hall.clock.now)).text == CODE


def test_one_that_dies_again_and_again_is_a_fault(hall: Hall) -> None:
    over = threading.Event()

    def kill() -> None:
        while not over.is_set():
            if pid := hall.camera.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.001)

    with meanwhile(kill):
        with pytest.raises(VisionFailed):
            hall.scan()
        over.set()
    condition = hall.camera.condition(Deadline(LONG))
    assert (condition.link, condition.code) == (Link.HARDWARE_ERROR, "vision_failed")
    hall.clock.ahead += 31.0
    assert hall.camera.condition(Deadline(LONG)).link is Link.ONLINE


def test_a_standby_that_was_killed_is_replaced(hall: Hall) -> None:
    pid = hall.camera._stand_by().pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: hall.camera._stand_by().pid != pid)
    hall.bench.hold_phone(CODE, Held(module=4))
    assert hall.scan().text == CODE


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(CameraFault.FROZEN, CameraFrozen), (CameraFault.BLACK, CameraBlack), (CameraFault.STUCK, CameraStuck)],
)
def test_troubles_are_told_apart(hall: Hall, fault: CameraFault, expected: type[Fault]) -> None:
    """A code in a frozen picture is nobody's: it may be that of a citizen who has left."""
    hall.bench.hold_phone(CODE, Held(module=4))
    hall.bench.fault = fault
    taken_back = threading.Event()
    taken_back.set()
    with pytest.raises(expected):
        hall.camera.scan(Deadline(LONG) if fault is CameraFault.STUCK else hall.by())
    assert hall.camera.condition(Deadline(LONG)).code == expected.code
    with pytest.raises(Cancelled):
        hall.camera.scan(hall.by(taken_back))
    assert hall.camera.condition(Deadline(LONG)).code == expected.code  # who did not look has seen nothing
    hall.bench.fault = None
    hall.camera.picture(hall.by())
    assert hall.camera.condition(Deadline(LONG)).link is Link.ONLINE


def test_a_lost_camera_and_its_return(hall: Hall) -> None:
    def lose() -> None:
        until(lambda: hall.camera.frames.latest() is not None)
        hall.bench.fault = CameraFault.LOST

    with meanwhile(lose), pytest.raises(CameraGone):
        hall.scan()
    with pytest.raises(CameraGone):
        hall.camera.condition(Deadline(LONG))
    hall.bench.fault = None
    until(lambda: _there(hall.camera))
    hall.bench.hold_phone(CODE, Held(module=4))
    assert hall.scan().text == CODE


def _there(camera: Camera) -> bool:
    with contextlib.suppress(CameraGone):
        return camera.condition(Deadline(1)).link is Link.ONLINE
    return False


# ---------------------------------------------------------------- portraits


def test_a_portrait_when_the_button_is_pressed(hall: Hall, tmp_path: Path) -> None:
    photograph((Sitter(),), 640, 480).save(tmp_path / "citizen.png")
    camera = Camera(CameraSource(str(tmp_path / "citizen.png")), hall.camera.frames)
    spec, take, told = replace(load_spec(), upscale=4.0), threading.Event(), set[str]()

    def press() -> None:
        until(lambda: camera.frames.latest() is not None)
        if frame := camera.frames.latest():
            told.add(frame.notes["guidance"])
        take.set()

    with meanwhile(press):
        portrait = camera.portrait(hall.by(), spec, take)
    assert portrait.jpeg.startswith(b"\xff\xd8")
    assert (portrait.width, portrait.height) == (spec.width_px, spec.height_px)
    assert told <= {"hold_still", "good"}
    assert camera.frames.latest() is None
    camera.close()


def test_a_camera_that_is_too_coarse_for_a_portrait_is_not_tried_again(hall: Hall) -> None:
    with pytest.raises(VisionFailed, match="too small"):
        hall.camera.portrait(hall.by(), load_spec(), threading.Event())


# ---------------------------------------------------------------- pages of documents


def test_a_page_that_lies_still_takes_itself(hall: Hall) -> None:
    """Over the wire, with the sensor's noise and the codec's."""
    desk = BenchCamera(960, 1280)
    desk.start()
    camera = Camera(CameraSource(desk.url), hall.camera.frames)
    desk.stand(lay((Laid(turn=2),), 960, 1280, noise=0.0))
    page = camera.page(hall.by(), PageSpec(max_bytes=400_000), threading.Event())
    assert (page.height, page.width) == (pytest.approx(1100, abs=6), pytest.approx(778, abs=6))
    assert 20_000 < len(page.jpeg) <= 400_000
    assert camera.frames.latest() is None
    until(lambda: not desk.lit)
    camera.close()
    desk.stop()


def test_a_camera_that_is_too_coarse_for_a_page_is_not_tried_again(hall: Hall) -> None:
    with pytest.raises(VisionFailed, match="too small for a page"):
        hall.camera.page(hall.by(), PageSpec(max_bytes=400_000), threading.Event())


# ---------------------------------------------------------------- files as sources


def test_a_folder_with_a_code_among_rubbish(hall: Hall, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"rubbish")
    (tmp_path / "b.jpg").write_bytes(b"")
    draw_code(CODE).save(tmp_path / "c.png")
    camera = Camera(CameraSource(str(tmp_path), rotate=90), hall.camera.frames)
    assert camera.hello(hall.by()).model == "folder"
    assert camera.scan(hall.by()).text == CODE
    camera.close()


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("/nowhere/clip.avi", CameraGone),
        ("/dev/v4l/by-id/nothing-video-index0", CameraGone),
        ("/dev/null", WrongDevice),
        ("http://127.0.0.1:1/", CameraGone),
        ("rtsp://[::1", CameraGone),
        ("http://a:99999/", CameraGone),
    ],
)
def test_what_is_not_there_or_no_camera(address: str, fault: type[Fault]) -> None:
    camera = Camera(CameraSource(address))
    with pytest.raises(fault):
        camera.hello(Deadline(1))
    camera.close()


# ---------------------------------------------------------------- hands from another process


def test_the_bench_takes_orders(tmp_path: Path) -> None:
    bench = Bench(tmp_path, camera_port=0)
    camera = bench.camera
    assert camera is not None
    control = Control(bench)
    hall = camera.scene
    for order, seen in (
        (b'{"do": "hold_phone", "payload": "ZW1:1", "dark": true, "module": 4}', lambda: camera.scene != hall),
        (b'{"do": "leave"}', lambda: camera.scene == hall),
        (b'{"do": "stand", "tilt": 10, "eyes_open": false, "light": {"level": 0.5}}', lambda: camera.scene != hall),
        (b'{"do": "leave"}', lambda: camera.scene == hall),
        (b'{"do": "lay_page", "paper": "form", "turn": 88}', lambda: camera.scene != hall),
        (b'{"do": "camera", "fault": "frozen"}', lambda: camera.fault is CameraFault.FROZEN),
        (b'{"do": "camera", "fault": null}', lambda: camera.fault is None),
    ):
        assert control.obey(order) == {"ok": True}
        assert seen()
    assert not control.obey(b'{"do": "camera", "fault": "on fire"}')["ok"]
    assert not control.obey(b'{"do": "lay_page", "paper": "newspaper"}')["ok"]
    assert control.obey(b'{"do": "state"}')["watched"] is False
    control.close()
    camera.stop()
    for wire in bench.wires.values():
        wire.close()
