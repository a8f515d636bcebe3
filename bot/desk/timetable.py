"""What the desk does by the clock: every round, and when it is due."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from sqlmodel import Session

from bot import arrivals, backfill, tasks
from bot.asked import doubts, feedback, opinions, questions
from bot.books.purging import purging
from bot.books.reporting import owe_report
from bot.database import Database
from bot.delivery import deliveries
from bot.desk import lapsing, reminding, unanswered
from bot.desk.morning import LinkTo, flags_of, owe_anchor, owe_digest
from bot.desk.telling import WHETHER, told_earlier
from bot.desk.values import Desk
from bot.register import store as requests
from bot.register.lifecycle import UNREGISTERED
from bot.rounds import (
    Round,
    Walk,
    daily,
    every,
    in_transactions,
    nightly,
    one_by_one,
)

_HOURLY: Final = every(timedelta(hours=1))
_OFTEN: Final = every(timedelta(minutes=5))

_QUIET, _QUIET_HOURS = time(3), 5
_KEYS_KEPT_FOR: Final = timedelta(days=2)
"""Slack repeats an event within a day at most."""
_DRAFTS_KEPT_FOR: Final = timedelta(days=14)
"""A letter may wait so long for the second pair of eyes."""
_FEEDBACK_KEPT_FOR: Final = timedelta(days=365)
_DELIVERIES_KEPT_FOR: Final = questions.KEPT_FOR
"""Never shorter: as long as a question is kept, what it was answered may be redrawn."""

_FORGOTTEN_AT_ONCE: Final = 200
"""Of each kind: nobody waits for longer than a few hundredths of a second."""


def timetable(
    database: Database, desk: Desk, *, folder: Path, link_to: LinkTo
) -> tuple[Round, ...]:
    """Return every round that needs no more than the database, in the order of their walks."""
    midnight, morning = daily(time.min, desk.zone), daily(desk.opens, desk.zone)
    digest = daily(desk.digest_at, desk.zone)

    def at_once(operation: Callable[..., bool]) -> Walk:
        return in_transactions(database, partial(operation, desk=desk))

    def each(some: Callable[..., Sequence[str]], one: Callable[..., None]) -> Walk:
        return one_by_one(database, partial(some, desk=desk), partial(one, desk=desk))

    report = partial(owe_report, compliance=desk.compliance, nation=desk.nation, zone=desk.zone)
    by_the_month = in_transactions(database, report)
    return (
        Round(
            "rows of earlier versions",
            midnight,
            in_transactions(database, backfill.bring_up_to_date),
        ),
        Round("overdue cards", midnight, each(reminding.overdue, reminding.mark_overdue)),
        Round("morning digest", digest, _digest(database, desk, folder, link_to)),
        Round("anchor", digest, at_once(owe_anchor)),
        Round("reminders", morning, each(reminding.to_remind_of, reminding.remind)),
        Round("breach hours", _OFTEN, at_once(reminding.count_hours)),
        Round("unclaimed cases", _OFTEN, at_once(reminding.call_again)),
        Round("unanswered doubts", _HOURLY, at_once(unanswered.owe_list)),
        Round("forgetting", _HOURLY, in_transactions(database, forget)),
        Round("monthly report", morning, by_the_month),
        Round(
            "purging",
            nightly(_QUIET, hours=_QUIET_HOURS, pause=timedelta(minutes=5), zone=desk.zone),
            purging(database, desk.papers.casework.retention, desk.zone),
        ),
    )


def _digest(database: Database, desk: Desk, folder: Path, link_to: LinkTo) -> Walk:
    async def walk(now: datetime) -> None:
        flags = await asyncio.to_thread(flags_of, folder, desk.today(now))
        owe = partial(owe_digest, desk=desk, flags=flags, link_to=link_to, now=now)
        await database.in_transaction(owe)

    return walk


def forget(session: Session, *, now: datetime) -> bool:
    """Erase some of what is no longer needed, and return whether there may be more."""
    most = _FORGOTTEN_AT_ONCE
    shown = {*tasks.shown(session), *_asking_whether(session, now.date())}
    gone = (
        arrivals.forget(session, before=now - _KEYS_KEPT_FOR, most=most),
        questions.forget(session, before=now - questions.KEPT_FOR, most=most),
        doubts.forget(session, before=now - questions.KEPT_FOR, most=most),
        lapsing.forget(session, before=now - _DRAFTS_KEPT_FOR, most=most, now=now),
        feedback.forget(session, before=now - _FEEDBACK_KEPT_FOR, most=most),
        opinions.forget(session, before=now - _FEEDBACK_KEPT_FOR, most=most),
        deliveries.forget(session, before=now - _DELIVERIES_KEPT_FOR, but=shown, most=most),
    )
    return most in gone


def _asking_whether(session: Session, today: date) -> Iterator[str]:
    """Return what asks people whether they make a request, as long as they may still say."""
    tomorrow = today + timedelta(days=1)
    for status in UNREGISTERED:
        for request in requests.closed_before(session, status, tomorrow):
            yield told_earlier(request, WHETHER)
