"""The whole product on one machine: an office with a demo hall and its registers, a bench for hardware, a terminal.

Each part is a process of its own, as in a real hall. They start in order and end in the opposite order; no part
outlives this process, even when it is killed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

MARK = ".kiosk-demo"  # only a directory that bears it is ever emptied
PATIENCE = 60.0  # seconds a part has to start, on the slowest machine that we know
GRACE = 8.0  # seconds a part has to end after SIGTERM


class DemoFailed(Exception):
    """A part did not start, or ended by itself; the text says which, and what it said last."""


class Part:
    """One process of ours. Its output goes to a log file, and it dies with this process."""

    def __init__(self, name: str, log: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self.name = name
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._start = output.tell()
            self.process = subprocess.Popen(  # noqa: S603
                # setpriv: the kernel ends the part when this process is gone, however it went.
                ["setpriv", "--pdeathsig", "KILL", sys.executable, "-m", *arguments],  # noqa: S607
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
                process_group=0,  # Ctrl-C reaches this process alone, which ends the parts in order
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def said(self) -> str:
        """What this process wrote so far."""
        with self._log.open("rb") as log:
            log.seek(self._start)
            return log.read().decode("utf-8", "replace")

    def ready(self) -> str:
        """Wait for the line that begins with `ready`; what follows on it. Raises `DemoFailed`."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if line := re.search(r"^ready ?(.*)\n", self.said(), re.MULTILINE):
                return line[1]
            if self.process.poll() is not None:
                raise DemoFailed(f"{self.name} ended with status {self.process.returncode}:\n{self.last_words()}")
            time.sleep(0.02)
        raise DemoFailed(f"{self.name} did not start within {PATIENCE:.0f} s:\n{self.last_words()}")

    def finish(self, within: float = PATIENCE) -> str:
        """Wait for its own end; what it said. Raises `DemoFailed` when that was not a good one."""
        try:
            status = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise DemoFailed(f"{self.name} did not end within {within:.0f} s:\n{self.last_words()}") from None
        if status:
            raise DemoFailed(f"{self.name} ended with status {status}:\n{self.last_words()}")
        return self.said()

    def stop(self) -> int:
        """End it in order, or by force when it does not listen; its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def last_words(self) -> str:
        """The end of what it said."""
        return "\n".join(self.said().splitlines()[-15:])


class Hands:
    """Does something to the bench in another process: `hands("lay", card="li_ming")`."""

    def __init__(self, address: str) -> None:
        """`address`: host:port of its control socket."""
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)), timeout=10)
        self._stream = self._socket.makefile("rwb")

    def __call__(self, do: str, **order: Any) -> dict[str, Any]:
        """Its answer. Raises `DemoFailed` when the bench did not understand."""
        self._stream.write(json.dumps({"do": do, **order}).encode() + b"\n")
        self._stream.flush()
        answer: dict[str, Any] = json.loads(self._stream.readline())
        if not answer.pop("ok"):
            raise DemoFailed(f"bench: {do}: {answer['error']}")
        return answer

    def close(self) -> None:
        self._stream.close()
        self._socket.close()


class Site:
    """One office, one bench and one terminal, with everything they keep in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.database = self.directory / "office" / "office.db"
        self.codes = self.directory / "office" / "codes.json"
        self.catalogue = self.directory / "office" / "office.catalogue"
        self.token = self.directory / "office" / "register-token"
        self.ports = self.directory / "ports"
        self.storage = self.directory / "terminal"
        self.config = self.directory / "kiosk.toml"
        self.pictures = self.directory / "pictures"
        self.office_url = ""
        self.register_url = ""
        self.control = ""
        self.camera = ""
        self.sees_pages = False
        self.a4_printer = ""

    def seed(self, clock: str | None = None, halls: Path | None = None) -> dict[str, Any]:
        """Fill the office's database once; the bookings, codes and tokens of the demo."""
        if not self.codes.exists():
            self.database.parent.mkdir(parents=True, exist_ok=True)
            arguments = ["--demo", "--database", str(self.database), "--write-codes", str(self.codes)]
            arguments += ["--clock", clock] if clock else []
            arguments += ["--halls", str(halls)] if halls else []
            self._part("seed", "central", "seed", *arguments).finish()
        codes: dict[str, Any] = json.loads(self.codes.read_text("utf-8"))
        return codes

    def publish(self, items: Path | None = None) -> None:
        """Sign the service items of a directory, or all there are, with keys that are made the first time."""
        keys = self.database.parent / "keys"
        if not keys.exists():
            self._part("keys", "central", "items", "keys", str(keys)).finish()
        if not self.catalogue.exists():
            signing = ("--keys", str(keys), "--repository", str(self.catalogue))
            chosen = ("--items", str(items)) if items else ()
            self._part("publish", "central", "items", "publish", *signing, *chosen).finish()
            everybody = ("1", "--waves", "100", "--database", str(self.database))
            self._part("rollout", "central", "rollout", "start", *everybody).finish()

    def open_register(self, *people: Path) -> Part:
        """Start the registers that the office's decisions ask. `people`: files of them; without any, the demo's."""
        if not self.token.exists():
            self.token.parent.mkdir(parents=True, exist_ok=True)
            self.token.touch(mode=0o600)
            self.token.write_text(secrets.token_urlsafe(24), "ascii")
        shift = timedelta(seconds=json.loads(self.codes.read_text("utf-8"))["shift_s"])
        now = (datetime.now(UTC) + shift).isoformat()  # the office's business time: another day's answers are stale
        known = [argument for file in people for argument in ("--people", str(file))]
        serve = ("serve", "--token-file", str(self.token), "--clock", now, *known)
        register = self._part("register", "central.register", *serve)
        self.register_url = register.ready()
        return register

    def serve(self) -> Part:
        """Start the office; a second time on the port of the first."""
        port = self.office_url.rpartition(":")[2] or "0"
        asking = ("--register", self.register_url, "--register-token-file", str(self.token))
        known = asking if self.register_url else ()
        office = self._part("office", "central", "serve", "--database", str(self.database), "--port", port, *known)
        self.office_url = office.ready()
        return office

    def open_bench(self, window: bool = False, camera: bool = False, a4: bool = False) -> Part:
        """Start the simulated hardware, with or without its window, a camera, a printer of A4."""
        phone = ("--codes", str(self.codes), "--office", self.office_url)
        program = ("ui.bench", *phone) if window else ("devices.bench",)
        self.sees_pages = camera and window  # a visit that plays itself needs none, and small pictures cost less
        size = ("--camera-size", "1280", "960") if self.sees_pages else ()
        lens = ("--camera", "0", *size) if camera else ()
        tray = ("--a4", "0") if a4 else ()
        where = ("--directory", str(self.ports), "--control", "127.0.0.1:0")
        bench = self._part("bench", *program, *where, *lens, *tray)
        self.control = bench.ready()
        hands = Hands(self.control)
        state = hands("state")
        self.camera, self.a4_printer = state["camera"] or "", state["a4_printer"] or ""
        hands.close()
        return bench

    def configure(self, *, fullscreen: bool = False, office_url: str = "", more: str = "") -> None:
        """Write the terminal's configuration for this bench and this office, or whoever stands before it."""
        devices = "".join(
            f"\n[devices.{name}]\nport = {json.dumps(str(self.ports / name))}\n"
            for name in ("id_card_reader", "code_scanner", "receipt_printer")
        )
        if self.camera:
            devices += (
                f"\n[devices.camera]\nsource = {json.dumps(self.camera)}\ndocuments = {json.dumps(self.sees_pages)}\n"
            )
        if self.a4_printer:
            devices += f"\n[devices.a4_printer]\nport = {json.dumps(self.a4_printer)}\n"
        root = self.catalogue / "metadata" / "1.root.json"
        catalogue = f"\n[catalogue]\nroot = {json.dumps(str(root))}\n" if root.exists() else ""
        self.config.write_text(
            f'[terminal]\nname = "演示 1 号机"\n'
            f"\n[office]\nurl = {json.dumps(office_url or self.office_url)}\n"
            f"\n[storage]\ndirectory = {json.dumps(str(self.storage))}\n"
            f"{catalogue}{devices}\n[screen]\nfullscreen = {json.dumps(fullscreen)}\n{more}",
            "utf-8",
        )

    def enrol(self, code: str) -> None:
        """Take the terminal's place in the hall, once."""
        if not (self.storage / "enrolment.json").exists():
            self.storage.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._part("enrol", "kiosk", "enrol", "--config", str(self.config), "--code", code).finish()

    def open_terminal(self, **environment: str) -> Part:
        """Start the terminal's program."""
        return self._part("terminal", "ui", "--config", str(self.config), environment=environment)

    def tour(self) -> Part:
        """Start the journey that plays itself, offscreen."""
        arguments = ("--config", str(self.config), "--control", self.control, "--codes", str(self.codes))
        offscreen = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        return self._part("tour", "ui.tour", *arguments, "--pictures", str(self.pictures), environment=offscreen)

    def _part(self, name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Part:
        return Part(name, self.directory / "logs" / f"{name}.log", *arguments, environment=environment)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo until its terminal or its bench is closed; the exit status."""
    parser = argparse.ArgumentParser(prog="kiosk demo", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--directory", type=Path, default=Path("run/demo"), help="default: %(default)s")
    parser.add_argument("--keep", action="store_true", help="go on with the office and terminal of the last run")
    parser.add_argument("--fullscreen", action="store_true", help="the terminal on the whole screen")
    options = parser.parse_args(arguments)
    site = Site(options.directory)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _prepare(site.directory, keep=options.keep and _display())  # a visit that plays itself needs a fresh office
        with _opened(site, fullscreen=options.fullscreen) as parts:
            return _watch(site, parts) if _display() else _play(site)
    except KeyboardInterrupt:
        return 0
    except DemoFailed as failure:
        print(f"kiosk demo: {failure}", file=sys.stderr)  # noqa: T201
        return 1


def _prepare(directory: Path, *, keep: bool) -> None:
    """A fresh directory, unless the last run is to go on. Raises `DemoFailed` for one that is not a demo's."""
    if directory.exists() and any(directory.iterdir()) and not (directory / MARK).exists():
        raise DemoFailed(f"{directory} holds something else; name another --directory")
    if not keep:
        shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    (directory / MARK).touch()


@contextmanager
def _opened(site: Site, *, fullscreen: bool) -> Iterator[list[Part]]:
    with ExitStack() as parts:
        codes = site.seed()
        site.publish()
        register = parts.enter_context(site.open_register())
        office = parts.enter_context(site.serve())
        _tell(f"office    {site.office_url}   business time {codes['now']}")
        bench = parts.enter_context(site.open_bench(window=_display(), camera=True, a4=True))
        _tell(f"bench     {site.ports}   control {site.control}")
        site.configure(fullscreen=fullscreen)
        site.enrol(codes["enrolment_code"])
        yield [register, office, bench]


def _watch(site: Site, parts: list[Part]) -> int:
    """The terminal before the citizen, until it or the bench is closed."""
    with site.open_terminal() as terminal:
        _tell(f"terminal  {site.config}   logs {site.directory / 'logs'}\nCtrl-C ends everything")
        parts = [terminal, *parts]
        while not (over := [part for part in parts if part.process.poll() is not None]):
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        if status := over[0].process.returncode:
            raise DemoFailed(f"{over[0].name} ended with status {status}:\n{over[0].last_words()}")
        return 0


def _play(site: Site) -> int:
    """No display: the booked-ticket journey plays itself and leaves its pictures."""
    with site.tour() as tour:
        _tell("no display: playing the booked-ticket journey offscreen")
        tour.finish(within=120)
    for picture in sorted(site.pictures.glob("*.png")):
        _tell(f"  {picture}")
    _tell(f"screens and ticket are in {site.pictures}")
    return 0


def _display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
