from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.breaches import breach_ends

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("known", "ends"),
    [
        ("2026-11-25T09:30", "2026-11-28T09:30"),
        ("2026-03-27T09:30", "2026-03-30T10:30"),
        ("2026-10-23T09:30", "2026-10-26T08:30"),
    ],
)
def test_seventy_two_hours_pass_whatever_the_clocks_do(known: str, ends: str) -> None:
    at = datetime.fromisoformat(known).replace(tzinfo=LONDON)

    assert f"{breach_ends(at, LONDON):%Y-%m-%dT%H:%M}" == ends


def test_the_end_is_told_in_the_zone_that_is_asked_for() -> None:
    ends = breach_ends(datetime(2026, 7, 1, 9, 30, tzinfo=UTC), LONDON)

    assert (ends.hour, ends.tzinfo) == (10, LONDON)
