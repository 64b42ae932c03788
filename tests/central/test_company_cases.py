"""公司的办件 at the office: to whoever the register of companies says holds an office there, asked over a real wire.

The register is that of the demo: 张小满 is legal representative of 春分, 王谷雨 may act for it and for another company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from stdnum.cn import uscc

from central.contract.application import ByCard, ByIdentityCode, MakeIdentityCode
from central.contract.case import CaseApplicant, EventKind
from central.contract.following import (
    ByCaseNumber,
    ByCompany,
    CaseProof,
    CasesFound,
    CompaniesFound,
    CompanyOffice,
    FindCases,
    FindCompanies,
    FollowedCase,
    UrgeCase,
)
from central.contract.source import DataSource
from central.register.app import create_register
from central.services import companies, following, identity_codes
from central.shelf import Shelf, Volume
from central.sources.answers import Heard, understand
from central.sources.registers import Question, Register, Registers
from tests.central.counter import ASSETS, Counter
from tests.central.house import House, moment
from tests.central.terminal import listening
from tests.central.test_departments import Department
from tests.central.test_following import do, read, refused
from tests.central.test_register import CONTROL, RECORDS, TOKEN

Open = Callable[..., House]
SPRING, PIPES, SHOP = "91110105MA0XQ99X1Q", "91110101MA0XR99Y2T", "92110105MA0XK99X9P"
HEAD = ByCard(id_number="110105198505219999", name="张小满")
HANDLER = ByCard(id_number="110108199204209985", name="王谷雨")
NOBODY = ByCard(id_number="11010519491231002X", name="李秀英")
SOURCES = [
    DataSource.model_validate_json((ASSETS / "sources" / f"{code}.json").read_bytes())
    for code in (companies.REGISTER, companies.LIST)
]
HASTY = [source.model_copy(update={"timeout_s": 0.2}) for source in SOURCES]
"""For those that never answer."""
SLOW = ("silent", "dripping", "slow")


@pytest.fixture(scope="module")
def register() -> Iterator[str]:
    """The demo's register, at the business time of the tests."""
    with listening(create_register(RECORDS, TOKEN, lambda: moment("10:00", "2026-11-25"), CONTROL)) as url:
        yield url


@pytest.fixture
def feel(register: str) -> Iterator[Callable[..., None]]:
    """Puts the register into a mood, and back afterwards."""

    def put(mood: str, source: str = "every_source", **how: Any) -> None:
        order = {"source": source, "mood": mood} | how
        token = {"Authorization": f"Bearer {CONTROL}"}
        requests.post(f"{register}/v1/control", json=order, headers=token, timeout=10).raise_for_status()

    yield put
    put("well")


def connected(house: House, url: str) -> Department:
    """A department that has reported a case of the company, one of another, and one of a person."""
    department = Department(house)
    house.office.shelf = Shelf([], SOURCES)
    house.office.registers = Registers(Register(url, TOKEN))
    for own_number, code in (("SW-1", SPRING), ("SW-2", PIPES), ("SW-3", None)):
        applicant = CaseApplicant(name="李秀英", id_number=NOBODY.id_number, credit_code=code)
        department.open(own_number, applicant=applicant)
    return department


@pytest.fixture
def department(open_house: Open, register: str) -> Iterator[Department]:
    made = connected(open_house(), register)
    yield made
    made.house.office.registers.close()


@pytest.fixture
def water(open_small: Open, register: str) -> Iterator[Department]:
    made = connected(open_small(), register)
    yield made
    made.house.office.registers.close()


def of(code: str, holder: Any = HEAD) -> ByCompany:
    return ByCompany(credit_code=code, holder=holder)


def find(house: House, proof: CaseProof) -> CasesFound:
    return following.find(house.office, house.kiosk, FindCases(proof=proof))


def listed(house: House, holder: Any) -> CompaniesFound:
    return following.find_companies(house.office, house.kiosk, FindCompanies(holder=holder))


# ---------------------------------------------------------------- on both databases


def test_whoever_holds_an_office_follows_and_urges_for_the_company(department: Department) -> None:
    house = department.house
    found = find(house, of(SPRING))
    assert found.company is not None
    assert (found.company.name, found.company.office) == (
        "北京春分示例商贸有限公司",
        CompanyOffice.LEGAL_REPRESENTATIVE,
    )
    (number,) = [each.number for each in found.cases]
    assert [each.number for each in find(house, of(SPRING, HANDLER)).cases] == [number]
    followed = read(house, number, of(SPRING, HANDLER))
    assert (followed.case.applicant, followed.company, followed.withdrawal) == (
        "李**",
        found.company.model_copy(update={"office": CompanyOffice.HANDLER}),
        None,
    )
    do(house, UrgeCase(number=number, proof=of(SPRING, HANDLER)))
    (event,) = [each for each in read(house, number, NOBODY).case.events if each.kind is EventKind.URGED]
    assert event.for_company
    assert HANDLER.id_number not in read(house, number, NOBODY).model_dump_json()
    assert department.replay()
    with refused("urge_too_soon"):
        do(house, UrgeCase(number=number, proof=of(SPRING)))


def test_who_acted_stands_sealed_among_the_events(department: Department) -> None:
    from sqlalchemy import select

    from central.services import cases, people
    from central.store.case_tables import events

    house = department.house
    (number,) = [each.number for each in find(house, of(SPRING)).cases]
    do(house, UrgeCase(number=number, proof=of(SPRING, HANDLER)))
    person = people.person(house.office.keys, HANDLER.id_number)
    rows = house.look(lambda desk: [tuple(row) for row in desk.connection.execute(select(events))])
    assert person not in str(rows)

    def acted(desk: Any) -> str:
        known = cases.read(desk.keys, desk.connection, cases.numbered(desk.connection, number))
        return known.history.in_order[-1].behalf

    assert house.look(acted) == f"handler:{person}"


def test_the_register_lists_the_companies_to_choose_from(department: Department) -> None:
    house = department.house
    assert [(each.credit_code, each.office) for each in listed(house, HANDLER).companies] == [
        (SPRING, CompanyOffice.HANDLER),
        (PIPES, CompanyOffice.HANDLER),
    ]
    assert listed(house, NOBODY) == CompaniesFound()


# ---------------------------------------------------------------- whose it is not


def test_an_unknown_company_and_one_of_somebody_else_get_one_answer(water: Department) -> None:
    house, unknown = water.house, "91110108MA0XT99Y3T"
    told = []
    for proof in (of(unknown), of(PIPES), of(SPRING, NOBODY), of(SHOP)):
        with refused("company_not_yours") as error:
            find(house, proof)
        told.append((error.value.facts, error.value.status))
    assert told == [({}, 404)] * 4


def test_guessing_companies_ends_at_the_terminal_and_for_the_person(water: Department) -> None:
    house, asked = water.house, []
    ask = house.office.registers.ask
    house.office.registers.ask = lambda questions, now: asked.append(1) or ask(questions, now)  # type: ignore[method-assign,func-returns-value]
    for _ in range(6):
        with refused("company_not_yours"):
            find(house, of(PIPES))
    for proof in (of(PIPES), of(SPRING)):
        with refused("too_many_lookups"):
            find(house, proof)
    with refused("too_many_lookups"):
        find(house, of(SPRING, HANDLER))
    house.kiosk = house.enrol()
    with refused("too_many_lookups"):
        find(house, of(SPRING))
    assert len(asked) == 6, "the register hears nothing of what is refused"
    assert find(house, of(SPRING, HANDLER)).cases
    house.later(minutes=10)
    assert find(house, of(SPRING)).cases


def test_a_company_opens_its_own_cases_alone(water: Department) -> None:
    house = water.house
    (others,) = [each.number for each in find(house, of(PIPES, HANDLER)).cases]
    with refused("case_not_found"):
        read(house, others, of(SPRING))
    with refused("case_not_found"):
        do(house, UrgeCase(number=others, proof=of(SPRING)))
    assert {each.number for each in find(house, HEAD).cases} == set(), "a company's are not one's own"


def test_an_office_that_ended_is_known_at_the_next_touch(water: Department, feel: Callable[..., None]) -> None:
    house = water.house
    (number,) = [each.number for each in find(house, of(SPRING)).cases]
    people = {HEAD.id_number: {"business": "春分", "role": "none"}}
    house.office.registers = Answers(people)
    with refused("company_not_yours"):
        read(house, number, of(SPRING))
    with refused("company_not_yours"):
        do(house, UrgeCase(number=number, proof=of(SPRING)))


# ---------------------------------------------------------------- a register that fails


@pytest.mark.parametrize(
    "mood", ["silent", "dripping", "slow", "broken", "garbage", "wrong", "unclean", "long", "stale", "contradictory"]
)
def test_what_the_register_does_not_say_now_is_unknown_and_no_guess(
    water: Department, feel: Callable[..., None], mood: str
) -> None:
    house = water.house
    feel(mood, delay_s=2)
    house.office.shelf = Shelf([], HASTY if mood in SLOW else SOURCES)
    for _ in range(7 if mood in ("broken", "garbage") else 1):
        with refused("company_unproven"):
            find(house, of(SPRING))
    feel("well")
    house.office.shelf = Shelf([], SOURCES)
    (number,) = [each.number for each in find(house, of(SPRING)).cases]
    feel("broken", companies.REGISTER)
    with refused("company_unproven"):
        read(house, number, of(SPRING))


@pytest.mark.parametrize("mood", ["silent", "broken", "garbage", "wrong", "stale"])
def test_a_list_that_cannot_be_had_is_not_an_empty_one(water: Department, feel: Callable[..., None], mood: str) -> None:
    feel(mood, companies.LIST)
    water.house.office.shelf = Shelf([], HASTY if mood in SLOW else SOURCES)
    assert listed(water.house, HANDLER) == CompaniesFound(told=False)
    water.house.office.shelf = Shelf([], SOURCES)
    assert find(water.house, of(SPRING, HANDLER)).cases, "the code can be typed"


class Answers(Registers):
    """Says of a person what it was given, through the office's own reading of answers."""

    def __init__(self, people: dict[str, dict[str, Any]]) -> None:
        super().__init__(None)
        self._people = people

    def ask(self, questions: Any, now: Any) -> dict[str, Heard]:
        asked: list[Question] = list(questions)
        return {
            each.source.source: understand(
                each.source,
                TypeAdapter(dict[str, Any]).dump_json(
                    {"found": True, "as_of": now.isoformat(), "values": self._people[each.by["id_number"]]}
                ),
                now,
            )
            for each in asked
        }


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"business": "春分", "role": "none"}, "company_not_yours"),
        ({"business": "春分"}, "company_unproven"),
        ({"business": "春分", "role": ""}, "company_unproven"),
        ({"business": "春分", "role": "shareholder"}, "company_unproven"),
        ({"business": "春分", "role": "LEGAL_REPRESENTATIVE"}, "company_unproven"),
    ],
)
def test_a_role_that_nobody_knows_lets_nobody_in(water: Department, values: dict[str, Any], code: str) -> None:
    water.house.office.registers = Answers({HEAD.id_number: values})
    with refused(code):
        find(water.house, of(SPRING))


def test_a_list_is_believed_row_by_row_and_only_as_a_table(water: Department) -> None:
    rows = {
        "credit_codes": [SPRING, SPRING, "911101", PIPES.lower(), SHOP],
        "businesses": ["春分", "又是春分", "短", "小写", "春" * 300],
        "roles": ["handler", "operator", "handler", "handler", "supervisor"],
    }
    house = water.house
    house.office.registers = Answers({HEAD.id_number: rows})
    assert [(each.credit_code, each.name) for each in listed(house, HEAD).companies] == [(SPRING, "春分")]
    house.office.registers = Answers({HEAD.id_number: rows | {"roles": ["handler"]}})
    assert listed(house, HEAD) == CompaniesFound(told=False)
    house.office.registers = Answers({HEAD.id_number: rows | {"roles": ["operator"] * 5}})
    assert len(listed(house, HEAD).companies[1].name) == 120


def test_without_the_source_nothing_is_proved(water: Department) -> None:
    water.house.office.shelf = Shelf([], [])
    with refused("company_unproven"):
        find(water.house, of(SPRING))
    assert listed(water.house, HEAD) == CompaniesFound(told=False)


# ---------------------------------------------------------------- proofs


def test_the_code_on_a_phone_goes_on_to_the_company_after_its_ten_minutes(water: Department) -> None:
    house = water.house
    wanted = MakeIdentityCode(name="张小满", id_number=HEAD.id_number, phone="13800138002")
    code = ByIdentityCode(payload=house.desk(lambda desk: identity_codes.make(desk, wanted)).payload)
    assert find(house, code).cases == ()
    house.later(minutes=30)
    assert find(house, of(SPRING, code)).cases
    house.kiosk = house.enrol()
    with refused("identity_code_used"):
        find(house, of(SPRING, code))


@given(st.text(max_size=20) | st.from_regex(r"[0-9A-Z]{18}", fullmatch=True))
def test_garbage_is_no_credit_code(typed: str) -> None:
    message = {"by": "company", "credit_code": typed, "holder": HEAD.model_dump()}
    try:
        proof = TypeAdapter(ByCompany).validate_python(message)
    except ValidationError:
        assert not (uscc.is_valid(typed) and uscc.compact(typed) == typed and typed.isupper())
        return
    assert len(proof.credit_code) == 18
    assert set(proof.credit_code) <= set("0123456789ABCDEFGHJKLMNPQRTUWXY")


def test_a_code_with_a_wrong_check_character_is_told_before_anybody_is_asked(water: Department) -> None:
    house = water.house
    house.office.registers = Answers({})
    for _ in range(8):
        with refused("credit_code_invalid"):
            find(house, of(SPRING[:-1] + "R"))


def test_no_company_within_a_company() -> None:
    with pytest.raises(ValidationError):
        ByCompany.model_validate({"credit_code": SPRING, "holder": of(PIPES).model_dump()})
    typed = ByCaseNumber(number="0000-0000-0000", last4="0000").model_dump()
    with pytest.raises(ValidationError):
        ByCompany.model_validate({"credit_code": SPRING, "holder": typed})


# ---------------------------------------------------------------- what was applied for at a terminal


def test_an_application_for_a_company_is_the_companys_case(open_small: Open, register: str) -> None:
    house = open_small()
    content = (ASSETS / "items" / "business_licence_print.json").read_bytes()
    counter = Counter(house, content)
    house.office.shelf = Shelf([Volume.of(content)], SOURCES)
    house.office.registers = Registers(Register(register, TOKEN))
    house.at("10:00", "2026-11-25")
    applied = []
    for applicant in (HEAD, NOBODY):
        wanted = counter.application(
            item="business_licence_print",
            version=house.office.shelf.newest("business_licence_print").item.version,  # type: ignore[union-attr]
            applicant=applicant,
            consents=(companies.REGISTER,),
            answers={"credit_code": SPRING},
            materials=(),
        )
        applied.append(counter.submit(wanted).receipt)
    assert [each.number for each in find(house, of(SPRING, HANDLER)).cases] == applied[:1]
    followed: FollowedCase = read(house, applied[0], of(SPRING, HANDLER))
    assert followed.company is not None
    house.office.registers.close()
