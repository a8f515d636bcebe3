"""The short torture of every check; `poe torture` is the long one."""

from pathlib import Path

from tests.torture.torture import Plan, torture


async def test_ten_kills_lose_nothing_and_bring_nothing_twice(tmp_path: Path) -> None:
    outcome = await torture(Plan(kills=10, minutes=3), tmp_path)

    counted = outcome.counted
    assert outcome.kills > 0
    assert counted.answered > 0
    assert (counted.lost, counted.duplicated, counted.disordered) == (0, 0, 0)
    assert counted.reminded_after_closing == 0
