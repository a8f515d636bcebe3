"""Taking up: what was kept is understood, channel by channel, and goes to whom it concerns."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from sqlmodel import Session

from bot import arrivals
from bot.arrivals import Arrival
from bot.desk import aside
from bot.lanes import Kind, Lanes, Waiting
from bot.places import ChannelId
from bot.slack import payloads
from bot.slack.audience import SlackDoesNotSay
from bot.slack.door import Door
from bot.slack.listeners import editing, hearing, home, sharing
from bot.unusable import DatabaseUnusable

log = structlog.get_logger()

_AT_ONCE: Final = 16


def arrivals_worker(door: Door) -> Lanes[Arrival]:
    """Return the lanes in which what has come in is taken up, channel by channel."""

    async def waiting(busy: frozenset[str], most: int) -> Waiting[Arrival]:
        if not door.introduced or door.wire.token_gone:
            return Waiting((), timedelta(seconds=1))
        now = door.clock()

        def look(session: Session) -> Waiting[Arrival]:
            due = arrivals.due(session, now=now, busy=busy, most=most)
            later = arrivals.next_due_at(session, after=now)
            return Waiting(due, None if later is None else later - now)

        return await door.database.alongside(look)

    lanes = Lanes(waiting=waiting, do=partial(_take_up, door), at_once=_AT_ONCE)
    door.database.when(arrivals.HEARD, lanes.wake)
    return lanes


def arrivals_as_jobs(door: Door) -> Kind[Arrival]:
    """Return how a cluster takes up what has come in."""

    async def take_up(arrival: Arrival) -> None:
        if door.introduced:
            await _take_up(door, arrival)
        else:
            await asyncio.sleep(1)

    def overdue(session: Session, before: datetime) -> list[tuple[str, str]]:
        return [(it.lane, it.key) for it in arrivals.due(session, now=before)]

    return Kind(
        name="take_up",
        sign=arrivals.HEARD,
        first=arrivals.first_in_lane_of,
        overdue=overdue,
        do=take_up,
    )


async def _take_up(door: Door, arrival: Arrival) -> None:
    try:
        await _understand(door, arrival)
    except SlackDoesNotSay as unknown:
        reason = str(unknown.__cause__ or unknown)  # Slack's own error, which names nobody
        log.warning("event waits for Slack to say whose it is", arrival=arrival.key, reason=reason)
        await _let_wait(door, arrival, aside.not_said_by_whom)
    except DatabaseUnusable:
        raise  # no fault of the event's: it waits as it is
    except Exception:  # a boundary: one event that we cannot take must not stop the others
        log.exception("event not understood", arrival=arrival.key, incident=arrival.key)
        await _let_wait(door, arrival, aside.not_understood)


async def _let_wait(door: Door, arrival: Arrival, operation: Callable[..., None]) -> None:
    await door.database.in_transaction(
        partial(
            operation,
            desk=door.desk,
            arrival=arrival,
            words=payloads.words_of(arrival.payload),
            now=door.clock(),
        )
    )


async def _understand(door: Door, arrival: Arrival) -> None:
    event: dict[str, Any] = json.loads(arrival.payload)
    mark_done = partial(arrivals.done, key=arrival.key)
    is_done = False
    match (event.get("type"), event.get("subtype")):
        case "message", _ if (gone := payloads.deletion(event)) is not None:
            await editing.deleted(door, gone)
        case "message", "message_changed":
            await editing.edited(door, event)
        case (("message" | "app_mention"), _):
            is_done = await hearing.heard(door, event, mark_done=mark_done)
        case kind, None if kind in sharing.CHANGES:
            await sharing.changed(door, event)
        case "app_uninstalled" | "tokens_revoked", _:
            await door.look_at_token()
        case "app_home_opened", _ if event.get("tab") == "messages":
            await door.agent.suggest(ChannelId(str(event.get("channel") or "")))
        case "app_home_opened", _:
            await home.opened(door, event)
        case _:
            log.info("event without effect", type=event.get("type"))
    if not is_done:
        await door.database.alongside(mark_done)
