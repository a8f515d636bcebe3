"""What is owed: put, look up, and settle; each function inside the caller's transaction.

Theory of operation. The row is the truth. An attempt marks it `sending`, posts with the id as
message metadata, and records it `sent`. When the outcome of a post is unknown (a crash, a dropped
connection, a 500) the row stays `sending`, and the next attempt looks the id up in Slack before it
posts again; nothing is ever posted blind. Deliveries of one lane go out in the order they were put.

Attempts are numbered, and whoever marks or settles one says which: a process that was frozen, and
wakes when another has gone on, changes nothing. Where several processes bring, an attempt also
holds its delivery for a while, within which nobody else touches it.
"""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import Session, col, delete, select, update

from bot.database import Instant, bear, put_once
from bot.delivery.addresses import (
    ADDRESS,
    Address,
    Beneath,
    InPlaceOf,
    InThread,
    Privately,
    ToCompliance,
)
from bot.delivery.outgoing import OUTGOING, Outgoing
from bot.delivery.retrying import LONGEST_WAIT
from bot.delivery.tables import DeliveryRow
from bot.places import ChannelId, PersonId, Thread

OWES: Final = "owes"
"""The sign of a transaction that puts a delivery."""


class State(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


_OPEN = (State.WAITING.value, State.SENDING.value)


class AlreadyAttempted(Exception):
    """The delivery is not as it was read: another attempt has been made."""


class NoSuchDelivery(Exception):
    """There is no delivery with this id."""

    def __init__(self) -> None:
        super().__init__("There is no such delivery: helpdesk deliveries list shows them all.")


class NotGivenUp(Exception):
    """The delivery is still under way, or was sent."""

    def __init__(self, status: "State") -> None:
        super().__init__(f"That delivery is {status}: only one that was given up is taken up anew.")


class Delivery(BaseModel):
    """A message owed, as an attempt needs to know it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    seq: int
    id: str
    lane: str
    escalation: str | None
    address: Address
    message: Outgoing | None
    status: State
    attempts: int
    due_at: datetime
    marked_at: datetime | None
    channel: ChannelId | None
    thread_ts: str | None
    sent_ts: str | None
    fault: str | None

    @property
    def in_doubt(self) -> bool:
        """Whether an earlier attempt may have posted it."""
        return self.status is State.SENDING


_MARK: Final = (
    update(DeliveryRow)
    .where(
        col(DeliveryRow.id) == bindparam("known"),
        col(DeliveryRow.status) == bindparam("was"),
        col(DeliveryRow.attempts) == bindparam("tried"),
    )
    .values(
        status=State.SENDING.value,
        attempts=col(DeliveryRow.attempts) + 1,
        due_at=bindparam("held_until", type_=Instant()),
        marked_at=func.coalesce(col(DeliveryRow.marked_at), bindparam("now", type_=Instant())),
        channel=bindparam("to_channel"),
        thread_ts=bindparam("to_thread"),
    )
)

_SENT: Final = (
    update(DeliveryRow)
    .where(
        col(DeliveryRow.id) == bindparam("known"),
        col(DeliveryRow.status) != State.SENT.value,
    )
    .values(status=State.SENT.value, sent_ts=bindparam("ts"), message=None, fault=None)
)

_FORGOTTEN: Final = delete(DeliveryRow).where(col(DeliveryRow.id) == bindparam("known"))


def id_of(key: str) -> str:
    """Return the opaque id of what is owed under this key; other apps may read it in Slack."""
    return uuid5(NAMESPACE_URL, f"privacy-helpdesk:{key}").hex


def put(
    session: Session,
    *,
    key: str,
    address: Address,
    message: Outgoing,
    now: datetime,
    escalation: str | None = None,
) -> str:
    """Owe a message from now on and return its delivery id; the same key is owed once only."""
    delivery = id_of(key)
    row = DeliveryRow(
        id=delivery,
        lane=_lane(session, address, delivery),
        escalation=escalation,
        address=ADDRESS.dump_json(address).decode(),
        message=OUTGOING.dump_json(message).decode(),
        status=State.WAITING,
        due_at=now,
    )
    if put_once(session, row):
        bear(session, OWES, lane=row.lane, key=delivery)
    return delivery


def due(
    session: Session, *, now: datetime, busy: Collection[str] = (), most: int = 1_000
) -> list[Delivery]:
    """Return the first open delivery of each lane that is not busy, if its time has come."""
    put_off_by_a_wrong_clock = col(DeliveryRow.due_at) > now + LONGEST_WAIT
    heads = select(DeliveryRow).where(
        _heads_a_lane(),
        (col(DeliveryRow.due_at) <= now) | put_off_by_a_wrong_clock,
        col(DeliveryRow.lane).not_in(busy),
    )
    return [_value(row) for row in session.exec(heads.order_by(col(DeliveryRow.seq)).limit(most))]


def first_in_lane_of(session: Session, delivery: str) -> Delivery | None:
    """Return the first open delivery of the lane in which this one is; None when all is settled."""
    lane = select(DeliveryRow.lane).where(DeliveryRow.id == delivery).scalar_subquery()
    open_ones = select(DeliveryRow).where(
        DeliveryRow.lane == lane, col(DeliveryRow.status).in_(_OPEN)
    )
    row = session.exec(open_ones.order_by(col(DeliveryRow.seq)).limit(1)).first()
    return None if row is None else _value(row)


def next_due_at(session: Session, *, after: datetime) -> datetime | None:
    """Return when the next lane's first delivery is due after this moment, None if none is."""
    later = select(func.min(DeliveryRow.due_at)).where(
        _heads_a_lane(), col(DeliveryRow.due_at) > after
    )
    return session.exec(later).one()


def unsettled(session: Session) -> list[Delivery]:
    """Return all that is owed or was given up, oldest first."""
    rows = select(DeliveryRow).where(col(DeliveryRow.status) != State.SENT.value)
    return [_value(row) for row in session.exec(rows.order_by(col(DeliveryRow.seq)))]


class HowMuchIsOwed(BaseModel):
    """How much is owed, as an operator wants to know it."""

    model_config = ConfigDict(frozen=True)

    waiting: int
    in_doubt: int
    dead: int
    oldest_due: timedelta
    """For how long the oldest has been due; nothing when none is."""


def standing(session: Session, *, now: datetime) -> HowMuchIsOwed:
    """Return how much is owed now."""
    counting = select(DeliveryRow.status, func.count(), func.min(DeliveryRow.due_at)).where(
        col(DeliveryRow.status) != State.SENT.value
    )
    found = {
        status: (count, first)
        for status, count, first in session.exec(counting.group_by(col(DeliveryRow.status)))
    }
    firsts = [first for status, (_, first) in found.items() if status in _OPEN]
    return HowMuchIsOwed(
        waiting=found.get(State.WAITING.value, (0,))[0],
        in_doubt=found.get(State.SENDING.value, (0,))[0],
        dead=found.get(State.DEAD.value, (0,))[0],
        oldest_due=max(now - min(firsts, default=now), timedelta(0)),
    )


def find(session: Session, delivery: str) -> Delivery | None:
    """Return the delivery with this id."""
    row = _row(session, delivery)
    return None if row is None else _value(row)


def escalation_of(session: Session, thread: Thread) -> str | None:
    """Return the case in whose messages this thread began, if it began in one."""
    begun = select(DeliveryRow.escalation).where(
        col(DeliveryRow.channel) == thread.channel,
        (col(DeliveryRow.sent_ts) == thread.ts) | (col(DeliveryRow.thread_ts) == thread.ts),
        col(DeliveryRow.escalation).is_not(None),
    )
    return session.exec(begun.limit(1)).first()


def mark(
    session: Session,
    delivery: Delivery,
    *,
    channel: ChannelId,
    thread_ts: str | None,
    now: datetime,
    holds_for: timedelta = timedelta(0),
) -> None:
    """Record that an attempt to post begins; a crash from here on leaves the outcome unknown.

    Nobody else touches it for so long. Raises `AlreadyAttempted` when another has tried since the
    delivery was read.
    """
    place = {"to_channel": channel, "to_thread": thread_ts, "now": now}
    place |= {"held_until": now + holds_for}
    read = {"known": delivery.id, "was": delivery.status.value, "tried": delivery.attempts}
    if session.connection().execute(_MARK, place | read).rowcount == 0:
        raise AlreadyAttempted


def sent(session: Session, delivery: str, *, ts: str) -> bool:
    """Record that Slack has it; the words are forgotten here. Return whether that was new."""
    return session.connection().execute(_SENT, {"known": delivery, "ts": ts}).rowcount == 1


def postpone(
    session: Session,
    delivery: Delivery,
    *,
    until: datetime,
    reason: str,
    in_doubt: bool,
    counts: bool = True,
) -> None:
    """Record a failed attempt; in doubt, the next attempt looks it up before it posts.

    What another attempt has gone on with since stays as that one left it.
    """
    row = _as_read(session, delivery)
    if row is None:
        return
    row.status = State.SENDING if in_doubt else State.WAITING
    row.marked_at = row.marked_at if in_doubt else None
    row.attempts = delivery.attempts + 1 if counts else row.attempts
    row.due_at, row.fault = until, reason


def bury(session: Session, delivery: Delivery, *, reason: str) -> bool:
    """Record that Slack will never take it; return whether that was for this attempt to say."""
    row = _as_read(session, delivery)
    if row is None:
        return False
    row.status, row.fault = State.DEAD, reason
    return True


def revive(session: Session, delivery: str, *, now: datetime) -> None:
    """Owe anew what was given up; raises `NoSuchDelivery` and `NotGivenUp`."""
    row = _row(session, delivery)
    if row is None:
        raise NoSuchDelivery
    if row.status != State.DEAD:
        raise NotGivenUp(State(row.status))
    row.status = State.WAITING if row.marked_at is None else State.SENDING
    row.attempts, row.due_at = row.attempts + 1, now
    bear(session, OWES, lane=row.lane, key=delivery)


def _as_read(session: Session, delivery: Delivery) -> DeliveryRow | None:
    """Return the row if it is as this attempt read or marked it, None if it went on since."""
    row = _known(session, delivery.id)
    mine = row.attempts - delivery.attempts in {0, 1} and row.status in _OPEN
    return row if mine else None


def of_case(session: Session, escalation: str) -> tuple[Delivery, ...]:
    """Return what was owed in one case, in its order."""
    rows = select(DeliveryRow).where(DeliveryRow.escalation == escalation)
    return tuple(map(_value, session.exec(rows.order_by(col(DeliveryRow.seq)))))


def owed_to(session: Session, person: PersonId) -> tuple[Delivery, ...]:
    """Return what is still owed to a person in private, oldest first."""
    rows = select(DeliveryRow).where(
        col(DeliveryRow.lane) == _private_lane(person),
        col(DeliveryRow.status) != State.SENT.value,
    )
    return tuple(map(_value, session.exec(rows.order_by(col(DeliveryRow.seq)))))


def is_owed(session: Session, *, escalation: str) -> bool:
    """Return whether a message of the case is still to be sent."""
    waiting = select(DeliveryRow.id).where(
        DeliveryRow.escalation == escalation, col(DeliveryRow.status).in_(_OPEN)
    )
    return session.exec(waiting.limit(1)).first() is not None


def erase(session: Session, *, escalation: str, but: str) -> None:
    """Forget what was sent about a case and to whom, but for one delivery that may be redrawn."""
    gone = delete(DeliveryRow).where(
        col(DeliveryRow.escalation) == escalation, col(DeliveryRow.id) != but
    )
    session.connection().execute(gone)


def forget(session: Session, *, before: datetime, but: Collection[str]) -> int:
    """Forget what people were sent that belongs to no case, and return how much.

    That is what was sent before this moment, but for what may still be redrawn. What the officers
    were sent names nobody in its address, and stays: a report is owed once.
    """
    a_persons_or_a_threads = col(DeliveryRow.lane).contains("/")
    old = select(DeliveryRow.id).where(
        col(DeliveryRow.escalation).is_(None),
        col(DeliveryRow.status) == State.SENT.value,
        col(DeliveryRow.due_at) < before,
        a_persons_or_a_threads,
    )
    gone = [{"known": it} for it in set(session.exec(old)) - set(but)]
    if gone:
        session.connection().execute(_FORGOTTEN, gone)
    return len(gone)


def hasten(session: Session, *, fault: str, now: datetime) -> None:
    """Let what waits for this reason be tried at once: it was mended."""
    waits = select(DeliveryRow).where(
        col(DeliveryRow.status).in_(_OPEN), col(DeliveryRow.fault) == fault
    )
    for row in session.exec(waits).all():
        row.due_at = now
        bear(session, OWES, lane=row.lane, key=row.id)
    session.flush()


def move(session: Session, *, old: ChannelId, new: ChannelId) -> None:
    """Let what was sent to a channel, and what is still owed there, follow to its new id."""
    sent_there = update(DeliveryRow).where(col(DeliveryRow.channel) == old).values(channel=new)
    session.connection().execute(sent_there)
    in_lanes = update(DeliveryRow).where(col(DeliveryRow.lane).startswith(f"{old}/"))
    session.connection().execute(in_lanes.values(lane=func.replace(DeliveryRow.lane, old, new)))
    unsent = col(DeliveryRow.status) != State.SENT.value
    named = select(DeliveryRow).where(unsent, col(DeliveryRow.address).contains(old))
    for row in session.exec(named).all():
        address = row.address.replace(json.dumps(old), json.dumps(new))
        row.address = ADDRESS.dump_json(ADDRESS.validate_json(address)).decode()
    session.flush()


def _heads_a_lane() -> ColumnElement[bool]:
    first = (
        select(func.min(DeliveryRow.seq))
        .where(col(DeliveryRow.status).in_(_OPEN))
        .group_by(col(DeliveryRow.lane))
    )
    return col(DeliveryRow.seq).in_(first)


def _private_lane(person: PersonId) -> str:
    return f"{person.team}/{person.user}"


def _lane(session: Session, address: Address, delivery: str) -> str:
    match address:
        case InThread():
            return f"{address.thread.channel}/{address.thread.ts}"
        case Privately():
            return _private_lane(address.person)
        case ToCompliance():
            return delivery
        case Beneath() | InPlaceOf():
            return _known(session, address.delivery).lane


def _row(session: Session, delivery: str) -> DeliveryRow | None:
    return session.exec(select(DeliveryRow).where(DeliveryRow.id == delivery)).one_or_none()


def _known(session: Session, delivery: str) -> DeliveryRow:
    return session.exec(select(DeliveryRow).where(DeliveryRow.id == delivery)).one()


def _value(row: DeliveryRow) -> Delivery:
    fields = row.model_dump()
    fields["address"] = ADDRESS.validate_json(row.address)
    fields["message"] = None if row.message is None else OUTGOING.validate_json(row.message)
    return Delivery.model_validate(fields)
