"""What was written while Slack could not reach us for longer than it repeats its events.

Theory of operation. Slack repeats an event for some minutes, or for a day where the app has delayed
events, and then drops it. So at every start, and once an hour, what was written since the last look
is read where the bot is: every channel and direct message, page by page, and the threads of a week
in which somebody has replied since; after an outage also the threads of open cases, however old
they are and however long it was. What may concern us is kept like an event; what was heard
already changes nothing, since a message has one key however it came. Edits and deletions are not
seen again.

Slack answers some fifty such questions a minute. So how far each channel and each thread was read
is remembered: where Slack only asks us to wait, the next look comes in a moment, passes over what
was read just now, and goes on from there. A further page is waited for, since there is no going on
in the middle. A place that cannot be read at all stops no other; the next looks try it from where
it was read last. What no look will read is told to the officers (`desk/missed.py`).
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from sqlmodel import Session

from bot import arrivals
from bot.arrivals import EVERYWHERE
from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.desk import missed
from bot.places import ChannelId, Thread
from bot.slack import payloads
from bot.slack.door import Door
from bot.slack.keepable import as_kept
from bot.slack.listeners.hearing import may_concern_us
from bot.slack.paging import pages
from bot.slack.wire import Wire

log = structlog.get_logger()

_OVERLAP: Final = timedelta(hours=2)
"""How wrong our clock may have been when it said until when everything was read."""
_FURTHEST: Final = timedelta(days=7)
_JUST_NOW: Final = timedelta(minutes=30)
"""Within that, a look that had to wait for Slack passes over what it has read."""
_SPOKEN_OF_LATE: Final = timedelta(days=7)
_OUTAGE: Final = timedelta(hours=3)
"""Looks are an hour apart; where it was so long, the officers are told what was not read."""
_DELETED: Final = "thread_not_found"
_PAGE: Final = 200
_TYPES: Final = "public_channel,private_channel,im"

Failure = NotSent | OutcomeUnknown


@dataclass(frozen=True)
class _Where:
    """A channel that we read, and what kind it is."""

    channel: str
    kind: str

    def thread(self, ts: object) -> str:
        """Return the name under which is remembered how far a thread was read."""
        return arrivals.thread_in(self.channel, str(ts))


@dataclass
class _Look:
    """One look through every place, and what came of it."""

    door: Door
    before: Mapping[str, datetime]
    now: datetime
    cases: frozenset[Thread] = frozenset()
    """The threads of open cases."""
    read: list[str] = field(default_factory=list)
    """The channels and threads that were read to the end."""
    failed: dict[str, Failure] = field(default_factory=dict)
    """Why a channel was not, or a thread in it."""
    kept: int = 0

    def last(self, *names: str) -> datetime:
        """Return until when this was read: a thread is named before its channel."""
        known = (self.before[name] for name in names if name in self.before)
        return next(known, self.before[EVERYWHERE])

    def since(self, *names: str) -> datetime:
        """Return from when on it is to be read."""
        return max(self._missed_since(*names), self.now - _FURTHEST)

    def since_in_thread(self, where: _Where, ts: str) -> datetime:
        """Return from when on a thread is to be read: of an open case's nothing is too old."""
        names = where.thread(ts), where.channel
        is_a_cases = Thread(channel=ChannelId(where.channel), ts=ts) in self.cases
        return self._missed_since(*names) if is_a_cases else self.since(*names)

    def _missed_since(self, *names: str) -> datetime:
        return min(self.last(*names), self.now) - _OVERLAP

    def was_away(self, *names: str) -> bool:
        """Return whether this was not read for so long that much may have been missed."""
        return self.now - self.last(*names) > _OUTAGE

    def is_read_just_now(self, name: str) -> bool:
        """Return whether a look that had to wait for Slack has read it a moment ago."""
        last = self.last(name)
        return last > self.before[EVERYWHERE] and timedelta(0) <= self.now - last < _JUST_NOW


async def catch_up(door: Door, *, now: datetime, clock_moved: bool = False) -> None:
    """Keep what was written since the last look.

    At the very first look there is nothing to catch up with. `clock_moved` is whether time was made
    to pass at once, so that nobody was away. Raises `NotSent` and `OutcomeUnknown`
    where Slack may well answer in a moment: what was read until then is kept and remembered.
    """
    if not door.introduced:
        return
    before = await door.database.alongside(arrivals.read_until)
    if not before:
        await _remember(door, {EVERYWHERE: now})
        return
    threads_of_cases = partial(missed.threads_of_open_cases, desk=door.desk)
    look = _Look(door, before, now, await door.database.alongside(threads_of_cases))
    for where in await _everywhere(door):
        if not look.is_read_just_now(where.channel):
            await _look_into(look, where)
    log.info("caught up", places=len(look.read), unread=len(look.failed), kept=look.kept)
    in_a_moment = next(filter(_may_pass, look.failed.values()), None)
    if in_a_moment is not None:
        await _remember(door, {**before, **dict.fromkeys(look.read, now)})
        raise in_a_moment
    was_away = look.was_away() and not clock_moved
    await door.database.in_transaction(partial(_settle, look=look, was_away=was_away))


def _may_pass(failure: Failure) -> bool:
    return isinstance(failure, OutcomeUnknown) or failure.retry_after is not None


async def _remember(door: Door, until: Mapping[str, datetime]) -> None:
    await door.database.in_transaction(partial(arrivals.remember_read, until=until))


def _settle(session: Session, *, look: _Look, was_away: bool) -> None:
    """Remember that everything was read but what failed, and tell the officers what was not."""
    now, desk, last = look.now, look.door.desk, look.before[EVERYWHERE]
    until = {it: max(look.last(it), now - _FURTHEST) for it in look.failed}
    arrivals.remember_read(session, {**_threads_read(look), **until, EVERYWHERE: now})
    unread = {it: at for it, at in until.items() if look.before.get(it, now) > last}
    missed.tell_of_places(session, desk=desk, unread=unread, now=now)
    if was_away:
        since = look.since()
        begun = since - _SPOKEN_OF_LATE
        missed.tell_of_outage(session, desk=desk, last=last, since=since, begun=begun, now=now)


def _threads_read(look: _Look) -> dict[str, datetime]:
    """Return how far the threads were read of the channels that could not be read to the end."""
    known = {**look.before, **dict.fromkeys(look.read, look.now)}
    oldest = look.now - _FURTHEST
    return {
        it: at for it, at in known.items() if arrivals.channel_of(it) in look.failed and at > oldest
    }


async def _look_into(look: _Look, where: _Where) -> None:
    """Keep what was written in a channel and its threads, and note whether all could be read."""
    since = look.since(where.channel)
    begun = _ts(since - _SPOKEN_OF_LATE)
    try:
        history = await _all(look.door.wire, "conversations.history", where, oldest=begun)
    except (NotSent, OutcomeUnknown) as failure:
        look.failed[where.channel] = failure
        log.warning("not read", channel=where.channel, reason=failure.reason)
        return
    await _keep_all(look, history, where, since)
    for ts in (*_spoken_in(look, history, where), *_of_cases(look, where, before=begun)):
        await _look_into_thread(look, where, ts)
    if where.channel not in look.failed:
        look.read.append(where.channel)


def _spoken_in(look: _Look, history: Iterable[Mapping[str, Any]], where: _Where) -> list[str]:
    """Return the threads with replies that were not read, those first that were not for longest."""

    def last(ts: str) -> datetime:
        return look.last(where.thread(ts), where.channel)

    spoken = {str(it["ts"]): str(it.get("latest_reply") or "") for it in history}
    unread = (
        ts
        for ts, latest in spoken.items()
        if latest > _ts(look.since_in_thread(where, ts))
        and not look.is_read_just_now(where.thread(ts))
    )
    return sorted(unread, key=last)


def _of_cases(look: _Look, where: _Where, *, before: str) -> list[str]:
    """Return the threads of open cases that began before then and were not read for too long."""
    there = (it.ts for it in look.cases if it.channel == where.channel and it.ts < before)
    return sorted(ts for ts in there if look.was_away(where.thread(ts), where.channel))


async def _look_into_thread(look: _Look, where: _Where, ts: str) -> None:
    name, since = where.thread(ts), look.since_in_thread(where, ts)
    oldest = _ts(since)
    try:
        thread = await _all(look.door.wire, "conversations.replies", where, oldest=oldest, ts=ts)
    except (NotSent, OutcomeUnknown) as failure:
        if failure.reason != _DELETED:
            look.failed[where.channel] = failure
            log.warning("thread not read", thread=name, reason=failure.reason)
        return
    await _keep_all(look, thread, where, since)
    look.read.append(name)


async def _keep_all(
    look: _Look, messages: list[Mapping[str, Any]], where: _Where, since: datetime
) -> None:
    """Keep what people wrote since then that may concern us."""
    database = look.door.database
    for event in _events(look.door, messages, where, _ts(since)):
        keep = partial(_keep, event=event, now=look.now)
        look.kept += await database.in_transaction(keep)


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
    async for team in pages(door.wire, "auth.teams.list", {"limit": _PAGE}, "teams"):
        yield {"team_id": str(team["id"])}


async def _places(wire: Wire, workspace: Mapping[str, str]) -> AsyncIterator[_Where]:
    asked = {"types": _TYPES, "exclude_archived": "true", "limit": _PAGE, **workspace}
    async for channel in pages(wire, "users.conversations", asked, "channels"):
        if channel.get("is_im"):
            yield _Where(str(channel["id"]), "im")
        elif channel.get("is_member", True):
            yield _Where(str(channel["id"]), "group" if channel.get("is_private") else "channel")


def _ts(at: datetime) -> str:
    """Return the moment as Slack writes it; such texts can be compared until 2286."""
    return f"{at.timestamp():.6f}"


async def _all(
    wire: Wire, method: str, where: _Where, *, oldest: str, **named: str
) -> list[Mapping[str, Any]]:
    asked = {"channel": where.channel, "oldest": oldest, "limit": _PAGE, **named}
    return [it async for it in pages(wire, method, asked, "messages")]


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
