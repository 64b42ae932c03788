"""What 帮办代办 asks the office besides what stands in the contract, and what goes on paper about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from central.contract.agency import Agreement


@dataclass(frozen=True)
class FindAgents:
    """Who of the hall may be chosen."""


@dataclass(frozen=True)
class AgreementSheet:
    """An agreement for whoever signed it, or works by it. Its applicant's name is masked there, as everywhere."""

    agreement: Agreement = field(repr=False)
