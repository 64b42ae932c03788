"""The configuration: what it accepts, and how plainly it says what is wrong."""

from __future__ import annotations

import errno
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from kiosk.config import SIZE_LIMIT, Config, ConfigWrong, Section, load, read
from kiosk.passwords import without_passwords

SAMPLE = Path(__file__).parents[2] / "assets" / "config" / "kiosk.toml"

SMALLEST = """
[terminal]
name = "1"
[office]
url = "https://office.example.gov.cn"
[storage]
directory = "data"
"""


def write(directory: Path, text: str) -> Path:
    path = directory / "kiosk.toml"
    path.write_text(text)
    return path


def wrong(directory: Path, text: str) -> list[str]:
    path = write(directory, text)
    with pytest.raises(ConfigWrong) as fault:
        load(path)
    lines = fault.value.detail.splitlines()
    assert all(line.startswith(f"{path}: ") for line in lines)
    return [line.removeprefix(f"{path}: ") for line in lines]


def test_the_smallest_file_has_no_devices_and_all_defaults(tmp_path: Path) -> None:
    config = load(write(tmp_path, SMALLEST))
    assert config.devices.id_card_reader is None
    assert config.devices.code_scanner is None
    assert config.devices.receipt_printer is None
    assert (config.session.idle_s, config.session.warn_s, config.session.finish_s) == (60, 30, 20)
    assert config.storage.directory == tmp_path / "data"


@pytest.mark.parametrize("port", ["ipp://localhost/printers/a4", "ipp://[fe80::1]:8631/ipp/print", "ipp://10.0.0.9/"])
def test_an_a4_printer_is_at_its_address(tmp_path: Path, port: str) -> None:
    config = load(write(tmp_path, SMALLEST + f'[devices.a4_printer]\nport = "{port}"'))
    assert config.devices.a4_printer is not None
    assert config.devices.a4_printer.port == port


@pytest.mark.parametrize(
    "port",
    ["/dev/usb/lp0", "socket://10.0.0.9:9100", "ipps://h/p", "ipp://h", "ipp://h:x/p", "ipp://a@h/p", "ipp://h/a b"],
)
def test_no_other_address_is_an_a4_printers(tmp_path: Path, port: str) -> None:
    (line,) = wrong(tmp_path, SMALLEST + f'[devices.a4_printer]\nport = "{port}"')
    assert "devices.a4_printer.port" in line
    assert "ipp://localhost/printers/a4" in line


def test_paths_count_from_the_file(tmp_path: Path) -> None:
    printer = '[devices.receipt_printer]\nport = "/dev/p"\nfonts = ["a.ttf", "/b.ttf"]'
    config = load(write(tmp_path, SMALLEST.replace('directory = "data"', f'directory = "/data"\n{printer}')))
    assert config.storage.directory == Path("/data")
    assert config.devices.receipt_printer is not None
    assert config.devices.receipt_printer.fonts == (tmp_path / "a.ttf", Path("/b.ttf"))


def every_key(model: type[BaseModel], prefix: str = "") -> set[str]:
    keys = set()
    for name, field in model.model_fields.items():
        arms = [field.annotation, *getattr(field.annotation, "__args__", ())]
        section = next((arm for arm in arms if isinstance(arm, type) and issubclass(arm, Section)), None)
        keys |= every_key(section, f"{prefix}{name}.") if section else {prefix + name}
    return keys


def test_the_sample_is_right_and_shows_every_key_with_its_default(tmp_path: Path) -> None:
    config = load(SAMPLE)
    text = re.sub(r"^# (\w+ = )", r"\1", SAMPLE.read_text(), flags=re.MULTILINE)
    whole = load(write(tmp_path, text))
    no_default: Any = {
        "office": {"ca_file", "proxy"},
        "devices": {"id_card_reader": {"photo_decoder"}, "camera": {"face_model"}},
    }
    assert whole.model_dump(exclude=no_default) == config.model_dump(exclude=no_default)

    def flat(table: dict[str, object], prefix: str = "") -> set[str]:
        return {
            key
            for name, value in table.items()
            for key in (flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name})
        }

    assert flat(tomllib.loads(text)) == every_key(Config)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("name =", "nmae ="),
            [
                'terminal.name: missing; write name = "一楼大厅 1 号机"',
                "terminal.nmae: unknown key; did you mean name?",
            ],
        ),
        (
            ("[office]", "[offcie]"),
            [
                "office: missing; write [office] and under it its keys: ca_file, proxy, url",
                "offcie: unknown key; did you mean office?",
            ],
        ),
        (('name = "1"', 'name = ""'), ["terminal.name: '': string should have at least 1 character"]),
        (('name = "1"', "name = 1"), ["terminal.name: 1: input should be a valid string"]),
        (("[storage]", "[storage]\nxyz = 1"), ["storage.xyz: unknown key; known here: directory"]),
        (
            ("[storage]", '[devices.code_scanner]\nprot = "/dev/x"\n[storage]'),
            [
                'devices.code_scanner.port: missing; write port = "/dev/serial/by-id/…"',
                "devices.code_scanner.prot: unknown key; did you mean port?",
            ],
        ),
        (
            ("[storage]", '[devices.id_card_reader]\nport = "/dev/x"\nbaud = 9601\n[storage]'),
            [
                "devices.id_card_reader.baud: 9601: input should be 1200, 2400, 4800, 9600, 19200, 38400, 57600, "
                "115200, 230400, 460800 or 921600"
            ],
        ),
        (
            ("[storage]", "[session]\nidle_s = 0\n[storage]"),
            ["session.idle_s: 0: input should be greater than or equal to 1"],
        ),
        (
            ("https://office.example.gov.cn", "http://office.example.gov.cn"),
            [
                "office.url: 'http://office.example.gov.cn': "
                "use https; http is for an office on this machine only (127.0.0.1)"
            ],
        ),
    ],
)
def test_an_error_names_the_key_and_what_is_right(tmp_path: Path, change: tuple[str, str], said: list[str]) -> None:
    assert wrong(tmp_path, SMALLEST.replace(*change)) == said


@pytest.mark.parametrize(
    "url",
    [
        "office",
        "ftp://a",
        "https://",
        "https://a?b",
        "https://a#b",
        "https://u:p@a",
        "https://a:99999",
        "https://A.cn",
        "https://[",
    ],
)
def test_an_office_that_is_no_plain_url_is_refused(tmp_path: Path, url: str) -> None:
    (line,) = wrong(tmp_path, SMALLEST.replace("https://office.example.gov.cn", url))
    assert line.startswith(f"office.url: {without_passwords(repr(url))}: write it ")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000", "http://localhost", "https://a.cn/api/"])
def test_an_office_on_this_machine_needs_no_tls(tmp_path: Path, url: str) -> None:
    assert load(write(tmp_path, SMALLEST.replace("https://office.example.gov.cn", url))).office.url == url.rstrip("/")


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        # types
        ('[screen]\nfullscreen = "yes"', "screen.fullscreen", "'yes': input should be a valid boolean"),
        ("[screen]\nfullscreen = 1", "screen.fullscreen", "1: input should be a valid boolean"),
        ('[session]\nidle_s = "60"', "session.idle_s", "'60': input should be a valid number"),
        ("[[session]]\nidle_s = 60", "session", "[{'idle_s': 60}]: input should be a table, [session]"),
        ('[devices]\ncamera = "x"', "devices.camera", "'x': input should be a table, [devices.camera]"),
        ('[devices.camera]\nsource = "x"\nwidth = 640.5', "devices.camera.width", "640.5: input should be a valid int"),
        # tables that there are not, and what a table must have
        ("[device.camera]", "device", "unknown key; did you mean devices?"),
        ("[devices.scanner]", "devices.scanner", "unknown key; did you mean code_scanner?"),
        ("[devices.camera]", "devices.camera.source", 'missing; write source = "/dev/v4l/by-id/…-video-index0"'),
        # out of range
        ("[session]\nidle_s = -1", "session.idle_s", "-1: input should be greater than or equal to 1"),
        ("[session]\nidle_s = nan", "session.idle_s", "nan: input should be"),
        ("[screen]\ndiagonal_inch = 1e9", "screen.diagonal_inch", "1000000000.0: input should be less than"),
        ('[devices.camera]\nsource = "x"\nrotate = 45', "devices.camera.rotate", "45: input should be 0, 90, 180 or 2"),
    ],
)
def test_each_mistake_is_one_line_that_says_what_is_right(tmp_path: Path, table: str, key: str, said: str) -> None:
    (line,) = wrong(tmp_path, SMALLEST + table)
    assert line.startswith(f"{key}: {said}")


@pytest.mark.parametrize(
    ("port", "said"),
    [
        ("", "string should have at least 1 character"),
        ("COM3", "write a device path like /dev/serial/by-id/usb-…, or a URL like socket://192.168.1.50:9100"),
        ("ttyUSB0", "write a device path like "),
        (" /dev/a", "no control or invisible characters, no blanks around it"),
        ("/dev/a\x07", "no control or invisible characters"),
        ("/dev/a\u202eb", "no control or invisible characters"),
        ("/proc/self", "a directory; name a device in it: "),
        ("sokcet://a:1", "did you mean socket://?"),
        ("http://a", "known here: socket, rfc2217, "),
        ("socket://a", "write it like socket://192.168.1.50:9100"),
        ("rfc2217://u:p@a:1", "write it like rfc2217://"),
    ],
)
def test_a_port_that_cannot_be_one_is_refused(tmp_path: Path, port: str, said: str) -> None:
    table = f"[devices.code_scanner]\nport = {json.dumps(port)}"
    (line,) = wrong(tmp_path, SMALLEST + table)
    assert line.startswith(f"devices.code_scanner.port: {without_passwords(repr(port))}: {said}")


@pytest.mark.parametrize("port", ["/dev/" + "a" * 290, "/dev/null/a", "/proc/1/root/x"])
def test_a_port_that_cannot_even_be_looked_at_is_left_to_its_driver(tmp_path: Path, port: str) -> None:
    devices = load(write(tmp_path, SMALLEST + f'[devices.code_scanner]\nport = "{port}"')).devices
    assert devices.code_scanner is not None
    assert devices.code_scanner.port == port


def test_an_unknown_model_comes_with_the_list(tmp_path: Path) -> None:
    (line,) = wrong(tmp_path, SMALLEST + '[devices.receipt_printer]\nport = "/dev/a"\nmodel = "epson"')
    assert "printers.toml" in line
    assert "epson_80" in line
    (line,) = wrong(tmp_path, SMALLEST + '[devices.code_scanner]\nport = "/dev/a"\nfamily = "nobody"')
    assert "newland" in line


def test_a_page_has_one_camera(tmp_path: Path) -> None:
    both = '[devices.camera]\nsource = "{}"\ndocuments = {}\n[devices.document_camera]\nsource = "{}"\n'
    (line,) = wrong(tmp_path, SMALLEST + both.format("/dev/a", "true", "/dev/b"))
    assert line.startswith("devices.camera.documents: there is a devices.document_camera")
    (line,) = wrong(tmp_path, SMALLEST + both.format("/dev/a", "false", "/dev/a"))
    assert line.startswith("devices.document_camera.source: is devices.camera's")
    path = write(tmp_path, SMALLEST + both.format("/dev/a", "false", "/dev/b"))
    assert load(path).devices.document_camera is not None


def test_two_devices_on_one_port_are_refused_under_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "by-id").symlink_to("/dev/null")
    two = '[devices.id_card_reader]\nport = "{}"\n[devices.code_scanner]\nport = "{}"\n'
    for one, other in (("/dev/a", "/dev/a"), ("socket://a:1", "socket://a:1"), (tmp_path / "by-id", "/dev/null")):
        (line,) = wrong(tmp_path, SMALLEST + two.format(one, other))
        assert line.startswith(f"devices.code_scanner.port: {str(other)!r}: is the port of devices.id_card_reader; ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[terminal\n", "Expected ']' at the end of a table declaration (at line 1, column 10): '[terminal'"),
        ("a = 1\na = 2\n", "Cannot overwrite a value (at line 2, column 6): 'a'; it stands there twice"),
        ("[a]\n[b]\n[a]\n", "Cannot declare ('a',) twice (at line 3, column 3): '[a]'; it stands there twice"),
        ('proxy = "http://user:secret@10.0.0.1\n', "Illegal character '\\n' (at line 1, column 37): 'proxy'"),
        ("name = 一号机\n", "Invalid value (at line 1, column 8): 'name'"),
        ("name : 1\n", "Expected '=' after a key in a key/value pair (at line 1, column 6): 'name : 1'"),
        ("a = " + "[" * 5000, ""),
    ],
)
def test_what_is_no_toml_is_said_with_line_and_key_and_without_a_value(tmp_path: Path, text: str, said: str) -> None:
    (line,) = wrong(tmp_path, text)
    assert line.startswith(f"no TOML: {said}")
    assert "secret" not in line


def test_what_is_no_file_or_no_text_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kiosk.toml"

    def said() -> str:
        with pytest.raises(ConfigWrong) as fault:
            load(path)
        assert fault.value.detail.startswith(f"{path}: ")
        return fault.value.detail.removeprefix(f"{path}: ")

    assert said().startswith("No such file or directory; copy the sample")
    path.write_bytes(SMALLEST.encode() + "name = '一号机'".encode("gb18030"))
    assert said() == "byte 109 is not UTF-8; save the file as UTF-8"
    path.write_bytes(SMALLEST.encode("utf-16"))
    assert said() == "byte 0 is not UTF-8; save the file as UTF-8"
    path.write_bytes(bytes(SIZE_LIMIT + 1))
    assert said() == "more than 1000000 bytes; this is no configuration"
    path.unlink()
    path.mkdir()
    assert said() == "Is a directory; name the file in it"

    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert said() == "Permission denied; let the terminal's user read it"


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_what_windows_editors_add_is_no_mistake(tmp_path: Path, ends: str) -> None:
    (tmp_path / "kiosk.toml").write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", ends).encode())
    assert load(tmp_path / "kiosk.toml").terminal.name == "1"


@given(st.text(max_size=60), st.sampled_from(["name", "url", "directory"]))
def test_any_text_is_taken_or_refused_plainly(tmp_path_factory: pytest.TempPathFactory, text: str, key: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(re.sub(rf'{key} = ".*"', lambda _: f'{key} = "{text}"', SMALLEST).encode("utf-8", "replace"))
    said = str(path)
    try:
        load(path)
    except ConfigWrong as fault:
        said = fault.detail
    assert said.startswith(str(path))


@pytest.mark.parametrize(
    "lines",
    [
        '[office]\nurl = "https://a.example"\nproxy = "socks5://u:secret@h"',
        '[devices.camera]\nsource = "rtsp://a:secret@h/\\u0007"',
    ],
)
def test_no_password_is_quoted(tmp_path: Path, lines: str) -> None:
    with pytest.raises(ConfigWrong) as wrong:
        read(lines.encode(), tmp_path / "kiosk.toml")
    assert "…@h" in wrong.value.detail
    assert "secret" not in wrong.value.detail
