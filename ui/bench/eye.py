"""What stands before the bench's camera, as QML sees it."""

from __future__ import annotations

from PIL import Image
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from devices.bench.camera import BenchCamera, CameraFault
from devices.bench.faces import Person, Sitter, photograph
from devices.bench.sheets import Laid, Paper, lay

QML_IMPORT_NAME = "KioskBench"
QML_IMPORT_MAJOR_VERSION = 1

SITTERS = {
    "elder": (Sitter(Person(hair=(205, 205, 205), old=True, glasses=True)),),
    "aside": (Sitter(x=0.24),),
    "far": (Sitter(pupils=0.06),),
    "tilted": (Sitter(tilt=14),),
    "eyes_closed": (Sitter(eyes_open=False),),
    "two": (Sitter(x=0.3, pupils=0.11), Sitter(Person(long_hair=True), x=0.7, pupils=0.11)),
}
"""Who may stand there: somebody whose portrait is good, and those whose is not yet."""


SHEETS = {
    "page": (Laid(turn=90),),
    "card": (Laid(Paper.CARD, long=0.5),),
    "cut_off": (Laid(turn=90, x=0.75),),
    "two_pages": (Laid(x=0.3, long=0.5), Laid(Paper.FORM, x=0.72, long=0.5)),
}
"""What may lie under it."""


@QmlElement
class Eye(QObject):
    """The camera of the bench. `refresh` tells QML what changed since, whoever changed it."""

    changed = Signal()

    def __init__(self, camera: BenchCamera, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._camera = camera
        self._scenes = 0
        self._seen: tuple[object, ...] = ()

    def refresh(self) -> None:
        seen = (id(self._camera.scene), self._camera.lit, self._camera.fault)
        if seen != self._seen:
            self._scenes += self._seen[:1] != seen[:1]
            self._seen = seen
            self.changed.emit()

    def scene(self) -> Image.Image:
        """What is before it."""
        return self._camera.scene

    def hold(self, payload: str) -> None:
        """A phone with this code. A code that no QR code can hold shows an empty hall."""
        try:
            self._camera.hold_phone(payload)
        except ValueError:
            self._camera.leave()
        self.refresh()

    @Slot()
    def restore(self) -> None:
        """Nobody there, nothing wrong."""
        self._camera.fault = None
        self._camera.leave()
        self.refresh()

    @Slot()
    def leave(self) -> None:
        """Nobody is there, and nothing is held."""
        self._camera.leave()
        self.refresh()

    @Slot(str)
    def stand(self, who: str) -> None:
        """Somebody of `SITTERS`."""
        self._camera.stand(photograph(SITTERS[who], 960, 540, noise=0.0))
        self.refresh()

    @Slot(str)
    def lay(self, what: str) -> None:
        """Something of `SHEETS`, on a table."""
        self._camera.stand(lay(SHEETS[what], *self._camera.scene.size, noise=0.0))
        self.refresh()

    def _get_sheets(self) -> list[str]:
        return list(SHEETS)

    sheets = Property(list, _get_sheets, constant=True)

    def _get_sitters(self) -> list[str]:
        return list(SITTERS)

    sitters = Property(list, _get_sitters, constant=True)

    def _get_picture(self) -> str:
        return f"scene/{self._scenes}"  # another number, another picture

    picture = Property(str, _get_picture, notify=changed)

    def _get_lit(self) -> bool:
        return self._camera.lit

    lit = Property(bool, _get_lit, notify=changed)

    def _get_fault(self) -> str:
        return self._camera.fault.value if self._camera.fault else ""

    def _set_fault(self, fault: str) -> None:
        self._camera.fault = CameraFault(fault) if fault else None
        self.refresh()

    fault = Property(str, _get_fault, _set_fault, notify=changed)
