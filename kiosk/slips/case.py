"""How a case stands, on paper: what next, the limits, the progress and the materials. The name on it is masked."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract import case_words
from central.contract.case import EventKind, Role
from central.contract.following import FollowedCase
from central.contract.messages import Words
from central.contract.texts import Phrases
from devices.paper import Align, Element, Feed, Pair, QrCode, Rule, Slip, Text

_MODULE = 5

_PROOFS = {EventKind.WITHDRAWN: "withdrawal", EventKind.WITHDRAWAL_ASKED: "withdrawal_asked"}


def case_slip(followed: FollowedCase, hall: Words, terminal: str, texts: Phrases) -> Slip:
    """The three blocks of the page, in its order."""
    say, case = texts.text, followed.case
    elements: list[Element] = [
        Text(texts.words(hall), align=Align.CENTRE, bold=True),
        Text(say(f"slip.{_title(followed)}"), align=Align.CENTRE),
        Rule(),
        Text(texts.words(case.name), scale=2, align=Align.CENTRE, bold=True),
        Pair(say("slip.receipt"), case.number),
        Pair(say("slip.case_applicant"), case.applicant),
        *([Pair(say("slip.case_company"), followed.company.name)] if followed.company else []),
        *([Pair(say("slip.proof_at"), f"{case.events[-1].at:%Y-%m-%d %H:%M}")] if _title(followed) != "case" else []),
        Rule(),
        Text(case_words.light_word(texts, case.stage, case_words.light(followed)), scale=2, bold=True),
        Text(case_words.next_step(texts, followed)),
        *([Text(late, bold=True)] if (late := case_words.late_reason(texts, followed)) else []),
        *_clocks(followed, texts),
        Rule(),
        Text(say("show_case.progress"), align=Align.CENTRE, bold=True),
        *_events(followed, texts),
    ]
    if followed.materials:
        elements += [Rule(), Text(say("show_case.materials"), align=Align.CENTRE, bold=True)]
        elements += [
            Pair(texts.words(each.name), say(f"follow.material.{each.state.value}")) for each in followed.materials
        ]
    elements.append(Rule())
    if followed.url:
        elements += [Feed(), QrCode(followed.url, _MODULE), Text(say("slip.case_scan"), align=Align.CENTRE)]
    elements += [Text(say("slip.terminal", {"name": terminal}), align=Align.CENTRE)]
    return Slip(tuple(elements))


def _title(followed: FollowedCase) -> str:
    """What its applicant did last makes the slip the proof of that."""
    last = followed.case.events[-1]
    return _PROOFS.get(last.kind, "case") if last.role is Role.CITIZEN else "case"


def _clocks(followed: FollowedCase, texts: Phrases) -> Iterator[Element]:
    for name, state in case_words.clocks(texts, followed):
        yield Text(name, bold=True)
        yield Text(state)


def _events(followed: FollowedCase, texts: Phrases) -> Iterator[Element]:
    for each in case_words.events(texts, followed, notices=True):
        yield Text(f"{each.when} {each.what}", bold=True)
        yield Text(each.who)
        if each.why:
            yield Text(each.why)
