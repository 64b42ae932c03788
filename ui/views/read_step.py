"""One step of a plan: who, how long, with what, by which law, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import project_words
from central.contract.item import Certainty, Unit
from central.contract.project import StepState, asked_of, limit_of
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.project import FromStep, ReadStep
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ReadStepView(ScreenView):
    """Sections to read. Materials that another step makes say so: nobody is asked for them."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ReadStep = scene.wish  # type: ignore[assignment]
        self._project, self._plan = self._wish.project, self._wish.plan
        self._step = next(each for each in self._project.steps if each.step == self._wish.step)
        self._planned = next(each for each in self._plan.steps if each.step == self._wish.step)

    @Property(str, notify=changed)
    def service(self) -> str:
        """Who does it, and who with them."""
        joint = [self._wording.words(each) for each in (self._step.by, *self._step.joint)]
        return self._wording.text("read_item.between").join(joint)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.words(self._step.name)

    @Property(str, notify=changed)
    def summary(self) -> str:
        return self._wording.sentence(self._step.note) if self._step.note else ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def marks(self) -> list[str]:
        """Where it stands, whether it decides the end, and whether somebody may do it for the applicant."""
        say = self._wording.text
        return [
            say(f"plan.state.{self._planned.state.value}"),
            *([say("plan.critical")] if self._planned.critical else []),
            *([say("read_step.agent")] if self._step.agent else []),
        ]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def sections(self) -> list[dict[str, object]]:
        """Key, title and lines; a line has text and perhaps a small detail below it."""
        return [
            {"key": key, "title": self._wording.text(f"read_step.{key}"), "lines": lines}
            for key, lines in self._sections()
            if lines
        ]

    @Property(bool, notify=changed)
    def over(self) -> bool:
        """It is marked as done."""
        return self._planned.state is StepState.DONE

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("read_step.not_done" if self.over else "read_step.done")

    @Property(str, notify=changed)
    def planLabel(self) -> str:
        return self._wording.text("read_step.plan")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Property(str, notify=changed)
    def agentLabel(self) -> str:
        """To somebody of the hall who does it; empty where nobody may, or it is over."""
        offered = self._step.agent and not self.over
        return self._wording.text("show_plan.agent") if offered else ""

    @Slot()
    def agent(self) -> None:
        """Let somebody of the hall do it."""
        if self.agentLabel:
            self._relay.answer(self, FromStep.AGENT)

    @Slot()
    def done(self) -> None:
        """It is over, or it is not after all."""
        self._relay.answer(self, FromStep.OPEN if self.over else FromStep.DONE)

    @Slot()
    def plan(self) -> None:
        """Back to the plan."""
        self._relay.answer(self, FromStep.PLAN)

    # ------------------------------------------------------------ the sections

    def _sections(self) -> Iterator[tuple[str, list[dict[str, str]]]]:
        words, planned = self._wording, self._planned
        names = {each.step: words.words(each.name) for each in self._project.steps}
        if not self.over:
            room = project_words.room(words, planned, self._plan)
            yield "when", [_line(project_words.begins(words, planned, self._plan), room)]
        yield "limit", self._limits()
        yield "waits_for", [_line(names[each]) for each in planned.waits_for]
        materials = asked_of(self._project, self._step, dict(self._wish.situation))
        yield (
            "materials",
            [
                _line(words.words(each.name), words.sentence(each.how_to_get) if each.how_to_get else "")
                for each in materials
                if each.made_in is None
            ],
        )
        yield (
            "made",
            [
                _line(words.words(each.name), words.text("read_step.made_by", step=names[each.made_in]))
                for each in materials
                if each.made_in is not None
            ],
        )
        yield "conditions", [_line(words.sentence(each.text)) for each in self._step.conditions]
        yield "stops", [_line(words.words(each.name)) for each in self._step.stops]
        yield "legal_basis", [self._law(each) for each in self._step.basis]
        number = self._project.contact.enquiry
        yield "contact", [_line(words.text("read_item.enquiry", number=number))]

    def _limits(self) -> list[dict[str, str]]:
        words, limit = self._wording, limit_of(self._step, dict(self._wish.situation))
        due = project_words.due(words, self._planned, self._plan) if self._planned.due else ""
        shown = [_line(words.text(f"read_item.unit_{limit.promised.unit.value}", n=limit.promised.amount), due)]
        if limit.legal is not None and limit.promised.unit is not Unit.AT_ONCE:
            legal = words.text(f"read_item.unit_{limit.legal.unit.value}", n=limit.legal.amount)
            doubt = words.text("read_item.unconfirmed") if limit.legal.certainty is Certainty.UNCONFIRMED else ""
            shown.append(_line(words.text("read_item.limit_legal", amount=legal), doubt))
        return shown

    def _law(self, code: str) -> dict[str, str]:
        basis = self._project.basis(code)
        law = self._wording.text("finding.law", law=self._wording.words(basis.law), article=basis.article).strip()
        doubt = self._wording.text("read_item.unconfirmed") if basis.certainty is Certainty.UNCONFIRMED else ""
        return _line(law, doubt)


def _line(text: str, detail: str = "") -> dict[str, str]:
    return {"text": text, "detail": detail}
