"""Which reminder a case deserves now, if any (pure).

Theory of operation. A reminder has its day on a scale of its kind. Of the days that have passed the
latest counts, and it is given unless that kind's last one was for that day or a later one: so
nothing is given twice, and after an outage only the latest. A deadline's day that is no working day
gives way to the working day before; what is no deadline waits for the next. Reminders are given
on working days, one a case a day, the most pressing; nothing is lost by that, since what was held
back is still the latest of its kind tomorrow, and an overdue reminder names what is awaited.

    the deadline       14, 7, 3, 1 and 0 days before it, then every working day
    marketing          the day by which we aim to stop it, then every working day (fact 11)
    a complaint        every 14 days since its receipt or the last word to the complainant: its
                       receipt is the acknowledgement, progress and outcome are owed (fact 12)
    awaited: identity, clarification, fee, authority
                       7, 14 and 28 days after it was asked for, then every 28: to ask again after
                       a week is helpful, after a month it is decided whether the case can be closed
    a receipt by hand  7, 14 and 28 days after the request came, then every 7
    a possible breach  24, 48, 60, 66, 70 and 72 hours after awareness, then every 24 (fact 13)

The law's hours of a breach run at night and on days off, and so do its reminders. Days that had
passed when the case came to the officers are not made up for: its card has just said it all.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.breaches import breach_ends
from bot.counting import many
from bot.places import Value
from bot.register.deadlines import deadline, earliest
from bot.register.lifecycle import Authority, Clarity, Fee, Identity, ReceiptState, State
from bot.register.progress import Asked
from bot.register.requests import RightsRequest
from bot.register.rights import RULES, Period
from bot.register.working_days import in_words, is_working_day, working_day_before
from knowledge.rights import Right

DAYS_BEFORE: Final = (14, 7, 3, 1, 0)
_CLOSE: Final = 3
"""From so many days on a deadline that nobody stirs for is called out in the channel."""
_AFTER_ASKING: Final = (7, 14, 28)
_PROGRESS_EVERY: Final = 14
BREACH_MARKS: Final = (24, 48, 60, 66, 70, 72)
"""Hours after awareness."""


class About(StrEnum):
    """What a reminder is about, the most pressing first."""

    DEADLINE = "deadline"
    AIM = "aim"
    """Marketing is to have stopped, long before the last day by law (fact 11)."""
    PROGRESS = "progress"
    IDENTITY = "identity"
    CLARIFICATION = "clarification"
    FEE = "fee"
    AUTHORITY = "authority"
    RECEIPT = "receipt"
    """Who asked outside Slack has not been written to yet."""
    UNCLAIMED = "unclaimed"
    """Nobody has claimed the case."""
    EVERYBODY = "everybody"
    """It is overdue and with nobody, so that all who are there were called."""


class Given(Value):
    """The last reminder of its kind that a case had."""

    about: About
    meant_for: date
    """Its day on the scale."""
    given_on: date
    version: int
    """How the request stood: whether anything was done since."""


class Deserved(Value):
    """A reminder to give now."""

    about: About
    meant_for: date
    text: str
    aloud: bool
    """Whether the channel hears it too, and not only the case's thread."""


class Hour(Value):
    """A reminder of a possible breach."""

    mark: int
    """So many hours after awareness: its place on the scale."""
    text: str


def deserved(
    request: RightsRequest,
    *,
    today: date,
    opened: date,
    owned: bool,
    told_on: date | None,
    given: Sequence[Given],
) -> Deserved | None:
    """Return the reminder that a request deserves today.

    `opened` is the day on which the officers had its card, `told_on` that of the last word to a
    complainant. Raises `ClockImpossible`.
    """
    if not request.is_open or not is_working_day(today, request.nation):
        return None
    if any(before.given_on >= today for before in given):
        return None
    last = {before.about: before for before in given}
    for one in _possible(request, today, told_on):
        before = last.get(one.about)
        if one.meant_for <= (before.meant_for if before else opened):
            continue
        ignored = before is not None and before.version == request.version
        pressing = one.aloud or (ignored and _is_close(request, one, today))
        return one.model_copy(update={"aloud": pressing or not owned})
    return None


def of_breach(*, aware_at: datetime, now: datetime) -> Hour | None:
    """Return the latest reminder of an open possible breach; `aware_at` is in the company's time.

    Nothing is judged: whether it is reported is for people.
    """
    passed = int((now - aware_at) / timedelta(hours=1))
    mark = _latest(passed, BREACH_MARKS, then=24)
    if mark is None:
        return None
    ends = breach_ends(aware_at, aware_at.tzinfo)
    until = f"{in_words(ends.date())}, {ends:%H:%M}"
    if now < ends:
        said = f"{_hours_left(int((ends - now) / timedelta(hours=1)))}: they end on {until}."
    else:
        said = f"The 72 hours ended on {until}, and the case is still open."
    return Hour(mark=mark, text=f"{said} Whether it is reported is for the compliance team.")


def _possible(request: RightsRequest, today: date, told_on: date | None) -> Iterator[Deserved]:
    """Return the latest of each kind, the most pressing first."""
    for kind in (_of_deadline, _of_aim, _of_complaint, _of_what_is_awaited, _of_receipt):
        yield from kind(request, today, told_on)


def _of_deadline(request: RightsRequest, today: date, _told: date | None) -> Iterator[Deserved]:
    due = _due(request)
    if due is None:
        return
    left = (due - today).days
    if left < 0:
        days = today
    else:
        before = (working_day_before(due - timedelta(n), request.nation) for n in DAYS_BEFORE)
        passed = [day for day in before if day <= today]
        if not passed:
            return
        days = max(passed)
    said = f"{_left(left)}: the last day {'was' if left < 0 else 'is'} {in_words(due)}."
    waits = (_not_come(state, asked, today) for state, asked in request.awaited.items())
    text = " ".join((said, *waits))
    yield Deserved(about=About.DEADLINE, meant_for=days, text=text, aloud=left < 0)


def _of_aim(request: RightsRequest, today: date, _told: date | None) -> Iterator[Deserved]:
    if Right.MARKETING_OPT_OUT not in request.open_rights:
        return
    aim = deadline(request.clock_of(Right.MARKETING_OPT_OUT)).target
    if today < aim:
        return
    over = today > aim
    text = f"Our own aim to stop marketing {'was' if over else 'is'} {in_words(aim)} (fact 11)."
    yield Deserved(about=About.AIM, meant_for=today, text=text, aloud=over)


def _of_complaint(request: RightsRequest, today: date, told: date | None) -> Iterator[Deserved]:
    if Right.COMPLAINT not in request.open_rights:
        return
    since = max(request.received, told or request.received)
    passed = (today - since).days
    mark = passed - passed % _PROGRESS_EVERY
    if not mark:
        return
    what = "the last word to the complainant" if told else "the complaint"
    last_day = deadline(request.clock_of(Right.COMPLAINT)).due
    over = request.progress.acknowledged is None and last_day < today
    ended = f" The 30 days ended on {in_words(last_day)}." if over else ""
    yield Deserved(
        about=About.PROGRESS,
        meant_for=since + timedelta(days=mark),
        text=f"{many(passed, 'day')} since {what}, on {in_words(since)}: tell of progress, or of "
        f"the outcome (fact 12).{ended}",
        aloud=over,
    )


def _of_what_is_awaited(
    request: RightsRequest, today: date, _told: date | None
) -> Iterator[Deserved]:
    for state, asked in request.awaited.items():
        passed = (today - asked.on).days
        mark = _latest(passed, _AFTER_ASKING, then=_AFTER_ASKING[-1])
        if mark is None:
            continue
        advice = (
            "Ask again, or record it if it has come."
            if passed < _AFTER_ASKING[-1]
            else "Ask a last time, or decide whether the case can be closed without it."
        )
        yield Deserved(
            about=_AWAITED[state][0],
            meant_for=asked.on + timedelta(days=mark),
            text=f"{_not_come(state, asked, today)} {advice}",
            aloud=False,
        )


_AWAITED: Final[dict[State, tuple[About, str]]] = {
    Identity.ASKED: (About.IDENTITY, "The identity information"),
    Clarity.ASKED: (About.CLARIFICATION, "The clarification"),
    Fee.ASKED: (About.FEE, "The fee"),
    Authority.AWAITED: (About.AUTHORITY, "The authority of who asks for the person"),
}


def _not_come(state: State, asked: Asked, today: date) -> str:
    _, what = _AWAITED[state]
    ago = many((today - asked.on).days, "day")
    since = "has been awaited since" if state is Authority.AWAITED else "was asked for on"
    return f"{what} has not come; it {since} {in_words(asked.on)}, {ago} ago."


def _of_receipt(request: RightsRequest, today: date, _told: date | None) -> Iterator[Deserved]:
    if request.progress.acknowledgement is not ReceiptState.OWED:
        return
    passed = (today - request.received).days
    mark = _latest(passed, _AFTER_ASKING, then=_AFTER_ASKING[0])
    if mark is not None:
        yield Deserved(
            about=About.RECEIPT,
            meant_for=request.received + timedelta(days=mark),
            text="The receipt is still to be sent by hand, "
            f"{many(passed, 'day')} after the request came.",
            aloud=False,
        )


def _due(request: RightsRequest) -> date | None:
    """Return the last day to respond, while that clock runs; a complaint's is not one of these."""
    of_months = (right for right in request.open_rights if RULES[right].period is Period.MONTH)
    months = [right for right in of_months if not request.stands_still(right)]
    if not months:
        return None
    if len(months) == len(request.open_rights):
        return request.due
    return earliest(request.clock_of(right) for right in months).due


def _is_close(request: RightsRequest, one: Deserved, today: date) -> bool:
    due = request.due
    return one.about is not About.DEADLINE or (due is not None and (due - today).days <= _CLOSE)


def _latest(passed: int, marks: Sequence[int], *, then: int) -> int | None:
    """Return the last mark that has passed; beyond the last one, each that `then` divides."""
    if passed >= marks[-1]:
        return passed - passed % then
    return max((mark for mark in marks if mark <= passed), default=None)


def _left(days: int) -> str:
    if days < 0:
        return f"Overdue by {many(-days, 'day')}"
    return _AT_LAST.get(days, f"Due in {days} days")


_AT_LAST: Final = {0: "Due today", 1: "Due tomorrow"}


def _hours_left(hours: int) -> str:
    if hours > 1:
        return f"{hours} of the 72 hours are left"
    return f"{'1' if hours else 'Less than one'} of the 72 hours is left"
