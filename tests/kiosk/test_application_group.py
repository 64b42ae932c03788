"""A group at the terminal: added, changed, removed, taken back, and mended from the review."""

from __future__ import annotations

from typing import Any

from central.contract.form import asked
from kiosk.journeys.apply_for_item import apply_for_item
from kiosk.wishes.application import (
    AddEntry,
    Change,
    ChangeEntry,
    EntriesComplete,
    EntryOf,
    FillField,
    ListEntries,
    Phrase,
    RemoveEntry,
    ReviewAnswers,
    Submit,
)
from kiosk.wishes.wish import Outcome
from kiosk.words.answer import entry_said
from tests.kiosk.applications import begun, choice, form, item, seen
from tests.kiosk.test_application_back import Booth
from tests.kiosk.test_apply_for_item import LEAVING, REVIEW, Some, agreeing, beginning, choosing, submitting
from tests.kiosk.test_journeys import play

GROUP = {
    "type": "array",
    "maxItems": 3,
    "x-control": "group",
    "x-words": {"zh_CN": "同住的家人"},
    "x-entry": {"zh_CN": "位家人"},
    "items": form(("name",), name=choice("姓名", **{"x-control": "name"}), note=choice("备注")),
}
HOME = item(materials=[], form=form(("family",), family=GROUP, street=choice("住址")))
FAMILY, STREET = asked(HOME.form, {})
NAME, NOTE = FAMILY.parts
LI, WANG, ZHAO = {"name": "李雷"}, {"name": "王芳", "note": "学生"}, {"name": "赵大海"}

Script = list[tuple[Any, Any]]


def listing(answer: Any, *entries: dict[str, Any], removed: bool = False) -> tuple[Any, Any]:
    return ListEntries(HOME, FAMILY, entries, removed, 1, 2), answer


def entry(number: int, given: dict[str, Any], before: dict[str, Any] | None = None) -> Script:
    """The questions of an entry, answered with what is given."""
    return [
        (FillField(HOME, part, (before or {}).get(part.name), step=step, steps=2, entry=EntryOf(FAMILY, number)),
         given.get(part.name))
        for step, part in enumerate((NAME, NOTE), 1)
    ]  # fmt: skip


def until_the_group(*answers: tuple[Any, Any]) -> Script:
    return [*choosing(seen(HOME), HOME), agreeing(HOME), beginning(HOME, begun()), *answers]


STREET_FILLED = (FillField(HOME, STREET, step=2, steps=2), "晨光路")


def test_entries_are_added_changed_and_removed_one_by_one() -> None:
    outcome = play(
        apply_for_item(),
        *until_the_group(listing(AddEntry())),
        *entry(1, LI),
        listing(AddEntry(), LI),
        *entry(2, ZHAO),
        listing(ChangeEntry(2), LI, ZHAO),
        *entry(2, WANG, before=ZHAO),
        listing(RemoveEntry(1), LI, WANG),
        listing(EntriesComplete(), WANG, removed=True),
        STREET_FILLED,
        REVIEW,
        *submitting(HOME, answers={"family": [WANG], "street": "晨光路"}),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_the_review_leads_back_to_one_entry_and_to_the_whole_list() -> None:
    review = Some(ReviewAnswers)
    outcome = play(
        apply_for_item(),
        *until_the_group(listing(AddEntry())),
        *entry(1, LI),
        listing(AddEntry(), LI),
        *entry(2, WANG),
        listing(EntriesComplete(), LI, WANG),
        STREET_FILLED,
        (review, Change("field.family.2")),
        *entry(2, ZHAO, before=WANG),
        listing(EntriesComplete(), LI, ZHAO),
        (review, Change("field.family")),
        listing(RemoveEntry(2), LI, ZHAO),
        listing(EntriesComplete(), LI, removed=True),
        REVIEW,
        *submitting(HOME, answers={"family": [LI], "street": "晨光路"}),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED
    assert review.wish is not None
    (_, _), (_, lines) = review.wish.sections
    assert [(line.label, line.value, line.key) for line in lines] == [
        (FAMILY.words, Phrase("entries", {"n": 2, "entry": FAMILY.entry}), "field.family"),
        (Phrase("entry", {"number": 1, "entry": FAMILY.entry}), ("李雷",), "field.family.1"),
        (Phrase("entry", {"number": 2, "entry": FAMILY.entry}), ("赵大海",), "field.family.2"),
        (STREET.words, "晨光路", "field.street"),
    ]


def test_nobody_to_name_is_an_answer_too() -> None:
    alone = item(materials=[], form=form(family=GROUP))
    (family,) = asked(alone.form, {})
    outcome = play(
        apply_for_item(),
        *choosing(seen(alone), alone),
        agreeing(alone),
        beginning(alone, begun()),
        (ListEntries(alone, family), EntriesComplete()),
        REVIEW,
        *submitting(alone),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_back_brings_a_removed_entry_back_and_walks_through_its_questions() -> None:
    booth = Booth(seen(HOME))
    booth.reach(ListEntries)
    for answer in (AddEntry(), "李雷", None, AddEntry(), "赵大海", None, RemoveEntry(1)):
        booth.runner.answer(answer)
    assert booth.stage.wish == listing(None, ZHAO, removed=True)[0]
    booth.runner.back()
    assert booth.stage.wish == listing(None, LI, ZHAO)[0]
    booth.runner.back()
    assert booth.stage.wish == entry(2, {})[1][0]
    booth.runner.back()
    booth.runner.back()
    assert booth.stage.wish == listing(None, LI)[0]
    booth.runner.answer(EntriesComplete())
    booth.runner.answer("晨光路")
    assert booth.kind is ReviewAnswers
    booth.runner.answer(Submit())
    assert booth.hands.wanted is not None


def test_a_card_tells_entries_apart_and_shows_nothing_whole_that_is_personal() -> None:
    parts = {
        "who": choice("姓名", **{"x-control": "name"}),
        "number": choice("号码", **{"x-control": "id_number"}),
        "phone": choice("电话", **{"x-control": "phone"}),
        "card": choice("卡号", **{"x-control": "bank_card"}),
        "kind": choice("关系", **{"x-control": "choice", "x-options": {"child": {"zh_CN": "子女"}}}),
    }
    (group,) = asked(form(them={**GROUP, "items": form(("who",), **parts)}), {})
    given = {"who": "欧阳小雪", "number": "11010519491231002X", "phone": "13800138001", "kind": "child"}
    assert entry_said(group, given, masking=True) == (
        "欧**雪", "110***********002X", "138****8001", group.parts[4].options["child"],
    )  # fmt: skip
    assert entry_said(group, {"who": "王芳", "card": "6222020000000000018"}, masking=True) == ("王*", "**** 0018")
    assert entry_said(group, given)[1] == "11010519491231002X"
