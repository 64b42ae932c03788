"""The words for how a device is and how a command went. Words only: no behaviour, no I/O.

Two axes never share a field. How the device *is* (`Link` × `Media`) survives the command that just failed;
how the command *went* (`Done`, `Failed`) says nothing about the next one. The ten link words and the media
words are those of XFS4IoT (Common.Status `device`, Printer.Status `paper`, CardReader.Status `media`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Link(StrEnum):
    """Is the device there, and is it well?"""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"  # its port opens, it does not answer
    POWER_OFF = "power_off"
    NO_DEVICE = "no_device"  # its port is not there
    HARDWARE_ERROR = "hardware_error"
    USER_ERROR = "user_error"  # a person prevents it from working: an open cover
    DEVICE_BUSY = "device_busy"
    FRAUD_ATTEMPT = "fraud_attempt"
    POTENTIAL_FRAUD = "potential_fraud"


class Media(StrEnum):
    """What the paper or the card is doing. `UNKNOWN`: not asked yet; `NOT_REPORTED`: this device cannot tell."""

    UNKNOWN = "unknown"
    NOT_REPORTED = "not_reported"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"
    PRESENT = "present"
    NOT_PRESENT = "not_present"


class Remedy(StrEnum):
    """Who can do something about a fault."""

    RETRY = "retry"  # the same again may work
    CITIZEN = "citizen"  # the person at the screen does something differently
    STAFF = "staff"  # somebody must come
    STOP = "stop"  # the terminal must not go on


@dataclass(frozen=True)
class Identity:
    """What a device says it is. `limits`: what it may not be able to do, as codes."""

    kind: str
    model: str = ""
    serial: str = ""
    firmware: str = ""
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """What a driver's cheap status question found. `code` names the reason when the link is not `ONLINE`."""

    link: Link
    media: Media = Media.NOT_REPORTED
    code: str = ""


class Fault(Exception):
    """An expected failure. `code` finds its text, `remedy` says who acts; facts never hold personal data."""

    code = "fault"
    remedy = Remedy.RETRY
    link: Link | None = None  # what the device's link becomes when a command ends in this fault

    def __init__(self, detail: str = "", /, **facts: str | int) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.facts = facts


class Offline(Fault):
    """The port is gone: unplugged, or never there."""

    code = "device_gone"
    remedy = Remedy.STAFF
    link = Link.NO_DEVICE


class PortInUse(Offline):
    """The port is there and another process holds it: a port has one owner."""

    code = "port_in_use"
    link = Link.DEVICE_BUSY


class PortForbidden(Offline):
    """The port is there and this user may not open it."""

    code = "port_forbidden"


class Mute(Fault):
    """The port is open and the device does not answer within its deadline."""

    code = "device_mute"
    remedy = Remedy.STAFF
    link = Link.OFFLINE


class Garbled(Fault):
    """The device answers, and no answer makes a legal frame within the deadline."""

    code = "device_garbled"
    remedy = Remedy.RETRY


class WrongDevice(Fault):
    """Another device answers on this port than the configuration names.

    Facts: `expected` and, where its answers tell (`devices.recognition`), `found`: kinds of devices.
    """

    code = "device_wrong"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR


class HardwareFailed(Fault):
    """The device says that it is broken and needs service."""

    code = "device_failed"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR


class TimedOut(Fault):
    """The command's time is up; nothing is wrong with the device (nobody laid a card)."""

    code = "timed_out"
    remedy = Remedy.CITIZEN


class Cancelled(Exception):
    """The command was taken back by the one who asked. Not a fault."""


@dataclass(frozen=True)
class DeviceState:
    """A device as seen from outside: one immutable snapshot."""

    name: str
    link: Link = Link.STARTING
    media: Media = Media.UNKNOWN
    code: str = ""
    identity: Identity | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)  # those of the fault that `code` names

    @property
    def usable(self) -> bool:
        """True when a command may be given: it is there, it is well, and its media do not forbid it."""
        return self.link is Link.ONLINE and self.media not in (Media.OUT, Media.JAMMED)
