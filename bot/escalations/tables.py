"""The row of an escalation."""

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from bot.database import Instant, Sealed


class EscalationRow(SQLModel, table=True):
    """A case in the officers' hands."""

    __tablename__ = "escalations"
    __table_args__ = (
        Index("escalations_by_person", "team", "user_id", "open"),
        Index("escalations_by_origin", "channel", "thread_ts"),
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
    card: str = Field(sa_column=Column(Sealed, nullable=False))
    opened_at: datetime = Field(sa_column=Column(Instant, nullable=False))
