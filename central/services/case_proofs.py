"""Whose cases somebody may see by what they show: their own, a company's, a step's that they look after, or one by its
number. Worked out before any transaction, because a register may have to be asked."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from central.cases.event import BY_AGENT
from central.contract.agency import ByAgreement
from central.contract.following import ByCaseNumber, ByCompany, Company, LookProof
from central.keys import Keys
from central.office import Desk, Office
from central.services import agency_rights, applicants, cases, companies, guessing, people
from central.services.agency_rights import Right
from central.services.guessing import Subject
from central.store import cases as stored
from central.store.cases import Case
from central.store.kiosks import Kiosk


@dataclass(frozen=True)
class Whose:
    """What a proof proves: a person, a person's office in a company, the one case whose number was typed with its
    second factor, or an agent's right to the cases of a step.

    `tries`: of what it is counted when it proves nothing of the case that it is shown for.
    """

    tries: tuple[Subject, ...]
    person: str = ""
    company: Company | None = None
    typed: ByCaseNumber | None = None
    right: Right | None = None

    @property
    def behalf(self) -> str:
        """Who acts for a company, or by which agreement, as a case's events keep it; empty: the applicant acts."""
        if self.right is not None:
            return f"{BY_AGENT}{self.right.row.number}"
        return f"{self.company.office}:{self.person}" if self.company is not None else ""

    def owns(self, keys: Keys, case: Case | None) -> bool:
        """Whether it is their case, the company's, or an agent's to look after."""
        if self.typed is not None:
            return proves(keys, case, self.typed)
        if case is None:
            return False
        if self.right is not None:
            return self.right.covers(case)
        if self.company is not None:
            return case.company == cases.company(keys, self.company.credit_code)
        return case.person == self.person

    def rows(self, desk: Desk, most: int) -> list[Case]:
        """Their cases, the newest first; of a typed number none."""
        if self.right is not None:
            if self.right.item is None:
                return []
            row, since = self.right.row, self.right.since
            return stored.of_person_and_item(desk.connection, row.person, self.right.item, since, most)
        if self.company is not None:
            return stored.of_company(desk.connection, cases.company(desk.keys, self.company.credit_code), most)
        return stored.of_person(desk.connection, self.person, most)


def proves(keys: Keys, case: Case | None, typed: ByCaseNumber) -> bool:
    """Whether number and second factor are this case's, exactly. It takes as long for a case that there is not."""
    kept = ("", "") if case is None or case.number != typed.number else (case.id_last4, case.phone_last4 or "")
    shown = (
        cases.id_factor(keys, typed.number, typed.last4),
        cases.phone_factor(keys, typed.number, typed.last4),
    )
    by_id, by_phone = (hmac.compare_digest(*each) for each in zip(kept, shown, strict=True))
    return by_id or by_phone


def whose(office: Office, kiosk: Kiosk, proof: LookProof, *, anew: bool) -> Whose:
    """What a proof proves now.

    Args:
        anew: somebody begins with it, so that a code on a phone must still be good. Whoever goes on to a company has
            begun before.

    Raises:
        Refusal: id_number_invalid, identity_code_…, credit_code_invalid, too_many_lookups, company_not_yours,
            company_unproven, and those of an agreement.
    """
    match proof:
        case ByAgreement(card=card):
            tries = (guessing.by(people.person(office.keys, card.id_number)),)
            return Whose(tries, right=agency_rights.asked(office, kiosk, proof))
        case ByCaseNumber(number=number):
            return Whose((guessing.at(kiosk), guessing.on(office.keys, number)), typed=proof)
        case ByCompany():
            return _of_company(office, kiosk, proof)
    person = people.person(office.keys, applicants.known(office, kiosk, proof, anew=anew).id_number)
    return Whose((guessing.by(person),), person)


def _of_company(office: Office, kiosk: Kiosk, proof: ByCompany) -> Whose:
    holder = applicants.known(office, kiosk, proof.holder)
    person = people.person(office.keys, holder.id_number)
    tries = (guessing.at(kiosk), guessing.by(person))
    with office.database.read() as connection:
        guessing.refuse(office.desk(connection, kiosk.hall_id), tries)
    return Whose(tries, person, companies.prove(office, kiosk, proof.credit_code, holder.id_number, tries))
