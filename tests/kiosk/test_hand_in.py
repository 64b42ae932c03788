"""补交材料 by camera at the terminal, of a department's own case and of a gap: asked for, photographed, sent once."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from central.contract.application import MaterialKept
from central.contract.following import FollowedCase
from central.contract.handing_in import HandedIn, HandIn, ThingsHandedIn, ToHandIn
from central.contract.messages import RuleCode, Words
from devices.document import Page
from kiosk.faults import OutcomeUnknown, RuleHit
from kiosk.journeys.document import SPEC
from kiosk.journeys.follow_case import follow_case
from kiosk.wishes.application import (
    AskForDocument,
    CaptureDocument,
    Change,
    FromDocument,
    KeepPages,
    NextPage,
    Phrase,
    RemovePage,
    ReviewAnswers,
    ReviewDocument,
    ReviewLine,
    Submit,
)
from kiosk.wishes.application_requests import LookAtCatalogue, UploadMaterial
from kiosk.wishes.case import FromCase, ShowCase
from kiosk.wishes.wish import Ask, CardShown, Do, Notice, Outcome, Present, Way
from tests.kiosk.applications import APPLICANT, item, seen
from tests.kiosk.people import CARD, NOON
from tests.kiosk.test_follow_case import BY_CARD, BY_NUMBER, PLAIN, TYPED, read
from tests.kiosk.test_journeys import play
from tests.ui.case_scenes import COMPANY, GAP_LATE, METER, NUMBER, PLAN, TO_ADD

PAGES = tuple(Page(b"\xff\xd8 page %d" % number, 700, 990) for number in range(3))
FIRST, SECOND = TO_ADD.to_hand_in
WAYS = (FromCase.SUPPLEMENT, *PLAIN)
START, WITHOUT = FromDocument.START, FromDocument.WITHOUT
DIGESTS = tuple(hashlib.sha256(page.jpeg).hexdigest() for page in PAGES)
DONE = {"at": NOON.isoformat()}


def ask(thing: ToHandIn, answer: FromDocument = START) -> tuple[Any, Any]:
    return AskForDocument(TO_ADD.case, thing, (START, WITHOUT)), answer


def take(thing: ToHandIn, page: Page, number: int = 1) -> tuple[Any, Any]:
    return CaptureDocument(TO_ADD.case, thing, number, SPEC), page


def look(thing: ToHandIn, *pages: Page, answer: Any = KeepPages(), shown: int = 0) -> tuple[Any, Any]:  # noqa: B008
    return ReviewDocument(TO_ADD.case, thing, pages, shown), answer


def review(*pages_of: tuple[Page, ...], answer: Any = Submit()) -> tuple[Any, Any]:  # noqa: B008
    lines = tuple(
        ReviewLine(
            thing.name, Phrase("pages", {"n": len(pages)}) if pages else Phrase("left_out"), thing.key, pages=pages
        )
        for thing, pages in zip((FIRST, SECOND), pages_of, strict=True)
    )
    return ReviewAnswers(TO_ADD.case, ((Phrase("materials"), lines),)), answer


def upload(*numbers: int) -> list[tuple[Any, Any]]:
    return [(Ask(UploadMaterial(PAGES[at].jpeg)), MaterialKept(digest=DIGESTS[at])) for at in numbers]


def sent(answer: Any, **things: tuple[str, ...]) -> tuple[Any, Any]:
    names = {"first": PLAN, "second": METER}
    handed = tuple(HandedIn(key=names[name], pages=pages) for name, pages in things.items())
    return Do(HandIn(number=NUMBER, proof=APPLICANT, things=handed)), answer


def at_page(notice: Notice | None = None, answer: FromCase = FromCase.HOME) -> list[tuple[Any, Any]]:
    return [read(told=TO_ADD), (ShowCase(TO_ADD, WAYS, notice), answer)]


TO_REVIEW = [
    *BY_CARD,
    *at_page(answer=FromCase.SUPPLEMENT),
    ask(FIRST),
    take(FIRST, PAGES[0]),
    look(FIRST, PAGES[0]),
    ask(SECOND, WITHOUT),
]


def test_one_thing_after_the_other_and_what_is_left_out_stays_asked_for() -> None:
    script = [
        *BY_CARD,
        *at_page(answer=FromCase.SUPPLEMENT),
        ask(FIRST),
        take(FIRST, PAGES[0]),
        look(FIRST, PAGES[0], answer=NextPage()),
        take(FIRST, PAGES[1], 2),
        look(FIRST, PAGES[0], PAGES[1], shown=1),
        ask(SECOND, WITHOUT),
        review(PAGES[:2], ()),
        *upload(0, 1),
        sent(ThingsHandedIn(number=NUMBER, at=NOON, left=1), first=DIGESTS[:2]),
        *at_page(Notice("handed_in_part", DONE)),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_the_review_leads_back_to_each_and_nothing_is_sent_before_it() -> None:
    script = [
        *TO_REVIEW,
        review(PAGES[:1], (), answer=Change(METER)),
        ask(SECOND),
        take(SECOND, PAGES[1]),
        look(SECOND, PAGES[1]),
        review(PAGES[:1], PAGES[1:2], answer=Change(PLAN)),
        look(FIRST, PAGES[0], answer=RemovePage(0)),
        ask(FIRST),
        take(FIRST, PAGES[2]),
        look(FIRST, PAGES[2]),
        review(PAGES[2:], PAGES[1:2]),
        *upload(2, 1),
        sent(ThingsHandedIn(number=NUMBER, at=NOON, left=0), first=DIGESTS[2:], second=DIGESTS[1:2]),
        *at_page(Notice("handed_in", DONE)),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_whoever_leaves_everything_out_sends_nothing() -> None:
    nothing = [*BY_CARD, *at_page(answer=FromCase.SUPPLEMENT), ask(FIRST, WITHOUT), ask(SECOND, WITHOUT), *at_page()]
    assert play(follow_case(), *nothing) is Outcome.CASE_SHOWN


@pytest.mark.parametrize(
    ("answer", "notice"),
    [
        (RuleHit(RuleCode.CASE_MOVED_ON), Notice("case_moved_on")),
        (RuleHit(RuleCode.GAP_OVER, {"day": "2026-11-19"}), Notice("gap_over", {"day": "2026-11-19"})),
        (OutcomeUnknown(), Notice("case_effect_open")),
    ],
)
def test_what_stands_against_it_is_said_on_the_page(answer: Any, notice: Notice) -> None:
    script = [*TO_REVIEW, review(PAGES[:1], ()), *upload(0), sent(answer, first=DIGESTS[:1]), *at_page(notice)]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_a_typed_number_hands_in_nothing_before_the_card_says_whose_it_is() -> None:
    script = [
        *BY_NUMBER,
        read(TYPED, TO_ADD),
        (ShowCase(TO_ADD, (FromCase.WITH_CARD, *PLAIN)), FromCase.WITH_CARD),
        (Present((Way.IDENTITY_CODE, Way.ID_CARD)), CardShown(CARD)),
        *at_page(),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


BLIND = [(Ask(LookAtCatalogue()), seen(item(), no_pages=Notice("material_not_here"))), *BY_CARD[1:]]
FOR_COMPANY = TO_ADD.model_copy(update={"to_hand_in": (), "company": COMPANY})


@pytest.mark.parametrize(
    ("begun", "told", "notice"),
    [
        (BLIND, TO_ADD, Notice("hand_in_not_here")),
        (BY_CARD, TO_ADD.model_copy(update={"to_hand_in": ()}), Notice("hand_in_not_here")),
        (BY_CARD, GAP_LATE, Notice("hand_in_not_here")),
        (BY_CARD, FOR_COMPANY, None),
    ],
)
def test_what_cannot_be_photographed_here_is_brought_elsewhere(
    begun: list[Any], told: FollowedCase, notice: Notice | None
) -> None:
    assert play(follow_case(), *begun, read(told=told), (ShowCase(told, PLAIN, notice), FromCase.HOME)) is (
        Outcome.CASE_SHOWN
    )


def test_all_things_together_have_forty_pages() -> None:
    things = tuple(ToHandIn(key=f"图{n}", name=Words(zh_CN=f"图{n}"), pages_most=20) for n in range(3))
    told = TO_ADD.model_copy(update={"to_hand_in": things})
    script = [*BY_CARD, read(told=told), (ShowCase(told, WAYS), FromCase.SUPPLEMENT)]
    for thing in things[:2]:
        script += [ask(thing), take(thing, PAGES[0])]
        for number in range(2, 21):
            pages = (PAGES[0],) * (number - 1)
            script += [
                look(thing, *pages, answer=NextPage(), shown=max(0, number - 2)),
                take(thing, PAGES[0], number),
            ]
        script.append(look(thing, *(PAGES[0],) * 20, shown=19))
    lines = tuple(
        ReviewLine(each.name, Phrase("pages", {"n": n}) if n else Phrase("left_out"), each.key, pages=(PAGES[0],) * n)
        for each, n in zip(things, (20, 20, 0), strict=True)
    )
    handed = tuple(HandedIn(key=each.key, pages=DIGESTS[:1] * 20) for each in things[:2])
    script += [
        (ReviewAnswers(told.case, ((Phrase("materials"), lines),)), Submit()),
        *upload(*(0,) * 40),
        (
            Do(HandIn(number=NUMBER, proof=APPLICANT, things=handed)),
            ThingsHandedIn(number=NUMBER, at=NOON, left=1),
        ),
        read(told=told),
        (ShowCase(told, WAYS, Notice("handed_in_part", DONE)), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN
