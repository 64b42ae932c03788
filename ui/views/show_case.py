"""One case in three blocks: what next, the progress, the materials."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import case_words
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.case import FromCase, ShowCase
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_DONE_WELL = {"urged", "person_asked", "case_printed", "withdrawn", "withdrawal_asked", "handed_in", "handed_in_part"}


@QmlElement
class ShowCaseView(ScreenView):
    """Everything in words; icons and colours say it again."""

    changed = Signal()
    noticeTitle = Property(str, shared_words.notice_title, notify=changed)
    noticeText = Property(str, shared_words.notice_text, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ShowCase = scene.wish  # type: ignore[assignment]
        self._followed = self._wish.followed
        self._case = self._followed.case
        self._light = case_words.light(self._followed)

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._case.name)

    @Property(str, notify=changed)
    def number(self) -> str:
        facts = {"number": self._case.number, "applicant": self._case.applicant}
        if self._followed.company is not None:
            facts["company"] = self._followed.company.name
        return self._wording.text("show_case.number", facts)

    @Property(str, notify=changed)
    def address(self) -> str:
        """Of the public page, for the QR code; empty where the office has none."""
        return self._followed.url

    @Property(str, notify=changed)
    def scanHint(self) -> str:
        return self._wording.text("show_case.scan")

    @Property(str, notify=changed)
    def title(self) -> str:
        """The light, in a word."""
        return case_words.light_word(self._wording, self._case.stage, self._light)

    @Property(str, notify=changed)
    def sign(self) -> str:
        return case_words.sign(self._case.stage, self._light)[0]

    @Property(str, notify=changed)
    def tone(self) -> str:
        """good, calm, warn or bad."""
        return case_words.sign(self._case.stage, self._light)[1]

    @Property(str, notify=changed)
    def nextTitle(self) -> str:
        return self._wording.text("show_case.next")

    @Property(str, notify=changed)
    def next(self) -> str:
        """One sentence."""
        return case_words.next_step(self._wording, self._followed)

    @Property(str, notify=changed)
    def lateReason(self) -> str:
        """Why a limit is over, or that nobody has said it; empty where none is."""
        return case_words.late_reason(self._wording, self._followed)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def clocks(self) -> list[dict[str, str]]:
        """Per limit: its name with number and unit, and until when."""
        return [{"name": name, "state": state} for name, state in case_words.clocks(self._wording, self._followed)]

    @Property(str, notify=changed)
    def progressTitle(self) -> str:
        return self._wording.text("show_case.progress")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def steps(self) -> list[dict[str, str]]:
        """The line: title, state (done, now, next, ended), when."""
        return [vars(each) for each in case_words.steps(self._wording, self._followed)]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def events(self) -> list[dict[str, str]]:
        """What happened, the newest first: what, when, who, why."""
        return [vars(each) for each in case_words.events(self._wording, self._followed)]

    @Property(str, notify=changed)
    def shares(self) -> str:
        """Whose the time was."""
        shares = case_words.shares(self._wording, self._followed)
        return self._wording.text("show_case.shares", shares=shares) if shares else ""

    @Property(str, notify=changed)
    def materialsTitle(self) -> str:
        return self._wording.text("show_case.materials")

    @Property(str, notify=changed)
    def noMaterials(self) -> str:
        return "" if self._followed.materials else self._wording.text("show_case.no_materials")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def materials(self) -> list[dict[str, str]]:
        """Per material: name, word, sign, tone; what is missing first."""
        return [
            {
                "name": self._wording.words(each.name),
                "word": self._wording.text(f"follow.material.{each.state.value}"),
                "sign": case_words.material_sign(each.state)[0],
                "tone": case_words.material_sign(each.state)[1],
            }
            for each in self._followed.materials
        ]

    @Property(bool, notify=changed)
    def noticeCalm(self) -> bool:
        """What was wanted was done."""
        return self._wish.notice is not None and self._wish.notice.code in _DONE_WELL

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def ways(self) -> list[dict[str, str]]:
        """The ways on: key and label. The first is the one thing to do; what only few want stands below the page."""
        return [
            {"key": way.value, "label": self._wording.text(f"from_case.{way.value}")}
            for way in self._wish.ways
            if way is not FromCase.WITHDRAW
        ]

    @Property(str, notify=changed)
    def withdrawTitle(self) -> str:
        """Empty where it cannot be withdrawn."""
        return self._wording.text("show_case.withdraw_title") if FromCase.WITHDRAW in self._wish.ways else ""

    @Property(str, notify=changed)
    def withdrawLabel(self) -> str:
        way = self._followed.withdrawal
        return self._wording.text(f"show_case.withdraw_{way.value}") if way is not None else ""

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Slot(str)
    def choose(self, key: str) -> None:
        """This way."""
        chosen = next((way for way in self._wish.ways if way.value == key), None)
        if chosen is not None:
            self._relay.answer(self, FromCase(chosen))
