"""One machine: a worker in this process that brings what is owed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.attempting import Carrier
from bot.delivery.deliveries import Delivery
from bot.lanes import Lanes, Waiting

log = structlog.get_logger()

_AT_ONCE = 32
"""Attempts under way at one time; Slack allows about one message a second and channel."""
_AFTER_A_FAULT_OF_OURS = timedelta(minutes=1)


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

    async def bring(delivery: Delivery) -> None:
        try:
            await carrier.attempt(delivery)
        except Exception:  # a boundary: a fault of ours in one delivery must not stop the others
            log.exception("attempt broke off", delivery=delivery.id)
            until = clock() + _AFTER_A_FAULT_OF_OURS
            await database.in_transaction(
                lambda s: deliveries.postpone(
                    s, delivery, until=until, reason="a fault of ours", in_doubt=True
                )
            )

    lanes = Lanes(waiting=waiting, do=bring, at_once=_AT_ONCE)
    database.when("owes", lanes.wake)
    return lanes
