"""What is published of the figures: once, with a reason again, never over what was there; and how it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import ValidationError
from sqlalchemy import text

from central.__main__ import main
from central.contract.figures import Figure, Figures, Publications, Published, percent
from central.limits.figure import NotAFigure, Period
from central.services import figure_editions
from central.services.editions import EditionBroken
from central.services.refusals import Refusal
from tests.central.house import House
from tests.central.terminal import serving
from tests.central.test_supervise import Hall, decide

Open = Callable[..., House]
MARCH = Period.named("2026-03")
APRIL = "2026-04-02 02:00"


def month(hall: Hall, cases: int = 6) -> list[str]:
    """A March in which cases were accepted and all but one decided."""
    opened = [hall.at("2026-03-02 10:00").open() for _ in range(cases)]
    for case_id in opened[1:]:
        decide(hall, case_id, "2026-03-05 10:00")
    hall.at("2026-03-05 10:00").say(opened[0], "accepted")
    hall.at(APRIL)
    return opened


def figure(found: Figures, code: str) -> Figure:
    return next(each for each in found.figures if each.code == code)


def said(found: Figures, code: str) -> str:
    rate = figure(found, code).rate
    return "-" if rate is None else f"{rate.numerator}/{rate.denominator}"


def test_the_same_numbers_are_published_once_and_others_beside_them_with_a_reason(open_house: Open) -> None:
    hall = Hall(open_house())
    open_case, *_ = month(hall)
    first = figure_editions.publish(hall.office, MARCH, "王主任")
    assert (first.period, first.edition, first.reason) == ("2026-03", 1, "")
    assert figure_editions.check(hall.office, MARCH) == (first, [])
    with pytest.raises(Refusal, match="figures_published_already"):
        figure_editions.publish(hall.office, MARCH, "王主任", "再来一次")
    hall.at("2026-03-31 09:00")
    decided = {"at": hall.office.clock.now()}
    hall.at("2026-04-03 10:00")
    hall.say(open_case, "review_begun", **decided)
    hall.say(open_case, "granted", **decided)
    _, found = figure_editions.check(hall.office, MARCH)
    assert ("closed_of_accepted", "5/6", "6/6") in {(each.place, each.published, each.counted) for each in found}
    with pytest.raises(Refusal, match="figures_reason_missing"):
        figure_editions.publish(hall.office, MARCH, "王主任")
    again = figure_editions.publish(hall.office, MARCH, "王主任", "部门补报")
    assert (again.edition, again.reason) == (2, "部门补报")
    assert figure_editions.check(hall.office, MARCH) == (again, [])
    assert said(figure_editions.read(hall.office, "2026-03").figures, "closed_of_accepted") == "6/6"
    old = figure_editions.read(hall.office, "2026-03", 1)
    assert said(old.figures, "closed_of_accepted") == "5/6", "the first one stays as it was"
    assert [each.edition for each in old.editions] == [2, 1]
    hall.house.later(minutes=1)
    figure_editions.publish(hall.office, Period.named("2026-02"), "王主任")
    assert [(each.period, each.edition) for each in figure_editions.listed(hall.office).publications] == [
        ("2026-02", 1),
        ("2026-03", 2),
    ]


@pytest.mark.parametrize(
    ("now", "by", "code"),
    [
        ("2026-02-28 23:59", "王主任", "figures_in_future"),
        ("2026-03-31 23:00", "王主任", "figures_not_over"),
        ("2026-04-01 00:59", "王主任", "figures_not_over"),
        ("2026-04-01 01:00", "", "figures_publisher_missing"),
        ("2026-04-01 01:00", "<b>", "bad_request"),
    ],
)
def test_what_cannot_be_published(open_small: Open, now: str, by: str, code: str) -> None:
    hall = Hall(open_small()).at(now)
    with pytest.raises(Refusal, match=code):
        figure_editions.publish(hall.office, MARCH, by)
    assert figure_editions.listed(hall.office) == Publications()


def test_what_was_changed_in_the_database_is_found(open_small: Open) -> None:
    hall = Hall(open_small())
    month(hall)
    figure_editions.publish(hall.office, MARCH, "王主任")
    with hall.office.database.write() as connection:
        connection.execute(text("UPDATE public_documents SET content = replace(content, '5', '6')"))
    for look in (figure_editions.check, lambda office, _: figure_editions.read(office, "2026-03")):
        with pytest.raises(EditionBroken, match="2026-03, edition 1"):
            look(hall.office, MARCH)


@pytest.mark.parametrize(
    "hand",
    [
        "UPDATE public_documents SET content = :content, digest = :digest WHERE edition = 2",
        "UPDATE public_documents SET reason = 'x' WHERE edition = 1",
        "UPDATE public_documents SET publisher = 'x' WHERE edition = 2",
        "UPDATE public_documents SET at = as_of WHERE edition = 1",
        "UPDATE public_documents SET seal = '' WHERE edition = 1",
        "DELETE FROM public_documents WHERE edition = 1",
    ],
)
def test_whoever_makes_a_digest_anew_is_found_as_well(open_small: Open, hand: str) -> None:
    hall = Hall(open_small())
    cases = month(hall)
    figure_editions.publish(hall.office, MARCH, "王主任")
    hall.at("2026-03-31 09:00").say(cases[0], "review_begun")
    hall.say(cases[0], "granted")
    figure_editions.publish(hall.at("2026-04-03 10:00").office, MARCH, "王主任", "部门补报")
    with hall.office.database.write() as connection:
        content = str(connection.execute(text("SELECT content FROM public_documents WHERE edition = 1")).scalar_one())
        values = {"content": content, "digest": hashlib.sha256(content.encode()).hexdigest()}
        connection.execute(text(hand), values if ":content" in hand else {})
    with pytest.raises(EditionBroken, match="2026-03, edition"):
        figure_editions.read(hall.office, "2026-03")
    with pytest.raises(EditionBroken, match="2026-03, edition"):
        figure_editions.publish(hall.office, MARCH, "王主任", "再来一次")


def test_an_event_that_was_changed_in_the_database_is_a_number_that_differs(open_small: Open) -> None:
    hall = Hall(open_small())
    month(hall)
    figure_editions.publish(hall.office, MARCH, "王主任")
    with hall.office.database.write() as connection:
        connection.execute(text("UPDATE case_events SET at = '2026-03-20 02:00:00' WHERE kind = 'granted'"))
    _, found = figure_editions.check(hall.office, MARCH)
    assert ("in_time_of_closed", "5/5", "0/5") in {(each.place, each.published, each.counted) for each in found}


GOOD: dict[str, Any] = {
    "code": "closed_of_accepted",
    "name": {"zh_CN": "办结率"},
    "counted": {"zh_CN": "办结"},
    "of": {"zh_CN": "受理"},
    "method": {"zh_CN": "按受理日期"},
    "source": "cases",
    "things": "cases",
    "rate": {
        "numerator": 20726,
        "denominator": 20842,
        "percent": "99.44",
        "sample_too_small": False,
        "second_look": False,
    },
}
FIGURES: dict[str, Any] = {
    "period": "2026-03",
    "first": "2026-03-01",
    "last": "2026-03-31",
    "as_of": "2026-04-01T00:00:00+08:00",
    "over": True,
    "calendar": "0",
    "program": "x",
    "cases": 1,
    "events": 1,
    "figures": [GOOD],
}


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != name}


@pytest.mark.parametrize("name", ["numerator", "denominator", "percent", "sample_too_small", "second_look"])
def test_a_share_without_its_numbers_is_none(name: str) -> None:
    assert Figure.model_validate(GOOD)
    with pytest.raises(ValidationError):
        Figure.model_validate(GOOD | {"rate": without(GOOD["rate"], name)})


@pytest.mark.parametrize(
    "change",
    [
        {"method": {"zh_CN": ""}},
        {"counted": {"zh_CN": ""}},
        {"rate": GOOD["rate"] | {"percent": "99.45"}},
        {"rate": GOOD["rate"] | {"percent": "100.00"}},
        {"rate": GOOD["rate"] | {"numerator": 20843}},
        {"rate": GOOD["rate"] | {"second_look": True}},
        {"rate": GOOD["rate"] | {"numerator": 20842, "percent": "100.00"}},
        {"rate": None},
        {"rate": GOOD["rate"], "undefined": "nothing"},
    ],
)
def test_a_share_that_is_not_that_of_its_numbers_is_none(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Figure.model_validate(GOOD | change)


@pytest.mark.parametrize("name", ["period", "first", "last", "as_of", "calendar", "over", "cases", "events"])
def test_figures_without_their_period_are_none(name: str) -> None:
    assert Figures.model_validate(FIGURES)
    with pytest.raises(ValidationError):
        Figures.model_validate(without(FIGURES, name))


def test_satisfaction_is_not_shown_without_the_share_that_answered() -> None:
    satisfied = GOOD | {"code": "satisfied", "beside": "answered"}
    assert Figures.model_validate(FIGURES | {"figures": [satisfied, GOOD | {"code": "answered"}]})
    with pytest.raises(ValidationError):
        Figures.model_validate(FIGURES | {"figures": [satisfied]})


def test_digits_are_cut_and_never_rounded_up() -> None:
    assert percent(20726, 20842) == "99.44"
    assert percent(99_999, 100_000) == "99.99"
    assert (percent(1, 1), percent(0, 7), percent(0, 0)) == ("100.00", "0.00", None)


@pytest.mark.parametrize(
    ("name", "whole"),
    [("2026-02", True), ("2026-02-01..2026-02-28", True), ("2026-02-01..2026-02-27", False)],
)
def test_a_period_has_one_name(name: str, whole: bool) -> None:
    assert Period.named(name).name == ("2026-02" if whole else name)


@pytest.mark.parametrize(
    "name",
    ["", "2026", "2026-13", "2026-00", "2026-02-01..2026-01-31", "2026-W05", "20260201..20260228", "２０２６-02"],
)
def test_no_period(name: str) -> None:
    with pytest.raises(NotAFigure):
        Period.named(name)


# ---------------------------------------------------------------- read by anybody


def test_anybody_reads_what_was_published_and_can_check_its_bytes(open_small: Open) -> None:
    hall = Hall(open_small())
    month(hall)
    with serving(hall.office) as url:
        assert requests.get(f"{url}/v1/public/figures", timeout=10).json() == {"publications": []}
        assert requests.get(f"{url}/v1/public/figures/2026-03", timeout=10).status_code == 404
        made = figure_editions.publish(hall.office, MARCH, "王主任")
        [listed] = Publications.model_validate(requests.get(f"{url}/v1/public/figures", timeout=10).json()).publications
        assert listed == made
        got = requests.get(f"{url}/v1/public/figures/2026-03", timeout=10)
        assert got.headers["Cache-Control"] == "public, max-age=300"
        told = Published.model_validate(got.json())
        document = got.text[got.text.index('"figures":') + len('"figures":') : -1]
        assert hashlib.sha256(document.encode()).hexdigest() == told.edition.digest == made.digest
        assert "王主任" not in got.text
        for bad, status in (("2026-03?edition=2", 404), ("2026-03?edition=0", 422), ("march", 422), ("2026-04", 404)):
            assert requests.get(f"{url}/v1/public/figures/{bad}", timeout=10).status_code == status
        answers = [requests.get(f"{url}/v1/public/figures", timeout=10) for _ in range(30)]
        [*_, last] = answers
        assert last.status_code == 429
        assert (last.json()["code"], int(last.headers["Retry-After"]) > 0) == ("too_many_requests", True)


def test_the_command(open_small: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    month(Hall(open_small()))
    at = ["--database", str(next(tmp_path.glob("office*.db"))), "--keys", str(tmp_path / "office.keys")]

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["figures", *words, *at])
        told = capsys.readouterr()
        return code, told.out, told.err

    code, told, _ = run("2026-03")
    assert code == 0
    assert said(Figures.model_validate_json(told), "closed_of_accepted") == "5/6"
    assert run("2026-03")[1] == told, "counted twice, it is the same"
    code, told, _ = run("2026-03", "--table")
    assert "办结率  closed_of_accepted  5/6 = 83.33 % 样本不足" in told
    assert "未办结，已经超期 1" in told
    code, told, _ = run("publish", "2026-03", "--by", "王主任")
    assert (code, told.startswith("2026-03, edition 1")) == (0, True)
    assert run("check", "2026-03")[:2] == (0, "2026-03, edition 1: every number is the same\n")
    for words, why in (
        (["check", "2026-02"], "figures_unpublished"),
        (["publish", "2026-02", "--hall", "HALL-1"], "all halls"),
        (["2026-02", "--hall", "NONE"], "hall_unknown"),
        (["2026-02", "2026-03"], "one period"),
        (["2026-2"], "a period is"),
    ):
        code, _, told = run(*words)
        assert (code, why in told) == (1, True), told
    assert json.loads(run("2026-02")[1])["cases"] == 0
