"""Three questions at the end of a visit: time, cost, integrity. Nobody has to answer, and nobody is remembered."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from central.contract.messages import Message


class SurveyQuestion(StrEnum):
    """What is asked; a good answer is true."""

    TIME = "time"  # the wait was all right
    COST = "cost"  # nothing was paid that need not be
    INTEGRITY = "integrity"  # nobody wanted favours, or named a go-between (吃拿卡要)


class AnswerSurvey(Message):
    """Sealed, purpose `answer-survey`. An effect: the office adds to the counts of a month, and keeps nothing else."""

    answers: dict[SurveyQuestion, bool] = Field(min_length=1)
