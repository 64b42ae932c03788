"""A network camera in the hall: an HTTP server that sends Motion JPEG, and what stands before its lens.

Sources: the MIME type `multipart/x-mixed-replace` as network cameras send it.
"""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops, ImageFilter

SHUTTER = 0.04  # seconds between two pictures
SLOW = 0.6  # seconds, for a camera that is slow
NOISE = 6.0  # standard deviation of the sensor's noise, of 255
FILM = 8  # pictures of a scene, each with other noise, shown in turn: enough to be alive, and drawn only once
_LISTEN = 0.05  # seconds; only how soon `stop` is felt


class CameraFault(StrEnum):
    """What can be wrong with it."""

    FROZEN = "frozen"
    BLACK = "black"
    STUCK = "stuck"  # connected, and nothing comes
    LOST = "lost"  # nobody listens
    SLOW = "slow"


@dataclass(frozen=True)
class Held:
    """How a phone is held."""

    module: int = 6  # pixels
    blur: float = 0.0  # sigma, pixels
    dark: bool = False  # dark mode: light modules on a dark ground
    tilt: float = 0.0  # the part by which the right edge looks shorter
    turn: float = 0.0  # degrees


def draw_code(payload: bytes | str, module: int = 6) -> Image.Image:
    """A QR code with its quiet zone; bytes and Chinese as they are."""
    import zxingcpp

    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode)
    drawn = memoryview(code.to_image(scale=module, add_quiet_zones=True))  # type: ignore[arg-type]  # not in its stubs
    height, width = drawn.shape or (0, 0)
    return Image.frombytes("L", (width, height), drawn.tobytes())


def draw_phone(payload: bytes | str, held: Held = Held()) -> Image.Image:
    """A code as somebody holds it, on a transparent ground."""
    code = draw_code(payload, held.module)
    if held.dark:
        code = ImageChops.invert(code)
    phone = Image.merge("LA", (code, Image.new("L", code.size, 255)))
    if held.tilt:
        width, height = phone.size
        shrink = held.tilt / width  # of the height, per column
        seen = (1 - held.tilt, 0.0, 0.0, -shrink * height / 2, 1.0, 0.0, -shrink, 0.0)
        phone = phone.transform(phone.size, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BICUBIC)
    if held.turn:
        phone = phone.rotate(held.turn, Image.Resampling.BICUBIC, expand=True)
    return phone.filter(ImageFilter.GaussianBlur(held.blur)) if held.blur else phone


def draw_hall(width: int, height: int) -> Image.Image:
    """Nobody there: a wall, and a floor that reflects."""
    return Image.linear_gradient("L").rotate(180).resize((width, height)).point(lambda value: 60 + value // 3)


class BenchCamera:
    """One camera at `url`. Hands may be used from any thread; `on_change` comes on the thread of the hand."""

    def __init__(
        self, width: int = 640, height: int = 480, port: int = 0, *, on_change: Callable[[], None] | None = None
    ) -> None:
        """Its port is open from here on. Raises `OSError`."""
        self.on_change = on_change
        self._hall = draw_hall(width, height).convert("RGB")
        self._noise = [Image.effect_noise((width, height), NOISE).convert("RGB") for _ in range(FILM)]
        self._scene = self._hall
        self._film: dict[tuple[int, bool], bytes] = {}
        self._fault: CameraFault | None = None
        self._door: socket.socket | None = self._open_door(port)
        self._port = int(self._door.getsockname()[1])
        self._running = threading.Event()
        self._viewers: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/video"

    def start(self) -> None:
        self._running.set()
        self._begin(self._serve)

    def stop(self) -> None:
        self._running.clear()
        for thread in self._threads:
            thread.join()
        if self._door is not None:
            self._door.close()

    # ------------------------------------------------------------ hands

    def hold_phone(self, payload: bytes | str, held: Held = Held()) -> None:
        """Hold a phone with this code before the lens, until it is taken away."""
        phone, scene = draw_phone(payload, held), self._hall.copy()
        scene.paste(phone.convert("L"), _middle(scene, phone), phone.getchannel("A"))
        self._show(scene)

    def stand(self, picture: Image.Image) -> None:
        """Whatever is before the lens now: the picture fills the frame."""
        self._show(picture.convert("RGB").resize(self._hall.size, Image.Resampling.LANCZOS))

    def leave(self) -> None:
        """Nobody is there, and nothing is held."""
        self._show(self._hall)

    @property
    def fault(self) -> CameraFault | None:
        """What is wrong with it; may be set."""
        return self._fault

    @fault.setter
    def fault(self, fault: CameraFault | None) -> None:
        self._fault = fault
        self._announce()

    # ------------------------------------------------------------ what can be seen

    @property
    def lit(self) -> bool:
        """Does anybody watch?"""
        return bool(self._viewers)

    @property
    def scene(self) -> Image.Image:
        """What is before the lens."""
        return self._scene

    # ------------------------------------------------------------ its threads

    def _serve(self) -> None:
        while self._running.is_set():
            if self._fault is CameraFault.LOST and self._door is not None:
                self._door.close()
                self._door = None
            elif self._fault is not CameraFault.LOST and self._door is None:
                self._door = self._open_door(self._port)
            if self._door is None:
                time.sleep(_LISTEN)
                continue
            with contextlib.suppress(TimeoutError):
                viewer, _ = self._door.accept()
                self._begin(self._send, viewer)

    def _send(self, viewer: socket.socket) -> None:
        """One viewer, until either has enough."""
        viewer.settimeout(2.0)
        with viewer, contextlib.suppress(OSError):
            if not viewer.recv(4096):
                return  # somebody only knocked
            self._viewers.add(viewer)
            self._announce()
            viewer.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n")
            picture, shot = b"", 0
            while self._running.is_set() and self._fault is not CameraFault.LOST:
                if self._fault is not CameraFault.STUCK:
                    if not picture or self._fault is not CameraFault.FROZEN:
                        picture, shot = self._expose(shot % FILM), shot + 1
                    head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(picture)
                    viewer.sendall(head + picture + b"\r\n")
                elif _hung_up(viewer):
                    break
                time.sleep(SLOW if self._fault is CameraFault.SLOW else SHUTTER)
        self._viewers.discard(viewer)
        self._announce()

    def _expose(self, number: int) -> bytes:
        """The scene with the noise of that number, as JPEG."""
        film, black = self._film, self._fault is CameraFault.BLACK
        if (number, black) not in film:
            if black:
                picture = self._noise[number].point(lambda value: max(0, value - 128) // 4)
            else:
                picture = ImageChops.add(self._scene, self._noise[number], 1.0, -128)
            file = io.BytesIO()
            picture.save(file, "JPEG", quality=85)
            film[number, black] = file.getvalue()
        return film[number, black]

    def _show(self, scene: Image.Image) -> None:
        self._scene, self._film = scene, {}
        self._announce()

    def _announce(self) -> None:
        if self.on_change is not None:
            self.on_change()

    def _begin(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, name="bench camera", daemon=True)
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    @staticmethod
    def _open_door(port: int) -> socket.socket:
        door = socket.create_server(("127.0.0.1", port))
        door.settimeout(_LISTEN)
        return door


def _middle(scene: Image.Image, part: Image.Image) -> tuple[int, int]:
    return (scene.width - part.width) // 2, (scene.height - part.height) // 2


def _hung_up(viewer: socket.socket) -> bool:
    try:
        return viewer.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
