"""The three questions at the end of a visit, counted by hall and month."""

from __future__ import annotations

from central.contract.messages import Received
from central.contract.survey import AnswerSurvey, SurveyQuestion
from central.limits.figure import Period, Rate
from central.office import Desk, Office
from central.store import surveys as stored


def take_in(desk: Desk, wanted: AnswerSurvey) -> Received:
    """Count it. Whose it was is nowhere, and nobody can take it back."""
    answers = {question.value: good for question, good in wanted.answers.items()}
    stored.count(desk.connection, desk.hall.hall_id, desk.today.replace(day=1), answers)
    return Received()


def told(office: Office, hall_id: str, month: Period) -> dict[SurveyQuestion, Rate]:
    """Good answers of all answers, by question. Who gave none is in neither."""
    with office.database.read() as connection:
        known = stored.counts(connection, hall_id, month.first)
    return {
        question: Rate(
            known.get((question.value, True), 0),
            sum(known.get((question.value, good), 0) for good in (True, False)),
            month,
            "good_answers_of_all_answers",
        )
        for question in SurveyQuestion
    }
