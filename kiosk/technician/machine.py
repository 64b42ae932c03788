"""The machine itself: how loud, how bright, and what stands to say about it from afar.

Linux only, by its own files and tools: ALSA's `amixer`, `/sys/class/backlight`, `/proc`. What a machine does not have
is said to be not adjustable here; it is never guessed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from devices.deadline import Deadline
from devices.states import Fault, Remedy

VOLUME = "volume"
BRIGHTNESS = "brightness"
DARKEST = 20  # percent; the page to make it brighter must still be found

_CONTROLS = ("Master", "PCM", "Speaker", "Headphone")
"""ALSA's names for what makes everything louder, the most general first."""
_PERCENT = re.compile(r"\[(\d{1,3})%\](?:.*\[(on|off)\])?")
_CALL = 5.0  # seconds for one call of `amixer`


class NotAdjustable(Fault):
    """The machine does not let itself be set; `code` says why, as in `Setting`."""

    remedy = Remedy.STAFF

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Setting:
    """Something with a level. `percent` is None when it cannot be read; `code` says why it cannot be set, if so:
    `no_mixer`, `mixer_failed`, `no_backlight`, `backlight_locked`."""

    name: str
    percent: int | None = None
    code: str = ""
    least: int = 0
    most: int = 100

    @property
    def adjustable(self) -> bool:
        """Whether the technician may move it here."""
        return self.percent is not None and not self.code


class Machine:
    """The machine below the terminal. `root`: where its `/sys` and `/proc` are."""

    def __init__(self, root: Path = Path("/"), amixer: str = "amixer") -> None:
        self._root = root
        self._amixer = amixer

    def settings(self, by: Deadline) -> tuple[Setting, ...]:
        """Volume and brightness as they are."""
        return self._volume(by), self._brightness()

    def set_level(self, by: Deadline, name: str, percent: int) -> tuple[Setting, ...]:
        """Set one of them; how both are then. Raises `NotAdjustable`."""
        setting = next(each for each in self.settings(by) if each.name == name)
        if not setting.adjustable:
            raise NotAdjustable(setting.code)
        percent = max(setting.least, min(setting.most, percent))
        if name == VOLUME:
            self._mix(by, "sset", self._control(by), f"{percent}%", "unmute")
        else:
            self._set_brightness(percent)
        return self.settings(by)

    def facts(self) -> dict[str, str | int]:
        """Kernel, memory, disk, load, temperature: what tells a sick machine from a sick program."""
        facts: dict[str, str | int] = {"kernel": os.uname().release, "machine": os.uname().machine}
        facts["cpus"] = os.cpu_count() or 0
        for name in ("MemTotal", "MemAvailable", "SwapTotal", "SwapFree"):
            if found := re.search(rf"^{name}:\s+(\d+) kB$", self._text("proc/meminfo"), re.MULTILINE):
                facts[f"{name}_kb"] = int(found[1])
        if load := re.match(r"[\d. ]+", self._text("proc/loadavg")):
            facts["load"] = load[0].strip()
        if up := re.match(r"\d+", self._text("proc/uptime")):
            facts["up_s"] = int(up[0])
        for zone in sorted((self._root / "sys/class/thermal").glob("thermal_zone*/temp")):
            with suppress(ValueError):
                facts[f"{zone.parent.name}_millidegrees"] = int(kernel_says(zone))
        return facts

    # ------------------------------------------------------------ volume

    def _volume(self, by: Deadline) -> Setting:
        try:
            said = self._mix(by, "sget", self._control(by))
        except NotAdjustable as fault:
            return Setting(VOLUME, code=fault.code)
        levels = [(int(percent), switch) for percent, switch in _PERCENT.findall(said)]
        if not levels:
            return Setting(VOLUME, code="mixer_failed")
        return Setting(VOLUME, min(100, max(0 if switch == "off" else level for level, switch in levels)))

    def _control(self, by: Deadline) -> str:
        there = self._mix(by, "scontrols")
        control = next((name for name in _CONTROLS if f"'{name}',0" in there), None)
        if control is None:
            raise NotAdjustable("no_mixer")
        return control

    def _mix(self, by: Deadline, *arguments: str) -> str:
        """What `amixer` says, with its scale as the ear hears it (`-M`). Raises `NotAdjustable`."""
        program = shutil.which(self._amixer)
        if program is None:
            raise NotAdjustable("no_mixer")
        try:
            return run((program, "-M", *arguments), by.phase(_CALL))
        except OSError as error:
            raise NotAdjustable("mixer_failed") from error

    # ------------------------------------------------------------ brightness

    def _backlight(self) -> Path | None:
        lights = sorted((self._root / "sys/class/backlight").glob("*/max_brightness"))
        return lights[0].parent if lights else None

    def _brightness(self) -> Setting:
        light = self._backlight()
        if light is None:
            return Setting(BRIGHTNESS, code="no_backlight", least=DARKEST)
        try:
            percent = round(
                100 * int(kernel_says(light / "brightness")) / max(1, int(kernel_says(light / "max_brightness")))
            )
        except ValueError:
            return Setting(BRIGHTNESS, code="backlight_locked", least=DARKEST)
        locked = "" if os.access(light / "brightness", os.W_OK) else "backlight_locked"
        return Setting(BRIGHTNESS, max(0, min(100, percent)), locked, least=DARKEST)

    def _set_brightness(self, percent: int) -> None:
        light = self._backlight()
        if light is None:
            raise NotAdjustable("no_backlight")
        try:
            level = round(int(kernel_says(light / "max_brightness")) * percent / 100)
            (light / "brightness").write_text(str(level), "ascii")
        except (OSError, ValueError) as error:
            raise NotAdjustable("backlight_locked") from error

    def _text(self, path: str) -> str:
        return kernel_says(self._root / path)


def run(command: Sequence[str], by: Deadline) -> str:
    """What a program of the system says; no shell, no input, over in time. Raises `OSError`."""
    try:
        done = subprocess.run(  # noqa: S603  fixed programs, arguments that are checked
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=by.left(), env={"LC_ALL": "C"}, check=True
        )
    except subprocess.SubprocessError as error:
        raise OSError(0, type(error).__name__) from error
    return done.stdout.decode("utf-8", "replace")


def kernel_says(path: Path) -> str:
    """A small file of the kernel; nothing when it is not there."""
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""
