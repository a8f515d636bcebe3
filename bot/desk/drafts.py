"""What an officer is about to send: kept at home, sealed, until it is sent or dropped."""

from datetime import datetime
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import Column
from sqlmodel import Field, Session, SQLModel, col, select

from bot.database import Instant
from bot.places import PersonId
from bot.register.operations import Act
from bot.sealing import Sealed


class DraftRow(SQLModel, table=True):
    """A letter or reply before it is sent."""

    __tablename__ = "drafts"

    id: str = Field(primary_key=True)
    escalation: str
    body: str = Field(sa_column=Column(Sealed, nullable=False))
    made_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class Draft(BaseModel):
    """A letter or reply, and the step that it tells of, if it tells of one."""

    model_config = ConfigDict(frozen=True)

    id: str
    escalation: str
    author: PersonId
    author_name: str
    words: str
    act: Act | None = None
    by_hand: bool = False
    """Whether the officer sends it on another way, and only the record is made here."""
    awaits_second: bool = False
    """Whether another officer has been asked to look at it."""


_DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)


class NoSuchDraft(Exception):
    """It was sent, sent back or dropped."""

    def __init__(self) -> None:
        super().__init__("That draft has been sent or dropped already.")


def new_id() -> str:
    """Return an id for a draft that nobody can guess."""
    return uuid4().hex


def keep(session: Session, draft: Draft, *, now: datetime) -> None:
    """Keep a draft as it now is."""
    body = _DRAFT.dump_json(draft).decode()
    session.merge(DraftRow(id=draft.id, escalation=draft.escalation, body=body, made_at=now))
    session.flush()


def get(session: Session, draft: str) -> Draft:
    """Return the draft; raises `NoSuchDraft`."""
    row = session.get(DraftRow, draft)
    if row is None:
        raise NoSuchDraft
    return _DRAFT.validate_json(row.body)


def take(session: Session, draft: str) -> Draft:
    """Return the draft, which is then no longer kept; raises `NoSuchDraft`."""
    found = get(session, draft)
    session.delete(session.get_one(DraftRow, draft))
    session.flush()
    return found


def drop(session: Session, *, escalation: str) -> None:
    """Erase what was never sent about a case."""
    for row in session.exec(select(DraftRow).where(DraftRow.escalation == escalation)).all():
        session.delete(row)
    session.flush()


def forget(session: Session, *, before: datetime, most: int) -> tuple[Draft, ...]:
    """Erase some of the drafts made before this moment, and return them."""
    rows = session.exec(select(DraftRow).where(col(DraftRow.made_at) < before).limit(most)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return tuple(_DRAFT.validate_json(row.body) for row in rows)


def with_words(draft: Draft, words: str, *, by_hand: bool) -> Draft:
    """Return the draft as its author left it."""
    return draft.model_copy(update={"words": words, "by_hand": by_hand})
