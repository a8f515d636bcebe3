"""Ingress: what Slack tells us is kept before Slack is answered, and understood afterwards.

Talk that is not for us, which is most of what is written in channels, is not kept at all.
"""

import json
import re
from functools import partial
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot import arrivals
from bot.slack import payloads
from bot.slack.door import Door
from bot.slack.keepable import as_kept
from bot.slack.listeners import hearing, sharing

EVENTS: Final = sharing.CHANGES | {
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message",
    "tokens_revoked",
}
"""What is kept until it is acted on; the manifest subscribes to just these."""

_KEPT = re.compile(f"^({'|'.join(sorted(EVENTS))})$")


def keep_events(app: AsyncApp, door: Door) -> None:
    """Keep every event that may be for us; `taking_up` acts on it."""

    @app.event(_KEPT)
    async def keep_event(body: dict[str, Any]) -> None:
        event = body["event"]
        if door.introduced and hearing.passes_us_by(event, door.ours):
            return
        await door.database.alongside(
            partial(
                arrivals.keep,
                key=f"event:{body['event_id']}",
                lane=payloads.lane_of(event),
                payload=json.dumps(as_kept(event)),
                now=door.clock(),
            )
        )
