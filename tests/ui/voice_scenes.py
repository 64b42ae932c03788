"""The screens of complaints, praise and integrity reports."""

from __future__ import annotations

from datetime import date

from central.contract.clock import Light
from central.contract.item import Unit
from central.contract.voice import Appeal, Voice, VoiceClock, VoiceKind, VoiceState, VoiceSubject
from kiosk.scenes import Scene, Service, WishScene
from kiosk.wishes.voice import (
    ChooseSubject,
    ChooseVoice,
    OfferCall,
    ShowReceipt,
    ShowVoice,
    WriteVoice,
)
from kiosk.wishes.voice_requests import VoiceReceipt
from kiosk.wishes.wish import EnterNumber, Entry, Explain, Next, Notice

NUMBER = "7K2M-Q9TX-4HBD"
ANSWER = (
    "您反映的等候时间过长，经核查属实。当天上午两个社保窗口临时关闭，只剩一个窗口办理，没有及时增开。我们已经向您道歉，"
    "从本周起上午高峰增开两个窗口，等候超过三十分钟由值班长到现场处理；排队情况在自助机首页随时可以看到，也可以提前在"
    "微信上预约时段。办理退费的差旅说明材料不用再交，工作人员会从系统里调取。如果您对这个答复不满意，可以再投诉一次，"
    "或者拨打便民热线，由上级主管部门重新核查。感谢您帮助我们改进服务，欢迎继续监督。我们会在一个月后再回访您一次，看看"
    "是不是真的改好了，到时候请您直说。"
)


def scene(wish: object, *, back: bool = True, aside: bool = False) -> WishScene:
    return WishScene(Service.RAISE_VOICE, wish, back, aside=aside)  # type: ignore[arg-type]


def clock(kind: str, **more: object) -> VoiceClock:
    amount = 1 if kind == "contact" else 15
    given = {"kind": kind, "amount": amount, "unit": Unit.WORKING_DAY, "light": Light.WHITE}
    return VoiceClock.model_validate(given | more)


def voice(state: VoiceState = VoiceState.RECEIVED, *clocks: VoiceClock, **more: object) -> Voice:
    given = {"number": NUMBER, "kind": VoiceKind.COMPLAINT, "subject": VoiceSubject.WAITING, "state": state}
    return Voice.model_validate(given | {"received_on": date(2026, 11, 20), "clocks": clocks} | more)


def receipt(kind: VoiceKind, *, sent: bool = True, called: bool = False) -> VoiceReceipt:
    return VoiceReceipt(NUMBER, kind, VoiceSubject.OTHER, sent, called)


VOICE_SCENES: dict[str, Scene] = {
    "voice_aside": scene(ChooseVoice(), back=False, aside=True),
    "voice_subject_integrity": scene(ChooseSubject(VoiceKind.INTEGRITY)),
    "voice_words": scene(WriteVoice(VoiceKind.COMPLAINT, VoiceSubject.WAITING), aside=True),
    "voice_call": scene(OfferCall(VoiceKind.COMPLAINT)),
    "voice_receipt_kept": scene(
        ShowReceipt(receipt(VoiceKind.INTEGRITY, sent=False), notice=Notice("paper_out")), back=False, aside=True
    ),
    "voice_number_unknown": scene(EnterNumber(Entry.VOICE_NUMBER, Notice("voice_unknown"))),
    "voice_undated": scene(
        ShowVoice(
            voice(
                VoiceState.RECEIVED,
                clock("contact", light=Light.NO_CALENDAR, year_unknown=2027),
                clock("answer", light=Light.NO_CALENDAR, year_unknown=2027),
            )
        )
    ),
    "voice_answered": scene(
        ShowVoice(
            voice(
                VoiceState.ANSWERED,
                clock("contact", light=Light.GREEN, due="2026-11-23"),
                clock("answer", light=Light.GREEN, due="2026-12-11"),
                answer=ANSWER[:300],
                answered_on="2026-11-21",
            )
        )
    ),
}
"""By the name of the picture: one of each screen, as full as it gets."""

MORE_VOICES: dict[str, Scene] = {
    "voice": scene(ChooseVoice(), back=False),
    "voice_subject": scene(ChooseSubject(VoiceKind.COMPLAINT)),
    "voice_words_anonymous": scene(WriteVoice(VoiceKind.INTEGRITY, VoiceSubject.FAVOURS)),
    "voice_phone": scene(EnterNumber(Entry.CALL_BACK)),
    "rating_words": scene(WriteVoice(VoiceKind.RATING, VoiceSubject.OTHER)),
    "rating_call": scene(OfferCall(VoiceKind.RATING)),
    "rating_receipt": scene(ShowReceipt(receipt(VoiceKind.RATING, called=True)), back=False),
    "rating_appealed": scene(
        ShowVoice(
            voice(
                VoiceState.CONTACTED,
                clock("contact", light=Light.GREEN, due="2026-11-23"),
                clock("answer", due="2026-12-11"),
                kind=VoiceKind.RATING,
                subject=VoiceSubject.OTHER,
                appeal=Appeal.SET_ASIDE,
            )
        )
    ),
    "voice_flood": scene(Explain(Notice("too_many_voices", {"minutes": 7}), (Next.HOME,)), back=False),
    "voice_receipt": scene(ShowReceipt(receipt(VoiceKind.COMPLAINT, called=True)), back=False),
    "voice_receipt_printed": scene(ShowReceipt(receipt(VoiceKind.PRAISE), printed=True), back=False),
    "voice_number": scene(EnterNumber(Entry.VOICE_NUMBER)),
    "voice_state": scene(
        ShowVoice(
            voice(
                VoiceState.RECEIVED,
                clock("contact", light=Light.RED, late=True, due="2026-11-20"),
                clock("answer", due="2026-12-11"),
            )
        )
    ),
}
"""The others of the same screens."""
