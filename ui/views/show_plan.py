"""The plan of a project: its stages as lanes, what runs side by side, what decides the end; or all of it as a list."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import project_words
from central.contract.project import PlannedStep, StepState
from kiosk.scenes import WishScene
from kiosk.texts import Wording, glue
from kiosk.wishes.project import FromPlan, OpenStep, ShowPlan, for_agent
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ShowPlanView(ScreenView):
    """A chart and a list of the same cards in the same order; both say everything in words."""

    changed = Signal()
    noticeTitle = Property(str, shared_words.notice_title, notify=changed)
    noticeText = Property(str, shared_words.notice_text, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ShowPlan = scene.wish  # type: ignore[assignment]
        self._plan = self._wish.plan
        self._known = {each.step: each for each in self._wish.project.steps}
        self._listed = False

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.project.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        """When all is over, or how long it takes."""
        return project_words.end(self._wording, self._plan, glue)

    @Property(str, notify=changed)
    def count(self) -> str:
        """How many steps there are, and what can be done now."""
        free = sum(each.state is StepState.FREE for each in self._plan.steps)
        over = sum(each.state is StepState.DONE for each in self._plan.steps)
        code = "show_plan.count_done" if over else "show_plan.count"
        return self._wording.text(code, n=len(self._plan.steps), free=free, done=over)

    @Property(str, notify=changed)
    def caveat(self) -> str:
        """What the days depend on."""
        return self._wording.text("plan.caveat")

    @Property(str, notify=changed)
    def missing(self) -> str:
        """Why some days are not told."""
        return project_words.missing(self._wording, self._plan)

    @Property(str, notify=changed)
    def address(self) -> str:
        """The office's page with this plan, for the code to take along."""
        return self._plan.url

    @Property(str, notify=changed)
    def scanHint(self) -> str:
        return self._wording.text("show_plan.scan")

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        """The paper is out."""
        return self._wish.notice is not None and self._wish.notice.code == "plan_printed"

    @Property(bool, notify=changed)
    def ofPaper(self) -> bool:
        """What is told became of the paper; else of an agreement with an agent."""
        return self._wish.notice is not None and self._wish.notice.code.startswith("plan_")

    @Property(bool, notify=changed)
    def listed(self) -> bool:
        """One card below the other, with all that is said of it."""
        return self._listed

    @Property(str, notify=changed)
    def otherLabel(self) -> str:
        """To the list, and back to the chart."""
        return self._wording.text("show_plan.chart" if self._listed else "show_plan.list")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def stages(self) -> list[dict[str, object]]:
        """Per stage: key, title, rows. Per row: when, whether that is today, and the cards that stand side by side."""
        return [
            {"key": each.stage, "title": self._wording.words(each.name), "rows": rows}
            for each in self._wish.project.stages
            if (rows := self._rows([step for step in self._plan.steps if self._known[step.step].stage == each.stage]))
        ]

    @Property(str, notify=changed)
    def printLabel(self) -> str:
        return self._wording.text("show_plan.print")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Property(str, notify=changed)
    def agentLabel(self) -> str:
        """To somebody who takes steps of it; empty where there is none to be taken."""
        return self._wording.text("show_plan.agent") if for_agent(self._wish.project, self._plan) else ""

    @Slot()
    def agent(self) -> None:
        """Ask somebody of the hall for help."""
        if for_agent(self._wish.project, self._plan):
            self._relay.answer(self, FromPlan.AGENT)

    @Slot()
    def turn(self) -> None:
        """The chart as a list, the list as a chart."""
        self._listed = not self._listed
        self.changed.emit()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Read about this step."""
        if any(each.step == key for each in self._plan.steps):
            self._relay.answer(self, OpenStep(key))

    @Slot()
    def print(self) -> None:
        """On paper."""
        self._relay.answer(self, FromPlan.PRINT)

    # ------------------------------------------------------------ rows and cards

    def _rows(self, steps: Iterable[PlannedStep]) -> list[dict[str, object]]:
        rows: dict[int, list[PlannedStep]] = {}
        for step in steps:
            rows.setdefault(-1 if step.state is StepState.DONE else step.row, []).append(step)
        return [self._row(rows[number]) for number in sorted(rows)]

    def _row(self, steps: list[PlannedStep]) -> dict[str, object]:
        first = steps[0]
        over = first.state is StepState.DONE
        today = not over and first.starts == self._wording.now().date()
        when = self._wording.text("show_plan.over") if over else project_words.begins(self._wording, first, self._plan)
        if today:
            when = self._wording.text("show_plan.today", day=when)
        return {"when": when, "today": today, "cards": [self._card(each) for each in steps]}

    def _card(self, step: PlannedStep) -> dict[str, object]:
        known, say = self._known[step.step], self._wording
        return {
            "key": step.step,
            "title": say.words(known.name),
            "by": say.words(known.by),
            "due": project_words.due(say, step, self._plan),
            "room": project_words.room(say, step, self._plan),
            "state": say.text(f"plan.state.{step.state.value}"),
            "waiting": step.state is StepState.WAITING,
            "over": step.state is StepState.DONE,
            "free": step.state is StepState.FREE,
            "late": step.state is StepState.LATE,
            "critical": say.text("plan.critical") if step.critical else "",
        }
