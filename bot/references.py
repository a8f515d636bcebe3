"""References that people can say on the telephone: RR-2026-0001, QN-2026-0001, BR-2026-0001."""

from enum import StrEnum

from sqlmodel import Field, Session, SQLModel


class Prefix(StrEnum):
    """What a reference is of."""

    RIGHTS_REQUEST = "RR"
    QUESTION = "QN"
    BREACH = "BR"


class CounterRow(SQLModel, table=True):
    """The last number given out in a year."""

    __tablename__ = "counters"

    prefix: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


def next_reference(session: Session, *, prefix: Prefix, year: int) -> str:
    """Return the next unused reference of the year; a rolled-back transaction leaves no gap."""
    counter = session.get(CounterRow, (prefix.value, year), with_for_update=True)
    if counter is None:
        counter = CounterRow(prefix=prefix, year=year, last=0)
    counter.last += 1
    session.add(counter)
    session.flush()
    return f"{prefix.value}-{year}-{counter.last:04d}"
