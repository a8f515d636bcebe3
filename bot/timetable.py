"""What the desk does by the clock: every round, and when it is due."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from sqlmodel import Session

from bot import arrivals, doubts, drafts, feedback, officer, opinions, questions
from bot.books.purging import purging
from bot.database import Database
from bot.handover import Desk
from bot.rounds import Round, daily, every, in_transactions

_HOURLY: Final = every(timedelta(hours=1))

_QUIET: Final = time(3)
_KEYS_KEPT_FOR: Final = timedelta(days=2)
"""Slack repeats an event within a day at most."""
_DRAFTS_KEPT_FOR: Final = timedelta(days=14)
"""A letter may wait so long for the second pair of eyes."""
_QUESTIONS_KEPT_FOR: Final = timedelta(days=30)
_FEEDBACK_KEPT_FOR: Final = timedelta(days=365)


def timetable(database: Database, desk: Desk) -> tuple[Round, ...]:
    """Return every round that needs no more than the database, in the order of their walks."""
    unanswered = partial(officer.owe_digest, desk=desk)
    return (
        Round("unanswered doubts", _HOURLY, in_transactions(database, unanswered)),
        Round("forgetting", _HOURLY, in_transactions(database, forget)),
        Round(
            "purging",
            daily(_QUIET, desk.zone),
            purging(database, desk.papers.casework.retention, desk.zone),
        ),
    )


def forget(session: Session, *, now: datetime) -> bool:
    """Erase what is no longer needed."""
    arrivals.forget(session, before=now - _KEYS_KEPT_FOR)
    questions.forget(session, before=now - _QUESTIONS_KEPT_FOR)
    doubts.forget(session, before=now - _QUESTIONS_KEPT_FOR)
    drafts.forget(session, before=now - _DRAFTS_KEPT_FOR)
    feedback.forget(session, before=now - _FEEDBACK_KEPT_FOR)
    opinions.forget(session, before=now - _FEEDBACK_KEPT_FOR)
    return False
