"""Whatever a citizen presses, and whatever fails meanwhile: one application, one way back, nothing left over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from central.contract import case_number
from central.contract.application import (
    BeginApplication,
    MaterialKept,
    ReadDecision,
    ReadPaper,
    SubmitApplication,
)
from central.contract.messages import Received
from central.contract.rating import RateCase, RatingReason
from devices.paper import PaperState
from devices.portrait import PortraitSpec
from kiosk.faults import OfficeSilent, OutcomeUnknown
from kiosk.journeys.apply_for_item import apply_for_item
from kiosk.runner import Patience, Runner
from kiosk.scenes import Home, Problem, Service, WishScene
from kiosk.wishes.application import (
    AddEntry,
    AgreeToSources,
    BrowseCatalogue,
    CatalogueSeen,
    Change,
    EntriesComplete,
    FillField,
    FromDecision,
    FromItem,
    ListEntries,
    ReadItem,
    ReviewAnswers,
    ShowDecision,
    Submit,
    TakeResult,
)
from kiosk.wishes.application_requests import LookAtCatalogue, Stamp, StampApplication, UploadMaterial
from kiosk.wishes.rating import Rate, Reasons, TellReasons, TellVisit
from kiosk.wishes.voice import FromReceipt, OfferCall, ShowReceipt, WriteVoice
from kiosk.wishes.voice_requests import DrawNumber
from kiosk.wishes.wish import (
    AgreeToPortrait,
    CapturePortrait,
    CardShown,
    CheckPrinter,
    CountPapers,
    Do,
    EnterNumber,
    Explain,
    Next,
    Present,
    Print,
    ReviewPortrait,
    ScreenWish,
    Way,
)
from tests.kiosk.applications import APPLICATION, PORTRAIT, begun, choice, decision, form, item, paper, received, seen
from tests.kiosk.people import CARD, NOON
from tests.kiosk.test_runner import RememberingStage, WaitingHands

FAMILY = {
    "type": "array",
    "maxItems": 3,
    "x-control": "group",
    "x-words": {"zh_CN": "家人"},
    "x-entry": {"zh_CN": "位家人"},
    "items": form(("name",), name=choice("姓名"), note=choice("备注")),
}
SENIOR = item(form=form(phone=choice("电话"), family=FAMILY))
SEEN = seen(SENIOR)
FORWARD: dict[type, Any] = {
    BrowseCatalogue: "senior_card",
    ReadItem: FromItem.APPLY,
    AgreeToSources: ("population",),
    FillField: "13800138001",
    ListEntries: EntriesComplete(),
    AgreeToPortrait: True,
    ReviewPortrait: True,
    ReviewAnswers: Submit(),
    ShowDecision: FromDecision.PRINT,
    TakeResult: True,
    Rate: 5,
    TellReasons: Reasons((RatingReason.TOO_SLOW,), more=True),
    WriteVoice: "等了两个小时",
    OfferCall: True,
    EnterNumber: "13800138001",
    ShowReceipt: FromReceipt.DONE,
    TellVisit: (),
    Explain: Next.AGAIN,
}
SIDEWAYS: dict[type, Any] = {
    ReadItem: FromItem.PRINT_NOTICE,
    AgreeToSources: (),
    FillField: None,
    ListEntries: AddEntry(),
    AgreeToPortrait: False,
    ReviewPortrait: False,
    ReviewAnswers: Change("material.portrait"),
    ShowDecision: FromDecision.HOME,
    TakeResult: False,
    Rate: None,
    TellReasons: Reasons(),
    WriteVoice: "",
    OfferCall: False,
    EnterNumber: "13800138001",
    ShowReceipt: FromReceipt.DONE,
    TellVisit: (),
    Explain: Next.OTHER_ITEM,
}


class Hands(WaitingHands):
    """With a camera."""

    def portrait(self, spec: PortraitSpec, reply: Callable[[Any], None]) -> Any:
        return self._note(spec, reply)


class Booth:
    """A runner with the journey alone, and a terminal that answers what it is asked."""

    def __init__(self, of: CatalogueSeen = SEEN) -> None:
        self.seen = of
        self.stage, self.hands = RememberingStage(), Hands()
        self.runner = Runner({Service.APPLY_FOR_ITEM: apply_for_item}, self.stage, self.hands, Patience())
        self.runner.begin(Service.APPLY_FOR_ITEM)

    def go(self, answers: dict[type, Any]) -> None:
        """The citizen answers, or whoever is asked does."""
        scene = self.stage.scene
        by_device = isinstance(scene, WishScene) and isinstance(scene.wish, Present | CapturePortrait | Print)
        if isinstance(scene, WishScene) and not by_device:
            kind = type(scene.wish)
            self.runner.answer(answers.get(kind, FORWARD[kind]))
        else:
            self.hands.answer(self.seen if isinstance(self.hands.wanted, LookAtCatalogue) else reply(self.hands.wanted))

    @property
    def kind(self) -> type:
        return type(self.stage.wish)

    def reach(self, kind: type[ScreenWish[Any]]) -> None:
        while not (isinstance(self.stage.scene, WishScene) and isinstance(self.stage.scene.wish, kind)):
            self.go(FORWARD)


def reply(wanted: Any) -> Any:
    match wanted:
        case (Way.IDENTITY_CODE, Way.ID_CARD):
            return CardShown(CARD)
        case StampApplication():
            return Stamp(APPLICATION, NOON)
        case BeginApplication():
            return begun()
        case UploadMaterial(content):
            return MaterialKept(digest=hashlib.sha256(content).hexdigest())
        case SubmitApplication():
            return received()
        case ReadDecision():
            return decision()
        case ReadPaper():
            return paper()
        case CountPapers():
            return 0
        case DrawNumber():
            return case_number.new()
        case CheckPrinter():
            return None
        case Print():
            return PaperState.PRINTED
        case PortraitSpec():
            return PORTRAIT
        case _:
            return Received()


def test_back_walks_through_the_form_and_what_was_said_is_not_asked_of_the_office_again() -> None:
    booth = Booth()
    booth.reach(ReviewAnswers)
    asked = len(booth.hands.errands)
    for kind in (ReviewPortrait, AgreeToPortrait, FillField, AgreeToSources):
        while booth.kind is not kind:
            booth.runner.back()
    assert not [each for each in booth.hands.errands[asked:] if isinstance(each.wanted, BeginApplication)]


def test_a_notice_on_paper_does_not_bar_the_way_back() -> None:
    booth = Booth()
    booth.reach(ReadItem)
    booth.go(SIDEWAYS)
    assert isinstance(booth.hands.wanted, Print)
    booth.go(FORWARD)
    assert booth.kind is ReadItem
    booth.runner.back()
    assert booth.kind is ReadItem
    booth.runner.back()
    assert booth.kind is BrowseCatalogue


def test_a_retry_after_a_lost_answer_is_the_same_effect() -> None:
    booth = Booth()
    booth.reach(ReviewAnswers)
    booth.runner.answer(Submit())
    booth.go(FORWARD)  # the stamp
    assert isinstance(booth.hands.wanted, SubmitApplication)
    booth.hands.answer(OutcomeUnknown())
    assert isinstance(booth.stage.scene, Problem)
    booth.runner.retry()
    assert booth.hands.effect_ids == [None, "effect-1"]
    booth.reach(ShowDecision)
    booth.runner.back()
    assert booth.kind is ShowDecision


MOVES = st.sampled_from(["on", "on", "on", "on", "side", "back", "retry", "silent", "unknown", "twice"])


@given(st.lists(MOVES, min_size=10, max_size=60))
@settings(max_examples=100)
def test_no_sequence_of_presses_submits_twice_or_trips_the_journey(moves: list[str]) -> None:
    booth = Booth()
    for move in moves:
        if isinstance(booth.stage.scene, Home):
            break
        match move:
            case "back":
                booth.runner.back()
            case "retry":
                booth.runner.retry()
            case "silent":
                booth.hands.answer(OfficeSilent())
            case "unknown" if isinstance(booth.hands.wanted, SubmitApplication):
                booth.hands.answer(OutcomeUnknown())
            case "side":
                booth.go(SIDEWAYS)
            case "twice":
                booth.go(FORWARD)
                if not isinstance(booth.stage.scene, Home):
                    booth.go(FORWARD)
            case _:
                booth.go(FORWARD)
        scene = booth.stage.scene
        assert not (isinstance(scene, Problem) and scene.notice.code == "kiosk_bug")
        session = booth.runner._session
        if session is not None:
            done = [step.wish for step in session.steps if isinstance(step.wish, Do) and step.fault is None]
            for once in (SubmitApplication, RateCase):
                assert sum(isinstance(wish.effect, once) for wish in done) <= 1
            assert len({effect_id for wish, effect_id in session.effects if wish in done}) == len(done)
