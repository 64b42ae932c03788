"""The terminal's configuration: one typed tree from one TOML file. An error names the file, the key and what is right.

`assets/config/kiosk.toml` is the sample, with every key explained. Relative paths count from the file's directory.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from devices.states import Fault, Remedy


class ConfigWrong(Fault):
    """The configuration cannot be used; each line of `detail` names the file, a key, and what would be right."""

    code = "config_wrong"
    remedy = Remedy.STAFF


def _located(path: Path, info: ValidationInfo) -> Path:
    directory: Path = (info.context or {}).get("directory", Path())
    return directory / path.expanduser()


def _office_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("write it like https://office.example.gov.cn") from None
    if parts.scheme not in ("https", "http") or not host or parts.query or parts.fragment or parts.username:
        raise ValueError("write it like https://office.example.gov.cn")
    if not url.isascii() or not url.isprintable() or url != url.lower():
        raise ValueError("write it in lower-case ASCII, a Chinese host name in its xn-- form")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise ValueError("use https; http is for an office on this machine only (127.0.0.1)")
    return url.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


Located = Annotated[Path, AfterValidator(_located)]
Seconds = Annotated[float, Field(ge=1, le=3600)]
PortName = Annotated[str, Field(min_length=1, max_length=300)]
"""A device path (`/dev/serial/by-id/…`) or a URL (`socket://host:port`); see `devices.ports.open_port`."""
SourceName = Annotated[str, Field(min_length=1, max_length=300)]
"""A V4L2 device path (`/dev/v4l/by-id/…-video-index0`), a picture, a video, a folder of pictures, or a stream's URL."""
Baud = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600]


class Section(BaseModel):
    """A table of the file: closed, and unchangeable once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TerminalSection(Section):
    name: str = Field(min_length=1, max_length=60)


class OfficeSection(Section):
    url: Annotated[str, AfterValidator(_office_url)]
    ca_file: Located | None = None
    proxy: str | None = Field(default=None, pattern=r"^https?://[^\s/]+$")


class StorageSection(Section):
    directory: Located


class IdCardReaderSection(Section):
    port: PortName
    baud: Baud = 115200
    photo_decoder: Located | None = None


class CodeScannerSection(Section):
    port: PortName
    baud: Baud = 9600
    family: str = "newland"


class ReceiptPrinterSection(Section):
    port: PortName
    baud: Baud = 115200
    rtscts: bool = False
    model: str = "epson_80"
    fonts: tuple[Located, ...] = ()


class CameraSection(Section):
    source: SourceName
    width: int = Field(default=1280, ge=160, le=3840)
    height: int = Field(default=720, ge=120, le=2160)
    rotate: Literal[0, 90, 180, 270] = 0
    reads_codes: bool = True
    face_model: Located | None = None


class DevicesSection(Section):
    id_card_reader: IdCardReaderSection | None = None
    code_scanner: CodeScannerSection | None = None
    receipt_printer: ReceiptPrinterSection | None = None
    camera: CameraSection | None = None


class ScreenSection(Section):
    fullscreen: bool = True
    diagonal_inch: float = Field(default=21.5, ge=7, le=100)


class SessionSection(Section):
    idle_s: Seconds = 60
    warn_s: Seconds = 30
    finish_s: Seconds = 20


class TechnicianSection(Section):
    idle_s: Seconds = 180


class Config(Section):
    """Everything about one terminal that is not program and not published by the office."""

    terminal: TerminalSection
    office: OfficeSection
    storage: StorageSection
    devices: DevicesSection = DevicesSection()
    screen: ScreenSection = ScreenSection()
    session: SessionSection = SessionSection()
    technician: TechnicianSection = TechnicianSection()


def load(path: Path) -> Config:
    """Read the file. Raises `ConfigWrong`."""
    try:
        tree = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise ConfigWrong(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigWrong(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigWrong(f"{path}: no TOML: {error}") from error
    try:
        return Config.model_validate(tree, context={"directory": path.absolute().parent})
    except ValidationError as error:
        raise ConfigWrong("\n".join(f"{path}: {_said(problem)}" for problem in error.errors())) from error


def _said(problem: ErrorDetails) -> str:
    """One problem in one line: key, what is wrong, what would be right."""
    where = tuple(part for part in problem["loc"] if isinstance(part, str))
    key = ".".join(str(part) for part in problem["loc"])
    given = repr(problem["input"])
    if len(given) > 60:
        given = f"{given[:59]}…"
    match problem["type"]:
        case "extra_forbidden":
            known = _keys(where[:-1])
            near = get_close_matches(where[-1], known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
            return f"{key}: unknown key; {hint}"
        case "missing":
            return f"{key}: missing"
        case "value_error":
            return f"{key}: {given}: {problem['ctx']['error']}"
        case _:
            return f"{key}: {given}: {problem['msg'][0].lower()}{problem['msg'][1:]}"


def _keys(where: tuple[str, ...]) -> list[str]:
    """The keys that are known inside a table."""
    model: Any = Config
    for part in where:
        annotation = model.model_fields[part].annotation
        model = next((arm for arm in get_args(annotation) if arm is not type(None)), annotation)
    return sorted(model.model_fields)
