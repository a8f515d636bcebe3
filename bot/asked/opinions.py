"""What requesters thought of how their request was dealt with: a score; words only with a yes."""

from collections.abc import Collection
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column
from sqlmodel import Field as Kept
from sqlmodel import Session, SQLModel, col, select

from bot.database import Instant, erase_some
from bot.sealing import Sealed


class OpinionRow(SQLModel, table=True):
    """What was thought of one request, by its id."""

    __tablename__ = "opinions"

    request: str = Kept(primary_key=True)
    score: int
    words: str | None = Kept(default=None, sa_column=Column(Sealed, nullable=True))
    """Only where the requester agreed that the compliance team reads them."""
    at: datetime = Kept(sa_column=Column(Instant, nullable=False, index=True))


class Opinion(BaseModel):
    """What was thought of one request."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    request: str
    score: int
    words: str | None
    at: datetime


class NoScoreYet(Exception):
    """Words stand beside a score only."""

    def __init__(self) -> None:
        super().__init__("Choose a number first, please.")


def rate(session: Session, *, request: str, score: int, now: datetime) -> None:
    """Keep a score; who thinks again is taken at their last word."""
    row = session.get(OpinionRow, request) or OpinionRow(request=request, score=score, at=now)
    row.score, row.at = score, now
    session.add(row)
    session.flush()


def explain(session: Session, *, request: str, words: str) -> Opinion:
    """Keep words beside the score, and return both; raises `NoScoreYet`."""
    row = session.get(OpinionRow, request)
    if row is None:
        raise NoScoreYet
    row.words = words
    session.flush()
    return Opinion.model_validate(row)


def erase_words(session: Session, request: str) -> None:
    """Erase what was said beside the score, if anything was."""
    row = session.get(OpinionRow, request)
    if row is not None:
        row.words = None
        session.flush()


def of(session: Session, requests: Collection[str]) -> dict[str, Opinion]:
    """Return what was thought of these requests, by their ids."""
    rows = select(OpinionRow).where(col(OpinionRow.request).in_(requests))
    return {row.request: Opinion.model_validate(row) for row in session.exec(rows)}


def forget(session: Session, *, before: datetime, most: int) -> int:
    """Erase some of the opinions given before this moment, and return how many."""
    return erase_some(session, OpinionRow, col(OpinionRow.at) < before, most=most)
