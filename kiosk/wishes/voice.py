"""What a voice can wish for, besides `kiosk.wishes.wish`. Every screen wish is one screen of the same name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from central.contract.messages import Received
from central.contract.voice import RaiseVoice, ReadVoice, Voice, VoiceKind, VoiceSubject
from kiosk.wishes.voice_requests import DrawNumber, MaySpeak, VoiceReceipt
from kiosk.wishes.wish import Ask, Do, Notice, ScreenWish


class Door(StrEnum):
    """What somebody may want to say, or to read."""

    COMPLAINT = "complaint"
    PRAISE = "praise"
    INTEGRITY = "integrity"
    FOLLOW = "follow"


@dataclass(frozen=True)
class ChooseVoice(ScreenWish[Door]):
    """投诉, 表扬, 廉政举报, or the answer to one of these."""


@dataclass(frozen=True)
class ChooseSubject(ScreenWish[VoiceSubject]):
    """What is it about?"""

    kind: VoiceKind


@dataclass(frozen=True)
class WriteVoice(ScreenWish[str]):
    """In one's own words. They may be left out where the subject says enough: not in an integrity report."""

    kind: VoiceKind
    subject: VoiceSubject


@dataclass(frozen=True)
class OfferCall(ScreenWish[bool]):
    """Whether somebody shall call, of a complaint; under which number, of a bad rating. Nobody has to leave one."""

    kind: VoiceKind


class FromReceipt(StrEnum):
    PRINT = "print"
    DONE = "done"


@dataclass(frozen=True)
class ShowReceipt(ScreenWish[FromReceipt]):
    """The number, and what comes of it. `printed`: it is on paper; `notice`: why it is not."""

    receipt: VoiceReceipt
    printed: bool = False
    notice: Notice | None = None


@dataclass(frozen=True)
class ShowVoice(ScreenWish[None]):
    """How far it is, until when, and what was answered."""

    voice: Voice


def may_speak() -> Ask[None]:
    return Ask(MaySpeak())


def draw_number() -> Ask[str]:
    return Ask(DrawNumber())


def read_voice(number: str) -> Ask[Voice]:
    return Ask(ReadVoice(number=number))


def say(voice: RaiseVoice) -> Do[Received]:
    return Do(voice)
