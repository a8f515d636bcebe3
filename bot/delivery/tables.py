"""The row of a delivery: a message owed, and how far it has come."""

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from bot.database import Instant
from bot.sealing import Sealed


class DeliveryRow(SQLModel, table=True):
    """One message owed to somebody; `id` is deterministic, so it cannot be owed twice."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("deliveries_to_forget", "escalation", "status", "due_at"),)

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True, index=True)
    lane: str = Field(index=True)
    """Deliveries of one lane are sent in order."""
    escalation: str | None = Field(default=None, index=True)
    """The case it belongs to, if any."""
    address: str = Field(sa_column=Column(Text, nullable=False))
    message: str | None = Field(sa_column=Column(Sealed))
    """Forgotten once it is sent: Slack has it, and the register has what counts."""
    status: str = Field(index=True)
    attempts: int = 0
    owed_since: datetime = Field(sa_column=Column(Instant, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    """When it is tried next: later each time that Slack does not take it."""
    marked_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    """When the first attempt began whose outcome is unknown."""
    channel: str | None = Field(default=None, index=True)
    thread_ts: str | None = None
    sent_ts: str | None = Field(default=None, index=True)
    fault: str | None = None
