"""The screens of a case: in time, near its limit, late, stopped, to be supplemented, closed, turned away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from central.contract.case import Case, CaseEvent, EventKind, Extension, Role, Special, Stage
from central.contract.clock import CaseClock, ClockKind, Light, TimeShare
from central.contract.following import (
    CaseFound,
    CaseMaterial,
    CasesFound,
    CompaniesFound,
    Company,
    CompanyOffice,
    FollowedCase,
    MaterialState,
    Withdrawal,
)
from central.contract.handing_in import ToHandIn
from central.contract.item import CaseKind, StartEvent, TimeLimit, Unit
from central.contract.messages import Words
from devices.bench import sheets
from kiosk.readiness import ServiceReadiness
from kiosk.scenes import Home, Scene, Service, WishScene
from kiosk.wishes.application import (
    AskForDocument,
    FromDocument,
    Phrase,
    ReviewAnswers,
    ReviewDocument,
    ReviewLine,
)
from kiosk.wishes.case import ChooseCase, ChooseCompany, ConfirmWithdrawal, FromCase, ShowCase
from kiosk.wishes.wish import EnterNumber, Entry, Explain, Next, Notice, Present, Way
from tests.ui.camera_pictures import page
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.scenes import NOW

NUMBER = "7K3M-9QWX-2B4J"
PAGE = f"https://office.example.gov.cn/case/{'q7-R' * 14}"
BUREAU = Words(zh_CN="东城区民政局", en="Dongcheng civil affairs bureau")
WATER = Words(zh_CN="东城区水务局", en="Dongcheng water bureau")
NAME = Words(zh_CN="高龄老人津贴申领", en="Old-age allowance")
LEGAL = TimeLimit(amount=20, unit=Unit.WORKING_DAY, starts_at=StartEvent.ACCEPTED)
PROMISED = TimeLimit(amount=5, unit=Unit.WORKING_DAY, starts_at=StartEvent.ACCEPTED)
DUE = date(2026, 11, 25)
LEGAL_DUE = date(2026, 12, 16)


def event(sequence: int, kind: EventKind, days_ago: float, **more: Any) -> CaseEvent:
    at = NOW - timedelta(days=days_ago)
    role = Role.CITIZEN if kind in (EventKind.SUBMITTED, EventKind.URGED) else Role.DEPARTMENT
    said = {"sequence": sequence, "kind": kind, "at": at, "written_at": at, "late": False, "role": role}
    return CaseEvent.model_validate(said | {"unit": "civil_affairs"} | more)


SUBMITTED = event(1, EventKind.SUBMITTED, 4.2)
ACCEPTED = event(2, EventKind.ACCEPTED, 3.1, notice="7K3M-9QWX-2B4J/S1")
REVIEWED = event(3, EventKind.REVIEW_BEGUN, 1.1, unit="water")


def clock(kind: ClockKind, light: Light, **more: Any) -> CaseClock:
    limit = LEGAL if kind is ClockKind.LEGAL else PROMISED
    return CaseClock.model_validate({"kind": kind, "limit": limit, "light": light} | more)


def clocks(light: Light, **more: Any) -> tuple[CaseClock, ...]:
    """Promised as said; the law's is white."""
    return (
        clock(ClockKind.LEGAL, Light.WHITE, due=LEGAL_DUE, counted=3, left=17),
        clock(ClockKind.PROMISED, light, **more),
    )


def case(stage: Stage, *events: CaseEvent, **more: Any) -> Case:
    said = {
        "number": NUMBER,
        "item": "old_age_allowance",
        "name": NAME,
        "kind": CaseKind.PROMISED,
        "department": "civil_affairs",
        "applicant": "李**",
        "stage": stage,
        "unit": events[-1].unit,
        "opened_at": events[0].at,
        "since": events[-1].at,
        "with_person": False,
        "events": events,
        "shares": (TimeShare(unit="civil_affairs", minutes=6120),),
    }
    return Case.model_validate(said | more)


ALL_THERE = (
    CaseMaterial(name=Words(zh_CN="居民身份证", en="Identity card"), state=MaterialState.FETCHED),
    CaseMaterial(name=Words(zh_CN="近期免冠照片", en="Recent portrait"), state=MaterialState.ACCEPTED),
    CaseMaterial(name=Words(zh_CN="银行卡账户信息", en="Bank account"), state=MaterialState.ACCEPTED),
)
LACKING = (
    CaseMaterial(name=Words(zh_CN="残疾人证", en="Disability certificate"), state=MaterialState.MISSING),
    CaseMaterial(name=Words(zh_CN="近期免冠照片", en="Recent portrait"), state=MaterialState.HANDED_IN),
    ALL_THERE[0],
)


def followed(told: Case, materials: tuple[CaseMaterial, ...] = ALL_THERE, **more: Any) -> FollowedCase:
    said = {"case": told, "units": {"civil_affairs": BUREAU, "water": WATER}, "materials": materials, "url": PAGE}
    return FollowedCase.model_validate(said | more)


IN_TIME = followed(
    case(Stage.REVIEWING, SUBMITTED, ACCEPTED, REVIEWED, clocks=clocks(Light.WHITE, due=DUE, counted=2, left=3)),
    can_urge=True,
)
OVER = clocks(Light.RED, due=date(2026, 11, 18), due_at=NOW - timedelta(days=3), counted=8, left=0, over=3, late=True)
LONG_AGO = (event(1, EventKind.SUBMITTED, 14), event(2, EventKind.ACCEPTED, 13), event(3, EventKind.URGED, 2))
URGED_BY_WATER = event(4, EventKind.URGED, 1, role=Role.DEPARTMENT, by_unit="water", reason="等着接入供水管线")
LATE = followed(case(Stage.REVIEWING, *LONG_AGO, URGED_BY_WATER, clocks=OVER), can_urge=True)
WHY_LATE = "发放名册要和市残联核对，两边系统对不上，正在人工核对；预计本周五前办结，办结当天电话告知，不用再跑一趟"
LATE_TOLD = followed(
    case(Stage.REVIEWING, *LONG_AGO, event(4, EventKind.LATE_EXPLAINED, 1.1, reason=WHY_LATE), clocks=OVER),
    can_urge=True,
)
GAP_LATE = followed(
    case(
        Stage.REVIEWING,
        SUBMITTED,
        event(2, EventKind.ACCEPTED_WITH_GAP, 3.1, notice="容〔2026〕3号", missing=("material.disability_card",)),
        gap=("material.disability_card",),
        gap_until=(NOW - timedelta(days=2)).date(),
        clocks=(
            *clocks(Light.WHITE, due=DUE, counted=2, left=3),
            CaseClock(
                kind=ClockKind.GAP,
                limit=TimeLimit(amount=1, unit=Unit.DAY),
                light=Light.RED,
                late=True,
                due=(NOW - timedelta(days=2)).date(),
                counted=3,
                left=0,
                over=2,
            ),
        ),
    ),
    LACKING,
)
STOPPED = followed(
    case(
        Stage.REVIEWING,
        SUBMITTED,
        ACCEPTED,
        event(
            3,
            EventKind.STOPPED,
            1.5,
            special=Special.SITE_VISIT,
            reason="约定周二上午到现场查看供水管线，请保持电话畅通",
            notice="特〔2026〕17号",
        ),
        stopped_for=Special.SITE_VISIT,
        clocks=tuple(
            clock(kind, Light.STANDS, stands_since=NOW - timedelta(days=1.5))
            for kind in (ClockKind.LEGAL, ClockKind.PROMISED)
        ),
        shares=(TimeShare(unit="civil_affairs", minutes=3888), TimeShare(minutes=2160)),
    ),
    can_urge=True,
)
LACKS = followed(
    case(
        Stage.SUPPLEMENTING,
        SUBMITTED,
        event(2, EventKind.SUPPLEMENT_ASKED, 0.2, notice="7K3M-9QWX-2B4J/B1", role=Role.MACHINE),
        missing=("material.disability_card",),
        clocks=(clock(ClockKind.PROMISED, Light.NOT_BEGUN),),
    ),
    LACKING,
    application="0" * 32,
    version=1,
)
CLOSED = followed(
    case(
        Stage.CLOSED,
        SUBMITTED,
        ACCEPTED,
        event(3, EventKind.REVIEW_BEGUN, 2),
        event(4, EventKind.GRANTED, 1, notice="7K3M-9QWX-2B4J/J1"),
        event(5, EventKind.ISSUED, 0.9),
        event(6, EventKind.CLOSED, 0.9),
        clocks=(clock(ClockKind.PROMISED, Light.GREEN, due=DUE, counted=2, left=3),),
    )
)
AWAY = followed(
    case(
        Stage.NOT_ACCEPTED,
        SUBMITTED,
        event(2, EventKind.NOT_ACCEPTED, 1, reason="申请人户籍不在本区，请向户籍地街道申请", notice="不受〔2026〕3号"),
    ),
    (),
)
OPEN_YEAR = followed(
    case(
        Stage.ACCEPTED,
        SUBMITTED,
        ACCEPTED,
        event(3, EventKind.EXTENDED, 0.5, extension=Extension(amount=10, unit=Unit.WORKING_DAY), reason="情况复杂"),
        clocks=clocks(Light.NO_CALENDAR, year_unknown=2027),
    )
)
FOUND = CasesFound(
    cases=tuple(
        CaseFound(
            number=number,
            name=Words(zh_CN=name, en=english),
            stage=stage,
            unit=unit,
            opened_at=NOW - timedelta(days=ago),
            light=light,
            due=due,
        )
        for number, name, english, stage, unit, ago, light, due in (
            (NUMBER, NAME.zh_CN, NAME.en, Stage.REVIEWING, BUREAU, 4, Light.WHITE, DUE),
            (
                "0000-0000-0000",
                "用水报装",
                "Water connection",
                Stage.REVIEWING,
                WATER,
                9,
                Light.YELLOW,
                date(2026, 11, 23),
            ),
            (
                "1111-1111-1113",
                "残疾人机动轮椅车燃油补贴发放",
                "Fuel subsidy for motor wheelchairs",
                Stage.REVIEWING,
                BUREAU,
                31,
                Light.RED,
                date(2026, 11, 18),
            ),
            ("2222-2222-2226", "排水许可", "Drainage licence", Stage.REVIEWING, WATER, 12, Light.STANDS, None),
            ("3333-3333-3339", "老年优待证办理", "Senior card", Stage.SUPPLEMENTING, BUREAU, 1, Light.NOT_BEGUN, None),
            ("4444-4444-444C", "老年优待证办理", "Senior card", Stage.CLOSED, None, 400, Light.GREEN, None),
        )
    )
)

COMPANY = Company(
    credit_code="91110105MA0XQ99X1Q", name="北京春分示例商贸有限公司", office=CompanyOffice.LEGAL_REPRESENTATIVE
)
COMPANIES = CompaniesFound(
    companies=(
        COMPANY,
        Company(credit_code="91110101MA0XR99Y2T", name="北京示例供水设备安装有限公司", office=CompanyOffice.HANDLER),
        Company(credit_code="92110105MA0XK99X9P", name="朝阳区晨光示例便利店", office=CompanyOffice.OPERATOR),
    )
)
OF_COMPANY = CasesFound(cases=FOUND.cases[1:4], company=COMPANY)
COMPANYS = followed(
    case(
        Stage.REVIEWING,
        SUBMITTED,
        ACCEPTED,
        REVIEWED,
        event(4, EventKind.URGED, 0.4, for_company=True),
        clocks=clocks(Light.YELLOW, due=date(2026, 11, 23), counted=4, left=1),
    ),
    can_urge=False,
    company=COMPANY,
    url="",
)
PLAN = "用水点平面图（标明用水点位置和口径）"
METER = "旧水表拆除申请"
TO_ADD = followed(
    case(
        Stage.SUPPLEMENTING,
        SUBMITTED,
        event(2, EventKind.SUPPLEMENT_ASKED, 0.2, notice="补〔2026〕17号", unit="water"),
        missing=(PLAN, METER),
        clocks=(clock(ClockKind.PROMISED, Light.NOT_BEGUN),),
    ),
    tuple(CaseMaterial(name=Words(zh_CN=each), state=MaterialState.MISSING) for each in (PLAN, METER)),
    to_hand_in=tuple(ToHandIn(key=each, name=Words(zh_CN=each)) for each in (PLAN, METER)),
)
"""A department's own case, in its own words."""
OWN = LACKS.model_copy(update={"withdrawal": Withdrawal.AT_ONCE})
ELSEWHERE = IN_TIME.model_copy(update={"withdrawal": Withdrawal.REQUEST})
WITHDRAWN = followed(
    case(Stage.WITHDRAWN, SUBMITTED, event(2, EventKind.WITHDRAWN, 0, role=Role.CITIZEN)),
    application="0" * 32,
    version=1,
)
ASKED = followed(
    case(
        Stage.REVIEWING,
        SUBMITTED,
        ACCEPTED,
        REVIEWED,
        event(4, EventKind.WITHDRAWAL_ASKED, 0, role=Role.CITIZEN, unit="water"),
        withdrawal_asked=True,
        clocks=clocks(Light.WHITE, due=DUE, counted=2, left=3),
    ),
    can_urge=True,
)


def scene(wish: object, *, back: bool = True) -> WishScene:
    return WishScene(Service.FOLLOW_CASE, wish, back)  # type: ignore[arg-type]


_PLAIN = (FromCase.PRINT, FromCase.HOME)
_PAGES = (page(), page(sheets.Paper.FORM))
_ADDED = ToHandIn(key=PLAN, name=Words(zh_CN=PLAN))
_HOME = PROJECT_SCENES["home_four"]
assert isinstance(_HOME, Home)
_SERVICES = {**_HOME.readiness.services, Service.FOLLOW_CASE.value: ServiceReadiness(possible=True)}

CASE_SCENES: dict[str, Scene] = {
    "home_five": Home(replace(_HOME.readiness, services=_SERVICES)),
    "case_who": scene(Present((Way.IDENTITY_CODE, Way.ID_CARD, Way.TYPED)), back=False),
    "case_number": scene(EnterNumber(Entry.CASE_NUMBER)),
    "case_last4": scene(EnterNumber(Entry.CASE_LAST4)),
    "credit_code": scene(EnterNumber(Entry.CREDIT_CODE)),
    "cases": scene(ChooseCase(FOUND.model_copy(update={"agreements": True}), company_too=True)),
    "no_cases": scene(Explain(Notice("no_cases"), (Next.COMPANY, Next.OTHER_WAY, Next.HOME))),
    "companies": scene(ChooseCompany(COMPANIES)),
    "company_cases": scene(ChooseCase(OF_COMPANY)),
    "company_not_yours": scene(Explain(Notice("company_not_yours"), (Next.OTHER_COMPANY, Next.HOME))),
    "company_unproven": scene(Explain(Notice("company_unproven"), (Next.AGAIN, Next.HOME))),
    "company_case": scene(ShowCase(COMPANYS, (*_PLAIN,))),
    "withdraw": scene(ConfirmWithdrawal(OWN)),
    "withdraw_request": scene(ConfirmWithdrawal(ELSEWHERE)),
    "case_withdrawn": scene(ShowCase(WITHDRAWN, _PLAIN, Notice("withdrawn", {"number": NUMBER}))),
    "case_withdrawal_asked": scene(
        ShowCase(ASKED, (FromCase.URGE, *_PLAIN), Notice("withdrawal_asked", {"number": NUMBER}))
    ),
    "case_own": scene(ShowCase(OWN, (FromCase.SUPPLEMENT, FromCase.WITHDRAW, *_PLAIN))),
    "case_in_time": scene(ShowCase(IN_TIME, (FromCase.URGE, *_PLAIN))),
    "case_late": scene(ShowCase(LATE, (FromCase.URGE, *_PLAIN), Notice("urge_too_soon"))),
    "case_late_told": scene(ShowCase(LATE_TOLD, (FromCase.URGE, *_PLAIN))),
    "case_stopped": scene(ShowCase(STOPPED, (FromCase.URGE, FromCase.ASK_PERSON, *_PLAIN))),
    "case_lacks": scene(ShowCase(LACKS, (FromCase.SUPPLEMENT, *_PLAIN))),
    "case_to_add": scene(ShowCase(TO_ADD, (FromCase.SUPPLEMENT, *_PLAIN))),
    "case_added": scene(
        ShowCase(TO_ADD, (FromCase.SUPPLEMENT, *_PLAIN), Notice("handed_in_part", {"at": NOW.isoformat()}))
    ),
    "case_bring": scene(ShowCase(GAP_LATE, _PLAIN, Notice("hand_in_not_here"))),
    "case_gap_over": scene(ShowCase(GAP_LATE, _PLAIN, Notice("gap_over", {"day": "2026-11-19"}))),
    "add_ask": scene(AskForDocument(TO_ADD.case, _ADDED, (FromDocument.START, FromDocument.WITHOUT))),
    "add_pages": scene(ReviewDocument(TO_ADD.case, _ADDED, _PAGES)),
    "add_review": scene(
        ReviewAnswers(
            TO_ADD.case,
            (
                (
                    Phrase("materials"),
                    (
                        ReviewLine(_ADDED.name, Phrase("pages", {"n": 2}), PLAN, pages=_PAGES),
                        ReviewLine(Words(zh_CN=METER), Phrase("left_out"), METER),
                    ),
                ),
            ),
        )
    ),
    "case_closed": scene(ShowCase(CLOSED, _PLAIN, Notice("case_printed"))),
    "case_away": scene(ShowCase(AWAY, _PLAIN)),
    "case_open_year": scene(ShowCase(OPEN_YEAR, _PLAIN)),
}
"""By the name of the picture."""
