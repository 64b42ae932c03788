"""The screens of 帮办代办 by touch and by keypad: nothing chosen beforehand, nothing answered twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QInputDevice
from pytestqt.qtbot import QtBot

from central.contract.agency import AgreementState
from kiosk.scenes import Scene
from kiosk.wishes.agency import AgentsTurn, ChooseTurn, FromAgreement, ShowAgreement, TakeStep
from kiosk.wishes.case import OwnAgreements
from kiosk.wishes.project import ChooseDay, DayOf, FromPlan, FromStep
from tests.ui.agency_scenes import AGENCY_SCENES, AGENT, AGREEMENT, FACTORY, MORE_AGENCY_SCENES, STEPS, agreement, scene
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.screen import Press, Terminal, tap
from ui.views import choose_agreement


def show(terminal: Terminal, which: str | Scene) -> Any:
    known = AGENCY_SCENES | MORE_AGENCY_SCENES | PROJECT_SCENES
    terminal.stage.show(known[which] if isinstance(which, str) else which)
    return terminal.stage.view


ALL = tuple(each.step for each in STEPS)


@pytest.mark.parametrize(
    ("which", "names", "answer"),
    [
        ("plan", ["way_agent"], FromPlan.AGENT),
        ("plan_step", ["way_agent"], FromStep.AGENT),
        ("projects", ["agreements"], OwnAgreements()),
        ("agent_choose", [f"choice_{AGENT.agent_id}"], AGENT.agent_id),
        ("agent_steps", ["step_land_contract", "step_filing", "next"], ("filing", "land_contract")),
        ("agent_steps", ["all_steps", "step_filing", "next"], ALL[1:]),
        ("agent_last_day", ["choice_2027-02-20"], date(2027, 2, 20)),
        ("agent_company", ["next"], ""),
        ("agreement_signed", ["way_end"], FromAgreement.END),
        ("agreement_signed", ["way_print"], FromAgreement.PRINT),
        ("agreement_sure", ["way_end_now"], FromAgreement.END_NOW),
        ("agreement_sure", ["way_keep"], FromAgreement.KEEP),
        ("agreement_acting", ["step_filing"], TakeStep("filing")),
        ("agent_turn", ["choice_look"], AgentsTurn.LOOK),
    ],
)
def test_what_is_pressed_is_answered_once(
    terminal: Terminal, press: Press, which: str, names: list[str], answer: object
) -> None:
    show(terminal, which)
    for name in names:
        assert terminal.runner.told == []
        press(name)
    assert terminal.runner.told == [("answer", answer)]


def test_no_step_is_chosen_beforehand_and_none_is_no_agreement(terminal: Terminal, press: Press) -> None:
    view = show(terminal, "agent_steps")
    assert (view.chosen, view.any) == ([], False)
    press("next")
    assert terminal.runner.told == []
    press("all_steps")
    assert view.chosen == sorted(ALL)
    press("all_steps")
    assert view.chosen == []


def test_a_signature_is_given_once_however_often_it_is_pressed(
    terminal: Terminal, qtbot: QtBot, finger: QInputDevice
) -> None:
    view = show(terminal, "agent_sign")
    view.read()
    view.stroke([10, 10, 300, 200, 500, 30], 800, 400)
    tap(terminal, terminal.settle(qtbot.waitUntil, "sign"), finger, times=3)
    assert [what for what, _ in terminal.runner.told] == ["answer"]
    view.sign()
    view.decline()
    assert len(terminal.runner.told) == 1


def test_what_is_signed_is_called_an_agreement(terminal: Terminal) -> None:
    view = show(terminal, "agent_sign")
    assert "委托书" in view.title
    assert view.consequence == ""
    view.stroke([10, 10, 300, 200, 500, 30], 800, 400)
    view._read = False
    view.sign()
    assert "委托书" in view.wrong
    assert terminal.runner.told == []


@pytest.mark.parametrize("hostile", ["<", "“", "”", "\n", "\x00", "\u202e", "{", "；", "；；"])
def test_no_company_is_named_with_signs_that_end_a_sentence(terminal: Terminal, hostile: str) -> None:
    view = show(terminal, "agent_company")
    view.press(hostile)
    assert view.shown == ""
    for key in "jixie":
        view.press(key)
    view.finish()
    assert terminal.runner.told == []
    assert view.wrong, "letters that stand for no character yet are no name"
    view.board.choose(0)
    view.finish()
    ((_, name),) = terminal.runner.told
    assert name == "机械"


def test_a_full_stop_stands_in_no_name(terminal: Terminal) -> None:
    view = show(terminal, "agent_company")
    view.board.turn("figures")
    for key in "12。":
        view.press(key)
    view.finish()
    assert terminal.runner.told == []
    assert view.wrong


def test_the_last_day_counts_and_no_month_is_too_short(terminal: Terminal) -> None:
    view = show(terminal, scene(ChooseDay(FACTORY, DayOf.LAST, date(2027, 1, 31), date(2027, 6, 1))))
    days = [each["key"] for each in view.choices]
    assert days == ["2027-02-28", "2027-04-30", "2027-06-01", "2027-07-30", "2028-01-30", "2029-01-30"]
    plain = show(terminal, scene(ChooseDay(FACTORY, DayOf.LAST, date(2026, 11, 21), date(2031, 1, 1))))
    assert [each["key"] for each in plain.choices][:2] == ["2026-12-20", "2027-02-20"]
    assert len(plain.choices) == 5, "a plan that lasts longer than an agreement may is no choice"


@pytest.mark.parametrize("hostile", ["", "end_now", "home\x00", "none_such"])
def test_a_way_that_is_not_open_is_not_heard(terminal: Terminal, hostile: str) -> None:
    view = show(terminal, "agreement_signed")
    view.choose(hostile)
    view.take("filing")  # it is the applicant who stands there
    show(terminal, "agent_choose").choose(hostile)
    show(terminal, "agreements").choose(hostile)
    show(terminal, "agent_turn").choose(hostile)
    show(terminal, "agreement_acting").take(hostile)
    assert terminal.runner.told == []


def test_a_step_whose_cases_nobody_knows_cannot_be_looked_after(terminal: Terminal) -> None:
    plain = agreement(acting=True)
    steps = tuple(each.model_copy(update={"followed": False}) for each in plain.steps)

    view = show(terminal, scene(ChooseTurn(plain.model_copy(update={"steps": steps}), "filing")))
    assert [each["key"] for each in view.choices] == ["handed_in", "collected"]
    view.choose("look")
    assert terminal.runner.told == []


def test_the_applicant_is_masked_and_reads_all_that_was_done(terminal: Terminal) -> None:
    acting = show(terminal, "agreement_acting")
    assert "陈**" in acting.who
    own = show(terminal, "agreement_signed")
    assert [each["what"] for each in own.events] == [
        "代办员想办，没有办成",
        "代办员催办",
        "代办员查看了进度",
        "代办员递交了材料",
        "签订委托",
    ]
    assert own.events[0]["about"] == "节能审查"
    assert own.events[0]["why"] == "不在委托范围"
    assert "解除委托" in own.howToEnd


def test_every_state_has_a_word_and_a_sign(terminal: Terminal) -> None:
    words = {
        show(terminal, scene(ShowAgreement(agreement(state=each), (FromAgreement.HOME,)))).title
        for each in AgreementState
    }
    assert len(words) == len(AgreementState)
    assert all(choose_agreement.sign(each) for each in AgreementState)


def test_twenty_agreements_are_all_reached(terminal: Terminal, press: Press) -> None:
    view = show(terminal, "agreements")
    assert len(view.choices) == 20
    for _ in range(4):
        press("more")
    press(f"choice_{19:032x}")
    assert terminal.runner.told == [("answer", f"{19:032x}")]
    assert AGREEMENT not in [each["key"] for each in view.choices]
