"""The routes of an application over a real socket, each answer held against the OpenAPI document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import ValidationError

from central.api.problems import MOST_APPLICATION
from central.contract import case_number, form, sealing
from central.contract.application import (
    ANSWERS_BYTES,
    APPLICATION_BYTES,
    ApplicationReceived,
    BeginApplication,
    ByCard,
    ByIdentityCode,
    Decision,
    HandOver,
    MakeIdentityCode,
    MaterialSent,
    Paper,
    ReadDecision,
    ReadPaper,
    ResultPaperReport,
    SealedApplication,
    SealedMaterial,
    SubmitApplication,
    SupplementApplication,
)
from central.contract.messages import Message, Sealed
from central.contract.rating import ExplainRating, RateCase
from central.contract.sealing import boxed
from central.services import voices
from tests.central.counter import GUOAN, OLD, OTHER, Counter, item_document, jpeg
from tests.central.house import House
from tests.central.test_api import Line, on_the_line, problem

BASE = "/v1/kiosk/applications"


class Kiosk(Line):
    """A terminal with the sample item before it."""

    def __init__(self, house: House, url: str) -> None:
        super().__init__(house, url)
        self.counter = Counter(house)
        self.counter.kiosk = house.kiosk

    def ask(self, verb: str, message: Message, purpose: str, key: str | None = "") -> requests.Response:
        return self.terminal.post(f"{BASE}/{verb}", self.terminal.seal(message, purpose), key)

    def upload(self, content: bytes, digest: str | None = None) -> requests.Response:
        sealed = sealing.seal_as(SealedMaterial, content, "material", self.terminal.sealing_key)
        return self.terminal.put(f"{BASE}/materials/{digest or hashlib.sha256(content).hexdigest()}", sealed)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    with on_the_line(House(str(tmp_path / "office.db"), tmp_path), Kiosk) as connected:
        yield connected


def test_an_application_from_the_phone_to_the_rating(kiosk: Kiosk) -> None:
    """Every route once, along the way of one citizen."""
    wanted = MakeIdentityCode(name=GUOAN.name, id_number=GUOAN.id_number, phone="13800138001")
    made = kiosk.channel.post("/v1/channel/identity-codes", wanted).json()
    applicant = ByIdentityCode(payload=made["payload"])
    begin = BeginApplication(item="senior_card", version=1, applicant=applicant, consents=("population",))
    assert kiosk.ask("begin", begin, "begin-application").json()["person"] == "陈**"
    assert kiosk.upload(jpeg()).json() == {"digest": hashlib.sha256(jpeg()).hexdigest()}
    submit = kiosk.counter.application(applicant=applicant)
    answer = kiosk.ask("submit", submit, "submit-application", key="k" * 32)
    received = ApplicationReceived.model_validate(answer.json())
    assert received.outcome == "approved"

    read = ReadDecision(application_id=received.application_id, applicant=applicant)
    decision = Decision.model_validate(kiosk.ask("decision", read, "read-decision").json())
    assert decision.receipt == received.receipt
    show = ReadPaper(application_id=received.application_id, document="card", applicant=applicant)
    paper = Paper.model_validate(kiosk.ask("paper", show, "read-paper").json())
    assert paper.verify_url == f"{kiosk.url}/verify/{paper.verify_code}.{paper.verify_url[-86:]}"
    came_out = ResultPaperReport(
        paper_id="0" * 32,
        application_id=received.application_id,
        document="card",
        copy_number=0,
        state="printed",
        at=datetime.now(UTC),
    )
    assert kiosk.terminal.post(f"{BASE}/papers", came_out).json() == {"received": True}
    task = case_number.new()
    rating = RateCase(number=received.receipt, proof=applicant, level=4, task=task)
    for effect, way in ((rating, "rate"), (ExplainRating(task=task, text="等得太久"), "rate/why")):
        purpose = "rate-case" if way == "rate" else "explain-rating"
        sealed = kiosk.terminal.seal(effect, purpose)
        assert kiosk.terminal.post(f"/v1/kiosk/cases/{way}", sealed).json() == {"received": True}
    assert voices.read_voice(kiosk.counter.office, kiosk.counter.kiosk, task).kind == "rating"
    waits = kiosk.counter.application(applicant=applicant, consents=())
    receipt = kiosk.ask("submit", waits, "submit-application", key="w" * 32).json()["receipt"]
    hand_over = HandOver(application_id=waits.application_id)
    assert kiosk.terminal.post(f"{BASE}/hand-over", hand_over).json()["receipt"] == receipt

    lacking = kiosk.counter.application(applicant=OTHER, materials=())
    kiosk.counter.register.people[OTHER.id_number] = OLD | {"name": OTHER.name, "birth": "1949-12-31"}
    assert kiosk.ask("submit", lacking, "submit-application", key="l" * 32).json()["outcome"] == "supplement"
    supplement = SupplementApplication(
        application_id=lacking.application_id,
        applicant=OTHER,
        materials=kiosk.counter.application().materials,
        asked_at=kiosk.house.clock.at,
    )
    added = kiosk.ask("supplement", supplement, "supplement-application", key="m" * 32)
    assert added.json()["outcome"] == "approved"

    every = {
        (method, path)
        for path, methods in kiosk.document["paths"].items()
        for method, operation in methods.items()
        if "applications" in operation["tags"]
    }
    assert every <= {(method, path) for method, path, status in kiosk.seen if status == 200}


def test_refusals_are_declared_problems(kiosk: Kiosk) -> None:
    begin = BeginApplication(item="nothing", version=1, applicant=GUOAN)
    assert problem(kiosk.ask("begin", begin, "begin-application")) == (409, "item_unknown")
    assert problem(kiosk.ask("begin", begin, "submit-application")) == (400, "bad_request")
    assert problem(kiosk.upload(jpeg(), "0" * 64)) == (422, "digest_wrong")
    assert problem(kiosk.upload(jpeg(), "A" * 64)) == (422, "bad_request")
    assert problem(kiosk.upload(bytes(1_500_001))) == (413, "material_too_large")
    assert problem(kiosk.upload(bytes(1_500_001))) == (413, "material_too_large")
    kiosk.upload(jpeg())
    submit = kiosk.counter.application()
    wrong = submit.model_copy(update={"answers": {"phone": "1"}})
    refused = kiosk.ask("submit", wrong, "submit-application", key="w" * 32)
    assert problem(refused) == (422, "answer_invalid")
    assert refused.json()["facts"] == {"field": "phone", "fault": "pattern"}
    received = kiosk.ask("submit", submit, "submit-application", key="k" * 32).json()
    for verb, message in (
        ("decision", ReadDecision(application_id=received["application_id"], applicant=OTHER)),
        ("paper", ReadPaper(application_id=received["application_id"], document="card", applicant=OTHER)),
    ):
        assert problem(kiosk.ask(verb, message, f"read-{verb}")) == (404, "not_found")
    assert problem(kiosk.terminal.post(f"{BASE}/hand-over", HandOver(application_id="0" * 32))) == (409, "not_found")


def test_the_office_counts_the_papers_that_came_out_or_may_have(kiosk: Kiosk) -> None:
    submit = kiosk.counter.application()
    kiosk.upload(jpeg())
    application_id = kiosk.ask("submit", submit, "submit-application", key="k" * 32).json()["application_id"]
    now = datetime.now(UTC)

    def tell(paper: int, state: str, after: int = 0, **more: str) -> requests.Response:
        about = {"application_id": application_id, "document": "card", "copy_number": 0, **more}
        report = {**about, "paper_id": f"{paper:032}", "state": state, "at": now + timedelta(seconds=after)}
        return kiosk.terminal.post(f"{BASE}/papers", ResultPaperReport.model_validate(report))

    def copies() -> int:
        read = ReadDecision(application_id=application_id, applicant=GUOAN)
        (offered,) = Decision.model_validate(kiosk.ask("decision", read, "read-decision").json()).papers
        return offered.copies

    assert copies() == 0
    tell(1, "sent")
    assert copies() == 1, "power may have failed since: nobody knows"
    tell(1, "failed", -1)  # by a clock that was put right meanwhile
    tell(1, "sent")  # an older word that comes late
    assert copies() == 0
    tell(1, "presented", 2)
    tell(1, "retracted", 3)
    tell(2, "unknown")
    assert copies() == 2
    assert problem(tell(3, "printed", document="other")) == (409, "not_found")
    assert problem(tell(3, "printed", application_id="0" * 32)) == (409, "not_found")


# ---------------------------------------------------------------- the largest application


def largest_form() -> dict[str, Any]:
    """A group as large as groups may be, its texts as long as the linter lets them be."""
    words = {"x-words": {"zh_CN": "字段", "en": "Field"}}
    for length in range(500, 0, -1):
        text = {"type": "string", "maxLength": length, "x-control": "text", **words}
        items = {"type": "object", "properties": {f"part_{n}": text for n in range(8)}, "required": ["part_0"]}
        group = {"type": "array", "maxItems": 10, "x-control": "group", "x-entry": words["x-words"], "items": items}
        written = {"type": "object", "properties": {"them": {**group, **words}}}
        if form.most_bytes(form.fields(written)) <= ANSWERS_BYTES:
            return written
    raise AssertionError


def full(written: dict[str, Any]) -> dict[str, Any]:
    """Answered to the last character, each of which takes four bytes."""
    (group,) = form.fields(written)
    entry = {part.name: "\U00020bb7" * part.schema["maxLength"] for part in group.parts}
    return {"them": [entry] * 10}


def test_the_largest_form_is_answered_sealed_and_decided(kiosk: Kiosk) -> None:
    written = largest_form()
    kiosk.counter = Counter(kiosk.house, item_document(lambda document: document.update(form=written)))
    answers = full(written)
    assert len(json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()) > ANSWERS_BYTES - 400
    begin = BeginApplication(item="senior_card", version=1, applicant=GUOAN, consents=("population",), answers=answers)
    assert kiosk.ask("begin", begin, "begin-application").status_code == 200
    kiosk.upload(jpeg())
    submit = kiosk.counter.application(answers=answers)
    assert kiosk.ask("submit", submit, "submit-application", key="k" * 32).json()["outcome"] == "approved"


def test_every_bound_of_an_application_together_fits_its_box(kiosk: Kiosk) -> None:
    far, code = "\U00020bb7", "c" * 64
    codes = [f"{n:c>64}" for n in range(20)]
    pages = tuple("0" * 64 for _ in range(20))
    applicant = ByCard(id_number="X" * 18, name=far * 120, nation=far * 40, address=far * 200, valid_until="permanent")
    largest = SubmitApplication(
        application_id="a" * 32,
        item="i" * 48,
        version=2**31,
        applicant=applicant,
        consents=tuple(codes),
        situation=dict.fromkeys(codes, code),
        answers=full(largest_form()),
        materials=tuple(MaterialSent(material=code, media_type="application/json", pages=pages) for _ in range(20)),
        promise="0" * 64,
        asked_at=kiosk.house.clock.at.replace(microsecond=123456),
    )
    size = len(largest.model_dump_json().encode())
    assert APPLICATION_BYTES - 2048 < size <= APPLICATION_BYTES
    box = kiosk.terminal.seal(largest, "submit-application")
    assert isinstance(box, SealedApplication)
    assert len(sealing.seal_as(Unbounded, b"0" * APPLICATION_BYTES, "", kiosk.terminal.sealing_key).box) == boxed(
        APPLICATION_BYTES
    )
    with pytest.raises(ValidationError):
        sealing.seal_as(SealedApplication, b"0" * (APPLICATION_BYTES + 3), "", kiosk.terminal.sealing_key)


class Unbounded(Sealed):
    box: str


def test_more_than_the_largest_application_is_not_read(kiosk: Kiosk) -> None:
    for verb in ("begin", "submit"):
        body = b"0" * (MOST_APPLICATION + 1)
        answer = kiosk.terminal.line.post(f"{kiosk.url}{BASE}/{verb}", data=body)
        assert problem(answer) == (413, "too_large")
    answer = kiosk.terminal.line.post(f"{kiosk.url}{BASE}/decision", data=b"0" * (64 * 1024 + 1))
    assert problem(answer) == (413, "too_large")
