"""The screens of a project's plan, worked out by the office's own rules: with every day known, and without a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from central.contract.project import PlanProject, ProjectDocument, ProjectPlan
from central.limits.calendar import WorkCalendar
from central.plans.plan import plan
from kiosk.readiness import ServiceReadiness
from kiosk.scenes import Home, Scene, Service, WishScene
from kiosk.wishes.application import AnswerSituation
from kiosk.wishes.project import ChooseDay, ChooseProject, ReadStep, ShowPlan
from kiosk.wishes.wish import Notice
from tests.ui.application_scenes import APPLICATION_SCENES
from tests.ui.scenes import NOW
from tests.ui.screen import ROOT

PROJECTS = {
    path.stem: ProjectDocument.model_validate_json(path.read_bytes())
    for path in sorted((ROOT / "assets/projects").glob("*.json"))
}
FACTORY, SHOP = PROJECTS["private_factory"], PROJECTS["renovation"]
ANSWERS = {
    "land": "auction",
    "environment": "form",
    "energy": "no",
    "soil": "no",
    "size": "small",
    "fire": "special",
    "building_time": "m12",
}
SHOP_ANSWERS = {"permit": "above", "front": "no", "fire": "ordinary", "public_place": "yes", "works_time": "m1"}
URL = "https://office.example/project/private_factory/1?from=2026-11-21&land=auction&environment=form&energy=no"


def planned(
    project: ProjectDocument, answers: dict[str, str], begins: date, *, done: tuple[str, ...] = (), url: str = URL
) -> ProjectPlan:
    """What the office would answer."""
    wanted = PlanProject(project=project.project, version=1, situation=answers, begins=begins, done=done)
    return plan(project, wanted, WorkCalendar.read()).model_copy(update={"url": url})


def scene(wish: object, *, back: bool = True) -> WishScene:
    return WishScene(Service.PLAN_PROJECT, wish, back)  # type: ignore[arg-type]


TODAY = NOW.date()
PLAN = planned(FACTORY, ANSWERS, TODAY)
BEGUN = planned(FACTORY, ANSWERS, TODAY, done=("filing", "land_contract"))
SMALL = planned(SHOP, SHOP_ANSWERS, date(2026, 3, 2), url="")
_HOME = APPLICATION_SCENES["home_three"]
assert isinstance(_HOME, Home)
_AWAY = Notice("device_gone", {"device": "id_card_reader"})
_SERVICES = {
    **_HOME.readiness.services,
    Service.TAKE_WALK_IN_TICKET.value: ServiceReadiness(possible=False, reason=_AWAY),
    Service.APPLY_FOR_ITEM.value: ServiceReadiness(possible=True, without=(Notice("without_id_card_reader"),)),
    Service.PLAN_PROJECT.value: ServiceReadiness(possible=True),
}

PROJECT_SCENES: dict[str, Scene] = {
    "home_four": Home(replace(_HOME.readiness, services=_SERVICES)),
    "projects": scene(ChooseProject(tuple(PROJECTS.values())), back=False),
    "project_day": scene(ChooseDay(FACTORY)),
    "plan": scene(ShowPlan(FACTORY, PLAN, ANSWERS)),
    "plan_list": scene(ShowPlan(FACTORY, BEGUN, ANSWERS)),
    "plan_small": scene(ShowPlan(SHOP, SMALL, SHOP_ANSWERS, Notice("plan_without_paper"))),
    "plan_step": scene(ReadStep(FACTORY, PLAN, "works_permit", ANSWERS)),
}
"""By the name of the picture."""

MORE_PROJECT_SCENES: dict[str, Scene] = {
    "project_situation": scene(AnswerSituation(FACTORY, FACTORY.situations[1])),
    "plan_printed": scene(ShowPlan(SHOP, SMALL, SHOP_ANSWERS, Notice("plan_printed"))),
    "plan_step_done": scene(ReadStep(FACTORY, BEGUN, "land_contract", ANSWERS)),
}
"""For the gallery: their layout is that of others."""
