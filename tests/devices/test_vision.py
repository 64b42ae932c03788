"""Pictures, code readers and health, without a process around them; and the words between the two processes."""

from __future__ import annotations

import csv
import http.server
import io
import struct
import subprocess
import sys
import threading
import zlib
from collections import deque
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.bench.camera import Held, draw_code, draw_phone
from devices.states import WrongDevice
from devices.vision import capture, messages
from devices.vision.camera_source import CameraSource, SourceKind, card
from devices.vision.capture import NewestFrame, PictureRefused, SourceLost, open_capture, read_picture
from devices.vision.comparison import compare, shown
from devices.vision.decoders import CodeReader, OpencvReader, TwoReaders, ZbarReader, ZxingReader
from devices.vision.health import PATIENCE, PATIENCE_SKIPPING, Health
from devices.vision.messages import (
    CodeSeen,
    Failed,
    Message,
    Opened,
    Order,
    PictureTaken,
    Purpose,
    Ready,
    Take,
    Trouble,
)
from devices.vision.opencv import cv2

ROOT = Path(__file__).parents[2]
READERS = [ZxingReader, ZbarReader, TwoReaders]


def grey(picture: Image.Image) -> capture.Image:
    ground = Image.new("L", (picture.width + 40, picture.height + 40), 200)
    ground.paste(picture.convert("L"), (20, 20))
    return np.asarray(ground, np.uint8)


# ---------------------------------------------------------------- code readers


@pytest.mark.parametrize("make", READERS)
@pytest.mark.parametrize(
    "payload",
    [b"ZW1:ABC", "张伟".encode(), "京D0926".encode(), "随访".encode(), "预约".encode("gb18030"), bytes(range(256))],
)
def test_bytes_are_exact(make: type[CodeReader], payload: bytes) -> None:
    """zbar's own guess garbles short Chinese names; its binary mode does not guess."""
    code = make().read(grey(draw_code(payload)))
    assert code is not None
    assert code.data == payload
    assert len(code.corners) == 4


@settings(max_examples=40)
@given(payload=st.binary(min_size=1, max_size=120))
def test_any_bytes(payload: bytes) -> None:
    picture = grey(draw_code(payload, 3))
    for reader in (ZxingReader(), ZbarReader()):
        code = reader.read(picture)
        assert code is not None
        assert code.data == payload


@pytest.mark.parametrize("make", READERS)
def test_the_nearest_code_is_the_one_that_is_meant(make: type[CodeReader]) -> None:
    hall = Image.new("L", (700, 400), 200)
    for payload, module, at in ((b"behind", 3, (20, 20)), (b"mine", 8, (150, 100)), (b"poster", 3, (500, 200))):
        hall.paste(draw_code(payload, module), at)
    code = make().read(np.asarray(hall, np.uint8))
    assert code is not None
    assert code.data == b"mine"
    assert 8 * 20 < code.span < 8 * 30


def test_other_kinds_of_code_are_not_read() -> None:
    import zxingcpp

    drawn = zxingcpp.create_barcode("12345", zxingcpp.BarcodeFormat.Code128).to_image(scale=3)
    picture = grey(Image.fromarray(np.asarray(memoryview(drawn))))
    assert all(make().read(picture) is None for make in READERS)


def test_the_second_opinion_is_asked_on_every_third_empty_frame() -> None:
    readers, asked = TwoReaders(), []

    class Second:
        def read(self, picture: capture.Image) -> None:
            asked.append(picture)

    readers._second = Second()  # type: ignore[assignment]
    empty = np.full((100, 100), 200, np.uint8)
    for _ in range(7):
        readers.read(empty)
    assert len(asked) == 2
    assert readers.read(grey(draw_code(b"x"))) is not None
    for _ in range(2):
        readers.read(empty)
    assert len(asked) == 2
    readers.read(empty)
    assert len(asked) == 3


def test_the_second_opinion_on_a_large_picture_says_where_the_code_is_in_it() -> None:
    readers = TwoReaders(every=1)
    readers._first = ZbarReader()  # type: ignore[assignment]
    large = Image.new("L", (2560, 1440), 200)
    large.paste(draw_code(b"x", 12), (1500, 700))
    whole = readers.read(np.asarray(large, np.uint8))
    readers._first = Blind()  # type: ignore[assignment]
    small = readers.read(np.asarray(large, np.uint8))
    assert whole is not None
    assert small is not None
    assert small.data == b"x"
    assert np.allclose(small.corners, whole.corners, atol=8)


class Blind:
    def read(self, _: capture.Image) -> None:
        return None


@given(st.binary(max_size=400), st.integers(1, 20))
def test_noise_is_no_code(noise: bytes, width: int) -> None:
    picture = np.frombuffer(noise[: len(noise) // width * width], np.uint8).reshape(-1, width)
    if picture.size:
        for make in (*READERS, OpencvReader):
            make().read(np.ascontiguousarray(picture))


# ---------------------------------------------------------------- pictures that are none


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that claims a size; grey, 8 bits."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def encoded(kind: str) -> bytes:
    file = io.BytesIO()
    draw_code(b"ZW1:1").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty file"),
        (b"no picture at all", "no picture"),
        (png(60_000, 60_000), "picture too large"),
        (png(16_000, 16_000), "picture too large"),
        (png(1, 100_000), "picture too large"),
        (png(100_000, 1), "picture too large"),
        (png(0, 0), "picture"),
        (encoded("PNG")[:20], "picture"),
        (encoded("JPEG")[:40], "picture"),
        (encoded("WEBP")[:30], "picture"),
        (encoded("BMP")[:30], "picture"),
    ],
)
def test_a_bad_picture_is_refused_and_costs_nothing(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(data)
    with pytest.raises(PictureRefused, match=why):
        read_picture(path)


def test_what_is_no_file_or_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PictureRefused):
        read_picture(tmp_path)
    (tmp_path / "x.png").write_bytes(encoded("PNG"))
    monkeypatch.setattr(capture, "PICTURE_BYTES", 10)
    with pytest.raises(PictureRefused, match="file too large"):
        read_picture(tmp_path / "x.png")


@settings(max_examples=60)
@given(
    kind=st.sampled_from(["PNG", "JPEG", "WEBP", "BMP"]),
    cut=st.floats(0, 1),
    at=st.floats(0, 1),
    byte=st.binary(min_size=1, max_size=4),
)
def test_a_broken_picture_is_a_picture_or_refused(
    tmp_path_factory: pytest.TempPathFactory, kind: str, cut: float, at: float, byte: bytes
) -> None:
    whole = encoded(kind)
    place = int(at * len(whole))
    path = tmp_path_factory.getbasetemp() / "broken.png"
    path.write_bytes((whole[:place] + byte + whole[place + len(byte) :])[: max(1, int(cut * len(whole)))])
    try:
        image = read_picture(path)
    except PictureRefused:
        return
    assert image.ndim == 3
    ZxingReader().read(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8))


# ---------------------------------------------------------------- sources


def test_a_video_begins_again_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "clip.avi"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 60.0, (64, 48))
    for level in (0, 120, 240):
        video.write(np.full((48, 64, 3), level, np.uint8))
    video.release()
    source = CameraSource(str(path))
    assert source.kind is SourceKind.VIDEO
    opened = open_capture(source)
    levels = []
    for _ in range(7):
        assert opened.grab()
        image = opened.retrieve()
        assert image is not None
        levels.append(round(float(image.mean()) / 120))
    opened.release()
    assert all((after - before) % 3 == 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/secret\n",
        "ffconcat version 1.0\nfile '/etc/passwd'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5000 RTP/AVP 96\n",
    ],
)
def test_a_video_that_is_a_list_of_further_addresses_is_not_opened(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.avi"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceLost):
        open_capture(CameraSource(str(path)))


@pytest.mark.parametrize("address", ["/dev/video99", "rtsp://127.0.0.1:1/main", "https://127.0.0.1:1/", "/nowhere.mp4"])
def test_a_source_that_cannot_be_opened(address: str) -> None:
    with pytest.raises(SourceLost):
        open_capture(CameraSource(address))


def test_a_stream_that_is_a_playlist_leads_nowhere() -> None:
    asked: list[str] = []

    class Playlist(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/vnd.apple.mpegurl")
            self.end_headers()
            self.wfile.write(b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/inside.ts\n#EXT-X-ENDLIST\n")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Playlist) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        with pytest.raises(SourceLost):
            open_capture(CameraSource(f"http://127.0.0.1:{server.server_port}/video"))
        server.shutdown()
    assert asked == ["/video"]


def test_frames_come_upright_and_the_end_is_told(tmp_path: Path) -> None:
    Image.new("RGB", (40, 20)).save(tmp_path / "a.png")
    newest = NewestFrame(CameraSource(str(tmp_path), rotate=90))
    image, _ = newest.next()
    assert image.shape == (40, 20, 3)
    assert newest.opened == Opened(20, 40, 0.0, "")
    (tmp_path / "a.png").unlink()
    with pytest.raises(SourceLost):
        deque(iter(newest.next, None), maxlen=0)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("rtsp://user:secret@10.0.0.2/main", SourceKind.STREAM),
        ("HTTP://10.0.0.2/video", SourceKind.STREAM),
        ("/dev/v4l/by-id/usb-046d-video-index0", SourceKind.V4L2),
        ("pictures/code.PNG", SourceKind.PICTURE),
        ("clip.mp4", SourceKind.VIDEO),
        ("concat:/etc/passwd", SourceKind.VIDEO),
    ],
)
def test_what_an_address_means(address: str, kind: SourceKind) -> None:
    assert CameraSource(address).kind is kind


def capability(name: bytes, capabilities: int, of_node: int) -> bytes:
    """An answer to VIDIOC_QUERYCAP."""
    return struct.pack("=16s32s32sIII12x", b"uvcvideo", name, b"usb-1", 0x60100, capabilities, of_node)


def test_a_camera_says_its_name() -> None:
    assert card(capability(b"HD Pro Webcam C920\0rest", 0x84A00001, 0x04200001)) == "HD Pro Webcam C920"
    assert card(capability(b"old \x1b driver", 0x04000001, 0)) == "old ? driver"


@pytest.mark.parametrize(("of_node", "found"), [(0x04A00000, "metadata"), (0x04000002, "no camera")])
def test_a_node_without_pictures_is_refused(of_node: int, found: str) -> None:
    """A USB camera has a second node, for metadata, which opens and never gives a frame."""
    with pytest.raises(WrongDevice) as raised:
        card(capability(b"HD Pro Webcam C920", 0x84A00001, of_node))
    assert found in str(raised.value.facts["found"])


# ---------------------------------------------------------------- health


def frame(level: int, seed: int = 0) -> capture.Image:
    noise = np.random.default_rng(seed).integers(0, 6, (48, 64, 3), np.uint8)
    return np.asarray(noise + level, np.uint8)


def judge(health: Health, frames: list[capture.Image]) -> list[Trouble | None]:
    return [health.judge(each) for each in frames]


def test_a_live_camera_is_well_and_a_picture_may_stand_still() -> None:
    assert set(judge(Health(live=True), [frame(90, seed) for seed in range(60)])) == {None}
    assert set(judge(Health(live=False), [frame(0)] * 60)) == {None}


def test_frozen() -> None:
    health = Health(live=True)
    assert not health.alive
    assert set(judge(health, [frame(90)] * PATIENCE)) == {None}
    assert not health.alive
    assert health.judge(frame(90)) is Trouble.FROZEN
    assert health.judge(frame(90, seed=1)) is None
    assert health.alive


def test_an_encoder_that_leaves_out_what_did_not_change_has_longer() -> None:
    assert CameraSource("rtsp://10.0.0.2/").skipping
    assert not CameraSource("http://10.0.0.2/").skipping
    health = Health(live=True, skipping=True)
    assert set(judge(health, [frame(90)] * PATIENCE_SKIPPING)) == {None}
    assert health.judge(frame(90)) is Trouble.FROZEN


def test_black_is_not_frozen_and_the_dark_is_not_black() -> None:
    black = Health(live=True)
    assert judge(black, [frame(0)] * PATIENCE)[-1] is Trouble.BLACK
    assert black.judge(frame(60)) is None
    dark = [frame(0, seed) for seed in range(60)]
    for image in dark:
        image[8, 8] = 60  # one lamp
    assert set(judge(Health(live=True), dark)) == {None}


# ---------------------------------------------------------------- the words between the processes


MESSAGES: list[Message] = [
    Order(Purpose.SCAN, {"address": "http://a/"}, {}, ""),
    Take(),
    Ready("OpenCV 4"),
    Opened(640, 480, 25.0, "MJPG"),
    CodeSeen(bytes(range(256))),
    PictureTaken(b"\xff\xd8", 358, 441),
    Failed(Trouble.BLACK),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_arrives_as_it_was_sent(message: Message) -> None:
    line = messages.encode(message)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert messages.decode(line) == message


@given(st.binary(max_size=200))
def test_garbage_is_no_message(noise: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        messages.decode(noise)


@pytest.mark.parametrize(
    "line",
    [
        b"null",
        b"[]",
        b'{"is": "System"}',
        b'{"is": ["Take"]}',
        b'{"is": "Take", "more": 1}',
        b'{"is": "CodeSeen", "data": "~"}',
        b'{"is": "CodeSeen", "data": 3}',
        b'{"is": "Failed", "trouble": "tired"}',
        b"[" * 5000,
    ],
)
def test_what_is_no_message(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        messages.decode(line)


def test_nothing_personal_is_shown() -> None:
    shown_somewhere = (CodeSeen(b"secret"), PictureTaken(b"secret", 1, 1), CameraSource("rtsp://a:secret@10.0.0.2/"))
    assert "secret" not in repr(shown_somewhere)


# ---------------------------------------------------------------- comparing readers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    draw_phone("张伟 \x1b[2J", Held()).convert("L").save(tmp_path / "a \x1b[31m.png")
    draw_code(b"\xff\x00").save(tmp_path / "b.PNG")
    Image.new("L", (100, 100), 200).save(tmp_path / "c.bmp")
    (tmp_path / "d.jpg").write_bytes(b"rubbish")
    (tmp_path / "e.txt").write_text("no picture")
    return tmp_path


def test_every_file_is_a_line(folder: Path) -> None:
    out = io.StringIO()
    assert compare(folder, "both", out=out) == 0
    lines = out.getvalue().splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("a \\x1b[31m.png: read 0x")
    assert lines[1].startswith("b.PNG: read 0xff00 ")
    assert lines[2].startswith("c.bmp: no code ")
    assert lines[3] == "d.jpg: no picture"
    assert lines[4].startswith("both: 2 of 3 read (67%), p50 ")
    assert "\x1b" not in out.getvalue()


@pytest.mark.parametrize("reader", ["zxing", "zbar", "opencv"])
def test_a_table_for_every_reader(folder: Path, reader: str) -> None:
    out = io.StringIO()
    assert compare(folder, reader, as_csv=True, out=out) == 0
    rows = list(csv.reader(io.StringIO(out.getvalue())))
    assert rows[0] == ["file", "verdict", "payload", "milliseconds"]
    assert len(rows) == 5


def test_a_folder_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(tmp_path / "nowhere", "zxing") == 2
    assert "nowhere: No such file or directory" in capsys.readouterr().err
    assert compare(tmp_path, "zxing") == 0
    assert capsys.readouterr().out == "zxing: no pictures\n"


def test_the_command_line(folder: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "devices.vision", folder, "--reader", "zxing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[-1].startswith("zxing: 2 of 3 read")
    assert said.stderr == ""


@given(st.text(max_size=80))
def test_what_is_shown_cannot_rewrite_the_screen(text: str) -> None:
    assert shown(text).isprintable()
