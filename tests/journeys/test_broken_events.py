"""An event that breaks us each time is neither lost nor in the way of the others."""

import asyncio
import json
from datetime import timedelta
from functools import partial

from bot import arrivals
from bot.desk.aside import SLACK_IS_AWAITED_FOR, TRIES
from bot.sandbox.driver import DM, Driver
from bot.sandbox.faults import Refuses
from bot.trial import Trial


async def tried_so_often(tried: Trial, tries: int) -> None:
    """Wait until the broken event was tried so often."""
    async with asyncio.timeout(15):
        while True:
            waiting = await tried.helpdesk.database.alongside(
                partial(arrivals.first_in_lane_of, key="broken")
            )
            if waiting is None or waiting.attempts >= tries:
                return
            await asyncio.sleep(0.01)


async def wrote(slack: Driver, tried: Trial, **more: object) -> None:
    """Let an event come that names no team: Tom wants his data deleted."""
    dm = slack.workspace.dm(slack.workspace.person("Tom").id).id
    event = {"type": "message", "channel": dm, "channel_type": "im", "user": "U0TOM00001"}
    payload = json.dumps({**event, "ts": "17.000001", "text": "delete my data", **more})
    await tried.helpdesk.database.in_transaction(
        partial(arrivals.keep, key="broken", lane=dm, payload=payload, now=slack.now)
    )


async def test_what_cannot_be_understood_reaches_the_officers_and_the_lane_goes_on(
    slack: Driver, tried: Trial
) -> None:
    await wrote(slack, tried, files=1)
    await slack.says("Tom", "how long do you keep my data?")

    for tries in range(1, TRIES):
        await tried_so_often(tried, tries)
        slack.lets_pass(timedelta(minutes=6))

    told = await slack.sees("Jo", "could not be taken up", at="#compliance")
    assert told.mentions("delete my data")
    await slack.sees("Tom", "as long as we need it", at=DM)


async def test_of_whom_nothing_says_who_they_are_the_officers_are_told_after_a_day(
    slack: Driver, tried: Trial
) -> None:
    slack.breaks("users.info", Refuses("of_no_known_kind"), times=999)
    await wrote(slack, tried)
    await slack.says("Tom", "how long do you keep my data?")
    await tried_so_often(tried, 1)
    slack.lets_pass(timedelta(hours=23))
    await tried_so_often(tried, 2)
    assert not slack.saw("Jo", "could not be taken up")

    slack.lets_pass(SLACK_IS_AWAITED_FOR)

    told = await slack.sees("Jo", "could not be taken up", at="#compliance")
    assert told.mentions("delete my data")
    await slack.sees("Tom", "as long as we need it", at=DM)
