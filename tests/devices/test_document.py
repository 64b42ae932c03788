"""Pages of documents: drawn sheets under a drawn camera, every sentence the guide can say, and the finished pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from devices.bench.lighting import Light
from devices.bench.sheets import MILLIMETRES, Laid, Paper, Table, corners, draw, lay
from devices.document import Page, PageGuidance, PageJudgement, PageSpec
from devices.vision.document import PATIENCE, PageGuide, sharpness
from devices.vision.face_finder import Picture
from devices.vision.opencv import cv2
from devices.vision.sheet_finder import find_sheets
from devices.vision.telling import LAPSE, STILL_FOR
from tests.devices.test_portrait import segments

WIDTH, HEIGHT = 960, 1280
SPEC = PageSpec(max_bytes=1_500_000)
PAGE = Laid(turn=3.0)
CARD = Laid(Paper.CARD, long=0.42, turn=4.0)


def frame(*laid: Laid, width: int = WIDTH, height: int = HEIGHT, **seen: Any) -> Picture:
    """What the camera gives: BGR."""
    return np.ascontiguousarray(np.asarray(lay(laid, width, height, **seen))[:, :, ::-1])


class Desk:
    """A guide, and a clock that only the test moves."""

    def __init__(self, spec: PageSpec = SPEC) -> None:
        self.now = 0.0
        self.guide = PageGuide(spec, now=lambda: self.now)

    def see(self, picture: Picture, seconds: float = 0.0, fps: float = 5.0) -> PageJudgement:
        """The last judgement after so many seconds of the same picture."""
        judgement = self.guide.judge(picture)
        for _ in range(round(seconds * fps)):
            self.now += 1 / fps
            judgement = self.guide.judge(picture)
        return judgement


# ---------------------------------------------------------------- corners


@st.composite
def quadrilaterals(draw_: st.DrawFn) -> np.ndarray[Any, Any]:
    """Any sheet as a lens could show it: convex, no angle very sharp, not tiny, wholly in the picture."""
    radii = [draw_(st.floats(0.16, 0.46)) for _ in range(4)]
    turn = draw_(st.floats(0, np.pi / 2))
    angles = [turn + np.pi / 2 * each + draw_(st.floats(-0.4, 0.4)) for each in range(4)]
    x, y = draw_(st.floats(0.47, 0.53)), draw_(st.floats(0.47, 0.53))
    places = np.array([[x + r * np.cos(a), y + r * np.sin(a)] for r, a in zip(radii, angles, strict=True)])
    sides = np.roll(places, -1, axis=0) - places
    lengths = np.linalg.norm(sides, axis=1)
    following = np.roll(sides, -1, axis=0)
    sines = (sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]) / (lengths * np.roll(lengths, -1))
    assume(bool((sines > 0.75).all()) and lengths.min() > 0.2 * lengths.max())
    return places


@settings(max_examples=40)
@given(
    places=quadrilaterals(),
    size=st.sampled_from([(640, 480), (960, 1280), (1280, 720)]),
    table=st.integers(20, 130),
    paper=st.integers(175, 245),
    seed=st.integers(0, 999),
)
def test_the_corners_of_any_quadrilateral_are_found(
    places: np.ndarray[Any, Any], size: tuple[int, int], table: int, paper: int, seed: int
) -> None:
    scale = min(size)
    at = places * scale + (np.array(size) - scale) / 2
    picture = np.full((size[1], size[0]), table, np.uint8)
    cv2.fillConvexPoly(picture, np.round(at * 16).astype(np.int32), paper, cv2.LINE_AA, 4)
    noise = np.random.default_rng(seed).normal(0, 3, picture.shape)
    picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    (sheet,) = find_sheets(picture).sheets
    far = min(np.abs(np.roll(at, turn, axis=0) - sheet.corners).max() for turn in range(4))
    assert far < 0.003 * max(size) + 1
    assert cv2.contourArea(sheet.corners.astype(np.float32), oriented=True) > 0  # clockwise as seen


@pytest.mark.parametrize("paper", [each for each in Paper if each is not Paper.BLANK])
@pytest.mark.parametrize("turn", [0.0, 24.0, 90.0, 180.0])
def test_every_paper_is_found_to_a_thousandth(paper: Paper, turn: float) -> None:
    """Of the frame's longer side: 0.4 mm on A4."""
    laid = Laid(paper, 0.52, 0.48, 0.6, turn, 0.15)
    (sheet,) = find_sheets(frame(laid)[:, :, 1]).sheets
    at = np.array(corners(laid, WIDTH, HEIGHT))
    assert min(np.abs(np.roll(at, each, axis=0) - sheet.corners).max() for each in range(4)) < 0.0015 * HEIGHT


@settings(max_examples=15)
@given(kind=st.sampled_from(["black", "white", "noise", "stripes", "steps"]), seed=st.integers(0, 2**16))
def test_a_picture_of_anything_at_all_is_judged(kind: str, seed: int) -> None:
    dice, shape = np.random.default_rng(seed), (1000, 700)
    picture = {
        "black": lambda: np.zeros((*shape, 3), np.uint8),
        "white": lambda: np.full((*shape, 3), 255, np.uint8),
        "noise": lambda: dice.integers(0, 256, (*shape, 3), np.uint8),
        "stripes": lambda: np.repeat(dice.integers(0, 256, (shape[0], 1, 3), np.uint8), shape[1], axis=1),
        "steps": lambda: np.kron(dice.integers(0, 256, (10, 7, 1), np.uint8), np.ones((100, 100, 3), np.uint8)),
    }[kind]()
    assert Desk().see(np.ascontiguousarray(picture), STILL_FOR, fps=1).guidance is not PageGuidance.GOOD


# ---------------------------------------------------------------- what is said


SHOWN = {
    PageGuidance.NO_PAGE: frame(),
    PageGuidance.HAND: frame(PAGE, hand=(0.55, 0.7)),
    PageGuidance.MANY_PAGES: frame(Laid(x=0.3, y=0.3, long=0.5), Laid(Paper.FORM, x=0.72, y=0.7, long=0.5)),
    PageGuidance.CUT_OFF: frame(replace(PAGE, x=0.7)),
    PageGuidance.TOO_FAR: frame(replace(PAGE, long=0.6)),
    PageGuidance.TOO_DARK: frame(PAGE, light=Light(0.3)),
    PageGuidance.GLARE: frame(PAGE, glare=(0.5, 0.4)),
    PageGuidance.BLURRED: frame(PAGE, blur=0.002),
    PageGuidance.EMPTY: frame(replace(PAGE, paper=Paper.BLANK)),
    PageGuidance.HOLD_STILL: frame(PAGE),
}
"""A picture for every sentence; `GOOD` takes a while."""


def test_there_is_a_picture_for_every_sentence() -> None:
    assert set(SHOWN) == set(PageGuidance) - {PageGuidance.GOOD}


@pytest.mark.parametrize("guidance", SHOWN)
def test_each_trouble_is_told(guidance: PageGuidance) -> None:
    judgement = Desk().see(SHOWN[guidance])
    assert judgement.guidance is guidance
    assert judgement.acceptable == (guidance is PageGuidance.HOLD_STILL)
    assert (judgement.corners is None) == (guidance is PageGuidance.NO_PAGE)


@pytest.mark.parametrize(
    ("picture", "guidance"),
    [
        (lambda: frame(Laid(long=0.55), replace(PAGE, x=0.62, y=0.62, long=0.55, turn=14)), PageGuidance.MANY_PAGES),
        (lambda: frame(PAGE, hand=(0.3, 0.25)), PageGuidance.HAND),
        (lambda: frame(replace(PAGE, y=0.72)), PageGuidance.CUT_OFF),
        (lambda: frame(CARD), PageGuidance.HOLD_STILL),
        (lambda: frame(replace(CARD, long=0.3)), PageGuidance.TOO_FAR),
        (lambda: frame(Laid(Paper.BOOKLET, long=0.8, turn=-6)), PageGuidance.HOLD_STILL),
        (lambda: frame(replace(PAGE, turn=90), width=HEIGHT, height=WIDTH), PageGuidance.HOLD_STILL),
        (lambda: frame(PAGE, table=Table((150, 146, 140)), light=Light(0.8, 0.2)), PageGuidance.HOLD_STILL),
        (lambda: frame(light=Light(0.9, 0.6)), PageGuidance.NO_PAGE),
    ],
    ids=["one on the other", "hand", "below the end", "card", "card far away", "booklet", "lying", "side", "lamp"],
)  # fmt: skip
def test_a_desk_in_use(picture: Any, guidance: PageGuidance) -> None:
    assert Desk().see(picture()).guidance is guidance


def test_a_page_takes_itself_after_a_second_of_stillness_and_starts_anew_when_it_moves() -> None:
    desk = Desk()
    assert desk.see(SHOWN[PageGuidance.HOLD_STILL], 0.8).guidance is PageGuidance.HOLD_STILL
    moved = frame(replace(PAGE, x=0.53))
    assert desk.see(moved).steady == 0
    assert desk.see(moved, 0.8).guidance is PageGuidance.HOLD_STILL
    assert desk.see(moved, 0.4).guidance is PageGuidance.GOOD


def test_good_is_never_said_of_a_frame_that_is_not() -> None:
    for trouble, picture in SHOWN.items():
        desk = Desk()
        assert desk.see(SHOWN[PageGuidance.HOLD_STILL], STILL_FOR, fps=1).guidance is PageGuidance.GOOD
        if trouble is not PageGuidance.HOLD_STILL:
            after = desk.see(picture)
            assert (after.guidance, after.acceptable) == (PageGuidance.HOLD_STILL, False)


@pytest.mark.parametrize("guidance", [PageGuidance.GLARE, PageGuidance.HAND, PageGuidance.EMPTY, PageGuidance.BLURRED])
def test_nobody_is_sent_away_for_a_shining_page(guidance: PageGuidance) -> None:
    desk = Desk()
    assert not desk.see(SHOWN[guidance], PATIENCE - 1, fps=1).acceptable
    judgement = desk.see(SHOWN[guidance], 1.0, fps=1)
    assert (judgement.guidance, judgement.acceptable) == (guidance, True)
    assert desk.guide.picture(SHOWN[guidance], judgement)[0]


@pytest.mark.parametrize("guidance", [PageGuidance.CUT_OFF, PageGuidance.TOO_FAR, PageGuidance.MANY_PAGES])
def test_half_a_page_is_never_taken(guidance: PageGuidance) -> None:
    assert not Desk().see(SHOWN[guidance], PATIENCE + LAPSE, fps=1).acceptable


# ---------------------------------------------------------------- the finished page


def finished(picture: Picture, spec: PageSpec = SPEC) -> tuple[Picture, bytes]:
    desk = Desk(spec)
    jpeg, width, height = desk.guide.picture(picture, desk.see(picture))
    page = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert page is not None
    assert page.shape == (height, width, 3)
    return np.asarray(page, np.uint8), jpeg


def test_a_slanted_page_comes_out_straight_and_white() -> None:
    """Compared with the flat document that was laid down, print by print."""
    laid = Laid(turn=12.0, long=0.82, slant=0.12)
    page, jpeg = finished(frame(laid, light=Light(0.75, 0.15)))
    across, down = MILLIMETRES[laid.paper]
    assert page.shape[0] / page.shape[1] == pytest.approx(down / across, rel=0.06)
    assert len(jpeg) < SPEC.max_bytes
    flat = np.asarray(draw(laid.paper).convert("L").resize((page.shape[1], page.shape[0])), np.float64)
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY).astype(np.float64)
    smooth = [cv2.GaussianBlur(each, (0, 0), 2.0).ravel() for each in (flat, grey)]
    assert np.corrcoef(*smooth)[0, 1] > 0.9
    paper = page[flat > 240].astype(np.float64)
    assert np.median(paper, axis=0) == pytest.approx([244] * 3, abs=5)
    assert np.quantile(paper, 0.1) > 225  # the dark half too


def test_a_yellow_lamp_leaves_no_yellow_paper() -> None:
    picture = frame(PAGE)
    yellow = (picture * np.array([0.78, 0.93, 1.0])).astype(np.uint8)
    page, _ = finished(np.ascontiguousarray(yellow))
    paper = np.median(page.reshape(-1, 3), axis=0)
    assert paper.max() - paper.min() <= 4


def test_a_page_is_as_large_as_200_dpi_need_and_never_blown_up() -> None:
    page, jpeg = finished(frame(PAGE, width=2448, height=3264, noise=0.0))
    assert max(page.shape) == SPEC.most
    assert len(jpeg) <= SPEC.max_bytes
    small, _ = finished(frame(PAGE))
    assert max(small.shape) == pytest.approx(PAGE.long * HEIGHT, abs=4)


def test_the_file_stays_below_its_limit_whatever_is_on_the_page() -> None:
    noisy = frame(PAGE)
    noisy = np.clip(noisy + np.random.default_rng(1).normal(0, 30, noisy.shape), 0, 255).astype(np.uint8)
    judgement = Desk().see(SHOWN[PageGuidance.HOLD_STILL])
    jpeg, width, height = PageGuide(replace(SPEC, max_bytes=60_000)).picture(noisy, judgement)
    assert len(jpeg) <= 60_000
    assert width < height


def test_the_file_holds_nothing_but_the_picture() -> None:
    _, jpeg = finished(SHOWN[PageGuidance.HOLD_STILL])
    assert {marker for marker in segments(jpeg) if 0xE0 <= marker <= 0xEF or marker == 0xFE} == {0xE0}
    assert jpeg.endswith(b"\xff\xd9")
    assert repr(Page(b"\xff\xd8secret", 3, 4)) == "Page(width=3, height=4)"
    assert "corners" not in repr(Desk().see(SHOWN[PageGuidance.HOLD_STILL]))


def test_blurred_print_is_less_sharp_and_grain_is_no_sharpness() -> None:
    flat = np.asarray(draw(Paper.CONTRACT).convert("L").resize((707, 1000)), np.uint8)
    softer = [sharpness(np.asarray(cv2.GaussianBlur(flat, (0, 0), blur), np.uint8))[0] for blur in (0.5, 1.0, 1.5, 2.5)]
    assert softer == sorted(softer, reverse=True)
    blurred = cv2.GaussianBlur(flat, (0, 0), 2.5)
    grainy = np.clip(blurred + np.random.default_rng(2).normal(0, 4, flat.shape), 0, 255).astype(np.uint8)
    assert sharpness(grainy)[0] < 0.05


def test_a_camera_that_shows_too_little_is_refused() -> None:
    with pytest.raises(ValueError, match="too small for a page"):
        Desk().see(np.zeros((480, 640, 3), np.uint8))
