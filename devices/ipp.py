"""The Internet Printing Protocol as bytes: a message is a code, groups of attributes, and a document behind them.

Sources: RFC 8010 (encoding; the numbers of sections below are its), RFC 8011 (operations, states, status codes). What
is decoded is hostile: lengths, counts and depth are bounded, and whatever does not follow the grammar is `Garbled`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from devices.states import Garbled

VERSION = b"\x01\x01"
MEDIA_TYPE = "application/ipp"

ATTRIBUTES_LIMIT = 2000  # values in one message
NAME_LIMIT = 255
_END = 0x03


class Operation(IntEnum):
    """RFC 8011, 5.4.15; what a terminal asks of a printer."""

    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Group(IntEnum):
    """Delimiters, 3.5.1."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Value tags, 3.5.2; the others are understood as bytes."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    COLLECTION = 0x34
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MEDIA_TYPE = 0x49


class PrinterState(IntEnum):
    """RFC 8011, 5.4.11."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class JobState(IntEnum):
    """RFC 8011, 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


Value = int | bool | str | bytes | None
"""None: no value, unknown or unsupported (out-of-band, 3.5.2)."""

Attributes = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Attribute:
    """One attribute to be sent, with at least one value."""

    tag: Tag
    name: str
    values: tuple[Value, ...]

    @classmethod
    def of(cls, tag: Tag, name: str, *values: Value) -> Attribute:
        return cls(tag, name, values)


@dataclass(frozen=True)
class Message:
    """A request or an answer; `code` is its operation or its status. `document`: what follows the attributes."""

    code: int
    request_id: int
    groups: tuple[tuple[int, Attributes], ...]
    document: bytes = field(default=b"", repr=False)

    def group(self, tag: Group) -> Attributes:
        """The first group of that kind; empty where there is none."""
        return next((attributes for each, attributes in self.groups if each == tag), {})

    def all(self, tag: Group) -> list[Attributes]:
        return [attributes for each, attributes in self.groups if each == tag]


def encode(code: int, request_id: int, groups: Iterable[tuple[Group, Iterable[Attribute]]]) -> bytes:
    """A message up to its document."""
    out = bytearray(VERSION + code.to_bytes(2, "big") + request_id.to_bytes(4, "big"))
    for tag, attributes in groups:
        out.append(tag)
        for attribute in attributes:
            name = attribute.name.encode("ascii")
            for value in attribute.values:
                data = _bytes(attribute.tag, value)
                out += bytes([attribute.tag]) + len(name).to_bytes(2, "big") + name
                out += len(data).to_bytes(2, "big") + data
                name = b""  # of the further values of a set (3.1.5)
    out.append(_END)
    return bytes(out)


def decode(data: bytes) -> Message:
    """A whole message. Raises `Garbled`."""
    reader = _Reader(data)
    major = reader.take(2)[0]
    if major not in (1, 2):
        raise Garbled(f"IPP version {major}")
    code, request_id = reader.number(2), reader.number(4)
    groups: list[tuple[int, dict[str, tuple[Value, ...]]]] = []
    tag = reader.number(1)
    while tag != _END:
        if tag > 0x0F:
            raise Garbled("an attribute outside a group")
        attributes: dict[str, tuple[Value, ...]] = {}
        groups.append((tag, attributes))
        tag = reader.attributes(attributes)
    return Message(code, request_id, tuple(groups), data[reader.at :])


def attributes_end(data: bytes) -> int:
    """Where the document of a message begins. Raises `Garbled`."""
    return len(data) - len(decode(data).document)


# ---------------------------------------------------------------- what is in an answer


def numbers(attributes: Attributes, name: str) -> tuple[int, ...]:
    """The integers and enums of an attribute."""
    return tuple(each for each in attributes.get(name, ()) if isinstance(each, int) and not isinstance(each, bool))


def number(attributes: Attributes, name: str) -> int | None:
    return next(iter(numbers(attributes, name)), None)


def words(attributes: Attributes, name: str) -> tuple[str, ...]:
    """The texts and keywords of an attribute, without what cannot be seen."""
    return tuple(each for each in attributes.get(name, ()) if isinstance(each, str) and each.isprintable())


def word(attributes: Attributes, name: str) -> str:
    return next(iter(words(attributes, name)), "")


# ---------------------------------------------------------------- bytes


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = ATTRIBUTES_LIMIT
        self.at = 0

    def take(self, size: int) -> bytes:
        data = self._data[self.at : self.at + size]
        if len(data) < size:
            raise Garbled("an IPP message that ends too soon")
        self.at += size
        return data

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def attributes(self, into: dict[str, tuple[Value, ...]]) -> int:
        """Read one group; the delimiter behind it. What stands inside a collection is left out."""
        name, depth = "", 0
        for tag, given, data in self._values():
            if tag <= 0x0F:
                if depth:
                    raise Garbled("a collection without an end")
                return tag
            if tag == Tag.END_COLLECTION:
                depth -= 1
                if depth < 0:
                    raise Garbled("the end of no collection")
            elif depth == 0:
                if not given and not name:
                    raise Garbled("a value without an attribute")
                if given in into:
                    raise Garbled("an attribute that stands there twice")
                name = given or name
                into[name] = (*into.get(name, ()), _value(tag, data))
            depth += tag == Tag.COLLECTION
        raise Garbled("a group without an end")

    def _values(self) -> Iterator[tuple[int, str, bytes]]:
        """Tag, name ("" for a further value) and bytes of each value, and then the delimiter."""
        while True:
            tag = self.number(1)
            if tag <= 0x0F:
                yield tag, "", b""
                return
            self._left -= 1
            if self._left < 0:
                raise Garbled("an IPP message of too many attributes")
            size = self.number(2)
            if size > NAME_LIMIT:
                raise Garbled("an IPP attribute with too long a name")
            name = self.take(size).decode("ascii", "replace")
            yield tag, name, self.take(self.number(2))


def _value(tag: int, data: bytes) -> Value:
    if 0x10 <= tag <= 0x1F:
        return None
    if tag in (Tag.INTEGER, Tag.ENUM):
        if len(data) != 4:
            raise Garbled(f"an integer of {len(data)} bytes")
        return int.from_bytes(data, "big", signed=True)
    if tag == Tag.BOOLEAN:
        if data not in (b"\0", b"\1"):
            raise Garbled("a boolean that is none")
        return data == b"\1"
    if 0x40 <= tag <= 0x5F:
        return data.decode("utf-8", "replace")
    return data


def _bytes(tag: Tag, value: Value) -> bytes:
    match value:
        case bool():
            return bytes([value])
        case int():
            return value.to_bytes(4, "big", signed=True)
        case str():
            return value.encode("utf-8")
        case bytes():
            return value
    raise ValueError(f"no value of {tag.name}")
