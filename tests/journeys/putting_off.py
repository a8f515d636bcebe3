"""What waits since it could not be taken up: for tests of what is tried again."""

import asyncio

from sqlalchemy import func
from sqlmodel import Session, select

from bot.arrivals import ArrivalRow
from bot.trial import Trial


async def was_put_off(tried: Trial, *, times: int = 1) -> None:
    """Return once an event has been put off so often."""
    async with asyncio.timeout(30):
        while True:
            if await tried.helpdesk.database.alongside(most_attempts) >= times:
                return
            await asyncio.sleep(0.02)


def most_attempts(session: Session) -> int:
    """Return how often the event that could least be taken up was put off."""
    return session.scalar(select(func.max(ArrivalRow.attempts))) or 0
