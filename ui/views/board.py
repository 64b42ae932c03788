"""The hall's board in words: what every item's queue is like now."""

from __future__ import annotations

from central.contract.messages import HallBoard, ItemOnBoard
from kiosk.texts import Wording


def board_rows(board: HallBoard | None, wording: Wording) -> list[dict[str, str]]:
    """One row per item: name, number being served, people waiting. A closed item says so instead of a number."""
    return [_row(item, wording) for item in board.items] if board else []


def _row(item: ItemOnBoard, wording: Wording) -> dict[str, str]:
    closed = not item.windows_open
    return {
        "name": wording.words(item.name),
        "serving": wording.text("home.closed") if closed else item.now_serving or wording.text("home.nobody"),
        "waiting": str(item.waiting),
        "closed": "closed" if closed else "",
    }
