"""Portraits: drawn people before the guide, every sentence it can say, and the finished pictures."""

from __future__ import annotations

import math
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.bench.faces import Person, Sitter, photograph
from devices.bench.lighting import Light
from devices.portrait import FARTHEST, NEAREST, Guidance, Judgement, Portrait, PortraitSpec, load_spec
from devices.vision.face_finder import Picture, YuNetFinder, load_cascade
from devices.vision.opencv import cv2
from devices.vision.portrait import EYES_PATIENCE, PortraitGuide
from devices.vision.telling import LAPSE, STILL_FOR
from tests.devices.yunet_model import yunet_model

WIDTH, HEIGHT = 960, 540
SPECS = {name: load_spec(name) for name in ("id_photo", "one_inch", "two_inch", "senior_card")}
CITIZEN = Sitter()
PEOPLE = {
    "plain": Person(),
    "old": Person(old=True, hair=(190, 188, 185)),
    "glasses": Person(glasses=True),
    "dark_skin": Person(skin=(110, 72, 52)),
    "long_hair": Person(long_hair=True, skin=(240, 205, 180)),
    "bald": Person(bald=True, old=True),
}


def frame(*sitters: Sitter, light: Light | None = None, blur: float = 0.0, seed: int = 0) -> Picture:
    """What the camera gives: BGR."""
    picture = photograph(sitters, WIDTH, HEIGHT, light=light or Light(), blur=blur, seed=seed)
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def farthest(spec: PortraitSpec) -> float:
    """Distance of the pupils, as a fraction of the frame's height, of the smallest face that makes a portrait."""
    return max(FARTHEST, spec.height_px / spec.upscale / HEIGHT) * spec.pupils_px / spec.height_px


class Studio:
    """A guide, and a clock that only the test moves."""

    def __init__(self, spec: PortraitSpec = SPECS["id_photo"]) -> None:
        self.now = 0.0
        self.guide = PortraitGuide(spec, now=lambda: self.now)

    def see(self, picture: Picture, seconds: float = 0.0, fps: float = 5.0) -> Judgement:
        """The last judgement after so many seconds of the same picture."""
        judgement = self.guide.judge(picture)
        for _ in range(round(seconds * fps)):
            self.now += 1 / fps
            judgement = self.guide.judge(picture)
        return judgement


# ---------------------------------------------------------------- what is said


SHOWN = {
    Guidance.NO_FACE: frame(),
    Guidance.MANY_FACES: frame(replace(CITIZEN, x=0.36, pupils=0.12), Sitter(PEOPLE["old"], x=0.66, pupils=0.12)),
    Guidance.TOO_FAR: frame(replace(CITIZEN, pupils=0.09)),
    Guidance.TOO_NEAR: frame(replace(CITIZEN, pupils=0.24)),
    Guidance.OFF_CENTRE: frame(replace(CITIZEN, x=0.3)),
    Guidance.TOO_DARK: frame(CITIZEN, light=Light(0.25)),
    Guidance.TOO_BRIGHT: frame(CITIZEN, light=Light(1.8)),
    Guidance.UNEVEN_LIGHT: frame(CITIZEN, light=Light(side=-0.85)),
    Guidance.HEAD_TILTED: frame(replace(CITIZEN, tilt=11)),
    Guidance.EYES_CLOSED: frame(replace(CITIZEN, eyes_open=False)),
    Guidance.BLURRED: frame(CITIZEN, blur=0.006),
    Guidance.HOLD_STILL: frame(CITIZEN),
}
"""A picture for every sentence; `GOOD` takes a while."""


def test_there_is_a_picture_for_every_sentence() -> None:
    assert set(SHOWN) == set(Guidance) - {Guidance.GOOD}


@pytest.mark.parametrize("guidance", SHOWN)
def test_each_trouble_is_told(guidance: Guidance) -> None:
    judgement = Studio().see(SHOWN[guidance])
    assert judgement.guidance is guidance
    assert judgement.acceptable == (guidance is Guidance.HOLD_STILL)
    assert (judgement.face is None) == (guidance is Guidance.NO_FACE)


@pytest.mark.parametrize(
    ("sitter", "guidance"),
    [
        (replace(CITIZEN, x=0.72), Guidance.OFF_CENTRE),
        (replace(CITIZEN, y=0.24), Guidance.OFF_CENTRE),
        (replace(CITIZEN, y=0.66), Guidance.OFF_CENTRE),
        (replace(CITIZEN, tilt=-11), Guidance.HEAD_TILTED),
    ],
)
def test_both_sides_are_told(sitter: Sitter, guidance: Guidance) -> None:
    assert Studio().see(frame(sitter)).guidance is guidance


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_everybody_is_seen_and_so_are_their_closed_eyes(person: Person) -> None:
    assert Studio().see(frame(Sitter(person)), STILL_FOR, fps=1).guidance is Guidance.GOOD
    assert Studio().see(frame(Sitter(person, eyes_open=False)), LAPSE * 2, fps=2).guidance is Guidance.EYES_CLOSED


@pytest.mark.parametrize("blur", [0.006, 0.01, 0.02])
def test_a_blurred_picture_is_not_taken_for_closed_eyes(blur: float) -> None:
    assert Studio().see(frame(CITIZEN, blur=blur)).guidance is Guidance.BLURRED


def test_somebody_far_behind_does_not_disturb() -> None:
    passer_by = Sitter(PEOPLE["old"], x=0.85, y=0.4, pupils=0.06)
    assert Studio().see(frame(CITIZEN, passer_by), STILL_FOR, fps=1).guidance is Guidance.GOOD


# ---------------------------------------------------------------- in time


def test_good_takes_a_second_of_stillness_and_the_ring_fills_meanwhile() -> None:
    studio = Studio()
    steady = [studio.see(SHOWN[Guidance.HOLD_STILL], 0.2).steady for _ in range(4)]
    assert steady == sorted(steady)
    assert 0 < steady[1] < 0.7
    assert studio.see(SHOWN[Guidance.HOLD_STILL], 0.4).guidance is Guidance.GOOD


def test_a_blink_neither_starts_the_second_anew_nor_gets_into_the_picture() -> None:
    studio = Studio()
    studio.see(SHOWN[Guidance.HOLD_STILL], 0.8)
    blink = studio.see(SHOWN[Guidance.EYES_CLOSED], 0.25)
    assert (blink.guidance, blink.acceptable) == (Guidance.HOLD_STILL, False)
    assert studio.see(SHOWN[Guidance.HOLD_STILL]).guidance is Guidance.GOOD


def test_moving_starts_the_second_anew() -> None:
    studio = Studio()
    studio.see(SHOWN[Guidance.HOLD_STILL], 0.8)
    moved = frame(replace(CITIZEN, x=0.53))
    assert studio.see(moved).steady == 0
    assert studio.see(moved, 0.8).guidance is Guidance.HOLD_STILL
    assert studio.see(moved, 0.4).guidance is Guidance.GOOD


def test_good_is_never_said_of_a_frame_that_is_not() -> None:
    """The picture is taken the moment it is said."""
    for trouble, picture in SHOWN.items():
        studio = Studio()
        assert studio.see(SHOWN[Guidance.HOLD_STILL], STILL_FOR, fps=1).guidance is Guidance.GOOD
        if trouble is not Guidance.HOLD_STILL:
            after = studio.see(picture)
            assert after.guidance is Guidance.HOLD_STILL
            assert not after.acceptable


def test_a_sentence_does_not_flicker() -> None:
    """Two troubles in turn, thirty times a second: what is told stays as long as it is sometimes true."""
    studio = Studio()
    told = []
    for _ in range(10):
        told.append(studio.see(SHOWN[Guidance.TOO_FAR]).guidance)
        studio.now += 1 / 30
        told.append(studio.see(SHOWN[Guidance.NO_FACE]).guidance)
        studio.now += 1 / 30
    assert set(told) == {Guidance.TOO_FAR}
    assert studio.see(SHOWN[Guidance.NO_FACE], LAPSE + 0.1).guidance is Guidance.NO_FACE


def test_what_has_been_told_ends_only_some_way_inside_its_limit() -> None:
    """Who stands on the line is not told "nearer" and "good" in turn."""
    on_the_line = frame(replace(CITIZEN, pupils=1.03 * farthest(SPECS["id_photo"])))
    studio = Studio()
    assert studio.see(on_the_line, LAPSE + 0.1).guidance is Guidance.HOLD_STILL
    studio.see(SHOWN[Guidance.TOO_FAR], LAPSE + 0.2)
    assert studio.see(on_the_line, LAPSE + 0.2).guidance is Guidance.TOO_FAR


def test_whoever_stands_in_the_middle_is_not_told_to_go_there() -> None:
    """Even where the crop nearly fills the frame, and after it had to be told."""
    spec = SPECS["id_photo"]
    pupils = 0.9 * spec.pupils_px / spec.height_px
    eyes_y = 0.05 + 0.9 * spec.eyes_px / spec.height_px
    studio = Studio()
    studio.see(SHOWN[Guidance.OFF_CENTRE])
    assert studio.see(frame(replace(CITIZEN, y=eyes_y, pupils=pupils)), LAPSE + 0.3).guidance is Guidance.HOLD_STILL


def test_nobody_is_sent_away_for_narrow_eyes() -> None:
    studio = Studio()
    assert not studio.see(SHOWN[Guidance.EYES_CLOSED], EYES_PATIENCE - 0.2).acceptable
    judgement = studio.see(SHOWN[Guidance.EYES_CLOSED], 0.3)
    assert (judgement.guidance, judgement.acceptable) == (Guidance.EYES_CLOSED, True)
    assert studio.guide.picture(SHOWN[Guidance.EYES_CLOSED], judgement)[0]


# ---------------------------------------------------------------- the finished picture


GUIDES = {name: PortraitGuide(spec) for name, spec in SPECS.items()}


def segments(jpeg: bytes) -> list[int]:
    """The markers of a JPEG file up to its pixels."""
    markers, at = [], 2
    while (marker := jpeg[at + 1]) != 0xDA:
        markers.append(marker)
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return markers


@st.composite
def good_sitters(draw: st.DrawFn) -> tuple[PortraitSpec, Sitter]:
    """Anybody, upright enough, wherever the kind of picture lets the face be: size, place in the frame, slope."""
    spec, person = SPECS[draw(st.sampled_from(sorted(SPECS)))], PEOPLE[draw(st.sampled_from(sorted(PEOPLE)))]
    least, most = 1.04 * farthest(spec), 0.96 * NEAREST * spec.pupils_px / spec.height_px
    pupils = least + draw(st.floats(0, 1)) * (most - least)
    crop = pupils * spec.height_px / spec.pupils_px
    eyes_y = draw(st.floats(0.05, 0.95)) * (1 - crop) + crop * spec.eyes_px / spec.height_px
    return spec, Sitter(
        person, 0.5 + draw(st.floats(-0.09, 0.09)) * HEIGHT / WIDTH, eyes_y, pupils, draw(st.floats(-5, 5))
    )


@settings(max_examples=10)
@given(good_sitters(), st.integers(0, 99))
def test_a_good_face_is_good_wherever_it_may_be_and_its_eyes_are_found(
    good: tuple[PortraitSpec, Sitter], seed: int
) -> None:
    spec, sitter = good
    judgement = Studio(spec).see(frame(sitter, seed=seed), STILL_FOR, fps=1)
    assert judgement.guidance is Guidance.GOOD
    assert judgement.eyes is not None
    (left_x, left_y), (right_x, right_y) = ((x * WIDTH, y * HEIGHT) for x, y in judgement.eyes)
    pupils = sitter.pupils * HEIGHT
    found = math.dist((left_x, left_y), (right_x, right_y))
    assert abs(found / pupils - 1) < spec.face_tolerance_px / spec.face_px  # so the head has the size that it must have
    assert abs(math.degrees(math.atan2(right_y - left_y, right_x - left_x)) - sitter.tilt) < 2
    middle = (left_x + right_x) / 2, (left_y + right_y) / 2
    assert math.dist(middle, (sitter.x * WIDTH, sitter.y * HEIGHT)) < 0.1 * pupils


@settings(max_examples=40)
@given(
    name=st.sampled_from(sorted(SPECS)),
    pupils=st.floats(60, 160),
    x=st.floats(0.4, 0.6),
    y=st.floats(0.4, 0.5),
    slope=st.floats(-10, 10),
)
def test_the_eyes_come_level_onto_their_line(name: str, pupils: float, x: float, y: float, slope: float) -> None:
    """A dot for each eye: blue for the left one of the picture, red for the other."""
    spec, half = SPECS[name], pupils / 2
    across, down = half * math.cos(math.radians(slope)), half * math.sin(math.radians(slope))
    left, right = (x * WIDTH - across, y * HEIGHT - down), (x * WIDTH + across, y * HEIGHT + down)
    picture = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    for (dot_x, dot_y), colour in ((left, (255, 0, 0)), (right, (0, 0, 255))):
        at = round(dot_x * 16), round(dot_y * 16)
        cv2.circle(picture, at, round(16 * 0.1 * pupils), colour, cv2.FILLED, cv2.LINE_AA, shift=4)
    eyes = ((left[0] / WIDTH, left[1] / HEIGHT), (right[0] / WIDTH, right[1] / HEIGHT))
    judgement = Judgement(Guidance.GOOD, face=(0.4, 0.3, 0.2, 0.4), eyes=eyes)
    jpeg = GUIDES[name].picture(picture, judgement)[0]

    assert len(jpeg) <= spec.max_bytes
    cut = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert cut is not None
    assert cut.shape == (spec.height_px, spec.width_px, 3)
    for channel, side in ((0, -0.5), (2, 0.5)):
        rows, columns = np.nonzero(cut[:, :, channel].astype(int) - cut[:, :, 2 - channel] > 120)
        place = spec.width_px / 2 + side * spec.pupils_px, spec.eyes_px
        assert math.dist((columns.mean(), rows.mean()), place) < 1.5


def test_the_file_says_its_size_on_paper_and_nothing_else() -> None:
    for spec in SPECS.values():
        studio = Studio(spec)
        judgement = studio.see(SHOWN[Guidance.HOLD_STILL])
        jpeg = studio.guide.picture(SHOWN[Guidance.HOLD_STILL], judgement)[0]
        assert jpeg[6:11] == b"JFIF\0"
        assert struct.unpack(">BHH", jpeg[13:18]) == (1, spec.dpi, spec.dpi)
        applications = {marker for marker in segments(jpeg) if 0xE0 <= marker <= 0xEF or marker == 0xFE}
        assert applications == {0xE0}


def test_the_quality_gives_way_to_the_size_of_the_file() -> None:
    tight = replace(SPECS["id_photo"], quality=95, max_bytes=6000)
    studio = Studio(tight)
    assert (
        3000 < len(studio.guide.picture(SHOWN[Guidance.HOLD_STILL], studio.see(SHOWN[Guidance.HOLD_STILL]))[0]) <= 6000
    )
    studio = Studio(replace(tight, max_bytes=500))
    with pytest.raises(ValueError, match="does not fit into 500 bytes"):
        studio.guide.picture(SHOWN[Guidance.HOLD_STILL], studio.see(SHOWN[Guidance.HOLD_STILL]))[0]


def test_nothing_is_cut_out_where_nobody_is() -> None:
    studio = Studio()
    with pytest.raises(ValueError, match="no face"):
        studio.guide.picture(SHOWN[Guidance.NO_FACE], studio.see(SHOWN[Guidance.NO_FACE]))[0]


def test_a_camera_that_is_too_coarse_is_named_instead_of_sending_people_to_and_fro() -> None:
    with pytest.raises(ValueError, match="320 x 240 pixels is too small for id_photo"):
        Studio().see(np.zeros((240, 320, 3), np.uint8))


# ---------------------------------------------------------------- data and bad input


def test_the_id_photo_is_as_ga_461_wants_it() -> None:
    spec = SPECS["id_photo"]
    assert (spec.width_px, spec.height_px, spec.dpi) == (358, 441, 350)
    assert [round(side) for side in spec.printed_mm] == [26, 32]
    assert 7 <= spec.crown_px <= 21
    assert spec.height_px - spec.eyes_px >= 207


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_every_kind_has_the_whole_head_in_it(spec: PortraitSpec) -> None:
    from devices.portrait import CHIN

    assert spec.face_px + 2 * spec.face_tolerance_px < spec.width_px
    assert spec.eyes_px + CHIN * spec.pupils_px < spec.height_px


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[other]", "no portrait 'id_photo', only other"),
        ("[id_photo]\nhat_px = 3", r"\[id_photo\] has unknown keys: hat_px"),
        ("[id_photo]\nwidth_px = -3\ndpi = '350'", r"\[id_photo\] needs numbers above 0 for width_px, dpi"),
        ("[id_photo]\nwidth_px = 3", r"\[id_photo\]: .*missing"),
    ],
)
def test_a_wrong_file_is_told_with_its_name(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "portraits.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=f"{path}: {complaint}"):
        load_spec("id_photo", path)


def test_a_yunet_model_finds_faces_in_pixels_of_the_frame(tmp_path: Path) -> None:
    """OpenCV's own detector runs the file; faces are looked for in a third of this frame."""
    model = tmp_path / "face.onnx"
    model.write_bytes(yunet_model())
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    picture[3 * 64 : 3 * 96, 3 * 128 : 3 * 160] = 255
    grey = picture[:, :, 0]
    (face,) = YuNetFinder(model).find(picture, grey)
    assert (face.x, face.y, face.width, face.height) == pytest.approx((312, 96, 144, 192), abs=0.5)
    assert face.pupils == pytest.approx(57.6, abs=0.5)
    assert YuNetFinder(model).find(np.zeros_like(picture), grey) == []
    assert PortraitGuide(SPECS["id_photo"], model).judge(picture).face is not None


def test_a_model_that_is_none_is_told_with_its_name(tmp_path: Path) -> None:
    model = tmp_path / "face.onnx"
    with pytest.raises(ValueError, match=r"face\.onnx: no YuNet model"):
        PortraitGuide(SPECS["id_photo"], model)
    model.write_bytes(b"\x08\x07 nothing of the kind")
    with pytest.raises(ValueError, match=r"face\.onnx: no YuNet model"):
        PortraitGuide(SPECS["id_photo"], model)


def test_a_cascade_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match="OpenCV 4 is needed"):
        load_cascade("nose")


def test_nothing_of_a_person_gets_into_a_log() -> None:
    judgement = Studio().see(SHOWN[Guidance.HOLD_STILL])
    assert "face" not in repr(judgement)
    assert repr(Portrait(b"\xff\xd8secret", 3, 4)) == "Portrait(width=3, height=4)"
    assert judgement.notes().keys() == {"guidance", "face", "steady", "acceptable"}


@settings(max_examples=10)
@given(
    shape=st.tuples(st.integers(500, 700), st.integers(500, 1300)),
    kind=st.sampled_from(["black", "white", "noise", "stripes"]),
    seed=st.integers(0, 2**16),
)
def test_a_picture_of_anything_at_all_is_judged(shape: tuple[int, int], kind: str, seed: int) -> None:
    dice = np.random.default_rng(seed)
    picture = {
        "black": lambda: np.zeros((*shape, 3), np.uint8),
        "white": lambda: np.full((*shape, 3), 255, np.uint8),
        "noise": lambda: dice.integers(0, 256, (*shape, 3), np.uint8),
        "stripes": lambda: np.repeat(dice.integers(0, 256, (shape[0], 1, 3), np.uint8), shape[1], axis=1),
    }[kind]()
    assert Studio().see(np.ascontiguousarray(picture)).guidance is not Guidance.GOOD
