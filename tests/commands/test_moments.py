"""A moment as it is typed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import typer

from bot.commands.moments import moment_in
from tests.commands.typed import helpdesk

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-01", datetime(2026, 12, 1, 9, 0, tzinfo=LONDON)),
        ("2026-12-01T14:30", datetime(2026, 12, 1, 14, 30, tzinfo=LONDON)),
        ("2027-07-01T14:30", datetime(2027, 7, 1, 13, 30, tzinfo=UTC)),
        ("2026-12-01T14:30Z", datetime(2026, 12, 1, 14, 30, tzinfo=UTC)),
        ("+30m", datetime(2026, 11, 25, 10, 0, tzinfo=UTC)),
        ("+4h", datetime(2026, 11, 25, 13, 30, tzinfo=UTC)),
        ("+3d", datetime(2026, 11, 28, 9, 30, tzinfo=UTC)),
        ("+2w", datetime(2026, 12, 9, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_day_a_time_and_a_while_are_understood(typed: str, meant: datetime) -> None:
    assert moment_in(typed, now=NOW, zone=LONDON) == meant


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "3d", "+3y", "2026-02-30", "+-3d", "2199-01-01", "+9999w"]
)
def test_anything_else_is_wrong_use(typed: str) -> None:
    with pytest.raises(typer.BadParameter):
        moment_in(typed, now=NOW, zone=LONDON)


def test_the_sandbox_says_which_moments_it_understands() -> None:
    outcome = helpdesk("sandbox", "--no-browser", "--clock", "soon")

    assert (outcome.code, outcome.out) == (2, "")
    assert "2026-12-01T09:00" in outcome.err
