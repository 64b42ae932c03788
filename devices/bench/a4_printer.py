"""A printer of A4 at the far end of a network: IPP over HTTP, sheets that come out, and hands that break it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from devices import ipp
from devices.bench.sheet_paper import PrintedSheet
from devices.bench.wire import Wire
from devices.ipp import Attribute, Group, JobState, Message, Operation, PrinterState, Tag
from devices.states import Garbled

PATH = "/ipp/print"
_LISTEN = 0.05  # seconds; only how soon `stop` is felt, and a sheet seen
_REQUEST = b"POST "
_HEAD = re.compile(rb"POST (\S+) HTTP/1\.1\r\n(.*?)\r\n\r\n", re.DOTALL)
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_OK, _BAD_REQUEST, _NOT_POSSIBLE, _NOT_FOUND = 0x0000, 0x0400, 0x0404, 0x0406
_FORMAT, _OPERATION, _NO_JOBS = 0x040A, 0x0501, 0x0506
_OVER = frozenset({JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED})
_PDF = "application/pdf"


@dataclass
class Job:
    """One job. `ends_at`: when its last sheet is out, 0 while it does not move."""

    number: int
    user: str
    state: JobState = JobState.HELD
    document: bytes = field(default=b"", repr=False)
    sheets: int = 0
    ends_at: float = 0.0


class BenchA4Printer:
    """One printer. Hands and properties may be used from any thread; callbacks come on the printer's thread or on that
    of the hand that caused them.

    `speed`: seconds for one document, warming up included. `creates`: whether it has Create-Job and Send-Document.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        speed: float = 0.0,
        creates: bool = True,
        formats: tuple[str, ...] = (_PDF, "image/pwg-raster"),
        now: Callable[[], float] = time.monotonic,
        on_sheet: Callable[[PrintedSheet], None] | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self.wire = wire
        self.sheets: list[PrintedSheet] = []
        self.jobs: dict[int, Job] = {}
        self.speed = speed
        self.on_sheet = on_sheet
        self.on_change = on_change
        self.paper_out = self.paper_low = self.jammed = self.door_open = False
        self.toner_out = self.paused = self.away = self.unreachable = False
        self._creates = creates
        self._formats = formats
        self._now = now
        self._loses_answer = self._aborts = self._runs_out = False
        self._lock = threading.RLock()
        self._received = bytearray()
        self._new: list[PrintedSheet] = []  # not announced yet
        self._running = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def uri(self) -> str:
        """Where a driver finds it, on a wire that is a TCP port."""
        return f"ipp{self.wire.address.removeprefix('socket')}{PATH}"

    def start(self) -> None:
        self._running.set()
        self._thread = threading.Thread(target=self._run, name="bench A4 printer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._running.clear()
        if self._thread is not None:
            self._thread.join()

    # ------------------------------------------------------------ hands

    def load_paper(self) -> None:
        """A full tray; the printer goes on with whatever it still holds."""
        self._change(paper_out=False, paper_low=False)

    def near_end(self) -> None:
        self._change(paper_low=True)

    def empty_paper(self) -> None:
        self._change(paper_out=True)

    def empty_paper_inside(self) -> None:
        """The tray runs empty when the next document has come."""
        self._runs_out = True

    def jam(self) -> None:
        self._change(jammed=True)

    def clear_jam(self) -> None:
        self._change(jammed=False)

    def open_door(self) -> None:
        self._change(door_open=True)

    def close_door(self) -> None:
        self._change(door_open=False)

    def empty_toner(self) -> None:
        self._change(toner_out=True)

    def change_toner(self) -> None:
        self._change(toner_out=False)

    def pause(self) -> None:
        """Somebody stops the queue."""
        self._change(paused=True)

    def resume(self) -> None:
        self._change(paused=False)

    def switch_off(self) -> None:
        """The printer behind the queue is off; the queue answers on."""
        self._change(away=True)

    def switch_on(self) -> None:
        self._change(away=False)

    def unplug_behind(self) -> None:
        """The queue finds its printer no more, and goes on looking for it once it has a job."""
        self._change(unreachable=True)

    def plug_behind(self) -> None:
        self._change(unreachable=False)

    def lose_answer(self) -> None:
        """The next document is taken, and nobody hears so."""
        self._loses_answer = True

    def abort(self) -> None:
        """The next document cannot be interpreted."""
        self._aborts = True

    # ------------------------------------------------------------ what can be seen

    @property
    def well(self) -> bool:
        return not self._reasons()

    def receive(self, data: bytes) -> None:
        """What came over the wire. A connection begins with a request, which ends what the last one left unsaid."""
        with self._lock:
            if data.startswith(_REQUEST):
                self._received.clear()
            self._received += data
            answer = self._heard()
        self.pass_time()
        if answer:
            self.wire.write(answer)

    def pass_time(self) -> None:
        """Let come out what is due."""
        with self._lock:
            before = [job.state for job in self.jobs.values()]
            for job in self.jobs.values():
                self._move(job)
            changed = before != [job.state for job in self.jobs.values()]
            new, self._new = self._new, []
        for sheet in new:
            if self.on_sheet is not None:
                self.on_sheet(sheet)
        if changed and self.on_change is not None:
            self.on_change()

    # ------------------------------------------------------------ its thread

    def _run(self) -> None:
        while self._running.is_set():
            data = self.wire.read(_LISTEN)
            if data:
                self.receive(data)
            else:
                self.pass_time()

    def _change(self, **states: bool) -> None:
        with self._lock:
            for name, state in states.items():
                setattr(self, name, state)
        self.pass_time()
        if self.on_change is not None:
            self.on_change()

    def _move(self, job: Job) -> None:
        if job.state in (*_OVER, JobState.HELD):
            return
        if self._stopped():
            job.state, job.ends_at = JobState.STOPPED, 0.0
            return
        job.state = JobState.PROCESSING
        if self.unreachable:
            job.ends_at = 0.0
            return
        job.ends_at = job.ends_at or self._now() + self.speed
        if self._now() >= job.ends_at:
            sheet = PrintedSheet(job.document)
            job.state, job.sheets = JobState.COMPLETED, max(1, sheet.pages)
            self.sheets.append(sheet)
            self._new.append(sheet)

    def _stopped(self) -> bool:
        return self.paper_out or self.jammed or self.door_open or self.toner_out or self.paused or self.away

    def _busy(self) -> list[Job]:
        return [job for job in self.jobs.values() if job.state is JobState.PROCESSING]

    def _reasons(self) -> tuple[str, ...]:
        said = {
            "media-empty-error": self.paper_out,
            "media-low-warning": self.paper_low and not self.paper_out,
            "media-jam-error": self.jammed,
            "door-open-error": self.door_open,
            "toner-empty-error": self.toner_out,
            "paused": self.paused,
            "offline-report": self.away,
            "connecting-to-device": self.unreachable and bool(self._busy()),
        }
        return tuple(reason for reason, there in said.items() if there)

    # ------------------------------------------------------------ requests

    def _heard(self) -> bytes:
        """The answer to a request that is whole; none to one that is not, or that is lost."""
        received = bytes(self._received)
        head = _HEAD.match(received)
        length = _LENGTH.search(head[2]) if head else None
        if head is None or length is None or len(received) < head.end() + int(length[1]):
            return b""
        body = received[head.end() : head.end() + int(length[1])]
        self._received.clear()
        if head[1] != PATH.encode():
            return _http(b"nothing here", "404 Not Found", "text/plain")
        try:
            request = ipp.decode(body)
        except Garbled:
            return _http(_answer(_BAD_REQUEST, 0))
        loses = self._loses_answer and bool(request.document)
        answer = self._obey(request)
        if loses:
            self._loses_answer = False
            return b""
        return _http(answer)

    def _obey(self, request: Message) -> bytes:
        told = request.group(Group.OPERATION)
        user = ipp.word(told, "requesting-user-name")
        job = self.jobs.get(ipp.number(told, "job-id") or 0)
        number = request.request_id
        if request.code not in self._operations():
            return _answer(_OPERATION, number)
        match request.code:
            case Operation.GET_PRINTER_ATTRIBUTES:
                return _answer(_OK, number, (Group.PRINTER, self._described()))
            case Operation.GET_JOBS:
                mine = [each for each in self.jobs.values() if each.user == user and each.state not in _OVER]
                return _answer(_OK, number, *((Group.JOB, _told(each)) for each in mine))
            case Operation.CREATE_JOB | Operation.PRINT_JOB | Operation.VALIDATE_JOB:
                return self._take(request, user)
        if job is None:
            return _answer(_NOT_FOUND, number)
        match request.code:
            case Operation.SEND_DOCUMENT:
                self._feed(job, request.document)
            case Operation.CANCEL_JOB:
                if job.state in _OVER:
                    return _answer(_NOT_POSSIBLE, number)
                job.state = JobState.CANCELED
        return _answer(_OK, number, (Group.JOB, _told(job)))

    def _take(self, request: Message, user: str) -> bytes:
        kind = ipp.word(request.group(Group.OPERATION), "document-format") or _PDF
        if kind not in self._formats:
            return _answer(_FORMAT, request.request_id)
        if self.paused:
            return _answer(_NO_JOBS, request.request_id)
        if request.code == Operation.VALIDATE_JOB:
            return _answer(_OK, request.request_id)
        job = self.jobs[len(self.jobs) + 1] = Job(len(self.jobs) + 1, user)
        if request.code == Operation.PRINT_JOB:
            self._feed(job, request.document)
        return _answer(_OK, request.request_id, (Group.JOB, _told(job)))

    def _feed(self, job: Job, document: bytes) -> None:
        job.document, job.state = document, JobState.PENDING
        if self._runs_out:
            self._runs_out, self.paper_out = False, True
        if self._aborts:
            self._aborts, job.state = False, JobState.ABORTED

    def _operations(self) -> tuple[Operation, ...]:
        without = () if self._creates else (Operation.CREATE_JOB, Operation.SEND_DOCUMENT)
        return tuple(each for each in Operation if each not in without)

    def _described(self) -> list[Attribute]:
        busy = PrinterState.PROCESSING if self._busy() else PrinterState.IDLE
        state = PrinterState.STOPPED if self._stopped() else busy
        return [
            Attribute.of(Tag.TEXT, "printer-make-and-model", "Bench A4"),
            Attribute.of(Tag.TEXT, "printer-device-id", "MFG:Bench;MDL:A4;SN:A4-0001;"),
            Attribute.of(Tag.TEXT, "printer-firmware-string-version", "1.0"),
            Attribute(Tag.MEDIA_TYPE, "document-format-supported", self._formats),
            Attribute(Tag.ENUM, "operations-supported", self._operations()),
            Attribute.of(Tag.ENUM, "printer-state", state),
            Attribute(Tag.KEYWORD, "printer-state-reasons", self._reasons() or ("none",)),
            Attribute.of(Tag.BOOLEAN, "printer-is-accepting-jobs", not self.paused),
        ]


def _told(job: Job) -> list[Attribute]:
    return [
        Attribute.of(Tag.INTEGER, "job-id", job.number),
        Attribute.of(Tag.ENUM, "job-state", job.state),
        Attribute.of(Tag.INTEGER, "job-media-sheets-completed", job.sheets),
    ]


def _answer(status: int, request_id: int, *groups: tuple[Group, list[Attribute]]) -> bytes:
    common = [
        Attribute.of(Tag.CHARSET, "attributes-charset", "utf-8"),
        Attribute.of(Tag.LANGUAGE, "attributes-natural-language", "en"),
    ]
    return ipp.encode(status, request_id, ((Group.OPERATION, common), *groups))


def _http(body: bytes, status: str = "200 OK", kind: str = ipp.MEDIA_TYPE) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body
