"""What waits for the officers: their queue, its counts, and what nobody has claimed."""

from datetime import date, datetime
from itertools import takewhile
from typing import Final, NamedTuple, assert_never

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from bot.escalations.escalation import Case, Escalation, Way
from bot.escalations.queue import SOON, Shown
from bot.escalations.store import value_of
from bot.escalations.tables import EscalationRow, SpokenRow
from bot.places import PersonId


class Unclaimed(NamedTuple):
    """An open case that nobody has."""

    id: str
    case: Case
    opened_at: datetime
    called: bool
    """Whether it was called for on an earlier day."""


def queued(
    session: Session, *, shown: Shown, officer: PersonId, today: date, skip: int, most: int
) -> tuple[Escalation, ...]:
    """Return one page of the cases that an officer looks at, the most urgent first."""
    rows = select(EscalationRow).where(_is(shown, officer, today))
    by_urgency = (
        (col(EscalationRow.closed_on).desc(),)
        if shown is Shown.CLOSED
        else (col(EscalationRow.due).asc().nulls_last(), col(EscalationRow.opened_at))
    )
    page = rows.order_by(*by_urgency, col(EscalationRow.id)).offset(skip).limit(most)
    return tuple(value_of(row) for row in session.exec(page))


def counted(session: Session, *, officer: PersonId, today: date) -> dict[Shown, int]:
    """Return how many open cases there are to look at, by what an officer may look at."""
    open_ones = [shown for shown in Shown if shown is not Shown.CLOSED]
    each = [func.count().filter(_is(shown, officer, today)) for shown in open_ones]
    found = session.connection().execute(select(*each).where(_is_open())).one()
    return dict(zip(open_ones, found, strict=True))


def last_days(session: Session) -> dict[date, int]:
    """Return how many open cases have their last day on which day."""
    due = col(EscalationRow.due)
    counting = select(due, func.count()).where(_is_open(), due.is_not(None)).group_by(due)
    return {day: cases for day, cases in session.exec(counting) if day is not None}


def opened_since(
    session: Session, moment: datetime, *, most: int
) -> tuple[int, tuple[Escalation, ...]]:
    """Return how many open cases were opened since then, and the first of them."""
    new = (_is_open(), col(EscalationRow.opened_at) >= moment)
    count = session.exec(select(func.count()).select_from(EscalationRow).where(*new)).one()
    rows = select(EscalationRow).where(*new)
    oldest_first = rows.order_by(col(EscalationRow.opened_at), col(EscalationRow.reference))
    return count, tuple(value_of(row) for row in session.exec(oldest_first.limit(most)))


def written_after_the_end(session: Session, moment: datetime) -> tuple[Escalation, ...]:
    """Return the ended cases in which their person wrote since then, the latest first."""
    spoken = select(SpokenRow.escalation, SpokenRow.at, SpokenRow.way)
    newest_first = session.exec(
        spoken.order_by(col(SpokenRow.number).desc()).execution_options(yield_per=100)
    )
    since = takewhile(lambda row: row[1] >= moment, newest_first)
    wrote = dict.fromkeys(row[0] for row in since if row[2] in _THEIRS)
    found = (session.get(EscalationRow, case) for case in wrote)
    return tuple(value_of(row) for row in found if row is not None and not row.open)


_THEIRS: Final = frozenset({Way.FROM_THEM, Way.EDITED})


def open_breaches(session: Session) -> tuple[Escalation, ...]:
    """Return the possible breaches that are not closed, oldest first."""
    rows = select(EscalationRow).where(
        EscalationRow.kind == Case.BREACH.value, col(EscalationRow.open).is_(True)
    )
    oldest_first = rows.order_by(col(EscalationRow.opened_at), col(EscalationRow.reference))
    return tuple(value_of(row) for row in session.exec(oldest_first))


def to_call(session: Session, *, before: datetime, today: datetime) -> tuple[Unclaimed, ...]:
    """Return what nobody has claimed since before this moment; oldest first.

    What was called for since `today` began is left out.
    """
    case, kind, opened = EscalationRow.id, EscalationRow.kind, col(EscalationRow.opened_at)
    called = col(EscalationRow.called_at)
    rows = select(case, kind, opened, called).where(
        col(EscalationRow.open).is_(True),
        col(EscalationRow.owner).is_(None),
        called.is_(None) | (called < today),
        opened <= before,
    )
    found = session.exec(rows.order_by(opened, col(EscalationRow.id)))
    return tuple(Unclaimed(one[0], Case(one[1]), one[2], one[3] is not None) for one in found)


def _is_open() -> ColumnElement[bool]:
    return col(EscalationRow.open).is_(True)


def _is(shown: Shown, officer: PersonId, today: date) -> ColumnElement[bool]:
    due, kind, owner = col(EscalationRow.due), col(EscalationRow.kind), col(EscalationRow.owner)
    match shown:
        case Shown.ALL:
            return _is_open()
        case Shown.MINE:
            return _is_open() & (owner == officer.user)
        case Shown.UNCLAIMED:
            return _is_open() & owner.is_(None)
        case Shown.SOON:
            return _is_open() & due.between(today, today + SOON)
        case Shown.OVERDUE:
            return _is_open() & (due < today)
        case Shown.WAITING:
            return _is_open() & col(EscalationRow.waits).is_(True)
        case Shown.BREACHES:
            return _is_open() & (kind == Case.BREACH)
        case Shown.QUESTIONS:
            return _is_open() & (kind == Case.QUESTION)
        case Shown.CLOSED:
            return col(EscalationRow.closed_on).is_not(None)  # in the order of its index
        case _:
            assert_never(shown)
