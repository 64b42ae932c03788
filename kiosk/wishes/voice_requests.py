"""What a voice asks the terminal for, and what goes on paper about it."""

from __future__ import annotations

from dataclasses import dataclass

from central.contract.voice import VoiceKind, VoiceSubject


@dataclass(frozen=True)
class MaySpeak:
    """Does this terminal take in another voice now? Asked before anybody types. Raises `kiosk.faults.TooManyVoices`."""


@dataclass(frozen=True)
class DrawNumber:
    """A number that nobody has: there is one before the office has heard of anything, and a retry has the same."""


@dataclass(frozen=True)
class VoiceReceipt:
    """What whoever spoke takes along. `sent`: the office has it; otherwise it waits here, and will be sent. `called`:
    somebody is going to call."""

    number: str
    kind: VoiceKind
    subject: VoiceSubject
    sent: bool = True
    called: bool = False
