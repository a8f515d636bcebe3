from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import Nation
from bot.register.working_days import (
    NoHolidayData,
    days_off_from,
    in_words,
    months_after,
    next_working_day,
)

LONGEST_BREAK = timedelta(days=5)
"""Scotland, 31 December 1999 to 4 January 2000; elsewhere four days."""

days = st.dates(date(1978, 1, 1), date(2099, 11, 30))
nations = st.sampled_from(Nation)
months = st.integers(0, 36)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 3), 1, date(2026, 10, 3)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
    ],
)
def test_months_lead_to_the_same_day_or_the_last(start: date, count: int, end: date) -> None:
    assert months_after(start, count) == end


@given(start=days, count=months)
def test_the_month_count_is_exact(start: date, count: int) -> None:
    end = months_after(start, count)

    assert (end.year - start.year) * 12 + end.month - start.month == count


@given(start=days, count=months)
def test_the_day_is_the_same_or_the_months_last(start: date, count: int) -> None:
    end = months_after(start, count)

    is_last = (end + timedelta(days=1)).day == 1
    assert end.day == start.day or (end.day < start.day and is_last)


@pytest.mark.parametrize(
    ("day", "nation", "working_day"),
    [
        (date(2026, 10, 2), Nation.ENG, date(2026, 10, 2)),
        (date(2026, 10, 3), Nation.ENG, date(2026, 10, 5)),
        (date(2026, 12, 25), Nation.ENG, date(2026, 12, 29)),
        (date(2026, 12, 31), Nation.ENG, date(2026, 12, 31)),
        (date(2027, 1, 1), Nation.ENG, date(2027, 1, 4)),
        (date(2027, 1, 1), Nation.SCT, date(2027, 1, 5)),
        (date(2026, 1, 2), Nation.ENG, date(2026, 1, 2)),
        (date(2026, 1, 2), Nation.NIR, date(2026, 1, 2)),
        (date(2026, 1, 2), Nation.SCT, date(2026, 1, 5)),
        (date(2026, 11, 30), Nation.SCT, date(2026, 12, 1)),
        (date(2026, 11, 30), Nation.ENG, date(2026, 11, 30)),
        (date(2026, 11, 30), Nation.NIR, date(2026, 11, 30)),
        (date(2027, 7, 12), Nation.NIR, date(2027, 7, 13)),
        (date(2027, 7, 12), Nation.ENG, date(2027, 7, 12)),
        (date(2027, 7, 12), Nation.SCT, date(2027, 7, 12)),
        (date(2026, 4, 6), Nation.SCT, date(2026, 4, 6)),
        (date(2026, 4, 6), Nation.WLS, date(2026, 4, 7)),
    ],
)
def test_each_nation_keeps_its_own_holidays(day: date, nation: Nation, working_day: date) -> None:
    assert next_working_day(day, nation) == working_day


@given(day=days)
def test_wales_keeps_the_holidays_of_england(day: date) -> None:
    assert next_working_day(day, Nation.WLS) == next_working_day(day, Nation.ENG)


@given(day=days, nation=nations)
def test_the_next_working_day_is_one(day: date, nation: Nation) -> None:
    assert not days_off_from(next_working_day(day, nation), nation)


@given(day=days, nation=nations)
def test_no_break_is_longer_than_five_days(day: date, nation: Nation) -> None:
    assert timedelta(0) <= next_working_day(day, nation) - day <= LONGEST_BREAK


@given(pair=st.tuples(days, days).map(sorted), nation=nations)
def test_a_later_day_never_has_an_earlier_working_day(pair: list[date], nation: Nation) -> None:
    assert all(
        next_working_day(earlier, nation) <= next_working_day(later, nation)
        for earlier, later in pairwise(pair)
    )


def test_each_day_off_has_its_reason() -> None:
    reasons = days_off_from(date(2026, 12, 25), Nation.ENG)

    assert reasons == ("Christmas Day", "Boxing Day", "Sunday", "substitute day for Boxing Day")


def test_two_holidays_on_a_day_are_both_named() -> None:
    reasons = days_off_from(date(2034, 1, 2), Nation.SCT)

    assert reasons[0] == "New Year Holiday and substitute day for New Year's Day"


@pytest.mark.parametrize("day", [date(2101, 1, 3), date(1871, 12, 29)])
def test_a_year_without_holiday_data_gives_no_date(day: date) -> None:
    with pytest.raises(NoHolidayData) as refusal:
        next_working_day(day, Nation.ENG)

    assert str(refusal.value) == (
        f"No date can be worked out for {day.year}: "
        "public holidays are known from 1872 to 2100 only."
    )


@pytest.mark.parametrize("day", [date(2100, 12, 30), date(1872, 1, 2)])
def test_the_first_and_the_last_year_with_holiday_data_count(day: date) -> None:
    assert next_working_day(day, Nation.ENG) == day


def test_a_date_reads_as_people_write_it() -> None:
    assert in_words(date(2026, 10, 3)) == "Sat 3 Oct 2026"
