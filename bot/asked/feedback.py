"""What people made of an answer: verdict, topic and thumb; their words only if they agreed."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column
from sqlmodel import Field, Session, SQLModel, col, select

from bot.asked.questions import Question
from bot.database import Instant, erase_some
from bot.sealing import Sealed


class Thumb(StrEnum):
    """What the asker thought of the answer."""

    UP = "up"
    DOWN = "down"


class FeedbackRow(SQLModel, table=True):
    """What was made of one answer, by the id of its question."""

    __tablename__ = "feedback"

    question: str = Field(primary_key=True)
    kind: str
    topics: str
    """Topic ids, best first, with commas between."""
    silence: str | None = None
    thumb: str | None = None
    chosen: str | None = None
    """The topic that was picked when the bot asked back: a suggestion to the authors."""
    words: str | None = Field(default=None, sa_column=Column(Sealed, nullable=True))
    """What was asked; only where the asker agreed that it is kept."""
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class Feedback(BaseModel):
    """What was made of one answer."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    question: str
    kind: str
    topics: tuple[str, ...]
    silence: str | None
    thumb: Thumb | None
    chosen: str | None
    words: str | None
    at: datetime


def rate(session: Session, question: Question, thumb: Thumb, now: datetime) -> None:
    """Keep what was thought of the answer."""
    _row(session, question, now).thumb = thumb


def choose(session: Session, question: Question, topic: str, now: datetime) -> None:
    """Keep which topic was meant."""
    _row(session, question, now).chosen = topic


def agree(session: Session, question: Question, now: datetime) -> None:
    """Keep the asker's words too, as they agreed."""
    _row(session, question, now).words = question.words


def given(session: Session, *, since: datetime) -> tuple[Feedback, ...]:
    """Return the feedback since then, oldest first."""
    rows = select(FeedbackRow).where(col(FeedbackRow.at) >= since).order_by(col(FeedbackRow.at))
    return tuple(_value(row) for row in session.exec(rows))


def of(session: Session, questions: Collection[str]) -> tuple[Feedback, ...]:
    """Return what was made of the answers to these questions."""
    rows = select(FeedbackRow).where(col(FeedbackRow.question).in_(questions))
    return tuple(map(_value, session.exec(rows)))


def forget(session: Session, *, before: datetime, most: int) -> int:
    """Erase some of the feedback given before this moment, and return how much."""
    return erase_some(session, FeedbackRow, col(FeedbackRow.at) < before, most=most)


def _row(session: Session, question: Question, now: datetime) -> FeedbackRow:
    row = session.get(FeedbackRow, question.id)
    if row is None:
        row = FeedbackRow(
            question=question.id,
            kind=question.verdict.kind,
            topics=",".join(question.verdict.topics),
            silence=question.verdict.silence,
            at=now,
        )
        session.add(row)
    return row


def _value(row: FeedbackRow) -> Feedback:
    topics = tuple(filter(None, row.topics.split(",")))
    return Feedback.model_validate(row.model_dump() | {"topics": topics})
