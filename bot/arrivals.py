"""What has come in from Slack: kept before it is acknowledged, taken up once, then forgotten.

Theory of operation. Slack takes our 2xx as a promise and then never tells again, so an event is
committed here first and understood afterwards (which may need Slack, and so may take long or
fail). Slack delivers an event again when it is not sure that we have it, and tells of one message
twice (a mention is an `app_mention` and a `message`): each has a key, and who brings a known key is
turned away in the transaction that records the first. A channel may go on under another id; the
keys of its messages, new ones too, name the first. An event's words are sealed, and erased in the
transaction that acts on them.
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, ColumnElement, bindparam, delete, func
from sqlmodel import Field, Session, SQLModel, col, select, update

from bot.database import Instant, bear, erase_some, first_in_lane, put_once
from bot.sealing import Sealed

EVERYWHERE: Final = ""
"""Stands for all channels of which nothing else is remembered."""
HEARD: Final = "heard"
"""The sign of a transaction that keeps an event."""
_LONGEST_WAIT = timedelta(minutes=2)
_STILL_NEEDED = timedelta(hours=3)
_SET_ASIDE_KEPT_FOR = timedelta(days=28)
"""What could not be understood is looked into by people."""


class ArrivalRow(SQLModel, table=True):
    """A key that has been seen, and for an event not yet acted on, its payload."""

    __tablename__ = "arrivals"

    seq: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, index=True)
    lane: str = Field(default="", index=True)
    payload: str | None = Field(default=None, sa_column=Column(Sealed))
    waits: bool = Field(default=False, index=True)
    attempts: int = 0
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class ReadUntilRow(SQLModel, table=True):
    """Until when a place has been looked through for what we were not told of."""

    __tablename__ = "read_until"

    channel: str = Field(primary_key=True)
    """`EVERYWHERE` for all places that have no row of their own; or a thread, see `thread_in`."""
    until: datetime = Field(sa_column=Column(Instant, nullable=False))


class FirstIdRow(SQLModel, table=True):
    """By which id a channel was first known that has another since."""

    __tablename__ = "first_ids"

    channel: str = Field(primary_key=True)
    first: str


_DONE: Final = (
    update(ArrivalRow)
    .where(col(ArrivalRow.key) == bindparam("known"))
    .values(payload=None, waits=False)
)


_FIRST: Final = first_in_lane(ArrivalRow, "key", is_open=col(ArrivalRow.waits).is_(True))


class Arrival(BaseModel):
    """An event that waits to be acted on."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    key: str
    lane: str
    payload: str
    attempts: int
    at: datetime
    due_at: datetime


def keep(session: Session, *, key: str, lane: str, payload: str, now: datetime) -> bool:
    """Keep an event until it is done with, and return whether it was new.

    A key that is known changes nothing.
    """
    row = ArrivalRow(key=key, lane=lane, payload=payload, waits=True, at=now, due_at=now)
    is_first = put_once(session, row)
    if is_first:
        bear(session, HEARD, lane=lane, key=key)
    return is_first


def knows(session: Session, *, key: str) -> bool:
    """Return whether the key has been seen."""
    seen = select(ArrivalRow.seq).where(col(ArrivalRow.key) == key)
    return session.exec(seen).first() is not None


def read_until(session: Session) -> dict[str, datetime]:
    """Return until when each channel, and each of some threads, was looked through.

    It is empty before the first look.
    """
    return {row.channel: row.until for row in session.exec(select(ReadUntilRow))}


def remember_read(session: Session, until: Mapping[str, datetime]) -> None:
    """Remember this, and nothing else, of how far channels and threads were looked through."""
    session.connection().execute(delete(ReadUntilRow))
    session.add_all(ReadUntilRow(channel=it, until=at) for it, at in until.items())


def thread_in(channel: str, ts: str) -> str:
    """Return how a thread is named beside the channels."""
    return f"{channel}/{ts}"


def channel_of(name: str) -> str:
    """Return the channel of a thread so named; of a channel itself."""
    return name.partition("/")[0]


def first_id(session: Session, *, channel: str) -> str:
    """Return the id by which a channel was first known: the keys of its messages name that one."""
    row = session.get(FirstIdRow, channel)
    return channel if row is None else row.first


def move(session: Session, *, old: str, new: str) -> None:
    """Let what waits of a channel, and how far it was read, follow to its new id."""
    session.merge(FirstIdRow(channel=new, first=first_id(session, channel=old)))
    _move_read_until(session, old, new)
    waiting = select(ArrivalRow).where(ArrivalRow.lane == old, col(ArrivalRow.waits).is_(True))
    for row in session.exec(waiting):
        row.lane = new
        row.payload = row.payload and row.payload.replace(json.dumps(old), json.dumps(new))


def _move_read_until(session: Session, old: str, new: str) -> None:
    """Let it follow; where the new id was looked through already, the earlier moment holds."""
    its = (col(ReadUntilRow.channel) == old) | col(ReadUntilRow.channel).startswith(
        thread_in(old, "")
    )
    for row in session.exec(select(ReadUntilRow).where(its)).all():
        channel = new + row.channel.removeprefix(old)
        known = session.get(ReadUntilRow, channel)
        until = row.until if known is None else min(row.until, known.until)
        session.delete(row)
        session.merge(ReadUntilRow(channel=channel, until=until))


def is_new(session: Session, *, key: str, now: datetime) -> bool:
    """Return whether the key has not been seen, and remember it."""
    return put_once(session, ArrivalRow(key=key, at=now, due_at=now))


def due(
    session: Session, *, now: datetime, busy: Collection[str] = (), most: int = 1_000
) -> list[Arrival]:
    """Return the first waiting event of each lane that is not busy, if its time has come."""
    put_off_by_a_wrong_clock = col(ArrivalRow.due_at) > now + _LONGEST_WAIT
    heads = select(ArrivalRow).where(
        _heads_a_lane(),
        (col(ArrivalRow.due_at) <= now) | put_off_by_a_wrong_clock,
        col(ArrivalRow.lane).not_in(busy),
    )
    rows = session.exec(heads.order_by(col(ArrivalRow.seq)).limit(most))
    return [Arrival.model_validate(row) for row in rows]


def first_in_lane_of(session: Session, key: str) -> Arrival | None:
    """Return the first waiting event of the lane in which this one is; None when none waits."""
    found = session.connection().execute(_FIRST, {"known": key}).first()
    return None if found is None else Arrival.model_validate(found)


def next_due_at(session: Session, *, after: datetime) -> datetime | None:
    """Return when the next lane's first event is due after this moment, None if none is."""
    later = select(func.min(ArrivalRow.due_at)).where(
        _heads_a_lane(), col(ArrivalRow.due_at) > after
    )
    return session.exec(later).one()


def oldest_waiting(session: Session) -> datetime | None:
    """Return when the event came that has waited longest to be taken up; None when none waits."""
    return session.exec(
        select(func.min(ArrivalRow.at)).where(col(ArrivalRow.waits).is_(True))
    ).one()


def done(session: Session, *, key: str) -> None:
    """Record that the event was acted on, and erase its words."""
    session.connection().execute(_DONE, {"known": key})


def postpone(session: Session, *, key: str, now: datetime) -> None:
    """Let the event wait, longer each time."""
    row = _known(session, key)
    row.attempts += 1
    row.due_at = now + min(timedelta(seconds=2) * (1 << min(row.attempts, 16)), _LONGEST_WAIT)


def set_aside(session: Session, *, key: str) -> None:
    """Let the event wait no more, but keep it: it could not be understood."""
    _known(session, key).waits = False


def forget(session: Session, *, before: datetime, most: int) -> int:
    """Erase some of the keys older than Slack's last repetition, and return how many.

    After a long outage they are still needed, for what was heard just before it.
    """
    before = min([before, *(until - _STILL_NEEDED for until in read_until(session).values())])
    unneeded = (
        col(ArrivalRow.at) < before,
        col(ArrivalRow.waits).is_(False),
        col(ArrivalRow.payload).is_(None) | (col(ArrivalRow.at) < before - _SET_ASIDE_KEPT_FOR),
    )
    return erase_some(session, ArrivalRow, *unneeded, most=most)


def _heads_a_lane() -> ColumnElement[bool]:
    first = (
        select(func.min(ArrivalRow.seq))
        .where(col(ArrivalRow.waits).is_(True))
        .group_by(col(ArrivalRow.lane))
    )
    return col(ArrivalRow.seq).in_(first)


def _known(session: Session, key: str) -> ArrivalRow:
    return session.exec(select(ArrivalRow).where(ArrivalRow.key == key)).one()
