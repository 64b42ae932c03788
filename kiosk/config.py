"""The terminal's configuration: one typed tree from one TOML file. An error names the file, the key and what is right.

`assets/config/kiosk.toml` is the sample, with every key explained. Relative paths count from the file's directory.
"""

from __future__ import annotations

import errno
import os
import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from devices.states import Fault, Remedy
from kiosk.passwords import without_passwords


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


def _port(port: str) -> str:
    scheme, separator, rest = port.partition("://")
    if separator:
        if scheme not in PORT_SCHEMES:
            near = get_close_matches(scheme, PORT_SCHEMES, 1)
            raise ValueError(f"did you mean {near[0]}://?" if near else f"known here: {', '.join(PORT_SCHEMES)}")
        if scheme in ("socket", "rfc2217") and not _HOST_AND_PORT.fullmatch(rest):
            raise ValueError(f"write it like {scheme}://192.168.1.50:9100")
        if scheme in ("usb-sdt", "usb-printer") and not re.fullmatch(
            r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(\?(serial|path)=[^&]+)?", rest
        ):
            raise ValueError(f"write it like {scheme}://0400:c35a, with ?serial=… or ?path=1-1.4 where two are alike")
    elif not port.startswith("/"):
        raise ValueError("write a device path like /dev/serial/by-id/usb-…, or a URL like socket://192.168.1.50:9100")
    elif (names := _names_in(port)) is not None:
        raise ValueError(f"a directory; name a device in it: {', '.join(names[:4]) or 'there is none now'}")
    return port


def _names_in(directory: str) -> list[str] | None:
    """What is there; None for what is no directory, or none that may be looked into."""
    try:
        return sorted(each.name for each in Path(directory).iterdir())
    except OSError:
        return None


def _one_line(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("no control or invisible characters, no blanks around it")
    return text


def _scanner_family(name: str) -> str:
    from devices.scanner_family import load_family

    load_family(name)
    return name


def _reader_model(name: str, info: ValidationInfo) -> str:
    from devices.reader_model import load_model

    wrapped, reports = load_model(name).wrapping is not None, info.data.get("port", "").startswith("hidraw://")
    if reports and not wrapped:
        raise ValueError("name the model whose HID reports come through hidraw://")
    if wrapped and not reports:
        raise ValueError("this model speaks in HID reports; write its port like hidraw:///dev/…")
    return name


def _printer_model(name: str) -> str:
    from devices.printer_model import load_model

    load_model(name)
    return name


def _printer_uri(uri: str) -> str:
    if not _IPP.fullmatch(uri):
        raise ValueError("write it like ipp://localhost/printers/a4 (CUPS), or ipp://192.168.1.60/ipp/print")
    return uri


_IPP = re.compile(r"ipp://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?/[!-~]*")
_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:/@]+):\d{1,5}([/?].*)?")
PORT_SCHEMES = ("socket", "rfc2217", "usb-sdt", "usb-printer", "hidraw", "input", "spy", "loop")
SIZE_LIMIT = 1_000_000
"""Bytes of a file that is still read."""

Located = Annotated[Path, AfterValidator(_located)]
Seconds = Annotated[float, Field(ge=1, le=3600, strict=True)]
Switch = Annotated[bool, Field(strict=True)]
PortName = Annotated[
    str,
    Field(min_length=1, max_length=300, examples=["/dev/serial/by-id/…"]),
    AfterValidator(_one_line),
    AfterValidator(_port),
]
"""A device path (`/dev/serial/by-id/…`) or a URL (`socket://host:port`); see `devices.ports.open_port`."""
PrinterUri = Annotated[
    str, Field(min_length=1, max_length=200, examples=["ipp://localhost/printers/a4"]), AfterValidator(_printer_uri)
]
"""A queue of CUPS, or a printer itself; port 631 unless it says another."""
SourceName = Annotated[
    str, Field(min_length=1, max_length=300, examples=["/dev/v4l/by-id/…-video-index0"]), AfterValidator(_one_line)
]
"""A V4L2 device path (`/dev/v4l/by-id/…-video-index0`), a picture, a video, a folder of pictures, or a stream's URL."""
Baud = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600]


class Section(BaseModel):
    """A table of the file: closed, and unchangeable once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TerminalSection(Section):
    name: str = Field(min_length=1, max_length=60, examples=["一楼大厅 1 号机"])


class OfficeSection(Section):
    url: Annotated[str, AfterValidator(_office_url)] = Field(examples=["https://office.example.gov.cn"])
    ca_file: Located | None = None
    proxy: str | None = Field(default=None, pattern=r"^https?://[^\s/]+$")


class StorageSection(Section):
    directory: Located = Field(examples=["/var/lib/kiosk"])


class CatalogueSection(Section):
    root: Located = Field(examples=["/etc/kiosk/catalogue-root.json"])


class IdCardReaderSection(Section):
    port: PortName
    baud: Baud = 115200
    model: Annotated[str, AfterValidator(_reader_model)] = Field(default="sdt", validate_default=True)
    photo_decoder: Located | None = None


class CodeScannerSection(Section):
    port: PortName
    baud: Baud = 9600
    family: Annotated[str, AfterValidator(_scanner_family)] = "newland"


class ReceiptPrinterSection(Section):
    port: PortName
    baud: Baud = 115200
    rtscts: Switch = False
    model: Annotated[str, AfterValidator(_printer_model)] = "epson_80"
    fonts: tuple[Located, ...] = ()


class A4PrinterSection(Section):
    port: PrinterUri


class PictureSection(Section):
    """Where pictures come from."""

    source: SourceName
    width: int = Field(default=1280, ge=160, le=4656, strict=True)
    height: int = Field(default=720, ge=120, le=3496, strict=True)
    rotate: Literal[0, 90, 180, 270] = 0


class CameraSection(PictureSection):
    reads_codes: Switch = True
    documents: Switch = False
    face_model: Located | None = None


class DocumentCameraSection(PictureSection):
    width: int = Field(default=2592, ge=160, le=4656, strict=True)
    height: int = Field(default=1944, ge=120, le=3496, strict=True)


class DevicesSection(Section):
    id_card_reader: IdCardReaderSection | None = None
    code_scanner: CodeScannerSection | None = None
    receipt_printer: ReceiptPrinterSection | None = None
    a4_printer: A4PrinterSection | None = None
    camera: CameraSection | None = None
    document_camera: DocumentCameraSection | None = None


class ScreenSection(Section):
    fullscreen: Switch = True
    diagonal_inch: float = Field(default=21.5, ge=7, le=100, strict=True)


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
    catalogue: CatalogueSection | None = None
    devices: DevicesSection = DevicesSection()
    screen: ScreenSection = ScreenSection()
    session: SessionSection = SessionSection()
    technician: TechnicianSection = TechnicianSection()


def load(path: Path) -> Config:
    """Read the file. Raises `ConfigWrong`."""
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, "")
        raise ConfigWrong(f"{path}: {error.strerror}{advice}") from error
    return read(data, path)


def read(data: bytes, path: Path) -> Config:
    """What stands, or shall stand, in the file at `path`. Raises `ConfigWrong`."""
    if len(data) > SIZE_LIMIT:
        raise ConfigWrong(f"{path}: more than {SIZE_LIMIT} bytes; this is no configuration")
    try:
        text = data.decode("utf-8-sig")
        tree = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigWrong(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigWrong(f"{path}: no TOML: {_misspelt(text, error)}") from error
    try:
        config = Config.model_validate(tree, context={"directory": path.absolute().parent})
    except ValidationError as error:
        raise ConfigWrong("\n".join(f"{path}: {_said(problem)}" for problem in error.errors())) from error
    if shared := list(_shared_ports(config.devices)):
        raise ConfigWrong("\n".join(f"{path}: {line}" for line in shared))
    return config


_ADVICE = {
    errno.ENOENT: "; copy the sample, assets/config/kiosk.toml, or name another file with --config",
    errno.EACCES: "; let the terminal's user read it",
    errno.EISDIR: "; name the file in it",
}


def _shared_ports(devices: DevicesSection) -> Iterator[str]:
    """A port has one owner, and a page one camera."""
    camera, other = devices.camera, devices.document_camera
    if camera is not None and other is not None:
        if camera.documents:
            yield "devices.camera.documents: there is a devices.document_camera; leave out one of them"
        if _node(camera.source) == _node(other.source):
            yield "devices.document_camera.source: is devices.camera's; say documents = true there instead"
    owners: dict[str, str] = {}
    for name in ("id_card_reader", "code_scanner", "receipt_printer"):
        section = getattr(devices, name)
        if section is None:
            continue
        place = _node(section.port)
        owner = owners.setdefault(place, name)
        if owner != name:
            yield f"devices.{name}.port: {section.port!r}: is the port of devices.{owner}; give each device its own"


def _node(port: str) -> str:
    """What a link leads to, as far as it can be followed."""
    try:
        return port if "://" in port else os.path.realpath(port)
    except OSError:
        return port


def _misspelt(text: str, error: Exception) -> str:
    """What the parser says, with the key at that place: a value may be a secret."""
    found = re.search(r"\(at line (\d+), column \d+\)$", str(error))
    lines = text.splitlines()
    if found is None or not 0 < int(found[1]) <= len(lines):
        return str(error)
    key = lines[int(found[1]) - 1].partition("=")[0].strip()
    hint = "; it stands there twice" if "overwrite" in str(error) or "declare" in str(error) else ""
    return f"{error}: {key[:60]!r}{hint}"


def _said(problem: ErrorDetails) -> str:
    """One problem in one line: key, what is wrong, what would be right."""
    where = tuple(part for part in problem["loc"] if isinstance(part, str))
    key = ".".join(str(part) for part in problem["loc"])
    given = without_passwords(repr(problem["input"]))
    if len(given) > 60:
        given = f"{given[:59]}…"
    match problem["type"]:
        case "extra_forbidden":
            known = _keys(where[:-1])
            near = get_close_matches(where[-1], known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
            return f"{key}: unknown key; {hint}"
        case "missing":
            return f"{key}: missing; {_written(where)}"
        case "model_type":
            return f"{key}: {given}: input should be a table, [{key}]"
        case "value_error":
            return f"{key}: {given}: {problem['ctx']['error']}"
        case _:
            return f"{key}: {given}: {problem['msg'][0].lower()}{problem['msg'][1:]}"


def _written(where: tuple[str, ...]) -> str:
    """How a key that must be there is written."""
    field = _section(where[:-1]).model_fields[where[-1]]
    if field.examples:
        return f'write {where[-1]} = "{field.examples[0]}"'
    return f"write [{'.'.join(where)}] and under it its keys: {', '.join(_keys(where))}"


def _keys(where: tuple[str, ...]) -> list[str]:
    """The keys that are known inside a table."""
    return sorted(_section(where).model_fields)


def _section(where: tuple[str, ...]) -> type[Section]:
    """What describes a table."""
    model: Any = Config
    for part in where:
        annotation = model.model_fields[part].annotation
        model = next((arm for arm in get_args(annotation) if arm is not type(None)), annotation)
    section: type[Section] = model
    return section
