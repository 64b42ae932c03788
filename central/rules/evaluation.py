"""The decision of an application by the rules of its item: rule by rule, with what was seen and the legal basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from central.contract.application import Finding, Law, Seen
from central.contract.item import (
    DecisionRule,
    Evidence,
    IfFalse,
    ItemDocument,
    MaterialFrom,
    Outcome,
    Sentence,
    holds,
)
from central.contract.messages import Words
from central.contract.source import DataSource
from central.rules.expressions import Unanswered
from central.rules.facts import Facts
from central.rules.grounds import Grounds, read_fields
from central.rules.sentences import filled, spoken

_NOT_KNOWN = Words(zh_CN="没有查到", en="not found")
_SILENT = Sentence(
    zh_CN="{source}暂时没有给出这一项，由工作人员核对。",
    en="No answer from {source} for now; a person will look at it.",
)
_INCOMPLETE = Sentence(
    zh_CN="这一项的信息不全，由工作人员核对。", en="Something is missing here; a person will look at it."
)


@dataclass(frozen=True)
class Verdict:
    """What the machine finds. `missing`: required materials that were not given."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()

    @property
    def false(self) -> tuple[str, ...]:
        """The rules that do not hold."""
        return tuple(finding.rule for finding in self.findings if finding.holds is False)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The rules that could not be answered."""
        return tuple(finding.rule for finding in self.findings if finding.holds is None)


def evaluate(item: ItemDocument, facts: Facts, sources: Mapping[str, DataSource]) -> Verdict:
    """Decide. Depends on its arguments alone: the same always gives the same.

    Whatever is not known leads to a person: a rule without an answer, a situation that was not chosen, an item that has
    no rule for these situations. A machine refuses nothing: it proposes to.

    Args:
        sources: the documents of the item's sources, for names, types and masks.
    """
    grounds = Grounds(item, facts, sources)
    rules = [rule for rule in item.rules if holds(rule.when, facts.situation)]
    findings = tuple(_finding(rule, grounds, sources) for rule in rules)
    missing = _missing(grounds)
    against = {finding.if_false for finding in findings if finding.holds is False}
    if (
        not findings
        or not _settled(item, facts)
        or any(finding.holds is None for finding in findings)
        or IfFalse.MANUAL in against
    ):
        outcome = Outcome.MANUAL
    elif IfFalse.SUPPLEMENT in against or missing:
        outcome = Outcome.SUPPLEMENT
    elif IfFalse.PROPOSE_REFUSAL in against:
        outcome = Outcome.REFUSAL_PROPOSED
    else:
        outcome = Outcome.APPROVED
    return Verdict(outcome, findings, missing)


def _finding(rule: DecisionRule, grounds: Grounds, sources: Mapping[str, DataSource]) -> Finding:
    answer = grounds.holds(rule.test)
    basis = grounds.item.basis(rule.basis)
    if answer is None:
        sentence = _unanswered(rule, grounds, sources)
    else:
        sentence = grounds.fill(rule.words_true if answer else rule.words_false, rule.facts)
    return Finding(
        rule=rule.rule,
        holds=answer,
        sentence=sentence,
        basis=Law(law=basis.law, article=basis.article, version=basis.version),
        seen=tuple(_seen(evidence, grounds, sources) for evidence in rule.evidence),
        if_false=rule.if_false,
    )


def _unanswered(rule: DecisionRule, grounds: Grounds, sources: Mapping[str, DataSource]) -> Sentence:
    """Which source owes the answer, where it is one."""
    for code, field in sorted(read_fields(rule.test)):
        if code in sources and field not in grounds.facts.sources.get(code, {}):
            name = sources[code].name
            zh, en = filled(_SILENT, {"source": name.zh_CN}), filled(_SILENT, {"source": name.en or name.zh_CN})
            return Sentence(zh_CN=zh.zh_CN, en=en.en)
    return _INCOMPLETE


def _seen(evidence: Evidence, grounds: Grounds, sources: Mapping[str, DataSource]) -> Seen:
    try:
        value = spoken(grounds.shown(evidence.value))
    except Unanswered:
        value = _NOT_KNOWN
    source = sources.get(evidence.source) if evidence.source is not None else None
    return Seen(
        label=evidence.label,
        value=value,
        source=source.name if source is not None else None,
        as_of=grounds.facts.as_of.get(evidence.source) if evidence.source is not None else None,
    )


def _missing(grounds: Grounds) -> tuple[str, ...]:
    """Required materials that the citizen owes. A shared one is never owed (国令716 art 7): the rules speak for it."""
    item, facts, given = grounds.item, grounds.facts, grounds.materials
    return tuple(
        material.material
        for material in item.materials
        if material.required
        and material.comes_from is not MaterialFrom.SOURCE
        and holds(material.when, facts.situation)
        and material.material not in given
        and not (material.promised and facts.promised)
    )


def _settled(item: ItemDocument, facts: Facts) -> bool:
    """Whether every situation that is asked was answered with one of its options."""
    return all(
        facts.situation.get(each.situation) in {option.option for option in each.options}
        for each in item.situations
        if holds(each.when, facts.situation)
    )
