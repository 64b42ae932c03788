"""Every published item at the office: its base case is approved, its paper is made, and its decision repeats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from central.contract import form
from central.contract.application import (
    BeginApplication,
    ByCard,
    MaterialSent,
    SignatureSheet,
    SubmitApplication,
)
from central.contract.item import ItemDocument, MaterialFrom, Outcome, holds
from central.contract.source import DataSource, SourceAnswer
from central.services import applications, decisions
from central.services.materials import PROMISE
from central.services.refusals import Refusal
from central.shelf import Shelf, Volume
from central.sources.answers import Heard, understand
from central.sources.registers import Question, Registers
from tests.central.counter import ASSETS, Counter, jpeg
from tests.central.house import House, moment

ITEMS = sorted((ASSETS / "items").glob("*.json"))


class BaseCase(Registers):
    """Answers what the item's base case says."""

    def __init__(self, item: ItemDocument) -> None:
        super().__init__(None)
        self.item = item

    def ask(self, questions: Iterable[Question], now: datetime) -> dict[str, Heard]:
        heard = {}
        for question in questions:
            code = question.source.source
            said = dict(self.item.base_case.sources[code])
            answer = SourceAnswer(found=bool(said.pop("found", True)), as_of=now, values=said)
            heard[code] = understand(question.source, answer.model_dump_json().encode(), now)
        return heard


@pytest.mark.parametrize("path", ITEMS, ids=lambda path: path.stem)
def test_the_base_case_of_every_item_is_approved_and_repeats(tmp_path: Path, path: Path) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    counter = Counter(house)
    sources = [DataSource.model_validate_json(each.read_bytes()) for each in (ASSETS / "sources").glob("*.json")]
    counter.office.shelf = Shelf([Volume.of(path.read_bytes())], sources)
    item = ItemDocument.model_validate_json(path.read_bytes())
    counter.office.registers = BaseCase(item)
    base = item.base_case
    house.clock.at = moment("10:00", base.today.isoformat())
    wanted = application(counter, item)
    begin = BeginApplication(
        item=item.item,
        version=item.version,
        applicant=wanted.applicant,
        consents=wanted.consents,
        situation=base.situation,
        answers=wanted.answers,
    )
    begun = applications.begin(counter.office, counter.kiosk, begin)
    assert begun.stopped_by is None
    received = counter.submit(wanted)
    decision = counter.decision(received.application_id, wanted.applicant)
    assert (received.outcome, decision.missing) == (Outcome.APPROVED, ()), [
        finding.rule for finding in decision.findings if not finding.holds
    ]
    assert decision.papers
    assert decisions.replay(counter.office, received.application_id) is Outcome.APPROVED
    house.close()


def test_a_family_is_checked_masked_and_named_on_its_paper(tmp_path: Path) -> None:
    """From the entries of a group to the rule that walks through them, and to the line of the paper."""
    content = (ASSETS / "items" / "sole_trader_setup.json").read_bytes()
    house = House(str(tmp_path / "office.db"), tmp_path)
    counter = Counter(house)
    sources = [DataSource.model_validate_json(each.read_bytes()) for each in (ASSETS / "sources").glob("*.json")]
    counter.office.shelf = Shelf([Volume.of(content)], sources)
    published = ItemDocument.model_validate_json(content)
    situation = published.base_case.situation | {"run_by": "family"}
    item = published.model_copy(update={"base_case": published.base_case.model_copy(update={"situation": situation})})
    counter.office.registers = BaseCase(item)
    house.clock.at = moment("10:00", item.base_case.today.isoformat())
    wanted = application(counter, item)
    (spouse,) = item.base_case.answers["family"]
    broken = {**wanted.answers, "family": [spouse, {**spouse, "id_number": "110102199901209983"}]}
    with pytest.raises(Refusal) as refused:
        counter.submit(wanted.model_copy(update={"answers": broken}))
    assert refused.value.facts == {"field": "family.1.id_number", "fault": "id_number"}

    received = counter.submit(wanted)
    assert received.outcome is Outcome.APPROVED
    decision = counter.decision(received.application_id, wanted.applicant)
    (family,) = [finding for finding in decision.findings if finding.rule == "family_named"]
    assert [seen.value.zh_CN for seen in family.seen] == ["郑**"]
    paper = counter.paper(received.application_id, wanted.applicant, "licence")
    assert ("参加经营的家人", "郑大寒") in [(line.label.zh_CN, line.value) for line in paper.lines]
    house.close()


def application(counter: Counter, item: ItemDocument) -> SubmitApplication:
    """The item's base case as a terminal sends it: what a source fills in is left to the office."""
    base = item.base_case
    person = {name: str(value) for name, value in base.person.items()}
    applicant = ByCard(
        id_number=person["id_number"],
        name=person["name"],
        nation=person.get("nation", ""),
        address=person.get("address", ""),
        valid_until=person.get("valid_until", ""),
    )
    promise = None
    sent = []
    for material in item.materials:
        if material.material not in base.materials or not holds(material.when, base.situation):
            continue
        if material.comes_from is MaterialFrom.SIGNATURE:
            sent.append(sheet(counter, material.material, "0" * 64))
        elif material.comes_from is not MaterialFrom.SOURCE:
            digest = counter.upload(jpeg())
            sent.append(MaterialSent(material=material.material, media_type="image/jpeg", pages=(digest,)))
    if base.promised and item.promise is not None:
        promise = sorted(decisions.promise_digests(item, item.in_force({})))[0]
        sent.append(sheet(counter, PROMISE, promise))
    asked = form.asked(item.form, base.situation)
    answers = {field.name: base.answers[field.name] for field in asked if field.name in base.answers}
    return SubmitApplication(
        application_id="a" * 32,
        item=item.item,
        version=item.version,
        applicant=applicant,
        consents=tuple(use.source for use in item.sources),
        situation=base.situation,
        answers=answers,
        materials=tuple(sent),
        promise=promise,
        asked_at=counter.house.clock.at,
    )


def sheet(counter: Counter, material: str, text: str) -> MaterialSent:
    """A signature that was drawn under a text."""
    drawn = SignatureSheet(text=text, strokes=((10, 10, 500, 500),), signed_at=counter.house.clock.at)
    digest = counter.upload(drawn.model_dump_json().encode())
    return MaterialSent(material=material, media_type="application/json", pages=(digest,))
