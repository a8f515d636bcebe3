"""What one person is told where nobody else reads it, and what the officers are told."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.delivery.addresses import Address, InThread, Privately, ToCompliance
from bot.delivery.for_officers import TeamNote
from bot.delivery.for_requesters import RepliedPrivately
from bot.delivery.outgoing import Outgoing
from bot.desk.values import Desk
from bot.places import Room

RECEIPT: Final = "receipt"
WHETHER: Final = "whether"
"""What may be told privately and later redrawn in place."""


def tell_privately(
    session: Session,
    question: Question,
    message: Outgoing,
    what: str,
    escalation: str | None,
    now: datetime,
) -> None:
    """Owe the person a message that nobody else sees; a channel shows one neutral line."""
    deliveries.put(
        session,
        key=_told(escalation or question.id, what),
        address=private_address(question),
        message=message,
        now=now,
        escalation=escalation,
    )
    if question.thread is not None and question.room is not Room.DIRECT:
        deliveries.put(
            session,
            key=f"{question.id}/privately",
            address=InThread(thread=question.thread),
            message=RepliedPrivately(),
            now=now,
        )


def said_at_once(question: Question) -> RepliedPrivately | None:
    """Return what who was told something privately hears where there is no thread: a command."""
    return RepliedPrivately() if question.thread is None else None


def tell_officers(session: Session, *, desk: Desk, key: str, text: str, now: datetime) -> None:
    """Owe the officers a plain sentence or two, as a message of its own."""
    address = ToCompliance(channel=desk.compliance)
    deliveries.put(session, key=key, address=address, message=TeamNote(text=text), now=now)


def told_earlier(case: str, what: str) -> str:
    """Return the id of the delivery that told the person this of their case."""
    return deliveries.id_of(_told(case, what))


def private_address(question: Question) -> Address:
    """Return where only the asker reads: the thread in their direct message, else that message."""
    if question.room is Room.DIRECT and question.thread is not None:
        return InThread(thread=question.thread)
    return Privately(person=question.asker, wrote_in=question.thread)


def _told(case: str, what: str) -> str:
    return f"{case}/{what}"
