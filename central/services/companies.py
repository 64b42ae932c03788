"""Who holds which office in a company: asked of the register of companies each time, and never kept.

An office that the register does not know (`none`, or nobody found) is told like a company that does not exist. What it
does not say now, or cannot mean, is not known: nobody is let in for it, and nobody's guess is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stdnum.cn import uscc

from central.contract.application import SourceState
from central.contract.following import CompaniesFound, Company, CompanyOffice
from central.contract.item import ItemDocument
from central.contract.messages import RuleCode
from central.office import Office
from central.rules import grounds as rules
from central.rules.expressions import Unanswered
from central.services.decisions import Grounds
from central.services.guessing import InVain, Subject
from central.services.refusals import Refusal
from central.sources.answers import Heard, silent
from central.sources.registers import Question
from central.store.kiosks import Kiosk

REGISTER = "business_register"
"""The source that says which role a person has in a company."""

LIST = "company_offices"
"""The source that says in which companies a person has a role; a city may do without."""

_NO_OFFICE = "none"
_PURPOSE = "follow_case"
_LONGEST_NAME = 120
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}", re.ASCII)


def prove(office: Office, kiosk: Kiosk, credit_code: str, id_number: str, tries: tuple[Subject, ...]) -> Company:
    """The company, with the office that the person holds in it now.

    Args:
        tries: of what it is counted when they hold none.

    Raises:
        Refusal: credit_code_invalid, company_not_yours, company_unproven.
    """
    if not _is_one(credit_code):
        raise Refusal("credit_code_invalid", status=422)
    heard = _ask(office, kiosk, REGISTER, {"credit_code": credit_code, "id_number": id_number})
    role = heard.values.get("role")
    if heard.state is SourceState.NOT_FOUND or (heard.state is SourceState.ANSWERED and role == _NO_OFFICE):
        raise InVain(RuleCode.COMPANY_NOT_YOURS, tries)
    if role not in set(CompanyOffice):
        raise Refusal(RuleCode.COMPANY_UNPROVEN)
    return Company(credit_code=credit_code, name=_name(heard.values.get("business"), credit_code), office=role)


def of_person(office: Office, kiosk: Kiosk, id_number: str) -> CompaniesFound:
    """The companies in which somebody holds an office, as far as the register tells."""
    heard = _ask(office, kiosk, LIST, {"id_number": id_number})
    if heard.state is SourceState.NOT_FOUND:
        return CompaniesFound()
    rows = [heard.values.get(name, []) for name in ("credit_codes", "businesses", "roles")]
    if heard.state is not SourceState.ANSWERED or len({len(row) for row in rows}) != 1:
        return CompaniesFound(told=False)
    return CompaniesFound(companies=tuple(_companies(*rows)))


def of_application(item: ItemDocument, grounds: Grounds) -> str | None:
    """The credit code of the company that an application is for: one in which the register, asked for the decision,
    knew an office of the applicant."""
    use = next((use for use in item.sources if use.source == REGISTER), None)
    if use is None or grounds.facts.sources.get(REGISTER, {}).get("role") not in set(CompanyOffice):
        return None
    try:
        credit_code = rules.Grounds(item, grounds.facts, grounds.sources).value(use.by["credit_code"])
    except (Unanswered, KeyError):
        return None
    return credit_code if _is_one(credit_code) else None


def _ask(office: Office, kiosk: Kiosk, code: str, by: dict[str, Any]) -> Heard:
    source = office.shelf.sources.get(code)
    if source is None:
        return silent(code, "not published")
    question = Question(source, by, _PURPOSE, kiosk.kiosk_id)
    return office.registers.ask([question], office.clock.now())[code]


def _companies(codes: list[str], names: list[str], roles: list[str]) -> Iterator[Company]:
    """Those in which the person holds an office that lets them follow cases; each once."""
    seen = set()
    for code, name, role in zip(codes, names, roles, strict=True):
        if code not in seen and role in set(CompanyOffice) and _is_one(code):
            seen.add(code)
            yield Company(credit_code=code, name=_name(name, code), office=CompanyOffice(role))


def _is_one(said: Any) -> bool:
    """GB 32100-2015, written as it should be, with its check character."""
    return isinstance(said, str) and re.fullmatch(_CREDIT_CODE, said) is not None and uscc.is_valid(said)


def _name(said: Any, credit_code: str) -> str:
    """Its name is cut where it is longer than any; without one it is called by its code."""
    return (said.strip() if isinstance(said, str) else "")[:_LONGEST_NAME] or credit_code
