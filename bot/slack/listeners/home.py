"""The Home tab: what I can do, and my requests with their dates."""

from functools import partial
from typing import Any

import structlog

from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.register import store as requests
from bot.slack.blocks.home import home
from bot.slack.door import Door

log = structlog.get_logger()


async def opened(door: Door, event: dict[str, Any]) -> None:
    """Draw the Home tab for who opened it; drawn anew at each opening, so nothing is owed."""
    if event.get("tab", "home") != "home" or not event.get("user"):
        return
    writer = await door.writer(str(event["user"]), None)
    mine = await door.database.in_transaction(partial(requests.of_requester, person=writer.person))
    try:
        await door.wire.call("views.publish", {"user_id": writer.person.user, "view": home(mine)})
    except (NotSent, OutcomeUnknown) as failure:
        log.info("home tab not drawn", reason=failure.reason)
