"""The rows of the register: rights requests and the audit records of what was done with them."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Index, Text
from sqlmodel import Field, SQLModel

from bot.database import Instant
from bot.sealing import Sealed


class RightsRequestRow(SQLModel, table=True):
    """A rights request, or a candidate for one (no reference yet)."""

    __tablename__ = "rights_requests"
    __table_args__ = (
        Index("rights_requests_by_requester", "team", "user_id"),
        Index("rights_requests_by_receipt", "received_at", "reference"),
        Index("rights_requests_to_erase", "erased_on", "status", "closed_on", "id"),
        Index("rights_requests_by_clock", "status", "stopped", "due"),
    )

    id: str = Field(primary_key=True)
    reference: str | None = Field(default=None, unique=True)
    status: str = Field(index=True)
    team: str
    user_id: str
    audience: str
    requester_name: str = Field(sa_column=Column(Sealed, nullable=False))
    subject: str | None = Field(default=None, sa_column=Column(Sealed))
    """The data subject's name, when one of ours logged it for somebody else."""
    on_behalf: str | None = Field(default=None, sa_column=Column(Sealed))
    """The rest of what is known of who asked and how, as JSON."""
    whose: str = Field(default="", index=True)
    """The name of whose data it is, as `look_up_keys` makes it: equal names have equal keys."""
    reached_at: str = Field(default="", index=True)
    """How the data subject is reached, likewise; empty for who asked in Slack."""
    rights: str
    """Comma-separated; a right is never a person's word."""
    words: str = Field(sa_column=Column(Sealed, nullable=False))
    channel: str | None = None
    thread_ts: str | None = None
    received: date = Field(sa_column=Column(Date, nullable=False, index=True))
    received_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    nation: str
    due: date | None = Field(default=None, sa_column=Column(Date, index=True))
    working: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """How the due date came about, step by step, as JSON."""
    progress: str | None = Field(default=None, sa_column=Column(Sealed))
    """Dates, reasons, outcomes and searches, as JSON."""
    closed_on: date | None = Field(default=None, sa_column=Column(Date, index=True))
    in_time: bool | None = None
    """Whether it was answered in time; None while it is open, or where no answer was due."""
    erased_on: date | None = Field(default=None, sa_column=Column(Date))
    version: int = 0
    stopped: bool | None = None
    """Whether no clock runs while it is open: it is stopped, or its thirty days are met.

    None in a row that an earlier version of ours wrote.
    """
    awaits: str | None = None
    """What the requester was asked for, by the states that say so; None likewise."""


class ReminderRow(SQLModel, table=True):
    """The last reminder of its kind that a case had."""

    __tablename__ = "reminders"

    case: str = Field(primary_key=True)
    about: str = Field(primary_key=True)
    meant_for: date = Field(sa_column=Column(Date, nullable=False))
    given_on: date = Field(sa_column=Column(Date, nullable=False))
    version: int


class StepRow(SQLModel, table=True):
    """One step that was taken with a rights request."""

    __tablename__ = "request_steps"

    request: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    team: str
    user_id: str
    name: str = Field(sa_column=Column(Sealed, nullable=False))
    step: str
    on: date = Field(sa_column=Column(Date, nullable=False))
    rights: str = ""
    why: str = Field(default="", sa_column=Column(Sealed, nullable=False))


class AuditRow(SQLModel, table=True):
    """Who did what when to which case; chained by hash, holding references only."""

    __tablename__ = "audit_records"

    number: int = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    actor: str
    action: str
    subject: str = Field(index=True)
    previous: str
    hash: str
