"""What everybody may see of the lights and of the units' months, as data and as a page; it names nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from central.api.evidence import share
from central.contract.figures import Counted, percent
from central.contract.messages import Words
from central.contract.supervision import OpenSupervision
from central.contract.texts import CATALOGUES, Phrases, Texts
from central.limits.figure import Period
from central.services import figure_editions, open_supervision
from central.services.editions import EditionBroken
from tests.central.courses import at
from tests.central.house import House
from tests.central.terminal import serving
from tests.central.test_case_page import is_ours
from tests.central.test_following import refused
from tests.central.test_supervise import Hall

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
SAY = Phrases(Texts(CATALOGUES))


@pytest.fixture
def hall(open_house: Callable[..., House]) -> Hall:
    return busy(open_house())


def busy(house: House) -> Hall:
    """Three cases: late and silent, late and explained, closed in time."""
    hall = Hall(house).at("2026-03-02 10:00")
    hall.open(name=Words(zh_CN="谁家的租赁备案"))
    explained, closed = hall.open(department="water"), hall.open(department="fire")
    hall.at("2026-03-03 10:00")
    for kind in ("accepted", "review_begun", "granted", "issued", "closed"):
        hall.say(closed, kind)
    hall.at("2026-03-12 09:00").say(explained, "late_explained", reason="等待李秀英的鉴定")
    hall.supervise()
    return hall


# ---------------------------------------------------------------- on both databases


def test_the_board_counts_each_case_once_and_tells_what_is_late(hall: Hall) -> None:
    board = open_supervision.read(hall.office).board
    assert board is not None
    lights = {each.unit: (each.green, each.white, each.yellow, each.red, each.other) for each in board.units}
    assert lights == {"fire": (1, 0, 0, 0, 0), "housing": (0, 0, 0, 1, 0), "water": (0, 0, 0, 1, 0)}
    late = {each.unit: each for each in board.late}
    assert [late[unit].explained for unit in ("housing", "water")] == [False, True]
    assert {(each.due, each.days, each.level) for each in board.late} == {(date(2026, 3, 9), 3, "on_site")}
    hall.at("2026-03-20 09:00").supervise()
    later = open_supervision.read(hall.office).board
    assert later is not None
    assert {(each.days, each.level) for each in later.late} == {(11, "meeting")}


def test_a_month_is_kept_as_it_was_published(hall: Hall) -> None:
    for by, code in (("", "figures_publisher_missing"), ("王主任", "figures_not_over")):
        with refused(code):
            open_supervision.publish(hall.office, MARCH, by)
    with refused("figures_not_over"):
        open_supervision.publish(hall.at("2026-04-01 00:59").office, MARCH, "王主任")
    hall.at("2026-04-01 09:00")
    first = open_supervision.publish(hall.office, MARCH, "王主任")
    assert first == open_supervision.read(hall.office).scores
    assert {each.unit: each.points for each in first.scores.units} == {"fire": 1, "housing": -6, "water": -6}
    with refused("figures_published_already"):
        open_supervision.publish(hall.office, MARCH, "王主任")
    for kind in ("accepted", "review_begun", "granted", "issued", "closed"):
        hall.say(_of(hall, "housing"), kind, at=at("2026-03-04 10:00"))
    with refused("figures_reason_missing"):
        open_supervision.publish(hall.office, MARCH, "王主任")
    second = open_supervision.publish(hall.office, MARCH, "王主任", "住建部门补报了三月的办结")
    assert (second.edition, second.reason) == (2, "住建部门补报了三月的办结")
    assert {each.unit: each.points for each in second.scores.units} == {"fire": 1, "housing": 1, "water": -6}
    assert open_supervision.read(hall.office).scores == second
    with hall.office.database.write() as connection:
        connection.execute(
            text("UPDATE public_documents SET content = replace(content, '-6', '99') WHERE name != 'board'")
        )
    with pytest.raises(EditionBroken, match="scores/2026-03, edition 2"):
        open_supervision.read(hall.office)


def _of(hall: Hall, unit: str) -> str:
    """The unit's only case."""
    query = text("SELECT case_id FROM cases WHERE department = :unit")
    return str(hall.house.look(lambda desk: desk.connection.scalar(query, {"unit": unit})))


# ---------------------------------------------------------------- the pages


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = tmp_path_factory.mktemp("office")
    hall = busy(House(str(directory / "office.db"), directory)).at("2026-04-01 09:00")
    open_supervision.publish(hall.office, MARCH, "王主任")
    figure_editions.publish(hall.office, MARCH, "王主任")
    with serving(hall.office) as address:
        yield address
    hall.house.close()


def test_the_wall_names_nobody_and_looks_again_by_itself(url: str) -> None:
    page = requests.get(f"{url}/public/supervision", timeout=10)
    assert (page.status_code, is_ours(page)) == (200, True)
    assert '<meta http-equiv="refresh" content="60">' in page.text
    assert not re.search(r"李秀英|租赁|11010519491231002X|鉴定|督导|王主任", page.text)
    assert not re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.text), "no number to try factors with"
    for said in ("已超时", "超期办件 2 件", "没有说明", "已说明", "专题会", "样本不足 30", "Cases of each unit"):
        assert said in page.text
    short = requests.get(f"{url}/public/supervision?most=1", timeout=10).text
    assert "另有 1 件" in short
    assert requests.get(f"{url}/public/supervision?most=0", timeout=10).status_code == 422
    data = requests.get(f"{url}/v1/public/supervision", timeout=10)
    assert OpenSupervision.model_validate_json(data.content).scores is not None


def test_every_published_number_opens_to_its_evidence(url: str) -> None:
    page = requests.get(f"{url}/public/figures", timeout=10)
    assert (page.status_code, is_ours(page)) == (200, True)
    published = requests.get(f"{url}/v1/public/figures/2026-03", timeout=10).json()["figures"]["figures"]
    (chinese, english) = re.findall(r"<main.*?</main>", page.text)
    for main in (chinese, english):
        cards = re.findall(r'<section class="card">.*?</section>', main)
        assert len(cards) == len(published)
        for card, figure in zip(cards, published, strict=True):
            assert "<details>" in card
            if (rate := figure["rate"]) and rate["percent"] is not None:
                assert f"{rate['percent']} %</b>" in card
                assert f"{rate['numerator']}&nbsp;/&nbsp;{rate['denominator']}" in card
    assert all(figure["method"]["zh_CN"] in chinese.replace("&#x27;", "'") for figure in published)
    assert requests.get(f"{url}/public/figures/2026-03", timeout=10).content == page.content
    for other in ("2026-02", "%3Cb%3E", "..", "2026-3", "9" * 400):
        assert requests.get(f"{url}/public/figures/{other}", timeout=10).status_code == 404


@pytest.mark.parametrize(
    ("numerator", "denominator", "said", "unsaid"),
    [
        (20726, 20842, ["99.44 %", "20726&nbsp;/&nbsp;20842"], ["样本不足", "待复核"]),
        (29, 29, ["100.00 %", "样本不足 30", "待复核"], []),
        (0, 0, ["没有可以统计的"], ["%"]),
    ],
)
def test_a_share_stands_with_its_numbers_and_its_doubts(
    numerator: int, denominator: int, said: list[str], unsaid: list[str]
) -> None:
    rate = Counted(
        numerator=numerator,
        denominator=denominator,
        percent=percent(numerator, denominator),
        sample_too_small=denominator < 30,
        second_look=0 < denominator == numerator,
    )
    shown = share(SAY, rate)
    assert all(each in shown for each in said)
    assert not any(each in shown for each in unsaid)


def test_an_office_without_a_pass_and_without_figures_says_so(tmp_path: Path) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    with serving(house.office) as url:
        assert "还没有巡查过" in requests.get(f"{url}/public/supervision", timeout=10).text
        assert "还没有公布过数据" in requests.get(f"{url}/public/figures", timeout=10).text
    house.close()
