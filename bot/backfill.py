"""Rows that an earlier version wrote, brought up to date while this one runs.

What Alembic cannot compute, since it stands in what is encrypted, is written anew a few at a time.
"""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.register import store as requests
from bot.register import upcoming

_AT_ONCE: Final = 100


def bring_up_to_date(session: Session, *, now: datetime) -> bool:
    """Let rows that an earlier version wrote say what they await; return whether there were any."""
    del now
    old = upcoming.of_an_earlier_version(session, most=_AT_ONCE)
    for request in old:
        requests.save(session, requests.get(session, request))
    return bool(old)
