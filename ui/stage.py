"""The stage: one scene at a time on the screen, and what the citizen does there back to the runner.

Implements `kiosk.scenes.Stage`. A screen answers once: after an answer it is deaf until the next scene, so that a
second tap or a tenth finger does nothing. A wait is shown only when it lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import Property, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QWindow
from PySide6.QtQml import QmlElement

from central.contract.texts import LANGUAGES, Texts
from devices.vision.frame_slot import FrameSlot
from kiosk.scenes import Home, OutOfService, Scene, Service, Waiting, WishScene
from kiosk.technician.scenes import ConsoleScene, EnterPin
from kiosk.texts import Wording
from kiosk.wishes.wish import Notice
from ui.camera_preview import Lens
from ui.pairing import file_of, view_of
from ui.views.console.frame import ConsoleFrame
from ui.views.console.page import Console
from ui.views.frame import FrameView
from ui.views.screen import ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHOW_WAITING_AFTER = 300
"""Milliseconds that the screen before a wait stays."""

FORGET_VISITOR_AFTER = 60
"""Seconds without a touch after which the home screen is as the next citizen expects it."""

PATIENCE_LARGE = 2.0
"""Whoever asks for large type has twice the time."""

_INPUT = {
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.KeyPress,
    QEvent.Type.Wheel,
}


class RunnerPort(Protocol):
    """What the screens need of the runner."""

    def begin(self, service: Service) -> None: ...
    def speak_up(self) -> Notice | None: ...
    def answer(self, value: Any) -> None: ...
    def back(self) -> None: ...
    def home(self) -> None: ...
    def retry(self) -> None: ...
    def press(self) -> None: ...
    def stay(self) -> None: ...
    def touched(self) -> None: ...
    def patience(self, factor: float) -> None: ...


@QmlElement
class Stage(QObject):
    """The root of the screens. `runner` may be given later, because the runner needs the stage first.

    Args:
        runner: who is told what the citizen does.
        texts: the catalogues.
        clock: the office's business time, with its time zone.
        units_per_mm: design units per millimetre of this panel: 1080 divided by its short side. 21.5 inches: 4.03.
        frames: where the camera's newest picture is while it is on; None without a camera.
    """

    sceneChanged = Signal()
    stepChanged = Signal()
    modesChanged = Signal()

    def __init__(
        self,
        runner: RunnerPort | None,
        texts: Texts,
        clock: Callable[[], datetime],
        *,
        units_per_mm: float = 4.03,
        frames: FrameSlot | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.runner = runner
        self.technician: Console | None = None
        """The service console, when the terminal has one; the composition sets it."""
        self.wording = Wording(texts, clock)
        self._units_per_mm = units_per_mm
        self._frame = FrameView(self.wording, self)
        self._lens = Lens(frames, self)
        self._console = ConsoleFrame(self.wording, self)
        self._view: ScreenView | None = None
        self._before: ScreenView | None = None  # outlives its QML, which leaves when control returns to the loop
        self._scene: Scene | ConsoleScene | None = None
        self._kept: tuple[Scene | ConsoleScene | None, ScreenView] | None = None
        """What somebody had typed when they began to complain; it comes back with its scene."""
        self._screen = ""
        self._scenes = 0
        self._deaf = False
        self._gone_home = False
        self._can_back = False
        self._large = False
        self._contrast = False
        self._late: Scene | None = None
        self._minute = -1
        self._wait = self._timer(SHOW_WAITING_AFTER, self._show_late)
        self._turned = self._timer(0, self._drop_before)
        self._forget = self._timer(FORGET_VISITOR_AFTER * 1000, self._forget_visitor)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._watch_clock)
        self._tick.start()

    # ------------------------------------------------------------ what the runner says

    def show(self, scene: Scene | ConsoleScene) -> None:
        """Put `scene` on the screen in place of the one before."""
        self._late = None
        if isinstance(scene, ConsoleScene):
            self._console.show(scene)
        self._scenes += 1
        if isinstance(scene, Home | OutOfService):
            self._frame.know(scene.readiness.board)
        if self._view is not None and file_of(scene) == self._screen and self._view.renew(scene):
            self._hear()
            self._set_back(scene)
        elif isinstance(scene, Waiting) and self._view is not None:
            self._deaf = True
            self._late = scene
            if not self._wait.isActive():
                self._wait.start()
            return
        else:
            self._put(scene)
        self._wait.stop()

    def warn(self, seconds_left: int | None) -> None:
        """Ask "are you still there?" over the scene, counting down; None takes the question away."""
        self._frame.warn(seconds_left)

    def watch(self, window: QWindow) -> None:
        """Count every kind of input on `window` as a sign of life."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            if self.runner is not None:
                self.runner.touched()
            if self.technician is not None:
                self.technician.touched()
            if self._forget.isActive():
                self._forget.start()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------ what the screens say

    def begin(self, view: ScreenView, service: Service) -> None:
        self._once(view, lambda runner: runner.begin(service))

    def answer(self, view: ScreenView, value: Any) -> None:
        self._once(view, lambda runner: runner.answer(value))

    def back(self, view: ScreenView) -> None:
        if self._can_back:
            self._once(view, lambda runner: runner.back())

    def retry(self, view: ScreenView) -> None:
        self._once(view, lambda runner: runner.retry())

    def press(self, view: ScreenView) -> None:
        """The camera's button: no answer, and heard as often as it is pressed."""
        if view is self._view and not self._deaf and self.runner is not None:
            self.runner.press()

    def seen(self, view: ScreenView) -> None:
        """Somebody stands before the camera: a sign of life, as a touch is."""
        if view is self._view and self.runner is not None:
            self.runner.touched()

    def home(self, view: ScreenView) -> None:
        """Leaving is heard even while something is under way."""
        if view is self._view and not self._gone_home and self.runner is not None:
            self._gone_home = self._deaf = True
            self.runner.home()

    def tell(self, view: ScreenView, notice: Notice) -> None:
        """Explain something over the screen; the screen stays as it is."""
        if view is self._view:
            self._frame.tell(notice)
            self._forget.start()

    # ------------------------------------------------------------ what QML reads and calls

    @Property(ScreenView, notify=sceneChanged)
    def view(self) -> ScreenView | None:
        return self._view

    @Property(str, notify=sceneChanged)
    def screen(self) -> str:
        """Name of the QML file in `screens/`."""
        return self._screen

    @Property(ConsoleFrame, notify=sceneChanged)
    def console(self) -> ConsoleFrame:
        return self._console

    @Property(Lens, notify=sceneChanged)
    def lens(self) -> Lens:
        return self._lens

    @Property(bool, notify=stepChanged)
    def canBack(self) -> bool:
        return self._can_back

    @Property(FrameView, notify=sceneChanged)
    def frame(self) -> FrameView:
        return self._frame

    @Property(bool, notify=modesChanged)
    def large(self) -> bool:
        return self._large

    @Property(bool, notify=modesChanged)
    def contrast(self) -> bool:
        return self._contrast

    @Property(str, notify=modesChanged)
    def language(self) -> str:
        return self.wording.language

    @Property(float, notify=modesChanged)
    def unitsPerMm(self) -> float:
        return self._units_per_mm

    @Property(bool, notify=sceneChanged)
    def speaking(self) -> bool:
        """Somebody is complaining, praising or reporting already."""
        return getattr(self._scene, "service", None) is Service.RAISE_VOICE

    @Property(bool, notify=sceneChanged)
    def locked(self) -> bool:
        """The technicians' entrance stands there: whoever is before it may be anybody."""
        return isinstance(self._scene, EnterPin)

    @Slot()
    def speakUp(self) -> None:
        """Complain, praise or report. What is on the screen waits underneath, with what was typed."""
        if self.runner is None:
            self._frame.tell(Notice("voice_not_here"))
            return
        if self.locked and self.technician is not None:
            self.technician.leave()
        if self._view is not None and self._view.keeps and not self._deaf:
            self._kept = (self._scene, self._view)
        against = self.runner.speak_up()
        if against is not None:
            self._kept = None
            self._frame.tell(against)
            self._watch_modes()

    @Slot()
    def toggleLarge(self) -> None:
        self.set_modes(large=not self._large)

    @Slot()
    def toggleContrast(self) -> None:
        self.set_modes(contrast=not self._contrast)

    @Slot()
    def toggleLanguage(self) -> None:
        after = (LANGUAGES.index(self.wording.language) + 1) % len(LANGUAGES)
        self.set_modes(language=LANGUAGES[after])

    @Slot()
    def stay(self) -> None:
        """ "I am still here." """
        if self.runner is not None:
            self.runner.stay()

    @Slot()
    def leave(self) -> None:
        """Leave from the idle question."""
        if self._view is not None:
            self.home(self._view)

    @Slot()
    def openConsole(self) -> None:
        """Somebody knows where the technicians' entrance is; it opens between two citizens only."""
        if self.technician is not None and self._screen in (Home.__name__, OutOfService.__name__):
            self.technician.enter()

    @Slot()
    def understood(self) -> None:
        """The explanation has been read."""
        self._frame.tell(None)

    def set_modes(
        self, *, large: bool | None = None, contrast: bool | None = None, language: str | None = None
    ) -> None:
        """Type size, contrast and language, at run time, on whatever is on the screen."""
        if large is not None and large != self._large:
            self._large = large
            if self.runner is not None:
                self.runner.patience(PATIENCE_LARGE if large else 1.0)
        self._contrast = self._contrast if contrast is None else contrast
        if language is not None and language != self.wording.language:
            self.wording.language = language
            self._frame.refresh()
            self._console.refresh()
            if self._view is not None:
                self._view.refresh()
        self.modesChanged.emit()
        self._watch_modes()

    # ------------------------------------------------------------ inside

    def _put(self, scene: Scene | ConsoleScene) -> None:
        if isinstance(scene, Home | OutOfService) and self._screen not in ("", Home.__name__, OutOfService.__name__):
            self.set_modes(large=False, contrast=False, language=LANGUAGES[0])
        view = self._taken_up(scene)
        if view is None:
            view = view_of(scene)(scene, self.wording, self)
            view.setParent(self)
        self._let_go(self._before)
        self._before, self._view = self._view, view
        self._scene = scene
        if isinstance(scene, WishScene):
            self._frame.over(scene.aside)
        self._turned.start()
        self._screen = file_of(scene)
        self._frame.tell(None)
        self._hear()
        self._set_back(scene)
        self.sceneChanged.emit()
        self._watch_modes()

    def _taken_up(self, scene: Scene | ConsoleScene) -> ScreenView | None:
        """The view that was kept, once its scene is back; where the session is over, it goes."""
        if self._kept is None:
            return None
        kept_scene, view = self._kept
        if kept_scene == scene:
            self._kept = None
            if self._before is view:
                self._before = None
            view.refresh()
            return view
        if isinstance(scene, Home | OutOfService):
            self._kept = None
            view.deleteLater()
        return None

    def _let_go(self, view: ScreenView | None) -> None:
        if view is not None and (self._kept is None or view is not self._kept[1]):
            view.deleteLater()

    def _set_back(self, scene: Scene | ConsoleScene) -> None:
        self._can_back = isinstance(scene, WishScene) and scene.back
        self.stepChanged.emit()

    def _hear(self) -> None:
        self._deaf = self._gone_home = False

    def _once(self, view: ScreenView, tell: Callable[[RunnerPort], None]) -> None:
        """Tell the runner, and nothing more until the next scene. If it made nothing of it, the screen goes on."""
        if view is not self._view or self._deaf or self.runner is None:
            return
        self._deaf, before = True, self._scenes
        tell(self.runner)
        if self._scenes == before:
            self._hear()

    @Slot()
    def _show_late(self) -> None:
        late, self._late = self._late, None
        if late is not None:
            self._put(late)

    @Slot()
    def _watch_clock(self) -> None:
        minute = self.wording.now().minute
        if minute != self._minute:
            self._minute = minute
            self._frame.refresh()
            if self._view is not None and self._screen in (Home.__name__, OutOfService.__name__):
                self._view.refresh()

    @Slot()
    def _drop_before(self) -> None:
        """Control is back at the loop, and the QML of the screen before has left: so does what it held of anybody."""
        before, self._before = self._before, None
        self._let_go(before)
        if not self._screen.startswith("console/"):
            self._console.show(EnterPin())

    def _watch_modes(self) -> None:
        """Modes that somebody chose on the home screen and left there do not stay for the next one."""
        changed = self._large or self._contrast or self.wording.language != LANGUAGES[0]
        if changed and self._screen in (Home.__name__, OutOfService.__name__):
            self._forget.start()
        else:
            self._forget.stop()

    @Slot()
    def _forget_visitor(self) -> None:
        self._frame.tell(None)
        self.set_modes(large=False, contrast=False, language=LANGUAGES[0])

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer
