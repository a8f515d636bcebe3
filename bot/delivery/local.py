"""One machine: a worker in this process that brings what is owed."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.attempting import Carrier
from bot.delivery.delivery import Delivery
from bot.lanes import Lanes, Waiting

_AT_ONCE = 32
"""Attempts under way at one time; Slack allows about one message a second and channel."""


def local_worker(
    *, database: Database, carrier: Carrier, clock: Callable[[], datetime]
) -> Lanes[Delivery]:
    """Return the lanes that attempt every delivery as soon as it is due."""

    async def waiting(busy: frozenset[str], most: int) -> Waiting[Delivery]:
        now = clock()

        def look(session: Session) -> Waiting[Delivery]:
            due = deliveries.due(session, now=now, busy=busy, most=most)
            later = deliveries.next_due_at(session, after=now)
            return Waiting(due, None if later is None else later - now)

        return await database.alongside(look)

    lanes = Lanes(waiting=waiting, do=carrier.bring, at_once=_AT_ONCE)
    database.when(deliveries.OWES, lanes.wake)
    return lanes
