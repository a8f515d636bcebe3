"""The workspace's time can be moved forward, by a test or by the page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.sandbox.clock import Clock, wednesday_morning
from bot.sandbox.driver import Driver, NotPossible
from bot.sandbox.server import Sandbox


def test_a_clock_runs_on_from_where_it_was_moved_and_tells_who_watches() -> None:
    real, told = [1_000.0], list[float]()
    clock = Clock(lambda: real[0])
    clock.watchers.append(lambda: told.append(clock()))

    clock.move(50.0)
    real[0] += 1.0

    assert clock() == 1_051.0
    assert told == [1_050.0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-12-27T08:09", "2026-12-30T09:30"),
        ("2026-12-30T09:30", "2027-01-06T09:30"),
        ("2026-12-30T09:29", "2026-12-30T09:30"),
        ("2026-07-01T08:00", "2026-07-01T09:30"),
    ],
)
def test_a_long_step_ends_on_a_wednesday_morning_when_an_office_is_open(
    before: str, after: str
) -> None:
    london = ZoneInfo("Europe/London")
    at = datetime.fromisoformat(before).replace(tzinfo=london).timestamp()

    morning = wednesday_morning(at, london)

    assert f"{datetime.fromtimestamp(morning, london):%Y-%m-%dT%H:%M}" == after


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf"), 1e9])
def test_time_never_runs_back_nor_leaps_out_of_sight(seconds: float) -> None:
    clock = Clock(lambda: 1_000.0)

    with pytest.raises(NotPossible):
        clock.move(seconds)

    assert clock() == 1_000.0


async def test_what_is_written_after_a_move_bears_the_moved_time(slack: Driver) -> None:
    before = slack.now
    first = await slack.says("Priya", "hello", to="#ask-privacy")

    slack.lets_pass(timedelta(days=3))
    second = await slack.says("Priya", "hello again", to="#ask-privacy")

    passed = float(second.message.ts) - float(first.message.ts)
    assert timedelta(days=3) <= timedelta(seconds=passed) < timedelta(days=3, minutes=1)
    assert slack.now - before >= timedelta(days=3)


async def test_the_page_moves_the_clock_and_is_told_what_time_it_is_then(sandbox: Sandbox) -> None:
    before = sandbox.workspace.clock()

    async with aiohttp.ClientSession(sandbox.address) as page:
        async with page.post("/page/clock", json={"seconds": 86_400}) as answer:
            now = (await answer.json())["now"]
        async with page.post("/page/clock", json={"seconds": -5}) as answer:
            refused = await answer.json()
        async with page.post("/page/clock", json={"seconds": "a while"}) as answer:
            not_understood = answer.status

    assert 86_400 <= now - before < 86_460
    assert "forward" in refused["problem"]
    assert not_understood == 400


async def test_the_page_lets_time_pass_until_a_working_morning(sandbox: Sandbox) -> None:
    before = sandbox.workspace.clock()
    whoever = min(sandbox.workspace.people)
    asked = {"seconds": 31 * 86_400, "morning": True, "person": whoever}

    async with (
        aiohttp.ClientSession(sandbox.address) as page,
        page.post("/page/clock", json=asked) as answer,
    ):
        now = (await answer.json())["now"]

    there = datetime.fromtimestamp(now, ZoneInfo("Europe/London"))
    assert f"{there:%A %H:%M}" == "Wednesday 09:30"
    assert timedelta(days=31) < timedelta(seconds=now - before) <= timedelta(days=38, minutes=1)
