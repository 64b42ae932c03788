"""The configuration: what it accepts, and how plainly it says what is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from kiosk.config import Config, ConfigWrong, Section, load

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


def test_paths_count_from_the_file(tmp_path: Path) -> None:
    printer = '[devices.receipt_printer]\nport = "p"\nfonts = ["a.ttf", "/b.ttf"]'
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
        (("name =", "nmae ="), ["terminal.name: missing", "terminal.nmae: unknown key; did you mean name?"]),
        (("[office]", "[offcie]"), ["office: missing", "offcie: unknown key; did you mean office?"]),
        (('name = "1"', 'name = ""'), ["terminal.name: '': string should have at least 1 character"]),
        (('name = "1"', "name = 1"), ["terminal.name: 1: input should be a valid string"]),
        (("[storage]", "[storage]\nxyz = 1"), ["storage.xyz: unknown key; known here: directory"]),
        (
            ("[storage]", '[devices.code_scanner]\nprot = "/dev/x"\n[storage]'),
            ["devices.code_scanner.port: missing", "devices.code_scanner.prot: unknown key; did you mean port?"],
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
    assert line.startswith(f"office.url: {url!r}: write it ")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000", "http://localhost", "https://a.cn/api/"])
def test_an_office_on_this_machine_needs_no_tls(tmp_path: Path, url: str) -> None:
    assert load(write(tmp_path, SMALLEST.replace("https://office.example.gov.cn", url))).office.url == url.rstrip("/")


def test_what_is_no_file_no_text_and_no_toml_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match="No such file"):
        load(tmp_path / "none.toml")
    path = tmp_path / "kiosk.toml"
    path.write_bytes(SMALLEST.encode() + "name = '一号机'".encode("gb18030"))
    with pytest.raises(ConfigWrong, match="not UTF-8"):
        load(path)
    assert wrong(tmp_path, "[terminal\n") == [
        "no TOML: Expected ']' at the end of a table declaration (at line 1, column 10)"
    ]
    assert wrong(tmp_path, "a = " + "[" * 5000)[0].startswith("no TOML")


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
