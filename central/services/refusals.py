"""What the office says no to."""

from __future__ import annotations

from collections.abc import Mapping

from central.contract.messages import Problem, RuleCode, Ticket, TicketRefused


class Refusal(Exception):
    """An answer of 400 to 499: expected, worded by `code`, its gaps filled by `facts`."""

    def __init__(
        self,
        code: str,
        facts: Mapping[str, str | int] | None = None,
        status: int = 409,
        open_ticket: Ticket | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})
        self.status = status
        self.open_ticket = open_ticket

    def problem(self) -> Problem:
        """The answer's body."""
        title = self.code.replace("_", " ")
        if self.open_ticket is not None:
            return TicketRefused(
                title=title, status=self.status, code=self.code, facts=self.facts, open_ticket=self.open_ticket
            )
        return Problem(title=title, status=self.status, code=self.code, facts=self.facts)


class NothingFound(Refusal):
    """A look-up by typed factors that matched nobody: counted, because it may be fishing."""

    def __init__(self) -> None:
        super().__init__(RuleCode.NOT_FOUND)
