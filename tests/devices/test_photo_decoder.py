"""A maker's photo decoder in a process of its own: a made-up format, and every way in which a program goes wrong."""

from __future__ import annotations

import io
import logging
import socket
import stat
import sys
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from devices.bench.cards import sample
from devices.deadline import Deadline
from devices.id_card_reader import SdtIdCardReader
from devices.photo_decoder import BMP_SIZE, HEADER, HEIGHT, WIDTH, PhotoDecoder, _no_network
from devices.states import Cancelled
from tests.devices.faulty_line import FaultyLine
from tests.devices.patience import SOON

PHOTO = bytes(range(256)) * 4
START = f"""#!{sys.executable} -IS
import os, sys
HEADER = {HEADER!r}
photo = sys.stdin.buffer.read()
out = sys.stdout.buffer
def picture():
    # The made-up format: the chip's bytes, over and over, are the pixels.
    return HEADER + (photo * 38)[: {BMP_SIZE} - 54]
"""


@pytest.fixture
def decoder(tmp_path: Path, request: pytest.FixtureRequest) -> PhotoDecoder:
    program = tmp_path / "decode"
    program.write_text(START + getattr(request, "param", "out.write(picture())\n"))
    program.chmod(0o755)
    return PhotoDecoder(program)


def decode(decoder: PhotoDecoder) -> bytes | None:
    return decoder.decode(PHOTO, Deadline(SOON))


def test_a_photo_becomes_a_picture_of_102_by_126(decoder: PhotoDecoder) -> None:
    bmp = decode(decoder)
    assert bmp is not None
    assert len(bmp) == BMP_SIZE == 38862
    with Image.open(io.BytesIO(bmp)) as image:
        assert (image.size, image.mode) == ((WIDTH, HEIGHT), "RGB")
        assert image.getpixel((0, HEIGHT - 1)) == (2, 1, 0)  # rows from the bottom up, blue first
    assert decoder.problem() == ""


@pytest.mark.parametrize(
    "decoder",
    [
        "",  # nothing at all
        "os.abort()",
        "sys.exit(1)",
        "out.write(picture()[:-1])",
        "out.write(picture() + b'!')",
        "out.write(bytes(38862))",
        "out.write(b'BM' + os.urandom(38860))",
        "out.write(picture().replace(b'\\x66\\0\\0\\0\\x7e', b'\\x67\\0\\0\\0\\x7e', 1))",  # a pixel wider
        "out.write(picture()[:28] + b'\\x20' + picture()[29:])",  # 32 bits a pixel
        "while True: out.write(bytes(65536))",
        "x = bytearray(1 << 30); out.write(picture())",  # more memory than it may have
        "raise SystemExit(photo.decode('latin-1'))",
    ],
    indirect=True,
)
def test_whatever_goes_wrong_costs_the_picture_only(decoder: PhotoDecoder, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert decode(decoder) is None
    assert "photo decoder gives no picture" in caplog.text
    assert "\x10\x11" not in caplog.text


@pytest.mark.parametrize(
    "decoder",
    [
        "import time; time.sleep(60)",
        "out.write(picture()[:-1]); out.flush(); import time; time.sleep(60)",
        "while 1: 1",
    ],
    indirect=True,
)
def test_a_program_that_hangs_is_killed_in_time(decoder: PhotoDecoder) -> None:
    started = time.monotonic()
    assert decoder.decode(PHOTO, Deadline(0.3)) is None
    assert time.monotonic() - started < 2.0


@pytest.mark.parametrize(
    "decoder",
    ["import time\nif os.fork() == 0: time.sleep(60)\nout.write(picture())\nout.close()\ntime.sleep(60)"],
    indirect=True,
)
def test_what_it_has_started_ends_with_it(decoder: PhotoDecoder) -> None:
    started = time.monotonic()
    assert decoder.decode(PHOTO, Deadline(0.5)) is None  # its child holds the pipe open
    assert time.monotonic() - started < 2.0


@pytest.mark.parametrize("decoder", ["import time; time.sleep(60)"], indirect=True)
def test_a_cancel_is_felt_while_it_works(decoder: PhotoDecoder) -> None:
    taken_back = threading.Event()
    threading.Timer(0.1, taken_back.set).start()
    with pytest.raises(Cancelled):
        decoder.decode(PHOTO, Deadline(60.0, taken_back))


@pytest.mark.parametrize(
    "decoder",
    [
        """
import resource, socket
networks = [name for _, name in socket.if_nameindex()]
secrets = os.environ.keys() - {"LANG", "PATH", "LC_CTYPE"}
core = resource.getrlimit(resource.RLIMIT_CORE)
if not secrets and core == (0, 0) and os.getcwd() == "/" and len(sys.argv) == 1 and networks in NETWORKS:
    out.write(picture())
"""
    ],
    indirect=True,
)
def test_it_sees_nothing_of_the_terminal(
    decoder: PhotoDecoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SECRET", "1")
    program = tmp_path / "decode"
    allowed = [[], ["lo"]] if _no_network() else [[name for _, name in socket.if_nameindex()]]
    program.write_text(program.read_text().replace("NETWORKS", repr(allowed)))
    assert decode(decoder) is not None


@pytest.mark.parametrize("decoder", ["os.write(os.open('FILE', os.O_CREAT | os.O_WRONLY), photo)"], indirect=True)
def test_it_writes_no_file(decoder: PhotoDecoder, tmp_path: Path) -> None:
    program, file = tmp_path / "decode", tmp_path / "photo"
    program.write_text(program.read_text().replace("FILE", str(file)))
    assert decode(decoder) is None
    assert file.read_bytes() == b""


@pytest.mark.parametrize("name", ["nothing", "folder", "plain", "no_program"])
def test_a_wrong_program_is_said_to_be_one_and_costs_no_reading(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    match name:
        case "folder":
            path.mkdir()
        case "plain":
            path.write_text("#!/bin/sh\n")
        case "no_program":
            path.write_bytes(b"\x7fELF, but not really")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
    decoder = PhotoDecoder(path)
    assert bool(decoder.problem()) is (name != "no_program")
    assert decode(decoder) is None


def test_a_card_is_read_with_its_portrait_or_without(decoder: PhotoDecoder, tmp_path: Path) -> None:
    card = sample("li_ming")
    for fitted in (decoder, PhotoDecoder(tmp_path / "nothing"), None):
        line = FaultyLine(0, [])
        line.reader.lay(card)
        read = SdtIdCardReader(line, line.clock, photo_decoder=fitted).read(Deadline(SOON, line.clock))
        assert (read.name, read.photo) == ("李明", card.photo)
        assert (read.portrait is not None) is (fitted is decoder)
        assert repr(read) == "IdCard(layout=resident)"


def test_no_descriptor_and_no_child_is_left(decoder: PhotoDecoder) -> None:
    decode(decoder)
    before = len(list(Path("/proc/self/fd").iterdir())), children()
    for _ in range(3):
        decode(decoder)
    assert (len(list(Path("/proc/self/fd").iterdir())), children()) == before


def children() -> set[str]:
    """The processes that this one has started and not seen the end of."""
    return {child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()}
