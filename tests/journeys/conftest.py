"""The real bot over real HTTP in a pretend workspace; each journey has both to itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.driver import Driver
from bot.sandbox.events import Patience
from bot.trial import Trial, trial


@pytest.fixture
async def tried(tmp_path: Path) -> AsyncIterator[Trial]:
    patience = Patience(delays=(0.0, 0.2, 0.5))
    async with trial(data=tmp_path / "data", port=0, patience=patience) as opened:
        yield opened


@pytest.fixture
def slack(tried: Trial) -> Driver:
    return Driver(tried.sandbox, patience=15)
