"""Assigning devices to ports: what the file becomes, what is never written, and the way back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import ConfigWrong, load
from kiosk.technician.assignment import (
    AssignmentRefused,
    AssignmentStale,
    Changes,
    ConfigUnwritable,
    NothingToUndo,
    apply,
    kept,
    propose,
    undo,
)
from tests.kiosk.test_config import SAMPLE, SMALLEST

SCANNER: Changes = {"code_scanner": {"port": "/dev/serial/by-id/new", "baud": 115200}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLE, tmp_path / "kiosk.toml"))


def test_a_proposal_shows_what_would_change_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    proposal = propose(path, SCANNER)
    assert [line for line in proposal.diff.splitlines() if line[0] in "+-"] == [
        f"--- {path}",
        f"+++ {path}",
        '-port = "/dev/serial/by-id/usb-Newland_Auto-ID_NLS-FM430-if00"',
        '+port = "/dev/serial/by-id/new"',
        "+baud = 115200",
    ]
    assert path.read_bytes() == before
    assert not kept(path).exists()


def test_applied_it_leaves_every_comment_and_the_way_back(path: Path) -> None:
    before = path.read_text()
    path.chmod(0o640)
    apply(propose(path, SCANNER))
    config = load(path)
    assert config.devices.code_scanner is not None
    assert (config.devices.code_scanner.port, config.devices.code_scanner.baud) == ("/dev/serial/by-id/new", 115200)
    assert {line for line in before.splitlines() if line.startswith("#")} <= set(path.read_text().splitlines())
    assert kept(path).read_text() == before
    assert path.stat().st_mode & 0o777 == kept(path).stat().st_mode & 0o777 == 0o640
    undo(path)
    assert path.read_text() == before
    undo(path)
    assert "by-id/new" in path.read_text()


def test_devices_swap_their_ports_in_one_step(path: Path) -> None:
    devices = load(path).devices
    assert devices.id_card_reader is not None
    assert devices.receipt_printer is not None
    reader, printer = devices.id_card_reader.port, devices.receipt_printer.port
    apply(propose(path, {"id_card_reader": {"port": printer}, "receipt_printer": {"port": reader}}))
    devices = load(path).devices
    assert devices.id_card_reader is not None
    assert devices.receipt_printer is not None
    assert (devices.id_card_reader.port, devices.receipt_printer.port) == (printer, reader)
    with pytest.raises(ConfigWrong, match="is the port of devices"):
        propose(path, {"id_card_reader": {"port": reader}})


def test_a_device_is_taken_away_added_and_a_key_goes_back_to_its_default(path: Path) -> None:
    apply(propose(path, {"camera": None, "code_scanner": {"baud": 1200}}))
    assert load(path).devices.camera is None
    apply(propose(path, {"camera": {"source": "/dev/v4l/by-id/x"}, "code_scanner": {"baud": None}}))
    devices = load(path).devices
    assert devices.camera is not None
    assert devices.code_scanner is not None
    assert (devices.camera.source, devices.code_scanner.baud) == ("/dev/v4l/by-id/x", 9600)


@pytest.mark.parametrize(
    "devices",
    [
        "",
        "[devices]\n",
        'devices = {code_scanner = {port = "/dev/a"}}\n',
        '[devices.code_scanner]\nport = "/dev/a"\n[screen]\n[devices.camera]\nsource = "x"\n',
        'devices.code_scanner.port = "/dev/a"\n',
    ],
)
def test_however_the_file_writes_its_tables(tmp_path: Path, devices: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(devices + SMALLEST if devices.startswith("devices") else SMALLEST + devices)
    apply(propose(path, {**SCANNER, "receipt_printer": {"port": "/dev/p"}}))
    devices_now = load(path).devices
    assert devices_now.code_scanner is not None
    assert devices_now.receipt_printer is not None
    assert (devices_now.code_scanner.port, devices_now.receipt_printer.port) == ("/dev/serial/by-id/new", "/dev/p")


@pytest.mark.parametrize(
    "changes",
    [
        {"toaster": {"port": "/dev/a"}},
        {"code_scanner": {"port": "/dev/a\n[terminal]"}},
        {"code_scanner": {"port": "/dev/\x1b[2J"}},
        {"code_scanner": {"port": "/dev/a\u202eb"}},
    ],
)
def test_hostile_names_are_refused(path: Path, changes: Changes) -> None:
    with pytest.raises(AssignmentRefused) as refused:
        propose(path, changes)
    assert all(str(fact).isprintable() for fact in refused.value.facts.values())


@pytest.mark.parametrize(
    "changes",
    [
        {"code_scanner": {"prot": "/dev/a"}},
        {"code_scanner": {"port": None}},
        {"code_scanner": {"baud": 7}},
        {"code_scanner": {"family": "nobody"}},
        {"camera": {"width": True}},
    ],
)
def test_what_would_not_start_the_terminal_is_not_proposed(path: Path, changes: Changes) -> None:
    with pytest.raises(ConfigWrong):
        propose(path, changes)


@pytest.mark.parametrize("text", ["[terminal", "devices = 1", '[devices]\ncode_scanner = "x"', "\udc80"])
def test_a_file_that_is_wrong_already_says_so(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigWrong):
        propose(path, SCANNER)


def test_a_file_changed_meanwhile_is_left_alone(path: Path) -> None:
    proposal = propose(path, SCANNER)
    path.write_text(path.read_text() + "# by hand\n")
    with pytest.raises(AssignmentStale):
        apply(proposal)
    assert path.read_text().endswith("# by hand\n")
    path.unlink()
    with pytest.raises(ConfigWrong):
        apply(proposal)


def test_nothing_to_change_keeps_the_way_back(path: Path) -> None:
    before = path.read_text()
    apply(propose(path, SCANNER))
    again = propose(path, SCANNER)
    assert again.diff == ""
    apply(again)
    assert kept(path).read_text() == before


def test_without_an_earlier_file_or_with_a_wrong_one_nothing_is_undone(path: Path) -> None:
    with pytest.raises(NothingToUndo):
        undo(path)
    kept(path).write_text("[terminal")
    with pytest.raises(ConfigWrong):
        undo(path)
    assert path.read_text() == SAMPLE.read_text()


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    apply(propose(link, SCANNER))
    undo(link)
    assert link.is_symlink()
    assert path.read_text() == SAMPLE.read_text()


def test_a_directory_that_takes_nothing_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_more: object) -> int:
        raise OSError(30, "Read-only file system")

    proposal = propose(path, SCANNER)
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ConfigUnwritable, match="Read-only"):
        apply(proposal)


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_port_is_written_as_it_is_or_refused(tmp_path_factory: pytest.TempPathFactory, port: str) -> None:
    path = tmp_path_factory.getbasetemp() / "assigned.toml"
    path.write_text(SMALLEST)
    try:
        apply(propose(path, {"code_scanner": {"port": f"/dev/{port}"}}))
    except (AssignmentRefused, ConfigWrong):
        assert path.read_text() == SMALLEST
        return
    scanner = load(path).devices.code_scanner
    assert scanner is not None
    assert scanner.port == f"/dev/{port}"
