"""What was asked, kept for a while so that a button pressed later knows what it is about."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, func, or_
from sqlmodel import Field, Session, SQLModel, col, select, update

from bot.database import Instant, erase_some, put_once
from bot.places import PersonId, Room, Thread
from bot.sealing import Sealed
from knowledge.verdict import Audience, Kind, Verdict

KEPT_FOR: Final = timedelta(days=30)


class NoSuchQuestion(Exception):
    """The question is no longer kept."""

    def __init__(self) -> None:
        super().__init__("I no longer have that question; please ask it again.")


class QuestionRow(SQLModel, table=True):
    """A message that was judged, with the verdict on it."""

    __tablename__ = "questions"

    id: str = Field(primary_key=True)
    team: str
    user_id: str
    name: str = Field(sa_column=Column(Sealed, nullable=False))
    audience: str
    room: str
    channel: str | None = None
    thread_ts: str | None = None
    link: str | None = None
    words: str = Field(sa_column=Column(Sealed, nullable=False))
    verdict: str
    """Kind, topics and rights as JSON; the nearest phrasing is its author's, not the asker's."""
    asked_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class Question(BaseModel):
    """A message that was judged."""

    model_config = ConfigDict(frozen=True)

    id: str
    asker: PersonId
    name: str
    audience: Audience
    room: Room
    thread: Thread | None
    """Where the answer went; None when the question came by command."""
    link: str | None
    words: str
    verdict: Verdict
    asked_at: datetime


def keep(session: Session, question: Question) -> None:
    """Keep the question; one that is kept already stays as it is."""
    thread = question.thread
    put_once(
        session,
        QuestionRow(
            id=question.id,
            team=question.asker.team,
            user_id=question.asker.user,
            name=question.name,
            audience=question.audience,
            room=question.room,
            channel=thread.channel if thread else None,
            thread_ts=thread.ts if thread else None,
            link=question.link,
            words=question.words,
            verdict=question.verdict.model_dump_json(),
            asked_at=question.asked_at,
        ),
    )


def get(session: Session, question: str) -> Question:
    """Return the question; raises `NoSuchQuestion`."""
    found = find(session, question)
    if found is None:
        raise NoSuchQuestion
    return found


def find(session: Session, question: str) -> Question | None:
    """Return the question, if it is kept."""
    row = session.get(QuestionRow, question)
    return None if row is None else _value(row)


def reword(session: Session, question: Question) -> None:
    """Keep the question as it now reads, with the verdict on it; raises `NoSuchQuestion`."""
    row = session.get(QuestionRow, question.id)
    if row is None:
        raise NoSuchQuestion
    row.words, row.verdict = question.words, question.verdict.model_dump_json()


def _value(row: QuestionRow) -> Question:
    thread = {"channel": row.channel, "ts": row.thread_ts} if row.channel else None
    return Question.model_validate(
        row.model_dump()
        | {
            "asker": {"team": row.team, "user": row.user_id},
            "thread": thread,
            "verdict": Verdict.model_validate_json(row.verdict),
        }
    )


def topic_before(
    session: Session,
    *,
    asker: PersonId,
    channel: str,
    thread_ts: str | None,
    since: datetime,
    before: datetime,
) -> str | None:
    """Return the likeliest topic of the person's last question there in that time, if it has one.

    `thread_ts` None looks at the whole channel, as for a direct message.
    """
    asked = select(QuestionRow).where(
        col(QuestionRow.team) == asker.team,
        col(QuestionRow.user_id) == asker.user,
        col(QuestionRow.channel) == channel,
        col(QuestionRow.asked_at) >= since,
        col(QuestionRow.asked_at) < before,
    )
    if thread_ts is not None:
        asked = asked.where(col(QuestionRow.thread_ts) == thread_ts)
    row = session.exec(asked.order_by(col(QuestionRow.asked_at).desc()).limit(1)).first()
    topics = Verdict.model_validate_json(row.verdict).topics if row else ()
    return topics[0] if topics else None


def move(session: Session, *, old: str, new: str) -> None:
    """Let the questions of a channel follow to its new id, with the links to them."""
    there = update(QuestionRow).where(col(QuestionRow.channel) == old)
    link = func.replace(QuestionRow.link, f"/{old}/", f"/{new}/")
    session.connection().execute(there.values(channel=new, link=link))


def between(session: Session, *, since: datetime, until: datetime) -> tuple[Question, ...]:
    """Return what was asked in that time, oldest first."""
    asked = select(QuestionRow).where(
        col(QuestionRow.asked_at) >= since, col(QuestionRow.asked_at) < until
    )
    return tuple(map(_value, session.exec(asked.order_by(col(QuestionRow.asked_at)))))


def count(session: Session, *, kinds: Collection[Kind], since: datetime, until: datetime) -> int:
    """Return how many questions of that time were judged to be of these kinds."""
    judged = or_(*(col(QuestionRow.verdict).startswith(f'{{"kind":"{kind}"') for kind in kinds))
    counted = select(func.count()).where(
        col(QuestionRow.asked_at) >= since, col(QuestionRow.asked_at) < until, judged
    )
    return session.exec(counted).one()


def in_channel(session: Session, channel: str, *, since: datetime) -> tuple[Question, ...]:
    """Return what was asked in a channel since then, oldest first."""
    asked = select(QuestionRow).where(
        col(QuestionRow.channel) == channel, col(QuestionRow.asked_at) >= since
    )
    return tuple(map(_value, session.exec(asked.order_by(col(QuestionRow.asked_at)))))


def of_asker(session: Session, person: PersonId) -> tuple[Question, ...]:
    """Return what a person asked and is still kept, oldest first."""
    asked = select(QuestionRow).where(
        col(QuestionRow.team) == person.team, col(QuestionRow.user_id) == person.user
    )
    return tuple(map(_value, session.exec(asked.order_by(col(QuestionRow.asked_at)))))


def drop(session: Session, question: str) -> None:
    """Erase one question, if it is kept."""
    row = session.get(QuestionRow, question)
    if row is not None:
        session.delete(row)
        session.flush()


def forget(session: Session, *, before: datetime, most: int) -> int:
    """Erase some of the questions asked before this moment, and return how many."""
    return erase_some(session, QuestionRow, col(QuestionRow.asked_at) < before, most=most)
