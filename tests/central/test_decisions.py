"""Decisions repeat, and whoever changes one is found out; papers verify, and forged ones do not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from central.__main__ import main
from central.api import visits
from central.contract.application import ByCard
from central.contract.item import Outcome
from central.services import decisions, papers
from central.services.decisions import NotRepeated
from central.services.refusals import Refusal
from central.shelf import Shelf
from tests.central.counter import GUOAN, OLD, Counter, item_document, jpeg
from tests.central.house import House
from tests.central.terminal import serving

Open = Callable[..., House]


@pytest.fixture
def counter(open_small: Open) -> Counter:
    return Counter(open_small())


@pytest.fixture
def change(tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Somebody with the database's file in hand."""
    with sqlite3.connect(tmp_path / "office0.db") as other:

        def execute(statement: str, *values: Any) -> None:
            other.execute(statement, values)
            other.commit()

        yield execute
    other.close()


def test_every_kind_of_decision_repeats_when_shelf_and_sources_have_changed(counter: Counter) -> None:
    made = [counter.submit(), counter.submit(materials=())]
    counter.register.people[GUOAN.id_number] = OLD | {"hukou_local": False}
    made.append(counter.submit())
    counter.register.people[GUOAN.id_number] = OLD | {"deceased": True}
    made.append(counter.submit())
    counter.office.shelf = Shelf()
    counter.house.later(days=400)
    assert [decisions.replay(counter.office, each.application_id) for each in made] == [
        Outcome.APPROVED,
        Outcome.SUPPLEMENT,
        Outcome.REFUSAL_PROPOSED,
        Outcome.MANUAL,
    ]
    assert {*decisions.every(counter.office)} == {each.application_id for each in made}


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE decisions SET verdict = CAST(substr(verdict, 1, length(verdict) - 1) || x'00' AS BLOB)", "changed"),
        ("UPDATE decisions SET facts = verdict", "changed"),
        ("UPDATE decisions SET engine = '0/none'", "engine"),
        ("UPDATE applications SET outcome = 'refusal_proposed'", "outcome"),
        ("UPDATE applications SET version = 2", "item"),
        ("UPDATE documents SET content = replace(content, '\"value\": 60', '\"value\": 30')", "document"),
        ("DELETE FROM documents", "document"),
        ("DELETE FROM decisions", "gone"),
    ],
)
def test_a_stored_decision_that_was_tampered_with_is_found(
    counter: Counter, change: Callable[..., None], statement: str, says: str
) -> None:
    received = counter.submit()
    change(statement)
    with pytest.raises(NotRepeated, match=says):
        decisions.replay(counter.office, received.application_id)


def test_a_decision_moved_to_another_application_is_found(counter: Counter, change: Callable[..., None]) -> None:
    counter.register.people[GUOAN.id_number] = OLD | {"hukou_local": False}
    refused = counter.submit().application_id
    counter.register.people[GUOAN.id_number] = OLD
    approved = counter.submit().application_id
    for column in ("facts", "verdict"):
        change(
            f"UPDATE decisions SET {column} = (SELECT {column} FROM decisions WHERE application_id = ?)"
            " WHERE application_id = ?",
            approved,
            refused,
        )
    change("UPDATE applications SET outcome = 'approved'")
    with pytest.raises(NotRepeated, match="changed"):
        decisions.replay(counter.office, refused)
    with pytest.raises(Refusal, match="decision_broken"):
        counter.decision(refused)


def test_rules_that_find_another_thing_are_found(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    received = counter.submit()
    evaluate = decisions.evaluate

    def kinder(*facts: Any) -> Any:
        verdict = evaluate(*facts)
        return type(verdict)(Outcome.MANUAL, verdict.findings[:-1], verdict.missing)

    monkeypatch.setattr(decisions, "evaluate", kinder)
    with pytest.raises(NotRepeated, match="findings, outcome, papers"):
        decisions.replay(counter.office, received.application_id)


def test_the_command_proves_all_and_says_what_does_not_repeat(
    counter: Counter, change: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = counter.submit().application_id, counter.submit().application_id
    store = ["--database", str(tmp_path / "office0.db"), "--keys", str(tmp_path / "office.keys")]
    assert main(["decisions", "replay", "--all", *store]) == 0
    assert f"{good}  approved  repeats" in capsys.readouterr().out
    change("UPDATE decisions SET verdict = x'00' WHERE application_id = ?", bad)
    assert main(["decisions", "replay", "--all", *store]) == 1
    said = capsys.readouterr()
    assert "1 of 2 decisions repeat" in said.out
    assert f"{bad}: what it stands on was changed" in said.err
    assert main(["decisions", "replay", good, *store]) == 0
    assert main(["decisions", "replay", "0" * 32, *store]) == 1


def test_nothing_about_an_applicant_is_on_the_disk_in_clear(counter: Counter, tmp_path: Path) -> None:
    somebody = ByCard(id_number="110101199001010015", name="欧阳清岚", address="听雨巷77号")
    counter.register.people[somebody.id_number] = OLD | {"name": somebody.name, "address": "望江亭9号"}
    received = counter.submit(applicant=somebody)
    counter.office.database.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("office0.db*"))
    assert received.receipt.encode() in written
    for secret in (somebody.id_number, somebody.name, "清岚", somebody.address, "望江亭9号", "13800138001"):
        assert secret.encode() not in written
    assert jpeg()[:20] not in written


# ---------------------------------------------------------------- papers


def test_a_paper_verifies_by_its_code_and_by_its_qr(
    counter: Counter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = counter.paper(counter.submit().application_id)
    scanned = paper.verify_url.rpartition("/")[2]
    for code in (paper.verify_code, paper.verify_code.lower(), scanned):
        verified = papers.verify(counter.office, code)
        assert (verified.public.holder, verified.valid) == ("陈**", True)
    store = ["--database", str(tmp_path / "office0.db"), "--keys", str(tmp_path / "office.keys")]
    assert main(["verify", scanned, *store]) == 0
    assert "valid: 老年优待证, 陈** 110***********0013" in capsys.readouterr().out
    assert main(["verify", "0000-0000-0000-0000", *store]) == 1


def test_a_forged_code_is_not_genuine(counter: Counter) -> None:
    paper = counter.paper(counter.submit().application_id)
    signature = paper.verify_url[-86:]
    other = "A" if signature[0] != "A" else "B"
    for code in (
        "",
        "0000-0000-0000-0000",
        f"{paper.verify_code}.",
        f"{paper.verify_code}.{other}{signature[1:]}",
        f"0000-0000-0000-0000.{signature}",
        f"{paper.verify_code}.{signature}A",
        "' OR 1=1 --",
        "你" * 19,
    ):
        with pytest.raises(Refusal, match="paper_not_genuine"):
            papers.verify(counter.office, code)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE application_papers SET public = json_set(public, '$.holder', '李**')",
        "UPDATE application_papers SET public = json_set(public, '$.valid_until', '2199-01-01')",
        "UPDATE application_papers SET public = json_set(public, '$.key_id', 7)",
        "UPDATE application_papers SET public = '{}'",
        "UPDATE application_papers SET signature = 'A'",
        "UPDATE application_papers SET verify_code = '1111-1111-1111-1111'",
    ],
)
def test_a_paper_that_somebody_wrote_into_the_store_is_not_genuine(
    counter: Counter, change: Callable[..., None], statement: str
) -> None:
    received = counter.submit()
    paper = counter.paper(received.application_id)
    change(statement)
    for code in (paper.verify_code, "1111-1111-1111-1111"):
        with pytest.raises(Refusal, match="paper_not_genuine"):
            papers.verify(counter.office, code)


def test_a_paper_ends_when_it_says(open_small: Open) -> None:
    def ending(document: dict[str, Any]) -> None:
        document["documents"][0]["valid_until"] = "add_months(today, 1)"

    counter = Counter(open_small(), item_document(ending))
    paper = counter.paper(counter.submit().application_id)
    assert paper.valid_until == "2026-12-23"
    counter.house.at("10:00", "2026-12-23")
    assert papers.verify(counter.office, paper.verify_code).valid
    counter.house.at("10:00", "2026-12-24")
    assert not papers.verify(counter.office, paper.verify_code).valid


def test_an_approval_whose_paper_has_a_gap_is_for_a_person(open_small: Open) -> None:
    def gap(document: dict[str, Any]) -> None:
        document["documents"][0]["lines"][0]["value"] = "sources.population.residence_since"

    counter = Counter(open_small(), item_document(gap))
    received = counter.submit()
    assert received.outcome is Outcome.MANUAL
    assert decisions.replay(counter.office, received.application_id) is Outcome.MANUAL


def test_the_public_page_says_no_more_than_it_must_and_not_too_often(counter: Counter) -> None:
    paper = counter.paper(counter.submit().application_id)
    with serving(counter.office) as url, requests.Session() as anybody:
        page = anybody.get(f"{url}/verify/{paper.verify_url.rpartition('/')[2]}")
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert '<html lang="zh-CN">' in page.text
        assert "证明真实有效" in page.text
        assert "陈**" in page.text
        assert "陈国安" not in page.text
        assert GUOAN.id_number not in page.text
        forged = anybody.get(f"{url}/verify/<script>alert(1)<script>")
        assert forged.status_code == 404
        assert "script" not in forged.text
        assert 'name="code"' in anybody.get(f"{url}/verify").text
        typed = anybody.get(f"{url}/verify", params={"code": paper.verify_code.lower()})
        assert "证明真实有效" in typed.text
        for _ in range(visits.MOST):
            last = anybody.get(f"{url}/verify/{paper.verify_code}")
        assert last.status_code == 429
        assert last.headers["Retry-After"] in ("1", "2")
        assert f"请过 {last.headers['Retry-After']} 秒再试" in last.text
        typed = {"code": paper.verify_code}
        assert anybody.get(f"{url}/verify", params=typed).status_code == 429
        elsewhere = {"X-Forwarded-For": "203.0.113.9"}  # by a gateway on the office's own machine
        assert anybody.get(f"{url}/verify", params=typed, headers=elsewhere).status_code == 200
