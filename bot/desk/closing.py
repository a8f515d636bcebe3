"""Questions and possible breaches to their end: what is done, the outcome; each a transaction.

Whether a breach is reported is for people: the list only keeps anything from being forgotten.
"""

from datetime import datetime

from sqlmodel import Session

from bot.desk import drafts
from bot.desk.values import Desk, Writer
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.register import operations as register


def tick(
    session: Session,
    *,
    escalation: str,
    lines: tuple[str, ...],
    officer: Writer,
    key: str,
    now: datetime,
) -> None:
    """Record what of a breach's list is done; raises `NoSuchCase` and `Closed`."""
    case = cases.get(session, escalation)
    card = case.ticked(lines)
    escalations.redraw(session, escalation=escalation, card=card, now=now)
    news = [line for line in card.ticked if line not in case.card.ticked]
    undone = [line for line in case.card.ticked if line not in card.ticked]
    for what, changed in (("done", news), ("not done after all", undone)):
        if changed:
            text = f"{officer.named.name}: {what}: {'; '.join(changed)}."
            escalations.note(
                session, escalation=escalation, key=f"{key}/{what}", text=text, now=now
            )
    register.record(session, actor=officer.person, action="ticked", case=case.reference, now=now)


def close(
    session: Session,
    *,
    desk: Desk,
    escalation: str,
    outcome: str,
    officer: Writer,
    key: str,
    now: datetime,
) -> None:
    """Close a question or a possible breach, with its outcome; raises `NoSuchCase`, `Closed`."""
    case = cases.get(session, escalation)
    escalations.redraw(session, escalation=escalation, card=case.closed_as(outcome), now=now)
    cases.close(session, escalation, desk.today(now))
    text = f"{officer.named.name} closed it: {outcome}"
    escalations.note(session, escalation=escalation, key=key, text=text, now=now)
    drafts.drop(session, escalation=escalation)
    register.record(session, actor=officer.person, action="closed", case=case.reference, now=now)


def open_again(
    session: Session, *, escalation: str, officer: Writer, key: str, now: datetime
) -> None:
    """Open a question or a possible breach again; raises `NoSuchCase`, `Erased`."""
    case = cases.get(session, escalation)
    escalations.redraw(session, escalation=escalation, card=case.opened_again(), now=now)
    cases.close(session, escalation, None)
    text = f"{officer.named.name} opened it again."
    escalations.note(session, escalation=escalation, key=key, text=text, now=now)
    register.record(session, actor=officer.person, action="reopened", case=case.reference, now=now)
