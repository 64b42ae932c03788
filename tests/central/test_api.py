"""The API over a real socket: every route's answers against the OpenAPI document that it serves."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from central.api.app import routes
from central.contract import (
    agency,
    application,
    case,
    following,
    handing_in,
    measured,
    messages,
    project,
    settling,
    supervision,
    voice,
)
from central.contract.messages import (
    Book,
    Booking,
    ByBookingCode,
    ByIdCard,
    ByPhone,
    FindBookings,
    KioskReport,
    PaperReport,
    RecordCopy,
    Sealed,
    TakeBookedTicket,
    Ticket,
    TicketRefused,
)
from central.services import kiosks
from tests.central.house import ANNA, PHONE, House, walk_in
from tests.central.terminal import Client, Terminal, serving

_VOCABULARY = (
    messages,
    application,
    case,
    settling,
    project,
    agency,
    following,
    handing_in,
    voice,
    measured,
    supervision,
)
L = TypeVar("L", bound="Line")
_ROUTE_PARAMETER = re.compile(r"\{[a-z_]+\}")


@cache
def document() -> dict[str, Any]:
    """The same at every office, and half a second's work; that it is what an office serves is a test of its own."""
    described: dict[str, Any] = json.loads(json.dumps(routes().openapi()))
    return described


class Line:
    """The office on the line, with one client of each kind. Every answer is held against the OpenAPI document."""

    def __init__(self, house: House, url: str) -> None:
        self.house, self.url = house, url
        self.terminal = Terminal(url, kiosks.invite(house.office, house.hall_id))
        self.channel = Client(url, kiosks.make_token(house.office, "channel", house.hall_id, "phone"))
        self.window = Client(url, kiosks.make_token(house.office, "window", house.hall_id, "windows"))
        self.department = Client(url, kiosks.make_token(house.office, "department", house.hall_id, "water", "water"))
        self.document = document()
        self.seen: set[tuple[str, str, int]] = set()
        for client in (self.terminal, self.channel, self.window, self.department):
            client.line.hooks["response"].append(self.check)

    def check(self, answer: requests.Response, **_: object) -> None:
        """Status, media type and body are what the document says."""
        assert answer.request.url is not None
        path = answer.request.url.removeprefix(self.url).partition("?")[0]
        template = next(
            known for known in self.document["paths"] if re.fullmatch(_ROUTE_PARAMETER.sub("[^/]+", known), path)
        )
        method = (answer.request.method or "").lower()
        declared = self.document["paths"][template][method]["responses"]
        assert str(answer.status_code) in declared, f"{method} {template} answered {answer.status_code} {answer.text}"
        content = declared[str(answer.status_code)]["content"]
        (media_type,) = content
        assert answer.headers["Content-Type"] == media_type
        if media_type != "image/jpeg":
            name = content[media_type]["schema"]["$ref"].rpartition("/")[2]
            model = next(getattr(module, name) for module in _VOCABULARY if hasattr(module, name))
            TypeAdapter(model).validate_json(answer.content)
        self.seen.add((method, template, answer.status_code))

    def take(self, wanted: messages.TakeTicket, key: str | None = None) -> requests.Response:
        return self.terminal.post("/v1/kiosk/tickets", self.terminal.seal(wanted, "take-ticket"), key)

    def find(self, proof: messages.Proof) -> requests.Response:
        sealed = self.terminal.seal(FindBookings(proof=proof), "find-bookings")
        return self.terminal.post("/v1/kiosk/bookings/find", sealed, key="")

    def book(self, clock: str = "10:00") -> Booking:
        slot = self.house.slot(clock).slot_id
        wanted = Book(slot_id=slot, name="李秀英", id_number=ANNA, phone=PHONE)
        return Booking.model_validate(self.channel.post("/v1/channel/bookings", wanted).json())


@contextmanager
def on_the_line(house: House, kind: type[L]) -> Iterator[L]:
    """A house's office, served with its clients; all of it is closed afterwards."""
    with serving(house.office) as url:
        connected = kind(house, url)
        yield connected
        for client in (connected.terminal, connected.channel, connected.window, connected.department):
            client.line.close()
    house.close()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with on_the_line(House(str(tmp_path / "office.db"), tmp_path), Line) as connected:
        yield connected


def problem(answer: requests.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, TicketRefused.model_validate(answer.json()).code


def test_every_office_serves_this_document(shared: Line) -> None:
    assert requests.get(f"{shared.url}/openapi.json", timeout=10).json() == document()


def test_a_booked_ticket_from_channel_to_window(line: Line) -> None:
    """Every route once, along the way of one citizen."""
    offered = line.channel.get("/v1/channel/slots", item_id=1, day="2026-11-23").json()["slots"]
    assert len(offered) == 4
    booking = line.book()
    assert line.channel.get(f"/v1/channel/bookings/{booking.booking_id}").json() == booking.model_dump(mode="json")
    spare = line.book("10:30")
    assert line.channel.post(f"/v1/channel/bookings/{spare.booking_id}/cancel").json()["state"] == "cancelled"

    line.house.at("09:45")
    (board,) = line.terminal.get("/v1/kiosk/hall").json()["items"]
    assert (board["waiting"], board["closed_code"]) == (0, None)
    (found,) = line.find(ByBookingCode(payload=booking.code)).json()["bookings"]
    assert (found["rule"], found["person"]) == (None, "李**")
    wanted = TakeBookedTicket(booking_id=booking.booking_id, proof=ByBookingCode(payload=booking.code))
    ticket = Ticket.model_validate(line.take(wanted).json())
    assert ticket.number == "A001"
    refused = TicketRefused.model_validate(line.take(wanted).json())
    assert (refused.status, refused.code, refused.open_ticket) == (409, "ticket_open", ticket)
    paper = PaperReport(
        paper_id="0" * 32, ticket_id=ticket.ticket_id, copy_number=0, state="taken", at=datetime.now(UTC)
    )
    assert line.terminal.post("/v1/kiosk/papers", paper).json() == {"received": True}
    copied = line.terminal.post("/v1/kiosk/tickets/copies", RecordCopy(ticket_id=ticket.ticket_id)).json()
    assert (copied["number"], copied["copies"]) == ("A001", 1)
    report = KioskReport(
        version="1", components=(), ledger_waiting=0, ledger_refused=0, oldest_waiting_s=0, in_service=True
    )
    assert line.terminal.post("/v1/kiosk/report", report, key="").json() == {"received": True}
    line.terminal.get("/v1/kiosk/measured-times").raise_for_status()

    assert line.window.post("/v1/windows/1/open").json()["open"] is True
    assert line.window.post("/v1/windows/1/call-next").json()["serving"]["number"] == "A001"
    shown = line.window.get("/v1/windows/1/papers", verify=ticket.verify).json()
    assert (shown["ticket_id"], shown["state"]) == (ticket.ticket_id, "called")
    for act in ("recall", "hold", "resume"):
        line.window.post(f"/v1/windows/1/tickets/{ticket.ticket_id}/{act}").raise_for_status()
    line.window.post("/v1/windows/1/call-next")
    for act in ("serve", "finish"):
        line.window.post(f"/v1/windows/1/tickets/{ticket.ticket_id}/{act}").raise_for_status()
    assert line.window.get("/v1/windows/1").json() == {"window_id": "1", "open": True, "serving": None}
    assert line.window.post("/v1/windows/1/close").json()["open"] is False
    assert problem(line.take(wanted)) == (409, "booking_used")
    succeeded = {(method, path) for method, path, status in line.seen if status == 200}
    elsewhere = {"open", "applications", "cases", "following", "projects", "agencies", "voices", "doorbell"}
    every = {
        (method, path)
        for path, methods in line.document["paths"].items()
        for method, operation in methods.items()
        if not elsewhere & set(operation["tags"])
    }
    assert succeeded == every


def test_refusals_are_declared_problems(line: Line) -> None:
    zeros = "0" * 32
    assert problem(line.channel.get("/v1/channel/slots", item_id=9, day="2026-11-23")) == (409, "item_unknown")
    assert problem(line.channel.get("/v1/channel/slots", item_id=0, day="x")) == (422, "bad_request")
    assert problem(line.channel.get(f"/v1/channel/bookings/{zeros}")) == (404, "not_found")
    assert problem(line.channel.get("/v1/channel/bookings/1%00")) == (422, "bad_request")
    assert problem(line.channel.post(f"/v1/channel/bookings/{zeros}/cancel")) == (404, "not_found")
    unknown = Book(slot_id=2**31 - 1, name="李", id_number=ANNA, phone=PHONE)
    assert problem(line.channel.post("/v1/channel/bookings", unknown)) == (404, "slot_unknown")
    mistyped = Book(slot_id=line.house.slot("10:00").slot_id, name="李", id_number=ANNA[:-1] + "0", phone=PHONE)
    assert problem(line.channel.post("/v1/channel/bookings", mistyped)) == (422, "id_number_invalid")
    assert problem(line.window.get("/v1/windows/99")) == (404, "window_unknown")
    assert problem(line.window.post("/v1/windows/1/call-next")) == (409, "window_not_open")
    assert problem(line.window.post(f"/v1/windows/1/tickets/{zeros}/pass")) == (404, "not_found")
    assert problem(line.window.post(f"/v1/windows/1/tickets/{zeros}/eat")) == (422, "bad_request")
    assert problem(line.window.get("/v1/windows/1/papers", verify="ZT1:" + "0" * 49)) == (404, "ticket_not_genuine")
    assert problem(line.take(walk_in(ANNA, 1, line.house.clock.at))) == (409, "window_closed")
    assert problem(line.terminal.post("/v1/kiosk/tickets/copies", RecordCopy(ticket_id=zeros))) == (409, "not_found")
    for _ in range(6):
        assert line.find(ByPhone(phone=PHONE, id_last4="0000")).json() == {"bookings": []}
    assert problem(line.find(ByPhone(phone=PHONE, id_last4="0000"))) == (409, "too_many_lookups")


# ---------------------------------------------------------------- who asks


def test_only_a_known_kiosk_with_a_fresh_signature_is_heard(line: Line) -> None:
    terminal, path = line.terminal, "/v1/kiosk/hall"

    def ask(headers: dict[str, str], at: str = path) -> tuple[int, str]:
        return problem(terminal.line.get(line.url + at, headers=headers))

    good = terminal.signed("GET", path, None)
    assert ask({}) == (401, "signature_bad")
    assert ask(good | {"Signature": "kiosk=:AAAA:"}) == (401, "signature_bad")
    assert ask(good, path + "?other=1") == (401, "signature_bad")
    for minutes, heard in ((4, True), (-4, True), (6, False), (-6, False)):
        created = datetime.now(UTC) + timedelta(minutes=minutes)
        answer = terminal.line.get(line.url + path, headers=terminal.signed("GET", path, None, created=created))
        assert (answer.status_code == 200) is heard
        if not heard:
            assert problem(answer) == (401, "clock_skew")
            assert answer.headers["Date"].endswith("GMT")
    assert terminal.line.get(line.url + path, headers=good).status_code == 200
    assert ask(good) == (401, "request_replayed")

    kiosks.revoke(line.house.office, terminal.enrolled.kiosk_id)
    assert problem(terminal.get(path)) == (401, "kiosk_revoked")
    stranger = Terminal.__new__(Terminal)
    stranger.__dict__ |= terminal.__dict__
    stranger.signer = type(terminal.signer)("f" * 32, terminal.key)
    assert problem(stranger.get(path)) == (401, "kiosk_unknown")


def test_a_changed_body_is_not_heard(line: Line) -> None:
    body = line.terminal.seal(FindBookings(proof=ByIdCard(id_number=ANNA)), "find-bookings").model_dump_json().encode()
    headers = line.terminal.signed("POST", "/v1/kiosk/bookings/find", body)
    changed = body.replace(b'"box":"', b'"box":"A')
    answer = line.terminal.line.post(f"{line.url}/v1/kiosk/bookings/find", data=changed, headers=headers)
    assert problem(answer) == (401, "signature_bad")


def test_a_box_opens_for_its_purpose_alone(line: Line) -> None:
    question = line.terminal.seal(FindBookings(proof=ByIdCard(id_number=ANNA)), "find-bookings")
    assert problem(line.terminal.post("/v1/kiosk/tickets", question)) == (400, "bad_request")
    assert problem(line.terminal.post("/v1/kiosk/tickets", Sealed(key_id="0" * 8, box="AAAA"))) == (400, "bad_request")
    nonsense = line.terminal.seal(messages.Received(), "take-ticket")
    assert problem(line.terminal.post("/v1/kiosk/tickets", nonsense)) == (422, "bad_request")


def test_tokens_open_their_own_doors_only(line: Line) -> None:
    line.channel.line.headers, line.window.line.headers = line.window.line.headers, line.channel.line.headers
    assert problem(line.channel.get("/v1/channel/slots", item_id=1, day="2026-11-23")) == (401, "token_unknown")
    assert problem(line.window.get("/v1/windows/1")) == (401, "token_unknown")
    del line.window.line.headers["Authorization"]
    assert problem(line.window.post("/v1/windows/1/open")) == (401, "token_unknown")


def test_behind_a_gateway_the_public_url_is_what_kiosks_sign(tmp_path: Path) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    with serving(house.office, public_url="https://office.example.gov.cn/hall/") as url:
        terminal = Terminal(url, kiosks.invite(house.office, house.hall_id))
        assert terminal.get("/v1/kiosk/hall").status_code == 401
        signed = terminal.signer.sign(
            "GET", "https://office.example.gov.cn/hall/v1/kiosk/hall", {}, None, datetime.now(UTC)
        )
        assert terminal.line.get(f"{url}/v1/kiosk/hall", headers=signed).status_code == 200
        terminal.line.close()
    house.close()


# ---------------------------------------------------------------- commands


def test_a_command_needs_its_key_and_keeps_its_answer(line: Line) -> None:
    line.house.at("10:00")
    wanted = line.terminal.seal(walk_in(ANNA, 1, line.house.clock.at), "take-ticket")
    assert problem(line.terminal.post("/v1/kiosk/tickets", wanted, key="")) == (400, "idempotency_key_missing")
    assert problem(line.terminal.post("/v1/kiosk/tickets", wanted, key="short")) == (422, "bad_request")
    first = line.terminal.post("/v1/kiosk/tickets", wanted, key="k" * 32)
    assert first.status_code == 200
    assert line.terminal.post("/v1/kiosk/tickets", wanted, key="k" * 32).content == first.content
    other = line.terminal.seal(walk_in(ANNA, 1, line.house.clock.at), "take-ticket")
    assert problem(line.terminal.post("/v1/kiosk/tickets", other, key="k" * 32)) == (422, "idempotency_key_reused")
    copy = RecordCopy(ticket_id=first.json()["ticket_id"])
    assert problem(line.terminal.post("/v1/kiosk/tickets/copies", copy, key="k" * 32))[0] == 422
    line.window.post("/v1/windows/1/open", key="k" * 32).raise_for_status()  # another sender, another key
    refused = line.terminal.post("/v1/kiosk/tickets", other, key="r" * 32)
    assert problem(refused) == (409, "ticket_open")
    assert line.terminal.post("/v1/kiosk/tickets", other, key="r" * 32).content == refused.content


# ---------------------------------------------------------------- what strangers send


GARBAGE = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"\xff\xfe",
    b"<html><body>Please log in</body></html>",
    b'{"code":"\\ud800"}',
    b'{"\\ud800":1}',
    b'{"code":"A","code":"B"}',
    b"[" * 20_000,
    b'{"code":' + b"9" * 5_000 + b"}",
    b'{"code":NaN}',
    json.dumps({"code": "0000-0000-0000", "public_key": "A" * 43, "name": "a\x00b"}).encode(),
    json.dumps({"code": "0000-0000-0000", "public_key": "\x00" * 43, "name": "a"}).encode(),
    json.dumps({"code": "0000-0000-0000", "public_key": "ä" * 43, "name": "a", "admin": True}).encode(),
]


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("content_type", ["application/json", "text/html", "application/x-www-form-urlencoded"])
def test_garbage_meets_a_clear_answer(shared: Line, body: bytes, content_type: str) -> None:
    line = shared
    for path in (
        "/v1/kiosks/enrol",
        "/v1/kiosk/report",
        "/v1/channel/bookings",
        "/v1/department/cases",
        "/v1/windows/1/open",
    ):
        headers = {"Content-Type": content_type, "Idempotency-Key": secrets.token_hex(16)}
        if path.startswith("/v1/kiosk/"):
            headers |= line.terminal.signer.sign("POST", line.url + path, headers, body or None, datetime.now(UTC))
        clients = {"channel": line.channel, "department": line.department, "windows": line.window}
        client = clients.get(path.split("/")[2], line.terminal)
        answer = client.line.post(line.url + path, data=body, headers=headers)
        assert answer.status_code in ((200,) if path.endswith("/open") else (400, 422))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """One office for everything that changes nothing there."""
    directory = tmp_path_factory.mktemp("office")
    with on_the_line(House(str(directory / "office.db"), directory), Line) as connected:
        yield connected


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=12,
)
_REPORT = st.fixed_dictionaries(
    {
        "version": st.text(max_size=50),
        "components": st.lists(
            st.fixed_dictionaries({"name": st.text(max_size=50), "link": st.text(), "media": st.text()}), max_size=3
        ),
        "ledger_waiting": st.integers() | _JSON,
        "ledger_refused": st.integers(),
        "oldest_waiting_s": st.integers(),
        "in_service": st.booleans(),
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(_JSON, _REPORT))
def test_any_json_meets_a_declared_answer(shared: Line, value: Any) -> None:
    try:
        body = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        body = json.dumps(value).encode()
    for path in ("/v1/kiosk/report", "/v1/kiosk/papers", "/v1/kiosk/tickets/copies", "/v1/kiosk/bookings/find"):
        headers = shared.terminal.signed("POST", path, body, secrets.token_hex(16))
        shared.terminal.line.post(shared.url + path, data=body, headers=headers)  # its hook checks the answer


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_over_64_kib_is_refused(shared: Line, announced: bool) -> None:
    body = b'{"code":"' + b"A" * 70_000 + b'"}'
    data: Any = body if announced else iter([body[:40_000], body[40_000:]])
    headers = {"Content-Type": "application/json"}
    answer = shared.terminal.line.post(f"{shared.url}/v1/kiosks/enrol", data=data, headers=headers)
    assert problem(answer) == (413, "too_large")


def test_what_is_not_there_is_a_problem_too(shared: Line) -> None:
    with requests.Session() as anybody:
        assert problem(anybody.get(f"{shared.url}/v2/anything")) == (404, "no_such_route")
        assert problem(anybody.delete(f"{shared.url}/v1/health")) == (405, "no_such_method")
        assert anybody.get(f"{shared.url}/v1/health").json()["status"] == "ok"


def test_a_broken_database_is_told_and_is_not_the_clients_fault(line: Line, tmp_path: Path) -> None:
    line.house.at("10:00")
    with sqlite3.connect(tmp_path / "office.db") as other:
        other.execute("ALTER TABLE misses RENAME TO gone")
    other.close()
    answer = line.find(ByPhone(phone=PHONE, id_last4="0000"))
    assert problem(answer) == (503, "office_busy")
    assert answer.headers["Retry-After"] == "2"


def test_a_bug_is_told_without_what_was_in_hand(line: Line, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    line.house.at("10:00")
    with sqlite3.connect(tmp_path / "office.db") as other:
        other.execute("""UPDATE halls SET revision = 2, file = json_set(file, '$.phone', '""" + PHONE * 9 + "')")
    other.close()
    assert problem(line.terminal.get("/v1/kiosk/hall")) == (500, "office_failed")
    assert "ValidationError" in caplog.text
    assert PHONE not in caplog.text


def test_every_route_declares_what_it_may_answer(shared: Line) -> None:
    for path, methods in shared.document["paths"].items():
        for method, operation in methods.items():
            declared = operation["responses"]
            assert {"200", "500", "503"} <= set(declared), (method, path)
            assert ("requestBody" not in operation) or {"400", "413", "422"} <= set(declared), (method, path)
            for status, response in declared.items():
                if status == "304":
                    assert "content" not in response
                    continue
                good = "image/jpeg" if path.endswith("/handed-in/{digest}") else "application/json"
                expected = good if status == "200" else "application/problem+json"
                assert list(response["content"]) == [expected], (method, path, status)
            if "Idempotency-Key" in [parameter["name"] for parameter in operation.get("parameters", [])]:
                assert {"400", "409", "422"} <= set(declared)
