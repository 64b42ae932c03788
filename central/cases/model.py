"""The rules of the status model. Pure: the same changes in the same order give the same standing.

submitted → accepted → reviewing → granted → issued → closed
    ├ supplementing ┘ (back)       └ refused ┘
    └ not_accepted, referred          withdrawn: from every stage before the decision

A case that is handled at once (即办件) may be decided without a review, and has no special procedure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from central.cases.event import Change
from central.contract.case import UNDECIDED, EventKind, Role, Special, Stage
from central.limits.calendar import local_day

Need = Literal["reason", "notice", "approver", "appeal", "missing", "special", "until", "extension"]


class NotAllowed(Exception):
    """The model does not know this change here. `code` finds the sentence, `facts` fills it."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Standing:
    """How a case stands.

    `missing`: what the one-time notice still waits for; `notices`: how many were given; `gap`: what 容缺 still waits
    for; `level`: 0, or the level of the person who has it; `overrides`: exceptions, each with reason and approver.
    """

    stage: Stage
    at_once: bool
    opened_at: datetime
    since: datetime
    unit: str
    missing: tuple[str, ...] = ()
    notices: int = 0
    gap: tuple[str, ...] = ()
    gap_until: date | None = None
    special: Special | None = None
    extensions: int = 0
    level: int = 0
    overrides: int = 0
    withdrawal_asked: bool = False


@dataclass(frozen=True)
class Rule:
    """One change: from which stages, by whom, to which stage (none: it stays), and what it needs."""

    stages: frozenset[Stage]
    roles: frozenset[Role]
    to: Stage | None = None
    needs: tuple[Need, ...] = ()


_UNITS = frozenset({Role.CLERK, Role.DEPARTMENT})
_OFFICE = _UNITS | {Role.MACHINE}
_ALL = frozenset(Role)
_BEFORE = frozenset({Stage.SUBMITTED, Stage.SUPPLEMENTING})
_WORKING = frozenset({Stage.ACCEPTED, Stage.REVIEWING})

_SAID = frozenset(Stage)
"""What an applicant says, or a unit that waits, moves nothing, and stands in every stage: of a decision that was made
before and is reported afterwards they could not know. When it may be said, the office knows."""
_DECIDED = frozenset({Stage.GRANTED, Stage.REFUSED, Stage.ISSUED})

URGEABLE = (UNDECIDED - {Stage.SUPPLEMENTING}) | {Stage.GRANTED}
"""Where somebody else than the applicant has to do something."""


def _rule(stages: frozenset[Stage] | Stage, roles: frozenset[Role], to: Stage | None, *needs: Need) -> Rule:
    return Rule(frozenset({stages}) if isinstance(stages, Stage) else stages, roles, to, needs)


RULES: Mapping[EventKind, Rule] = {
    EventKind.SUBMITTED: _rule(frozenset(), _UNITS | {Role.CITIZEN}, Stage.SUBMITTED),
    EventKind.SUPPLEMENT_ASKED: _rule(Stage.SUBMITTED, _OFFICE, Stage.SUPPLEMENTING, "missing", "notice"),
    EventKind.SUPPLEMENTED: _rule(Stage.SUPPLEMENTING, _UNITS | {Role.CITIZEN}, Stage.SUBMITTED, "missing"),
    EventKind.NOT_ACCEPTED: _rule(_BEFORE, _UNITS, Stage.NOT_ACCEPTED, "reason", "notice"),
    EventKind.REFERRED: _rule(_BEFORE, _UNITS, Stage.REFERRED, "reason", "notice"),
    EventKind.ACCEPTED: _rule(Stage.SUBMITTED, _OFFICE, Stage.ACCEPTED),
    EventKind.ACCEPTED_WITH_GAP: _rule(_BEFORE, _UNITS, Stage.ACCEPTED, "missing", "until", "reason", "notice"),
    EventKind.GAP_FILLED: _rule(_WORKING | {Stage.GRANTED}, _UNITS | {Role.CITIZEN}, None, "missing"),
    EventKind.REVIEW_BEGUN: _rule(Stage.ACCEPTED, _OFFICE, Stage.REVIEWING),
    EventKind.STOPPED: _rule(_WORKING, _UNITS, None, "special", "reason", "notice"),
    EventKind.RESUMED: _rule(_WORKING, _UNITS, None),
    EventKind.EXTENDED: _rule(_WORKING, _UNITS, None, "extension", "reason", "approver", "notice"),
    EventKind.REFUSAL_PROPOSED: _rule(Stage.SUBMITTED, frozenset({Role.MACHINE}), None),
    EventKind.HANDED_OVER: _rule(_WORKING | {Stage.SUBMITTED}, _ALL, None),
    EventKind.GRANTED: _rule(_WORKING, _OFFICE, Stage.GRANTED),
    EventKind.REFUSED: _rule(_WORKING, _UNITS, Stage.REFUSED, "reason", "notice", "appeal"),
    EventKind.ISSUED: _rule(frozenset({Stage.GRANTED, Stage.REFUSED}), _ALL, Stage.ISSUED),
    EventKind.CLOSED: _rule(Stage.ISSUED, _ALL, Stage.CLOSED),
    EventKind.WITHDRAWN: _rule(UNDECIDED | {Stage.GRANTED}, _UNITS | {Role.CITIZEN}, Stage.WITHDRAWN),
    EventKind.URGED: _rule(_SAID, frozenset({Role.CITIZEN, Role.DEPARTMENT}), None),
    EventKind.LATE_EXPLAINED: _rule(UNDECIDED | _DECIDED, _UNITS, None, "reason"),
    EventKind.WITHDRAWAL_ASKED: _rule(_SAID, frozenset({Role.CITIZEN}), None),
}
"""The whole model. A machine neither refuses nor turns away, and a citizen decides nothing."""


def follow(standing: Standing | None, change: Change) -> Standing:
    """How the case stands after this change. Raises `NotAllowed`."""
    rule = RULES[change.kind]
    if standing is None:
        if change.kind is not EventKind.SUBMITTED:
            raise NotAllowed("case_not_open_yet", kind=change.kind)
        _check_role_and_needs(rule, change)
        return Standing(Stage.SUBMITTED, change.at_once, change.at, change.at, change.unit)
    if standing.stage not in rule.stages:
        raise NotAllowed("case_change_not_allowed", kind=change.kind, stage=standing.stage)
    _check_role_and_needs(rule, change)
    _check_special(standing, change)
    moved = _noted(standing, change)
    if rule.to is not None and not (change.kind is EventKind.SUPPLEMENTED and moved.missing):
        moved = replace(moved, stage=rule.to, since=change.at)
    stays = change.role is Role.CITIZEN or change.kind is EventKind.URGED
    return moved if stays else replace(moved, unit=change.unit)


def _check_role_and_needs(rule: Rule, change: Change) -> None:
    if change.role not in rule.roles:
        raise NotAllowed("case_role_not_allowed", kind=change.kind, role=change.role)
    for need in rule.needs:
        if not getattr(change, need):
            raise NotAllowed("case_needs", kind=change.kind, what=need)


def _check_special(standing: Standing, change: Change) -> None:
    """What the table cannot say."""
    if standing.level and change.role is Role.MACHINE:
        raise NotAllowed("case_with_a_person", kind=change.kind)
    match change.kind:
        case EventKind.ACCEPTED if not standing.at_once and not change.notice:
            raise NotAllowed("case_needs", kind=change.kind, what="notice")  # 行政许可法 32: a written receipt
        case EventKind.SUPPLEMENT_ASKED if standing.notices:
            _need_override(change, "case_notice_was_once")
        case EventKind.SUPPLEMENTED if not set(change.missing) <= set(standing.missing):
            raise NotAllowed("case_supplement_unknown")
        case EventKind.GAP_FILLED if not standing.gap or not set(change.missing) <= set(standing.gap):
            raise NotAllowed("case_supplement_unknown")
        case EventKind.STOPPED if standing.at_once:
            raise NotAllowed("case_at_once")
        case EventKind.STOPPED if standing.special is not None:
            raise NotAllowed("case_stopped", special=standing.special)
        case EventKind.RESUMED if standing.special is None:
            raise NotAllowed("case_not_stopped")
        case EventKind.GRANTED | EventKind.REFUSED:
            if standing.special is not None:
                raise NotAllowed("case_stopped", special=standing.special)
            if not standing.at_once and standing.stage is Stage.ACCEPTED:
                raise NotAllowed("case_not_reviewed")
        case EventKind.EXTENDED if standing.extensions:
            raise NotAllowed("case_extended_already")
        case EventKind.ISSUED if standing.gap and standing.stage is Stage.GRANTED:
            raise NotAllowed("case_gap_open")
        case EventKind.HANDED_OVER if change.level not in range(standing.level + 1, _HIGHEST + 1):
            raise NotAllowed("case_with_a_person", kind=change.kind)
        case EventKind.URGED if (change.role is Role.DEPARTMENT) is not bool(change.by_unit):
            raise NotAllowed("case_needs", kind=change.kind, what="by_unit")
        case EventKind.WITHDRAWAL_ASKED if standing.withdrawal_asked:
            raise NotAllowed("case_withdrawal_asked")
        case EventKind.ACCEPTED_WITH_GAP if not 0 <= _days(change) <= _LONGEST_GAP:
            raise NotAllowed("case_needs", kind=change.kind, what="until")
        case EventKind.WITHDRAWN if standing.stage is Stage.GRANTED and not _gap_is_over(standing, change):
            raise NotAllowed("case_change_not_allowed", kind=change.kind, stage=standing.stage)
        case EventKind.WITHDRAWN if change.role is not Role.CITIZEN and not (change.reason and change.notice):
            raise NotAllowed("case_needs", kind=change.kind, what="reason" if not change.reason else "notice")


_HIGHEST = 3
_LONGEST_GAP = 365  # days; ours


def _days(change: Change) -> int:
    """容缺: how long the applicant has."""
    return (change.until - local_day(change.at)).days if change.until is not None else -1


def _gap_is_over(standing: Standing, change: Change) -> bool:
    """容缺 that nobody filled in time: what was granted on its promise may be withdrawn, by a unit."""
    until = standing.gap_until
    return change.role is not Role.CITIZEN and until is not None and local_day(change.at) > until


def _need_override(change: Change, code: str) -> None:
    """Against a rule only with a reason and an approver; it is counted."""
    if not (change.reason and change.approver):
        raise NotAllowed(code)


def _noted(standing: Standing, change: Change) -> Standing:
    """What a change leaves behind besides the stage."""
    match change.kind:
        case EventKind.SUPPLEMENT_ASKED:
            overrides = standing.overrides + (standing.notices > 0)
            return replace(standing, missing=change.missing, notices=standing.notices + 1, overrides=overrides)
        case EventKind.SUPPLEMENTED:
            left = tuple(each for each in standing.missing if each not in change.missing)
            return replace(standing, missing=left)
        case EventKind.ACCEPTED_WITH_GAP:
            return replace(standing, missing=(), gap=change.missing, gap_until=change.until)
        case EventKind.GAP_FILLED:
            left = tuple(each for each in standing.gap if each not in change.missing)
            return replace(standing, gap=left, gap_until=standing.gap_until if left else None)
        case EventKind.STOPPED:
            return replace(standing, special=change.special)
        case EventKind.RESUMED | EventKind.WITHDRAWN:
            return replace(standing, special=None)
        case EventKind.EXTENDED:
            return replace(standing, extensions=standing.extensions + 1)
        case EventKind.HANDED_OVER:
            return replace(standing, level=change.level)
        case EventKind.WITHDRAWAL_ASKED:
            return replace(standing, withdrawal_asked=True)
    return standing
