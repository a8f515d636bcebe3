"""Searches that a colleague was asked to make: each a row with its own life.

The colleague reads the task and nothing of the case: the system, the words to look for, the day.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import uuid4

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, Date
from sqlmodel import Field, Session, SQLModel, col, select

from bot.database import Instant
from bot.delivery import deliveries
from bot.delivery.addresses import InPlaceOf, Privately
from bot.delivery.for_colleagues import SearchAsked
from bot.places import PersonId
from bot.sealing import Sealed


class State(StrEnum):
    """How far a task has come."""

    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class TaskRow(SQLModel, table=True):
    """One search that somebody was asked to make."""

    __tablename__ = "search_tasks"

    id: str = Field(primary_key=True)
    escalation: str = Field(index=True)
    system: str
    terms: str = Field(sa_column=Column(Sealed, nullable=False))
    by: date = Field(sa_column=Column(Date, nullable=False))
    team: str
    user_id: str
    name: str = Field(sa_column=Column(Sealed, nullable=False))
    state: str
    asked_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class Task(BaseModel):
    """One search that somebody was asked to make."""

    model_config = ConfigDict(frozen=True)

    id: str
    escalation: str
    system: str
    terms: str
    by: date
    to: PersonId
    name: str
    state: State = State.ASKED


class NoLongerAsked(Exception):
    """It was answered or withdrawn, or there never was such a task."""

    def __init__(self) -> None:
        super().__init__("That search is not asked for any more. Thank you all the same.")


def new_id() -> str:
    """Return an id for a task that nobody can guess."""
    return uuid4().hex


def ask(session: Session, task: Task, *, now: datetime) -> None:
    """Keep the task and owe the colleague its message."""
    fields = task.model_dump(exclude={"to"})
    session.add(TaskRow(**fields, team=task.to.team, user_id=task.to.user, asked_at=now))
    session.flush()
    deliveries.put(
        session,
        key=_key(task.id),
        address=Privately(person=task.to),
        message=SearchAsked(task=task.id, system=task.system, terms=task.terms, by=task.by),
        now=now,
    )


def get(session: Session, task: str) -> Task:
    """Return a task that is still asked for; raises `NoLongerAsked`."""
    row = session.get(TaskRow, task)
    if row is None or row.state != State.ASKED:
        raise NoLongerAsked
    return _value(row)


def of(session: Session, escalation: str) -> tuple[Task, ...]:
    """Return the tasks of a case, oldest first."""
    rows = select(TaskRow).where(TaskRow.escalation == escalation).order_by(col(TaskRow.asked_at))
    return tuple(_value(row) for row in session.exec(rows))


def shown(session: Session) -> tuple[str, ...]:
    """Return the deliveries that show what is still asked for: they are redrawn when it ends."""
    asked = select(TaskRow.id).where(TaskRow.state == State.ASKED)
    return tuple(deliveries.id_of(_key(task)) for task in session.exec(asked))


def asked_of(session: Session, person: PersonId) -> tuple[Task, ...]:
    """Return the tasks that a colleague was ever given and that are still kept."""
    rows = select(TaskRow).where(TaskRow.team == person.team, TaskRow.user_id == person.user)
    return tuple(_value(row) for row in session.exec(rows.order_by(col(TaskRow.asked_at))))


def end(session: Session, task: str, state: State, *, now: datetime) -> None:
    """End the task and redraw its message, which then names no terms; raises `NoLongerAsked`."""
    found = get(session, task)
    session.get_one(TaskRow, task).state = state
    session.flush()
    deliveries.put(
        session,
        key=f"{_key(task)}/{state}",
        address=InPlaceOf(delivery=deliveries.id_of(_key(task))),
        message=SearchAsked(task=task, system=found.system, by=found.by, state=_SHOWN[state]),
        now=now,
    )


def withdraw_all(session: Session, *, escalation: str, now: datetime) -> None:
    """Withdraw what is still asked for in a case."""
    for task in of(session, escalation):
        if task.state is State.ASKED:
            end(session, task.id, State.WITHDRAWN, now=now)


def drop(session: Session, *, escalation: str) -> None:
    """Erase what was asked of colleagues about a case."""
    for row in session.exec(select(TaskRow).where(TaskRow.escalation == escalation)).all():
        session.delete(row)
    session.flush()


_SHOWN: Final = {
    State.ASKED: "asked",
    State.ANSWERED: "answered",
    State.WITHDRAWN: "withdrawn",
}


def _key(task: str) -> str:
    return f"task/{task}"


def _value(row: TaskRow) -> Task:
    fields = row.model_dump(exclude={"team", "user_id", "asked_at"})
    return Task.model_validate(fields | {"to": {"team": row.team, "user": row.user_id}})
