"""`central settle`: a clerk's word on what waits for a person, where a hall has no program of its own for it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from central.contract.case import Case, Cases, Stage
from central.contract.settling import CaseToSettle, SettleCase

Ask = Callable[..., Any]
_ACTS = ("approve", "refuse", "ask_supplements", "take_supplements", "escalate")


def add_command(commands: Any, line: argparse.ArgumentParser, ask: Ask) -> None:
    """Put `central settle` among the commands of a window."""
    settle = commands.add_parser("settle", parents=[line], help="settle what waits for a person (转人工)")
    settle.add_argument("number", nargs="?", help="of the case; none: list those that wait")
    settle.add_argument("act", nargs="?", choices=_ACTS, help="none: show what is decided by")
    settle.add_argument("--window", required=True)
    settle.add_argument("--clerk", default="", help="who settles it")
    settle.add_argument("--reason", default="")
    settle.add_argument("--missing", nargs="+", default=(), metavar="KEY", help="material.portrait, field.phone …")
    settle.add_argument("--approver", default="", help="of an exception")
    settle.set_defaults(run=partial(_settle, ask))


def _settle(ask: Ask, options: argparse.Namespace) -> None:
    if options.number is None:
        for case in Cases.model_validate(ask(options, "GET", "/cases")).cases:
            _print(case)
        return
    path = f"/cases/{options.number}"
    if options.act is None:
        _show(CaseToSettle.model_validate(ask(options, "GET", path)))
        return
    wanted = SettleCase(
        settle=options.act,
        clerk=options.clerk,
        reason=options.reason,
        missing=tuple(options.missing),
        approver=options.approver,
    )
    _print(Case.model_validate(ask(options, "POST", f"{path}/settle", wanted)))


def _print(case: Case) -> None:
    until = f", answer by {case.answer_by}" if case.answer_by and case.stage is Stage.SUBMITTED else ""
    missing = f", waits for {' '.join(case.missing)}" if case.missing else ""
    sys.stdout.write(f"{case.number}  {case.name.zh_CN}, {case.applicant}: {case.stage}{until}{missing}\n")


def _show(found: CaseToSettle) -> None:
    _print(found.case)
    sys.stdout.write(f"  {found.name} {found.id_number}\n")
    for name, value in found.answers.items():
        sys.stdout.write(f"  {name}: {value}\n")
    for finding in found.findings:
        held = {True: "holds", False: "does not hold", None: "not answered"}[finding.holds]
        sys.stdout.write(f"  {finding.rule} {held}: {finding.sentence.zh_CN}\n")
