"""The bundle: nothing of a citizen in it, and whole on the stick or not there."""

from __future__ import annotations

import errno
import functools
import hashlib
import io
import json
import logging
import os
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.messages import TakeWalkInTicket
from devices.bench.cards import sample
from devices.deadline import Deadline
from devices.id_card import IdCard
from devices.id_card_reader import SdtIdCardReader
from devices.paper import QrCode, Slip, Text
from devices.receipt_printer import ReceiptPrinter
from devices.states import Offline
from kiosk import config
from kiosk.office import seal
from kiosk.passwords import without_passwords, without_secrets
from kiosk.readiness import PRINTER, READER, SCANNER
from kiosk.technician import bundle
from kiosk.technician.bundle import BundleFailed, Facts, our_lines, sticks
from kiosk.technician.logbook import Logbook
from kiosk.technician.machine import Machine
from kiosk.technician.scenes import BundlePage
from kiosk.technician.service_mode import Pause
from kiosk.wishes.wish import CodeShown, Way
from tests.kiosk.workshop import Workshop

NUMBER, PHONE = "11010519900307123", "13912345678"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CODE = "ZW1:" + "Q7" * 87


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(tmp_path)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    directory = tmp_path / "root" / "media" / "STICK 1"
    directory.mkdir(parents=True)
    return directory


def plug_in(root: Path, stick: Path, *, options: str = "rw,relatime", removable: str = "1", usb: bool = False) -> None:
    """What the kernel says of a mounted stick."""
    device = stick.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    disk = root / "sys/devices/pci0" / ("usb3" if usb else "ata1") / "block/sda"
    (disk / "sda1").mkdir(parents=True, exist_ok=True)
    (disk / "removable").write_text(f"{removable}\n")
    (root / "sys/dev/block").mkdir(parents=True, exist_ok=True)
    link = root / "sys/dev/block" / number
    link.unlink(missing_ok=True)
    link.symlink_to(disk / "sda1")
    (root / "proc/self").mkdir(parents=True, exist_ok=True)
    mount = str(stick).replace(" ", "\\040")
    (root / "proc/self/mountinfo").write_text(
        f"22 1 0:21 / /proc rw - proc proc rw\n36 1 {number} / {mount} {options} shared:1 - vfat /dev/sda1 rw\n"
    )


def unpacked(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        files = {member.name: opened.extractfile(member).read() for member in opened}  # type: ignore[union-attr]
    sums = json.loads(files.pop("sha256.json"))
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return files


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """Those of a terminal that does not run."""
    text = '[terminal]\nname = "1"\n[office]\nurl = "http://127.0.0.1:9"\n[storage]\ndirectory = "data"\n'
    tree = config.read(text.encode(), tmp_path / "kiosk.toml")
    return Facts(tree, NOW, Logbook(tmp_path / "data", lambda: NOW), Machine(tmp_path / "root"))


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


# ---------------------------------------------------------------- the canary


def test_nothing_that_was_at_the_terminal_is_in_the_bundle(
    workshop: Workshop, stick: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A card is read, a code shown, a slip printed, an effect refused, a card tested; then everything is packed."""
    caplog.set_level(logging.INFO)
    person = visit(workshop)
    said = f"{person.name} {person.number} {PHONE}"
    journal = [f"2026-11-20 10:00:00,123 {record.levelname} {record.name}: {record.getMessage()}"
               for record in caplog.records]  # fmt: skip
    journal += [f"some other program: {said}", f"2026-11-20 10:00:00,000 INFO kiosk.session: a slip of ours: {said}"]
    monkeypatch.setattr(bundle, "run", lambda _command, _by: "\n".join(journal))
    plug_in(workshop.directory / "root", stick)
    monkeypatch.setattr(bundle, "sticks", functools.partial(sticks, root=workshop.directory / "root"))

    workshop.entered()
    tested = sample("wang_xiuying")
    workshop.bench.reader.lay(tested)
    workshop.console.test(READER)
    workshop.until(lambda: not workshop.scene.busy and getattr(workshop.scene, "report", None) is not None)
    workshop.console.bundle()
    workshop.until(lambda: isinstance(workshop.scene, BundlePage) and bool(workshop.scene.sticks))
    workshop.console.save_bundle(workshop.scene.sticks[0])
    assert workshop.said() == "bundle_saved"
    assert workshop.written()[-2:] == ["bundle begun", "bundle done"]

    saved = stick / workshop.scene.saved
    assert saved.name.startswith("kiosk-1-Lobby-")
    assert names(stick) == [saved.name]
    files = unpacked(saved)
    assert set(files) == {
        *("about.json", "config.json", "devices.json", "ledger.json", "journal.txt", "logbook/verification.json"),
        *("logbook/0000000001.jsonl", *(f"recordings/{name}.jsonl" for name in (PRINTER, READER, SCANNER))),
    }
    assert b'"refused": 1' in files["ledger.json"]
    assert b"kiosk.session: a slip of ours: ?? # #" in files["journal.txt"]
    assert len(files[f"recordings/{READER}.jsonl"].splitlines()) > 10
    everything = b"\n".join((*files.values(), *_wire_bytes(files)))
    for canary in (person.name, person.number, person.number[:17], person.address, PHONE, CODE, CODE[:40]):
        assert canary
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            told = canary.encode(encoding)
            assert told not in everything, (canary, encoding)
            assert told.hex().encode() not in everything, (canary, encoding)
        assert json.dumps(canary)[1:-1].encode() not in everything
    assert tested.text[:6] not in everything


def visit(workshop: Workshop) -> IdCard:
    """A citizen has been there; whose card it was."""
    shown: list[Any] = []
    workshop.ready(PRINTER, READER, SCANNER)
    workshop.bench.reader.lay(sample("li_ming"))
    workshop.terminal.watch((Way.ID_CARD,), shown.append)
    workshop.until(lambda: len(shown) == 1)
    workshop.terminal.watch((Way.BOOKING_CODE,), shown.append)
    workshop.until(lambda: workshop.bench.scanner.armed)
    workshop.bench.scanner.show(CODE)
    workshop.until(lambda: len(shown) == 2)
    person = shown[0].card
    assert shown[1] == CodeShown(CODE)
    slip = Slip((Text(f"{person.name} {person.number} {PHONE}"), QrCode(CODE)))
    printer: Any = workshop.terminal.device(PRINTER)
    workshop.terminal.request(printer, shown.append, ReceiptPrinter.print, 20.0, slip)
    workshop.until(lambda: len(shown) == 3)
    workshop.bench.reader.lift()
    reader: Any = workshop.terminal.device(READER)
    workshop.terminal.request(reader, shown.append, SdtIdCardReader.removed, 20.0)
    workshop.until(lambda: len(shown) == 4)
    now = workshop.clock.now()
    wish = TakeWalkInTicket(item_id=1001, id_number=person.number, name=person.name, asked_at=now)
    workshop.ledger.refused(workshop.ledger.append(*seal(workshop.place, wish), now=now), "effect_refused")
    return person  # type: ignore[no-any-return]


def _wire_bytes(files: dict[str, bytes]) -> Iterator[bytes]:
    """Every recording's bytes, each direction in one piece."""
    for name, data in files.items():
        if name.startswith("recordings/"):
            lines = [json.loads(line) for line in data.splitlines()]
            for way in ("sent", "received"):
                yield b"".join(bytes.fromhex(line.get("hex", "")) for line in lines if line.get("event") == way)


def test_the_journal_keeps_our_own_lines_only() -> None:
    ours = "2026-11-20 10:00:00,123 WARNING devices.device: code_scanner: online/unknown -> no_device device_gone"
    assert our_lines([ours]) == [ours]
    assert our_lines(["sshd: Accepted", ours + "\x1b[31m", "2026-11-20 INFO kiosk: no", ""]) == [ours + "?[31m"]
    assert our_lines(["2026-11-20 10:00:00,123 INFO requests.auth: token"]) == []
    (line,) = our_lines([f"2026-11-20 10:00:00,123 INFO kiosk.x: 张三 {NUMBER}X {PHONE} 12"])
    assert line.endswith("kiosk.x: ?? # # 12")


@given(st.lists(st.text(max_size=200)))
def test_no_line_of_a_journal_upsets_it(lines: list[str]) -> None:
    for line in our_lines(lines):
        assert line.isascii()


def test_passwords_stay_at_the_machine() -> None:
    tree = {
        "office": {"url": "https://office.example", "proxy": "http://kiosk:secret@10.0.0.1:3128"},
        "devices": {"camera": {"source": "rtsp://admin:secret@10.0.0.2/live?token=secret", "width": 1280}},
        "fonts": ["/usr/share/fonts/a.ttc"],
    }
    told = json.dumps(without_secrets(tree), ensure_ascii=False)
    assert "secret" not in told
    assert "10.0.0.2/live" in told
    assert "https://office.example" in told
    assert (
        without_passwords('+source = "rtsp://a:b@10.0.0.2/x?pw=c"  # old') == '+source = "rtsp://…@10.0.0.2/x?…"  # old'
    )
    assert without_passwords("usb-printer://04b8:0202?serial=X1") == "usb-printer://04b8:0202?serial=X1"


@pytest.mark.parametrize(
    "address",
    [
        *("rtsp://admin:sec/ret@10.0.0.2/live", "rtsp://admin:se@cret@10.0.0.2/live", "RTSP://10.0.0.2/live?secret"),
        *('rtsp://admin:"secret@10.0.0.2/live', 'rtsp://10.0.0.2/live?a="secret', "rtsp://10.0.0.2/?pw=1'secret"),
        "rtsp://10.0.0.2/user=admin_password=secret_channel=1_stream=0.sdp?real_stream",
        "rtsp://10.0.0.2/user=admin&Passwd=secret&channel=1",
    ],
)
def test_a_password_is_found_wherever_cameras_want_it(address: str) -> None:
    for line in (address, f'+source = "{address}"  # a remark', f"source = {address!r}"):
        told = without_passwords(line)
        assert "cret" not in told
        assert "10.0.0.2/" in told


# ---------------------------------------------------------------- sticks


def test_a_stick_is_known_by_what_the_kernel_says(tmp_path: Path, stick: Path) -> None:
    root = tmp_path / "root"
    assert sticks(Deadline(1), root) == ()
    plug_in(root, stick)
    (found,) = sticks(Deadline(1), root)
    assert (found.directory, found.label, found.device) == (stick, "STICK 1", stick.stat().st_dev)
    assert found.free_bytes > 0
    plug_in(root, stick, removable="0", usb=True)
    assert len(sticks(Deadline(1), root)) == 1
    for options, removable in [("ro,relatime", "1"), ("rw", "0")]:
        plug_in(root, stick, options=options, removable=removable, usb=False)
        (root / "sys/dev/block" / f"{os.major(found.device)}:{os.minor(found.device)}").unlink(missing_ok=True)
        assert sticks(Deadline(1), root) == ()


def test_a_directory_that_is_no_stick_any_more_takes_nothing(facts: Facts, stick: Path) -> None:
    """Pulled out in between: what is left is an empty directory on the terminal's own disk."""
    with pytest.raises(BundleFailed) as failed:
        bundle.save(Deadline(10), facts, stick, stick.stat().st_dev + 1)
    assert failed.value.code == "stick_gone"
    assert not any(stick.iterdir())
    with pytest.raises(BundleFailed) as failed:
        bundle.save(Deadline(10), facts, stick / "nowhere")
    assert failed.value.code == "stick_gone"


@pytest.mark.parametrize(
    "failure",
    [(errno.ENOSPC, "stick_full"), (errno.EROFS, "stick_readonly"), (errno.EIO, "stick_gone"),
     (errno.EBADF, "bundle_failed")],
)  # fmt: skip
@pytest.mark.parametrize("call", ["fsync", "rename", "open"])
def test_whatever_goes_wrong_nothing_half_is_left(
    facts: Facts, stick: Path, monkeypatch: pytest.MonkeyPatch, call: str, failure: tuple[int, str]
) -> None:
    real, (number, code) = getattr(os, call), failure

    def fails(*arguments: Any, **options: Any) -> Any:
        if call == "open" and not str(arguments[0]).endswith(".part"):
            return real(*arguments, **options)
        raise OSError(number, os.strerror(number))

    packed = bundle.contents(Deadline(10), facts)
    monkeypatch.setattr(bundle, "contents", lambda *_: packed)
    monkeypatch.setattr(os, call, fails)
    with pytest.raises(BundleFailed) as failed:
        bundle.save(Deadline(10), facts, stick)
    monkeypatch.undo()
    assert failed.value.code == code
    assert names(stick) == []


def test_a_full_stick_is_told_before_a_byte_is_written(
    facts: Facts, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fstatvfs", lambda _file: SimpleNamespace(f_bavail=10, f_frsize=512))
    with pytest.raises(BundleFailed) as failed:
        bundle.save(Deadline(10), facts, stick)
    assert failed.value.code == "stick_full"
    assert failed.value.facts["free"] == 5120


def test_a_stick_that_is_too_slow_is_given_up(facts: Facts, stick: Path) -> None:
    with pytest.raises(BundleFailed) as failed:
        bundle.save(Deadline(0), facts, stick)
    assert failed.value.code == "stick_slow"
    assert names(stick) == []


def test_what_an_earlier_pull_left_is_cleared_away(facts: Facts, stick: Path) -> None:
    (stick / "kiosk-1-20260101-000000.tar.gz.part").write_bytes(b"half")
    (stick / "holiday.tar.gz.part").write_bytes(b"somebody else's")
    name = bundle.save(Deadline(10), facts, stick)
    assert names(stick) == sorted([name, "holiday.tar.gz.part"])
    assert (stick / name).stat().st_mode & 0o077 == 0


def test_what_somebody_laid_on_the_stick_is_not_followed(facts: Facts, stick: Path, tmp_path: Path) -> None:
    victim = tmp_path / "ledger.db"
    victim.write_bytes(b"whole")
    (stick / facts.file_name).symlink_to(victim)
    (stick / f"{facts.file_name}.part").symlink_to(victim)
    (stick / "kiosk-folder.tar.gz.part").mkdir()
    name = bundle.save(Deadline(10), facts, stick)
    assert victim.read_bytes() == b"whole"
    assert not (stick / name).is_symlink()
    assert unpacked(stick / name)
    assert names(stick) == sorted([name, "kiosk-folder.tar.gz.part"])


def test_a_part_that_cannot_be_made_says_why(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> bytes:
        raise Offline

    recorder: Any = SimpleNamespace(dump=gone)
    made = replace(facts, recorders={PRINTER: recorder}, paused=Pause.REPAIR)
    monkeypatch.setattr(bundle, "run", lambda *_: (_ for _ in ()).throw(OSError(2, "no journal")))
    files = bundle.contents(Deadline(1), made)
    assert json.loads(files[f"recordings/{PRINTER}.jsonl"]) == {"not_made": "device_gone"}
    assert "not_made" in json.loads(files["journal.txt"])
    assert json.loads(files["about.json"])["paused"] == "paused_repair"
    archive = bundle.pack(made.at, files)
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        assert opened.getnames()[0] == "sha256.json"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("../../etc", "kiosk-etc-2026"), ("一号机", "kiosk-terminal-2026"), ("A" * 60, "kiosk-AAAAAAAA")],
)
def test_any_terminals_name_makes_a_file_name(facts: Facts, name: str, expected: str) -> None:
    tree = facts.tree.model_copy(update={"terminal": facts.tree.terminal.model_copy(update={"name": name})})
    assert replace(facts, tree=tree).file_name.startswith(expected)
    assert len(replace(facts, tree=tree).file_name) < 80
