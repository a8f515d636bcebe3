"""The golden dates of the law, as a requester and an officer read them in the workspace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.driver import DM, Driver
from bot.sandbox.events import Patience
from bot.trial import trial
from tests.journeys.test_working_a_case import COMPLIANCE, WISH, card_of, choose

LONDON = ZoneInfo("Europe/London")
COMPLAINT = "I want to make a formal complaint about how you handled my personal data"


@asynccontextmanager
async def on_that_day(folder: Path, day: date) -> AsyncIterator[Driver]:
    """Open a workspace where it is ten in the morning of that day."""
    ahead = datetime.combine(day, time(10), LONDON) - datetime.now(UTC)
    patience = Patience(delays=(0.0, 0.2, 0.5))
    async with trial(data=folder / "data", port=0, patience=patience, ahead=ahead) as opened:
        yield Driver(opened.sandbox, patience=15)


@pytest.mark.parametrize(
    ("started", "extended", "due"),
    [
        (date(2026, 9, 3), False, "Monday 5 October 2026"),
        (date(2027, 1, 31), False, "Monday 1 March 2027"),
        (date(2026, 11, 25), False, "Tuesday 29 December 2026"),
        (date(2025, 1, 31), True, "Wednesday 30 April 2025"),
        (date(2027, 11, 30), True, "Tuesday 29 February 2028"),
    ],
    ids=str,
)
async def test_a_request_is_due_when_the_law_says(
    tmp_path: Path, started: date, due: str, *, extended: bool
) -> None:
    async with on_that_day(tmp_path, started) as slack:
        await slack.says("Tom", WISH)
        card = await card_of(slack)
        if extended:
            await choose(slack, "Jo", card, "extend")
            words = {"ground": "complex", "reasons": "There is a lot.", "facts": "Ten systems."}
            await slack.submits("Jo", words)
            await slack.submits("Jo", {})

        await slack.sees("Jo", f"*Due* {due}", at=COMPLIANCE)
        await slack.sees("Tom", due.partition(" ")[2], at=DM)


async def test_a_complaint_is_acknowledged_by_the_stricter_of_two_readings(
    tmp_path: Path,
) -> None:
    async with on_that_day(tmp_path, date(2025, 6, 5)) as slack:
        await slack.says("Tom", COMPLAINT)
        card = await card_of(slack, COMPLAINT)

        await slack.presses("Jo", "Why this date?", on=card)

        why = await slack.modal("Jo")
        assert why.mentions("Fri 4 Jul 2025")
        assert why.mentions("Mon 7 Jul 2025")
