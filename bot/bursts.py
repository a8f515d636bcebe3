"""Somebody writes more than can be answered: they are told once, and so are the officers."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.delivery.addresses import ToCompliance
from bot.delivery.for_anybody import Told
from bot.delivery.for_officers import TeamNote
from bot.desk.telling import tell_privately
from bot.desk.values import Desk

TOO_MANY: Final = (
    "That is more than I can answer at once; give me a few minutes, please. "
    "A request about personal data, or word of a breach, I still take at any time."
)


def tell(session: Session, *, desk: Desk, question: Question, now: datetime) -> None:
    """Tell the writer of this message, and the officers, that there are too many."""
    tell_privately(session, question, Told(text=TOO_MANY), "too-many", None, now)
    who = question.name or "Somebody"
    text = (
        f"{who} has written more messages in a short time than the bot answers. "
        "Requests and reports among them are taken as ever; where they hold files or "
        "identity papers, only the writer is told of those."
    )
    deliveries.put(
        session,
        key=f"{question.id}/burst",
        address=ToCompliance(channel=desk.compliance),
        message=TeamNote(text=text),
        now=now,
    )
