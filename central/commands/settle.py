"""`central settle`: a clerk's word on what waits for a person, where a hall has no program of its own for it."""

from __future__ import annotations

import argparse

from central.commands.window_line import add_line, ask
from central.contract.case import Case, Cases, Stage
from central.contract.settling import CaseToSettle, SettleCase

EXPECTED = ()

_ACTS = ("approve", "refuse", "ask_supplements", "take_supplements", "escalate")


def add(parser: argparse.ArgumentParser) -> None:
    add_line(parser)
    parser.add_argument("number", nargs="?", help="of the case; none: list those that wait")
    parser.add_argument("act", nargs="?", choices=_ACTS, help="none: show what is decided by")
    parser.add_argument("--clerk", default="", help="who settles it")
    parser.add_argument("--reason", default="")
    parser.add_argument("--late-reason", default="", help="why a limit is over; the applicant reads it")
    parser.add_argument("--missing", nargs="+", default=(), metavar="KEY", help="material.portrait, field.phone …")
    parser.add_argument("--approver", default="", help="of an exception")
    parser.set_defaults(run=_settle)


def _settle(options: argparse.Namespace) -> None:
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
        late_reason=options.late_reason,
        missing=tuple(options.missing),
        approver=options.approver,
    )
    _print(Case.model_validate(ask(options, "POST", f"{path}/settle", wanted)))


def _print(case: Case) -> None:
    until = f", answer by {case.answer_by}" if case.answer_by and case.stage is Stage.SUBMITTED else ""
    missing = f", waits for {' '.join(case.missing)}" if case.missing else ""
    print(f"{case.number}  {case.name.zh_CN}, {case.applicant}: {case.stage}{until}{missing}")


def _show(found: CaseToSettle) -> None:
    _print(found.case)
    print(f"  {found.name} {found.id_number}")
    for name, value in found.answers.items():
        print(f"  {name}: {value}")
    for finding in found.findings:
        held = {True: "holds", False: "does not hold", None: "not answered"}[finding.holds]
        print(f"  {finding.rule} {held}: {finding.sentence.zh_CN}")
