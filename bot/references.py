"""References that people can say on the telephone: RR-2026-0001, QN-2026-0001, BR-2026-0001."""

import re
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, Session, SQLModel

_REFERENCE: Final = re.compile("(RR|QN|BR)-([0-9]{4})-0*([1-9][0-9]{0,8})")


class Prefix(StrEnum):
    """What a reference is of."""

    RIGHTS_REQUEST = "RR"
    QUESTION = "QN"
    BREACH = "BR"


class Reference(BaseModel):
    """What a case is called on the telephone: RR-2026-0001."""

    model_config = ConfigDict(frozen=True)

    prefix: Prefix
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.prefix.value}-{self.year}-{self.number:04d}"


class NotAReference(Exception):
    """This is not how a reference reads."""

    def __init__(self, text: str) -> None:
        super().__init__(f"A reference reads like RR-2026-0001, not like {text[:40]!r}.")


def parse_reference(text: str) -> Reference:
    """Return the parts of a reference, however people write it; raises `NotAReference`."""
    found = _REFERENCE.fullmatch(text.strip().upper())
    if found is None:
        raise NotAReference(text)
    prefix, year, number = found.groups()
    return Reference(prefix=Prefix(prefix), year=int(year), number=int(number))


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
    return str(Reference(prefix=prefix, year=year, number=counter.last))
