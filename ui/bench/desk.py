"""What the bench window shows and what its hands do: the one object between QML and the simulated hardware."""

from __future__ import annotations

from typing import Any

from PIL import Image
from PySide6.QtCore import Property, QObject, QTimerEvent, Signal, Slot
from PySide6.QtQml import QmlElement

from devices.bench.bench import Bench
from devices.bench.cards import SAMPLES, demo_people
from ui.bench.cable import Cable
from ui.bench.eye import Eye
from ui.bench.face import face
from ui.bench.mini_program import MiniProgram
from ui.bench.phone import PhoneCode
from ui.bench.tray import Tray

QML_IMPORT_NAME = "KioskBench"
QML_IMPORT_MAJOR_VERSION = 1

LOOK_EVERY = 100  # milliseconds between two looks at the hardware
RUN_OUT_AFTER = 600  # bytes of the next job: the paper ends in the middle of a ticket


@QmlElement
class Desk(QObject):
    """The hardware as it lies on the bench.

    Hands act from this window and through the control socket, and the devices live in threads of their own; so the desk
    looks at them again and again instead of being told.
    """

    changed = Signal()
    codeChanged = Signal()

    def __init__(
        self,
        bench: Bench,
        codes: list[PhoneCode],
        mini_program: MiniProgram | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`mini_program`: asks the office for the codes of `codes` that have a holder."""
        super().__init__(parent)
        self._bench = bench
        self._codes = codes
        self._code = 0
        self._shown = 0  # codes that the phone has shown; each has a picture of its own
        self._mini_program = mini_program
        if mini_program is not None:
            mini_program.setParent(self)
            mini_program.changed.connect(self._refreshed)
        tray = dict.fromkeys([*demo_people(), *SAMPLES])  # those with bookings on top
        self._cards = {card.label: card for card in tray}
        self._faces = {card.label: face(card) for card in tray}
        self._reader_cable = Cable("reader", bench.reader.wire, self)
        self._scanner_cable = Cable("scanner", bench.scanner.wire, self)
        self._printer_cable = Cable("printer", bench.printer.wire, self)
        self._eye = Eye(bench.camera, self) if bench.camera is not None else None
        self._tray = Tray(bench.a4_printer, self) if bench.a4_printer is not None else None
        self._taken = 0  # slips that a hand has taken out of the mouth
        self._running_out = False
        self._emerging: Image.Image | None = None
        self._seen: tuple[object, ...] = ()
        self._timer = self.startTimer(LOOK_EVERY)

    def timerEvent(self, event: QTimerEvent) -> None:
        self.look()

    def look(self) -> None:
        """Tell QML what changed since the last look."""
        for cable in (self._reader_cable, self._scanner_cable, self._printer_cable):
            cable.refresh()
        if self._eye is not None:
            self._eye.refresh()
        if self._tray is not None:
            self._tray.refresh()
        self._emerging = self._bench.printer.emerging()
        if self._bench.printer.paper_out:
            self._running_out = False
        seen = (
            [card.label for card in self._bench.reader.cards],
            len(self._bench.printer.slips),
            self._taken,
            self._get_held(),
            self._get_taken_back(),
            self._get_paper(),
            self._get_cover_open(),
            self._get_jammed(),
            self._running_out,
            self._emerging and self._emerging.height,
        )
        if seen != self._seen:
            self._seen = seen
            self.changed.emit()

    # ------------------------------------------------------------ pictures

    def payload(self, index: int) -> str:
        """The code at `index` of the phone's list; empty while the office has not given it."""
        code = self._codes[index]
        if code.holder is None:
            return code.payload
        return self._mini_program.payload if self._mini_program is not None and index == self._code else ""

    def picture(self, number: int) -> Image.Image:
        """Slip `number`, counted from 1; 0 is what hangs out of the printer uncut."""
        if number:
            return self._bench.printer.slips[number - 1].image
        if self._emerging is None:
            raise LookupError
        return self._emerging

    def scene(self) -> Image.Image:
        """What is before the camera. Raises `LookupError` where there is none."""
        if self._eye is None:
            raise LookupError
        return self._eye.scene()

    # ------------------------------------------------------------ cables

    def _get_reader_cable(self) -> Cable:
        return self._reader_cable

    readerCable = Property(Cable, _get_reader_cable, constant=True)

    def _get_scanner_cable(self) -> Cable:
        return self._scanner_cable

    scannerCable = Property(Cable, _get_scanner_cable, constant=True)

    def _get_printer_cable(self) -> Cable:
        return self._printer_cable

    printerCable = Property(Cable, _get_printer_cable, constant=True)

    # ------------------------------------------------------------ cards

    def _get_cards(self) -> list[dict[str, str]]:
        return list(self._faces.values())

    cards = Property(list, _get_cards, constant=True)

    def _get_laid_cards(self) -> list[dict[str, str]]:
        return [self._faces[card.label] for card in self._bench.reader.cards]

    laidCards = Property(list, _get_laid_cards, notify=changed)

    @Slot(str)
    def lay(self, label: str) -> None:
        """Lay a card on the reader, in place of whatever lies there."""
        self._bench.reader.lay(self._cards[label])
        self.look()

    @Slot()
    def layTwo(self) -> None:
        """Lay two cards, one over the other."""
        first, second = list(self._cards.values())[:2]
        self._bench.reader.lay_two(first, second)
        self.look()

    @Slot()
    def lift(self) -> None:
        """Take away what lies there."""
        self._bench.reader.lift()
        self.look()

    # ------------------------------------------------------------ codes

    def _get_codes(self) -> list[dict[str, Any]]:
        return [{"label": code.label, "detail": code.detail, "good": code.good} for code in self._codes]

    codes = Property(list, _get_codes, constant=True)

    def _get_code_index(self) -> int:
        return self._code

    def _set_code_index(self, index: int) -> None:
        if index != self._code and 0 <= index < len(self._codes):
            self._code = index
            holder = self._codes[index].holder
            if self._mini_program is not None:
                self._mini_program.open(holder) if holder else self._mini_program.close()
            self._refreshed()

    @Slot()
    def _refreshed(self) -> None:
        """Another code is on the phone."""
        self._shown += 1
        self.codeChanged.emit()

    def _get_phone(self) -> dict[str, Any]:
        """What stands on the phone: label, below, whether it is good, whether there is a code, its picture."""
        if not self._codes:
            return {"label": "", "below": "", "good": False, "ready": False, "picture": ""}
        code = self._codes[self._code]
        below = self._mini_program.below if code.holder and self._mini_program else code.below or code.detail
        ready = bool(self.payload(self._code))
        picture = f"image://bench/code/{self._code}/{self._shown}" if ready else ""
        return {"label": code.label, "below": below, "good": code.good, "ready": ready, "picture": picture}

    phone = Property(dict, _get_phone, notify=codeChanged)

    codeIndex = Property(int, _get_code_index, _set_code_index, notify=codeChanged)

    @Slot()
    def show(self) -> None:
        """Hold the phone before the scanner."""
        if payload := self.payload(self._code):
            self._bench.scanner.show(payload)

    # ------------------------------------------------------------ camera

    def _get_eye(self) -> Eye | None:
        return self._eye

    eye = Property(Eye, _get_eye, constant=True)

    @Slot()
    def holdToCamera(self) -> None:
        """Hold the phone before the camera, until somebody takes it away."""
        if self._eye is not None and (payload := self.payload(self._code)):
            self._eye.hold(payload)

    # ------------------------------------------------------------ printers

    def _get_tray(self) -> Tray | None:
        return self._tray

    tray = Property(Tray, _get_tray, constant=True)

    def _get_slips(self) -> int:
        return len(self._bench.printer.slips)

    slips = Property(int, _get_slips, notify=changed)

    def _get_slip(self) -> str:
        """The name of the picture of what stands in the mouth; empty when nothing does."""
        if self._emerging is not None:
            return f"slip/0/{self._emerging.height}"  # another height, another picture
        slips = len(self._bench.printer.slips)
        there = self._get_held() if self._bench.printer.mouth else slips > self._taken
        return f"slip/{slips}" if there else ""

    slip = Property(str, _get_slip, notify=changed)

    def _get_held(self) -> bool:
        mouth = self._bench.printer.mouth
        return mouth is not None and mouth.held is not None

    held = Property(bool, _get_held, notify=changed)  # the mouth holds a slip that is cut off

    def _get_taken_back(self) -> int:
        mouth = self._bench.printer.mouth
        return len(mouth.bin) if mouth else 0

    takenBack = Property(int, _get_taken_back, notify=changed)

    @Slot()
    def tear(self) -> None:
        """Take the slip, or tear off what hangs out."""
        self._bench.printer.tear()
        self._taken = len(self._bench.printer.slips)
        self.look()

    def _get_paper(self) -> str:
        printer = self._bench.printer
        return "out" if printer.paper_out else "low" if printer.paper_low else "full"

    def _set_paper(self, paper: str) -> None:
        printer = self._bench.printer
        {"out": printer.empty_paper, "low": printer.near_end, "full": printer.load_paper}[paper]()
        self.look()

    paper = Property(str, _get_paper, _set_paper, notify=changed)

    def _get_running_out(self) -> bool:
        return self._running_out

    runningOut = Property(bool, _get_running_out, notify=changed)

    @Slot()
    def runOut(self) -> None:
        """The roll will end in the middle of the next ticket."""
        self._running_out = True
        self._bench.printer.empty_paper_after(RUN_OUT_AFTER)
        self.look()

    def _get_cover_open(self) -> bool:
        return self._bench.printer.cover_open

    def _set_cover_open(self, is_open: bool) -> None:
        (self._bench.printer.open_cover if is_open else self._bench.printer.close_cover)()
        self.look()

    coverOpen = Property(bool, _get_cover_open, _set_cover_open, notify=changed)

    def _get_jammed(self) -> bool:
        return self._bench.printer.cutter_jammed

    def _set_jammed(self, jammed: bool) -> None:
        (self._bench.printer.jam_cutter if jammed else self._bench.printer.clear_jam)()
        self.look()

    cutterJammed = Property(bool, _get_jammed, _set_jammed, notify=changed)

    # ------------------------------------------------------------ everything

    @Slot()
    def restore(self) -> None:
        """Put everything right: cables in, paper loaded, cover closed, nothing on the reader."""
        for cable in (self._reader_cable, self._scanner_cable, self._printer_cable):
            cable.restore()
        if self._eye is not None:
            self._eye.restore()
        if self._tray is not None:
            self._tray.restore()
        self._bench.reader.lift()
        self._bench.printer.clear_jam()
        self._bench.printer.load_paper()
        self.look()
