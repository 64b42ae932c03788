"""What is wrong with a screen as it stands: text that is cut, runs off the glass, lies on other text or has no glyph.

Areas are in the screens' design units, whatever size the window has. What can be scrolled to counts as if it were seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtQuick import QQuickItem

SLACK = 2.0


def visual_tree(item: QQuickItem) -> Iterator[QQuickItem]:
    """The item and all that is within it and may be seen."""
    yield item
    for child in item.childItems():
        if child.isVisible():
            yield from visual_tree(child)


def is_text(item: QQuickItem) -> bool:
    """A text that says something."""
    return item.inherits("QQuickText") and bool(item.property("text").strip()) and item.width() > 0


def ink(item: QQuickItem, root: QQuickItem) -> QRectF:
    """Where a text's glyphs may be: its lines without the leading above and below."""
    size, height = item.property("font").pixelSize(), item.property("contentHeight")
    top = (item.height() - height) / 2 if item.height() > height + 1 else 0.0
    width = max(item.width(), item.property("contentWidth"))
    return item.mapRectToItem(root, QRectF(0, top + size * 0.3, width, max(1.0, height - size * 0.55)))


def faults(root: QQuickItem) -> list[str]:
    """Everything that is wrong below `root`, which is as large as the glass; in the words that it is wrong with."""
    texts = [item for item in visual_tree(root) if is_text(item) and item.opacity() > 0]
    glass = QRectF(0, 0, root.width(), root.height())
    areas = [(text, _holder(text), ink(text, root)) for text in texts]
    wrong = []
    for text, holder, area in areas:
        said = text.property("text")
        if text.property("truncated"):
            wrong.append(f"is cut: {said}")
        if missing := unwritable(text):
            wrong.append(f"has no glyph for {missing}: {said}")
        window = box(holder, root) if holder else glass
        if holder is not None and holder.inherits("QQuickFlickable"):
            window.setTop(min(window.top(), area.top()))
            window.setBottom(max(window.bottom(), area.bottom()))
        if not window.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            wrong.append(f"runs over its edge: {said}")
    for index, (one, holder, area) in enumerate(areas):
        for other, within, place in areas[index + 1 :]:
            if holder is within and area.intersects(place):
                wrong.append(f"lies on other text: {one.property('text')} / {other.property('text')}")
    return wrong


def box(item: QQuickItem, root: QQuickItem) -> QRectF:
    """The item's place."""
    return item.mapRectToItem(root, QRectF(0, 0, item.width(), item.height()))


def unwritable(text: QQuickItem) -> str:
    """Characters of a text that neither its font nor those behind it have."""
    known = QFontMetricsF(text.property("font"))
    return "".join(
        sorted({sign for sign in text.property("text") if not sign.isspace() and not known.inFontUcs4(ord(sign))})
    )


def _holder(item: QQuickItem) -> QQuickItem | None:
    """What keeps the item within its bounds: a button, a paper, or whatever cuts off what is too large."""
    holder: QQuickItem | None = item.parentItem()
    while holder is not None and not (holder.clip() or holder.inherits("QQuickAbstractButton")):
        holder = holder.parentItem()
    return holder
