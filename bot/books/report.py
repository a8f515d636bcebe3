"""The monthly report: volume, time taken, extensions, refusals, what is open (pure).

Fact 15: report volume, share in time, delays, complaints. It is made of what the register keeps of
a request when its names and words are long erased, so that no month is changed by that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Final

from bot.places import Value
from bot.register.lifecycle import Status, Step
from bot.register.progress import GROUNDS, Ground, Outcome
from bot.register.requests import RightsRequest
from bot.register.rights import RULES
from bot.register.timeliness import days_taken, in_time
from bot.register.working_days import months_after
from knowledge.rights import Right

MONTHS_BACK: Final = 12
"""So many months are compared, the reported one included."""


class Month(Value):
    """A calendar month, as far as it is past."""

    first: date
    last: date
    """Its last day, or today in the month that is not over."""
    over: bool

    @property
    def name(self) -> str:
        """Return what it is called, and how far it goes when it is not over."""
        until = "" if self.over else f", up to {self.last:%-d %B}"
        return f"{self.first:%B %Y}{until}"

    def has(self, day: date | None) -> bool:
        """Return whether the day is in it."""
        return day is not None and self.first <= day <= self.last


class MonthStillToCome(Exception):
    """There is nothing to report of a month that has not begun."""

    def __init__(self, first: date) -> None:
        super().__init__(f"{first:%B %Y} is still to come.")


class Flow(Value):
    """How many requests came in, and how many were closed, in the month that begins then."""

    first: date
    received: int
    closed: int


class Beside(Value):
    """What happened beside the rights requests."""

    breaches: int
    questions: int
    """Passed on to the officers."""
    gaps: int | None
    """Questions to which the answer was wanting; None where they are no longer kept."""


class Report(Value):
    """What one month was like."""

    month: Month
    received: int
    by_right: tuple[tuple[Right, int], ...]
    """The most frequent first; a request with two rights counts for each."""
    answered: int
    """Requests that were brought to an end with an answer."""
    in_time: int
    median_days: float | None
    withdrawn: int
    only_asking: int
    extended: int
    refused: tuple[tuple[str, int], ...]
    """Rights that were refused, by ground."""
    complaints_received: int
    complaints_decided: int
    open: int
    """At the end of the month."""
    overdue: int
    beside: Beside
    flow: tuple[Flow, ...]
    """Oldest first; the last one is this month."""

    @property
    def share(self) -> int | None:
        """Return how many of a hundred answers were in time, rounded down; None without any."""
        return self.in_time * 100 // self.answered if self.answered else None


def month_of(first: date, today: date) -> Month:
    """Return the month that begins on this day; raises `MonthStillToCome`."""
    if first > today:
        raise MonthStillToCome(first)
    last = months_after(first, 1) - timedelta(days=1)
    return Month(first=first, last=min(last, today), over=last < today)


def report(
    requests: Iterable[RightsRequest],
    month: Month,
    *,
    beside: Beside,
    received: Mapping[date, int],
    closed: Mapping[date, int],
) -> Report:
    """Return the report; `received` and `closed` are how many were so on which day.

    Requests that have nothing to do with the month change nothing, nor do those that were added to
    an earlier one: they are counted with it.
    """
    counts: Counter[str] = Counter()
    rights: Counter[Right] = Counter()
    grounds: Counter[str] = Counter()
    days: list[int] = []
    for request in requests:
        if request.status is Status.LINKED:
            continue
        counts.update(_counted(request, month))
        rights.update(request.rights if month.has(request.received) else ())
        grounds.update(_grounds(request, month))
        taken = days_taken(request) if month.has(request.closed_on) else None
        days += [] if taken is None else [taken]
    return Report(
        month=month,
        by_right=tuple(sorted(rights.items(), key=lambda it: (-it[1], list(Right).index(it[0])))),
        median_days=median(days) if days else None,
        refused=tuple(sorted(grounds.items())),
        beside=beside,
        flow=_flow(month, received, closed),
        **{name: counts[name] for name in _COUNTED},
    )


_COUNTED: Final = (
    *("received", "answered", "in_time", "withdrawn", "only_asking", "extended"),
    *("complaints_received", "complaints_decided", "open", "overdue"),
)


def _counted(request: RightsRequest, month: Month) -> Iterator[str]:
    """Return as what a request counts in the month."""
    if month.has(request.received):
        yield "received"
        if Right.COMPLAINT in request.rights:
            yield "complaints_received"
    if month.has(request.progress.extended_on):
        yield "extended"
    decided = request.progress.outcomes.get(Right.COMPLAINT)
    if decided and month.has(decided.on):
        yield "complaints_decided"
    if month.has(request.closed_on):
        yield from _ended(request)
    if request.received <= month.last and not _closed_by(request, month.last):
        yield "open"
        runs = not (request.is_stopped or request.thirty_days_met)
        if request.due is not None and request.due < month.last and runs:
            yield "overdue"


def _ended(request: RightsRequest) -> Iterator[str]:
    timely = in_time(request)
    if timely is not None:
        yield "answered"
        yield from ("in_time",) * timely
    elif request.status in {Status.WITHDRAWN, Status.ONLY_ASKING}:
        yield request.status.value


def _closed_by(request: RightsRequest, day: date) -> bool:
    return request.closed_on is not None and request.closed_on <= day


def _grounds(request: RightsRequest, month: Month) -> Iterator[str]:
    for outcome in request.progress.outcomes.values():
        if outcome.step is Step.REFUSE and month.has(outcome.on):
            yield _ground(outcome)


def _ground(outcome: Outcome) -> str:
    return GROUNDS[outcome.ground] if isinstance(outcome.ground, Ground) else "no ground recorded"


def _flow(
    month: Month, received: Mapping[date, int], closed: Mapping[date, int]
) -> tuple[Flow, ...]:
    firsts = [months_after(month.first, back) for back in range(1 - MONTHS_BACK, 1)]
    return tuple(
        Flow(first=first, received=_within(received, first), closed=_within(closed, first))
        for first in firsts
    )


def _within(days: Mapping[date, int], first: date) -> int:
    following = months_after(first, 1)
    return sum(count for day, count in days.items() if first <= day < following)


def title(report: Report) -> str:
    """Return what the report is called."""
    return f"Rights requests in {report.month.name}"


def lines(report: Report) -> tuple[str, ...]:
    """Return the report in words, a sentence a line."""
    return tuple(line for line in _lines(report) if line)


def _lines(report: Report) -> Iterator[str]:
    yield f"Received: {report.received}{_listed(report.by_right)}."
    yield _answers(report)
    if report.withdrawn or report.only_asking:
        yield f"Withdrawn: {report.withdrawn}; only asking: {report.only_asking}."
    yield f"Extended: {report.extended}."
    refused = sum(count for _, count in report.refused)
    grounds = ", ".join(f"{ground}: {count}" for ground, count in report.refused)
    yield f"Refused: {refused}{f' ({grounds})' if grounds else ''}."
    received, decided = report.complaints_received, report.complaints_decided
    yield f"Complaints: {received} received, {decided} decided."
    when = "at the end of the month" if report.month.over else "now"
    yield f"Open {when}: {report.open}, of which overdue: {report.overdue}."
    yield from _beside(report.beside)


def _answers(report: Report) -> str:
    if report.share is None or report.median_days is None:
        return "Answered: 0."
    return (
        f"Answered: {report.answered}, in time: {report.in_time} ({report.share}%); "
        f"half of them {_in_days(report.median_days)}."
    )


def _in_days(days: float) -> str:
    if not days:
        return "on the day they came"
    return "within 1 day" if days == 1 else f"within {days:g} days"


def _listed(by_right: Iterable[tuple[Right, int]]) -> str:
    said = ", ".join(f"{RULES[right].name} {count}" for right, count in by_right)
    return f" ({said})" if said else ""


def _beside(beside: Beside) -> Iterator[str]:
    yield f"Possible breaches: {beside.breaches}. Questions passed on: {beside.questions}."
    if beside.gaps is not None:
        yield (
            f"Questions the notice did not answer, or not well: {beside.gaps}, of those from "
            "the last 30 days, which is how long questions are kept."
        )
