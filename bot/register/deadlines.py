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

from bot.places import Nation
from bot.register.clocks import Clock
from bot.register.rights import RULES, Period
from bot.register.stops import can_be_stopped, other_reading, stops
from bot.register.working import Alternative, Deadline, Reason
from bot.register.working_days import (
    PUBLISHED_UNTIL,
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
    stopped = stops(clock, start, period_ends) if can_be_stopped(clock) else ()
    last = stopped[-1].on if stopped else period_ends
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
            *stopped,
            *_working_day(last, due, clock.nation),
        ),
        alternatives=other_reading(clock, start, period_ends) if stopped else (),
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
