"""Where answers were wanting: unanswered, asked back, or found of no help."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.asked import feedback, questions
from bot.asked.feedback import Feedback, Thumb
from bot.asked.questions import Question
from knowledge.verdict import Kind


class Why(StrEnum):
    """What was the matter."""

    UNANSWERED = "unanswered"
    ASKED_BACK = "asked back"
    OF_NO_HELP = "of no help"


class Gap(BaseModel):
    """A question to which the answer was wanting."""

    model_config = ConfigDict(frozen=True)

    why: Why
    words: str
    """What was asked, with names and all: to be masked before anybody reads it."""
    nearest: str | None
    """The topic that was nearest, or that the asker picked."""


_WANTING: Final = {Kind.NOT_COVERED: Why.UNANSWERED, Kind.CLARIFY: Why.ASKED_BACK}


def gaps(session: Session, *, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """Return the gaps of that time, oldest first.

    What somebody found of no help is one only where they agreed that the words may be read.
    """
    said = {one.question: one for one in feedback.given(session, since=since)}
    asked = questions.between(session, since=since, until=until)
    return tuple(
        Gap(why=why, words=one.words, nearest=_nearest(one, said.get(one.id)))
        for one in asked
        if (why := _why(one, said.get(one.id)))
    )


def how_many(session: Session, *, since: datetime, until: datetime) -> int:
    """Return how many questions of that time had no answer or were asked back."""
    return questions.count(session, kinds=tuple(_WANTING), since=since, until=until)


def _why(question: Question, said: Feedback | None) -> Why | None:
    if said and said.thumb is Thumb.DOWN:
        return None if said.words is None else Why.OF_NO_HELP
    return _WANTING.get(question.verdict.kind)


def _nearest(question: Question, said: Feedback | None) -> str | None:
    if said and said.chosen:
        return said.chosen
    return question.verdict.topics[0] if question.verdict.topics else None
