"""Asking sources: whatever a register does, an answer or a reason comes in time; what is believed was checked."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from central.contract.application import SourceState
from central.contract.item import ItemDocument
from central.contract.source import DataSource
from central.rules.cases import facts_of
from central.rules.evaluation import evaluate
from central.sources.answers import Heard, silent, understand, with_answers
from central.sources.line import BODY_LIMIT
from central.sources.questions import questions, stopped_by
from central.sources.registers import Question, Register, Registers
from tests.central.card import CARD, POPULATION, SOURCES, card

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SECRET = "a token that nobody prints"
KNOWN = {name: value for name, value in POPULATION.items() if name != "found"}


def source(code: str = "population", **changes: Any) -> DataSource:
    return SOURCES["population"].model_copy(update={"source": code, "timeout_s": 0.3, **changes})


def answer(values: dict[str, Any] | None = None, **changes: Any) -> bytes:
    known = KNOWN if values is None else values
    return json.dumps({"found": True, "as_of": NOW.isoformat(), "values": known, **changes}).encode()


# ---------------------------------------------------------------- what is believed


def test_a_good_answer_is_taken_over() -> None:
    heard = understand(source(), answer(), NOW)
    assert (heard.state, heard.as_of, heard.values, heard.fault) == (SourceState.ANSWERED, NOW, KNOWN, "")


def test_nobody_found_is_an_answer() -> None:
    heard = understand(source(), answer({}, found=False), NOW)
    assert (heard.state, heard.values) == (SourceState.NOT_FOUND, {})


def test_no_more_is_kept_than_the_source_is_published_for() -> None:
    heard = understand(source(), answer({**KNOWN, "religion": "无", "address": None}), NOW)
    assert heard.values == {name: value for name, value in KNOWN.items() if name != "address"}


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(seconds=86400), SourceState.ANSWERED),
        (timedelta(seconds=86400, microseconds=1), SourceState.STALE),
        (timedelta(minutes=-5), SourceState.ANSWERED),
        (timedelta(minutes=-5, microseconds=-1), SourceState.SILENT),
    ],
)
def test_an_answer_has_an_age(age: timedelta, state: SourceState) -> None:
    heard = understand(source(), answer(as_of=(NOW - age).isoformat()), NOW)
    assert heard.state is state
    assert bool(heard.values) is (state is SourceState.ANSWERED)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"found": tr\xff',
        b"\xff\xfe",
        b"[" * 30_000,
        answer(as_of="2026-11-22T10:00:00"),  # without offset: of which moment?
        answer(as_of="yesterday"),
        answer(found="yes"),
        answer(found=None),
        answer(values={}, more=1),
        answer([]),  # type: ignore[arg-type]
        answer({"Bad Name": 1}),
        answer(found=False),  # knows nobody, and their address
        answer({"hukou_local": float("nan")}),
        answer().replace(b"true", b"Infinity"),
        answer().replace(b"true", b"1." + b"0" * 100),
    ],
)
def test_an_answer_that_means_nothing_is_silence(body: bytes) -> None:
    heard = understand(source(), body, NOW)
    assert (heard.state, heard.values) == (SourceState.SILENT, {})
    assert heard.fault


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 3),
        ("name", ["陈国安"]),
        ("name", "陈" * 501),
        ("name", "陈\x1b[2J"),
        ("name", "陈\n国安"),
        ("name", "安国\u202e陈"),
        ("name", "陈\u2028安"),
        ("birth", "07.03.1960"),
        ("birth", "1960-02-30"),
        ("birth", "0960-03-07"),
        ("birth", -1),
        ("deceased", "false"),
        ("deceased", 0),
        ("months", "14"),
        ("months", True),
        ("months", 2**60),
        ("places", "北京"),
        ("places", [1]),
        ("places", ["a\x00"]),
        ("places", ["a"] * 101),
    ],
)
def test_one_wrong_value_spoils_the_answer(field: str, value: object) -> None:
    fields = {
        **SOURCES["population"].model_dump()["fields"],
        "months": {"type": "number", "words": {"zh_CN": "月数"}},
        "places": {"type": "list", "words": {"zh_CN": "地点"}},
    }
    asked = DataSource.model_validate({**SOURCES["population"].model_dump(), "fields": fields})
    good = understand(asked, answer({**KNOWN, "months": 14, "places": ["北京", "上海"]}), NOW)
    assert good.state is SourceState.ANSWERED
    heard = understand(asked, answer({**KNOWN, field: value}), NOW)
    assert heard.state is SourceState.SILENT
    assert heard.fault.startswith(f"{field}: ")


def test_a_rare_name_in_private_characters_is_a_name() -> None:
    assert understand(source(), answer({"name": "陈\ue863\U00020bb7"}), NOW).state is SourceState.ANSWERED


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(st.binary(max_size=200) | _JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    assert understand(source(), body, NOW).state is SourceState.SILENT


@settings(max_examples=80)
@given(st.dictionaries(st.sampled_from(sorted(SOURCES["population"].fields)), _JSON, max_size=8))
def test_no_values_break_the_decision(values: dict[str, Any]) -> None:
    heard = understand(source(), answer(values), NOW)
    facts = with_answers(facts_of(card(), None), {"population": heard})
    assert evaluate(card(), facts, SOURCES) == evaluate(card(), facts, SOURCES)


# ---------------------------------------------------------------- the line


Speak = Callable[[socket.socket], None]


def _request_of(connection: socket.socket) -> dict[str, Any]:
    """Reads one request; its JSON body."""
    come = b""
    while b"\r\n\r\n" not in come:
        if not (more := connection.recv(4096)):
            raise ConnectionError("closed")
        come += more
    head, _, body = come.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(4096)
    question: dict[str, Any] = json.loads(body)
    return {"head": head.decode(), **question}


def _reply(connection: socket.socket, body: bytes, status: str = "200 OK", **headers: str) -> None:
    given = {"Content_Type": "application/json", "Content_Length": f"{len(body)}", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items())
    connection.sendall(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)


@contextmanager
def register(*speaks: Speak) -> Iterator[str]:
    """A register whose connections are answered by these, in their order; the last one answers all that follow."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()
    waiting = list(speaks)
    hands: list[threading.Thread] = []

    def serve(connection: socket.socket, speak: Speak) -> None:
        with connection:
            connection.settimeout(20)
            try:
                speak(connection)
            except OSError:
                return  # the one who asked has cut the line

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            if done.is_set():
                connection.close()
                return
            speak = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            hands.append(threading.Thread(target=serve, args=(connection, speak)))
            hands[-1].start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        done.set()
        socket.create_connection(listener.getsockname()).close()
        thread.join()
        listener.close()
        for hand in hands:
            hand.join()


def ask(url: str, *codes: str, others: dict[str, Register] | None = None, **changes: Any) -> dict[str, Heard]:
    registers = Registers(Register(url, SECRET), others)
    wanted = [Question(source(code, **changes), {"id_number": "1"}, "senior_card", "ab") for code in codes]
    try:
        return registers.ask(wanted, NOW)
    finally:
        registers.close()


def well(connection: socket.socket) -> None:
    while True:
        _request_of(connection)
        _reply(connection, answer())


def listening(connection: socket.socket) -> None:
    """Takes the question and never says anything."""
    while connection.recv(4096):
        pass


def dripping(connection: socket.socket) -> None:
    """One byte of the headers each hundredth of a second: no time-out of a single read ever passes."""
    _request_of(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    pause = threading.Event()
    while not pause.wait(0.01):
        connection.sendall(b"x")


def endless(connection: socket.socket) -> None:
    _request_of(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        connection.sendall(b" " * 4096)


def gone(connection: socket.socket) -> None:
    _request_of(connection)


def replying(body: bytes, status: str = "200 OK", **headers: str) -> Speak:
    def speak(connection: socket.socket) -> None:
        _request_of(connection)
        _reply(connection, body, status, **headers)

    return speak


def _certificate(directory: Path) -> tuple[Path, ssl.SSLContext]:
    """One that names this machine and vouches for itself, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "register")])
    begin = datetime.now(UTC) - timedelta(days=1)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(days=3))
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    file = directory / "register.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(signed.public_bytes(Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context


def _behind(context: ssl.SSLContext, speak: Speak) -> Speak:
    def secured(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as inside:
            speak(inside)

    return secured


def test_tls_neither_lengthens_the_time_nor_trusts_strangers(tmp_path: Path) -> None:
    file, context = _certificate(tmp_path)
    with register(_behind(context, well)) as url, register(_behind(context, dripping)) as slow:
        secure, dark = (each.replace("http:", "https:") for each in (url, slow))
        trusting = {"tax": Register(secure, SECRET, file)}
        assert ask(secure, "tax", others=trusting, timeout_s=10)["tax"].state is SourceState.ANSWERED
        assert ask(secure, "population", timeout_s=10)["population"].fault == "SSLError"
        begun = time.monotonic()
        heard = ask(dark, "tax", others={"tax": Register(dark, SECRET, file)}, timeout_s=0.5)["tax"]
        assert time.monotonic() - begun < 4
        assert heard.fault == "time-out"


def test_the_question_says_who_asks_for_what() -> None:
    heard: list[dict[str, Any]] = []

    def speak(connection: socket.socket) -> None:
        heard.append(_request_of(connection))
        _reply(connection, answer())

    with register(speak) as url:
        assert ask(f"{url}/", "population")["population"].state is SourceState.ANSWERED
    head = heard[0].pop("head")
    assert head.startswith("POST /v1/sources/population/query HTTP/1.1\r\n")
    assert f"Authorization: Bearer {SECRET}" in head
    assert heard == [{"by": {"id_number": "1"}, "item": "senior_card", "reason": "ab"}]


@pytest.mark.parametrize("speak", [listening, dripping])
def test_the_time_is_over_when_it_is_over(speak: Speak) -> None:
    with register(speak) as url:
        begun = time.monotonic()
        heard = ask(url, "population")["population"]
        assert time.monotonic() - begun < 3
    assert (heard.state, heard.fault) == (SourceState.SILENT, "time-out")


@pytest.mark.parametrize(
    ("speak", "fault"),
    [
        (endless, "too long"),
        (gone, "ConnectionError"),
        (replying(b" " * (BODY_LIMIT + 1)), "too long"),
        (replying(b"", "503 Busy"), "status 503"),
        (replying(b"", "401 No"), "status 401"),
        (replying(b"", "302 There", Location="http://127.0.0.1:1/"), "status 302"),
        (replying(answer(), Content_Type="text/html"), "no JSON"),
        (replying(answer(), Content_Encoding="gzip"), "compressed, which nobody asked for"),
        (replying(answer(), Content_Length="9999"), "ProtocolError"),
        (lambda connection: connection.sendall(b"\x00garbage\r\n\r\n"), "ConnectionError"),
    ],
)
def test_whatever_comes_instead_of_an_answer_is_a_reason(speak: Speak, fault: str) -> None:
    with register(speak) as url:
        heard = ask(url, "population", timeout_s=5)["population"]
    assert heard.state is SourceState.SILENT
    assert heard.fault == fault


def test_a_connection_that_had_gone_stale_is_tried_once_more() -> None:
    with register(gone, well) as url:
        assert ask(url, "population", timeout_s=5)["population"].state is SourceState.ANSWERED


def test_nobody_listens() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    assert ask(url, "population")["population"].state is SourceState.SILENT
    assert Registers(None).ask([Question(source(), {}, "item", "")], NOW)["population"].state is SourceState.SILENT


def test_several_are_asked_at_once_and_a_silent_one_spoils_nothing() -> None:
    met = threading.Barrier(3, timeout=10)

    def together(connection: socket.socket) -> None:
        _request_of(connection)
        met.wait()  # passes only when three have been asked
        _reply(connection, answer())

    with register(together) as url, register(listening) as dark:
        others = {"dark": Register(dark, SECRET)}
        heard = ask(url, "population", "tax", "dark", "leases", others=others, timeout_s=2)
    assert {code: each.state for code, each in heard.items()} == {
        "population": SourceState.ANSWERED,
        "tax": SourceState.ANSWERED,
        "leases": SourceState.ANSWERED,
        "dark": SourceState.SILENT,
    }


def test_nothing_personal_and_no_token_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "central")
    with register(replying(answer({**KNOWN, "name": "陈\x00国安"}))) as url:
        ask(url, "population", timeout_s=5)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("central")]
    assert said == ["source population: name: unclean text"]
    assert SECRET not in repr(Register("http://x", SECRET))


# ---------------------------------------------------------------- which sources, and what follows


def test_only_what_the_citizen_agreed_to_is_asked() -> None:
    facts = facts_of(card(), None)
    agreed = questions(card(), facts, SOURCES, ["population"], "ab")
    assert [(each.source.source, each.by, each.item, each.reason) for each in agreed.asked] == [
        ("population", {"id_number": "110105196003070013"}, "senior_card", "ab")
    ]
    assert questions(card(), facts, SOURCES, [], "ab").not_asked == ("population",)


def test_a_source_waits_for_the_input_that_is_not_typed_yet() -> None:
    use = {"source": "population", "purpose": {"zh_CN": "核对"}, "by": {"id_number": "answers.child"}}
    item: ItemDocument = card(sources=[use, {**use, "when": {"kind": ["other"]}}])
    facts = facts_of(item, None)
    assert questions(item, facts, SOURCES, ["population"], "").not_asked == ("population",)
    typed = facts.model_copy(update={"answers": {"child": "2"}})
    assert [each.by for each in questions(item, typed, SOURCES, ["population"], "").asked] == [{"id_number": "2"}]


def test_what_sources_said_becomes_facts() -> None:
    facts = facts_of(ItemDocument.model_validate(CARD), None)
    heard = {
        "population": Heard("population", SourceState.ANSWERED, NOW, KNOWN),
        "tax": Heard("tax", SourceState.NOT_FOUND, NOW),
        "dark": silent("dark", "time-out"),
        "old": Heard("old", SourceState.STALE, NOW),
    }
    said = with_answers(facts, heard)
    assert said.sources == {"population": POPULATION, "tax": {"found": False}}
    assert said.as_of == {"population": NOW, "tax": NOW}
    assert said.person == facts.person


@pytest.mark.parametrize("state", [SourceState.SILENT, SourceState.STALE])
def test_a_silent_source_stops_what_it_says_that_it_stops(state: SourceState) -> None:
    manual = {"population": source(on_silence="manual")}
    assert stopped_by({"population": Heard("population", state)}, SOURCES) == "population"
    assert stopped_by({"population": Heard("population", state)}, manual) is None
    assert stopped_by({"population": Heard("population", SourceState.NOT_FOUND)}, SOURCES) is None
