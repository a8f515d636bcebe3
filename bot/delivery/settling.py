"""What becomes of a delivery: marked, sent, put off, given up, taken up anew.

Theory of operation. An attempt marks the row `sending`, posts with the id as message metadata, and
records it `sent`. When the outcome of a post is unknown (a crash, a dropped connection, a 500) the
row stays `sending`, and the next attempt looks the id up in Slack before it posts again; nothing is
ever posted blind.

Attempts are numbered, and whoever marks or settles one says which: a process that was frozen, and
wakes when another has gone on, changes nothing. Where several processes bring, an attempt also
holds its delivery for a while, within which nobody else touches it.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, update

from bot.database import Instant, bear
from bot.delivery.deliveries import OWES, NoSuchDelivery
from bot.delivery.delivery import OPEN, Delivery, State, row_of
from bot.delivery.tables import DeliveryRow
from bot.places import ChannelId


class AlreadyAttempted(Exception):
    """The delivery is not as it was read: another attempt has been made."""


class NotGivenUp(Exception):
    """The delivery is still under way, or was sent."""

    def __init__(self, status: State) -> None:
        super().__init__(f"That delivery is {status}: only one that was given up is taken up anew.")


class WordsErased(Exception):
    """What it said is no longer kept."""

    def __init__(self) -> None:
        super().__init__("The words of that delivery were erased: there is nothing left to send.")


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
    anew = {} if in_doubt else {"marked_at": None}
    tried = {"attempts": delivery.attempts + 1} if counts else {}
    status = State.SENDING if in_doubt else State.WAITING
    _change(session, delivery, status=status, due_at=until, fault=reason, **anew, **tried)


def bury(session: Session, delivery: Delivery, *, reason: str) -> bool:
    """Record that Slack will never take it; return whether that was for this attempt to say."""
    return _change(session, delivery, status=State.DEAD, fault=reason)


def revive(session: Session, delivery: str, *, now: datetime) -> None:
    """Owe anew what was given up; raises `NoSuchDelivery`, `NotGivenUp` and `WordsErased`."""
    row = row_of(session, delivery)
    if row is None:
        raise NoSuchDelivery
    if row.status != State.DEAD:
        raise NotGivenUp(State(row.status))
    if row.message is None:
        raise WordsErased
    row.status = State.WAITING if row.marked_at is None else State.SENDING
    row.attempts, row.owed_since, row.due_at = row.attempts + 1, now, now
    bear(session, OWES, lane=row.lane, key=delivery)


def _change(session: Session, delivery: Delivery, **values: object) -> bool:
    """Change the row if it is as this attempt read or marked it, and return whether it was.

    One statement and no look before it, so that another process cannot come between.
    """
    as_read_or_marked = (delivery.attempts, delivery.attempts + 1)
    change = update(DeliveryRow).where(
        col(DeliveryRow.id) == delivery.id,
        col(DeliveryRow.status).in_(OPEN),
        col(DeliveryRow.attempts).in_(as_read_or_marked),
    )
    return session.connection().execute(change.values(**values)).rowcount == 1
