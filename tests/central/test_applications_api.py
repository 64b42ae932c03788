"""The routes of an application over a real socket, each answer held against the OpenAPI document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from central.contract import sealing
from central.contract.application import (
    ApplicationReceived,
    BeginApplication,
    ByIdentityCode,
    Decision,
    HandOver,
    MakeIdentityCode,
    Paper,
    RateApplication,
    ReadDecision,
    ReadPaper,
    SealedMaterial,
)
from central.contract.messages import Message
from tests.central.counter import GUOAN, OTHER, Counter, jpeg
from tests.central.house import House
from tests.central.terminal import serving
from tests.central.test_api import Line, problem

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
    house = House(str(tmp_path / "office.db"), tmp_path)
    with serving(house.office) as url:
        connected = Kiosk(house, url)
        yield connected
        for client in (connected.terminal, connected.channel, connected.window):
            client.line.close()
    house.close()


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
    rating = RateApplication(application_id=received.application_id, level=1)
    assert kiosk.terminal.post(f"{BASE}/rating", rating).json() == {"received": True}
    hand_over = HandOver(application_id=received.application_id)
    assert kiosk.terminal.post(f"{BASE}/hand-over", hand_over).json()["receipt"] == received.receipt

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
