"""How many requests were brought to an end in time (pure)."""

from collections.abc import Iterable
from datetime import date

from bot.places import Value
from bot.register.working_days import months_after


class Ended(Value):
    """Requests that were brought to an end on one day, or in the month that begins with it."""

    on: date
    requests: int
    in_time: int
    """On the last day or before."""

    @property
    def share(self) -> int | None:
        """Return how many of a hundred were in time, rounded down; None where none ended."""
        return self.in_time * 100 // self.requests if self.requests else None


def first_of(today: date, *, months: int) -> date:
    """Return the first day of so many months, this one included."""
    return months_after(today.replace(day=1), 1 - months)


def by_month(days: Iterable[Ended], *, today: date, months: int) -> tuple[Ended, ...]:
    """Return the last months, this one included, oldest first."""
    begins = [months_after(first_of(today, months=months), passed) for passed in range(months)]
    days = tuple(days)
    return tuple(_month(begin, days) for begin in begins)


def _month(begin: date, days: tuple[Ended, ...]) -> Ended:
    within = [day for day in days if begin <= day.on < months_after(begin, 1)]
    return Ended(
        on=begin,
        requests=sum(day.requests for day in within),
        in_time=sum(day.in_time for day in within),
    )
