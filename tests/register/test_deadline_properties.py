from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.places import Nation
from bot.register.clocks import Clarification, Clock
from bot.register.deadlines import deadline
from bot.register.rights import RULES, Period
from bot.register.working_days import months_after, next_working_day
from knowledge.rights import Right
from tests.register.builders import a_clock

LONGEST_BREAK = timedelta(days=5)
MONTHLY = [right for right in Right if RULES[right].period is Period.MONTH]

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
delays = st.integers(0, 60).map(lambda count: timedelta(days=count))
nations = st.sampled_from(Nation)
monthly = st.sampled_from(MONTHLY)


def clarified(asked: date, answered: date) -> Clarification:
    return Clarification(asked=asked, answered=answered)


@st.composite
def month_clocks(draw: st.DrawFn) -> Clock:
    received = draw(days)
    return a_clock(
        received,
        *draw(st.lists(clarifications_after(received), max_size=2)),
        right=draw(monthly),
        nation=draw(nations),
        identity=draw(st.none() | delays.map(lambda delay: received + delay)),
        fee=draw(st.none() | delays.map(lambda delay: received + delay)),
        extended=draw(st.booleans()),
    )


def clarifications_after(received: date) -> st.SearchStrategy[Clarification]:
    """Asked within the first 28 days, while any clock still runs."""
    asked = st.integers(0, 28).map(lambda count: received + timedelta(days=count))
    return st.builds(lambda on, wait: clarified(on, on + wait), asked, delays)


@given(asked_of=month_clocks())
def test_a_month_clock_ends_on_a_working_day(asked_of: Clock) -> None:
    found = deadline(asked_of)

    assert next_working_day(found.due, asked_of.nation) == found.due


@given(asked_of=month_clocks())
def test_what_is_shown_belongs_together(asked_of: Clock) -> None:
    found = deadline(asked_of)

    assert asked_of.received <= found.start <= found.target <= found.due
    assert all(other.due >= found.due for other in found.alternatives)
    assert found.due in {step.on for step in found.working}


@given(received=days, right=monthly, nation=nations, extended=st.booleans())
def test_a_month_clock_is_exact_but_for_the_days_off(
    received: date, right: Right, nation: Nation, *, extended: bool
) -> None:
    found = deadline(a_clock(received, right=right, nation=nation, extended=extended))

    exact = months_after(received, 3 if extended else 1)
    assert timedelta(0) <= found.due - exact <= LONGEST_BREAK


@given(
    pair=st.tuples(days, days).map(sorted),
    right=st.sampled_from(Right),
    nation=nations,
)
def test_a_later_receipt_is_never_due_earlier(
    pair: list[date], right: Right, nation: Nation
) -> None:
    earlier, later = (deadline(a_clock(day, right=right, nation=nation)) for day in pair)

    assert earlier.due <= later.due
    assert earlier.target <= later.target


@given(asked_of=month_clocks())
def test_an_extension_is_never_due_before_the_first_month(asked_of: Clock) -> None:
    plain, extended = (
        deadline(asked_of.model_copy(update={"extended": choice})) for choice in (False, True)
    )

    assert plain.due < extended.due


@given(asked_of=month_clocks(), longer=delays)
def test_more_stopped_days_are_never_due_earlier(asked_of: Clock, longer: timedelta) -> None:
    assume(asked_of.clarifications)
    *others, last = asked_of.clarifications
    prolonged = (*others, clarified(last.asked, last.answered + longer))

    found = deadline(asked_of.model_copy(update={"clarifications": prolonged}))

    assert deadline(asked_of).due <= found.due


@given(asked_of=month_clocks())
def test_clarification_never_makes_a_response_due_earlier(asked_of: Clock) -> None:
    unstopped = asked_of.model_copy(update={"clarifications": ()})

    assert deadline(unstopped).due <= deadline(asked_of).due


@given(received=days, nation=nations)
def test_both_readings_of_a_complaint_are_at_most_a_break_apart(
    received: date, nation: Nation
) -> None:
    found = deadline(a_clock(received, right=Right.COMPLAINT, nation=nation))

    (other,) = found.alternatives
    assert found.due == received + timedelta(days=29)
    assert timedelta(days=1) <= other.due - found.due <= timedelta(days=1) + LONGEST_BREAK
