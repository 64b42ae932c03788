"""The line to the office, against real bytes: what it sends, and that every answer ends typed and in time."""

from __future__ import annotations

import gc
import json
import re
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from central.contract import sealing
from central.contract.messages import (
    BookingsFound,
    ByIdCard,
    FindBookings,
    HallBoard,
    Health,
    KioskReport,
    PaperReport,
    Received,
    RecordCopy,
    RuleCode,
    Sealed,
    TakeBookedTicket,
    TakeWalkInTicket,
    Ticket,
    TicketState,
    Words,
)
from central.contract.signatures import verify
from devices.deadline import Deadline
from devices.states import Cancelled, Condition, Fault, Link, WrongDevice
from devices.traces import bare
from kiosk.enrolment import Enrolment
from kiosk.faults import EffectRefused, KioskRefused, OfficeFailed, OfficeSilent, RuleHit
from kiosk.office import Office, seal
from kiosk.office_api import OfficeAddress
from kiosk.office_clock import OfficeClock
from tests.kiosk.scripted_office import (
    NOW,
    ScriptedOffice,
    Step,
    answer,
    close,
    drip,
    problem,
    reset,
    say,
    silence,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OFFICE_KEY = X25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
ENROLMENT = Enrolment("0a" * 16, "SZ-01", "AAAA", {}, OFFICE_KEY.public_key(), KEY)
WORDS = Words(zh_CN="一")
BOARD = HallBoard(
    hall_id="SZ-01", name=WORDS, address=WORDS, phone="", now=NOW + timedelta(hours=8), service_desk=WORDS, items=()
)
TICKET = Ticket(
    ticket_id="1" * 32,
    number="A001",
    state=TicketState.WAITING,
    item_id=1,
    item=WORDS,
    area=WORDS,
    windows=(),
    booked=True,
    issued_at=NOW,
    ahead=0,
    max_calls=2,
    copies=0,
    verify="v",
)
PROOF = ByIdCard(id_number="110101199003070038")
TAKE = TakeBookedTicket(booking_id="b" * 32, proof=PROOF)
EFFECT = "e" * 32
WITHIN = 5.0


@pytest.fixture
def clock(tmp_path: Path) -> OfficeClock:
    return OfficeClock(tmp_path / "floor", system=lambda: NOW)


@pytest.fixture
def ask(clock: OfficeClock) -> Iterator[Callable[..., tuple[ScriptedOffice, Office]]]:
    """Script an office and open a line to it."""
    opened: list[tuple[ScriptedOffice, Office]] = []

    def script(*steps: Step, enrolment: Enrolment = ENROLMENT) -> tuple[ScriptedOffice, Office]:
        server = ScriptedOffice(*steps).__enter__()
        opened.append((server, Office(OfficeAddress(server.url), enrolment, clock)))
        return opened[-1]

    yield script
    for server, office in opened:
        office.close()
        server.__exit__(None, None, None)


Ask = Callable[..., tuple[ScriptedOffice, Office]]


def verified(server: ScriptedOffice, at: int = -1) -> tuple[str, datetime, str]:
    """Who signed a request, as the office sees it."""
    request = server.requests[at]
    done = verify(
        request.method, server.url + request.target, request.headers, request.body, lambda _kiosk: KEY.public_key()
    )
    return done.kiosk_id, done.created, done.nonce


# ---------------------------------------------------------------- what is sent


def test_a_question_is_signed_and_its_answer_understood(ask: Ask, clock: OfficeClock) -> None:
    server, office = ask(answer(BOARD))
    assert office.hall(Deadline(WITHIN)) == BOARD
    assert office.board == BOARD
    kiosk, created, _ = verified(server)
    assert kiosk == ENROLMENT.kiosk_id
    assert abs(created - NOW) < timedelta(seconds=5)
    assert timedelta() <= clock.now() - BOARD.now < timedelta(seconds=5)
    assert (server.requests[0].method, server.requests[0].target) == ("GET", "/v1/kiosk/hall")


def test_one_connection_serves_all_requests(ask: Ask) -> None:
    server, office = ask(*[answer(BOARD)] * 3)
    for _ in range(3):
        office.hall(Deadline(WITHIN))
    assert {request.connection for request in server.requests} == {1}
    assert len({verified(server, at)[2] for at in range(3)}) == 3


def test_a_proof_travels_sealed(ask: Ask) -> None:
    server, office = ask(answer(BookingsFound(bookings=())))
    question = FindBookings(proof=PROOF)
    assert office.find_bookings(Deadline(WITHIN), question) == BookingsFound(bookings=())
    body = server.requests[0].body
    assert PROOF.id_number.encode() not in body
    box = Sealed.model_validate_json(body)
    assert FindBookings.model_validate_json(sealing.unseal(box, "find-bookings", OFFICE_KEY)) == question


def test_a_report_is_posted(ask: Ask) -> None:
    report = KioskReport(
        version="1", components=(), ledger_waiting=0, ledger_refused=0, oldest_waiting_s=0, in_service=True
    )
    server, office = ask(answer(Received()))
    assert office.report(Deadline(WITHIN), report) == Received()
    assert KioskReport.model_validate_json(server.requests[0].body) == report


WALK_IN = TakeWalkInTicket(item_id=1, id_number=PROOF.id_number, name="张三", asked_at=NOW)


@pytest.mark.parametrize("effect", [TAKE, WALK_IN])
def test_a_ticket_is_asked_for_with_a_payload_that_only_the_office_reads(
    ask: Ask, effect: TakeBookedTicket | TakeWalkInTicket
) -> None:
    kind, payload = seal(ENROLMENT, effect)
    assert PROOF.id_number.encode() not in payload
    assert "张三".encode() not in payload
    server, office = ask(answer(TICKET))
    assert office.send(Deadline(WITHIN), EFFECT, kind, payload) == TICKET
    request = server.requests[0]
    assert (request.method, request.target) == ("POST", "/v1/kiosk/tickets")
    assert request.headers["Idempotency-Key"] == EFFECT
    opened = sealing.unseal(Sealed.model_validate_json(request.body), "take-ticket", OFFICE_KEY)
    assert json.loads(opened) == json.loads(effect.model_dump_json())
    verified(server)


def test_copies_and_papers_are_posted_under_their_key(ask: Ask) -> None:
    copy = RecordCopy(ticket_id="1" * 32)
    paper = PaperReport(paper_id="2" * 32, ticket_id="1" * 32, copy_number=1, state="printed", at=NOW)
    server, office = ask(answer(TICKET), answer(Received()))
    assert office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, copy)) == TICKET
    assert office.send(Deadline(WITHIN), "f" * 32, *seal(ENROLMENT, paper)) == Received()
    assert [request.target for request in server.requests] == ["/v1/kiosk/tickets/copies", "/v1/kiosk/papers"]
    assert [request.headers["Idempotency-Key"] for request in server.requests] == [EFFECT, "f" * 32]
    assert RecordCopy.model_validate_json(server.requests[0].body) == copy
    assert PaperReport.model_validate_json(server.requests[1].body) == paper


def test_nothing_is_taken_from_the_environment_and_nothing_is_kept(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server, office = ask(answer(BOARD, Set_Cookie="session=1; Path=/"), answer(BOARD))
    office.hall(Deadline(WITHIN))
    office.hall(Deadline(WITHIN))
    headers = server.requests[1].headers
    assert "Cookie" not in headers
    assert headers["Accept-Encoding"] == "identity"
    assert re.fullmatch(r"kiosk/\d[\w.]*", headers["User-Agent"])


def test_a_configured_proxy_is_used(clock: OfficeClock) -> None:
    with ScriptedOffice(answer(BOARD)) as proxy:
        office = Office(OfficeAddress("http://office.invalid", proxy=proxy.url), ENROLMENT, clock)
        assert office.hall(Deadline(WITHIN)) == BOARD
        assert proxy.requests[0].target == "http://office.invalid/v1/kiosk/hall"
        office.close()


# ---------------------------------------------------------------- a driver


def test_hello_proves_office_and_hall(ask: Ask) -> None:
    server, office = ask(answer(Health(version="1.2", now=NOW)), answer(BOARD))
    identity = office.hello(Deadline(WITHIN))
    assert (identity.kind, identity.model, identity.serial) == ("office", "central 1.2", "SZ-01")
    assert [request.target for request in server.requests] == ["/v1/health", "/v1/kiosk/hall"]
    assert "Signature" not in server.requests[0].headers


def test_an_office_that_places_the_terminal_elsewhere_is_the_wrong_one(ask: Ask) -> None:
    _, office = ask(answer(Health(version="1", now=NOW)), answer(BOARD), enrolment=replace(ENROLMENT, hall_id="GZ-01"))
    with pytest.raises(WrongDevice):
        office.hello(Deadline(WITHIN))


def test_condition_tells_a_refused_terminal_from_a_silent_office(ask: Ask) -> None:
    _, office = ask(answer(BOARD), problem(401, "kiosk_revoked"), problem(503, "office_busy"), close, close)
    assert office.condition(Deadline(WITHIN)) == Condition(Link.ONLINE)
    refused = office.condition(Deadline(WITHIN))
    assert (refused.link, refused.code) == (Link.OFFLINE, "kiosk_refused")
    with pytest.raises(OfficeFailed):
        office.condition(Deadline(WITHIN))
    with pytest.raises(OfficeSilent):
        office.condition(Deadline(WITHIN))


def test_closing_twice_and_unopened_is_nothing(clock: OfficeClock) -> None:
    office = Office(OfficeAddress("http://127.0.0.1:9"), ENROLMENT, clock)
    office.close()
    office.close()


# ---------------------------------------------------------------- answers that are refusals


@pytest.mark.parametrize("rule", list(RuleCode))
def test_a_rule_is_a_rule_whatever_its_status(ask: Ask, rule: RuleCode) -> None:
    facts = {"number": "A001", "minutes": 5, "detail": "of the office", "self": 1}
    _, office = ask(problem(409, rule, facts=facts), problem(429, rule))
    for _ in range(2):
        with pytest.raises(RuleHit) as hit:
            office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE))
        assert (hit.value.rule, hit.value.code) == (rule, rule.value)
        assert hit.value.open_ticket is None
        assert hit.value.facts in (facts, {})


def test_an_open_ticket_comes_with_its_rule(ask: Ask) -> None:
    _, office = ask(problem(409, "ticket_open", open_ticket=json.loads(TICKET.model_dump_json())))
    with pytest.raises(RuleHit) as hit:
        office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE))
    assert hit.value.open_ticket == TICKET


@pytest.mark.parametrize("code", ["kiosk_unknown", "kiosk_revoked", "signature_bad"])
def test_a_refused_terminal_says_why(ask: Ask, code: str) -> None:
    _, office = ask(problem(401, code))
    with pytest.raises(KioskRefused) as refused:
        office.hall(Deadline(WITHIN))
    assert refused.value.facts == {"office_code": code}


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "bad_request"), (403, "forbidden"), (404, "hall_unknown"), (413, "too_large"), (422, "bad_request")],
)
def test_a_verdict_on_an_effect_is_not_a_failure_of_the_office(ask: Ask, status: int, code: str) -> None:
    _, office = ask(problem(status, code), problem(status, code))
    with pytest.raises(EffectRefused) as refused:
        office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE))
    assert refused.value.facts == {"status": status, "office_code": code}
    with pytest.raises(OfficeFailed):
        office.find_bookings(Deadline(WITHIN), FindBookings(proof=PROOF))


@pytest.mark.parametrize(
    "said",
    [
        problem(401, "request_replayed"),
        problem(409, "command_running"),
        problem(429, "slow_down"),
        problem(500, "office_failed"),
        problem(503, "office_busy"),
        answer(b"", 500, "text/html"),
        answer(b"<html>", 502, "text/html"),
        answer(b"", 504, ""),
        answer(b"not json", 400, "application/problem+json"),
        answer(b"", 422, "application/problem+json"),
        answer(b'{"code": 7}', 409, "application/problem+json"),
        answer(b""),
        answer(b"{}"),
        answer(b"[" * 100_000),
        answer(b"\xff\xfe"),
        answer(BOARD.model_dump_json().encode()[:-20]),
        answer(TICKET.model_dump_json().replace("A001", "a001").encode()),
        answer(TICKET.model_dump_json().replace('"ahead":0', '"ahead":0,"more":1').encode()),
        answer(b"x" * 1_000_001),
        answer(BOARD, Content_Encoding="gzip"),
        answer(b"", Content_Encoding="br"),
    ],
)
def test_an_office_that_cannot_leaves_the_outcome_open(ask: Ask, said: bytes) -> None:
    _, office = ask(said)
    with pytest.raises(OfficeFailed):
        office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE))


def test_a_busy_office_says_when_to_come_back(ask: Ask) -> None:
    busy = json.dumps({"title": "", "status": 503, "code": "office_busy"}).encode()
    _, office = ask(
        answer(busy, 503, "application/problem+json", Retry_After="7"),
        answer(b"", 503, "text/html", Retry_After="soon"),
    )
    with pytest.raises(OfficeFailed) as failed:
        office.hall(Deadline(WITHIN))
    assert failed.value.facts == {"status": 503, "office_code": "office_busy", "retry_after_s": 7}
    with pytest.raises(OfficeFailed) as failed:
        office.hall(Deadline(WITHIN))
    assert failed.value.facts == {"status": 503}


@pytest.mark.parametrize(
    "said",
    [
        answer(b"<html>Welcome to free Wi-Fi</html>", 200, "text/html"),
        answer(BOARD, 200, "text/html; charset=utf-8"),
        answer(b"", 302, "text/html", Location="http://127.0.0.1:9/login"),
        answer(BOARD, 304),
        answer(b"", 204),
        answer(b"<html>", 404, "text/html"),
        answer(b"<html>", 511, "text/html").replace(b"511", b"407"),
        answer(b"{}", 400),
    ],
)
def test_a_stranger_in_the_offices_place_is_silence(ask: Ask, said: bytes) -> None:
    server, office = ask(said)
    with pytest.raises(OfficeSilent):
        office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE))
    assert len(server.requests) == 1


def test_an_effect_of_another_version_is_kept_for_staff(ask: Ask) -> None:
    server, office = ask()
    with pytest.raises(EffectRefused):
        office.send(Deadline(WITHIN), EFFECT, "pay-fee", b"{}")
    assert server.requests == []


def test_a_time_without_offset_or_out_of_this_world_is_no_time(ask: Ask) -> None:
    said = BOARD.model_dump_json()
    naive, far = (
        said.replace("2026-03-02T09:00:00Z", time) for time in ("2026-03-02T09:00:00", "9999-12-31T23:59:59Z")
    )
    assert naive != said != far
    _, office = ask(answer(naive.encode()), answer(far.encode()))
    for _ in range(2):
        with pytest.raises(OfficeFailed):
            office.hall(Deadline(WITHIN))
    assert office.board is None


# ---------------------------------------------------------------- a line that fails


def test_a_connection_that_went_stale_is_not_felt(ask: Ask) -> None:
    server, office = ask(say(answer(BOARD)), answer(TICKET))
    office.hall(Deadline(WITHIN))
    assert office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE)) == TICKET
    assert [request.connection for request in server.requests] == [1, 2]


@pytest.mark.parametrize("end", [close, reset])
def test_a_request_is_repeated_once_under_its_key_with_a_fresh_signature(ask: Ask, end: Step) -> None:
    server, office = ask(end, answer(TICKET), end, end, answer(TICKET))
    assert office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE)) == TICKET
    assert verified(server, 0)[2] != verified(server, 1)[2]
    assert {request.headers["Idempotency-Key"] for request in server.requests} == {EFFECT}
    with pytest.raises(OfficeSilent):
        office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE))
    assert len(server.requests) == 4


WHOLE = answer(TICKET)


@pytest.mark.parametrize(
    "step",
    [
        say(WHOLE[:-10]),
        say(WHOLE[:40]),
        say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"),
        say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"),
        say(b"SSH-2.0-OpenSSH_9.2\r\n"),
        say(b"\x00\xff" * 100),
        say(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n"),
        say(b"HTTP/1.1 200 " + b"x" * 100_000),
        say(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
    ],
)
def test_a_broken_answer_is_silence(ask: Ask, step: Step) -> None:
    _, office = ask(step, step)
    with pytest.raises(OfficeSilent):
        office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE))


@pytest.mark.parametrize("step", [close, reset, say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), silence])
def test_a_question_that_was_not_answered_leaves_nothing_behind(ask: Ask, step: Step) -> None:
    """Not even until the garbage collector comes by: the libraries' errors hold their frames, and those the call."""
    _, office = ask(step, step)
    question = FindBookings(proof=PROOF)
    asked = weakref.ref(question)
    gc.disable()
    try:
        with pytest.raises(OfficeSilent) as raised:
            office.find_bookings(Deadline(0.2), question)
        fault = raised.value
        bare(fault)  # as it leaves the line's thread
        del raised, question
        assert asked() is None
    finally:
        gc.enable()


def test_nobody_there_is_silence(clock: OfficeClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "http://office.invalid", "http://[::1]:1"):
        office = Office(OfficeAddress(url), ENROLMENT, clock)
        with pytest.raises(OfficeSilent):
            office.hall(Deadline(WITHIN))
        office.close()


@pytest.mark.parametrize(
    "step",
    [
        silence,
        drip(b"HTTP/1.1 200 OK\r\nX: "),
        drip(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_no_answer_takes_longer_than_its_deadline(ask: Ask, step: Step) -> None:
    _, office = ask(step)
    before = time.monotonic()
    with pytest.raises(OfficeSilent):
        office.hall(Deadline(0.3))
    assert time.monotonic() - before < 1.0


def test_no_time_left_sends_nothing(ask: Ask) -> None:
    server, office = ask(answer(BOARD))
    with pytest.raises(OfficeSilent):
        office.hall(Deadline(0))
    assert server.requests == []


def test_a_cancel_is_felt_while_the_office_is_silent(ask: Ask) -> None:
    taken_back = threading.Event()

    def cancel(connection: socket.socket) -> None:
        taken_back.set()
        silence(connection)

    server, office = ask(cancel, answer(BOARD))
    before = time.monotonic()
    with pytest.raises(Cancelled):
        office.hall(Deadline(30, taken_back))
    assert time.monotonic() - before < 2.0
    assert office.hall(Deadline(WITHIN)) == BOARD
    assert [request.connection for request in server.requests] == [1, 2]


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda status, media, body: answer(body, status, media),
            st.integers(100, 999),
            st.sampled_from(["application/json", "application/problem+json", "text/html", ""]),
            st.one_of(
                st.binary(max_size=60),
                st.recursive(
                    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)),
                    lambda inner: st.dictionaries(
                        st.sampled_from(["title", "status", "code", "facts", "now", "detail", "open_ticket"]), inner
                    ),
                ).map(lambda value: json.dumps(value).encode()),
            ),
        ),
    )
)
def test_whatever_is_answered_is_a_fault(tmp_path_factory: pytest.TempPathFactory, said: bytes) -> None:
    clock = OfficeClock(tmp_path_factory.getbasetemp() / "floor", system=lambda: NOW)
    with ScriptedOffice(say(said), say(said)) as server:
        office = Office(OfficeAddress(server.url), ENROLMENT, clock)
        with pytest.raises(Fault) as fault:
            office.send(Deadline(2), EFFECT, "record-copy", b"{}")
        office.close()
    assert isinstance(fault.value, OfficeSilent | OfficeFailed | EffectRefused | RuleHit | KioskRefused)


# ---------------------------------------------------------------- TLS


def certificate(directory: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A self-signed authority for `name`, and a server that has its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office")])
    alternative = (
        x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)  # an address is no DNS name
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    ca_file = directory / f"{name}.pem"
    ca_file.write_bytes(built.public_bytes(Encoding.PEM))
    both = directory / f"{name}-key.pem"
    both.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + built.public_bytes(Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(both)
    return ca_file, server


@contextmanager
def over_tls(
    directory: Path, clock: OfficeClock, *steps: Step, name: str = "127.0.0.1", trusted: bool = True
) -> Iterator[tuple[ScriptedOffice, Office]]:
    ca_file, context = certificate(directory, name)
    with ScriptedOffice(*steps, tls=context) as server:
        office = Office(OfficeAddress(server.url, ca_file if trusted else None), ENROLMENT, clock)
        yield server, office
        office.close()


def test_a_trusted_office_is_heard_over_tls(tmp_path: Path, clock: OfficeClock) -> None:
    with over_tls(tmp_path, clock, answer(BOARD), answer(TICKET)) as (server, office):
        assert office.hall(Deadline(WITHIN)) == BOARD
        assert office.send(Deadline(WITHIN), EFFECT, *seal(ENROLMENT, TAKE)) == TICKET
        assert verified(server)[0] == ENROLMENT.kiosk_id


@pytest.mark.parametrize("changes", [{"trusted": False}, {"name": "127.0.0.2"}, {"name": "office.example"}])
def test_an_office_that_nobody_vouches_for_hears_nothing(
    tmp_path: Path, clock: OfficeClock, changes: dict[str, object]
) -> None:
    with over_tls(tmp_path, clock, answer(BOARD), **changes) as (server, office):  # type: ignore[arg-type]
        with pytest.raises(OfficeSilent):
            office.hall(Deadline(WITHIN))
        assert server.requests == []


def test_tls_does_not_lengthen_a_deadline(tmp_path: Path, clock: OfficeClock) -> None:
    with over_tls(tmp_path, clock, drip(b"HTTP/1.1 200 OK\r\nX: ")) as (_, office):
        before = time.monotonic()
        with pytest.raises(OfficeSilent):
            office.hall(Deadline(0.4))
        assert time.monotonic() - before < 1.2


# ---------------------------------------------------------------- time


def skew(at: datetime) -> bytes:
    said = json.dumps({"title": "", "status": 401, "code": "clock_skew"}).encode()
    return answer(said, 401, "application/problem+json", at)


def test_a_wrong_clock_is_corrected_once_by_the_offices(ask: Ask, clock: OfficeClock) -> None:
    true = NOW + timedelta(days=400)
    server, office = ask(skew(true), answer(BOARD, date=true), skew(true), skew(true), answer(BOARD))
    assert office.hall(Deadline(WITHIN)) == BOARD
    assert abs(verified(server, 1)[1] - true) < timedelta(seconds=5)
    with pytest.raises(OfficeFailed):
        office.hall(Deadline(WITHIN))
    assert len(server.requests) == 4
    assert clock.machine() >= true


@pytest.mark.parametrize("date", ["", "never", "Mon, 02 Mar 9999 01:00:00 GMT", "Mon, 02 Mar 1970 01:00:00 GMT"])
def test_a_skew_without_a_time_is_a_failure(ask: Ask, date: str) -> None:
    said = skew(NOW).replace(b"Mon, 02 Mar 2026 01:00:00 GMT", date.encode())
    server, office = ask(said, answer(BOARD))
    with pytest.raises(OfficeFailed):
        office.hall(Deadline(WITHIN))
    assert len(server.requests) == 1


def test_the_newest_time_of_the_office_is_a_floor_for_the_next_start(ask: Ask, tmp_path: Path) -> None:
    _, office = ask(answer(BOARD, date=NOW + timedelta(days=3)), problem(500, "office_failed"))
    office.hall(Deadline(WITHIN))
    dead_battery = OfficeClock(tmp_path / "floor", system=lambda: NOW - timedelta(days=4000))
    assert dead_battery.machine() >= NOW + timedelta(days=3)
    with pytest.raises(OfficeFailed):
        office.hall(Deadline(WITHIN))


def test_time_runs_on_by_the_monotonic_clock_alone(tmp_path: Path) -> None:
    passed, wall = [100.0], [NOW]
    clock = OfficeClock(tmp_path / "floor", system=lambda: wall[0], monotonic=lambda: passed[0])
    passed[0] += 60
    wall[0] += timedelta(days=1000)
    assert clock.machine() == clock.now() == NOW + timedelta(minutes=1)
    clock.tell(NOW + timedelta(hours=8))
    passed[0] += 1
    assert clock.now() == NOW + timedelta(hours=8, seconds=1)
    assert clock.machine() == NOW + timedelta(seconds=61)


def test_the_floor_is_written_seldom_and_never_lowered(tmp_path: Path) -> None:
    floor = tmp_path / "floor"
    clock = OfficeClock(floor, system=lambda: NOW)
    clock.raise_floor(NOW)
    first = floor.stat().st_mtime_ns, floor.read_text()
    clock.raise_floor(NOW + timedelta(minutes=59))
    clock.raise_floor(NOW - timedelta(days=9))
    clock.raise_floor(datetime(2300, 1, 1, tzinfo=UTC))
    assert (floor.stat().st_mtime_ns, floor.read_text()) == first
    clock.raise_floor(NOW + timedelta(minutes=60))
    assert floor.read_text() != first[1]


@pytest.mark.parametrize("text", ["", "garbage", "2026-03-02T01:00:00", "9999-12-31T00:00:00+00:00", "\x00" * 20])
def test_a_floor_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "floor").write_text(text)
    assert OfficeClock(tmp_path / "floor", system=lambda: NOW, monotonic=lambda: 0.0).machine() == NOW


def test_a_floor_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    clock = OfficeClock(tmp_path / "file" / "floor", system=lambda: NOW, monotonic=lambda: 0.0)
    clock.raise_floor(NOW)
    assert clock.machine() == NOW
