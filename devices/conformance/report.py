"""What a run of the kit found, as a vendor hands it in: Markdown to read, JSON to compare."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from devices.states import Identity

FORMAT = 1


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_TESTED = "not_tested"
    NOT_APPLICABLE = "not_applicable"  # the device has no such thing


@dataclass(frozen=True)
class Finding:
    """One step. `measured` and `limit` are words with their units; `note` says why it failed or was not tested."""

    step: str
    clause: str
    verdict: Verdict
    measured: str = ""
    limit: str = ""
    note: str = ""


@dataclass
class Report:
    """One run. `at`: local date and time, ISO 8601; `place`: a port, or the bench."""

    driver: str
    kind: str
    place: str
    product: str
    at: str
    identity: Identity | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def conforms(self) -> bool:
        """Nothing failed and nothing was left out."""
        fine = (Verdict.PASSED, Verdict.NOT_APPLICABLE)
        return bool(self.findings) and all(finding.verdict in fine for finding in self.findings)

    @property
    def failed(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.verdict is Verdict.FAILED]

    def summary(self) -> str:
        """`conforms: 21 passed`, or how many of each."""
        numbers = Counter(finding.verdict for finding in self.findings)
        told = ", ".join(
            f"{numbers[verdict]} {verdict.value.replace('_', ' ')}" for verdict in Verdict if numbers[verdict]
        )
        verdict = "conforms" if self.conforms else "does not conform" if self.failed else "incomplete"
        return f"{verdict}: {told or 'nothing was tested'}"

    def json(self) -> str:
        return json.dumps(
            {"conformance": FORMAT, **asdict(self), "result": self.summary()}, ensure_ascii=False, indent=1
        )

    def markdown(self) -> str:
        identity = self.identity or Identity("unknown")
        named = [word for word in (identity.model, identity.serial, identity.firmware) if word]
        head = [
            f"# Conformance of {self.driver}",
            "",
            f"**{self.summary()}**",
            "",
            f"- kind: {self.kind}",
            f"- device: {_cell(' · '.join(named)) or 'does not say'}",
            f"- at: {_cell(self.place)}, {self.at}",
            f"- product: {self.product}",
            "",
            "| step | verdict | measured | limit | rule | note |",
            "|---|---|---|---|---|---|",
        ]
        rows = [
            f"| {row.step} | {row.verdict.value.replace('_', ' ')} | {_cell(row.measured)} | {_cell(row.limit)} "
            f"| {_cell(row.clause)} | {_cell(row.note)} |"
            for row in self.findings
        ]
        return "\n".join([*head, *rows, ""])

    def save(self, path: Path) -> tuple[Path, Path]:
        """Write `path` as Markdown and, beside it, as JSON. Raises `OSError`."""
        readable, comparable = path.with_suffix(".md"), path.with_suffix(".json")
        readable.write_text(self.markdown(), "utf-8")
        comparable.write_text(self.json() + "\n", "utf-8")
        return readable, comparable


def _cell(text: str) -> str:
    """What a device says of itself may hold anything."""
    return "".join(c if c.isprintable() else "·" for c in text).replace("|", "\\|").replace("`", "'")
