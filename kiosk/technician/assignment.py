"""Which device is on which port: a change to the configuration, shown as a diff before it is made, and undone after.

    proposal = propose(path, {"receipt_printer": {"port": "/dev/serial/by-id/…", "model": "snbc_80"}})
    print(proposal.diff)
    apply(proposal)         # the file as it was is kept as FILE.before
    undo(path)

Comments and order of the file survive. What would not start the terminal is not proposed, and a proposal for a file
that somebody else has changed since is not carried out. The terminal reads its configuration when it starts.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any

from devices.states import Fault, Remedy
from kiosk import config
from kiosk.config import ConfigWrong, DevicesSection
from kiosk.storage import keep

Value = str | int | bool
Changes = Mapping[str, Mapping[str, Value | None] | None]
"""By the device's name, its keys with their new values. A key that is None goes, a device that is None goes wholly."""


class AssignmentRefused(Fault):
    """The change names what there is not, or holds what no configuration may."""

    code = "assignment_refused"
    remedy = Remedy.STAFF


class AssignmentStale(Fault):
    """The file is not the one any more that the proposal was made for."""

    code = "assignment_stale"
    remedy = Remedy.RETRY


class ConfigUnwritable(Fault):
    """The file, or the directory that it is in, takes nothing."""

    code = "config_unwritable"
    remedy = Remedy.STAFF


class NothingToUndo(Fault):
    """No earlier file was kept."""

    code = "nothing_to_undo"
    remedy = Remedy.STAFF


@dataclass(frozen=True)
class Proposal:
    """The file at `path` before and after. `diff`: unified, empty when nothing would change."""

    path: Path
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)

    @property
    def diff(self) -> str:
        before, after = (each.decode("utf-8-sig").splitlines() for each in (self.before, self.after))
        return "\n".join(unified_diff(before, after, str(self.path), str(self.path), lineterm=""))


def propose(config_path: Path, changes: Changes) -> Proposal:
    """What the file would be. Raises `ConfigWrong`, `AssignmentRefused`."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = config_path.resolve()  # a link stays one
    before = _read(path)
    try:
        document = tomlkit.parse(before.decode("utf-8-sig"))
    except (UnicodeDecodeError, TOMLKitError):
        config.read(before, path)  # says it better
        raise ConfigWrong(f"{path}: no TOML") from None
    devices = document.setdefault("devices", tomlkit.table(is_super_table=True))
    if not isinstance(devices, MutableMapping):
        config.read(before, path)
    for name, keys in changes.items():
        _change(devices, name, keys)
    after = tomlkit.dumps(document).encode()
    config.read(after, path)
    return Proposal(path, before, after)


def apply(proposal: Proposal) -> None:
    """Make it so. Raises `AssignmentStale`, `ConfigUnwritable`."""
    if _read(proposal.path) != proposal.before:
        raise AssignmentStale(str(proposal.path))
    if proposal.after != proposal.before:
        _write(proposal.path, (kept(proposal.path), proposal.before), (proposal.path, proposal.after))


def undo(config_path: Path) -> Proposal:
    """Put the file back that was kept, and keep the present one instead: twice is as if never. What was done.

    Raises `NothingToUndo`, `ConfigWrong` when the file kept would not start the terminal, `ConfigUnwritable`.
    """
    path = config_path.resolve()
    if not kept(path).is_file():
        raise NothingToUndo(str(path))
    proposal = Proposal(path, _read(path), _read(kept(path)))
    config.read(proposal.after, path)
    _write(path, (path, proposal.after), (kept(path), proposal.before))
    return proposal


def kept(path: Path) -> Path:
    """Where the file goes that is replaced."""
    return path.with_name(f"{path.name}.before")


def _change(devices: MutableMapping[str, Any], name: str, keys: Mapping[str, Value | None] | None) -> None:
    if name not in DevicesSection.model_fields:
        raise AssignmentRefused("no such device", name=_shown(name))
    if keys is None:
        devices.pop(name, None)
        return
    for key, value in keys.items():
        if isinstance(value, str) and not value.isprintable():
            raise AssignmentRefused("control or invisible characters", name=name, key=_shown(key))
    table = devices.get(name)
    if not isinstance(table, MutableMapping):
        devices[name] = {key: value for key, value in keys.items() if value is not None}
        return
    for key, value in keys.items():
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


def _shown(text: str) -> str:
    """Hostile text as a fact."""
    return ascii(text)[1:-1][:40]


def _read(path: Path) -> bytes:
    """Raises `ConfigWrong`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigWrong(f"{path}: {error.strerror}") from error


def _write(path: Path, *files: tuple[Path, bytes]) -> None:
    """One after the other, as readable as `path` is. In the order in which a power cut loses least."""
    try:
        for file, data in files:
            keep(file, data, like=path)
    except OSError as error:
        raise ConfigUnwritable(f"{path}: {error.strerror}") from error
