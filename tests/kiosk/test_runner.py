"""The runner with a stage that remembers and hands that wait to be told what happened."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central.contract.messages import FindBookings, RuleCode, TakeBookedTicket
from devices.id_card_reader import CardUnknown
from devices.paper import PaperState
from devices.states import Offline, Remedy
from kiosk.faults import CodeRefused, OfficeSilent, OutcomeUnknown
from kiosk.journeys.take_booked_ticket import take_booked_ticket
from kiosk.journeys.take_walk_in_ticket import take_walk_in_ticket
from kiosk.readiness import Readiness, ServiceReadiness
from kiosk.runner import Patience, Runner
from kiosk.scenes import Home, OutOfService, Problem, Scene, Service, Waiting, WishScene
from kiosk.wishes.wish import (
    CardShown,
    CheckCode,
    CheckPrinter,
    ChooseBooking,
    ChooseItem,
    CodeShown,
    Do,
    EnterNumber,
    Explain,
    LookAtHall,
    Next,
    Notice,
    Present,
    Print,
    TakePaper,
    TypeInstead,
    Way,
)
from tests.kiosk.people import CARD, board, booking, found, ticket

CODE = "ZW1:" + "A" * 174
BOOKED = Service.TAKE_BOOKED_TICKET


@dataclass
class RememberingStage:
    """A stage that keeps what it was told to show."""

    scenes: list[Scene] = field(default_factory=list)
    warnings: list[int | None] = field(default_factory=list)

    def show(self, scene: Scene) -> None:
        self.scenes.append(scene)

    def warn(self, seconds_left: int | None) -> None:
        self.warnings.append(seconds_left)

    @property
    def scene(self) -> Scene:
        return self.scenes[-1]

    @property
    def wish(self) -> Any:
        assert isinstance(self.scene, WishScene), self.scene
        return self.scene.wish


@dataclass(eq=False)
class Errand:
    wanted: Any
    reply: Callable[[Any], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class WaitingHands:
    """Hands that note what is wanted; the test says what comes of it."""

    errands: list[Errand] = field(default_factory=list)
    possible: bool = True
    impossible: frozenset[Service] = frozenset()
    away: tuple[Way, ...] = ()
    effect_ids: list[str | None] = field(default_factory=list)
    on_the_spot: Any = None  # what an effect is answered with before `do` returns

    def _note(self, wanted: Any, reply: Callable[[Any], None]) -> Errand:
        self.errands.append(Errand(wanted, reply))
        return self.errands[-1]

    def code_readers(self) -> tuple[str, ...]:
        return ("code_scanner",)

    def watch(self, ways: tuple[Way, ...], reply: Callable[[Any], None], *, asked: bool = False) -> Errand:
        return self._note(ways, reply)

    def ask(self, question: Any, reply: Callable[[Any], None]) -> Errand:
        return self._note(question, reply)

    def do(
        self, effect: Any, effect_id: str | None, begun: Callable[[str], None], reply: Callable[[Any], None]
    ) -> Errand:
        self.effect_ids.append(effect_id)
        begun(effect_id or f"effect-{len(self.effect_ids)}")
        errand = self._note(effect, reply)
        if self.on_the_spot is not None:
            reply(self.on_the_spot)
        return errand

    def print(self, wish: Print, reply: Callable[[Any], None]) -> Errand:
        return self._note(wish, reply)

    def follow_paper(self, wish: TakePaper, reply: Callable[[Any], None]) -> Errand:
        return self._note(wish, reply)

    def readiness(self) -> Readiness:
        return Readiness({service.value: self._able(service) for service in Service}, board())

    def _able(self, service: Service) -> ServiceReadiness:
        possible = self.possible and service not in self.impossible
        return ServiceReadiness(possible, None if possible else Notice("paper_out"))

    def without(self) -> tuple[Way, ...]:
        return self.away

    def answer(self, value: Any) -> None:
        """What the newest errand came to."""
        self.errands[-1].reply(value)

    @property
    def wanted(self) -> Any:
        return self.errands[-1].wanted


class Hall:
    """A runner with its stage and hands, its home screen up."""

    def __init__(self) -> None:
        self.stage, self.hands = RememberingStage(), WaitingHands()
        journeys = {BOOKED: take_booked_ticket, Service.TAKE_WALK_IN_TICKET: take_walk_in_ticket}
        self.runner = Runner(journeys, self.stage, self.hands, Patience())
        self.runner.tick(0.0)
        self.runner.changed()

    def at_present(self) -> None:
        self.runner.begin(BOOKED)
        self.hands.answer(None)  # the printer is well

    def at_choice(self) -> None:
        self.at_present()
        self.hands.answer(CardShown(CARD))
        self.hands.answer(found(booking(), booking(booking_id="0c" * 16)))

    def at_paper(self) -> None:
        self.at_choice()
        self.runner.answer(booking())
        self.hands.answer(ticket())


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_whole_journey_ends_on_the_home_screen(hall: Hall) -> None:
    hall.at_paper()
    assert isinstance(hall.stage.wish, Print)
    hall.hands.answer(PaperState.PRINTED)
    assert isinstance(hall.stage.wish, TakePaper)
    hall.runner.answer(None)
    assert isinstance(hall.stage.scene, Home)


def test_home_listens_and_a_code_begins_the_journey_by_itself(hall: Hall) -> None:
    assert hall.hands.wanted == (Way.BOOKING_CODE, Way.ID_CARD)
    hall.hands.answer(CodeShown(CODE))
    assert hall.hands.wanted == CheckPrinter()
    hall.hands.answer(None)
    assert hall.hands.wanted == CheckCode(Way.BOOKING_CODE, CODE)


def test_what_cannot_be_read_on_the_home_screen_is_told_at_once(hall: Hall) -> None:
    hall.hands.answer(CardUnknown())
    assert hall.hands.wanted == CheckPrinter()
    hall.hands.answer(None)
    assert hall.stage.wish == Present((Way.BOOKING_CODE, Way.ID_CARD, Way.TYPED), Notice("card_unknown"))
    hall.hands.answer(CodeShown(CODE))
    assert hall.hands.wanted == CheckCode(Way.BOOKING_CODE, CODE)
    hall.runner.back()
    hall.runner.home()
    assert isinstance(hall.stage.scene, Home)


def test_back_replays_without_asking_again(hall: Hall) -> None:
    hall.at_choice()
    asked = len(hall.hands.errands)
    hall.runner.back()
    assert isinstance(hall.stage.wish, Present)
    assert [type(e.wanted) for e in hall.hands.errands[asked:]] == [tuple]  # only the watch, no question


def test_nobody_listens_behind_a_screen_that_went_back(hall: Hall) -> None:
    """A card laid there would be read for nobody, and then have to be lifted and laid again."""
    hall.runner.begin(Service.TAKE_WALK_IN_TICKET)
    hall.hands.answer(None)
    hall.hands.answer(board())
    hall.runner.answer(board().items[0])
    listening = hall.hands.errands[-1]
    assert listening.wanted == (Way.ID_CARD,)
    hall.runner.back()
    assert isinstance(hall.stage.wish, ChooseItem)
    assert listening.cancelled


def test_what_follows_an_effect_that_was_answered_on_the_spot_is_taken_back_with_the_session(hall: Hall) -> None:
    hall.at_choice()
    hall.hands.on_the_spot = ticket()
    hall.runner.answer(booking())
    assert isinstance(hall.hands.wanted, Print)
    hall.runner.home()
    assert [errand.cancelled for errand in hall.hands.errands if isinstance(errand.wanted, Print)] == [True]


def test_back_through_two_typed_numbers(hall: Hall) -> None:
    hall.at_present()
    hall.runner.answer(TypeInstead())
    hall.runner.answer("13800138001")
    assert hall.stage.wish.entry.value == "id_last4"
    hall.runner.back()
    assert isinstance(hall.stage.wish, EnterNumber)
    assert hall.stage.wish.entry.value == "booking_number"
    hall.runner.back()
    assert isinstance(hall.stage.wish, Present)
    assert hall.stage.scene.back is False
    hall.runner.back()
    assert isinstance(hall.stage.scene, Home)


def test_no_way_back_once_a_number_was_taken(hall: Hall) -> None:
    hall.at_paper()
    hall.hands.answer(PaperState.PRINTED)
    assert hall.stage.scene.back is False
    hall.runner.back()
    assert isinstance(hall.stage.wish, TakePaper)


def test_a_late_reply_is_dropped(hall: Hall) -> None:
    hall.at_present()
    watch = hall.hands.errands[-1]
    hall.runner.home()
    shown = len(hall.stage.scenes)
    watch.reply(CardShown(CARD))
    assert watch.cancelled
    assert len(hall.stage.scenes) == shown


def test_a_double_tap_answers_once(hall: Hall) -> None:
    hall.at_choice()
    hall.runner.answer(booking())
    before = len(hall.hands.errands)
    hall.runner.answer(booking())
    assert len(hall.hands.errands) == before


def test_begin_twice_is_one_session(hall: Hall) -> None:
    hall.runner.begin(BOOKED)
    before = len(hall.hands.errands)
    hall.runner.begin(Service.TAKE_WALK_IN_TICKET)
    assert len(hall.hands.errands) == before


def test_unhandled_fault_shows_the_failsafe_and_retry_goes_on_where_it_failed(hall: Hall) -> None:
    hall.at_present()
    hall.hands.answer(CardShown(CARD))
    hall.hands.answer(OfficeSilent())
    assert isinstance(hall.stage.scene, Problem)
    assert hall.stage.scene.notice.code == "office_silent"
    hall.runner.retry()
    assert isinstance(hall.hands.wanted, FindBookings)
    hall.hands.answer(found(booking()))
    assert isinstance(hall.hands.wanted, TakeBookedTicket)


def test_a_retried_effect_keeps_its_ledger_id(hall: Hall) -> None:
    hall.at_choice()
    hall.runner.answer(booking())
    hall.hands.answer(OutcomeUnknown())
    hall.runner.retry()
    assert hall.hands.effect_ids == [None, "effect-1"]


def test_a_fault_for_staff_cannot_be_retried_and_leaves_by_itself(hall: Hall) -> None:
    hall.runner.begin(BOOKED)
    hall.hands.answer(Offline())
    assert isinstance(hall.stage.scene, Problem)
    assert hall.stage.scene.retry is False
    hall.runner.tick(29.0)
    assert isinstance(hall.stage.scene, Problem)
    hall.runner.tick(31.0)
    assert isinstance(hall.stage.scene, Home)


def test_idle_warns_then_ends_and_any_input_stays(hall: Hall) -> None:
    hall.at_choice()
    hall.runner.tick(59.0)
    assert hall.stage.warnings == []
    hall.runner.tick(61.0)
    assert hall.stage.warnings == [30]
    hall.runner.stay()
    assert hall.stage.warnings == [30, None]
    hall.runner.tick(120.0)
    assert hall.stage.warnings == [30, None]
    hall.runner.tick(122.0)
    hall.runner.tick(151.5)
    assert isinstance(hall.stage.scene, Home)


def test_a_slip_that_the_printer_sees_ends_the_session_when_it_is_taken(hall: Hall) -> None:
    hall.at_paper()
    hall.hands.answer(PaperState.PRESENTED)
    assert hall.hands.wanted == hall.stage.wish == TakePaper(ticket(), PaperState.PRESENTED)
    hall.runner.answer(None)  # nobody can say that it is taken while it lies there
    hall.runner.tick(1000.0)
    assert isinstance(hall.stage.wish, TakePaper)
    hall.hands.answer(PaperState.TAKEN)
    assert isinstance(hall.stage.scene, Home)


def test_a_slip_that_was_taken_back_is_told_and_nobody_has_to_answer(hall: Hall) -> None:
    hall.at_paper()
    hall.hands.answer(PaperState.PRESENTED)
    hall.hands.answer(PaperState.RETRACTED)
    assert hall.stage.wish == Explain(Notice("paper_retracted"), (Next.HOME,))
    assert not hall.stage.scene.back
    hall.runner.back()  # the number is not for whoever stands there now
    assert hall.stage.wish == Explain(Notice("paper_retracted"), (Next.HOME,))
    hall.runner.tick(61.0)
    hall.runner.tick(91.0)
    assert isinstance(hall.stage.scene, Home)


def test_nobody_is_thrown_out_while_the_printer_works(hall: Hall) -> None:
    hall.at_paper()
    hall.runner.tick(1000.0)
    assert isinstance(hall.stage.wish, Print)
    hall.hands.answer(PaperState.PRINTED)
    assert isinstance(hall.stage.wish, TakePaper)
    hall.runner.tick(1019.0)
    assert isinstance(hall.stage.wish, TakePaper)
    hall.runner.tick(1021.0)
    assert isinstance(hall.stage.scene, Home)


def test_large_type_waits_twice_as_long(hall: Hall) -> None:
    hall.at_choice()
    hall.runner.patience(2.0)
    hall.runner.tick(119.0)
    assert hall.stage.warnings == []
    hall.runner.tick(121.0)
    assert hall.stage.warnings == [30]


def test_home_without_anything_possible_is_out_of_service(hall: Hall) -> None:
    hall.hands.possible = False
    hall.runner.changed()
    assert isinstance(hall.stage.scene, OutOfService)
    assert hall.stage.scene.notice.code == "paper_out"
    hall.runner.begin(BOOKED)
    assert isinstance(hall.stage.scene, OutOfService)


def test_home_listens_only_while_a_ticket_can_come_of_it(hall: Hall) -> None:
    first = hall.hands.errands[-1]
    hall.hands.impossible = frozenset({BOOKED})
    first.reply(CodeShown(CODE))  # shown just before the runner heard of it
    assert isinstance(hall.stage.scene, Home)
    assert hall.hands.errands[-1] is first
    hall.hands.impossible = frozenset()
    hall.runner.changed()
    again = hall.hands.errands[-1]
    assert again is not first
    hall.hands.impossible = frozenset({BOOKED})
    hall.runner.changed()
    assert isinstance(hall.stage.scene, Home)
    assert again.cancelled
    assert hall.hands.errands[-1] is again


def test_a_technician_has_the_machine_between_two_citizens_only(hall: Hall) -> None:
    hall.runner.changed()
    listening = hall.hands.errands[-1]
    assert hall.runner.suspend()
    assert not hall.runner.suspend()
    assert listening.cancelled
    shown = len(hall.stage.scenes)
    hall.runner.begin(BOOKED)
    hall.runner.changed()
    hall.runner.home()
    listening.reply(CodeShown(CODE))
    hall.runner.tick(10_000.0)
    assert len(hall.stage.scenes) == shown
    assert hall.hands.errands[-1] is listening
    hall.runner.resume()
    assert isinstance(hall.stage.scene, Home)
    assert hall.hands.errands[-1] is not listening
    hall.runner.begin(BOOKED)
    assert not hall.runner.suspend()


def test_present_tells_when_a_device_goes_away(hall: Hall) -> None:
    hall.at_present()
    hall.hands.away = (Way.BOOKING_CODE,)
    hall.runner.changed()
    assert hall.stage.scene.without == (Way.BOOKING_CODE,)


def test_a_bug_in_a_journey_ends_in_the_failsafe_and_logs_no_words(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_shown: Any = None) -> Any:
        raise ValueError("李秀英 11010519491231002X")

    stage, hands = RememberingStage(), WaitingHands()
    runner = Runner({BOOKED: broken}, stage, hands)
    with caplog.at_level(logging.DEBUG):
        runner.begin(BOOKED)
    assert isinstance(stage.scene, Problem)
    assert stage.scene.remedy == Remedy.STAFF.value
    assert "李秀英" not in caplog.text
    assert "test_runner.py" in caplog.text


def test_the_log_and_the_session_keep_nothing_of_the_citizen(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        hall.at_paper()
        session = hall.runner._session
        assert session is not None
        hall.hands.answer(PaperState.PRINTED)
        hall.runner.answer(None)
    assert session.steps == []
    assert session.effects == []
    for secret in (CARD.name, CARD.number, "13800138001"):
        assert secret not in caplog.text
    assert "FindBookings ChooseBooking TakeBookedTicket Print TakePaper" in caplog.text


ANSWERS = st.sampled_from(["card", "code", "type", "bad", "choose", "phone", "next", "back", "home", "retry", "silent"])


@given(st.lists(ANSWERS, max_size=40))
@settings(max_examples=200)
def test_no_sequence_of_answers_loses_the_screen_or_takes_two_numbers(moves: list[str]) -> None:
    hall = Hall()
    hall.runner.begin(BOOKED)
    for move in moves:
        wanted = hall.hands.wanted
        match move:
            case "back":
                hall.runner.back()
            case "home":
                hall.runner.home()
            case "retry":
                hall.runner.retry()
            case "silent":
                hall.hands.answer(OfficeSilent())
            case "bad":
                hall.hands.answer(CodeRefused("code_forged"))
            case "type":
                hall.runner.answer(TypeInstead()) if _is(hall, Present) else None
            case "phone":
                hall.runner.answer("13800138001") if _is(hall, EnterNumber) else None
            case "choose":
                hall.runner.answer(booking()) if _is(hall, ChooseBooking) else None
            case "next":
                hall.runner.answer(Next.OTHER_WAY) if _is(hall, Explain) else None
            case _:
                hall.hands.answer(_answer(wanted, move))
        assert isinstance(hall.stage.scene, Home | Problem | Waiting | WishScene)
        session = hall.runner._session
        if session is not None:
            assert len([step for step in session.steps if isinstance(step.wish, Do) and step.fault is None]) <= 1


def _is(hall: Hall, kind: type) -> bool:
    return isinstance(hall.stage.scene, WishScene) and isinstance(hall.stage.scene.wish, kind)


def _answer(wanted: Any, move: str) -> Any:
    match wanted:
        case tuple():
            return CardShown(CARD) if move == "card" else CodeShown(CODE)
        case CheckCode(_, payload):
            return payload
        case FindBookings():
            return (
                found(booking(RuleCode.TOO_LATE)) if move == "code" else found(booking(), booking(booking_id="0c" * 16))
            )
        case Print():
            return PaperState.PRINTED
        case CheckPrinter():
            return None
        case LookAtHall():
            return board()
        case _:
            return ticket()
