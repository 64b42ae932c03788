"""Plans of projects: for terminals as data, and as a page for whoever took its code along."""

from __future__ import annotations

from datetime import date
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from central.api.guards import SignedKiosk, TheOffice, ok
from central.api.page import Leaf, html_page, too_often
from central.api.problems import COMMAND, responses
from central.contract.item import Unit
from central.contract.project import (
    PlannedStep,
    PlanProject,
    ProjectDocument,
    ProjectPlan,
    Span,
    StepState,
    asked_of,
)
from central.services import projects
from central.services.refusals import Refusal

router = APIRouter()

_UNITS = {Unit.WORKING_DAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.AT_ONCE: "", Unit.HOUR: "小时"}
_WEEKDAYS = "一二三四五六日"


@router.post("/v1/kiosk/plans", tags=["projects"], response_model=ProjectPlan, responses=responses(*COMMAND, 404))
def plan_project(request: Request, office: TheOffice, kiosk: SignedKiosk, wanted: PlanProject) -> Response:
    """The plan of a project: a question, which changes nothing."""
    base_url = request.app.state.public_url or str(request.base_url)
    return ok(projects.plan_project(office, wanted, base_url))


@router.get(f"{projects.PAGE}/{{project}}/{{version}}", tags=["open"], include_in_schema=False)
def project_page(request: Request, office: TheOffice, project: str, version: str) -> HTMLResponse:
    """The plan that an address holds, worked out anew."""
    if wait := too_often(request, office):
        return wait
    try:
        wanted = projects.asked_by(project[:64], version[:10], request.url.query)
        document, plan = projects.plan_of(office, wanted)
    except Refusal:
        advice = "<p>没有这份项目计划。请重新扫描纸上的二维码，或者到自助终端再做一份。</p>"
        return html_page(Leaf("没有找到项目计划", advice), status=404)
    return html_page(Leaf(f"{document.name.zh_CN}：项目计划", _body(document, plan, wanted), "yes"))


def _body(document: ProjectDocument, plan: ProjectPlan, wanted: PlanProject) -> str:
    by_code = {each.step: each for each in document.steps}
    materials = {each.step: asked_of(document, each, wanted.situation) for each in document.steps}
    parts = [f"<p>从{_day(plan.begins)}开始推算。{escape(_end(plan))}</p>"]
    parts += [f"<p>{escape(_CAVEAT)}</p>"]
    for stage in document.stages:
        rows = []
        for step in (each for each in plan.steps if by_code[each.step].stage == stage.stage):
            known = by_code[step.step]
            needed = "、".join(each.name.zh_CN for each in materials[step.step] if each.made_in is None)
            made = "、".join(each.name.zh_CN for each in materials[step.step] if each.made_in is not None)
            lines = [
                f"{known.by.zh_CN}，{_span(step.limit)}",
                _when(step),
                f"请准备：{needed}" if needed else "",
                f"不用您交，前面办出来的：{made}" if made else "",
            ]
            mark = "（决定工期）" if step.critical else ""
            told = "<br>".join(escape(each) for each in lines if each)
            rows.append(f"<dt>{escape(known.name.zh_CN)}{mark}</dt><dd>{told}</dd>")
        if rows:
            listed = f'<dl class="facts">{"".join(rows)}</dl>'
            parts.append(f'<section class="card"><h2>{escape(stage.name.zh_CN)}</h2>{listed}</section>')
    parts.append(f"<p>咨询电话 {escape(document.contact.enquiry)}</p>")
    return "".join(parts)


_CAVEAT = "按递交当日受理、承诺时限推算；公示、专家评审、现场踏勘等不计入时限。"


def _end(plan: ProjectPlan) -> str:
    if plan.ends is not None:
        return f"全部办完：{_day(plan.ends)}。"
    missing = f"{plan.unknown_from}年的放假安排还没有公布，之后的日期暂时算不出来。" if plan.unknown_from else ""
    lasts = "，再".join(map(_span, plan.lasts))
    return f"全部办完约需{lasts}。{missing}" if lasts else missing


def _when(step: PlannedStep) -> str:
    if step.state is StepState.DONE:
        return "已办好"
    if step.starts is None:
        after = "，再".join(map(_span, step.after))
        return f"第一天之后{after}开始" if after else "前面的事项办完后开始"
    until = f"，{_day(step.due)}前办完" if step.due is not None else ""
    return f"{_day(step.starts)}可以开始{until}"


def _span(span: Span) -> str:
    return "当场办结" if span.unit is Unit.AT_ONCE else f"{span.amount}{_UNITS[span.unit]}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日星期{_WEEKDAYS[day.weekday()]}"
