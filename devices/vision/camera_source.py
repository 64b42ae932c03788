"""Where pictures come from, as the configuration names it, and whether it is there. Looks without turning it on.

Sources: `VIDIOC_QUERYCAP` and its capability bits from the kernel's `videodev2.h`.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import socket
import stat
import struct
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from devices.states import Offline, WrongDevice

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp"})
"""Suffixes of picture files, lower case."""

STREAMS = {"http": 80, "https": 443, "rtsp": 554}
"""Schemes of network streams and their ports."""

CONNECT = 1.5  # seconds that a camera's host has to answer; nobody can take this wait back

_QUERYCAP = 0x80685600  # _IOR('V', 0, struct v4l2_capability)
_CAPABILITY = struct.Struct("=16s32s32sIII12x")  # driver, card, bus_info, version, capabilities, device_caps
_VIDEO_CAPTURE, _META_CAPTURE, _DEVICE_CAPS = 0x0000_0001, 0x0080_0000, 0x8000_0000


class CameraGone(Offline):
    """The camera is not there: unplugged, not reachable, or the file is missing."""

    code = "camera_gone"


class SourceKind(StrEnum):
    """What a source is."""

    V4L2 = "v4l2"
    STREAM = "stream"
    VIDEO = "video"
    PICTURE = "picture"
    FOLDER = "folder"

    @property
    def live(self) -> bool:
        """It looks at the world, so that no two pictures are alike."""
        return self in (SourceKind.V4L2, SourceKind.STREAM)


@dataclass(frozen=True)
class CameraSource:
    """A source and what is wished of it. `rotate`: degrees clockwise that set its pictures upright."""

    address: str = field(repr=False)  # may hold a password
    width: int = 1280
    height: int = 720
    rotate: int = 0

    @property
    def kind(self) -> SourceKind:
        """By its address alone, except that a folder is a folder."""
        if self.address.partition("://")[0].lower() in STREAMS:
            return SourceKind.STREAM
        path = Path(self.address)
        if path.is_dir():
            return SourceKind.FOLDER
        if path.suffix.lower() in PICTURES:
            return SourceKind.PICTURE
        return SourceKind.V4L2 if path.is_relative_to("/dev") else SourceKind.VIDEO

    @property
    def skipping(self) -> bool:
        """Its encoder leaves out what did not change, as H.264 does, which RTSP usually carries."""
        return self.address.partition("://")[0].lower() == "rtsp"

    def found(self, within: float) -> str:
        """Its name, when it is there; the camera stays off. `within`: seconds for a host to answer.

        Raises `CameraGone`, or `WrongDevice` for a node that gives no pictures.
        """
        if self.kind is SourceKind.STREAM:
            return self._reached(within)
        if self.kind is SourceKind.V4L2:
            return self._asked()
        if not Path(self.address).exists():
            raise CameraGone("no such file")
        return self.kind.value

    def _reached(self, within: float) -> str:
        try:
            parts = urlsplit(self.address)
            host, port = parts.hostname or "", parts.port or STREAMS[parts.scheme.lower()]
            socket.create_connection((host, port), min(max(0.05, within), CONNECT)).close()
        except (OSError, ValueError) as error:
            raise CameraGone(type(error).__name__) from None
        return f"{host}:{port}"

    def _asked(self) -> str:
        try:
            node = os.open(self.address, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise CameraGone(error.strerror or "") from None
        try:
            if not stat.S_ISCHR(os.fstat(node).st_mode):
                raise WrongDevice(expected="v4l2", found="file")
            return card(fcntl.ioctl(node, _QUERYCAP, bytes(_CAPABILITY.size)))
        except OSError as error:
            if error.errno == errno.ENODEV:
                raise CameraGone(error.strerror or "") from None
            raise WrongDevice(expected="v4l2", found="other device") from None
        finally:
            with contextlib.suppress(OSError):
                os.close(node)


def card(answer: bytes) -> str:
    """The camera's name in an answer to `VIDIOC_QUERYCAP`. Raises `WrongDevice` for a node without pictures."""
    _, name, _, _, capabilities, of_node = _CAPABILITY.unpack(answer)
    if capabilities & _DEVICE_CAPS:
        capabilities = of_node
    if not capabilities & _VIDEO_CAPTURE:
        found = "metadata node; take the one that ends in video-index0" if capabilities & _META_CAPTURE else "no camera"
        raise WrongDevice(expected="v4l2", found=found)
    text: str = name.partition(b"\0")[0].decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "?" for character in text)
