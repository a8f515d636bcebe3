"""When the office is open, and since when it was open for so long."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.places import Nation
from bot.register.office import Office

LONDON = ZoneInfo("Europe/London")
OFFICE = Office(nation=Nation.ENG, zone=LONDON)
FOUR = timedelta(hours=4)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "opened", "is_open"),
    [
        (at(1, 8, 59), False, False),
        (at(1, 9), True, True),
        (at(1, 16, 59), True, True),
        (at(1, 17), True, False),
        (at(5, 12), False, False),  # a Saturday
        (at(25, 12), False, False),
        (at(28, 12), False, False),  # substitute day for Boxing Day
    ],
)
def test_it_is_open_on_working_days_in_its_hours(
    now: datetime, opened: object, is_open: object
) -> None:
    assert (OFFICE.has_opened(now), OFFICE.is_open(now)) == (opened, is_open)


def test_its_hours_are_the_companys_own_in_summer_too() -> None:
    assert OFFICE.is_open(datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (at(1, 15), at(1, 11)),
        (at(1, 13), at(1, 9)),
        (at(2, 10), at(1, 14)),
        (at(2, 3), at(1, 13)),  # at night the hours of the day before count
        (at(7, 10), at(4, 14)),  # over a weekend
        (at(29, 11), at(24, 15)),  # over Christmas
    ],
)
def test_four_hours_of_work_reach_back_over_nights_and_days_off(
    now: datetime, since: datetime
) -> None:
    assert OFFICE.since(now, FOUR) == since


@given(st.integers(0, 700 * 24 * 60), st.integers(1, 40))
def test_more_hours_of_work_reach_further_back(minutes: int, hours: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    nearer = OFFICE.since(now, timedelta(hours=hours))
    further = OFFICE.since(now, timedelta(hours=hours + 1))

    assert further <= nearer - timedelta(hours=1)
    assert nearer <= now - timedelta(hours=hours)


def test_an_office_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValidationError, match="must open before it closes"):
        Office(nation=Nation.ENG, zone=LONDON, opens=time(17), closes=time(9))
