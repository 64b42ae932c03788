"""How often each answer was given in a month. There is no row of anybody's answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from central.store.database import upsert
from central.store.voice_tables import survey_counts


def count(connection: Connection, hall_id: str, month: date, answers: Mapping[str, bool]) -> None:
    """One more of each."""
    for question, good in sorted(answers.items()):
        statement = upsert(connection.dialect.name, survey_counts).values(
            hall_id=hall_id, month=month, question=question, good=good, times=1
        )
        more = {"times": survey_counts.c.times + 1}
        connection.execute(statement.on_conflict_do_update(index_elements=survey_counts.primary_key, set_=more))


def counts(connection: Connection, hall_id: str, month: date) -> dict[tuple[str, bool], int]:
    """Of a hall in a month, by question and answer."""
    query = select(survey_counts).where(survey_counts.c.hall_id == hall_id, survey_counts.c.month == month)
    return {(row["question"], row["good"]): row["times"] for row in connection.execute(query).mappings()}
