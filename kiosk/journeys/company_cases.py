"""公司的办件: which company, and what the register says of whoever asks for its cases."""

from __future__ import annotations

from central.contract.application import Applicant
from central.contract.following import ByCompany, CasesFound, CompaniesFound
from central.contract.messages import RuleCode
from kiosk.faults import RuleHit
from kiosk.journeys.leaving import again_or_leave
from kiosk.wishes.case import ChooseCompany, find_cases, find_companies
from kiosk.wishes.wish import EnterNumber, Entry, Next, Notice


async def find_of_company(holder: Applicant) -> tuple[ByCompany, CasesFound]:
    """A company in which somebody holds an office, and its cases. Raises `Left`, `RuleHit`."""
    known = await find_companies(holder)
    while True:
        proof = ByCompany(credit_code=await which(known), holder=holder)
        try:
            found = await prove(proof)
        except RuleHit as hit:
            if hit.rule is not RuleCode.COMPANY_NOT_YOURS:
                raise
            await another_or_leave(Notice.of(hit))
            continue
        if found.cases:
            return proof, found
        name = found.company.name if found.company else proof.credit_code
        await another_or_leave(Notice("no_company_cases", {"company": name}))


async def which(known: CompaniesFound) -> str:
    """A credit code: of the companies that the register lists, or typed and with a good check character."""
    listed = await ChooseCompany(known) if known.companies else None
    return listed or await EnterNumber(Entry.CREDIT_CODE)


async def prove(proof: ByCompany) -> CasesFound:
    """The company's cases, as soon as the register answers. Raises `Left`, `RuleHit`."""
    while True:
        try:
            return await find_cases(proof)
        except RuleHit as hit:
            if hit.rule is not RuleCode.COMPANY_UNPROVEN:
                raise
            await again_or_leave(Notice.of(hit), Next.AGAIN)


async def another_or_leave(notice: Notice) -> None:
    """Comes back when another company is to be named, else raises `Left`."""
    await again_or_leave(notice, Next.OTHER_COMPANY, again=Next.OTHER_COMPANY)
