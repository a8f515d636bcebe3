"""The audit records: the chain kept, and read in pages or by case and person."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from bot.places import PersonId
from bot.register.audit import AuditRecord
from bot.register.tables import AuditRow

_AUDIT = SQLModel.metadata.tables["audit_records"]


def last(session: Session) -> AuditRecord | None:
    """Return the head of the chain."""
    row = session.exec(select(AuditRow).order_by(col(AuditRow.number).desc()).limit(1)).first()
    return None if row is None else AuditRecord.model_validate(row)


def last_number(session: Session) -> int:
    """Return the number of the last record, 0 before the first."""
    return session.exec(select(func.max(AuditRow.number))).one() or 0


def append(session: Session, record: AuditRecord) -> None:
    """Keep the chain's next record."""
    session.add(AuditRow.model_validate(record.model_dump()))
    session.flush()


class Unreadable(Exception):
    """A record of the chain holds what no record can."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Audit record {number} cannot be read: it was altered.")
        self.number = number


def page(session: Session, *, after: int | None, most: int) -> tuple[AuditRecord, ...]:
    """Return so many records at most that follow this number; raises `Unreadable`."""
    following = () if after is None else (_AUDIT.c.number > after,)
    chosen = sa.select(_AUDIT).where(*following).order_by(_AUDIT.c.number).limit(most)
    try:
        return tuple(
            AuditRecord.model_validate(row) for row in session.connection().execute(chosen)
        )
    except ValueError as fault:
        numbers = sa.select(_AUDIT.c.number).where(*following).order_by(_AUDIT.c.number).limit(most)
        found = session.connection().execute(numbers).scalars().all()
        raise Unreadable(_first_unreadable(session, found)) from fault


def _first_unreadable(session: Session, numbers: Sequence[int]) -> int:
    for number in numbers:
        one = sa.select(_AUDIT).where(_AUDIT.c.number == number)
        try:
            AuditRecord.model_validate(session.connection().execute(one).one())
        except ValueError:
            return number
    return numbers[0]


def of_case(session: Session, case: str) -> tuple[AuditRecord, ...]:
    """Return what was recorded of one case, oldest first."""
    rows = select(AuditRow).where(AuditRow.subject == case).order_by(col(AuditRow.number))
    return tuple(AuditRecord.model_validate(row) for row in session.exec(rows))


def by_person(session: Session, person: PersonId) -> tuple[AuditRecord, ...]:
    """Return what a person did, oldest first."""
    rows = select(AuditRow).where(AuditRow.actor == f"{person.team}/{person.user}")
    found = session.exec(rows.order_by(col(AuditRow.number)))
    return tuple(AuditRecord.model_validate(row) for row in found)
