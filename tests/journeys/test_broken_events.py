"""An event that breaks us each time is neither lost nor in the way of the others."""

import json
from datetime import timedelta
from functools import partial

from bot import arrivals
from bot.desk.aside import SLACK_IS_AWAITED_FOR, TRIES
from bot.sandbox.driver import DM, Driver
from bot.sandbox.faults import FailsBefore, Refuses
from bot.trial import Trial
from tests.journeys.putting_off import was_put_off

NOTHING_AGO = timedelta(0)


async def wrote(slack: Driver, tried: Trial, ago: timedelta = NOTHING_AGO, **more: object) -> None:
    """Let an event have come that names no team: Tom wants his data deleted."""
    dm = slack.workspace.dm(slack.workspace.person("Tom").id).id
    event = {"type": "message", "channel": dm, "channel_type": "im", "user": "U0TOM00001"}
    payload = json.dumps({**event, "ts": "17.000001", "text": "delete my data", **more})
    await tried.helpdesk.database.in_transaction(
        partial(arrivals.keep, key="broken", lane=dm, payload=payload, now=slack.now - ago)
    )


async def test_what_cannot_be_understood_reaches_the_officers_and_the_lane_goes_on(
    slack: Driver, tried: Trial
) -> None:
    await wrote(slack, tried, files=1)
    await slack.says("Tom", "how long do you keep my data?")

    for tries in range(1, TRIES):
        await was_put_off(tried, times=tries)
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
    for tries in range(1, TRIES + 1):
        await was_put_off(tried, times=tries)
        slack.lets_pass(timedelta(minutes=6))
    assert not slack.saw("Jo", "could not be taken up")

    slack.lets_pass(SLACK_IS_AWAITED_FOR)

    told = await slack.sees("Jo", "could not be taken up", at="#compliance")
    assert told.mentions("delete my data")
    slack.sandbox.faults.clear()
    slack.lets_pass(timedelta(minutes=3))
    await slack.sees("Tom", "as long as we need it", at=DM)


async def test_what_came_before_an_outage_of_days_is_not_set_aside_for_one_stumble_of_slack(
    slack: Driver, tried: Trial
) -> None:
    slack.breaks("users.info", FailsBefore())

    await wrote(slack, tried, ago=timedelta(days=2))
    await was_put_off(tried)
    slack.lets_pass(timedelta(minutes=3))

    await slack.sees("Jo", "RR-", at="#compliance")
