"""Whom Slack lets nobody write to directly: what is meant for them waits behind a button.

The thread in which they wrote gets a line with a button that opens the message for them alone. The
line names nothing of it, and the message stays here, sealed, until its case is erased.
"""

from datetime import datetime

from sqlmodel import Session

from bot.delivery import deliveries
from bot.delivery.addresses import InThread, Privately
from bot.delivery.delivery import Delivery
from bot.delivery.for_requesters import OpenPrivately
from bot.delivery.outgoing import Outgoing


class NothingWaits(Exception):
    """There is no such message, or it was not meant to be opened so."""

    def __init__(self) -> None:
        super().__init__("There is nothing more to read here.")


def addressee(session: Session, delivery: Delivery) -> Privately | None:
    """Return whom a message was meant for in private, if it was: it, or what it belongs to."""
    goes_to = deliveries.destination(session, delivery)
    return goes_to if isinstance(goes_to, Privately) else None


def offer(session: Session, delivery: Delivery, now: datetime) -> bool:
    """Owe the line with the button where the person wrote; return whether there is such a place."""
    whom = addressee(session, delivery)
    if whom is None or whom.wrote_in is None:
        return False
    deliveries.put(
        session,
        key=f"{delivery.id}/open-privately",
        address=InThread(thread=whom.wrote_in),
        message=OpenPrivately(delivery=delivery.id),
        now=now,
    )
    return True


def waiting(session: Session, delivery: str) -> tuple[Privately, Outgoing]:
    """Return for whom a message waits, and the message; raises `NothingWaits`."""
    found = deliveries.find(session, delivery)
    whom = None if found is None else addressee(session, found)
    if found is None or whom is None or found.message is None:
        raise NothingWaits
    return whom, found.message
