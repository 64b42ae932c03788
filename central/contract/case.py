"""A case (办件): what can happen to it, how it then stands, and what a department or a clerk says of it.

The words are those of the status model: 收件, 受理, 一次性补正, 不予受理, 审核, 决定, 发证, 办结, and beside them
特别程序, 延期, 转人工, 撤回, 容缺. Which change may follow which is in `central.cases`; here are words and messages.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from central.contract.case_number import CaseNumber
from central.contract.clock import CaseClock, TimeShare
from central.contract.item import CaseKind, TimeLimit, Unit
from central.contract.messages import UNSEEN, Code, IdNumber, Message, Moment, Phone, Words


class Stage(StrEnum):
    """Where a case is. A case is always in exactly one of these."""

    SUBMITTED = "submitted"  # 收件: somebody has it, nobody has accepted it
    SUPPLEMENTING = "supplementing"  # 补正: the applicant has to add what the one notice lists
    ACCEPTED = "accepted"  # 受理
    REVIEWING = "reviewing"  # 审核
    GRANTED = "granted"  # 准予
    REFUSED = "refused"  # 不予
    ISSUED = "issued"  # 发证, 送达
    CLOSED = "closed"  # 办结
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    REFERRED = "referred"  # 不属本机关
    WITHDRAWN = "withdrawn"  # 撤回


FINAL = frozenset({Stage.CLOSED, Stage.NOT_ACCEPTED, Stage.REFERRED, Stage.WITHDRAWN})
"""Nothing follows these."""

OPEN_STAGES = tuple(stage for stage in Stage if stage not in FINAL)
"""Something follows these."""

UNDECIDED = frozenset({Stage.SUBMITTED, Stage.SUPPLEMENTING, Stage.ACCEPTED, Stage.REVIEWING})
"""Before there is a decision."""

ENDED_UNDECIDED = FINAL - {Stage.CLOSED}
"""There will be none."""


class EventKind(StrEnum):
    """What happened to a case."""

    SUBMITTED = "submitted"  # 收件
    SUPPLEMENT_ASKED = "supplement_asked"  # 一次性补正告知: everything that is missing, in one notice
    SUPPLEMENTED = "supplemented"  # 已补正
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    REFERRED = "referred"  # 不属本机关
    ACCEPTED = "accepted"  # 受理
    ACCEPTED_WITH_GAP = "accepted_with_gap"  # 容缺受理
    GAP_FILLED = "gap_filled"  # 容缺补齐
    REVIEW_BEGUN = "review_begun"  # 审核
    STOPPED = "stopped"  # 特别程序 begins: the clock stands
    RESUMED = "resumed"  # 特别程序 ends
    EXTENDED = "extended"  # 延期
    REFUSAL_PROPOSED = "refusal_proposed"  # the machine's; a person decides
    HANDED_OVER = "handed_over"  # 转人工
    GRANTED = "granted"  # 准予
    REFUSED = "refused"  # 不予
    ISSUED = "issued"  # 发证, 送达
    CLOSED = "closed"  # 办结
    WITHDRAWN = "withdrawn"  # 撤回
    URGED = "urged"  # 催办: the applicant, or a unit that waits for it, hurries whoever has it
    LATE_EXPLAINED = "late_explained"  # 超期说明: why a limit is over (优化营商环境条例 36)
    WITHDRAWAL_ASKED = "withdrawal_asked"  # 申请撤回: of a case that lives in a department's own system


class Role(StrEnum):
    """Who changes a case. A machine never refuses anybody."""

    CITIZEN = "citizen"
    MACHINE = "machine"
    CLERK = "clerk"
    DEPARTMENT = "department"


class Special(StrEnum):
    """特别程序 (行政许可法 45): not counted, and told in writing."""

    HEARING = "hearing"  # 听证
    TENDER = "tender"  # 招标
    AUCTION = "auction"  # 拍卖
    INSPECTION = "inspection"  # 检验, 检测, 检疫
    APPRAISAL = "appraisal"  # 鉴定
    EXPERT_REVIEW = "expert_review"  # 专家评审
    SITE_VISIT = "site_visit"  # 现场踏勘
    PUBLICATION = "publication"  # 公示
    OTHER = "other"


# ---------------------------------------------------------------- words that others write


def plain(text: str) -> str:
    """The text itself. Raises `ValueError` where it holds what cannot be seen, or markup."""
    if any(unicodedata.category(sign) in UNSEEN for sign in text):
        raise ValueError("holds an invisible character")
    if "<" in text or ">" in text or "&#" in text:
        raise ValueError("holds markup")
    return text


Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(plain)]
"""A sentence of a clerk or a department for the applicant: one paragraph of plain text, without markup."""

Mark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), AfterValidator(plain)]
"""A number or a name that others gave: of a written notice (文书号), of whoever approved."""

Missing = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(plain)]
"""One thing on the one-time notice: `material.x`, `field.x` or `rule.x` of the item, or the department's own words."""


def _plain_words(words: Words) -> Words:
    for text in (words.zh_CN, words.en):
        plain(text)
    return words


def _without_note(limit: TimeLimit) -> TimeLimit:
    """A note belongs to published items; a department that has a reason says it of a change."""
    if limit.note is not None:
        raise ValueError("has a note")
    return limit


PlainWords = Annotated[Words, AfterValidator(_plain_words)]
"""What a department calls something, without markup or anything that cannot be seen."""

BareLimit = Annotated[TimeLimit, AfterValidator(_without_note)]
"""A limit as a department says it."""

ItemOrOwnCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
"""An item of this office, or a department's code for its own: opaque."""

OwnNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z\u4e00-\u9fff()〔〕\[\]_./-]{1,50}$")]
"""办件编号 of a department's own system: opaque, an..50."""

CreditCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-RTUW-Y]{18}$")]
"""统一社会信用代码 (GB 32100-2015): what one looks like; its check character is another matter."""


# ---------------------------------------------------------------- what a department reports


class Extension(Message):
    """延期: by how much."""

    amount: int = Field(ge=1, le=3650)
    unit: Unit


class ReportedChange(Message):
    """One change as a department reports it. `at`: when it happened; what the change needs says `docs/office.md`."""

    kind: EventKind
    at: Moment
    reason: Remark = ""
    notice: Mark = Field(default="", description="number of the written notice that the applicant was given")
    approver: Mark = ""
    appeal: Remark = Field(default="", description="way of appeal, with a refusal")
    missing: tuple[Missing, ...] = Field(default=(), max_length=40, description="asked for, or handed in")
    special: Special | None = None
    until: date | None = Field(default=None, description="容缺: the day by which the gap is filled")
    extension: Extension | None = None
    level: int = Field(default=1, ge=1, le=3, description="to whom it is handed over: 1 a clerk, 2 the head of section")


class CaseApplicant(Message):
    """Whose case it is. Kept as keyed hashes and a masked name."""

    name: Remark = Field(min_length=1, max_length=120)
    id_number: IdNumber
    phone: Phone | None = None
    credit_code: CreditCode | None = Field(default=None, description="of the company that it is for")


class OpenCase(Message):
    """A department opens a case; `own_number` names it for good, so that opening it twice is opening it once."""

    own_number: OwnNumber
    item: ItemOrOwnCode
    name: PlainWords | None = Field(default=None, description="of the item, where this office does not publish it")
    kind: CaseKind = CaseKind.PROMISED
    applicant: CaseApplicant
    at: Moment
    legal_limit: BareLimit | None = None
    promised_limit: BareLimit | None = None


class ReportChanges(Message):
    """Changes of one case, all or none."""

    changes: tuple[ReportedChange, ...] = Field(min_length=1, max_length=20)


class UrgeAsUnit(Message):
    """催办 by a department that waits for the case (后项追前项)."""

    reason: Remark = Field(default="", description="why it is urgent; the applicant reads it too")


# ---------------------------------------------------------------- what is told of a case


class CaseEvent(Message):
    """One change, as it may be told to the applicant. `late`: it was reported out of order, or long afterwards.
    `for_company`: by somebody who holds an office in the company that the case is for, `by_agent`:
    by an agent of the applicant (帮办代办); neither by the applicant."""

    sequence: int
    kind: EventKind
    at: Moment
    written_at: Moment
    late: bool
    role: Role
    unit: str
    reason: str = ""
    notice: str = ""
    approver: str = ""
    appeal: str = ""
    missing: tuple[str, ...] = ()
    special: Special | None = None
    until: date | None = None
    extension: Extension | None = None
    by_unit: str = Field(default="", description="催办 from unit to unit: which one urges `unit`")
    for_company: bool = False
    by_agent: bool = False


class PagesOf(Message):
    """Pages that were photographed at a terminal: of which thing, when, and the digest of each."""

    key: str
    at: Moment
    pages: tuple[str, ...]


class Case(Message):
    """A case as it stands, with everything that has happened to it, in the order in which it happened."""

    number: CaseNumber
    own_number: str = ""
    item: str
    name: Words
    kind: CaseKind
    department: Code
    applicant: str = Field(description="masked name")
    stage: Stage
    unit: str = Field(description="who has it")
    opened_at: Moment
    since: Moment = Field(description="in this stage")
    with_person: bool = Field(description="转人工: handed over to a person")
    withdrawal_asked: bool = Field(default=False, description="申请撤回: its department answers, or goes on")
    missing: tuple[str, ...] = ()
    gap: tuple[str, ...] = ()
    gap_until: date | None = None
    stopped_for: Special | None = None
    answer_by: date | None = Field(default=None, description="the last day of a person's answer")
    legal_limit: TimeLimit | None = None
    promised_limit: TimeLimit | None = None
    clocks: tuple[CaseClock, ...] = Field(default=(), description="legal, promised, answer: as they stand now")
    shares: tuple[TimeShare, ...] = Field(default=(), description="whose the time was since the submission")
    events: tuple[CaseEvent, ...] = ()
    handed_in: tuple[PagesOf, ...] = Field(
        default=(), description="to whoever has it alone, and where one case is read: pictures to fetch"
    )


class Cases(Message):
    """A work list; `more`: there are others behind these."""

    cases: tuple[Case, ...]
    more: bool = False
