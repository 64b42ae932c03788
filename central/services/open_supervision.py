"""电子监察公开: what everybody may see of the lights, made at each pass; and months of scores, published and kept."""

from __future__ import annotations

import hashlib

from central.contract.clock import Light
from central.contract.figures import Things
from central.contract.supervision import (
    MOST_LATE,
    Board,
    LateCase,
    MonthScores,
    OpenSupervision,
    ScoresPublished,
    UnitLights,
    UnitScore,
)
from central.figures.showing import counted
from central.limits.calendar import ZONE, end_of, local_day
from central.limits.figure import Period
from central.limits.score import POINTS
from central.office import Office
from central.services import figure_editions, months
from central.services.refusals import Refusal
from central.store import public_documents, supervision
from central.store.database import Conflict
from central.store.public_documents import Document

_BOARD = "board"
_SHOWN = {light.value for light in (Light.WHITE, Light.YELLOW, Light.RED, Light.GREEN)}
_GROUPS = 10
"""Characters of a number that are shown: two groups of three."""


class ScoresBroken(RuntimeError):
    """A publication is not what was published; the text says which."""


def make_board(office: Office) -> Board:
    """What stands on it from now on: one light for each case, that of the clock that counts for its applicant."""
    now, shelf = office.clock.now(), office.shelf
    by_unit: dict[str, dict[str, int]] = {}
    with office.database.write() as connection:
        for (unit, light), count in supervision.first_lights(connection).items():
            lights = by_unit.setdefault(unit, {})
            name = light if light in _SHOWN else "other"
            lights[name] = lights.get(name, 0) + count
        board = Board(
            as_of=now.astimezone(ZONE),
            units=tuple(
                UnitLights.model_validate({"unit": unit, "name": shelf.body(unit), **lights})
                for unit, lights in sorted(by_unit.items())
            ),
            late=tuple(
                LateCase.model_validate(
                    {
                        "number": late.number[:_GROUPS],
                        "unit": late.unit,
                        "due": late.due,
                        "days": max(0, (local_day(now) - late.due).days),
                        "level": late.level,
                        "explained": late.explained,
                    }
                )
                for late in supervision.late(connection, MOST_LATE)
            ),
        )
        content = board.model_dump_json()
        public_documents.replace(connection, Document(_BOARD, 1, now, "", "", _digest(content), content))
    return board


def publish(office: Office, month: Period, publisher: str, reason: str = "") -> ScoresPublished:
    """Count a month and keep it as it is published. Other numbers of the same month want a reason, and stand beside it.

    Raises:
        Refusal: figures_not_over, figures_publisher_missing, figures_reason_missing, figures_published_already.
        ScoresBroken: what was published before is not what it was.
    """
    name, why = figure_editions.signed(publisher, reason)
    now = office.clock.now()
    if end_of(month.last) > now:
        raise Refusal("figures_not_over", {"last": str(month.last)})
    content = _count(office, month).model_dump_json()
    title = f"scores/{month.first:%Y-%m}"
    try:
        with office.database.write() as connection:
            before = public_documents.editions(connection, title)
            if before and opened(before[0]).scores.units == MonthScores.model_validate_json(content).units:
                raise Refusal("figures_published_already", {"edition": before[0].edition})
            if before and not why:
                raise Refusal("figures_reason_missing", {"edition": before[0].edition}, status=422)
            document = Document(title, len(before) + 1, now, name, why, _digest(content), content)
            public_documents.add(connection, document)
    except Conflict:
        raise Refusal("figures_published_already", {"edition": len(before) + 1}) from None
    return opened(document)


def read(office: Office) -> OpenSupervision:
    """The board of the last pass, and the newest month. Raises `ScoresBroken`."""
    with office.database.read() as connection:
        boards = public_documents.editions(connection, _BOARD)
        scores = public_documents.last(connection, "scores/")
    return OpenSupervision(
        board=Board.model_validate_json(boards[0].content) if boards else None,
        scores=opened(scores) if scores else None,
    )


def opened(document: Document) -> ScoresPublished:
    """A month, proved to be what was published. Raises `ScoresBroken`."""
    if _digest(document.content) != document.digest:
        raise ScoresBroken(f"{document.name}, edition {document.edition}: changed after it was published")
    return ScoresPublished(
        scores=MonthScores.model_validate_json(document.content),
        edition=document.edition,
        published_at=document.at.astimezone(ZONE),
        digest=document.digest,
        reason=document.reason,
    )


def _count(office: Office, month: Period) -> MonthScores:
    return MonthScores(
        month=f"{month.first:%Y-%m}",
        as_of=months.until(office, month).astimezone(ZONE),
        calendar=office.calendar.digest,
        weights={ground.value: weight for ground, weight in POINTS.items()},
        units=tuple(
            UnitScore(
                unit=score.unit,
                name=office.shelf.body(score.unit),
                points=score.points,
                grounds={ground.value: count for ground, count in score.grounds.items()},
                in_time=counted(score.in_time, Things.CASES),
            )
            for score in months.month(office, month)
        ),
    )


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
