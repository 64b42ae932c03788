"""Expected failures of the core: what the office refuses, what a code is not, what cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping

from central.contract.messages import RuleCode, Ticket
from devices.states import Fault, Remedy


class OfficeSilent(Fault):
    """No answer from the office: unplugged, timed out, or a stranger answers in its place."""

    code = "office_silent"
    remedy = Remedy.RETRY


class OfficeFailed(Fault):
    """The office answered that it cannot: 5xx, or something that is not its contract."""

    code = "office_failed"
    remedy = Remedy.RETRY


class KioskRefused(Fault):
    """The office does not know this terminal, or has revoked it."""

    code = "kiosk_refused"
    remedy = Remedy.STOP


class OutcomeUnknown(Fault):
    """An effect was sent and its answer is lost. It stays in the ledger and is sent again with the same key."""

    code = "outcome_unknown"
    remedy = Remedy.RETRY


class EffectRefused(Fault):
    """The office will never take this effect as it is: the terminal and the office disagree on their contract.

    Facts: `status`, `office_code`. The effect stays in the ledger as refused, for staff to see.
    """

    code = "effect_refused"
    remedy = Remedy.STAFF


class NotEnrolled(Fault):
    """The terminal has no key and no place in a hall yet, or what it kept of them cannot be read."""

    code = "not_enrolled"
    remedy = Remedy.STOP


class RuleHit(Fault):
    """A published rule stands against the wish. `code` is one of `RuleCode`."""

    remedy = Remedy.CITIZEN

    def __init__(
        self, rule: RuleCode, facts: Mapping[str, str | int] | None = None, open_ticket: Ticket | None = None
    ) -> None:
        super().__init__(rule.value, **(facts or {}))
        self.code = rule.value
        self.rule = rule
        self.open_ticket = open_ticket


class CodeRefused(Fault):
    """What was shown to the scanner is not the code that is asked for, or its time is over.

    Codes: `code_not_ours`, `code_forged`, `code_expired` of a booking, `identity_code_…` of a person; `…_here` for one
    that is good and of the other kind.
    """

    remedy = Remedy.CITIZEN

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, **facts)
        self.code = code


class PrinterUnknown(Fault):
    """The printer does not say how it is; a silent printer is never taken for one with paper."""

    code = "printer_unknown"
    remedy = Remedy.STAFF


class PrinterAway(Fault):
    """No slip can be printed now; `code` is the printer's own reason (paper out, cover open, not there)."""

    remedy = Remedy.STAFF

    def __init__(self, code: str, facts: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code, **(facts or {}))
        self.code = code


class CameraAway(Fault):
    """No portrait can be taken here now."""

    code = "camera_away"
    remedy = Remedy.STAFF


class TooManyVoices(Fault):
    """So many complaints, praises and reports came of this terminal of late that the next one has to wait: somebody may
    be playing. Fact: `minutes`."""

    code = "too_many_voices"
    remedy = Remedy.CITIZEN


class LedgerFailed(Fault):
    """The ledger cannot be written (disk full, worn out): nothing may be promised any more."""

    code = "ledger_failed"
    remedy = Remedy.STOP
