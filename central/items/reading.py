"""A file's bytes into JSON that means one thing to every reader.

RFC 8259 leaves to the reader what a doubled key, NaN or a lone surrogate mean; here they mean that the file is refused
(RFC 7493, I-JSON). A size and a depth that no editor's document reaches protect whoever reads it after us.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, NoReturn

DOCUMENT_BYTES = 256 * 1024
_DEPTH = 24


class NotReadable(ValueError):
    """The file is no document; the text says why."""


def read(path: Path) -> bytes:
    """What is in a file, no longer than `parse` takes. Raises `NotReadable`."""
    if not path.is_file():  # a pipe would never end, or never begin
        raise NotReadable("is no file; put a document in its place")
    try:
        with path.open("rb") as file:
            return file.read(DOCUMENT_BYTES + 1)
    except OSError as error:
        raise NotReadable(f"cannot be opened ({error.strerror}); make it a file that can be read") from error


def parse(content: bytes) -> dict[str, Any]:
    """The JSON object in these bytes. Raises `NotReadable`."""
    if len(content) > DOCUMENT_BYTES:
        raise NotReadable(f"is larger than {DOCUMENT_BYTES} bytes; no item needs that, look for what was pasted in")
    try:
        document = json.loads(
            content.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant, parse_float=_float
        )
    except NotReadable:
        raise
    except UnicodeDecodeError as error:
        raise NotReadable(f"is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except RecursionError as error:
        raise NotReadable(f"nests deeper than {_DEPTH} levels; make it flatter") from error
    except ValueError as error:
        raise NotReadable(f"is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise NotReadable("is not a JSON object; a document begins with { and ends with }")
    _walk(document, 0)
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotReadable(f"has the key {twice!a:.80} twice in one object; keep one of them")
    return read


def _constant(text: str) -> NoReturn:
    raise NotReadable(f"holds {text}, which is no JSON number; write a number or leave the field out")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotReadable(f"holds the number {text:.40}, which is too large; write a smaller one")
    return number


def _walk(value: Any, depth: int) -> None:
    """Refuse depth, and surrogates that no encoder takes again."""
    if depth > _DEPTH:
        raise NotReadable(f"nests deeper than {_DEPTH} levels; make it flatter")
    if isinstance(value, str):
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise NotReadable("holds half of a surrogate pair (\\ud800 to \\udfff); write the character itself")
    elif isinstance(value, dict):
        for name, each in value.items():
            _walk(name, depth)
            _walk(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _walk(each, depth + 1)
