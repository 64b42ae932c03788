"""The decision, rule by rule: what was found, by which law, from which source, and the ways on."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.application import Finding, Seen
from central.contract.item import IfFalse, Outcome
from central.contract.messages import Words
from central.contract.texts import Fact
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import ShowDecision
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TONES = {
    Outcome.APPROVED: "good",
    Outcome.REFUSAL_PROPOSED: "bad",
    Outcome.REFUSED: "bad",
    Outcome.SUPPLEMENT: "warn",
    Outcome.MANUAL: "warn",
}


@QmlElement
class ShowDecisionView(ScreenView):
    """What stands against it comes first. A refusal by machine is a proposal, and says so (PIPL 24)."""

    changed = Signal()
    noticeTitle = Property(str, shared_words.notice_title, notify=changed)
    noticeText = Property(str, shared_words.notice_text, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ShowDecision = scene.wish  # type: ignore[assignment]
        self._decision = self._wish.decision
        self._findings = sorted(self._decision.findings, key=lambda each: each.holds is True)

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._decision.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(f"show_decision.{self._state}")

    @Property(str, notify=changed)
    def tone(self) -> str:
        """good, warn or bad."""
        return "warn" if self._decision.handed_over else _TONES[self._decision.outcome]

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What the outcome means, and what follows."""
        said = {name: getattr(self._decision, name) for name in ("answer_by", "reason", "appeal")}
        return self._wording.text(f"show_decision.{self._state}_hint", {name: it for name, it in said.items() if it})

    @Property(str, notify=changed)
    def receipt(self) -> str:
        return self._wording.text("show_decision.receipt", number=self._decision.receipt)

    @Property(str, notify=changed)
    def decided(self) -> str:
        """By whom, and when."""
        who = "machine" if self._decision.by_machine else "person"
        return self._wording.text(f"show_decision.by_{who}", at=self._decision.decided_at)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def findings(self) -> list[dict[str, str]]:
        """Per rule: key, tone, word, sentence, law, seen (a line for each value with its source)."""
        return [self._missing(words) for words in self._wish.owed] + [self._finding(each) for each in self._findings]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def ways(self) -> list[dict[str, str]]:
        """The ways on: key and label. The first is the one thing to do."""
        return [
            {"key": choice.value, "label": self._wording.text(f"from_decision.{choice.value}")}
            for choice in self._wish.choices
        ]

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Slot(str)
    def choose(self, key: str) -> None:
        """This way."""
        chosen = next((choice for choice in self._wish.choices if choice.value == key), None)
        if chosen is not None:
            self._relay.answer(self, chosen)

    @property
    def _state(self) -> str:
        return "handed_over" if self._decision.handed_over else self._decision.outcome.value

    def _missing(self, words: Words) -> dict[str, str]:
        say = self._wording
        return {
            "tone": "warn",
            "word": say.text("finding.owed"),
            "sentence": say.words(words),
            "law": "",
            "seen": "",
        }

    def _finding(self, finding: Finding) -> dict[str, str]:
        say = self._wording.text
        if finding.holds:
            tone, word = "good", "holds"
        elif finding.holds is None:
            tone, word = "warn", "unknown"
        else:
            tone, word = ("bad" if finding.if_false is IfFalse.PROPOSE_REFUSAL else "warn"), finding.if_false.value
        law = self._wording.words(finding.basis.law)
        return {
            "key": finding.rule,
            "tone": tone,
            "word": say(f"finding.{word}"),
            "sentence": self._wording.sentence(finding.sentence),
            "law": say("finding.law", law=law, article=finding.basis.article).strip(),
            "seen": "\n".join(self._seen(each) for each in finding.seen),
        }

    def _seen(self, seen: Seen) -> str:
        facts: dict[str, Fact] = {"label": seen.label, "value": seen.value}
        if seen.source:
            facts["source"] = seen.source
        if seen.as_of:
            facts["as_of"] = seen.as_of
        return self._wording.text("finding.seen", facts)
