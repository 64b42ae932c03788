"""The screens of 帮办代办: agreeing, what there is, and an agent at work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from central.contract.agency import (
    AgencyEvent,
    Agent,
    AgreedStep,
    Agreement,
    Agreements,
    AgreementState,
    HappenedTo,
    Terms,
)
from central.contract.item import Sentence
from kiosk.scenes import Scene, Service, WishScene
from kiosk.wishes.agency import (
    ChooseAgent,
    ChooseAgreement,
    ChooseSteps,
    ChooseTurn,
    FromAgreement,
    NameCompany,
    ShowAgreement,
)
from kiosk.wishes.application import Signed, SignPromise
from kiosk.wishes.project import ChooseDay, DayOf, for_agent
from kiosk.wishes.wish import Notice
from tests.ui.project_scenes import FACTORY, PLAN
from tests.ui.scenes import NOW

AGENT = Agent(agent_id="a" * 32, name="吴小寒")
LONG = Agent(agent_id="b" * 32, name="阿卜杜热合曼·买买提依明江·托合提")
STEPS = for_agent(FACTORY, PLAN)
FIRST, LAST = NOW.date(), date(2027, 5, 20)
COMPANY = "晨光精密机械制造（北京）有限责任公司朝阳分公司"
AGREEMENT, NUMBER, CASE = "c" * 32, "7K3M-9QWX-2B4J", "7K2M-Q9TX-4HBD"


def scene(wish: object, *, back: bool = True) -> WishScene:
    return WishScene(Service.PLAN_PROJECT, wish, back)  # type: ignore[arg-type]


def happened(kind: AgencyEvent, hours: float, **more: Any) -> HappenedTo:
    return HappenedTo.model_validate({"kind": kind, "at": NOW - timedelta(hours=hours)} | more)


ENERGY = next(each.name for each in FACTORY.steps if each.step == "energy")
EVENTS = (
    happened(AgencyEvent.SIGNED, 50),
    happened(AgencyEvent.HANDED_IN, 30, step="filing", name=STEPS[0].name),
    happened(AgencyEvent.LOOKED, 26, step="filing", name=STEPS[0].name, number=CASE),
    happened(AgencyEvent.URGED, 26, step="filing", name=STEPS[0].name, number=CASE),
    happened(AgencyEvent.REFUSED, 3, step="energy", name=ENERGY, reason="step_out_of_scope"),
)


def agreement(**more: Any) -> Agreement:
    names = tuple(each.step for each in STEPS[:4])
    given: dict[str, Any] = {
        "agreement_id": AGREEMENT,
        "number": NUMBER,
        "terms": Terms(
            agent_id=AGENT.agent_id, project=FACTORY.project, version=1, steps=names, first=FIRST, last=LAST
        ),
        "agent": AGENT,
        "applicant": "陈**",
        "project": FACTORY.name,
        "steps": tuple(AgreedStep(step=each.step, name=each.name, followed=True) for each in STEPS[:4]),
        "state": AgreementState.IN_FORCE,
        "events": EVENTS,
    }
    return Agreement.model_validate(given | more)


MINE = agreement()
ACTING = agreement(acting=True, company=COMPANY)
ENDED = agreement(state=AgreementState.ENDED, ended_on=NOW.date(), agent=LONG, company=COMPANY)
_STATES = [AgreementState.IN_FORCE] * 14 + [AgreementState.COMING, AgreementState.AGENT_LEFT]
_STATES += [AgreementState.OVER, AgreementState.OVER, AgreementState.ENDED, AgreementState.ENDED]
TWENTY = Agreements(
    agreements=tuple(
        agreement(
            agreement_id=f"{number:032x}",
            acting=number % 5 != 1,
            state=state,
            steps=(),
            events=(),
            company=COMPANY if number % 3 == 0 else "",
        )
        for number, state in enumerate(_STATES)
    ),
    more=True,
)
TEXT = Sentence(
    zh_CN=(
        f"我代表{COMPANY}委托代办员吴小寒代为办理“社会投资项目（工业厂房）”的下列事项：企业投资项目备案、签订土地出让合同、"
        "建设用地规划许可证、土地使用权首次登记。\n委托从2026年11月21日起，到2027年5月20日止，首尾两天都算。\n代办员只能递交材料、"
        "领取文书、查询进度和催办，不能代我签字承诺，不能代我撤回申请，也不能办理上面没有写的事项。\n代办员用自己的身份证办理，"
        "每次办理和查询都有记录，我随时可以查看。\n帮办不收费。我可以随时解除委托，不用说明理由，解除后立即生效。"
    ),
    en=(
        f"On behalf of {COMPANY}, I let the agent 吴小寒 take these steps for me: Project filing; Land contract.\n"
        "This begins on 2026-11-21 and is over after 2027-05-20.\nThe agent hands papers in and collects them.\n"
        "It costs nothing. I can end it at any time, without a reason and at once."
    ),
)
_OWN = (FromAgreement.PRINT, FromAgreement.END, FromAgreement.HOME)

AGENCY_SCENES: dict[str, Scene] = {
    "agent_steps": scene(ChooseSteps(FACTORY, STEPS)),
    "agent_last_day": scene(ChooseDay(FACTORY, DayOf.LAST, FIRST, PLAN.ends)),
    "agent_sign": scene(SignPromise(FACTORY, TEXT, kind=Signed.AGREEMENT)),
    "agreements": scene(ChooseAgreement(TWENTY)),
    "agreement_signed": scene(ShowAgreement(MINE, _OWN, Notice("agreement_signed")), back=False),
    "agreement_acting": scene(ShowAgreement(ACTING, (FromAgreement.PRINT, FromAgreement.HOME))),
    "agent_turn": scene(ChooseTurn(ACTING, "filing")),
}
"""By the name of the picture."""

MORE_AGENCY_SCENES: dict[str, Scene] = {
    "agent_choose": scene(ChooseAgent(FACTORY, (AGENT, LONG))),
    "agent_company": scene(NameCompany(FACTORY)),
    "agreement_sure": scene(
        ShowAgreement(
            MINE, (FromAgreement.KEEP, FromAgreement.END_NOW), Notice("agreement_end_sure", {"agent": LONG.name})
        )
    ),
    "agent_first_day": scene(ChooseDay(FACTORY, DayOf.FIRST)),
    "agreement_ended": scene(ShowAgreement(ENDED, (FromAgreement.PRINT, FromAgreement.HOME))),
    "agreement_refused": scene(
        ShowAgreement(
            agreement(acting=True, state=AgreementState.OVER),
            (FromAgreement.PRINT, FromAgreement.HOME),
            Notice("agreement_not_in_force", {"standing": "over"}),
        )
    ),
}
"""For the gallery: their layout is that of others."""
