"""Which business is it, without a booking?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.messages import ItemOnBoard
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import ChooseItem, Notice
from ui.views.screen import Relay, ScreenView
from ui.views.ticket import wait_words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseItemView(ScreenView):
    """The hall's items with their queues; one that cannot be taken now says why and can be asked about."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        wish: ChooseItem = scene.wish  # type: ignore[assignment]
        self._items = sorted(wish.board.items, key=lambda item: item.closed_code is not None)

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_item.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("choose_item.hint")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """Per item: key, lead (prefix letter), title, detail, note (why it cannot be taken now)."""
        return [self._choice(item) for item in self._items]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        chosen = next((item for item in self._items if str(item.item_id) == key), None)
        if chosen is not None:
            self._relay.answer(self, chosen)

    def _choice(self, item: ItemOnBoard) -> dict[str, str]:
        say = self._wording.text
        closed = item.closed_code is not None
        note = ""
        if item.closed_code is not None:
            notice = Notice(item.closed_code, {"opens_at": item.opens_at.isoformat()} if item.opens_at else {})
            note = self._wording.title(notice)
        return {
            "key": str(item.item_id),
            "lead": item.prefix,
            "below": "",
            "title": self._wording.words(item.name),
            "detail": ""
            if closed
            else say("choose_item.detail", waiting=item.waiting, wait=wait_words(item.wait, self._wording)),
            "note": note,
            "shut": "shut" if closed else "",
        }
