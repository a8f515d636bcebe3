"""What `/metrics` tells an operator: how much waits and for how long; never who or what.

Gauges are read from the database when they are asked for, so every replica tells the same.
"""

from datetime import date, datetime, timedelta
from typing import Final

from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import arrivals
from bot.delivery import deliveries
from bot.escalations.tables import EscalationRow
from bot.register.upcoming import overdue_ids

_SOON: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 3, 10)
_MOST_COUNTED: Final = 10_000

VERDICTS: Final = Counter("helpdesk_verdicts", "Messages judged, by what they were.", ["kind"])
ACKNOWLEDGED: Final = Histogram(
    "helpdesk_ack_seconds", "From Slack's request to our answer.", buckets=_SOON
)
_OLDEST: Final = Gauge("helpdesk_oldest_due_delivery_seconds", "For how long it has been owed.")
_NOT_TAKEN_UP: Final = Gauge(
    "helpdesk_oldest_waiting_event_seconds", "For how long it was not taken up yet."
)
_DELIVERIES: Final = Gauge("helpdesk_deliveries", "Not sent yet, by state.", ["state"])
_OPEN: Final = Gauge("helpdesk_open_cases", "Cases in the officers' hands, by kind.", ["kind"])
_OVERDUE: Final = Gauge("helpdesk_overdue_requests", "Rights requests past their due date.")
_UNREAD: Final = Gauge("helpdesk_unread_places", "Channels that could not be read again.")
_LOOKED: Final = Gauge(
    "helpdesk_last_look_seconds", "Since all that was missed was last looked for; 0 before that."
)
_KINDS: Final = ("request", "question", "breach")


def look(session: Session, *, now: datetime, today: date) -> None:
    """Set the gauges to how things stand; `today` is the company's own day."""
    standing = deliveries.standing(session, now=now)
    _OLDEST.set(standing.oldest_due.total_seconds())
    came = arrivals.oldest_waiting(session) or now
    _NOT_TAKEN_UP.set(max(now - came, timedelta(0)).total_seconds())
    _DELIVERIES.labels(state="waiting").set(standing.waiting)
    _DELIVERIES.labels(state="ambiguous").set(standing.in_doubt)
    _DELIVERIES.labels(state="dead").set(standing.dead)
    open_ones = (
        select(EscalationRow.kind, func.count())
        .where(col(EscalationRow.open).is_(True))
        .group_by(col(EscalationRow.kind))
    )
    found = dict(session.exec(open_ones).all())
    for kind in {*_KINDS, *found}:
        _OPEN.labels(kind=kind).set(found.get(kind, 0))
    _look_at_the_looks(session, now)
    _OVERDUE.set(len(overdue_ids(session, today=today, after="", most=_MOST_COUNTED)))


def _look_at_the_looks(session: Session, now: datetime) -> None:
    until = arrivals.read_until(session)
    last = until.pop(arrivals.EVERYWHERE, now)
    unread = {arrivals.channel_of(name) for name, at in until.items() if at <= last}
    _UNREAD.set(len(unread))
    _LOOKED.set(max(now - last, timedelta(0)).total_seconds())
