"""Everything that stands against publishing a library, all at once (rules V-01 to V-14)."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract.item import ItemDocument
from central.items import boundary, calendar_rule, edge, form_rule, prerequisite, project, standing, text
from central.items.finding import Finding, Problem, Rule
from central.items.library import Library
from central.items.reference import References
from central.limits.calendar import WorkCalendar
from central.rules.cases import BASE, run_cases


def lint(library: Library, calendar: WorkCalendar) -> tuple[Finding, ...]:
    """Every finding in order of file and place; none: it can be published."""
    findings = set(library.findings)
    for name, item in library.items.items():
        findings.update(Finding(library.paths[name], *problem) for problem in calendar_rule.problems(item, calendar))
        findings.update(Finding(library.paths[name], *problem) for problem in _all_problems(item, library))
    for name, source in library.sources.items():
        findings.update(Finding(library.source_paths[name], *problem) for problem in text.problems(source))
    for name, plan in library.projects.items():
        problems = [*project.problems(plan), *text.problems(plan)]
        findings.update(Finding(library.project_paths[name], *problem) for problem in problems)
    known = library.items.keys() | library.broken_items
    for name, problem in prerequisite.problems(library.items, known):
        findings.add(Finding(library.paths[name], *problem))
    findings.update(Finding(library.paths[name], *problem) for name, problem in _same_codes(library))
    return tuple(sorted(findings))


_IN_THE_WAY = frozenset({Rule.CODES_UNIQUE, Rule.REFERENCE_EXISTS, Rule.EXPRESSION, Rule.FORM, Rule.CASE})
"""What makes a case come out wrong by itself; a second finding about the same would hide the first."""


def _all_problems(item: ItemDocument, library: Library) -> list[Problem]:
    problems = list(_problems(item, library))
    if _IN_THE_WAY.isdisjoint(rule for _, rule, _ in problems) and not library.broken_sources:
        problems += _cases_run(item, library)
    return problems


def _cases_run(item: ItemDocument, library: Library) -> Iterator[Problem]:
    places = {case.case: f"cases.{number}" for number, case in enumerate(item.cases)}
    differences = run_cases(item, library.sources)
    if any(difference.case == BASE for difference in differences):  # the others differ from it, and would follow
        differences = differences[:1]
    for difference in differences:
        yield places.get(difference.case, difference.case), Rule.CASE, f"{difference.text}; mend the rule or the case"
    if not differences:
        yield from edge.problems(item, library.sources)


def _problems(item: ItemDocument, library: Library) -> Iterator[Problem]:
    references = References(item, library.sources, library.broken_sources)
    yield from standing.problems(item)
    yield from text.problems(item)
    yield from text.word_problems(item.everyday)
    yield from references.problems()
    yield from form_rule.problems(item)
    yield from boundary.problems(item, references, library.sources)


def _same_codes(library: Library) -> Iterator[tuple[str, Problem]]:
    """实施编码 names one item; several may share a 基本编码, as its 业务办理项."""
    first: dict[str, str] = {}
    for name, item in sorted(library.items.items()):
        code = item.implementing_code
        if code and first.setdefault(code, name) != name:
            yield name, ("implementing_code", Rule.CODES_UNIQUE, f"is that of {first[code]} too; each item has its own")
