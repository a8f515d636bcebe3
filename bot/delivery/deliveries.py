"""What is owed: put, and looked up; each function inside the caller's transaction.

The row is the truth. Deliveries of one lane go out in the order they were put; what becomes of each
stands in `settling.py`.
"""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from bot.database import bear, first_in_lane, put_once
from bot.delivery.addresses import (
    ADDRESS,
    Address,
    Beneath,
    InPlaceOf,
    InThread,
    Privately,
    ToCompliance,
)
from bot.delivery.delivery import OPEN, Delivery, State, known_row, row_of, value_in, value_of
from bot.delivery.outgoing import OUTGOING, Outgoing
from bot.delivery.retrying import LONGEST_WAIT
from bot.delivery.tables import DeliveryRow
from bot.places import ChannelId, PersonId, Thread

OWES: Final = "owes"
"""The sign of a transaction that puts a delivery."""


class NoSuchDelivery(Exception):
    """There is no delivery with this id."""

    def __init__(self) -> None:
        super().__init__("There is no such delivery: helpdesk deliveries list shows them all.")


_FORGOTTEN: Final = delete(DeliveryRow).where(col(DeliveryRow.id) == bindparam("known"))


_FIRST: Final = first_in_lane(DeliveryRow, "id", is_open=col(DeliveryRow.status).in_(OPEN))


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
        owed_since=now,
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
    return [value_of(row) for row in session.exec(heads.order_by(col(DeliveryRow.seq)).limit(most))]


def first_in_lane_of(session: Session, delivery: str) -> Delivery | None:
    """Return the first open delivery of the lane in which this one is; None when all is settled."""
    found = session.connection().execute(_FIRST, {"known": delivery}).mappings().first()
    return None if found is None else value_in(found)


def next_due_at(session: Session, *, after: datetime) -> datetime | None:
    """Return when the next lane's first delivery is due after this moment, None if none is."""
    later = select(func.min(DeliveryRow.due_at)).where(
        _heads_a_lane(), col(DeliveryRow.due_at) > after
    )
    return session.exec(later).one()


def unsettled(session: Session) -> list[Delivery]:
    """Return all that is owed or was given up, oldest first."""
    rows = select(DeliveryRow).where(col(DeliveryRow.status) != State.SENT.value)
    return [value_of(row) for row in session.exec(rows.order_by(col(DeliveryRow.seq)))]


class HowMuchIsOwed(BaseModel):
    """How much is owed, as an operator wants to know it."""

    model_config = ConfigDict(frozen=True)

    waiting: int
    in_doubt: int
    dead: int
    oldest_due: timedelta
    """For how long the oldest has been owed; nothing when none is."""


def standing(session: Session, *, now: datetime) -> HowMuchIsOwed:
    """Return how much is owed now."""
    counting = select(DeliveryRow.status, func.count(), func.min(DeliveryRow.owed_since)).where(
        col(DeliveryRow.status) != State.SENT.value
    )
    found = {
        status: (count, first)
        for status, count, first in session.exec(counting.group_by(col(DeliveryRow.status)))
    }
    firsts = [first for status, (_, first) in found.items() if status in OPEN]
    return HowMuchIsOwed(
        waiting=found.get(State.WAITING.value, (0,))[0],
        in_doubt=found.get(State.SENDING.value, (0,))[0],
        dead=found.get(State.DEAD.value, (0,))[0],
        oldest_due=max(now - min(firsts, default=now), timedelta(0)),
    )


def find(session: Session, delivery: str) -> Delivery | None:
    """Return the delivery with this id."""
    row = row_of(session, delivery)
    return None if row is None else value_of(row)


def destination(session: Session, delivery: Delivery) -> InThread | Privately | ToCompliance | None:
    """Return where a message goes: it, or what it hangs below or redraws, if that is kept."""
    match delivery.address:
        case Beneath() | InPlaceOf():
            parent = find(session, delivery.address.delivery)
            return None if parent is None else destination(session, parent)
        case address:
            return address


def escalations_of(session: Session, thread: Thread) -> tuple[str, ...]:
    """Return the cases of which a message began this thread, or stands in it."""
    begun = select(DeliveryRow.escalation).where(
        col(DeliveryRow.channel) == thread.channel,
        (col(DeliveryRow.sent_ts) == thread.ts) | (col(DeliveryRow.thread_ts) == thread.ts),
        col(DeliveryRow.escalation).is_not(None),
    )
    return tuple(one for one in session.exec(begun.distinct()) if one is not None)


def threads_of(session: Session, escalations: SelectOfScalar[str]) -> frozenset[Thread]:
    """Return the threads in which these cases' messages stand, or which began with one."""
    begun = func.coalesce(col(DeliveryRow.thread_ts), col(DeliveryRow.sent_ts))
    sent = select(DeliveryRow.channel, begun).where(
        col(DeliveryRow.escalation).in_(escalations),
        col(DeliveryRow.channel).is_not(None),
        col(DeliveryRow.sent_ts).is_not(None),
    )
    return frozenset(Thread(channel=ChannelId(it), ts=ts) for it, ts in session.exec(sent) if it)


def of_case(session: Session, escalation: str) -> tuple[Delivery, ...]:
    """Return what was owed in one case, in its order."""
    rows = select(DeliveryRow).where(DeliveryRow.escalation == escalation)
    return tuple(map(value_of, session.exec(rows.order_by(col(DeliveryRow.seq)))))


def owed_to(session: Session, person: PersonId) -> tuple[Delivery, ...]:
    """Return what is still owed to a person in private, oldest first."""
    rows = select(DeliveryRow).where(
        col(DeliveryRow.lane) == _private_lane(person),
        col(DeliveryRow.status) != State.SENT.value,
    )
    return tuple(map(value_of, session.exec(rows.order_by(col(DeliveryRow.seq)))))


def is_owed(session: Session, *, escalation: str) -> bool:
    """Return whether a message of the case is still to be sent."""
    waiting = select(DeliveryRow.id).where(
        DeliveryRow.escalation == escalation, col(DeliveryRow.status).in_(OPEN)
    )
    return session.exec(waiting.limit(1)).first() is not None


def erase(session: Session, *, escalation: str, but: str) -> None:
    """Forget what was sent about a case and to whom, but for one delivery that may be redrawn.

    Its words go too, which one that was given up still has.
    """
    gone = delete(DeliveryRow).where(
        col(DeliveryRow.escalation) == escalation, col(DeliveryRow.id) != but
    )
    session.connection().execute(gone)
    spared = update(DeliveryRow).where(col(DeliveryRow.id) == but).values(message=None)
    session.connection().execute(spared)


def forget(session: Session, *, before: datetime, but: Collection[str], most: int) -> int:
    """Forget some of what people were sent that belongs to no case, and return how much.

    That is what was sent before this moment, but for what may still be redrawn. What the officers
    were sent names nobody in its address, and stays: a report is owed once. What was given up has
    its words still, and goes whoever it was for.
    """
    a_persons_or_a_threads = col(DeliveryRow.lane).contains("/")
    given_up = col(DeliveryRow.status) == State.DEAD.value
    old = select(DeliveryRow.id).where(
        col(DeliveryRow.escalation).is_(None),
        col(DeliveryRow.status).in_((State.SENT.value, State.DEAD.value)),
        col(DeliveryRow.due_at) < before,
        a_persons_or_a_threads | given_up,
    )
    found = set(session.exec(old.limit(most + len(but)))) - set(but)
    gone = [{"known": it} for it in sorted(found)[:most]]
    if gone:
        session.connection().execute(_FORGOTTEN, gone)
    return len(gone)


def hasten(session: Session, *, fault: str, now: datetime) -> None:
    """Let what waits for this reason be tried at once: it was mended."""
    waits = select(DeliveryRow).where(
        col(DeliveryRow.status).in_(OPEN), col(DeliveryRow.fault) == fault
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
        .where(col(DeliveryRow.status).in_(OPEN))
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
            return known_row(session, address.delivery).lane
