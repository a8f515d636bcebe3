"""What an officer does with a case; one function is one transaction."""

from datetime import datetime

from sqlmodel import Session

from bot import arrivals
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Escalation
from bot.handover import Writer
from bot.register import operations as register


def claim(session: Session, *, escalation: str, officer: Writer, now: datetime) -> None:
    """Give the case to the officer; raises `NoSuchCase`, `AlreadyClaimed` and `Closed`."""
    case = cases.get(session, escalation)
    escalations.claim(session, escalation=escalation, officer=officer.named, now=now)
    register.record(session, actor=officer.person, action="claimed", case=case.reference, now=now)


def reply(
    session: Session, *, escalation: str, officer: Writer, words: str, key: str, now: datetime
) -> None:
    """Carry an officer's words to the person, once for each form; raises `NoSuchCase`."""
    if not arrivals.is_new(session, key=key, now=now):
        return
    case = cases.get(session, escalation)
    escalations.reply(
        session, escalation=escalation, officer=officer.named, words=words, key=key, now=now
    )
    register.record(session, actor=officer.person, action="replied", case=case.reference, now=now)


def look_at(session: Session, *, escalation: str) -> Escalation:
    """Return the case; raises `NoSuchCase`."""
    return cases.get(session, escalation)
