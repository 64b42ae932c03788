"""投诉、表扬、廉政举报 at a terminal: the journey, the session that waits underneath, the paper, the ledger."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest

from central.contract import sealing
from central.contract.messages import FindBookings, Received, RuleCode, Ticket
from central.contract.texts import LANGUAGES
from central.contract.voice import RaiseVoice, ReadVoice, VoiceKind, VoiceSubject
from devices.paper import PaperState
from devices.printer_model import load_model
from devices.printer_status import PaperOut
from devices.slip_layout import lay_out
from kiosk.faults import OfficeSilent, OutcomeUnknown, RuleHit, TooManyVoices
from kiosk.journeys.raise_voice import raise_voice
from kiosk.journeys.take_booked_ticket import take_booked_ticket
from kiosk.runner import Patience, Runner
from kiosk.scenes import Home, Problem, Service
from kiosk.slips.voice import voice_slip
from kiosk.wishes.voice import (
    ChooseSubject,
    ChooseVoice,
    Door,
    FromReceipt,
    OfferCall,
    ShowReceipt,
    ShowVoice,
    WriteVoice,
)
from kiosk.wishes.voice_requests import DrawNumber, MaySpeak, VoiceReceipt
from kiosk.wishes.wish import (
    Ask,
    CardShown,
    Do,
    EnterNumber,
    Entry,
    Explain,
    Next,
    Notice,
    Outcome,
    Present,
    Print,
    TakePaper,
)
from tests.kiosk.people import CARD, board, booking, found, ticket
from tests.kiosk.test_item_slips import said, wording
from tests.kiosk.test_journeys import play
from tests.kiosk.test_runner import BOOKED, RememberingStage, WaitingHands
from tests.ui.voice_scenes import voice

NUMBER = "7K2M-Q9TX-4HB6"
PHONE = "13800138001"
COMPLAINT, INTEGRITY = VoiceKind.COMPLAINT, VoiceKind.INTEGRITY
OTHER, WAITING, FEES = VoiceSubject.OTHER, VoiceSubject.WAITING, VoiceSubject.FEES
VOICE = Service.RAISE_VOICE


def number() -> str:
    from central.contract import case_number

    letters = [case_number.LETTERS.index(sign) for sign in NUMBER.replace("-", "")[:11]]
    return NUMBER[:-1] + case_number.LETTERS[case_number.check_letter(letters)]


def raised(kind: VoiceKind, subject: VoiceSubject, text: str, phone: str | None = None) -> Do[Received]:
    given = {"number": number(), "kind": kind, "subject": subject, "text": text, "phone": phone}
    return Do(RaiseVoice.model_validate(given))


# ---------------------------------------------------------------- the journey


def test_a_complaint_with_a_call_back_on_paper() -> None:
    receipt = VoiceReceipt(number(), COMPLAINT, WAITING, called=True)
    script: list[tuple[Any, Any]] = [
        (ChooseVoice(), Door.COMPLAINT),
        (Ask(MaySpeak()), None),
        (ChooseSubject(COMPLAINT), WAITING),
        (WriteVoice(COMPLAINT, WAITING), "等了两个小时"),
        (OfferCall(COMPLAINT), True),
        (EnterNumber(Entry.CALL_BACK), PHONE),
        (Ask(DrawNumber()), number()),
        (raised(COMPLAINT, WAITING, "等了两个小时", PHONE), Received()),
        (ShowReceipt(receipt), FromReceipt.PRINT),
        (Print(receipt), PaperOut()),
        (ShowReceipt(receipt, notice=Notice("paper_out")), FromReceipt.PRINT),
        (Print(receipt), PaperState.UNKNOWN),  # the printer fell silent
        (ShowReceipt(receipt, notice=Notice("result_paper_unknown")), FromReceipt.PRINT),
        (Print(receipt), PaperState.PRINTED),
        (ShowReceipt(receipt, printed=True), FromReceipt.DONE),
    ]
    assert Print(receipt).subject is None  # nothing of it stands in the ledger of papers
    assert play(raise_voice(), *script) is Outcome.VOICE_RECEIVED


def test_nobody_is_asked_for_a_number_in_an_integrity_report() -> None:
    receipt = VoiceReceipt(number(), INTEGRITY, FEES, sent=False)
    script: list[tuple[Any, Any]] = [
        (ChooseVoice(), Door.INTEGRITY),
        (Ask(MaySpeak()), None),
        (ChooseSubject(INTEGRITY), FEES),
        (WriteVoice(INTEGRITY, FEES), "收了好处费"),
        (Ask(DrawNumber()), number()),
        (raised(INTEGRITY, FEES, "收了好处费"), OutcomeUnknown()),  # the office cannot be reached
        (ShowReceipt(receipt), FromReceipt.DONE),
    ]
    assert play(raise_voice(), *script) is Outcome.VOICE_RECEIVED


def test_the_number_alone_opens_the_answer() -> None:
    told = voice()
    script: list[tuple[Any, Any]] = [
        (ChooseVoice(), Door.FOLLOW),
        (EnterNumber(Entry.VOICE_NUMBER), "000000000000"),
        (Ask(ReadVoice(number="0000-0000-0000")), RuleHit(RuleCode.NOT_FOUND)),
        (EnterNumber(Entry.VOICE_NUMBER, Notice("voice_unknown")), number().replace("-", "")),
        (Ask(ReadVoice(number=number())), told),
        (ShowVoice(told), None),
    ]
    assert play(raise_voice(), *script) is Outcome.VOICE_READ


@pytest.mark.parametrize("rule", [RuleCode.TOO_MANY_LOOKUPS, RuleCode.NOT_FOUND])
def test_why_a_number_is_not_answered_is_said(rule: RuleCode) -> None:
    said = Notice("voice_unknown") if rule is RuleCode.NOT_FOUND else Notice(rule.value, {"minutes": 3})
    play(
        raise_voice(),
        (ChooseVoice(), Door.FOLLOW),
        (EnterNumber(Entry.VOICE_NUMBER), number()),
        (Ask(ReadVoice(number=number())), RuleHit(rule, said.facts)),
        (EnterNumber(Entry.VOICE_NUMBER, said), number()),
        (Ask(ReadVoice(number=number())), voice()),
        (ShowVoice(voice()), None),
    )


def test_nobody_types_what_would_have_to_wait() -> None:
    told = Explain(Notice("too_many_voices", {"minutes": 7}), (Next.HOME,))
    script: list[tuple[Any, Any]] = [
        (ChooseVoice(), Door.INTEGRITY),
        (Ask(MaySpeak()), TooManyVoices(minutes=7)),
        (told, Next.HOME),
    ]
    assert play(raise_voice(), *script) is Outcome.RULE_EXPLAINED


# ---------------------------------------------------------------- what waits underneath


class Hall:
    """A runner that also takes complaints."""

    def __init__(self) -> None:
        self.stage, self.hands = RememberingStage(), WaitingHands()
        journeys = {BOOKED: take_booked_ticket, VOICE: raise_voice}
        self.runner = Runner(journeys, self.stage, self.hands, Patience())
        self.runner.tick(0.0)
        self.runner.changed()

    def at_present(self) -> None:
        self.runner.begin(BOOKED)
        self.hands.answer(None)

    def praise(self) -> None:
        """From the first screen to the last one."""
        self.runner.answer(Door.PRAISE)
        self.hands.answer(None)
        for answer in (OTHER, "好"):
            self.runner.answer(answer)
        self.hands.answer(number())
        self.hands.answer(Received())
        assert isinstance(self.stage.wish, ShowReceipt)
        self.runner.answer(FromReceipt.DONE)


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_from_home_and_back_home(hall: Hall) -> None:
    assert hall.runner.speak_up() is None
    assert isinstance(hall.stage.wish, ChooseVoice)
    hall.praise()
    assert isinstance(hall.stage.scene, Home)


def test_a_session_waits_underneath_and_goes_on_with_what_was_said(hall: Hall) -> None:
    hall.at_present()
    hall.hands.answer(CardShown(CARD))
    asked = hall.hands.wanted
    assert isinstance(asked, FindBookings)
    hall.hands.answer(found(booking(), booking(booking_id="0c" * 16)))
    before = hall.stage.scene
    assert hall.runner.speak_up() is None
    assert hall.stage.scene.aside  # type: ignore[union-attr]
    assert hall.runner.speak_up() is None  # a second time changes nothing
    errands = len(hall.hands.errands)
    hall.praise()
    assert hall.stage.scene == before
    assert len(hall.hands.errands) == errands + 3  # nobody was asked again for what was known already


def test_leaving_leads_back_to_what_waits_and_nobody_there_ends_both(hall: Hall) -> None:
    hall.at_present()
    hall.runner.speak_up()
    hall.runner.home()
    assert isinstance(hall.stage.wish, Present)
    hall.runner.speak_up()
    hall.runner.tick(1.0)
    hall.runner.tick(200.0)
    assert isinstance(hall.stage.scene, Home)
    assert not hall.runner.serving


def test_a_problem_is_found_again_and_not_tried_again(hall: Hall) -> None:
    hall.at_present()
    hall.hands.answer(CardShown(CARD))
    hall.hands.answer(OfficeSilent())
    before, errands = hall.stage.scene, len(hall.hands.errands)
    assert isinstance(before, Problem) or before is not None
    hall.runner.speak_up()
    hall.runner.home()
    assert hall.stage.scene == before
    assert len(hall.hands.errands) == errands


def test_an_effect_under_way_is_followed_and_never_begun_twice(hall: Hall) -> None:
    hall.at_present()
    hall.hands.answer(CardShown(CARD))
    hall.hands.answer(found(booking()))
    assert hall.hands.effect_ids == [None]
    hall.runner.speak_up()
    hall.runner.home()
    assert hall.hands.effect_ids == [None, "effect-1"]


def test_while_paper_comes_out_it_waits_for_the_paper(hall: Hall) -> None:
    hall.at_present()
    hall.hands.answer(CardShown(CARD))
    hall.hands.answer(found(booking()))
    hall.hands.answer(ticket())
    assert isinstance(hall.hands.wanted, Print)
    assert isinstance(hall.hands.wanted.what, Ticket)
    assert hall.runner.speak_up() == Notice("voice_after_paper")
    prints = sum(isinstance(each.wanted, Print) for each in hall.hands.errands)
    hall.hands.answer(PaperState.PRINTED)
    assert isinstance(hall.stage.wish, ChooseVoice)
    hall.praise()
    assert isinstance(hall.stage.wish, TakePaper)
    assert sum(isinstance(each.wanted, Print) for each in hall.hands.errands) == prints


def test_the_log_does_not_tell_which_voice_was_anonymous(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hall.runner.speak_up()
    hall.praise()
    line = next(each.getMessage() for each in caplog.records if "raise_voice" in each.getMessage())
    assert line == "session raise_voice ended voice_received"
    assert number() not in caplog.text


def test_a_technician_is_not_interrupted(hall: Hall) -> None:
    hall.runner.suspend()
    assert hall.runner.speak_up() == Notice("voice_not_here")


# ---------------------------------------------------------------- paper, ledger


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(VoiceKind))
def test_the_slip_has_the_number_and_of_a_report_neither_day_nor_terminal(kind: VoiceKind, language: str) -> None:
    slip = voice_slip(VoiceReceipt(number(), kind, OTHER), board(), date(2026, 11, 23), "7 号机", wording(language))
    text = said(slip)
    assert lay_out(slip, load_model())
    assert number() in text
    named = kind is not INTEGRITY
    assert ("7 号机" in text) is named
    assert ("23" in text) is named


def test_every_voice_lies_sealed_and_equally_long_in_the_ledger() -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from kiosk.office import seal

    private = X25519PrivateKey.generate()

    class Place:
        sealing_key = private.public_key()

    sealed = [
        seal(Place(), effect.effect)  # type: ignore[arg-type]
        for effect in (raised(COMPLAINT, OTHER, "", PHONE), raised(INTEGRITY, FEES, "好" * 300))
    ]
    assert {kind for kind, _ in sealed} == {"raise-voice"}
    assert len({len(payload) for _, payload in sealed}) == 1
    assert not any(PHONE.encode() in payload or number().encode() in payload for _, payload in sealed)
    boxes = [sealing.Sealed.model_validate_json(payload) for _, payload in sealed]
    assert RaiseVoice.model_validate_json(sealing.unseal(boxes[1], "raise-voice", private)).text == "好" * 300
