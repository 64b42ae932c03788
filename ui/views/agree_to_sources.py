"""Before anything is fetched: which data, whose, and what for. Each kind of data is agreed to by itself."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.source import DataSource
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import AgreeToSources
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AgreeToSourcesView(ScreenView):
    """A switch for each kind of data; none is on before the citizen has put it on (PIPL 14, 29)."""

    changed = Signal()
    textsChanged = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: AgreeToSources = scene.wish  # type: ignore[assignment]
        self._agreed: set[str] = set()

    def refresh(self) -> None:
        self.textsChanged.emit()
        self.changed.emit()

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("agree_to_sources.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("agree_to_sources.hint")

    @Property("QVariantList", notify=textsChanged)  # type: ignore[arg-type]
    def sources(self) -> list[str]:
        """Their codes. The list stays while switches are turned, so that the focus does."""
        return [source.source for source in self._wish.sources]

    @Property("QVariantMap", notify=textsChanged)  # type: ignore[arg-type]
    def words(self) -> dict[str, dict[str, str]]:
        """By code: title, detail (whose and what for), sensitive (a sentence or nothing)."""
        return {source.source: self._words(source) for source in self._wish.sources}

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def agreed(self) -> list[str]:
        """The codes that are switched on."""
        return sorted(self._agreed)

    @Property(str, notify=changed)
    def onLabel(self) -> str:
        return self._wording.text("agree_to_sources.on")

    @Property(str, notify=changed)
    def offLabel(self) -> str:
        return self._wording.text("agree_to_sources.off")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Property(bool, notify=changed)
    def any(self) -> bool:
        """Something was agreed to."""
        return bool(self._agreed)

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        if not self._agreed:
            return self._wording.text("agree_to_sources.none")
        if len(self._agreed) == len(self._wish.sources):
            return self._wording.text("agree_to_sources.all")
        return self._wording.text("agree_to_sources.some", n=len(self._agreed))

    @Slot(str)
    def turn(self, key: str) -> None:
        """Agree to this kind of data, or take it back."""
        if any(source.source == key for source in self._wish.sources):
            self._agreed ^= {key}
            self.changed.emit()

    @Slot()
    def finish(self) -> None:
        """Go on with what was agreed to."""
        agreed = tuple(source.source for source in self._wish.sources if source.source in self._agreed)
        self._relay.answer(self, agreed)

    def _words(self, source: DataSource) -> dict[str, str]:
        say = self._wording.text
        owner = say("agree_to_sources.owner", owner=source.owner, source=source.name)
        use = next((use for use in self._wish.item.sources if use.source == source.source), None)
        purpose = self._wording.sentence(use.purpose, self._wish.facts) if use else ""
        return {
            "title": self._wording.words(source.kind_of_data),
            "detail": owner + ("\n" + say("agree_to_sources.purpose", purpose=purpose) if purpose else ""),
            "sensitive": say("agree_to_sources.sensitive") if source.sensitive else "",
        }
