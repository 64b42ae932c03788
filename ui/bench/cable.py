"""What can happen to the cable of one simulated device, as QML sees it."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from devices.bench.wire import Wire

QML_IMPORT_NAME = "KioskBench"
QML_IMPORT_MAJOR_VERSION = 1

CUT_AFTER = 3  # bytes: inside every header that a driver of ours waits for


@QmlElement
class Cable(QObject):
    """One wire. `refresh` tells QML what changed since, whoever changed it."""

    changed = Signal()

    def __init__(self, name: str, wire: Wire, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._wire = wire
        self._seen = self._state()

    def refresh(self) -> None:
        state = self._state()
        if state != self._seen:
            self._seen = state
            self.changed.emit()

    def restore(self) -> None:
        """Plug in, and end every disturbance."""
        self._wire.silent = self._wire.noise = False
        self._wire.cut_after = None
        self._wire.plug()
        self.refresh()

    def _state(self) -> tuple[bool, bool, bool, bool]:
        return self._wire.plugged, self._wire.silent, self._wire.noise, self._wire.cut_after is not None

    def _get_name(self) -> str:
        return self._name

    name = Property(str, _get_name, constant=True)

    def _get_plugged(self) -> bool:
        return self._wire.plugged

    def _set_plugged(self, plugged: bool) -> None:
        if plugged:
            self._wire.plug()
        else:
            self._wire.pull()
        self.refresh()

    plugged = Property(bool, _get_plugged, _set_plugged, notify=changed)

    def _get_silent(self) -> bool:
        return self._wire.silent

    def _set_silent(self, silent: bool) -> None:
        self._wire.silent = silent
        self.refresh()

    silent = Property(bool, _get_silent, _set_silent, notify=changed)

    def _get_noise(self) -> bool:
        return self._wire.noise

    def _set_noise(self, noise: bool) -> None:
        self._wire.noise = noise
        self.refresh()

    noise = Property(bool, _get_noise, _set_noise, notify=changed)

    def _get_cut(self) -> bool:
        return self._wire.cut_after is not None

    def _set_cut(self, cut: bool) -> None:
        self._wire.cut_after = CUT_AFTER if cut else None
        self.refresh()

    cut = Property(bool, _get_cut, _set_cut, notify=changed)
