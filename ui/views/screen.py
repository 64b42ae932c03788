"""What all view models share: words, and the way back to the runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import Service
from kiosk.texts import Wording
from kiosk.wishes.wish import Notice

if TYPE_CHECKING:
    from ui.views.console.page import Console

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


class Relay(Protocol):
    """Passes on what the citizen did, once per scene: a view that is no longer on the screen is not heard.

    `technician`: the service console, for its own pages.
    """

    technician: Console | None

    def begin(self, view: ScreenView, service: Service) -> None: ...
    def answer(self, view: ScreenView, value: Any) -> None: ...
    def back(self, view: ScreenView) -> None: ...
    def home(self, view: ScreenView) -> None: ...
    def retry(self, view: ScreenView) -> None: ...
    def press(self, view: ScreenView) -> None: ...
    def seen(self, view: ScreenView) -> None: ...
    def tell(self, view: ScreenView, notice: Notice) -> None: ...


@QmlElement
class ScreenView(QObject):
    """One scene, in words. A subclass has typed properties, each with `notify=changed`, and owns no rule.

    Every class declares a `changed` of its own: PySide6 6.11 crashes when QML looks at a property whose notify signal
    is inherited from a class that has slots.
    """

    changed: SignalInstance
    keeps = False
    """What was typed here stays while somebody complains in between."""

    def __init__(self, wording: Wording, relay: Relay) -> None:
        super().__init__()
        self._wording = wording
        self._relay = relay

    def refresh(self) -> None:
        """The language or the time changed: everything is read again."""
        self.changed.emit()

    def renew(self, scene: Any) -> bool:
        """Show a newer scene of the same kind in place; False when the screen must be built anew."""
        return False

    @Slot()
    def back(self) -> None:
        """One step back."""
        self._relay.back(self)

    @Slot()
    def home(self) -> None:
        """End the session."""
        self._relay.home(self)
