"""A scanner's section and what is opened for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.states import Offline
from kiosk.config import CodeScannerSection
from kiosk.fittings import open_code_scanner


def test_a_keyboard_wants_a_family_of_keyboards() -> None:
    with pytest.raises(ValueError, match="is a keyboard, and scanner family newland is not"):
        open_code_scanner(CodeScannerSection(port="input:///dev/input/by-id/none-event-kbd", family="newland"))


@pytest.mark.parametrize("family", ["keyboard_wedge", "keyboard_wedge_gbk"])
def test_a_keyboard_that_is_not_there(family: str, tmp_path: Path) -> None:
    with pytest.raises(Offline):
        open_code_scanner(CodeScannerSection(port=f"input://{tmp_path}/none-event-kbd", family=family))
