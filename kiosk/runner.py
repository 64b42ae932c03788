"""Carries a journey's wishes out: the screen, the terminal's hands, Back, the idle clock, the failsafe.

The runner owns no clock, no thread and no device. Time comes in through `tick`, answers through `answer` and through
the replies of `Hands`; a reply that belongs to a session or a wish that is over is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from central.contract.messages import Ticket
from devices.paper import PaperState
from devices.states import Fault, Remedy
from devices.traces import bare, where
from kiosk.hands import Errand, Hands, Shutter
from kiosk.scenes import Home, OutOfService, Problem, Scene, Service, Stage, Waiting, WishScene
from kiosk.session import Journey, Session, Step
from kiosk.waiting import waiting_for
from kiosk.wishes.application import CaptureDocument
from kiosk.wishes.rating import TellVisit
from kiosk.wishes.wish import (
    Ask,
    CapturePortrait,
    Do,
    KeepNumber,
    Notice,
    NotRead,
    Outcome,
    Present,
    Print,
    ScreenWish,
    Shown,
    TakePaper,
    Way,
    Wish,
)

log = logging.getLogger("kiosk.session")


@dataclass(frozen=True)
class Patience:
    """How long a screen waits for the citizen; seconds."""

    idle: float = 60.0
    warning: float = 30.0
    finish: float = 20.0
    keep: float = 90.0  # a number to be photographed stays longer
    problem: float = 30.0


class KioskBug(Fault):
    """The program itself failed; the session ends on the failsafe screen."""

    code = "kiosk_bug"
    remedy = Remedy.STAFF


class Runner:
    """One terminal's journeys, one at a time."""

    def __init__(
        self, journeys: Mapping[Service, Journey], stage: Stage, hands: Hands, patience: Patience | None = None
    ) -> None:
        self._journeys = journeys
        self._stage = stage
        self._hands = hands
        self._patience = patience or Patience()
        self._factor = 1.0
        self._now = 0.0
        self._touched_at = 0.0
        self._warned: int | None = None
        self._session: Session | None = None
        self._coroutine: Coroutine[Any, Any, Outcome] | None = None
        self._wish: Wish[Any] | None = None
        self._scene: Scene | None = None
        self._errand: Errand | None = None
        self._shutter: Shutter | None = None
        self._turn = 0  # counts wishes; a reply of an earlier turn is late
        self._suspended = False
        self._aside: tuple[Session, Scene | None] | None = None  # waits underneath while somebody speaks up
        self._wanted = False  # somebody wants to speak up as soon as the paper is out

    # ------------------------------------------------------------ what the screen says

    def begin(self, service: Service, shown: Shown | None = None) -> None:
        """Start a service; `shown` is a code or card that was presented on the home screen."""
        if self._session is not None or self._suspended:
            return
        readiness = self._hands.readiness().services.get(service.value)
        if readiness is None or not readiness.possible:
            return
        self._stop_errand()
        self._session = Session(service, self._journeys[service], shown)
        self.touched()
        self._run_from_start()

    def speak_up(self) -> Notice | None:
        """Complain, praise or report, from any screen and without a card; what was going on waits underneath, with
        everything the citizen has said, and goes on afterwards. The answer is what stands against it, for now or at
        all.
        """
        if self._suspended or Service.RAISE_VOICE not in self._journeys:
            return Notice("voice_not_here")
        if (reason := self._hands.readiness().no_voice) is not None:
            return reason
        if self._session is None or self._session.service is not Service.RAISE_VOICE:
            if isinstance(self._wish, Print):  # a paper is followed to its end, or it would be printed twice
                self._wanted = True
                return Notice("voice_after_paper")
            self._open_voice()
        return None

    def answer(self, value: Any) -> None:
        """The citizen answers the wish on the screen."""
        by_device = isinstance(self._wish, Print | CapturePortrait | CaptureDocument) or self._follows_paper()
        if isinstance(self._scene, WishScene) and not by_device:
            self.touched()
            self._reply(self._turn, value)

    def press(self) -> None:
        """The button under the camera's picture."""
        if self._shutter is not None:
            self.touched()
            self._shutter.press()

    def back(self) -> None:
        """One answer of the citizen's back; the first of all leads home."""
        if self._session is None or not isinstance(self._scene, WishScene | Problem):
            return
        self.touched()
        index = self._session.last_by_citizen()
        if index is None:
            if not any(step.final for step in self._session.steps):
                self.home()
            return
        del self._session.steps[index:]
        self._run_from_start()

    def retry(self) -> None:
        """After a problem: the same wish again, with everything the citizen has said so far."""
        if isinstance(self._scene, Problem) and self._scene.retry:
            self.touched()
            self._run_from_start()

    def home(self) -> None:
        """End the session, wipe it, show the home screen."""
        self._end("home")

    def stay(self) -> None:
        """The answer to "are you still there?"."""
        self.touched()

    def touched(self) -> None:
        """Any input at all: a finger, a key, a card, a code."""
        self._touched_at = self._now
        if self._warned is not None:
            self._warned = None
            self._stage.warn(None)

    def patience(self, factor: float) -> None:
        """Slower timers for those who asked for large type."""
        self._factor = factor

    # ------------------------------------------------------------ what time and the terminal say

    def tick(self, now: float) -> None:
        """Let time pass; `now` is the monotonic clock in seconds."""
        self._now = max(self._now, now)
        if self._session is None or self._busy():
            self._touched_at = self._now
            return
        idle = self._now - self._touched_at
        alone = self._alone_after()
        if alone is not None:
            if idle >= alone * self._factor:
                self._end("finished")
            return
        limit = self._patience.idle * self._factor
        if idle >= limit + self._patience.warning:
            self._end("timed_out")
        elif idle >= limit:
            left = int(limit + self._patience.warning - idle) + 1
            if left != self._warned:
                self._warned = left
                self._stage.warn(left)

    def changed(self) -> None:
        """A device, the office or the hall's board changed."""
        if self._session is None:
            self._show_home()
        elif isinstance(self._scene, WishScene) and isinstance(self._wish, Present):
            self._show_wish(self._wish)

    # ------------------------------------------------------------ the technician at the machine

    @property
    def serving(self) -> bool:
        """Whether a citizen's session is open."""
        return self._session is not None

    def suspend(self) -> bool:
        """Serve nobody, listen to nothing and leave the screen alone; False while a citizen's session is open."""
        if self._session is not None or self._suspended:
            return False
        self._suspended = True
        self._stop_errand()
        return True

    def resume(self) -> None:
        """Show the home screen and serve again."""
        if self._suspended:
            self._suspended = False
            self.touched()
            self._show_home()

    # ------------------------------------------------------------ driving the coroutine

    def _run_from_start(self) -> None:
        """Run a fresh coroutine through the recorded steps, then on."""
        session = self._session
        assert session is not None
        self._stop_errand()
        self._close_coroutine()
        self._coroutine = session.journey(session.shown)
        steps, answered = session.steps, 0
        answer, fault = None, None
        while True:
            wish = self._resume(answer, fault)
            if wish is None:
                return
            if answered == len(steps):
                self._carry_out(wish)
                return
            step = steps[answered]
            if step.wish != wish:  # a journey that is not a function of its answers is a bug
                self._fail(KioskBug("replay diverged"))
                return
            answer, fault = step.answer, step.fault
            answered += 1

    def _resume(self, answer: Any, fault: Exception | None) -> Wish[Any] | None:
        """The journey's next wish; None when it is over."""
        coroutine = self._coroutine
        assert coroutine is not None
        try:
            wish: Wish[Any] = coroutine.throw(fault) if fault is not None else coroutine.send(answer)
        except StopIteration as end:
            self._end(str(end.value))
            return None
        except Fault as unhandled:
            self._fail(unhandled)
            return None
        except Exception as bug:  # noqa: BLE001  the failsafe: the next citizen finds a home screen
            log.error(  # noqa: TRY400  a traceback could hold what a citizen said
                "journey failed: %s at %s", type(bug).__name__, where(bug)
            )
            self._fail(KioskBug())
            return None
        finally:
            if fault is not None:  # it stays in the recording; the frames of its traceback must not stay with it
                bare(fault)
        return wish

    def _carry_out(self, wish: Wish[Any]) -> None:
        session = self._session
        assert session is not None
        if self._wanted and not isinstance(wish, Print):
            self._open_voice()
            return
        self._wish = wish
        self._turn += 1
        turn = self._turn

        def reply(answer: Any) -> None:
            self._reply(turn, answer)

        errand: Errand | None = None
        shutter: Shutter | None = None
        match wish:
            case Print():
                if isinstance(wish.what, Ticket):
                    self._show(WishScene(session.service, wish, back=False))
                else:
                    self._show(Waiting(session.service, waiting_for(wish)))
                errand = self._hands.print(wish, reply)
            case Present():
                self._show_wish(wish)
                errand = self._hands.watch(wish.ways, reply, asked=True)
            case CapturePortrait():
                self._show_wish(wish)
                errand = shutter = self._hands.portrait(wish.spec, reply)
            case CaptureDocument():
                self._show_wish(wish)
                errand = shutter = self._hands.page(wish.spec, reply)
            case TakePaper(paper=PaperState.PRESENTED):
                self._show_wish(wish)
                errand = self._hands.follow_paper(wish, reply)
            case ScreenWish():
                self._show_wish(wish)
            case Do():
                self._show(Waiting(session.service, waiting_for(wish)))
                errand = self._hands.do(
                    wish.effect, session.effect_id(wish), lambda begun: session.effects.append((wish, begun)), reply
                )
            case Ask():
                self._show(Waiting(session.service, waiting_for(wish)))
                errand = self._hands.ask(wish.question, reply)
        if self._turn == turn:  # it may have been answered on the spot
            self._errand, self._shutter = errand, shutter

    def _reply(self, turn: int, answer: Any) -> None:
        if turn != self._turn or self._session is None or self._wish is None:
            return
        if isinstance(self._wish, Present | CapturePortrait | CaptureDocument):
            self.touched()
        wish, self._wish = self._wish, None
        self._stop_errand()
        step = Step(wish, fault=answer) if isinstance(answer, Fault) else Step(wish, answer)
        unhandled_from = len(self._session.steps)
        self._session.steps.append(step)
        following = self._resume(step.answer, step.fault)
        if following is not None:
            self._carry_out(following)
        elif isinstance(self._scene, Problem) and self._session is not None:
            del self._session.steps[unhandled_from:]  # Retry begins again at the wish that failed

    # ------------------------------------------------------------ scenes

    def _show(self, scene: Scene) -> None:
        self._scene = scene
        self._stage.show(scene)

    def _show_wish(self, wish: ScreenWish[Any]) -> None:
        session = self._session
        assert session is not None
        back = session.last_by_citizen() is not None
        if isinstance(wish, Present):
            self._show(WishScene(session.service, wish, back, self._hands.without(), self._hands.code_readers()))
        else:
            self._show(WishScene(session.service, wish, back, aside=self._aside is not None))

    def _show_home(self) -> None:
        if self._suspended:
            return
        readiness = self._hands.readiness()
        if any(service.possible for service in readiness.services.values()):
            self._show(Home(readiness))
            if readiness.services[Service.TAKE_BOOKED_TICKET.value].possible:
                self._listen()
            else:
                self._stop_errand()  # nobody shows a code to a scanner that nothing would follow
        else:
            self._stop_errand()
            reason = next((s.reason for s in readiness.services.values() if s.reason), Notice("starting"))
            self._show(OutOfService(reason, readiness))

    def _listen(self) -> None:
        """The home screen already takes a code or a card: nobody has to press anything first."""
        if self._errand is None:
            self._turn += 1
            turn = self._turn

            def shown(answer: Any) -> None:
                if turn != self._turn or self._session is not None:
                    return
                self._errand = None
                self.begin(Service.TAKE_BOOKED_TICKET, NotRead(answer) if isinstance(answer, Fault) else answer)
                if self._session is None:
                    self._show_home()

            self._errand = self._hands.watch((Way.BOOKING_CODE, Way.ID_CARD), shown)

    def _fail(self, fault: Fault) -> None:
        """The failsafe: one screen for everything a journey did not handle."""
        session = self._session
        self._wish = None
        self._wanted = False
        self._close_coroutine()
        retry = fault.remedy in (Remedy.RETRY, Remedy.CITIZEN) and session is not None
        log.warning("problem %s in %s", fault.code, session.service if session else "-")
        self._show(Problem(session.service if session else None, Notice.of(fault), fault.remedy.value, retry))

    # ------------------------------------------------------------ the end of a session

    def _end(self, outcome: str) -> None:
        session, self._session = self._session, None
        self._turn += 1
        self._wish = None
        self._stop_errand()
        self._close_coroutine()
        if session is not None:
            self._wipe(session, outcome)
        self.touched()
        aside, self._aside = self._aside, None
        if aside is not None and outcome != "timed_out":
            self._go_on(*aside)
            return
        if aside is not None:
            self._wipe(aside[0], outcome)
        self._factor = 1.0
        if self._wanted:
            self._open_voice()
        else:
            self._show_home()

    @staticmethod
    def _wipe(session: Session, outcome: str) -> None:
        """Of a voice not even the way is told: it would say which one was anonymous."""
        trace = "" if session.service is Service.RAISE_VOICE else f": {session.trace()}"
        log.info("session %s ended %s%s", session.service.value, outcome, trace)
        session.wipe()

    def _open_voice(self) -> None:
        """A session of its own, over the one that is under way."""
        self._wanted = False
        self._turn += 1
        self._wish = None
        self._stop_errand()
        self._close_coroutine()
        self._aside = (self._session, self._scene) if self._session is not None else None
        self._session = Session(Service.RAISE_VOICE, self._journeys[Service.RAISE_VOICE])
        self.touched()
        self._run_from_start()

    def _go_on(self, session: Session, scene: Scene | None) -> None:
        """Where the citizen was: a replay of what was said, as after Back. A problem is shown, not tried again."""
        self._session = session
        if isinstance(scene, Problem):
            self._show(scene)
        else:
            self._run_from_start()

    def _close_coroutine(self) -> None:
        coroutine, self._coroutine = self._coroutine, None
        if coroutine is not None:
            coroutine.close()

    def _stop_errand(self) -> None:
        errand, self._errand, self._shutter = self._errand, None, None
        if errand is not None:
            errand.cancel()

    def _busy(self) -> bool:
        """True while the office or a device is at work: nobody is thrown out because a printer is slow."""
        return isinstance(self._scene, Waiting) or isinstance(self._wish, Print) or self._follows_paper()

    def _follows_paper(self) -> bool:
        return isinstance(self._wish, TakePaper) and self._wish.paper is PaperState.PRESENTED

    def _alone_after(self) -> float | None:
        """Scenes that leave by themselves, without a question."""
        if isinstance(self._scene, Problem):
            return self._patience.problem
        if isinstance(self._wish, TakePaper | TellVisit):
            return self._patience.finish
        if isinstance(self._wish, KeepNumber):
            return self._patience.keep
        return None
