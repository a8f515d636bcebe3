"""What a requester decides by button; one function is one transaction.

A button is for the person whose message it belongs to; the value it carries is only an id.
"""

from datetime import datetime

from sqlmodel import Session

from bot.access import Deed
from bot.asked import questions
from bot.asked.questions import Question
from bot.delivery import deliveries, unreached
from bot.delivery.addresses import InThread
from bot.delivery.outgoing import Outgoing
from bot.desk import drafts, receipts
from bot.desk.asker import drop_doubt
from bot.desk.handover import hand_over_request
from bot.desk.own import own, plainly, show, theirs
from bot.desk.telling import WHETHER, told_earlier
from bot.desk.values import Desk, Writer, actor, require_may
from bot.places import Room
from bot.register import operations as register
from bot.register.lifecycle import Step
from bot.register.requests import RightsRequest
from knowledge.verdict import Kind, Verdict


def log_candidate(
    session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime
) -> None:
    """Register a candidate after all, from the time of its message.

    Raises `NoSuchRequest`, `NotAllowed` and `NotPossibleNow`.
    """
    found = own(session, request, writer)
    with plainly(found):
        registered = register.log(session, request=request, actor=actor(desk, writer), now=now)
    question = asked(session, found)
    drop_doubt(session, request, f"Logged as {registered.reference}.", now)
    hand_over_request(session, desk=desk, request=registered, question=question, now=now)


def asked(session: Session, candidate: RightsRequest) -> Question:
    """Return the message that may be a request; once it is forgotten, what the candidate has of it.

    A candidate is kept for longer. Whether it was written in a direct message is told by where it
    was asked about: there in its thread, from anywhere else in private.
    """
    kept = questions.find(session, candidate.id)
    if kept is not None:
        return kept
    whether = deliveries.find(session, told_earlier(candidate.id, WHETHER))
    direct = whether is not None and isinstance(whether.address, InThread)
    return Question(
        id=candidate.id,
        asker=candidate.requester,
        name=candidate.requester_name,
        audience=candidate.audience,
        room=Room.DIRECT if direct else Room.SHARED,
        thread=candidate.origin,
        link=None,
        words=candidate.words,
        verdict=Verdict(
            kind=Kind.REQUEST, topics=(), rights=candidate.rights, confidence=0, reason=""
        ),
        asked_at=candidate.received_at,
    )


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
    require_may(writer, Deed.READ, concerning=whom.person)
    return message
