"""What may be a request or a breach, and was asked about: kept until somebody says which."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column
from sqlmodel import Field, Session, SQLModel, col, select

from bot.database import Instant, erase_some, put_once

Perhaps = Literal["request", "breach"]


class DoubtRow(SQLModel, table=True):
    """A question that the bot asked back, by the id of the message it is about."""

    __tablename__ = "doubts"

    question: str = Field(primary_key=True)
    perhaps: str
    asked_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    told_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    """When the officers were told that nobody had answered."""


class Doubt(BaseModel):
    """A message that may be a request or a breach."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    question: str
    perhaps: Perhaps


def keep(session: Session, *, question: str, perhaps: Perhaps, now: datetime) -> None:
    """Keep the doubt until somebody says what it is."""
    put_once(session, DoubtRow(question=question, perhaps=perhaps, asked_at=now))


def drop(session: Session, question: str) -> bool:
    """Drop the doubt, and return whether there was one."""
    row = session.get(DoubtRow, question)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def find(session: Session, question: str) -> Doubt | None:
    """Return the doubt about this message, if nobody has said what it is."""
    row = session.get(DoubtRow, question)
    return None if row is None else Doubt.model_validate(row)


def unanswered(session: Session, *, before: datetime, most: int) -> tuple[Doubt, ...]:
    """Return doubts asked about before this moment of which no officer was told, oldest first."""
    waiting = (
        select(DoubtRow)
        .where(col(DoubtRow.told_at).is_(None), col(DoubtRow.asked_at) < before)
        .order_by(col(DoubtRow.asked_at), col(DoubtRow.question))
        .limit(most)
    )
    return tuple(Doubt.model_validate(row) for row in session.exec(waiting))


def tell(session: Session, question: str, now: datetime) -> None:
    """Record that the officers were told."""
    row = session.get(DoubtRow, question)
    if row is not None:
        row.told_at = now


def forget(session: Session, *, before: datetime, most: int) -> int:
    """Erase some doubts of which officers were told before this moment, and return how many."""
    return erase_some(session, DoubtRow, col(DoubtRow.told_at) < before, most=most)
