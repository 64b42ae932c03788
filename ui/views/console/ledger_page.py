"""What the office has not taken."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ledger import OpenEffect
from ui.views.console.page import ConsoleView, Line, line

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class LedgerPageView(ConsoleView):
    """Kinds, states, codes and times of open effects, never whose they are."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.ledger_page")

    @Property(str, notify=changed)
    def task(self) -> str:
        depth = self._scene.depth
        if depth is None:
            return self._say("fact.ledger_unread")
        minutes = depth.oldest_waiting_s // 60
        return self._say("ledger.task", waiting=depth.waiting, refused=depth.refused, minutes=minutes)

    @Property(str, notify=changed)
    def empty(self) -> str:
        return self._say("ledger.empty")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def lines(self) -> list[Line]:
        return [self._line(effect) for effect in self._scene.effects]

    def _line(self, effect: OpenEffect) -> Line:
        refused = effect.state == "refused"
        return line(
            str(effect.sequence),
            self._say(f"effect.{effect.kind}"),
            detail=self._say("ledger.detail", at=effect.made_at, attempts=effect.attempts, code=effect.code),
            value=self._say(f"ledger.{effect.state}"),
            tone="bad" if refused else "warn",
        )

    @Slot()
    def again(self) -> None:
        self._console.ledger()
