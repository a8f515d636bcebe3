"""The agent view, where it is switched on: what to ask first, and how a conversation stands."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.driver import DM, Driver
from bot.sandbox.events import Patience
from bot.sandbox.faults import Refuses
from bot.slack.agent import PROMPTS
from bot.trial import Trial, trial
from tests.journeys.test_not_done import without

STATUS = "agents.sessions.setStatus"
KEEP = "we will only keep the information for as long as we need it"
WISH = "Please send me a copy of all the personal data you hold about me."


@pytest.fixture
async def tried(tmp_path: Path) -> AsyncIterator[Trial]:
    patience = Patience(delays=(0.0, 0.2, 0.5))
    async with trial(data=tmp_path, port=0, patience=patience, agent_view=True) as opened:
        yield opened


@pytest.fixture
def slack(tried: Trial) -> Driver:
    return Driver(tried.sandbox, patience=15)


async def standings(slack: Driver, count: int) -> list[str]:
    """Return how the conversation stood, once that was told so many times."""

    def told() -> list[str] | None:
        found = [str(call.arguments["status"]) for call in slack.calls(STATUS)]
        return found if len(found) >= count else None

    return await slack.until(told)


async def test_a_question_is_worked_on_and_then_open_again(slack: Driver) -> None:
    await slack.says("Priya", "how long do you keep my data?")
    await slack.sees("Priya", KEEP, at=DM)

    assert await standings(slack, 2) == ["processing", "active"]


async def test_what_broke_off_is_not_worked_on_until_it_is_tried_again(
    slack: Driver, tried: Trial
) -> None:
    async with without(tried, "questions"):
        await slack.says("Priya", "how long do you keep my data?")
        assert (await standings(slack, 2))[:2] == ["processing", "active"]

    await slack.sees("Priya", KEEP, at=DM)
    assert (await standings(slack, 4))[-1] == "active"


async def test_a_request_is_suspended_while_the_team_has_it_and_closed_at_its_end(
    slack: Driver,
) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    assert await standings(slack, 2) == ["processing", "suspended"]

    await slack.presses("Tom", "I was only asking", on=receipt)

    assert (await standings(slack, 3))[-1] == "closed"


async def test_a_question_handed_to_the_team_is_suspended(slack: Driver) -> None:
    await slack.says("Tom", "is my data encrypted at rest?")
    answer = await slack.sees("Tom", "The notice does not say", at=DM)

    await slack.presses("Tom", "Ask the compliance team", on=answer)

    assert (await standings(slack, 3))[-1] == "suspended"


async def test_nothing_is_shown_of_a_channel(slack: Driver) -> None:
    said = await slack.says(
        "Priya", "@privacy-helpdesk how long do you keep it?", to="#ask-privacy"
    )
    await slack.sees("Priya", KEEP, at="#ask-privacy", thread=said)

    assert slack.calls(STATUS) == []


async def test_an_answer_comes_also_where_the_agent_view_fails(slack: Driver) -> None:
    slack.breaks(STATUS, Refuses("missing_scope"), times=2)

    await slack.says("Priya", "how long do you keep my data?")

    await slack.sees("Priya", KEEP, at=DM)


def test_the_suggested_questions_are_those_of_the_manifest() -> None:
    manifest = Path("manifest.yml").read_text(encoding="utf-8")

    for title, message in PROMPTS:
        assert f"title: {title}" in manifest
        assert f"message: {message}" in manifest
