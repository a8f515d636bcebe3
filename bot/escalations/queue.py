"""The officers' queue: which cases are shown, and how many end when (pure)."""

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.places import Value


class Shown(StrEnum):
    """Which cases an officer looks at."""

    ALL = "all"
    MINE = "mine"
    UNCLAIMED = "unclaimed"
    SOON = "soon"
    """The last day is within a week."""
    OVERDUE = "overdue"
    WAITING = "waiting"
    """It is the requester's turn."""
    BREACHES = "breaches"
    QUESTIONS = "questions"
    CLOSED = "closed"
    """Closed ones, the latest first."""


SOON: Final = timedelta(days=7)
WEEKS_AHEAD: Final = 4


class Span(Value):
    """How many open cases have their last day between two days, the first included."""

    begins: date | None
    """None: however long ago, that is overdue."""
    ends: date | None
    """None: however far off."""
    cases: int


def ahead(last_days: Mapping[date, int], today: date) -> tuple[Span, ...]:
    """Return the coming last days: overdue, this week from today on, the next weeks, later.

    `last_days` has the number of open cases for each last day.
    """
    monday = today - timedelta(days=today.weekday())
    weeks = [monday + timedelta(weeks=number) for number in range(1, WEEKS_AHEAD + 1)]
    edges: list[date | None] = [None, today, *weeks, None]
    return tuple(
        Span(begins=begins, ends=ends, cases=_between(last_days, begins, ends))
        for begins, ends in itertools.pairwise(edges)
    )


def _between(last_days: Mapping[date, int], begins: date | None, ends: date | None) -> int:
    return sum(
        cases
        for day, cases in last_days.items()
        if (begins is None or day >= begins) and (ends is None or day < ends)
    )
