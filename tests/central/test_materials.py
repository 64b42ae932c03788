"""Pages that a terminal uploads: several in their order, and every JPEG that is none."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from central.contract.application import MATERIAL_BYTES, MaterialSent
from central.services.materials import is_jpeg
from central.services.refusals import Refusal
from tests.central.counter import Counter, item_document
from tests.central.house import House


def page(shade: int = 200, size: tuple[int, int] = (1654, 2339), **more: Any) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 12).point(lambda v: min(255, v + shade - 128)).save(file, "JPEG", quality=60, **more)
    return file.getvalue()


PAGE = page(size=(330, 468))


def with_lease(document: dict[str, Any]) -> None:
    document["materials"].append(
        {
            "material": "lease",
            "name": {"zh_CN": "租赁合同"},
            "comes_from": "document",
            "pages_most": 3,
            "required": False,
            "how_to_get": {"zh_CN": "用本机拍照。"},
        }
    )


@pytest.fixture
def counter(open_small: Callable[..., House]) -> Counter:
    return Counter(open_small(), item_document(with_lease))


def lease(counter: Counter, *contents: bytes) -> MaterialSent:
    return MaterialSent(
        material="lease", media_type="image/jpeg", pages=tuple(counter.upload(content) for content in contents)
    )


def test_several_pages_are_taken(counter: Counter) -> None:
    pages = [page(shade, (165, 234)) for shade in (150, 200, 175)]
    sent = lease(counter, *pages)
    received = counter.submit(materials=(sent,))
    assert received.receipt


@pytest.mark.parametrize("wrong", ["many", "broken"])
def test_too_many_pages_and_one_broken_among_good_ones_are_refused(counter: Counter, wrong: str) -> None:
    contents = [PAGE] * 4 if wrong == "many" else [PAGE, PAGE[: len(PAGE) * 3 // 4], PAGE]
    with pytest.raises(Refusal) as caught:
        counter.submit(materials=(lease(counter, *contents),))
    assert caught.value.code == "material_invalid"
    assert caught.value.facts == {"field": "lease", "fault": "maxItems" if wrong == "many" else "type"}


def _claiming(width: int, height: int) -> bytes:
    """The same file, but its head says that it is that large."""
    at = PAGE.index(b"\xff\xc0") + 5
    return PAGE[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + PAGE[at + 4 :]


HOSTILE = {
    "empty": b"",
    "no picture": b"\xff\xd8\xff\xd9",
    "cut off": PAGE[:-200],
    "something behind": PAGE + b"PK\x03\x04 a zip file",
    "a bomb": _claiming(65_500, 65_500),
    "no rows": _claiming(330, 0),
    "progressive": page(size=(330, 468), progressive=True),
    "a PNG": b"\x89PNG\r\n\x1a\n" + PAGE,
    "behind a script": b"<script>" + PAGE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_none(name: str) -> None:
    assert not is_jpeg(HOSTILE[name])


@settings(max_examples=60)
@given(at=st.integers(0, len(PAGE) - 1), what=st.binary(min_size=1, max_size=40))
def test_a_picture_with_anything_written_over_it_is_a_picture_or_none(at: int, what: bytes) -> None:
    assert is_jpeg(PAGE[:at] + what + PAGE[at + len(what) :]) in (True, False)


def test_a_full_page_is_a_picture_and_is_looked_at_quickly() -> None:
    whole = page()
    assert len(whole) < MATERIAL_BYTES
    began = time.process_time()
    assert is_jpeg(whole)
    assert time.process_time() - began < 0.5
