"""Effects on their way: kept before they are sent, sent until they are answered, told once to whoever waits."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from central.contract import case_number
from central.contract.application import ByCard
from central.contract.following import (
    AskPerson,
    ByCaseNumber,
    CaseUrged,
    CaseWithdrawn,
    PersonAsked,
    UrgeCase,
    Withdrawal,
    WithdrawCase,
)
from central.contract.handing_in import HandedIn, HandIn, ThingsHandedIn
from central.contract.messages import ByIdCard, PaperReport, Received, RuleCode, TakeBookedTicket
from central.contract.voice import RaiseVoice, VoiceKind, VoiceSubject
from devices.paper import PaperState
from kiosk.enrolment import Enrolment
from kiosk.faults import (
    EffectRefused,
    KioskRefused,
    LedgerFailed,
    OfficeFailed,
    OfficeSilent,
    OutcomeUnknown,
    RuleHit,
    TooManyVoices,
)
from kiosk.ledger import LONGEST_DELAY, Ledger
from kiosk.office_clock import OfficeClock
from kiosk.outbox import HOPE, MOST_VOICES, REST, VOICES_WITHIN, Outbox
from kiosk.wishes.wish import Effect
from tests.kiosk.people import NOON, ticket

ENROLMENT = Enrolment(
    "0a" * 16, "YX-01", "AAAA", {}, X25519PrivateKey.generate().public_key(), Ed25519PrivateKey.generate()
)
PAPER = PaperReport(paper_id="1" * 32, ticket_id="2" * 32, copy_number=0, state="printed", at=NOON)


def take(number: int = 1) -> TakeBookedTicket:
    return TakeBookedTicket(booking_id=f"{number:032x}", proof=ByIdCard(id_number="11010519491231002X"))


@dataclass
class Post:
    """An outbox whose requests a test answers when it likes, and whose time it tells."""

    ledger: Ledger
    now: float = 0.0
    asked: list[tuple[str, Any]] = field(default_factory=list)
    failures: list[LedgerFailed] = field(default_factory=list)
    told: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        clock = OfficeClock(Path("/nonexistent/time-floor"), system=lambda: NOON, monotonic=lambda: self.now)
        self.outbox = Outbox(self.ledger, ENROLMENT, clock, self.ask, monotonic=lambda: self.now)
        self.outbox.failed = self.failures.append

    def ask(self, reply: Any, _verb: Any, effect_id: str, *_: Any) -> None:
        self.asked.append((effect_id, reply))

    def answer(self, answer: Any) -> str:
        """Answer the request under way; whose it was."""
        effect_id, reply = self.asked.pop()
        reply(answer)
        return effect_id

    def hope(self, effect: Effect | None = None) -> str:
        """Somebody takes a ticket and waits."""
        effect_id = self.outbox.add(effect or take())
        self.follow(effect_id)
        return effect_id

    def follow(self, effect_id: str) -> None:
        self.outbox.follow(effect_id, self.told.setdefault(effect_id, []).append)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.outbox.tick(online=True)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    ledger = Ledger(tmp_path / "ledger.db")
    yield Post(ledger)
    ledger.close()


def test_an_effect_is_kept_then_sent_then_told_once(post: Post) -> None:
    effect_id = post.hope()
    assert post.ledger.depth(NOON).waiting == 1
    post.answer(ticket())
    post.wait(HOPE)
    assert post.told[effect_id] == [ticket()]
    assert post.ledger.depth(NOON).waiting == 0
    assert post.ledger.paper_of(ticket().ticket_id) is PaperState.OWED
    assert not post.asked


def test_a_rule_is_an_answer_and_is_remembered_with_its_ticket(post: Post) -> None:
    effect_id = post.hope()
    post.answer(RuleHit(RuleCode.TICKET_OPEN, {"number": "A017"}, ticket()))
    post.follow(effect_id)
    first, second = post.told[effect_id]
    assert second.rule is first.rule is RuleCode.TICKET_OPEN
    assert second.open_ticket == ticket()
    assert second.facts == {"number": "A017"}
    assert not post.asked


@pytest.mark.parametrize("lost", [OfficeSilent(), OfficeFailed("500", status=500)])
def test_a_lost_answer_is_asked_for_again_under_the_same_key_until_hope_is_over(post: Post, lost: Exception) -> None:
    effect_id = post.hope()
    while post.now < HOPE:
        if post.asked:
            assert post.answer(lost) == effect_id
        post.wait(0.5)
    assert [type(each) for each in post.told[effect_id]] == [OutcomeUnknown]
    assert post.outbox.is_open(effect_id)
    post.follow(effect_id)  # the citizen tries again
    post.answer(ticket())
    assert post.told[effect_id][1:] == [ticket()]


def test_nobody_waits_any_more_and_the_effect_goes_on(post: Post) -> None:
    effect_id = post.hope()
    post.answer(OfficeSilent())
    post.wait(HOPE)
    post.wait(LONGEST_DELAY)
    assert post.answer(ticket()) == effect_id
    assert len(post.told[effect_id]) == 1


def test_a_refused_effect_is_told_and_kept_for_staff(post: Post) -> None:
    effect_id = post.hope()
    post.answer(EffectRefused("422", status=422))
    assert [each.code for each in post.told[effect_id]] == ["effect_refused"]
    assert post.ledger.depth(NOON).refused == 1
    assert not post.outbox.is_open(effect_id)


def test_a_refused_terminal_is_told_at_once_and_its_effect_waits(post: Post) -> None:
    """Nobody stands there for twelve seconds to read "not known yet" on a terminal that the office has shut out."""
    effect_id = post.hope()
    post.answer(KioskRefused("kiosk_revoked"))
    assert [each.code for each in post.told[effect_id]] == ["kiosk_refused"]
    assert post.outbox.is_open(effect_id)


def test_who_waits_goes_before_what_was_there_before(post: Post) -> None:
    papers = [post.outbox.add(PAPER) for _ in range(3)]
    post.wait(1)
    wanted = post.hope()
    assert post.answer(Received()) == papers[0]
    assert post.answer(ticket()) == wanted
    assert [post.answer(Received()) for _ in range(2)] == papers[1:]


def test_who_waits_goes_on_after_another_effect_failed(post: Post) -> None:
    paper = post.outbox.add(PAPER)
    post.wait(1)
    wanted = post.hope()
    assert post.answer(OfficeFailed("500", status=500)) == paper
    assert post.answer(ticket()) == wanted
    assert post.told[wanted] == [ticket()]


def test_two_who_wait_are_both_told(post: Post) -> None:
    first, second = post.hope(take(1)), post.hope(take(2))
    assert post.answer(ticket("A001")) == first
    assert post.answer(ticket("A002")) == second
    assert [post.told[each][0].number for each in (first, second)] == ["A001", "A002"]


def test_nothing_is_sent_while_the_office_cannot_be_reached(post: Post) -> None:
    post.outbox.add(PAPER)
    post.outbox.tick(online=False)
    assert not post.asked
    post.outbox.hurry()
    assert post.asked


def test_what_the_office_gave_is_told_though_the_disk_is_full(post: Post) -> None:
    """The ticket is there; the same key will bring it again. And the office is not asked for it in a hot loop."""
    effect_id = post.hope()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        post.answer(ticket())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert post.told[effect_id] == [ticket()]
    assert [fault.code for fault in post.failures] == ["ledger_failed"]
    assert not post.asked
    post.wait(REST - 1)
    assert not post.asked


ANSWERS = st.sampled_from(
    [ticket(), Received(), OfficeSilent(), OfficeFailed("?"), EffectRefused("?"), KioskRefused("?"), None]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), ANSWERS, st.floats(0, 20)), max_size=25))
def test_whatever_happens_one_request_is_under_way_and_everybody_is_told_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, Any, float]]
) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("post") / "ledger.db")
    post = Post(ledger)
    for number, (somebody, answer, pause) in enumerate(steps):
        if somebody:
            post.hope(take(number))
        else:
            post.outbox.add(PAPER)
        if post.asked and answer is not None:
            post.answer(answer)
        post.wait(pause)
        assert len(post.asked) <= 1
    post.wait(HOPE)
    assert all(len(told) == 1 for told in post.told.values())
    while post.asked or ledger.depth(NOON).waiting:
        if post.asked:
            post.answer(ticket())
        else:
            post.wait(LONGEST_DELAY)
    assert all(len(told) == 1 for told in post.told.values())
    ledger.close()


NUMBER = "7K3M-9QWX-2B4J"
BY_NUMBER = ByCaseNumber(number=NUMBER, last4="8001")


@pytest.mark.parametrize(
    ("effect", "answer"),
    [
        (UrgeCase(number=NUMBER, proof=BY_NUMBER), CaseUrged(number=NUMBER, at=NOON, again_at=NOON)),
        (AskPerson(number=NUMBER, proof=BY_NUMBER), PersonAsked(number=NUMBER, answer_by=NOON.date())),
        (
            WithdrawCase(number=NUMBER, proof=ByCard(id_number="110105199001018001", name="示例")),
            CaseWithdrawn(number=NUMBER, at=NOON, done=Withdrawal.AT_ONCE),
        ),
        (
            HandIn(
                number=NUMBER,
                proof=ByCard(id_number="110105199001018001", name="示例"),
                things=(HandedIn(key="平面图", pages=("0" * 64,)),),
            ),
            ThingsHandedIn(number=NUMBER, at=NOON, left=0),
        ),
    ],
)
def test_what_is_done_about_a_case_is_sealed_sent_once_and_told_again_the_same(
    post: Post, effect: Effect, answer: Any
) -> None:
    effect_id = post.hope(effect)
    assert b"8001" not in (post.ledger.waiting(effect_id) or pytest.fail("it waits")).payload
    post.answer(answer)
    assert post.ledger.depth(NOON).waiting == 0
    post.follow(effect_id)
    assert post.told[effect_id] == [answer, answer]


def test_a_flood_of_voices_ends_and_begins_again_after_a_while(post: Post) -> None:
    spoken = RaiseVoice(number=case_number.new(), kind=VoiceKind.PRAISE, subject=VoiceSubject.STAFF)
    for _ in range(MOST_VOICES):
        post.outbox.hear_another()
        post.outbox.add(spoken)
        post.now += 60
    with pytest.raises(TooManyVoices) as full:
        post.outbox.hear_another()
    assert full.value.facts == {"minutes": (VOICES_WITHIN // timedelta(minutes=1)) - MOST_VOICES}
    post.now += VOICES_WITHIN.total_seconds() - 60 * MOST_VOICES
    post.outbox.hear_another()
    assert post.ledger.depth(NOON).waiting == MOST_VOICES  # what was said is there, whoever has to wait


def test_a_voice_that_comes_too_early_waits_and_is_not_refused(post: Post) -> None:
    spoken = RaiseVoice(
        number=case_number.new(), kind=VoiceKind.INTEGRITY, subject=VoiceSubject.FEES, text="收了好处费"
    )
    effect_id = post.hope(spoken)
    post.answer(OfficeFailed("429", status=429, office_code="too_many_voices"))
    post.wait(HOPE)
    assert [type(each) for each in post.told[effect_id]] == [OutcomeUnknown]
    assert (post.ledger.depth(NOON).waiting, post.ledger.depth(NOON).refused) == (1, 0)
