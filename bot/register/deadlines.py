"""The law's clock: when a response is due, and step by step why.

Theory of operation. A month clock (UK GDPR Art 12A) starts at the relevant time, the latest of
receipt, identity information and fee; runs one calendar month, or three when extended, always from
that start; is moved on by the days on which it was stopped; and a last day that is not a working
day gives way to the next that is. A complaint's clock (DPA 2018 s.164A) counts thirty days. Where
the law is disputed the earlier date is the due date and the later one is shown beside it. Every
step leaves a Reason with the number of the fact that it rests on, in the product's table of law.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, assert_never

from bot.places import Nation, Value
from bot.register.clocks import Clarification, Clock
from bot.register.rights import RULES, Period
from bot.register.working_days import (
    PUBLISHED_UNTIL,
    ClockImpossible,
    days_off_from,
    in_words,
    months_after,
    next_working_day,
    working_day_before,
    working_days_after,
)
from knowledge.rights import Right

_SATURDAY: Final = 5
_SAFE: Final = timedelta(days=28)
_FAST: Final = 2
"""Working days in which marketing is to have stopped. Art 21(3) says at once and names no number:
this is our own aim, and leaves a day for the systems that send."""
_FACT: Final = {Period.MONTH: 4, Period.COMPLAINT: 12}


class AskedAfterDue(ClockImpossible):
    """A clarification was asked for when time had run out."""

    def __init__(self, asked: date, due: date) -> None:
        super().__init__(
            f"Clarification asked for on {in_words(asked)} cannot stop a clock "
            f"that ran out on {in_words(due)}."
        )


class Reason(Value):
    """One step of the working: a date, why it is that date, and the fact that says so."""

    on: date
    what: str
    fact: int

    @property
    def sentence(self) -> str:
        """The step in words, with its fact: "... next working day Mon 5 Oct 2026 (fact 4)"."""
        return f"{self.what} (fact {self.fact})"


class Alternative(Value):
    """The date that another reading of the law gives; never the earlier one."""

    reading: str
    due: date
    fact: int

    @property
    def sentence(self) -> str:
        """The other reading in words, with its fact."""
        return f"Another reading gives {in_words(self.due)}: {self.reading} (fact {self.fact})"


class Deadline(Value):
    """When a response is due, and why."""

    right: Right
    nation: Nation
    start: date
    """The relevant time: the day from which time runs."""
    due: date
    """The last lawful day, by the stricter reading."""
    target: date
    """The working day to aim for: 28 days after the start, or the last one before that."""
    working: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The working and the other readings in words."""
        return (
            *(step.sentence for step in self.working),
            *(other.sentence for other in self.alternatives),
        )


def on_receipt(*, received: date, rights: tuple[Right, ...], nation: Nation) -> Deadline:
    """Return the first deadline of a request that has just come in, naming the later ones.

    Raises `NoHolidayData`.
    """
    return earliest(Clock(received=received, right=right, nation=nation) for right in rights)


def earliest(clocks: Iterable[Clock]) -> Deadline:
    """Return the first deadline of several clocks, at least one, naming the later ones.

    Raises `NoHolidayData` and `AskedAfterDue`.
    """
    first, *others = sorted(map(deadline, clocks), key=lambda each: each.due)
    later = tuple(_due_later(other) for other in others if other.due > first.due)
    return first.model_copy(update={"working": first.working + later})


def deadline(clock: Clock) -> Deadline:
    """Return when a response is due; raises `NoHolidayData` and `AskedAfterDue`."""
    match RULES[clock.right].period:
        case Period.MONTH:
            return _by_the_month(clock)
        case Period.COMPLAINT:
            return _by_thirty_days(clock)
        case period:
            assert_never(period)


def as_json(deadline: Deadline) -> dict[str, object]:
    """Return the deadline as JSON knows it, dates in ISO 8601."""
    return deadline.model_dump(mode="json")


def _by_the_month(clock: Clock) -> Deadline:
    starts = _starts(clock)
    start = starts[-1].on
    period_ends = months_after(start, 3 if clock.extended else 1)
    stops = _stops(clock, start, period_ends) if _can_be_stopped(clock) else ()
    last = stops[-1].on if stops else period_ends
    due = next_working_day(last, clock.nation)
    fast = _fast_lane(clock, start)
    safe = fast[-1].on if fast else start + _SAFE + (last - period_ends)
    target = due if clock.extended else min(working_day_before(safe, clock.nation), due)
    return Deadline(
        right=clock.right,
        nation=clock.nation,
        start=start,
        due=due,
        target=target,
        working=(
            *starts,
            *_without_effect(clock),
            *fast,
            *_period(clock, start, period_ends),
            *stops,
            *_working_day(last, due, clock.nation),
        ),
        alternatives=_answer_days_stopped(clock, start, period_ends) if stops else (),
    )


def _fast_lane(clock: Clock, start: date) -> tuple[Reason, ...]:
    """Return by when marketing is to have stopped; nothing for the other rights."""
    if clock.right is not Right.MARKETING_OPT_OUT:
        return ()
    by = working_days_after(start, _FAST, clock.nation)
    what = f"Our own aim is to stop marketing within {_FAST} working days, by {in_words(by)}"
    return (Reason(on=by, what=what, fact=11),)


def _by_thirty_days(clock: Clock) -> Deadline:
    """Count from the day of receipt as the statute does; the ICO counts from the day after."""
    received = clock.received
    strict, by_ico = received + timedelta(days=29), received + timedelta(days=30)
    return Deadline(
        right=clock.right,
        nation=clock.nation,
        start=received,
        due=strict,
        target=working_day_before(strict, clock.nation),
        working=(
            Reason(on=received, what=f"Received on {in_words(received)}", fact=12),
            *_without_effect(clock),
            *_thirty_days(strict, clock.nation),
        ),
        alternatives=(
            Alternative(
                reading="the ICO counts from the day after receipt, to a working day",
                due=next_working_day(by_ico, clock.nation),
                fact=12,
            ),
        ),
    )


def _thirty_days(strict: date, nation: Nation) -> Iterator[Reason]:
    counted = f"30 days that begin with the day of receipt end on {in_words(strict)}"
    yield Reason(on=strict, what=counted, fact=12)
    if days_off_from(strict, nation):
        unmoved = f"{in_words(strict)} is not a working day, but the strict reading keeps to it"
        yield Reason(on=strict, what=unmoved, fact=12)


def _starts(clock: Clock) -> tuple[Reason, ...]:
    """Return what time starts from, step by step; the last of them is the relevant time."""
    received = in_words(clock.received)
    what = f"Received on {received}: time runs from the day itself, working day or not"
    steps = [Reason(on=clock.received, what=what, fact=4)]
    for condition, on in _conditions(clock):
        if on > steps[-1].on:
            what = f"{condition} on {in_words(on)}: time runs from then instead"
            steps.append(Reason(on=on, what=what, fact=3))
    return tuple(steps)


def _conditions(clock: Clock) -> Iterator[tuple[str, date]]:
    if clock.identity_received and RULES[clock.right].identity_evidence:
        yield "The identity information came", clock.identity_received
    if clock.fee_paid:
        yield "The fee was paid", clock.fee_paid


def _without_effect(clock: Clock) -> Iterator[Reason]:
    rule = RULES[clock.right]
    if clock.identity_received and not rule.identity_evidence:
        yield _unmoved(clock, f"Identity information is not needed for {rule.name}", 7)
    if clock.fee_paid and rule.period is Period.COMPLAINT:
        yield _unmoved(clock, "A complaint's 30 days run from its receipt, whatever is paid", 12)
    if clock.clarifications and not rule.clarification_stops:
        yield _unmoved(clock, "Clarification stops the clock for access requests only", 6)


def _unmoved(clock: Clock, why: str, fact: int) -> Reason:
    return Reason(on=clock.received, what=f"{why}, so the date does not move", fact=fact)


def _period(clock: Clock, start: date, ends: date) -> Iterator[Reason]:
    no_such_day = ", that month's last day" if ends.day != start.day else ""
    if not clock.extended:
        what = f"One month from {in_words(start)} ends on {in_words(ends)}{no_such_day}"
        yield Reason(on=ends, what=what, fact=4)
        return
    what = f"Extended: three months from {in_words(start)} end on {in_words(ends)}{no_such_day}"
    yield Reason(on=ends, what=what, fact=5)
    tell_by = months_after(start, 1)
    told = f"The requester is told of the extension, with reasons, by {in_words(tell_by)}"
    yield Reason(on=tell_by, what=told, fact=5)


def _can_be_stopped(clock: Clock) -> bool:
    return RULES[clock.right].clarification_stops


def _stops(clock: Clock, start: date, period_ends: date) -> tuple[Reason, ...]:
    """Return what each clarification does to the last day, the day of the answer counting again."""
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


def _answer_days_stopped(clock: Clock, start: date, period_ends: date) -> tuple[Alternative, ...]:
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


def _working_day(last: date, due: date, nation: Nation) -> Iterator[Reason]:
    if due != last:
        off = "; ".join(
            _day_off(last + timedelta(days=passed), why)
            for passed, why in enumerate(days_off_from(last, nation))
        )
        what = f"{in_words(last)} is not a working day ({off}); next working day {in_words(due)}"
        yield Reason(on=due, what=what, fact=4)
    if due.year > PUBLISHED_UNTIL:
        what = f"The public holidays of {due.year} are worked out by rule and may yet change"
        yield Reason(on=due, what=what, fact=20)


def _day_off(day: date, why: str) -> str:
    """Return a day before the reason why it is off; of a plain weekend its name says enough."""
    named, weekday = f"{day:%a} {day.day} {day:%b}", f"{day:%A}"
    if why == weekday:
        return named
    return f"{named}: {weekday} and {why}" if day.weekday() >= _SATURDAY else f"{named}: {why}"


def _due_later(other: Deadline) -> Reason:
    rule = RULES[other.right]
    what = f"For {rule.name} the last day is {in_words(other.due)}"
    return Reason(on=other.due, what=what, fact=_FACT[rule.period])
