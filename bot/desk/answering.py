"""What is said where a question was asked, if the bot may speak there."""

from datetime import datetime

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.delivery.addresses import InThread
from bot.delivery.for_askers import AwaitingApproval
from bot.delivery.outgoing import Outgoing
from bot.desk import channels
from bot.places import Room


def answer_to(question: str) -> str:
    """Return the key of the delivery that answers a question where it was asked."""
    return f"{question}/answer"


def say(
    session: Session,
    question: Question,
    message: Outgoing,
    *,
    key: str,
    escalation: str | None,
    now: datetime,
) -> Outgoing | None:
    """Owe the message where the question was asked, or return it where there is no such place.

    In a channel shared with another company nothing is said until the officers allow it, but for
    one line, once.
    """
    if question.thread is None:
        return message
    if not answers_there(session, question):
        if not channels.tell_once(session, question.thread.channel):
            return None
        key, message = "awaiting-approval", AwaitingApproval()
    deliveries.put(
        session,
        key=f"{question.id}/{key}",
        address=InThread(thread=question.thread),
        message=message,
        now=now,
        escalation=escalation,
    )
    return None


def answers_there(session: Session, question: Question) -> bool:
    """Return whether the bot may answer in the room in which the question was asked."""
    if question.thread is None or question.room is not Room.SHARED:
        return True
    standing = channels.standing_of(session, question.thread.channel)
    return channels.may_answer(question.room, standing)
