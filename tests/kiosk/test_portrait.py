"""A portrait as a list of wishes and answers, and as the runner carries it out."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import pytest

from central.contract.messages import Words
from devices.portrait import Portrait, load_spec
from devices.states import Fault, HardwareFailed, TimedOut
from kiosk.journeys.portrait import take_portrait
from kiosk.runner import Runner
from kiosk.scenes import Home, Service, WishScene
from kiosk.wishes.wish import (
    AgreeToPortrait,
    CapturePortrait,
    Explain,
    Next,
    Notice,
    Outcome,
    ReviewPortrait,
    Shown,
)
from tests.kiosk.test_runner import Errand, RememberingStage, WaitingHands

SPEC = load_spec("senior_card")
PURPOSE = Words(zh_CN="老年优待证申领")
FIRST, SECOND = Portrait(b"first", 295, 413), Portrait(b"second", 295, 413)
AGREE, CAPTURE = AgreeToPortrait(PURPOSE), CapturePortrait(SPEC)
AWAY = Explain(Notice("camera_away"), (Next.AGAIN, Next.NO_PORTRAIT))


def play(*script: tuple[Any, Any]) -> Portrait | None:
    """Every pair is the wish that must come and the answer, or the fault, that it gets."""
    journey: Coroutine[Any, Any, Portrait | None] = take_portrait(SPEC, PURPOSE)
    given: Any = None
    try:
        for expected, answer in script:
            assert (journey.throw(given) if isinstance(given, Fault) else journey.send(given)) == expected
            given = answer
        journey.send(given)
    except StopIteration as end:
        return end.value
    journey.close()
    pytest.fail("the journey goes on")


def test_a_picture_is_agreed_to_taken_and_liked() -> None:
    assert play((AGREE, True), (CAPTURE, FIRST), (ReviewPortrait(FIRST), True)) is FIRST


def test_nobody_has_to() -> None:
    assert play((AGREE, False)) is None


def test_it_is_taken_as_often_as_one_likes() -> None:
    first, second = (CAPTURE, FIRST), (CAPTURE, SECOND)
    assert play((AGREE, True), first, (ReviewPortrait(FIRST), False), second, (ReviewPortrait(SECOND), True)) is SECOND


@pytest.mark.parametrize(("fault", "code"), [(HardwareFailed(), "camera_away"), (TimedOut(), "portrait_not_taken")])
def test_a_camera_in_trouble_is_told_and_leaves_both_ways_open(fault: Fault, code: str) -> None:
    told = Explain(Notice(code), (Next.AGAIN, Next.NO_PORTRAIT))
    assert play((AGREE, True), (CAPTURE, fault), (told, Next.NO_PORTRAIT)) is None
    assert play((AGREE, True), (CAPTURE, fault), (told, Next.AGAIN), (CAPTURE, FIRST), (ReviewPortrait(FIRST), True))


# ---------------------------------------------------------------- carried out


class Camera(Errand):
    """A shutter that counts."""

    presses = 0

    def press(self) -> None:
        self.presses += 1


class Hands(WaitingHands):
    def portrait(self, spec: Any, reply: Any) -> Camera:
        self.errands.append(Camera(spec, reply))
        return self.errands[-1]

    @property
    def camera(self) -> Camera:
        newest = self.errands[-1]
        assert isinstance(newest, Camera)
        return newest


async def journey(shown: Shown | None) -> Outcome:
    """Nothing but a portrait."""
    await take_portrait(SPEC, PURPOSE)
    return Outcome.RULE_EXPLAINED


class Booth:
    """A terminal that does nothing else."""

    def __init__(self) -> None:
        self.stage, self.hands = RememberingStage(), Hands()
        self.runner = Runner({Service.TAKE_WALK_IN_TICKET: journey}, self.stage, self.hands)
        self.runner.changed()
        self.runner.begin(Service.TAKE_WALK_IN_TICKET)


def test_the_camera_goes_on_with_the_agreement_and_not_before() -> None:
    booth = Booth()
    assert booth.stage.wish == AGREE
    assert not any(isinstance(errand, Camera) for errand in booth.hands.errands)
    booth.runner.answer(True)
    assert booth.stage.wish == CAPTURE
    assert booth.hands.camera.wanted == SPEC


def test_the_button_reaches_the_camera_and_is_no_answer() -> None:
    booth = Booth()
    booth.runner.press()  # there is no camera yet
    booth.runner.answer(True)
    booth.runner.answer("anything a screen could say")
    assert booth.stage.wish == CAPTURE
    booth.runner.press()
    assert booth.hands.camera.presses == 1
    booth.hands.answer(FIRST)
    assert booth.stage.wish == ReviewPortrait(FIRST)
    booth.runner.press()
    assert booth.hands.camera.presses == 1


@pytest.mark.parametrize("leave", [Runner.home, Runner.back, lambda runner: [runner.tick(0), runner.tick(91)]])
def test_the_camera_goes_off_when_the_citizen_goes(leave: Any) -> None:
    booth = Booth()
    booth.runner.answer(True)
    camera = booth.hands.camera
    leave(booth.runner)
    assert camera.cancelled
    late = booth.stage.scene
    camera.reply(FIRST)
    assert booth.stage.scene is late


def test_back_from_the_picture_takes_another_and_back_again_asks_again() -> None:
    booth = Booth()
    booth.runner.answer(True)
    booth.hands.answer(FIRST)
    booth.runner.back()
    assert booth.stage.wish == CAPTURE
    booth.runner.back()
    assert booth.stage.wish == AGREE


def test_back_from_a_camera_in_trouble_does_not_lead_into_the_same_trouble() -> None:
    booth = Booth()
    booth.runner.answer(True)
    booth.hands.answer(HardwareFailed())
    assert booth.stage.wish == AWAY
    booth.runner.back()
    assert booth.stage.wish == AGREE


def test_nothing_of_the_picture_outlives_the_session(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    booth = Booth()
    booth.runner.answer(True)
    booth.hands.answer(Portrait(b"\xff\xd8 a face", 295, 413))
    assert isinstance(booth.stage.scene, WishScene)
    assert "a face" not in repr(booth.stage.scene)
    booth.runner.home()
    assert isinstance(booth.stage.scene, Home)
    assert booth.runner._session is None
    assert "a face" not in caplog.text
