"""The row of an escalation."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Index
from sqlmodel import Field, SQLModel

from bot.database import Instant
from bot.sealing import Sealed


class EscalationRow(SQLModel, table=True):
    """A case in the officers' hands."""

    __tablename__ = "escalations"
    __table_args__ = (
        Index("escalations_by_person", "team", "user_id", "open"),
        Index("escalations_by_origin", "channel", "thread_ts"),
        Index("escalations_by_kind", "kind", "open"),
        Index("escalations_by_owner", "open", "owner", "opened_at"),
        Index("escalations_to_erase", "erased_on", "kind", "closed_on", "id"),
        Index("escalations_by_due", "open", "due"),
    )

    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    kind: str
    team: str
    user_id: str
    room: str
    channel: str | None = None
    thread_ts: str | None = None
    open: bool
    face: int = 0
    """How often the card has been redrawn."""
    owner: str | None = Field(default=None)
    """The officer's user id; None until somebody has claimed it."""
    due: date | None = Field(default=None, sa_column=Column(Date))
    """The day by which something must be done; None while no clock runs."""
    waits: bool = False
    """Whether it is the requester's turn."""
    card: str = Field(sa_column=Column(Sealed, nullable=False))
    on_behalf: bool = False
    """Whether it was logged for somebody else, so that it is not about who logged it."""
    called_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    """When the officers were called again, since nobody had claimed it."""
    opened_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    closed_on: date | None = Field(default=None, sa_column=Column(Date, index=True))
    erased_on: date | None = Field(default=None, sa_column=Column(Date))


class SourceRow(SQLModel, table=True):
    """A message that a case is made of, by the id under which it was heard; holds no words."""

    __tablename__ = "case_sources"

    message: str = Field(primary_key=True)
    escalation: str = Field(primary_key=True, index=True)


class SpokenRow(SQLModel, table=True):
    """Words between the person and the officers, in the order in which they were said."""

    __tablename__ = "case_words"

    number: int | None = Field(default=None, primary_key=True)
    escalation: str = Field(index=True)
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    way: str
    name: str = Field(sa_column=Column(Sealed, nullable=False))
    words: str = Field(sa_column=Column(Sealed, nullable=False))
