"""The status model: what it lets through, what it refuses, and that its fold depends on nothing but the events."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from central.cases.event import Change
from central.cases.history import LATE_AFTER, MOST_EVENTS, SKEW, History
from central.cases.model import RULES, NotAllowed
from central.contract.case import FINAL, EventKind, Extension, Role, Special, Stage
from central.contract.item import Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 23, 1, tzinfo=UTC)
EVERYTHING: dict[str, Any] = {
    "reason": "缺少租赁合同原件",
    "notice": "补〔2026〕18号",
    "approver": "王主任",
    "appeal": "六十日内申请行政复议",
    "missing": ("租赁合同",),
    "special": Special.EXPERT_REVIEW,
    "until": date(2026, 12, 1),
    "extension": Extension(amount=10, unit=Unit.WORKING_DAY),
}

NOTHING: dict[str, Any] = dict.fromkeys(("reason", "notice", "approver", "appeal"), "") | {
    "missing": (),
    "special": None,
    "until": None,
    "extension": None,
}


def change(kind: str, hours: float = 0, role: Role = Role.DEPARTMENT, **other: Any) -> Change:
    """A change with everything that any change may need, unless it is said otherwise."""
    wanted = EVERYTHING | {"kind": EventKind(kind), "at": START + timedelta(hours=hours), "role": role}
    wanted |= {"unit": "housing", "actor": "department:1", "level": 1 if kind == "handed_over" else 0}
    return Change(**(wanted | other))


def history(*changes: Change, now: datetime = START + timedelta(days=9)) -> History:
    known = History()
    for each in changes:
        known = known.after("0" * 32, each, now)
    return known


def refused(known: History, wanted: Change, now: datetime = START + timedelta(days=9)) -> str:
    with pytest.raises(NotAllowed) as caught:
        known.after("0" * 32, wanted, now)
    return caught.value.code


def promised(*kinds: str) -> History:
    """A case that is no 即办件, with these changes an hour apart."""
    return history(*(change(kind, hours) for hours, kind in enumerate(("submitted", *kinds))))


# ---------------------------------------------------------------- the ways through


@pytest.mark.parametrize(
    ("kinds", "stage"),
    [
        ((), Stage.SUBMITTED),
        (("supplement_asked",), Stage.SUPPLEMENTING),
        (("supplement_asked", "supplemented", "accepted"), Stage.ACCEPTED),
        (("not_accepted",), Stage.NOT_ACCEPTED),
        (("supplement_asked", "referred"), Stage.REFERRED),
        (("accepted", "review_begun", "stopped", "resumed", "extended", "granted", "issued", "closed"), Stage.CLOSED),
        (("accepted", "review_begun", "refused", "issued", "closed"), Stage.CLOSED),
        (("accepted_with_gap", "review_begun", "granted", "gap_filled", "issued"), Stage.ISSUED),
        (("accepted", "stopped", "withdrawn"), Stage.WITHDRAWN),
        (("accepted_with_gap", "review_begun", "late_explained", "granted", "gap_filled", "issued"), Stage.ISSUED),
        (("handed_over", "accepted", "review_begun", "granted"), Stage.GRANTED),
    ],
)
def test_a_case_goes_its_way(kinds: tuple[str, ...], stage: Stage) -> None:
    assert promised(*kinds).standing.stage is stage


@pytest.mark.parametrize(
    ("kinds", "wanted", "code"),
    [
        ((), "granted", "case_change_not_allowed"),
        (("accepted",), "granted", "case_not_reviewed"),
        (("accepted",), "accepted", "case_change_not_allowed"),
        (("accepted",), "supplement_asked", "case_change_not_allowed"),
        (("accepted", "review_begun", "stopped"), "granted", "case_stopped"),
        (("accepted", "stopped"), "stopped", "case_stopped"),
        (("accepted",), "resumed", "case_not_stopped"),
        (("accepted", "extended"), "extended", "case_extended_already"),
        (("accepted_with_gap", "review_begun", "granted"), "issued", "case_gap_open"),
        (("accepted", "review_begun", "granted"), "withdrawn", "case_change_not_allowed"),
        (("accepted", "review_begun", "granted"), "refused", "case_change_not_allowed"),
        (("handed_over",), "handed_over", "case_with_a_person"),
        (("withdrawn",), "submitted", "case_change_not_allowed"),
    ],
)
def test_what_the_model_does_not_know_is_refused_by_name(kinds: tuple[str, ...], wanted: str, code: str) -> None:
    assert refused(promised(*kinds), change(wanted, 50)) == code


@pytest.mark.parametrize(
    ("kinds", "wanted", "need"),
    [(("accepted", "review_begun"), "refused", need) for need in ("reason", "notice", "appeal")]
    + [(("accepted",), "stopped", need) for need in ("special", "reason", "notice")]
    + [(("accepted",), "extended", need) for need in ("extension", "reason", "approver", "notice")]
    + [((), "supplement_asked", need) for need in ("missing", "notice")]
    + [((), "accepted_with_gap", need) for need in ("missing", "until", "reason", "notice")]
    + [((), "not_accepted", need) for need in ("reason", "notice")]
    + [((), "accepted", "notice"), (("accepted",), "withdrawn", "reason"), (("accepted",), "withdrawn", "notice")],
)
def test_what_a_change_needs_is_asked_for(kinds: tuple[str, ...], wanted: str, need: str) -> None:
    known = promised(*kinds)
    with pytest.raises(NotAllowed) as caught:
        known.after("0" * 32, change(wanted, 50, **{need: NOTHING[need]}), START + timedelta(days=9))
    assert (caught.value.code, caught.value.facts["what"]) == ("case_needs", need)


def test_what_was_granted_on_a_gap_is_withdrawn_once_its_day_is_over() -> None:
    """容缺: not on the day itself, not by the applicant, and not where all was added."""
    end = (datetime(2026, 12, 2, tzinfo=SHANGHAI) - START) / timedelta(hours=1)  # 1 December ends
    later = START + timedelta(days=30)
    known = history(*(change(kind, n) for n, kind in enumerate(("submitted", "accepted_with_gap", "review_begun"))))
    granted = known.after("0" * 32, change("granted", 4), later)
    assert refused(granted, change("withdrawn", end - 0.1), later) == "case_change_not_allowed"
    assert refused(granted, change("withdrawn", end, Role.CITIZEN), later) == "case_change_not_allowed"
    assert granted.after("0" * 32, change("withdrawn", end), later).standing.stage is Stage.WITHDRAWN
    filled = granted.after("0" * 32, change("gap_filled", 5), later)
    assert refused(filled, change("withdrawn", end), later) == "case_change_not_allowed"


@pytest.mark.parametrize("until", [date(2026, 11, 22), date(2027, 11, 24), date(9999, 12, 31)])
def test_a_gap_ends_on_a_day_that_comes(until: date) -> None:
    assert refused(promised(), change("accepted_with_gap", 1, until=until)) == "case_needs"


def test_everything_that_is_missing_is_said_once_or_somebody_answers_for_it() -> None:
    """行政许可法 32: 一次告知. A second notice is an override, with reason and approver, and is counted."""
    known = promised("supplement_asked", "supplemented")
    assert refused(known, change("supplement_asked", 50, approver="")) == "case_notice_was_once"
    assert refused(known, change("supplement_asked", 50, reason="")) == "case_notice_was_once"
    again = known.after("0" * 32, change("supplement_asked", 50), START + timedelta(days=9))
    assert (again.standing.notices, again.standing.overrides) == (2, 1)
    assert promised("supplement_asked").standing.overrides == 0


def test_a_supplement_is_what_the_notice_asks_for_and_may_come_in_parts() -> None:
    asked = history(change("submitted"), change("supplement_asked", 1, missing=("照片", "合同")))
    assert refused(asked, change("supplemented", 2, missing=("户口簿",))) == "case_supplement_unknown"
    half = asked.after("0" * 32, change("supplemented", 2, missing=("照片",)), START + timedelta(days=9))
    assert (half.standing.stage, half.standing.missing) == (Stage.SUPPLEMENTING, ("合同",))
    whole = half.after("0" * 32, change("supplemented", 3, missing=("合同",)), START + timedelta(days=9))
    assert (whole.standing.stage, whole.standing.missing) == (Stage.SUBMITTED, ())


def test_what_is_handled_at_once_needs_no_review_and_stands_still_for_nothing() -> None:
    """C-08: 即办件 has no 特别程序; 安阳条例 36: what is done on the spot needs no receipt."""
    at_once = history(change("submitted", at_once=True), change("accepted", 1, notice=""))
    assert refused(at_once, change("stopped", 2)) == "case_at_once"
    assert at_once.after("0" * 32, change("granted", 2), START + timedelta(days=9)).standing.stage is Stage.GRANTED


def test_a_machine_refuses_nobody_and_leaves_a_person_alone() -> None:
    working = promised("accepted", "review_begun")
    for kind in ("refused", "not_accepted", "referred", "stopped", "extended", "withdrawn"):
        assert Role.MACHINE not in RULES[EventKind(kind)].roles
    assert refused(working, change("refused", 50, Role.MACHINE)) == "case_role_not_allowed"
    with_person = promised("accepted", "handed_over", "review_begun")
    assert refused(with_person, change("granted", 50, Role.MACHINE)) == "case_with_a_person"
    assert refused(working, change("granted", 50, Role.CITIZEN)) == "case_role_not_allowed"


def test_judgement_goes_up_three_levels_and_never_down() -> None:
    """C-15 三堂会诊: clerk, head of section, deputy director."""
    known = promised("handed_over")
    for level in (2, 3):
        known = known.after("0" * 32, change("handed_over", 10 + level, level=level), START + timedelta(days=9))
    assert known.standing.level == 3
    for level in (0, 1, 3, 4):
        assert refused(known, change("handed_over", 50, level=level)) == "case_with_a_person"


# ---------------------------------------------------------------- out of order, twice, from the past and the future


def test_a_report_of_the_past_is_put_where_it_happened_and_marked() -> None:
    changes = (change("submitted"), change("accepted", 1), change("review_begun", 5))
    known = history(*changes, now=START + timedelta(hours=5))
    late = known.after("0" * 32, change("extended", 2), START + timedelta(hours=6))
    assert [event.kind for event in late.in_order] == ["submitted", "accepted", "extended", "review_begun"]
    assert [(event.sequence, event.late) for event in late.in_order] == [(1, False), (2, False), (4, True), (3, False)]
    assert late.standing.stage is Stage.REVIEWING


def test_a_report_of_the_past_that_contradicts_what_followed_is_refused() -> None:
    known = promised("accepted", "review_begun", "granted")
    assert refused(known, change("refused", 2.5)) == "case_change_not_allowed"
    assert refused(known, change("stopped", 2.5)) == "case_stopped"
    assert refused(known, change("accepted", -1)) == "case_not_open_yet"
    assert refused(known, change("submitted", -1)) == "case_change_not_allowed"


def test_what_was_told_long_afterwards_is_marked_though_nothing_overtook_it() -> None:
    for delay, late in ((LATE_AFTER, False), (LATE_AFTER + timedelta(seconds=1), True)):
        assert history(change("submitted"), now=START + delay).events[0].late is late


def test_the_future_is_not_reported() -> None:
    wanted = change("submitted")
    assert refused(History(), wanted, START - SKEW - timedelta(seconds=1)) == "case_change_in_future"
    assert history(wanted, now=START - SKEW).standing.stage is Stage.SUBMITTED


def test_the_same_change_is_known_whoever_sends_it_again() -> None:
    known = promised("accepted")
    assert known.knows(change("accepted", 1, actor="department:2"))
    assert not known.knows(change("accepted", 1, reason="other"))
    assert not known.knows(change("accepted", 2))


# ---------------------------------------------------------------- properties


SAID = (EventKind.URGED, EventKind.WITHDRAWAL_ASKED)
"""What moves nothing, and may have been said before a decision that is reported later."""


class AnyCase(RuleBasedStateMachine):
    """Whatever is reported, by whomever and when: what is let in keeps to the model, what is refused leaves nothing."""

    @initialize(at_once=st.booleans())
    def begin(self, at_once: bool) -> None:
        self.history = history(change("submitted", at_once=at_once))

    @rule(
        kind=st.sampled_from(EventKind),
        role=st.sampled_from(Role),
        hours=st.integers(-2, 60),
        left_out=st.sets(st.sampled_from(sorted(EVERYTHING)), max_size=1),
        level=st.integers(0, 4),
    )
    def report(self, kind: EventKind, role: Role, hours: int, left_out: set[str], level: int) -> None:
        wanted = change(kind, hours, role, level=level, **{name: NOTHING[name] for name in left_out})
        before = self.history
        try:
            self.history = before.after("0" * 32, wanted, START + timedelta(days=3))
        except NotAllowed:
            assert self.history == before
        else:
            assert self.history.events[:-1] == before.events  # append-only
            written = self.history.events[-1]
            assert all(getattr(written, need) for need in RULES[kind].needs)
            assert role in RULES[kind].roles

    @rule(seed=st.integers(0, 9))
    def fold_again(self, seed: int) -> None:
        shuffled = list(self.history.events)
        random.Random(seed).shuffle(shuffled)
        assert History(tuple(shuffled)).standing == self.history.standing

    @invariant()
    def the_standing_is_one_that_the_model_names(self) -> None:
        standing, kinds = self.history.standing, [event.kind for event in self.history.in_order]
        assert standing.stage in Stage
        assert kinds.index(EventKind.SUBMITTED) == 0
        assert kinds.count(EventKind.SUBMITTED) == 1
        moved = [kind for kind in kinds if kind not in SAID]
        final = [kind for kind in moved if kind.value in {stage.value for stage in FINAL}]
        assert final == moved[-1:] if standing.stage in FINAL else final == []
        stops = kinds.count(EventKind.STOPPED) - kinds.count(EventKind.RESUMED)
        assert stops == (standing.special is not None) or standing.stage is Stage.WITHDRAWN
        assert kinds.count(EventKind.GRANTED) + kinds.count(EventKind.REFUSED) <= 1
        decided_by = [event.role for event in self.history.events if event.kind is EventKind.REFUSED]
        assert Role.MACHINE not in decided_by
        assert (standing.stage is Stage.SUPPLEMENTING) == bool(standing.missing) or standing.stage in FINAL
        assert standing.overrides == max(0, kinds.count(EventKind.SUPPLEMENT_ASKED) - 1)


TestAnyCase = AnyCase.TestCase
TestAnyCase.settings = settings(max_examples=60, stateful_step_count=25, suppress_health_check=list(HealthCheck))


@given(st.permutations(range(8)), st.integers(1, 7))
@settings(max_examples=60)
def test_any_order_of_reporting_that_is_let_in_ends_the_same(order: list[int], known: int) -> None:
    """Reports overtake each other: those that the model lets in at all fold to what happened."""
    kinds = ("submitted", "accepted", "review_begun", "stopped", "resumed", "extended", "granted", "issued")
    changes = [change(kind, hours) for hours, kind in enumerate(kinds)]
    told = history(*changes[:known])
    for place in order:
        if not told.knows(changes[place]):
            try:
                told = told.after("0" * 32, changes[place], START + timedelta(days=9))
            except NotAllowed:
                continue
    again = history(*sorted((replace(event) for event in told.events), key=lambda event: event.at))
    assert again.standing == told.standing


def test_a_system_that_repeats_itself_is_stopped_and_the_case_can_still_end() -> None:
    begun = history(change("submitted"), change("accepted", 1), change("review_begun", 2), change("late_explained", 3))
    *first, again = begun.events
    many = [replace(again, sequence=number) for number in range(len(begun.events), MOST_EVENTS + 1)]
    full = History((*first, *many))
    assert refused(full, change("late_explained", 4)) == "case_too_long"
    assert refused(full, change("stopped", 4)) == "case_too_long"
    assert full.after("0" * 32, change("granted", 4), START + timedelta(days=9)).standing.stage is Stage.GRANTED
    short = History(full.events[:-1])
    assert len(short.after("0" * 32, change("late_explained", 4), START + timedelta(days=9)).events) == MOST_EVENTS
