"""What was written while Slack could not reach us for longer than it repeats its events.

Theory of operation. Slack repeats an event for some minutes, or for a day where the app has delayed
events, and then drops it. So at every start, and once an hour, what was written since the last look
is read where the bot is: every channel and direct message, page by page, and the threads of a week
in which somebody has replied since. What may concern us is kept like an event; what was heard
already changes nothing, since a message has one key however it came. Edits and deletions are not
seen again.

A place that cannot be read stops no other. How far it was read stays as it was, so that the next
look reads it from there; where Slack only asks us to wait, that look comes in a moment, and then
passes over what was read just now.
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
from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.slack import payloads
from bot.slack.door import Door
from bot.slack.keepable import as_kept
from bot.slack.listeners.hearing import may_concern_us
from bot.slack.wire import Wire

log = structlog.get_logger()

_OVERLAP: Final = timedelta(hours=2)
"""How wrong our clock may have been when it said until when everything was read."""
_FURTHEST: Final = timedelta(days=7)
_JUST_NOW: Final = timedelta(minutes=30)
"""Within that, a look that had to wait for Slack passes over what it has read."""
_SPOKEN_OF_LATE: Final = timedelta(days=7)
_DELETED: Final = "thread_not_found"
_PAGE: Final = 200
_TYPES: Final = "public_channel,private_channel,im"


@dataclass(frozen=True)
class _Where:
    """A channel that we read, and what kind it is."""

    channel: str
    kind: str


async def catch_up(door: Door, *, now: datetime) -> None:
    """Keep what was written since the last look.

    At the very first look there is nothing to catch up with. Raises `NotSent` and `OutcomeUnknown`
    where Slack may well answer in a moment: what was read until then is kept and remembered.
    """
    if not door.introduced:
        return
    before = await door.database.alongside(arrivals.read_until)
    if not before:
        await _remember(door, {arrivals.EVERYWHERE: now})
        return
    read, failed = await _look(door, before, now)
    in_a_moment = next(filter(_may_pass, failed.values()), None)
    if in_a_moment is not None:
        await _remember(door, before | dict.fromkeys(read, now))
        raise in_a_moment
    unread = {it: max(_last(before, it), now - _FURTHEST) for it in failed}
    await _remember(door, {arrivals.EVERYWHERE: now} | unread)


async def _look(
    door: Door, before: Mapping[str, datetime], now: datetime
) -> tuple[list[str], dict[str, NotSent | OutcomeUnknown]]:
    """Look through every place, and return which were read, and why others were not."""
    read: list[str] = []
    failed: dict[str, NotSent | OutcomeUnknown] = {}
    kept = 0
    for where in await _everywhere(door):
        last = _last(before, where.channel)
        if last > before[arrivals.EVERYWHERE] and timedelta(0) <= now - last < _JUST_NOW:
            continue
        since = max(min(last, now) - _OVERLAP, now - _FURTHEST)
        try:
            async for event in _written(door, where, since):
                kept += await door.database.in_transaction(partial(_keep, event=event, now=now))
        except (NotSent, OutcomeUnknown) as failure:
            failed[where.channel] = failure
            log.warning("not read", channel=where.channel, reason=failure.reason)
        else:
            read.append(where.channel)
    log.info("caught up", places=len(read), unread=len(failed), kept=kept)
    return read, failed


def _last(before: Mapping[str, datetime], channel: str) -> datetime:
    return before.get(channel, before[arrivals.EVERYWHERE])


def _may_pass(failure: NotSent | OutcomeUnknown) -> bool:
    return isinstance(failure, OutcomeUnknown) or failure.retry_after is not None


async def _remember(door: Door, until: Mapping[str, datetime]) -> None:
    await door.database.in_transaction(partial(arrivals.remember_read, until=until))


def _keep(session: Session, *, event: dict[str, Any], now: datetime) -> bool:
    """Keep one message like an event, unless it was heard already; return whether it was new."""
    first = arrivals.first_id(session, channel=event["channel"])
    heard_as = payloads.heard_as(first, event["ts"])
    if arrivals.knows(session, key=heard_as):
        return False
    return arrivals.keep(
        session,
        key=f"caught:{heard_as}",
        lane=payloads.lane_of(event),
        payload=json.dumps(as_kept(event)),
        now=now,
    )


async def _everywhere(door: Door) -> list[_Where]:
    """Return each channel that we are in once, though it stands in several workspaces of ours."""
    found: dict[str, _Where] = {}
    async for workspace in _workspaces(door):
        async for where in _places(door.wire, workspace):
            found[where.channel] = where
    return list(found.values())


async def _workspaces(door: Door) -> AsyncIterator[Mapping[str, str]]:
    """Return how a question names each of our workspaces, which only a token for several must."""
    if not door.ours.org_wide:
        yield {}
        return
    async for team in _pages(door.wire, "auth.teams.list", {"limit": _PAGE}, "teams"):
        yield {"team_id": str(team["id"])}


async def _places(wire: Wire, workspace: Mapping[str, str]) -> AsyncIterator[_Where]:
    asked = {"types": _TYPES, "exclude_archived": "true", "limit": _PAGE, **workspace}
    async for channel in _pages(wire, "users.conversations", asked, "channels"):
        if channel.get("is_im"):
            yield _Where(str(channel["id"]), "im")
        elif channel.get("is_member", True):
            yield _Where(str(channel["id"]), "group" if channel.get("is_private") else "channel")


async def _written(door: Door, where: _Where, since: datetime) -> AsyncIterator[dict[str, Any]]:
    """Return what people wrote there since then that may concern us, oldest first in each thread.

    Raises `NotSent` and `OutcomeUnknown` after all that could be read.
    """
    written, begun = _ts(since), _ts(since - _SPOKEN_OF_LATE)
    history = await _all(door.wire, "conversations.history", where, oldest=begun)
    for event in _events(door, history, where, written):
        yield event
    failed: NotSent | OutcomeUnknown | None = None
    for parent in history:
        if str(parent.get("latest_reply") or "") <= written:
            continue
        try:
            thread = await _all(
                door.wire, "conversations.replies", where, oldest=written, ts=parent["ts"]
            )
        except (NotSent, OutcomeUnknown) as failure:
            failed = failed if failure.reason == _DELETED else failure
            continue
        for event in _events(door, thread, where, written):
            yield event
    if failed is not None:
        raise failed


def _ts(at: datetime) -> str:
    """Return the moment as Slack writes it; such texts can be compared until 2286."""
    return f"{at.timestamp():.6f}"


async def _all(
    wire: Wire, method: str, where: _Where, *, oldest: str, **named: str
) -> list[Mapping[str, Any]]:
    asked = {"channel": where.channel, "oldest": oldest, "limit": _PAGE, **named}
    return [it async for it in _pages(wire, method, asked, "messages")]


def _events(
    door: Door, messages: list[Mapping[str, Any]], where: _Where, written: str
) -> Iterator[dict[str, Any]]:
    """Return the messages as events, oldest first; a thread comes with its first, however old."""
    new = [it for it in messages if str(it["ts"]) > written]
    for message in sorted(new, key=lambda it: str(it["ts"])):
        event = {**message, "channel": where.channel, "channel_type": where.kind, "type": "message"}
        heard = payloads.message(event, door.ours)
        if heard is not None and may_concern_us(heard):
            yield event


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
