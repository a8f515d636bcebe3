"""Somebody writes more than can be answered: they are told once, and so are the officers."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery.for_anybody import Told
from bot.desk.telling import tell_officers, tell_privately
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
    tell_officers(session, desk=desk, key=f"{question.id}/burst", text=text, now=now)
