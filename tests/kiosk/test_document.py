"""Paper documents of an application: a list of wishes and answers, and as the runner carries it out."""

from __future__ import annotations

import hashlib
from collections.abc import Coroutine
from typing import Any

import pytest

from central.contract.application import MATERIAL_BYTES, MaterialKept, MaterialSent
from central.contract.item import ItemDocument, Material
from devices.document import Page
from devices.states import Fault, HardwareFailed, TimedOut
from kiosk.journeys.apply_for_item import apply_for_item
from kiosk.journeys.document import SPEC, take_document
from kiosk.journeys.leaving import Left
from kiosk.runner import Runner
from kiosk.scenes import Home, Service
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
    SignPromise,
    TakeAgain,
)
from kiosk.wishes.application_requests import UploadMaterial
from kiosk.wishes.wish import Ask, Explain, Next, Notice, Outcome, Shown
from tests.kiosk.applications import begun, form, item, seen
from tests.kiosk.test_apply_for_item import (
    LEAVING,
    PROMISE,
    REVIEW,
    Some,
    agreeing,
    beginning,
    choosing,
    submitting,
)
from tests.kiosk.test_journeys import play
from tests.kiosk.test_portrait import Camera
from tests.kiosk.test_runner import RememberingStage, WaitingHands

LEASE = {"material": "lease", "name": {"zh_CN": "租赁合同"}, "comes_from": "document", "pages_most": 3}
ITEM = item(materials=[LEASE], form=form())
PAPER = ITEM.materials[0]
PAGES = tuple(Page(b"\xff\xd8 page %d" % number, 700, 990) for number in range(4))
START = FromDocument.START
AGAIN = (Next.AGAIN, Next.HOME)


def ask(*ways: FromDocument, of: ItemDocument = ITEM, paper: Material = PAPER) -> AskForDocument:
    return AskForDocument(of, paper, (START, *ways))


def capture(number: int = 1, of: ItemDocument = ITEM, paper: Material = PAPER) -> CaptureDocument:
    return CaptureDocument(of, paper, number, SPEC)


def review(*pages: Page, shown: int = 0, of: ItemDocument = ITEM, paper: Material = PAPER) -> ReviewDocument:
    return ReviewDocument(of, paper, pages, shown)


def uploading(page: Page) -> tuple[Any, Any]:
    return Ask(UploadMaterial(page.jpeg)), MaterialKept(digest=digest(page))


def digest(page: Page) -> str:
    return hashlib.sha256(page.jpeg).hexdigest()


def sent(material: str, *pages: Page) -> MaterialSent:
    return MaterialSent(material=material, media_type="image/jpeg", pages=tuple(digest(page) for page in pages))


def taken(*script: tuple[Any, Any], needed: bool = True, same: tuple[Page, ...] = ()) -> tuple[Page, ...]:
    """The pages that this conversation ends with."""
    journey: Coroutine[Any, Any, tuple[Page, ...]] = take_document(ITEM, PAPER, (), same, needed=needed)
    given: Any = None
    try:
        for expected, answer in script:
            assert (journey.throw(given) if isinstance(given, Fault) else journey.send(given)) == expected
            given = answer
        journey.send(given)
    except StopIteration as end:
        return tuple(end.value)
    journey.close()
    pytest.fail("the journey goes on")


# ---------------------------------------------------------------- page by page


def test_pages_keep_their_order_whatever_is_taken_again_or_removed() -> None:
    one, two, three, four = PAGES
    assert taken(
        (ask(), START),
        (capture(), one),
        (review(one), NextPage()),
        (capture(2), two),
        (review(one, two, shown=1), NextPage()),
        (capture(3), three),
        (review(one, two, three, shown=2), TakeAgain(1)),
        (capture(2), four),
        (review(one, four, three, shown=1), RemovePage(0)),
        (review(four, three, shown=0), KeepPages()),
    ) == (four, three)


def test_who_removes_the_last_page_is_asked_for_the_paper_again() -> None:
    one, two, *_ = PAGES
    script = [(ask(), START), (capture(), one), (review(one), RemovePage(0))]
    assert taken(*script, (ask(), START), (capture(), two), (review(two), KeepPages())) == (two,)


def test_a_paper_that_may_be_left_out_may_be_left_out() -> None:
    assert taken((ask(FromDocument.WITHOUT), FromDocument.WITHOUT), needed=False) == ()


def test_pages_of_the_same_paper_are_offered_and_never_more_than_may_be() -> None:
    assert (
        taken((ask(FromDocument.SAME), FromDocument.SAME), (review(*PAGES[:3]), KeepPages()), same=PAGES) == PAGES[:3]
    )


@pytest.mark.parametrize(("fault", "code"), [(HardwareFailed(), "page_camera_away"), (TimedOut(), "page_not_taken")])
def test_a_camera_in_trouble_may_be_tried_again_or_left(fault: Fault, code: str) -> None:
    trouble = [(ask(), START), (capture(), fault), (Explain(Notice(code), AGAIN), Next.AGAIN)]
    assert taken(*trouble, (capture(), PAGES[0]), (review(PAGES[0]), KeepPages())) == PAGES[:1]
    with pytest.raises(Left):
        taken((ask(), START), (capture(), fault), (Explain(Notice(code), AGAIN), Next.HOME))


def test_a_page_fits_into_what_the_office_takes() -> None:
    assert SPEC.max_bytes == MATERIAL_BYTES


# ---------------------------------------------------------------- in the whole journey


def test_pages_are_sent_in_order_and_the_review_leads_back_to_them() -> None:
    one, two, three, _ = PAGES
    again = (Some(ReviewAnswers), Change("material.lease"))
    outcome = play(
        apply_for_item(),
        *choosing(seen(ITEM), ITEM),
        agreeing(ITEM),
        beginning(ITEM, begun()),
        (ask(), START),
        (capture(), one),
        (review(one), NextPage()),
        (capture(2), two),
        (review(one, two, shown=1), KeepPages()),
        uploading(one),
        uploading(two),
        again,
        (review(one, two), TakeAgain(1)),
        (capture(2), three),
        (review(one, three, shown=1), KeepPages()),
        uploading(one),
        uploading(three),
        (shown := Some(ReviewAnswers), REVIEW[1]),
        *submitting(ITEM, materials=(sent("lease", one, three),)),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED
    lines = [line for _, section in shown.wish.sections for line in section]  # type: ignore[union-attr,attr-defined]
    (line,) = (line for line in lines if line.key == "material.lease")
    assert (line.value, line.pages) == (Phrase("pages", {"n": 2}), (one, three))


def test_the_same_paper_for_two_materials_is_laid_down_once() -> None:
    chosen = item(materials=[LEASE, {**LEASE, "material": "lease_copy"}], form=form())
    first, second = chosen.materials
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen), chosen),
        agreeing(chosen),
        beginning(chosen, begun()),
        (ask(of=chosen, paper=first), START),
        (capture(of=chosen, paper=first), PAGES[0]),
        (review(PAGES[0], of=chosen, paper=first), KeepPages()),
        uploading(PAGES[0]),
        (ask(FromDocument.SAME, of=chosen, paper=second), FromDocument.SAME),
        (review(PAGES[0], of=chosen, paper=second), KeepPages()),
        uploading(PAGES[0]),
        REVIEW,
        *submitting(chosen, materials=(sent("lease", PAGES[0]), sent("lease_copy", PAGES[0]))),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_who_does_not_promise_lays_the_paper_down_where_a_camera_can_take_it() -> None:
    chosen = item(materials=[{**LEASE, "promised": True}], promise=PROMISE, form=form())
    (paper,) = chosen.materials
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen), chosen),
        agreeing(chosen),
        beginning(chosen, begun()),
        (Some(SignPromise), None),
        (ask(of=chosen, paper=paper), START),
        (capture(of=chosen, paper=paper), PAGES[0]),
        (review(PAGES[0], of=chosen, paper=paper), KeepPages()),
        uploading(PAGES[0]),
        REVIEW,
        *submitting(chosen, materials=(sent("lease", PAGES[0]),)),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_an_optional_paper_is_not_asked_for_where_nothing_can_take_it() -> None:
    chosen = item(materials=[{**LEASE, "required": False}], form=form())
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen, no_pages=Notice("material_not_here")), chosen),
        agreeing(chosen),
        beginning(chosen, begun()),
        REVIEW,
        *submitting(chosen),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


# ---------------------------------------------------------------- carried out


class Hands(WaitingHands):
    def page(self, spec: Any, reply: Any) -> Camera:
        self.errands.append(Camera(spec, reply))
        return self.errands[-1]


async def journey(shown: Shown | None) -> Outcome:
    """Nothing but a document."""
    await take_document(ITEM, PAPER, (), (), needed=True)
    return Outcome.RULE_EXPLAINED


def test_the_camera_goes_on_when_it_is_asked_for_and_off_with_the_citizen(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    stage, hands = RememberingStage(), Hands()
    runner = Runner({Service.APPLY_FOR_ITEM: journey, Service.TAKE_WALK_IN_TICKET: journey}, stage, hands)
    runner.changed()
    runner.begin(Service.TAKE_WALK_IN_TICKET)
    assert stage.wish == ask()
    assert not any(isinstance(errand, Camera) for errand in hands.errands)
    runner.answer(START)
    camera = hands.errands[-1]
    assert isinstance(camera, Camera)
    assert camera.wanted == SPEC
    runner.answer("anything a screen could say")
    assert stage.wish == capture()
    runner.press()
    assert camera.presses == 1
    hands.answer(PAGES[0])
    assert stage.wish == review(PAGES[0])
    runner.answer(NextPage())
    runner.back()  # from the second page to the first
    assert stage.wish == review(PAGES[0])
    runner.answer(NextPage())
    camera = hands.errands[-1]
    runner.home()
    assert camera.cancelled
    assert isinstance(stage.scene, Home)
    assert "page 0" not in caplog.text
