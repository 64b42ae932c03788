"""One question about the citizen's situation: the answer picks what is needed."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.item import ItemDocument, Option
from kiosk.catalogue.catalogue import Catalogue
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import AnswerSituation
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AnswerSituationView(ScreenView):
    """The question and its options, each a button; what was answered before says so."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: AnswerSituation = scene.wish  # type: ignore[assignment]
        item = self._wish.item
        self._facts = Catalogue().facts(item) if isinstance(item, ItemDocument) else {}

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.words(self._wish.situation.question)

    @Property(str, notify=changed)
    def hint(self) -> str:
        hint = self._wish.situation.hint
        return self._wording.sentence(hint, self._facts) if hint else self._wording.text("answer_situation.hint")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """Per option: key, lead (its number), title, detail, note (chosen before)."""
        return [self._choice(number, option) for number, option in enumerate(self._wish.situation.options, 1)]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        if any(option.option == key for option in self._wish.situation.options):
            self._relay.answer(self, key)

    def _choice(self, number: int, option: Option) -> dict[str, str]:
        before = option.option == self._wish.chosen
        return {
            "key": option.option,
            "lead": str(number),
            "below": "",
            "title": self._wording.words(option.words),
            "detail": self._wording.sentence(option.hint, self._facts) if option.hint else "",
            "note": self._wording.text("answer_situation.before") if before else "",
            "shut": "",
        }
