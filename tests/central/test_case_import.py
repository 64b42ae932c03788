"""A department's file: CSV or JSON, UTF-8 or GB18030; each row whole or refused by row, column and reason."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central.__main__ import main
from central.cases import report_file
from central.cases.report_file import HEADERS, Fault, FileUnreadable, Row
from central.contract.item import CaseKind, Unit
from central.services import case_imports, cases
from central.services.case_imports import Imported
from central.services.departments import Reporter
from central.services.supervision import supervise
from central.store import cases as stored
from tests.central.house import ANNA, SHANGHAI, House

WATER = Reporter("water", "department:file")
HEAD = "办件编号,环节,时间,事项编码,事项名称,申请人,证件号码,承诺时限,文书编号,原因,材料,批准人,延长,救济途径"
OPEN = f"SW-1,收件,2026-11-20 09:00,pipe,用水报装,李秀英,{ANNA.lower()},20个工作日,,,,,,"


def sheet(*rows: str) -> str:
    return "\n".join([HEAD, *rows]) + "\n"


def row(number: str, kind: str, at: str, **other: str) -> str:
    cells = dict.fromkeys(HEAD.split(","), "") | {"办件编号": number, "环节": kind, "时间": at} | other
    return ",".join(cells.values())


WHOLE = sheet(
    row("SW-1", "准予", "2026-11-21 16:00", 文书编号="决1"),
    OPEN,
    row("SW-1", "受理", "2026-11-20 10:00", 文书编号="受1"),
    row("SW-1", "审核", "2026/11/20 10:30"),
    row(
        "SW-1", "延期", "2026-11-21T09:00:00+08:00", 文书编号="延1", 原因="管网改造", 批准人="张局长", 延长="5个工作日"
    ),
)


@pytest.fixture
def house(open_small: Any) -> House:
    return open_small().at("10:00")  # type: ignore[no-any-return]


def take_in(house: House, content: str | bytes, encoding: Any = None) -> Imported:
    raw = content.encode() if isinstance(content, str) else content
    return case_imports.take_in(house.office, house.hall_id, WATER, report_file.read(raw, SHANGHAI, encoding=encoding))


def kinds(house: House, own_number: str = "SW-1") -> list[str]:
    def look(desk: Any) -> list[str]:
        case = stored.find_by_own_number(desk.connection, "water", own_number)
        return [event.kind.value for event in cases.read(desk.keys, desk.connection, case).history.in_order]

    return house.look(look)


def faults(house: House, *rows: str) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.reason) for fault in take_in(house, sheet(*rows)).faults]


# ---------------------------------------------------------------- what is taken


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_taken_in_whatever_its_order_and_encoding(house: House, encoding: str) -> None:
    assert take_in(house, WHOLE.encode(encoding)) == Imported(opened=1, changed=4, known=0, faults=())
    assert kinds(house) == ["submitted", "accepted", "review_begun", "extended", "granted"]


def test_a_file_that_comes_again_changes_nothing(house: House) -> None:
    take_in(house, WHOLE)
    assert take_in(house, WHOLE) == Imported(opened=0, changed=0, known=5, faults=())
    longer = WHOLE + row("SW-1", "发证", "2026-11-22 09:00") + "\n"
    assert take_in(house, longer) == Imported(opened=0, changed=1, known=5, faults=())


def test_json_says_the_same_in_either_words(house: House) -> None:
    names = {words: name for name, words in HEADERS.items()}
    table = [dict(zip(HEAD.split(","), line.split(","), strict=True)) for line in WHOLE.splitlines()[1:]]
    english = [{names[header]: cell for header, cell in cells.items()} for cells in table]
    assert take_in(house, json.dumps(table, ensure_ascii=False)).opened == 1
    assert take_in(house, json.dumps(english)) == Imported(opened=0, changed=0, known=5, faults=())


def test_limits_keep_their_unit() -> None:
    (read,) = report_file.read(sheet(OPEN).encode(), SHANGHAI)
    assert isinstance(read, Row)
    assert read.opens is not None
    assert read.opens.promised_limit is not None
    assert (read.opens.promised_limit.amount, read.opens.promised_limit.unit) == (20, Unit.WORKING_DAY)
    assert (read.opens.kind, read.opens.applicant.id_number) == (CaseKind.PROMISED, ANNA)
    assert read.change.at.utcoffset() == SHANGHAI.utcoffset(read.change.at)


# ---------------------------------------------------------------- what is refused, row by row


@pytest.mark.parametrize(
    ("wrong", "column", "reason"),
    [
        (row("SW-1", "办妥", "2026-11-20 10:00"), "环节", "no word"),
        (row("SW-1", "受理", "20.11.2026"), "时间", "no time"),
        (row("SW-1", "受理", ""), "时间", "is empty"),
        (row("", "受理", "2026-11-20 10:00"), "办件编号", "is empty"),
        (row("SW-1", "受理", "2026-11-20 10:00"), "文书编号", "case needs"),
        (row("SW-1", "受理", "2026-11-20 08:00", 文书编号="受1"), "时间", "not open yet"),
        (row("SW-1", "受理", "2026-11-29 10:00", 文书编号="受1"), "时间", "in future"),
        (row("SW-9", "受理", "2026-11-20 10:00", 文书编号="受1"), "办件编号", "not found"),
        (row("SW-1", "准予", "2026-11-20 10:00"), "环节", "not allowed"),
        (row("SW-1", "不予受理", "2026-11-20 10:00", 文书编号="不1"), "原因", "case needs"),
        (row("SW-1", "不予受理", "2026-11-20 10:00", 文书编号="不1", 原因="<b>不</b>"), "原因", "markup"),
        (row("SW-1", "不予受理", "2026-11-20 10:00", 文书编号="不\u202e1", 原因="不"), "文书编号", "invisible"),
        (row("SW-1", "延期", "2026-11-20 10:00", 延长="5"), "延长", "unit"),
        (row("SW-1", "受理", "2026-11-20 10:00") + ",x", "", "15 cells"),
        (OPEN.replace(ANNA.lower(), "110105194912310021"), "证件号码", "id number invalid"),
        (OPEN.replace("李秀英", "王五").replace(ANNA.lower(), "110105198505219999"), "办件编号", "taken"),
        (OPEN.replace("用水报装", "").replace("SW-1", "SW-2"), "事项名称", "missing"),
        (OPEN.replace("用水报装", "<b>用水").replace("SW-1", "SW-2"), "事项名称", "markup"),
        (OPEN.replace("20个工作日", "20"), "承诺时限", "unit"),
        (OPEN.replace("SW-1", "SW 1%"), "办件编号", "is no number"),
    ],
)
def test_a_refused_row_is_named_by_row_column_and_reason(house: House, wrong: str, column: str, reason: str) -> None:
    good = row("SW-1", "受理", "2026-11-20 11:00", 文书编号="受9")
    (found,) = faults(house, OPEN, wrong, good)
    assert (found[0], found[1]) == (2, column)
    assert reason in found[2]
    assert kinds(house) == ["submitted", "accepted"]


@pytest.mark.parametrize("own_number", ["a\0b", "\ud800", "x" * 51, "%", "SW 1", "ＳＷ-1", "ЅW-1", "SW-1\u200b"])
def test_a_number_that_only_looks_like_one_is_refused_before_anybody_looks(open_house: Any, own_number: str) -> None:
    """Escaped in JSON it may hold what no database takes: a NUL, half a character."""
    house = open_house().at("10:00")
    take_in(house, WHOLE)
    rows = [{"own_number": own_number, "kind": "审核", "at": "2026-11-20 11:00"}]
    [fault] = take_in(house, json.dumps(rows)).faults
    assert (fault.row, fault.column) == (1, "own_number")
    assert fault.reason.startswith("is no number")


def test_an_absurd_extension_of_one_case_stops_no_pass_over_all(house: House) -> None:
    absurd = row("SW-1", "延期", "2026-11-21 09:00", 文书编号="延1", 原因="写错了", 批准人="张局长", 延长="3650个月")
    received = row("SW-1", "受理", "2026-11-20 10:00", 文书编号="受1")
    assert not take_in(house, sheet(OPEN.replace("20个工作日", "3650个月"), received, absurd)).faults
    supervise(house.office)


def test_nothing_of_a_refused_row_stays(house: House) -> None:
    bad = row("SW-1", "审核", "2026-11-20 12:00")
    assert [fault[1] for fault in faults(house, OPEN, bad)] == ["环节"]
    mended = take_in(house, sheet(OPEN, row("SW-1", "受理", "2026-11-20 11:00", 文书编号="受1"), bad))
    assert (mended.changed, mended.known, mended.faults) == (2, 1, ())


# ---------------------------------------------------------------- what is no file of changes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "missing"),
        (b"\xff\xff\xff", "not UTF-8 or GB18030"),
        ("办件编号,环节,时间,薪水\n".encode(), "not known"),
        ("办件编号,环节,时间,时间\n".encode(), "twice"),
        ("办件编号,时间\n".encode(), "环节"),
        (b"own_number,kind,at\n\0", "NUL"),
        ('办件编号,环节,时间\n"a'.encode(), "no CSV"),
        (b"[", "no JSON"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(content: bytes, said: str) -> None:
    with pytest.raises(FileUnreadable, match=said):
        list(report_file.read(content, SHANGHAI))


def test_strange_rows_of_json_are_named() -> None:
    read = list(report_file.read('["a", {"薪水": "1"}, {"时间": 1}, {}]'.encode(), SHANGHAI))
    assert [fault.row for fault in read if isinstance(fault, Fault)] == [1, 2, 3, 4]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEAD + "\n" + text).encode()))
@settings(max_examples=150)
def test_garbage_is_a_fault_or_no_file(content: bytes) -> None:
    with suppress(FileUnreadable):
        assert all(isinstance(each, Row | Fault) for each in report_file.read(content, SHANGHAI))


# ---------------------------------------------------------------- the command line


def test_the_command_takes_in_shows_and_replays(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, database = tmp_path / "cases.csv", str(tmp_path / "office0.db")
    store = ["--database", database, "--keys", str(tmp_path / "office.keys")]
    file.write_text(WHOLE + row("SW-1", "受理", "2026-11-22 09:00") + "\n", encoding="gb18030")
    house.close()
    assert main(["cases", "import", str(file), "--department", "water", *store]) == 1
    said = capsys.readouterr()
    assert said.out == "1 opened, 4 changed, 0 known already, 1 refused\n"
    assert said.err.startswith("row 6, 环节: case change not allowed")
    number = house.look(lambda desk: stored.find_by_own_number(desk.connection, "water", "SW-1").number)  # type: ignore[union-attr]
    assert main(["cases", "show", number.lower(), *store]) == 0
    shown = capsys.readouterr().out
    assert "用水报装" in shown
    assert "延1; 管网改造; approved by 张局长" in shown
    assert ANNA not in shown
    assert main(["cases", "show", number[:-1] + ("1" if number[-1] == "0" else "0"), *store]) == 1
    assert "case_number_invalid" in capsys.readouterr().err
    assert main(["cases", "replay", *store]) == 0
    assert capsys.readouterr().out == "1 of 1 cases are the fold of their events, and none of these was touched\n"
