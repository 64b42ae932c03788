"""电子监察公开: what everybody may see of the lights, made at each pass; and months of scores, published and kept."""

from __future__ import annotations

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
from central.limits.calendar import ZONE, local_day
from central.limits.figure import Period
from central.limits.score import POINTS
from central.office import Office
from central.services import editions, months
from central.services.refusals import Refusal
from central.store import public_documents as store
from central.store import supervision
from central.store.public_documents import Document

_BOARD = "board"
_SCORES = "scores/"
_SHOWN = {light.value for light in (Light.WHITE, Light.YELLOW, Light.RED, Light.GREEN)}
_GROUPS = 10
"""Characters of a number that are shown: two groups of three."""


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
        editions.show(office.keys, connection, _BOARD, board, now)
    return board


def publish(office: Office, month: Period, publisher: str, reason: str = "") -> ScoresPublished:
    """Count a month and keep it as it is published. Other numbers of the same month want a reason, and stand beside it.

    Raises:
        Refusal: figures_not_over, figures_publisher_missing, figures_reason_missing, figures_published_already.
        EditionBroken: what was published before is not what it was.
    """
    by = editions.signed(publisher, reason)
    if not months.is_over(office, month):
        raise Refusal("figures_not_over", {"last": str(month.last)})
    scores = _count(office, month)
    made = editions.publish(office, f"{_SCORES}{scores.month}", scores, scores.as_of, by=by, is_same=_are_same)
    return _published(made, scores)


def _are_same(published: MonthScores, counted: MonthScores) -> bool:
    return published.units == counted.units


def read(office: Office) -> OpenSupervision:
    """The board of the last pass, and the newest month. Raises `EditionBroken`."""
    with office.database.read() as connection:
        board = next(iter(store.editions(connection, _BOARD)), None)
        last = store.last(connection, _SCORES)
        return OpenSupervision(
            board=editions.opened(office.keys, connection, board, Board) if board else None,
            scores=_published(last, editions.opened(office.keys, connection, last, MonthScores)) if last else None,
        )


def _published(document: Document, scores: MonthScores) -> ScoresPublished:
    return ScoresPublished(
        scores=scores,
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
            for score in months.month(office, month).scores
        ),
    )
