"""投诉、表扬、廉政举报, without an identity card: say it, keep the number; and read the answer by the number alone."""

from __future__ import annotations

from central.contract import case_number
from central.contract.messages import RuleCode
from central.contract.voice import RaiseVoice, VoiceKind
from devices.paper import PaperState
from devices.states import Fault
from kiosk.faults import OutcomeUnknown, RuleHit, TooManyVoices
from kiosk.wishes.voice import (
    ChooseSubject,
    ChooseVoice,
    Door,
    FromReceipt,
    OfferCall,
    ShowReceipt,
    ShowVoice,
    WriteVoice,
    draw_number,
    may_speak,
    read_voice,
    say,
)
from kiosk.wishes.voice_requests import VoiceReceipt
from kiosk.wishes.wish import EnterNumber, Entry, Explain, Next, Notice, Outcome, Print, Shown


async def raise_voice(_shown: Shown | None = None) -> Outcome:
    """What kind, about what, in which words; for a complaint, whether somebody shall call."""
    door = await ChooseVoice()
    if door is Door.FOLLOW:
        return await follow_voice()
    try:
        await may_speak()
    except TooManyVoices as full:
        await Explain(Notice.of(full), (Next.HOME,))
        return Outcome.RULE_EXPLAINED
    kind = VoiceKind(door.value)
    subject = await ChooseSubject(kind)
    text = await WriteVoice(kind, subject)
    phone = await EnterNumber(Entry.CALL_BACK) if kind is VoiceKind.COMPLAINT and await OfferCall(kind) else None
    voice = RaiseVoice.model_validate(
        {"number": await draw_number(), "kind": kind, "subject": subject, "text": text, "phone": phone}
    )
    sent = True
    try:
        await say(voice)
    except OutcomeUnknown:
        sent = False  # it is in the ledger: received, and on its way
    return await hand_out(VoiceReceipt(voice.number, kind, subject, sent, phone is not None))


async def hand_out(receipt: VoiceReceipt) -> Outcome:
    """The number on the screen, and on paper for whoever wants that."""
    notice: Notice | None = None
    printed = False
    while await ShowReceipt(receipt, printed, notice) is FromReceipt.PRINT:
        try:
            printed = await Print(receipt) is not PaperState.UNKNOWN
            notice = None if printed else Notice("result_paper_unknown")
        except Fault as fault:
            notice = Notice.of(fault)
    return Outcome.VOICE_RECEIVED


async def follow_voice() -> Outcome:
    """The number, then how far it is."""
    notice: Notice | None = None
    while True:
        number = case_number.read(await EnterNumber(Entry.VOICE_NUMBER, notice))
        try:
            voice = await read_voice(number)
        except RuleHit as hit:
            notice = Notice("voice_unknown") if hit.rule is RuleCode.NOT_FOUND else Notice.of(hit)
            continue
        await ShowVoice(voice)
        return Outcome.VOICE_READ
