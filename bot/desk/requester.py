"""What a requester decides by button; one function is one transaction.

A button is for the person whose message it belongs to; the value it carries is only an id.
"""

from datetime import datetime

from sqlmodel import Session

from bot.access import Deed, require, role_of, whose
from bot.asked import questions
from bot.delivery import unreached
from bot.delivery.outgoing import Outgoing
from bot.desk import drafts, receipts
from bot.desk.asker import drop_doubt
from bot.desk.handover import hand_over_request
from bot.desk.own import own, plainly, show, theirs
from bot.desk.values import Desk, Writer, actor
from bot.register import operations as register
from bot.register.lifecycle import Step
from bot.register.requests import RightsRequest


def log_candidate(
    session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime
) -> None:
    """Register a candidate after all, from the time of its message.

    Raises `NoSuchRequest`, `NotAllowed` and `NotPossibleNow`.
    """
    found = own(session, request, writer)
    with plainly(found):
        registered = register.log(session, request=request, actor=actor(desk, writer), now=now)
    question = questions.get(session, request)
    drop_doubt(session, request, f"Logged as {registered.reference}.", now)
    hand_over_request(session, desk=desk, request=registered, question=question, now=now)


def dismiss_candidate(
    session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime
) -> None:
    """Record that it was no request; raises `NoSuchRequest`, `NotAllowed` and `NotPossibleNow`."""
    found = own(session, request, writer)
    with plainly(found):
        register.dismiss(session, request=request, actor=actor(desk, writer), now=now)
    text = "All right, I have not logged it. You can make a request at any time."
    drop_doubt(session, request, text, now)


def confirm(session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime) -> None:
    """Record that we understood.

    Raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged` and `NotPossibleNow`.
    """
    found = theirs(session, request, writer)
    with plainly(found):
        confirmed = register.confirm(session, request=request, actor=actor(desk, writer), now=now)
    key = f"confirmed/{confirmed.version}"
    show(session, desk, confirmed, "Confirmed by the requester.", key, now)


def only_asking(
    session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime
) -> None:
    """Record that it was a question.

    Raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged` and `NotPossibleNow`.
    """
    found = theirs(session, request, writer)
    with plainly(found):
        asked = register.only_asking(session, request=request, actor=actor(desk, writer), now=now)
    key = f"only-asking/{asked.version}"
    show(session, desk, asked, "The requester was only asking.", key, now)


def look_at(session: Session, *, request: str, writer: Writer) -> RightsRequest:
    """Return a request of the writer's own; raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged`."""
    return theirs(session, request, writer)


def withdraw(session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime) -> None:
    """Record that the requester no longer wants it, and say so to both sides.

    Raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged` and `NotPossibleNow`.
    """
    found = theirs(session, request, writer)
    act = register.Act(Step.WITHDRAW, why="by the requester")
    by = actor(desk, writer)
    with plainly(found):
        withdrawn = register.take(session, request=request, act=act, actor=by, now=now)
    drafts.drop(session, escalation=request)
    key = f"withdrawn/{withdrawn.version}"
    text = f"You have withdrawn {withdrawn.reference}. You can ask again at any time."
    show(session, desk, withdrawn, "Withdrawn by the requester.", key, now)
    receipts.tell_beneath(session, withdrawn, text, key=f"told/{key}", now=now)


def read(session: Session, *, delivery: str, writer: Writer) -> Outgoing:
    """Return what Slack did not let us send to the presser.

    Raises `NothingWaits`, and `NotAllowed` for who is not the person that it was meant for.
    """
    whom, message = unreached.waiting(session, delivery)
    mine = whose(presser=writer.person.user, concerned=whom.person.user)
    require(role_of(writer.audience), Deed.READ, mine)
    return message
