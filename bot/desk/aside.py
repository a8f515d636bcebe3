"""What came from Slack and cannot be understood: tried for a while, then set aside for officers.

An event that breaks us each time must neither be lost nor keep all others of its lane waiting.
"""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot import arrivals
from bot.arrivals import Arrival
from bot.delivery import deliveries
from bot.delivery.addresses import ToCompliance
from bot.delivery.for_officers import TeamNote
from bot.desk.values import Desk

TRIES: Final = 12
"""Waiting longer each time, these take a quarter of an hour."""


def not_understood(
    session: Session, *, desk: Desk, arrival: Arrival, words: str, now: datetime
) -> None:
    """Let an event wait, longer each time; after the last try tell the officers what it says."""
    if arrival.attempts + 1 < TRIES:
        arrivals.postpone(session, key=arrival.key, now=now)
        return
    arrivals.set_aside(session, key=arrival.key)
    deliveries.put(
        session,
        key=f"set-aside/{arrival.key}",
        address=ToCompliance(channel=desk.compliance),
        message=TeamNote(text=_told(arrival, words)),
        now=now,
    )


def _told(arrival: Arrival, words: str) -> str:
    said = f' It says: "{words}"' if words else ""
    return (
        f"Something from Slack could not be taken up after {TRIES} tries (incident {arrival.key}). "
        "If it is a request or a breach, please log it; and tell whoever runs this desk."
        f"{said}"
    )
