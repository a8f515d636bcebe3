"""Doubts that nobody has answered: listed to the officers, who may make a case of one."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from sqlmodel import Session

from bot.asked import doubts, questions
from bot.delivery import deliveries
from bot.delivery.addresses import ToCompliance
from bot.delivery.for_officers import Digest, Doubtful
from bot.desk import requester
from bot.desk.asker import drop_doubt
from bot.desk.handover import hand_over_request
from bot.desk.intake import report_breach
from bot.desk.values import Desk, Officer, Writer, actor
from bot.register import operations as register
from bot.register import store as requests


class AlreadySaid(Exception):
    """Somebody has said what it is, or it is no longer kept."""

    def __init__(self) -> None:
        super().__init__("Somebody has said already what that is: nothing is left to do here.")


def open_doubt(
    session: Session, *, desk: Desk, question: str, officer: Officer, now: datetime
) -> None:
    """Make a case of what nobody answered, from the time of its message.

    Who wrote it is asked no more. Raises `AlreadySaid`, `NoSuchRequest`, `NoSuchQuestion` and, for
    a request, `StepNotAllowed`.
    """
    doubt = doubts.find(session, question)
    if doubt is None:
        raise AlreadySaid
    match doubt.perhaps:
        case "request":
            asked = requester.asked(session, requests.get(session, question))
            by = actor(desk, officer)
            request = register.log(session, request=question, actor=by, now=now)
            drop_doubt(session, question, f"Logged as {request.reference}.", now)
            hand_over_request(session, desk=desk, request=request, question=asked, now=now)
        case "breach":
            asked = questions.get(session, question)
            case = report_breach(session, desk=desk, question=asked, now=now)
            drop_doubt(session, question, f"Passed on as {case.reference}.", now)
        case _:
            assert_never(doubt.perhaps)


_ANSWER_AWAITED_FOR: Final = timedelta(hours=4)
"""Until then the person may still say what it is."""
_MOST_AT_ONCE: Final = 10


def owe_list(session: Session, *, desk: Desk, now: datetime) -> bool:
    """Owe the officers a list of doubts that nobody has answered, and return whether there were.

    Each is listed once; there may be more than one list holds.
    """
    before = now - _ANSWER_AWAITED_FOR
    unanswered = doubts.unanswered(session, before=before, most=_MOST_AT_ONCE)
    listed = [_doubtful(session, desk, doubt) for doubt in unanswered]
    if not listed:
        return False
    deliveries.put(
        session,
        key=f"digest/{unanswered[0].question}",
        address=ToCompliance(channel=desk.compliance),
        message=Digest(doubts=tuple(listed)),
        now=now,
    )
    for doubt in unanswered:
        doubts.tell(session, doubt.question, now)
    return True


def _doubtful(session: Session, desk: Desk, doubt: doubts.Doubt) -> Doubtful:
    asked = questions.get(session, doubt.question)
    return Doubtful(
        question=asked.id,
        perhaps=doubt.perhaps,
        who=Writer(asked.asker, asked.name, asked.audience).named,
        words=asked.words,
        asked_at=asked.asked_at.astimezone(desk.zone),
        origin=asked.link,
    )
