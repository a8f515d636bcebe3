"""What was written while Slack could not reach us for longer than it repeats its events.

Theory of operation. Slack repeats an event for some minutes, or for a day where the app has delayed
events, and then drops it. So at every start, and once an hour, what was written since the last look
is read where the bot is: every channel and direct message, page by page, and the threads of a week
in which somebody has replied since. What may concern us is kept like an event; what was heard
already changes nothing, since a message has one key however it came. Edits and deletions are not
seen again.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from sqlmodel import Session

from bot import arrivals
from bot.delivery.retrying import Refused
from bot.slack import payloads
from bot.slack.door import Door
from bot.slack.keepable import as_kept
from bot.slack.listeners.hearing import may_concern_us
from bot.slack.wire import Wire

log = structlog.get_logger()

_OVERLAP: Final = timedelta(hours=2)
"""How wrong our clock may have been when it said until when everything was read."""
_FURTHEST: Final = timedelta(days=7)
_SPOKEN_OF_LATE: Final = timedelta(days=7)
_PAGE: Final = 200
_TYPES: Final = "public_channel,private_channel,im"


@dataclass(frozen=True)
class _Where:
    """A channel that we read, and what kind it is."""

    channel: str
    kind: str


async def catch_up(door: Door, *, now: datetime) -> None:
    """Keep what was written since the last look; raises `NotSent` and `OutcomeUnknown`.

    At the very first look there is nothing to catch up with.
    """
    if not door.introduced:
        return
    last = await door.database.alongside(arrivals.caught_up_until)
    if last is not None:
        since = max(min(last, now) - _OVERLAP, now - _FURTHEST)
        kept = 0
        async for where in _places(door.wire):
            async for event in _written(door, where, since):
                kept += await door.database.in_transaction(partial(_keep, event=event, now=now))
        log.info("caught up", since=since.isoformat(), kept=kept)
    await door.database.in_transaction(partial(arrivals.catch_up_until, until=now))


def _keep(session: Session, *, event: dict[str, Any], now: datetime) -> bool:
    """Keep one message like an event, unless it was heard already; return whether it was new."""
    place = f"{event['channel']}:{event['ts']}"
    if arrivals.knows(session, key=f"message:{place}"):
        return False
    return arrivals.keep(
        session,
        key=f"caught:{place}",
        lane=payloads.lane_of(event),
        payload=json.dumps(as_kept(event)),
        now=now,
    )


async def _places(wire: Wire) -> AsyncIterator[_Where]:
    asked = {"types": _TYPES, "exclude_archived": "true", "limit": _PAGE}
    async for channel in _pages(wire, "users.conversations", asked, "channels"):
        if channel.get("is_im"):
            yield _Where(str(channel["id"]), "im")
        elif channel.get("is_member", True):
            yield _Where(str(channel["id"]), "group" if channel.get("is_private") else "channel")


async def _written(door: Door, where: _Where, since: datetime) -> AsyncIterator[dict[str, Any]]:
    """Return what people wrote there since then that may concern us, oldest first."""
    written, begun = _ts(since), _ts(since - _SPOKEN_OF_LATE)
    try:
        history = await _all(door.wire, "conversations.history", where, oldest=begun)
        for parent in history:
            if str(parent.get("latest_reply") or "") > written:
                history = history + await _all(
                    door.wire, "conversations.replies", where, oldest=written, ts=parent["ts"]
                )
    except Refused as refused:  # a thread that was deleted, a channel that we left meanwhile
        log.info("not read", channel=where.channel, reason=refused.reason)
        return
    # a thread is read with its first message, however old that is
    history = [message for message in history if str(message["ts"]) > written]
    for event in _events(history, where):
        message = payloads.message(event, door.ours)
        if message is not None and may_concern_us(message):
            yield event


def _ts(at: datetime) -> str:
    """Return the moment as Slack writes it; such texts can be compared until 2286."""
    return f"{at.timestamp():.6f}"


async def _all(
    wire: Wire, method: str, where: _Where, *, oldest: str, **named: str
) -> list[Mapping[str, Any]]:
    asked = {"channel": where.channel, "oldest": oldest, "limit": _PAGE, **named}
    return [it async for it in _pages(wire, method, asked, "messages")]


def _events(history: list[Mapping[str, Any]], where: _Where) -> Iterator[dict[str, Any]]:
    by_ts = {str(message["ts"]): message for message in history}
    for _, message in sorted(by_ts.items()):
        place = {"channel": where.channel, "channel_type": where.kind}
        yield {**message, **place, "type": "message"}


async def _pages(
    wire: Wire, method: str, asked: Mapping[str, Any], name: str
) -> AsyncIterator[Mapping[str, Any]]:
    cursor = ""
    while True:
        page = await wire.call(method, {**asked, **({"cursor": cursor} if cursor else {})})
        for one in page.get(name, []):
            yield one
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
