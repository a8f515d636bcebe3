"""A filled register as a bot finds it on an ordinary morning: nothing of the past is to be done.

A register that was made at once would have thousands of reminders and erasures due at the first
start, and what is measured would be these.
"""

import asyncio
from functools import partial
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, SQLModel, col, update

import knowledge
from bot.books.purging import may_go
from bot.clock import utc_now
from bot.database import Database
from bot.delivery.delivery import OPEN, State
from bot.delivery.tables import DeliveryRow
from bot.desk.timetable import timetable
from bot.desk.values import Desk
from tests.benchmarks.big_register import COMPLIANCE, TODAY

_LEFT_OUT: Final = "purging"
"""A round that takes a transaction for each case: what it would erase is marked at once."""


def begin(database: Database, desk: Desk) -> None:
    """Walk every round, erase what is due, and count what is owed as sent."""
    database.transact(partial(_mark_erased, desk=desk))
    asyncio.run(_walk(database, desk))
    database.transact(_mark_sent)


async def _walk(database: Database, desk: Desk) -> None:
    rounds = timetable(database, desk, folder=knowledge.DEFAULT, link_to=lambda _: None)
    for each in rounds:
        if each.name != _LEFT_OUT:
            await each.walk(utc_now())


def _mark_erased(session: Session, *, desk: Desk) -> None:
    ids = may_go(session, schedule=desk.papers.casework.retention, today=TODAY)
    for name in ("rights_requests", "escalations"):
        table = SQLModel.metadata.tables[name]
        erased = table.update().where(table.c.id == bindparam("case")).values(erased_on=TODAY)
        session.connection().execute(erased, [{"case": case} for case in ids])


def _mark_sent(session: Session) -> None:
    owed = update(DeliveryRow).where(col(DeliveryRow.status).in_(OPEN))
    sent = {"status": State.SENT.value, "channel": COMPLIANCE, "sent_ts": "1.0", "message": None}
    session.connection().execute(owed.values(**sent))
