"""What a person finds in the Home tab, read at once: a requester their own, an officer the queue.

An officer's queue shows references, officers and dates, and nothing of whom a case concerns: that
is seen when the case is opened, and the opening is audited.
"""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from bot.asked import opinions
from bot.desk.tabs import OfficersTab, RequestersTab
from bot.desk.values import Desk, Officer, Writer
from bot.escalations import waiting
from bot.escalations.queue import Shown, ahead
from bot.helpdesk import contact_of
from bot.register import figures
from bot.register import store as requests
from bot.register.punctuality import by_month, first_of
from knowledge.verdict import Audience

_MOST_OWN: Final = 15
PAGE: Final = 12
_MONTHS: Final = 3


def of_requester(session: Session, *, desk: Desk, person: Writer, today: date) -> RequestersTab:
    """Return what somebody finds who is no officer."""
    own = requests.of_requester(session, person.person)
    shown = own[:_MOST_OWN]
    thought = opinions.of(session, [it.id for it in shown if not it.is_open])
    return RequestersTab(
        requests=shown,
        today=today,
        earlier=len(own) - len(shown),
        scores={request: opinion.score for request, opinion in thought.items()},
        contact=contact_of(desk.knowledge),
        staff=person.audience is Audience.STAFF,
    )


def of_officer(
    session: Session, *, desk: Desk, officer: Officer, shown: Shown, page: int, now: datetime
) -> OfficersTab:
    """Return what an officer finds; who pages beyond the end finds the first page."""
    today, who = desk.today(now), officer.person
    found = waiting.queued(
        session, shown=shown, officer=who, today=today, skip=page * PAGE, most=PAGE + 1
    )
    if page and not found:
        return of_officer(session, desk=desk, officer=officer, shown=shown, page=0, now=now)
    ended = figures.ended(session, since=first_of(today, months=_MONTHS))
    return OfficersTab(
        shown=shown,
        page=page,
        cases=tuple(case.card for case in found[:PAGE]),
        more=len(found) > PAGE,
        counts=waiting.counted(session, officer=who, today=today),
        ahead=ahead(waiting.last_days(session), today),
        ended=by_month(ended, today=today, months=_MONTHS),
        today=today,
        own=of_requester(session, desk=desk, person=officer, today=today),
    )
