"""The receipt of a voice on paper: the number first. Of an integrity report it names neither day nor terminal."""

from __future__ import annotations

from datetime import date

from central.contract.messages import HallBoard
from central.contract.texts import Phrases
from central.contract.voice import VoiceKind
from devices.paper import Align, Element, Pair, Rule, Slip, Text
from kiosk.wishes.voice_requests import VoiceReceipt


def voice_slip(receipt: VoiceReceipt, board: HallBoard, today: date, terminal: str, texts: Phrases) -> Slip:
    """Nothing that was said is on it: it may be lost, and found by anybody."""
    say, named = texts.text, receipt.kind is not VoiceKind.INTEGRITY
    elements: list[Element] = [
        Text(texts.words(board.name), align=Align.CENTRE, bold=True),
        Text(say(f"voice.receipt.{receipt.kind.value}"), align=Align.CENTRE),
        Rule(),
        Text(receipt.number, scale=2, align=Align.CENTRE, bold=True),
        Text(say("voice.sent" if receipt.sent else "voice.kept"), align=Align.CENTRE, bold=True),
        Rule(),
    ]
    if receipt.kind is not VoiceKind.RATING:
        elements.append(Pair(say("slip.voice_about"), say(f"voice.subject.{receipt.subject.value}")))
    if named:
        elements.append(Pair(say("slip.voice_day"), texts.day(today)))
    if receipt.called:
        elements.append(Text(say("voice.called_rating" if receipt.kind is VoiceKind.RATING else "voice.called")))
    elements += [
        Text(say("voice.follow_hint")),
        Text(say("voice.anonymous")) if not named else Pair(say("slip.enquiry"), board.phone),
    ]
    if named:
        elements.append(Text(say("slip.terminal", {"name": terminal}), align=Align.CENTRE))
    return Slip(tuple(elements))
