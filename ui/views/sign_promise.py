"""A promise (告知承诺) or an agreement: the text, and a pane to sign with a finger. Nobody has to."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.texts import LANGUAGES
from kiosk.form import signature_strokes
from kiosk.form.signature_strokes import Point
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import SignPromise
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SignPromiseView(ScreenView):
    """The strokes live here and on the pane, until they are given or wiped."""

    keeps = True
    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: SignPromise = scene.wish  # type: ignore[assignment]
        self._strokes: list[tuple[Point, ...]] = []
        self._read = False
        self._wrong = ""
        self._done = False

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(f"sign_{self._wish.kind.value}.title")

    @Property(str, notify=changed)
    def promise(self) -> str:
        """In Chinese, whatever the screen speaks: it is what the signature is bound to."""
        return self._wish.text.zh_CN

    @Property(str, notify=changed)
    def consequence(self) -> str:
        return self._wish.consequence.zh_CN if self._wish.consequence else ""

    @Property(str, notify=changed)
    def inOtherWords(self) -> str:
        """The promise in the language of the screen, where that is another; empty where nobody has translated it."""
        return self._wish.text.en if self._foreign else ""

    @Property(str, notify=changed)
    def consequenceInOtherWords(self) -> str:
        return self._wish.consequence.en if self._foreign and self._wish.consequence else ""

    @Property(str, notify=changed)
    def whichCounts(self) -> str:
        """Which of two texts is signed; empty where there is but one."""
        if not self._foreign:
            return ""
        return self._wording.text("sign_promise.chinese_counts" if self._wish.text.en else "sign_promise.chinese_only")

    @Property(str, notify=changed)
    def paneHint(self) -> str:
        """Stands in the empty pane."""
        return self._wording.text("sign_promise.pane")

    @Property(str, notify=changed)
    def otherWays(self) -> str:
        """For whoever cannot sign with a finger."""
        return self._wording.text(f"sign_{self._wish.kind.value}.other_ways")

    @Property(str, notify=changed)
    def wrong(self) -> str:
        if self._wrong == "unread":
            return self._wording.text(f"sign_{self._wish.kind.value}.unread")
        return self._wording.text(f"sign_promise.wrong.{self._wrong}") if self._wrong else ""

    @Property(bool, notify=changed)
    def empty(self) -> bool:
        return not self._strokes

    @Property(str, notify=changed)
    def signLabel(self) -> str:
        return self._wording.text("sign_promise.sign")

    @Property(str, notify=changed)
    def clearLabel(self) -> str:
        return self._wording.text("sign_promise.clear")

    @Property(str, notify=changed)
    def declineLabel(self) -> str:
        return self._wording.text(f"sign_{self._wish.kind.value}.decline")

    @Slot()
    def read(self) -> None:
        """The end of the text has been on the screen."""
        self._read = True

    @Slot("QVariantList", float, float)
    def stroke(self, points: list[float], width: float, height: float) -> None:
        """The finger left the pane of that size: x, y in turn."""
        room = signature_strokes.RAW_POINTS - sum(map(len, self._strokes))
        placed = signature_strokes.placed(points, width, height)[: max(0, room)]
        if placed and not self._done and len(self._strokes) < signature_strokes.MOST_STROKES:
            self._strokes.append(placed)
            self._complain("")

    @Slot()
    def clear(self) -> None:
        """An empty pane again."""
        if not self._done:
            self._strokes.clear()
            self._complain("")

    @Slot()
    def sign(self) -> None:
        """Give the signature, if it can be one."""
        if self._done:
            return
        short = signature_strokes.length(self._strokes) < signature_strokes.SHORTEST
        self._complain("empty" if self.empty else "short" if short else "" if self._read else "unread")
        if not self._wrong:
            self._done = True
            self._relay.answer(self, signature_strokes.thinned(self._strokes))

    @Slot()
    def decline(self) -> None:
        """The ordinary way."""
        if not self._done:
            self._done = True
            self._relay.answer(self, None)

    @property
    def _foreign(self) -> bool:
        return self._wording.language != LANGUAGES[0]

    def _complain(self, code: str) -> None:
        self._wrong = code
        self.changed.emit()
