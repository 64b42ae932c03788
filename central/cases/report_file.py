"""A department's file of changes, CSV or JSON, read row by row: each row is one change, or what is wrong with it.

The headers are the field's own words or the English names; see `docs/office.md`. Encodings: UTF-8 and GB18030.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from central.contract.case import CaseApplicant, EventKind, Extension, OpenCase, OwnNumber, ReportedChange, Special
from central.contract.item import TimeLimit, Unit
from central.contract.messages import Message, Words

M = TypeVar("M", bound=Message)
Encoding = Literal["utf-8", "gb18030"]
MOST_BYTES = 256 * 1024 * 1024

HEADERS: Mapping[str, str] = {
    "own_number": "办件编号",
    "kind": "环节",
    "at": "时间",
    "item": "事项编码",
    "name": "事项名称",
    "case_kind": "办件类型",
    "applicant": "申请人",
    "id_number": "证件号码",
    "phone": "手机号码",
    "credit_code": "统一社会信用代码",
    "legal_limit": "法定时限",
    "promised_limit": "承诺时限",
    "reason": "原因",
    "notice": "文书编号",
    "approver": "批准人",
    "appeal": "救济途径",
    "missing": "材料",
    "special": "特别程序",
    "until": "补齐期限",
    "extension": "延长",
}
"""Each column by its English name; a file may use either word."""

_OWN_NUMBER = TypeAdapter[str](OwnNumber)
_REQUIRED = ("own_number", "kind", "at")
_NAMES = {**{name: name for name in HEADERS}, **{words: name for name, words in HEADERS.items()}}
_KINDS: Mapping[str, EventKind] = {
    **{kind.value: kind for kind in EventKind},
    "收件": EventKind.SUBMITTED,
    "一次性补正告知": EventKind.SUPPLEMENT_ASKED,
    "补正": EventKind.SUPPLEMENT_ASKED,
    "已补正": EventKind.SUPPLEMENTED,
    "不予受理": EventKind.NOT_ACCEPTED,
    "不属本机关": EventKind.REFERRED,
    "受理": EventKind.ACCEPTED,
    "容缺受理": EventKind.ACCEPTED_WITH_GAP,
    "容缺补齐": EventKind.GAP_FILLED,
    "审核": EventKind.REVIEW_BEGUN,
    "特别程序开始": EventKind.STOPPED,
    "特别程序结束": EventKind.RESUMED,
    "延期": EventKind.EXTENDED,
    "转人工": EventKind.HANDED_OVER,
    "准予": EventKind.GRANTED,
    "不予": EventKind.REFUSED,
    "发证": EventKind.ISSUED,
    "送达": EventKind.ISSUED,
    "办结": EventKind.CLOSED,
    "撤回": EventKind.WITHDRAWN,
    "超期说明": EventKind.LATE_EXPLAINED,
}
_SPECIALS: Mapping[str, Special] = {
    **{special.value: special for special in Special},
    **dict(
        zip(
            ("听证", "招标", "拍卖", "检验检测检疫", "鉴定", "专家评审", "现场踏勘", "公示", "其他"),
            Special,
            strict=True,
        )
    ),
}
_UNITS = {
    "工作日": Unit.WORKING_DAY,
    "日": Unit.DAY,
    "天": Unit.DAY,
    "自然日": Unit.DAY,
    "小时": Unit.HOUR,
    "月": Unit.MONTH,
}
_TERM = re.compile(r"([0-9]{1,4})个?(工作日|自然日|日|天|小时|月)")
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")


class FileUnreadable(ValueError):
    """Nothing of the file can be taken; the text says why."""


@dataclass(frozen=True)
class Fault:
    """Why a row is not taken. `row`: the first one after the headers is 1; `column` as the file calls it."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Row:
    """One change of one case; the first of a case also says whose it is and about what."""

    row: int
    own_number: str
    change: ReportedChange
    opens: OpenCase | None = None


def read(content: bytes, zone: tzinfo, encoding: Encoding | None = None) -> Iterator[Row | Fault]:
    """Every row of a file, in the order of the file.

    Args:
        zone: of times without an offset.
        encoding: none: UTF-8 if it is that, else GB18030.

    Raises:
        FileUnreadable: too large, in no known encoding, headers that are unknown, double or missing, or no table.
    """
    if len(content) > MOST_BYTES:
        raise FileUnreadable(f"the file has more than {MOST_BYTES} bytes")
    text = _decoded(content, encoding)
    rows = _json_rows(text) if text.lstrip()[:1] == "[" else _csv_rows(text)
    for number, (cells, called) in enumerate(rows, 1):
        if isinstance(cells, str):
            yield Fault(number, "", cells)
            continue
        try:
            yield _row(number, cells, zone)
        except _Wrong as wrong:
            yield Fault(number, called.get(wrong.column, wrong.column), wrong.reason)


def _decoded(content: bytes, encoding: Encoding | None) -> str:
    for each in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return content.decode("utf-8-sig" if each == "utf-8" else each)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(f"the file is not {encoding or 'UTF-8 or GB18030'}")


_Cells = tuple[dict[str, str] | str, Mapping[str, str]]
"""Cells by their English name, or what is wrong with the row as a whole; and what the file calls each column."""


def _csv_rows(text: str) -> Iterator[_Cells]:
    if "\0" in text:
        raise FileUnreadable("the file holds a NUL; it is no table")
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        headers = [header.strip() for header in next(table, [])]
        names = _names(headers)
        called = dict(zip(names, headers, strict=True))
        for cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                yield f"has {len(cells)} cells, and there are {len(names)} columns", called
                continue
            yield dict(zip(names, (cell.strip() for cell in cells), strict=True)), called
    except csv.Error as error:
        raise FileUnreadable(f"line {table.line_num} is no CSV: {error}") from error


def _json_rows(text: str) -> Iterator[_Cells]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileUnreadable(f"the file is no JSON: {error}") from error
    for row in rows:
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            yield "is no object of texts", {}
            continue
        unknown = [header for header in row if header.strip() not in _NAMES]
        if unknown:
            yield f"has {unknown[0]!a:.40}, which is no column", {}
            continue
        called = {_NAMES[header.strip()]: header for header in row}
        yield {_NAMES[header.strip()]: value.strip() for header, value in row.items()}, called


def _names(headers: list[str]) -> list[str]:
    unknown = [header for header in headers if header not in _NAMES]
    if unknown:
        raise FileUnreadable(f"the column {unknown[0]!a:.60} is not known; see docs/office.md")
    names = [_NAMES[header] for header in headers]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise FileUnreadable(f"the column {HEADERS[double]} is there twice")
    if missing := next((name for name in _REQUIRED if name not in names), None):
        raise FileUnreadable(f"the column {HEADERS[missing]} ({missing}) is missing")
    return names


# ---------------------------------------------------------------- one row


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column, self.reason = column, reason


def _row(number: int, cells: Mapping[str, str], zone: tzinfo) -> Row:
    said = {name: cell for name, cell in cells.items() if cell}
    for name in _REQUIRED:
        if name not in said:
            raise _Wrong(name, "is empty")
    try:
        own_number = _OWN_NUMBER.validate_python(said["own_number"])
    except ValidationError:
        raise _Wrong("own_number", "is no number; letters, digits, Chinese characters and ()〔〕[]_./- only") from None
    kind = _known(said, "kind", _KINDS)
    change = _checked(
        ReportedChange,
        {
            "kind": kind,
            "at": _moment(said["at"], zone),
            **{name: said.get(name, "") for name in ("reason", "notice", "approver", "appeal")},
            "missing": [part for part in re.split(r"[;；]", said.get("missing", "")) if part.strip()],
            "special": _known(said, "special", _SPECIALS) if "special" in said else None,
            "until": said.get("until"),
            "extension": _extension(said),
        },
    )
    opens = _opening(said, change.at) if kind is EventKind.SUBMITTED else None
    return Row(number, own_number, change, opens)


def _opening(said: Mapping[str, str], at: datetime) -> OpenCase:
    applicant = _checked(
        CaseApplicant,
        {
            "name": said.get("applicant", ""),
            "id_number": said.get("id_number", "").upper(),
            "phone": said.get("phone"),
            "credit_code": said.get("credit_code"),
        },
        {"name": "applicant"},
    )
    return _checked(
        OpenCase,
        {
            "own_number": said["own_number"],
            "item": said.get("item", ""),
            "name": _checked(Words, {"zh_CN": said["name"]}, {"zh_CN": "name"}) if "name" in said else None,
            "kind": said.get("case_kind", "2"),
            "applicant": applicant,
            "at": at,
            "legal_limit": _limit(said, "legal_limit"),
            "promised_limit": _limit(said, "promised_limit"),
        },
        {"kind": "case_kind"},
    )


def _checked(model: type[M], values: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> M:
    """What a row says as a message; its first fault by the column that it stands in."""
    try:
        return model(**values)
    except ValidationError as error:
        fault = error.errors()[0]
        place = str(fault["loc"][0]) if fault["loc"] else ""
        raise _Wrong((columns or {}).get(place, place), fault["msg"].lower()) from None


def _known(said: Mapping[str, str], column: str, words: Mapping[str, Any]) -> Any:
    found = words.get(said[column])
    if found is None:
        raise _Wrong(column, "is no word that is known")
    return found


def _moment(text: str, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _written(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _written(text: str) -> datetime:
    for form in _TIMES:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  the zone is the hall's
        except ValueError:
            continue
    raise _Wrong("at", "is no time; write 2026-11-23 10:07")


def _term(text: str, column: str) -> tuple[int, Unit]:
    found = _TERM.fullmatch(text)
    if found is None:
        raise _Wrong(column, "is no limit; write 20个工作日, and never a number without its unit")
    return int(found[1]), _UNITS[found[2]]


def _limit(said: Mapping[str, str], column: str) -> TimeLimit | None:
    if column not in said:
        return None
    amount, unit = _term(said[column], column)
    return _checked(TimeLimit, {"amount": amount, "unit": unit}, {"amount": column})


def _extension(said: Mapping[str, str]) -> Extension | None:
    if "extension" not in said:
        return None
    amount, unit = _term(said["extension"], "extension")
    return _checked(Extension, {"amount": amount, "unit": unit}, {"amount": "extension"})
