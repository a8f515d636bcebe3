"""Verifying: the compliance channel is looked at when we start, when it changes, and hourly."""

from functools import partial

import structlog

from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.desk import compliance
from bot.places import PersonId
from bot.slack.audience import SlackDoesNotSay
from bot.slack.door import Door

log = structlog.get_logger()


async def verify(door: Door) -> None:
    """Look at the channel; while Slack says nothing of it, nothing of it is known."""
    channel = door.desk.compliance
    door.sender.distrust(channel)
    try:
        problem = await door.sender.compliance_problem(channel)
    except (NotSent, OutcomeUnknown) as failure:
        log.warning("compliance channel not verified", reason=failure.reason)
        return
    if problem:
        log.error("compliance channel not fit, escalations wait", problem=problem)
    officers = await _officers(door)
    now = door.clock()
    await door.database.in_transaction(
        partial(compliance.found, channel=channel, problem=problem, officers=officers, now=now)
    )


async def _officers(door: Door) -> tuple[PersonId, ...]:
    """Return who of ours sits in the channel now; nobody where that cannot be asked."""
    try:
        return tuple(one.person for one in await door.officers())
    except SlackDoesNotSay:
        return ()
