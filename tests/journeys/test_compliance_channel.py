"""The compliance channel is private and ours, or escalations wait; nothing leaks."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox import upheavals
from bot.sandbox.driver import DM, Driver
from bot.sandbox.server import Sandbox
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


KEPT_BACK = "I keep back new cases"


async def verified(slack: Driver) -> None:
    """Return once the bot has looked who sits in the channel, as it does when it starts."""
    await slack.until(
        lambda: slack.calls("conversations.members") or None, waiting_for="a first look"
    )


async def test_officers_are_told_once_and_everything_follows_when_it_is_mended(
    slack: Driver, tried: Trial
) -> None:
    await verified(slack)
    await slack.shares(COMPLIANCE, with_team="T0ACME0001")
    await slack.sees("Jo", KEPT_BACK, at=DM)
    await slack.sees("Sam", "shared with another company", at=DM)

    await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    for _ in range(3):
        slack.lets_pass(timedelta(hours=1))
        await tried.helpdesk.rounds.settled()
    assert slack.messages(COMPLIANCE, as_person="Jo") == []

    await slack.unshares(COMPLIANCE, with_team="T0ACME0001")

    await slack.sees("Jo", WISH, at=COMPLIANCE)
    told = [it for it in slack.messages(DM, as_person="Jo") if it.mentions(KEPT_BACK)]
    assert len(told) == 1
    assert not slack.saw("Tom", KEPT_BACK)
    assert not slack.saw("Priya", KEPT_BACK)


async def test_a_change_that_slack_did_not_tell_of_is_noticed_within_the_hour(
    slack: Driver, tried: Trial
) -> None:
    await verified(slack)
    turn(slack, is_private=False)
    assert not slack.saw("Jo", KEPT_BACK)

    slack.lets_pass(timedelta(hours=1))
    await tried.helpdesk.rounds.settled()

    await slack.sees("Jo", "not private", at=DM)


async def test_who_sat_there_last_hears_that_the_bot_was_taken_out(slack: Driver) -> None:
    await verified(slack)

    await slack.leaves(slack.workspace.app.bot_user, COMPLIANCE)

    await slack.sees("Jo", "not open to the bot", at=DM)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (upheavals.uninstalls, "account_inactive"),
        (upheavals.revokes_tokens, "token_revoked"),
    ],
)
async def test_once_the_app_is_removed_work_stops_and_what_is_owed_waits(
    slack: Driver,
    tried: Trial,
    how: Callable[[Sandbox], Awaitable[None]],
    reason: str,
) -> None:
    await slack.says("Tom", WISH)
    await slack.sees("Jo", WISH, at=COMPLIANCE)

    await how(slack.sandbox)
    await slack.until(lambda: tried.helpdesk.door.wire.token_gone, waiting_for="it to notice")
    before = len(slack.sandbox.record.calls)
    status, body = await ready(tried)
    await slack.says("Tom", "who do you share data with?")

    assert status == 503
    assert reason in body["problems"]["slack"]
    assert "install it again" in body["problems"]["slack"]
    assert len(slack.sandbox.record.calls) == before

    slack.workspace.app_refused_as = None
    slack.lets_pass(timedelta(minutes=2))
    assert (await ready(tried))[0] == 200
    await slack.sees("Tom", "partners, suppliers", at=DM)
