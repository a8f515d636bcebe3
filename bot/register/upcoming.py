"""Which requests the clock concerns, and which reminders they have had; found by columns alone."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bot.register.lifecycle import OPEN
from bot.register.reminders import Given
from bot.register.tables import ReminderRow, RightsRequestRow
from knowledge.rights import Right

Row = RightsRequestRow
_IS_OPEN: Final = col(Row.status).in_(sorted(OPEN))
_RUNS: Final = (_IS_OPEN, col(Row.stopped).is_not(True))


def overdue_ids(session: Session, *, today: date, after: str, most: int) -> tuple[str, ...]:
    """Return the ids of overdue requests that follow this one, in their order."""
    return _ids(session, (*_RUNS, col(Row.due) < today), after, most)


def ids_to_remind_of(session: Session, *, due_by: date, after: str, most: int) -> tuple[str, ...]:
    """Return the ids of open requests that may deserve a reminder, likewise."""
    complains = col(Row.rights).contains(Right.COMPLAINT.value)
    opts_out = col(Row.rights).contains(Right.MARKETING_OPT_OUT.value)  # its aim is days away
    by_hand = col(Row.subject).is_not(None)  # its receipt may still be owed
    may = (col(Row.due) <= due_by) | (col(Row.awaits) != "") | complains | opts_out | by_hand
    return _ids(session, (_IS_OPEN, may), after, most)


def of_an_earlier_version(session: Session, *, most: int) -> tuple[str, ...]:
    """Return the ids of open requests whose rows do not say what they await."""
    return _ids(session, (_IS_OPEN, col(Row.awaits).is_(None)), "", most)


def given(session: Session, case: str) -> tuple[Given, ...]:
    """Return the last reminder of each kind that the case had."""
    rows = session.exec(select(ReminderRow).where(ReminderRow.case == case))
    return tuple(Given.model_validate(row.model_dump(exclude={"case"})) for row in rows)


def give(session: Session, case: str, reminder: Given) -> None:
    """Keep that a case had this reminder."""
    session.merge(ReminderRow(case=case, **reminder.model_dump(mode="python")))
    session.flush()


def _ids(
    session: Session, conditions: Sequence[ColumnElement[bool]], after: str, most: int
) -> tuple[str, ...]:
    ids = select(Row.id).where(*conditions, col(Row.id) > after).order_by(col(Row.id))
    return tuple(session.exec(ids.limit(most)))
