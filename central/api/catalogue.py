"""The published catalogue for whoever asks: its own signatures protect it, so neither key nor token is wanted.

Names with a number or a hash never change what they mean and may be kept for ever, by proxies too.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import Response

from central.api.guards import TheOffice, ok
from central.api.problems import responses
from central.contract.catalogue import CatalogueHealth
from central.publishing.repository import METADATA_NAME, TARGET_NAME
from central.services.refusals import Refusal

router = APIRouter(prefix="/v1/catalogue", tags=["open"])

_JSON = "application/json"
_FOREVER = "public, max-age=31536000, immutable"
_SERVED: dict[int | str, dict[str, Any]] = {
    200: {"content": {_JSON: {"schema": {"type": "object"}}}, "description": "The file, byte for byte."}
}
_GZIP_FROM = 1024  # bytes; below it the header costs what is saved


@router.get("/health", response_model=CatalogueHealth, responses=responses(404))
def catalogue_health(office: TheOffice) -> Response:
    """What is published here, and what somebody has to do about it: for whoever watches over the office."""
    if office.stock is None:
        raise Refusal("no_such_file", status=404)
    return ok(office.stock.health(office.clock.machine()))


@router.get(
    "/metadata/{name}",
    response_class=Response,
    responses={**_SERVED, **responses(404, 422)},
)
def catalogue_metadata(
    request: Request,
    name: Annotated[str, Path(pattern=rf"^{METADATA_NAME.pattern}$", max_length=40)],
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """TUF metadata: `timestamp.json`, or `<number>.root|targets|snapshot.json`. With gzip where it is asked for."""
    path = _directory(request) / "metadata" / name
    if name == "timestamp.json":
        return Response(_read(path), media_type=_JSON, headers={"Cache-Control": "no-cache"})
    headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
    packed = _packed(path) if _wants_gzip(accept_encoding) else b""
    if packed:
        return Response(packed, media_type=_JSON, headers=headers | {"Content-Encoding": "gzip"})
    return Response(_read(path), media_type=_JSON, headers=headers)


@router.get(
    "/targets/{folder}/{name}",
    response_class=Response,
    responses={**_SERVED, **responses(404, 422)},
)
def catalogue_target(
    request: Request,
    folder: Annotated[str, Path(pattern=r"^(?:items|sources|projects)$", max_length=8)],
    name: Annotated[str, Path(pattern=rf"^{TARGET_NAME.pattern}$", max_length=140)],
) -> Response:
    """One document, named by its SHA-256: `items/<hash>.<item>.json`, `sources/…`, `projects/…`."""
    path = _directory(request) / "targets" / folder / name
    return Response(_read(path), media_type=_JSON, headers={"Cache-Control": _FOREVER})


def _directory(request: Request) -> FilePath:
    found: FilePath | None = request.app.state.catalogue
    if found is None:
        raise Refusal("no_such_file", status=404)
    return found


def _read(path: FilePath) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal("no_such_file", status=404) from None


@lru_cache(maxsize=16)
def _packed(path: FilePath) -> bytes:
    """The file of an unchanging name with gzip; empty when that is not worth it."""
    data = _read(path)
    return gzip.compress(data, 6, mtime=0) if len(data) >= _GZIP_FROM else b""


def _wants_gzip(accepted: str) -> bool:
    """RFC 9110, 12.5.3: named, and not with a weight of nought."""
    for part in accepted.lower().split(","):
        coding, _, weight = part.strip().partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
