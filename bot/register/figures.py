"""How many requests there are, came in and were closed: what reports and pages are made of."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from bot.register.lifecycle import OPEN, Status
from bot.register.punctuality import Ended
from bot.register.requests import RightsRequest
from bot.register.rows import value_of
from bot.register.tables import RightsRequestRow


def between(session: Session, *, since: date, until: date) -> Iterator[RightsRequest]:
    """Return what was received by the last of these days and not closed before the first."""
    closed = col(RightsRequestRow.closed_on)
    rows = select(RightsRequestRow).where(
        col(RightsRequestRow.reference).is_not(None),
        col(RightsRequestRow.received) <= until,
        closed.is_(None) | (closed >= since),
    )
    return (value_of(row) for row in session.exec(rows).yield_per(500))


def flow(session: Session, *, since: date, until: date) -> tuple[dict[date, int], dict[date, int]]:
    """Return how many requests were received, and how many closed, on which of these days.

    Those that were added to an earlier one are counted with it.
    """
    received, closed = col(RightsRequestRow.received), col(RightsRequestRow.closed_on)

    def daily(day: Mapped[date] | Mapped[date | None]) -> dict[date, int]:
        counting = select(day, func.count()).where(
            col(RightsRequestRow.reference).is_not(None),
            col(RightsRequestRow.status) != Status.LINKED,
            day.between(since, until),
        )
        found = session.exec(counting.group_by(day))
        return {on: requests for on, requests in found if on is not None}

    return daily(received), daily(closed)


def is_any_by(session: Session, day: date) -> bool:
    """Return whether anything was registered that was received by this day."""
    any_one = select(RightsRequestRow.id).where(
        col(RightsRequestRow.reference).is_not(None), col(RightsRequestRow.received) <= day
    )
    return session.exec(any_one.limit(1)).first() is not None


def how_many(session: Session, *, only_open: bool = False) -> int:
    """Return the number of registered requests."""
    counted = select(func.count()).where(col(RightsRequestRow.reference).is_not(None))
    if only_open:
        counted = counted.where(col(RightsRequestRow.status).in_(OPEN))
    return session.exec(counted).one()


def ended(session: Session, *, since: date) -> tuple[Ended, ...]:
    """Return how many requests were brought to an end on each day since, and how many in time."""
    closed_on, timely = col(RightsRequestRow.closed_on), col(RightsRequestRow.in_time)
    by_day = (
        select(closed_on, func.count(), func.count().filter(timely.is_(True)))
        .where(closed_on >= since, timely.is_not(None))
        .group_by(closed_on)
    )
    return tuple(
        Ended(on=on, requests=requests, in_time=in_time)
        for on, requests, in_time in session.exec(by_day)
        if on is not None
    )
