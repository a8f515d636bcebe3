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
        await opened.helpdesk.rounds.settled()  # what it looks for at its start it has found
        yield opened


@pytest.fixture
async def careful_trial(tmp_path: Path) -> AsyncIterator[Trial]:
    """Open one at a desk where refusals and erasures wait for a second pair of eyes."""
    patience = Patience(delays=(0.0, 0.2, 0.5))
    data = tmp_path / "careful"
    async with trial(data=data, port=0, patience=patience, second_eyes=True) as opened:
        yield opened


@pytest.fixture
def careful(careful_trial: Trial) -> Driver:
    return Driver(careful_trial.sandbox, patience=15)


@pytest.fixture
def slack(tried: Trial) -> Driver:
    return Driver(tried.sandbox, patience=15)
