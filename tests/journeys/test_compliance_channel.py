"""The compliance channel is private and ours, or escalations wait; nothing leaks."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.sandbox.driver import DM, Driver
from bot.trial import Trial

COMPLIANCE = "#compliance"
WISH = "Please send me a copy of all the personal data you hold about me."


async def ready(tried: Trial) -> tuple[int, dict[str, Any]]:
    url = tried.sandbox.request_url or ""
    async with (
        aiohttp.ClientSession() as session,
        session.get(url.replace("/slack/events", "/readyz")) as answer,
    ):
        return answer.status, await answer.json()


def turn(slack: Driver, **flags: bool) -> None:
    """Change what the compliance channel is."""
    slack.workspace.put_channel(replace(slack.workspace.channel(COMPLIANCE), **flags))  # type: ignore[arg-type]


async def test_all_is_ready_in_a_proper_workspace(tried: Trial) -> None:
    assert await ready(tried) == (200, {"ready": True, "problems": {}})


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"is_private": False}, "not private"),
        ({"is_ext_shared": True}, "shared with another company"),
        ({"is_pending_ext_shared": True}, "shared with another company"),
    ],
)
async def test_escalations_wait_rather_than_leak(
    slack: Driver, tried: Trial, flags: dict[str, bool], said: str
) -> None:
    turn(slack, **flags)

    await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    status, body = await ready(tried)

    assert status == 503
    assert said in body["problems"]["compliance_channel"]
    assert slack.messages(COMPLIANCE, as_person="Jo") == []


async def test_escalations_wait_for_the_bot_to_be_invited(slack: Driver, tried: Trial) -> None:
    channel = slack.workspace.channel(COMPLIANCE)
    bot = slack.workspace.app.bot_user
    slack.workspace.put_channel(replace(channel, members=channel.members - {bot}))

    await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    status, _ = await ready(tried)

    assert status == 503
    assert slack.messages(COMPLIANCE, as_person="Jo") == []
