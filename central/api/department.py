"""What departments' own systems report of their cases, and read of them; their words on a case reach its applicant."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from central.api.guards import DepartmentClient, DepartmentCommand, TheOffice, http, ok
from central.api.problems import COMMAND, responses
from central.api.windows import TypedNumber
from central.contract.application import Digest
from central.contract.case import OPEN_STAGES, Case, Cases, OpenCase, OwnNumber, ReportChanges, Stage, UrgeAsUnit
from central.contract.following import CaseUrged
from central.services import departments, urges
from central.services.commands import carry_out
from central.services.departments import Reporter

router = APIRouter(prefix="/v1/department/cases", tags=["cases"])


@router.post("", response_model=Case, responses=responses(*COMMAND))
def open_case(office: TheOffice, client: DepartmentClient, command: DepartmentCommand, wanted: OpenCase) -> Response:
    """Open a case. The same `own_number` again is the same case."""
    reporter = Reporter.of(client)
    return http(carry_out(office, command, lambda desk: departments.open_case(desk, reporter, wanted)))


@router.get("", response_model=Cases, responses=responses(401, 422))
def list_cases(
    office: TheOffice,
    client: DepartmentClient,
    stage: Annotated[list[Stage] | None, Query(max_length=11)] = None,
    own_number: Annotated[OwnNumber | None, Query()] = None,
) -> Response:
    """The department's cases that are open, or in these stages, the oldest first; or the one with its own number."""
    return ok(departments.work_list(office, client, stage or OPEN_STAGES, own_number))


@router.get("/{number}", response_model=Case, responses=responses(401, 404, 422))
def show_case(office: TheOffice, client: DepartmentClient, number: TypedNumber) -> Response:
    """One of the department's cases with everything that happened to it."""
    return ok(departments.show(office, client, number))


@router.get(
    "/{number}/handed-in/{digest}",
    response_class=Response,
    responses=responses(401, 404, 422) | {200: {"content": {"image/jpeg": {}}, "description": "The page."}},
)
def handed_in_page(office: TheOffice, client: DepartmentClient, number: TypedNumber, digest: Digest) -> Response:
    """One page that was photographed at a terminal for one of the department's cases, as it was taken."""
    page = departments.handed_in(office, client, number, digest)
    return Response(page, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.post("/{number}/changes", response_model=Case, responses=responses(*COMMAND, 404))
def report_changes(
    *,
    office: TheOffice,
    client: DepartmentClient,
    command: DepartmentCommand,
    number: TypedNumber,
    wanted: ReportChanges,
) -> Response:
    """Let something happen to a case: all of these changes, or none."""
    reporter = Reporter.of(client)
    return http(carry_out(office, command, lambda desk: departments.report(desk, reporter, number, wanted)))


@router.post("/{number}/urge", response_model=CaseUrged, responses=responses(*COMMAND, 404))
def urge_as_unit(
    *,
    office: TheOffice,
    client: DepartmentClient,
    command: DepartmentCommand,
    number: TypedNumber,
    wanted: UrgeAsUnit,
) -> Response:
    """催办: hurry whoever has a case that the department waits for, once in 24 hours. The applicant sees it."""
    reporter = Reporter.of(client)
    return http(carry_out(office, command, lambda desk: urges.by_department(desk, reporter, number, wanted)))
