"""What clarification does to a clock: the days from asking to the answer do not count (pure).

DPA 2018 s.54(3C), for access requests only. Whether the day of the answer counts is disputed: the
earlier date is the due date, the later one is shown beside it.
"""

from datetime import date, timedelta

from bot.register.clocks import Clarification, Clock
from bot.register.rights import RULES
from bot.register.working import Alternative, Reason
from bot.register.working_days import ClockImpossible, in_words, next_working_day


class AskedAfterDue(ClockImpossible):
    """A clarification was asked for when time had run out."""

    def __init__(self, asked: date, due: date) -> None:
        super().__init__(
            f"Clarification asked for on {in_words(asked)} cannot stop a clock "
            f"that ran out on {in_words(due)}."
        )


def can_be_stopped(clock: Clock) -> bool:
    """Return whether clarification stops the clock: of access requests alone (fact 6)."""
    return RULES[clock.right].clarification_stops


def stops(clock: Clock, start: date, period_ends: date) -> tuple[Reason, ...]:
    """Return what each clarification does to the last day, the day of the answer counting again.

    Raises `NoHolidayData` and `AskedAfterDue`.
    """
    steps: list[Reason] = []
    stopped: set[date] = set()
    last = period_ends
    for stop in sorted(clock.clarifications, key=lambda each: each.asked):
        ran_out = next_working_day(last, clock.nation)
        if stop.asked > ran_out:
            raise AskedAfterDue(stop.asked, ran_out)
        stopped |= _days_between(stop, start)
        last = period_ends + timedelta(days=len(stopped))
        steps.append(_stop(stop, len(stopped), last))
    return tuple(steps)


def _days_between(stop: Clarification, start: date) -> set[date]:
    """Return the days from asking until the day before the answer, but none before the start."""
    length = (stop.answered - stop.asked).days
    days = (stop.asked + timedelta(days=passed) for passed in range(length))
    return {day for day in days if day >= start}


def _stop(stop: Clarification, days: int, last: date) -> Reason:
    span = f"asked for on {in_words(stop.asked)} and given on {in_words(stop.answered)}"
    what = f"Clarification {span}: days not counted {days}, the period ends on {in_words(last)}"
    return Reason(on=last, what=what, fact=6)


def other_reading(clock: Clock, start: date, period_ends: date) -> tuple[Alternative, ...]:
    """Return the reading of s.54(3C) by its letter: the day of the answer does not count either."""
    answers = {stop.answered for stop in clock.clarifications if stop.answered >= start}
    stopped = answers.union(*(_days_between(stop, start) for stop in clock.clarifications))
    last = period_ends + timedelta(days=len(stopped))
    return (
        Alternative(
            reading="the day on which clarification is given does not count either",
            due=next_working_day(last, clock.nation),
            fact=6,
        ),
    )
