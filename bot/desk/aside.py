"""What came from Slack and cannot be understood: tried for a while, then set aside for officers.

An event that breaks us each time must neither be lost nor keep all others of its lane waiting.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from bot import arrivals
from bot.arrivals import Arrival
from bot.desk.telling import tell_officers
from bot.desk.values import Desk

TRIES: Final = 12
"""Waiting longer each time, these take a quarter of an hour."""
SLACK_IS_AWAITED_FOR: Final = timedelta(days=1)
"""How long an event waits for Slack to say who wrote it, and where; what came before an outage of
ours is tried a few times all the same."""


def not_understood(
    session: Session, *, desk: Desk, arrival: Arrival, words: str, now: datetime
) -> None:
    """Let an event wait, longer each time; after the last try tell the officers what it says."""
    waits = arrival.attempts + 1 < TRIES
    _put_off(session, desk=desk, arrival=arrival, words=words, now=now, waits=waits)


def not_said_by_whom(
    session: Session, *, desk: Desk, arrival: Arrival, words: str, now: datetime
) -> None:
    """Let an event wait, longer each time; after a day tell the officers what it says.

    It waits because Slack does not say where it was written, or by whom of no known team.
    """
    waits = now - arrival.at < SLACK_IS_AWAITED_FOR or arrival.attempts + 1 < TRIES
    _put_off(session, desk=desk, arrival=arrival, words=words, now=now, waits=waits)


def _put_off(
    session: Session, *, desk: Desk, arrival: Arrival, words: str, now: datetime, waits: bool
) -> None:
    if waits:
        arrivals.postpone(session, key=arrival.key, now=now)
    else:
        _set_aside(session, desk=desk, arrival=arrival, words=words, now=now)


def _set_aside(
    session: Session, *, desk: Desk, arrival: Arrival, words: str, now: datetime
) -> None:
    arrivals.set_aside(session, key=arrival.key)
    key, text = f"set-aside/{arrival.key}", _told(arrival, words)
    tell_officers(session, desk=desk, key=key, text=text, now=now)


def _told(arrival: Arrival, words: str) -> str:
    said = f' It says: "{words}"' if words else ""
    tries = arrival.attempts + 1
    return (
        f"Something from Slack could not be taken up after {tries} tries (incident {arrival.key}). "
        "If it is a request or a breach, please log it; and tell whoever runs this desk."
        f"{said}"
    )
