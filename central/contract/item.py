"""A service item as one document: what an editor publishes, a terminal shows and the office decides by.

The fields are those of GB/T 39046-2020 table 4 (事项管理), of the national exchange tables, and what a machine needs to
finish the item: form, data sources, rules, papers and boundary cases. Codes are opaque strings: leading zeros count.

A document is closed and consistent in itself; what needs other documents (prerequisites, sources) or judgement (a rule
without its boundary cases) is the linter's, `central.items`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, StringConstraints, model_validator

from central.contract.messages import Code, Message, Words

ItemCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,47}$")]
"""An item's name for machines, its file's name, and the same for ever."""

Official = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")]
"""基本编码, 实施编码: an opaque string, never a number."""

Expression = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""CEL over `person`, `answers`, `situation`, `sources`, `materials`, `p`, `today`, `promised`; see `docs/items.md`."""

When = dict[Code, tuple[Code, ...]]
"""Only in these situations: for each situation one of the options was chosen. Empty: always."""


class Sentence(Words):
    """A sentence or a paragraph for the citizen. `{name}` is filled from the parameters or the rule's facts."""

    zh_CN: str = Field(min_length=1, max_length=600)  # noqa: N815
    en: str = Field(default="", max_length=900)


# ---------------------------------------------------------------- GB/T 39046-2020, code lists of appendix A


class ItemType(StrEnum):
    """A.1 事项类型."""

    LICENCE = "01"
    PENALTY = "02"
    COERCION = "03"
    LEVY = "04"
    PAYMENT = "05"
    INSPECTION = "06"
    CONFIRMATION = "07"
    REWARD = "08"
    RULING = "09"
    OTHER = "10"
    PUBLIC_SERVICE = "20"


class Level(StrEnum):
    """A.2 行使层级."""

    NATIONAL = "1"
    PROVINCE = "2"
    CITY = "3"
    COUNTY = "4"
    TOWNSHIP = "5"
    VILLAGE = "6"
    GRADED = "7"


class Target(StrEnum):
    """A.4 服务对象."""

    PERSON = "1"
    COMPANY = "2"
    INSTITUTION = "3"
    SOCIAL_ORGANISATION = "4"
    ADMINISTRATION = "5"
    OTHER = "6"


class Handling(StrEnum):
    """A.5 办理形式. A terminal has no code of its own there: it is 9, and `channels` says so."""

    WINDOW = "1"
    COMPUTER = "2"
    MOBILE = "3"
    MAIL = "4"
    OTHER = "9"


class CaseKind(StrEnum):
    """A.6 办件类型."""

    AT_ONCE = "1"
    PROMISED = "2"
    OTHER = "9"


class AreaScope(StrEnum):
    """通办范围."""

    NONE = "none"
    COUNTIES = "counties"
    CITIES = "cities"
    PROVINCES = "provinces"
    NATIONAL = "national"


# ---------------------------------------------------------------- what an item says of itself


class Unit(StrEnum):
    """The unit is part of the number: limits of different units are never compared or converted."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    AT_ONCE = "at_once"  # 即时, 当场: the amount is 0


class StartEvent(StrEnum):
    """What a clock counts from."""

    SUBMITTED = "submitted"  # 申报
    ACCEPTED = "accepted"  # 受理
    COMPLETE = "complete"  # 材料齐


class Certainty(StrEnum):
    """How well a number or an article is known; what is unconfirmed is shown as such and decides nothing."""

    LAW = "law"
    LOCAL = "local"
    UNCONFIRMED = "unconfirmed"


class TimeLimit(Message):
    """法定办结时限 or 承诺办结时限."""

    amount: int = Field(ge=0, le=3650)
    unit: Unit
    starts_at: StartEvent = StartEvent.ACCEPTED
    certainty: Certainty = Certainty.LOCAL
    note: Sentence | None = None


ANSWERED_WITHIN = TimeLimit(amount=5, unit=Unit.WORKING_DAY, starts_at=StartEvent.SUBMITTED)
"""转人工: within which a person answers, where an item says nothing else."""


class LegalBasis(Message):
    """设定依据: a law with its article, as rules, fees and limits refer to it."""

    basis: Code
    law: Words
    article: str = Field(default="", max_length=60)
    version: str = Field(default="", max_length=40, description="date or number of the text that was read")
    certainty: Certainty = Certainty.LAW
    says: Sentence | None = None


class Body(Message):
    """实施主体, and who else takes part. `original`: whose power it was, where one seal now stands for it."""

    name: Words
    credit_code: str = Field(default="", pattern=r"^[0-9A-Z]{0,18}$")
    office: Words | None = None
    joint: tuple[Words, ...] = ()
    original: Words | None = None


class Contact(Message):
    """咨询电话 and 监督电话."""

    enquiry: str = Field(max_length=30)
    supervision: str = Field(max_length=30)


class Fee(Message):
    """是否收费, 收费依据. An amount may be a local parameter: `{p}` in the words."""

    charged: bool
    amount: Sentence | None = None
    basis: Code | None = None
    waivers: tuple[Sentence, ...] = ()


class SpecialProcedure(Message):
    """特别程序: what stops the clock, such as a site visit or an expert review."""

    kind: Literal["site_visit", "expert_review", "hearing", "inspection", "publication", "other"]
    name: Words


class Step(Message):
    """办理流程: one step with who does it."""

    name: Words
    by: Words


class Condition(Message):
    """受理条件 in a sentence."""

    text: Sentence
    basis: Code | None = None


class Question(Message):
    """常见问题."""

    question: Sentence
    answer: Sentence


# ---------------------------------------------------------------- what is asked, and what is fetched


class Option(Message):
    option: Code
    words: Words
    hint: Sentence | None = None


class Situation(Message):
    """情形: a question whose answer picks materials, fields, sources and rules."""

    situation: Code
    question: Words
    hint: Sentence | None = None
    options: tuple[Option, ...] = Field(min_length=2, max_length=12)
    when: When = Field(default_factory=dict)


class MaterialFrom(StrEnum):
    """Where a material comes from. A shared one is never asked of the citizen (国令716 art 7)."""

    DOCUMENT = "document"  # the camera, page by page
    PORTRAIT = "portrait"  # the camera, guided
    SOURCE = "source"  # a registered data source
    SIGNATURE = "signature"  # drawn on the screen under a text


class Material(Message):
    """材料. `source` for a shared one; `instead` is the promise (告知承诺) that may stand for it."""

    material: Code
    name: Words
    comes_from: MaterialFrom
    source: Code | None = None
    required: bool = True
    how_to_get: Sentence | None = None
    issued_by: Words | None = None
    note: Sentence | None = None
    originals: int = Field(default=0, ge=0, le=9)
    copies: int = Field(default=0, ge=0, le=9)
    pages_most: int = Field(default=6, ge=1, le=20)
    portrait: Code = "id_photo"
    intermediary: bool = False
    promised: bool = False  # a signed promise may stand for it
    when: When = Field(default_factory=dict)


class SourceUse(Message):
    """A registered data source that this item asks, for what, and by what.

    `by`: the source's inputs, each as an expression over `person` and `answers`.
    """

    source: Code
    purpose: Sentence
    by: dict[Code, Expression]
    when: When = Field(default_factory=dict)


class Promise(Message):
    """告知承诺: read, signed, decided on the spot, checked later. Whoever declines goes the ordinary way."""

    text: Sentence
    consequence: Sentence
    when: When = Field(default_factory=dict)


# ---------------------------------------------------------------- parameters, rules, papers


ParameterValue = int | float | str | bool | tuple[str, ...]


class Unsettable(StrEnum):
    """Why a hall may not set a parameter so."""

    LAW = "parameter_law"  # a law says it
    UNBOUNDED = "parameter_unbounded"  # the item does not say within what
    TYPE = "parameter_type"
    BOUNDS = "parameter_bounds"


class Parameter(Message):
    """A number or word that a place sets (age, amount, area, fee); a hall's settings may replace it within its bounds.

    `minimum`, `maximum`: of a number; `options`: what a text, or each of several, may be. Without them the item's own
    value stands, in every hall.
    """

    value: ParameterValue
    words: Words
    unit: Words | None = None
    certainty: Certainty = Certainty.LOCAL
    minimum: int | float | None = None
    maximum: int | float | None = None
    options: tuple[str, ...] = ()

    def unsettable(self, value: ParameterValue) -> Unsettable | None:
        """What stands against this value in a hall; nothing: it may be set."""
        if self.certainty is Certainty.LAW:
            return Unsettable.LAW
        if type(value) is not type(self.value) and (type(self.value), type(value)) != (float, int):
            return Unsettable.TYPE
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            if self.minimum is None or self.maximum is None:
                return Unsettable.UNBOUNDED
            return None if self.minimum <= value <= self.maximum else Unsettable.BOUNDS
        if not self.options:
            return Unsettable.UNBOUNDED
        return None if {*((value,) if isinstance(value, str) else value)} <= {*self.options} else Unsettable.BOUNDS

    def in_force(self, value: ParameterValue | None) -> ParameterValue:
        """The hall's value where it may be set, of the type that the item's own has; else the item's own."""
        if value is None or self.unsettable(value) is not None:
            return self.value
        return float(value) if isinstance(self.value, float) and isinstance(value, int) else value

    @model_validator(mode="after")
    def _within_its_own(self) -> Self:
        if self.certainty is not Certainty.LAW and self.unsettable(self.value) is Unsettable.BOUNDS:
            raise ValueError("the item's own value is not within its bounds")
        return self


class IfFalse(StrEnum):
    """What follows from a rule that does not hold. A refusal by machine is a proposal (PIPL 24(3))."""

    PROPOSE_REFUSAL = "propose_refusal"
    SUPPLEMENT = "supplement"
    MANUAL = "manual"


class Evidence(Message):
    """One value that a rule looked at. `source`: who says so; none: the citizen or the card."""

    label: Words
    value: Expression
    source: Code | None = None


class DecisionRule(Message):
    """One question of the decision.

    `test` is true when nothing stands in the way. A test that cannot be answered, because a value is missing or a
    source was silent, is neither: it leads to a person, or to what the silent source says.
    """

    rule: Code
    test: Expression
    if_false: IfFalse
    basis: Code
    words_true: Sentence
    words_false: Sentence
    facts: dict[Code, Expression] = Field(default_factory=dict, description="fill the gaps of both sentences")
    evidence: tuple[Evidence, ...] = ()
    when: When = Field(default_factory=dict)


class Line(Message):
    """One line of a paper: a label, and a value as an expression that gives text or a number."""

    label: Words
    value: Expression
    when: When = Field(default_factory=dict)


class DocumentKind(StrEnum):
    CERTIFICATE = "certificate"  # stands for the result itself
    RECEIPT = "receipt"  # says what was received or decided


class ResultDocument(Message):
    """结果: the paper that the citizen leaves with. `valid_until`: an expression that gives a date, none for no end."""

    document: Code
    kind: DocumentKind
    title: Words
    statement: Sentence
    facts: dict[Code, Expression] = Field(default_factory=dict)
    lines: tuple[Line, ...] = Field(max_length=16)
    portrait: Code | None = None
    valid_until: Expression | None = None
    a4: bool = True
    when: When = Field(default_factory=dict)


class ResultKind(StrEnum):
    """What a machine can give at once: a certificate that counts, or a receipt of what a department goes on with."""

    CERTIFICATE = "certificate"
    REGISTRATION = "registration"
    RECEIPT = "receipt"


class Result(Message):
    """结果名称, 结果样本."""

    name: Words
    kind: ResultKind
    follows: Sentence | None = None  # what comes after the paper, such as where to collect a card


class Outcome(StrEnum):
    """What the office answers to an application."""

    APPROVED = "approved"
    REFUSAL_PROPOSED = "refusal_proposed"
    SUPPLEMENT = "supplement"
    MANUAL = "manual"
    REFUSED = "refused"  # by a person: no rule answers so


class CaseEdge(StrEnum):
    """Which edge of a rule a test case stands on."""

    AT = "at"
    BELOW = "below"
    ABOVE = "above"
    MISSING = "missing"
    SOURCE_DOWN = "source_down"
    CONTRADICTORY = "contradictory"
    OTHER = "other"


class BoundaryCase(Message):
    """One of the item's own test cases. What is not given comes from the item's `base_case`.

    `silent`: sources that do not answer. `expect_false`: rules that must come out false, no more and no fewer.
    `promised`: whether the promise was signed.
    """

    case: Code
    rule: Code | None = None
    edge: CaseEdge
    today: date | None = None
    person: dict[str, JsonValue] = Field(default_factory=dict)
    answers: dict[str, JsonValue] = Field(default_factory=dict)
    situation: dict[Code, Code] = Field(default_factory=dict)
    sources: dict[Code, dict[str, JsonValue]] = Field(default_factory=dict)
    materials: tuple[Code, ...] | None = None
    promised: bool | None = None
    silent: tuple[Code, ...] = ()
    without: tuple[str, ...] = Field(default=(), description="values taken away: sources.hukou.address, answers.phone")
    expect: Outcome
    expect_false: tuple[Code, ...] = ()


class BaseCase(Message):
    """An application that is approved; every boundary case differs from it in what it tests."""

    today: date
    person: dict[str, JsonValue]
    answers: dict[str, JsonValue] = Field(default_factory=dict)
    situation: dict[Code, Code] = Field(default_factory=dict)
    sources: dict[Code, dict[str, JsonValue]] = Field(default_factory=dict)
    materials: tuple[Code, ...] = ()
    promised: bool = False


class IdentityWay(StrEnum):
    """How an applicant may say who they are. A person is always one more way."""

    ID_CARD = "id_card"
    IDENTITY_CODE = "identity_code"  # made on the citizen's phone, signed by the office, good once


class Component(StrEnum):
    """A device without which the item cannot be finished here."""

    RECEIPT_PRINTER = "receipt_printer"
    A4_PRINTER = "a4_printer"
    ID_CARD_READER = "id_card_reader"
    CODE_SCANNER = "code_scanner"
    CAMERA = "camera"


class Hours(Message):
    """When a back end answers, if not always: from and until in the hall's time."""

    first: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    last: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")


class ItemDocument(Message):
    """One service item. What changes the item changes `version`; a running case keeps the version it began with."""

    format: Literal[1] = 1
    item: ItemCode
    version: int = Field(ge=1, lt=2**31)
    effective_from: date
    cancelled_from: date | None = None

    name: Words
    summary: Sentence = Field(description="what it is for, in everyday words")
    everyday: tuple[str, ...] = Field(default=(), max_length=40, description="words that people search by")
    base_code: Official = ""
    implementing_code: Official = ""
    item_type: ItemType
    level: Level
    targets: tuple[Target, ...] = Field(min_length=1)
    handling: tuple[Handling, ...] = (Handling.OTHER,)
    case_kind: CaseKind
    body: Body
    contact: Contact
    department: Code
    themes: tuple[Code, ...] = Field(min_length=1)
    life_events: tuple[Code, ...] = ()
    area_scope: AreaScope = AreaScope.NONE
    quantity_limit: Sentence | None = None
    visits: int = Field(default=1, ge=0, le=9, description="到办事现场次数, this one included")
    bookable: bool = False
    by_mail: bool = False
    supervision_id: str = Field(default="", max_length=64)

    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    legal_limit: TimeLimit | None = None
    promised_limit: TimeLimit | None = None
    answer_limit: TimeLimit = Field(default=ANSWERED_WITHIN, description="within which a person answers (转人工)")
    special_procedures: tuple[SpecialProcedure, ...] = ()
    conditions: tuple[Condition, ...] = ()
    steps: tuple[Step, ...] = ()
    fee: Fee
    result: Result
    questions: tuple[Question, ...] = ()
    appeal: Sentence = Field(description="what to do against a decision")

    identity: tuple[IdentityWay, ...] = Field(min_length=1)
    components: tuple[Component, ...] = (Component.RECEIPT_PRINTER,)
    hours: Hours | None = None
    prerequisites: tuple[ItemCode, ...] = ()
    situations: tuple[Situation, ...] = Field(default=(), max_length=20)
    form: dict[str, JsonValue] = Field(description="JSON Schema 2020-12; see `central.contract.form`")
    materials: tuple[Material, ...] = Field(default=(), max_length=20)
    sources: tuple[SourceUse, ...] = Field(default=(), max_length=20)
    promise: Promise | None = None
    parameters: dict[Code, Parameter] = Field(default_factory=dict)
    rules: tuple[DecisionRule, ...] = Field(min_length=1)
    documents: tuple[ResultDocument, ...] = Field(min_length=1)
    base_case: BaseCase | None = Field(
        default=None, description="an editor's; it stays behind when the item is published"
    )
    cases: tuple[BoundaryCase, ...] = Field(default=(), description="the same; the linter wants at least one")

    def in_force(self, hall: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
        """The parameters with a hall's own values; what this version does not let a hall set stays as it says."""
        return {name: parameter.in_force(hall.get(name)) for name, parameter in self.parameters.items()}

    def basis(self, code: str) -> LegalBasis:
        """The law that a rule or a fee names. Raises `KeyError`."""
        return {basis.basis: basis for basis in self.legal_basis}[code]

    def expressions(self) -> Iterator[tuple[str, str]]:
        """Every expression with its place in the document."""
        for number, use in enumerate(self.sources):
            for name, expression in use.by.items():
                yield f"sources.{number}.by.{name}", expression
        for number, rule in enumerate(self.rules):
            yield f"rules.{number}.test", rule.test
            for name, expression in rule.facts.items():
                yield f"rules.{number}.facts.{name}", expression
            for index, evidence in enumerate(rule.evidence):
                yield f"rules.{number}.evidence.{index}.value", evidence.value
        for number, paper in enumerate(self.documents):
            for name, expression in paper.facts.items():
                yield f"documents.{number}.facts.{name}", expression
            for index, line in enumerate(paper.lines):
                yield f"documents.{number}.lines.{index}.value", line.value
            if paper.valid_until is not None:
                yield f"documents.{number}.valid_until", paper.valid_until


TESTS = ("base_case", "cases")
"""The parts of an editor's document that test it: terminals never see them."""


def holds(when: When, situation: dict[str, str]) -> bool:
    """Whether something is in force in the situations that were chosen."""
    return all(situation.get(question) in options for question, options in when.items())


def schema() -> dict[str, Any]:
    """The JSON Schema of an item document as an editor writes it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:kiosk:item:1",
        **(described := ItemDocument.model_json_schema()),
        "required": [*described["required"], *TESTS],
    }
