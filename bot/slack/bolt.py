"""The Bolt app: listeners, the catch-all, the error boundary, and the taking up of arrivals."""

import asyncio
import json
import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot import arrivals
from bot.arrivals import Arrival
from bot.lanes import Kind, Lanes, Waiting
from bot.places import ChannelId
from bot.slack import payloads
from bot.slack.audience import SlackDoesNotSay
from bot.slack.door import Door
from bot.slack.gate import keep_gate, say_no
from bot.slack.listeners import (
    asking,
    documents,
    escalating,
    home,
    looking,
    requesting,
    sharing,
    stepping,
)
from bot.slack.payloads import NotAsSent

log = structlog.get_logger()

CONVERSATIONS = (asking, requesting, escalating, stepping, home, looking, documents, sharing)
"""Those that hear buttons, forms, shortcuts and commands; each name stands at the gate."""

_AT_ONCE = 16


def bolt_app(door: Door, *, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """Return the app with all our listeners.

    It answers 2xx only after a listener has ended, that is after its commit; what a listener
    raises becomes a 500, and Slack delivers an event again.
    """

    async def authorize(**_facts: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=client.token)

    app = AsyncApp(
        client=client,
        signing_secret=signing_secret,
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=False,  # payloads.message knows ourselves and other bots
        raise_error_for_unhandled_request=False,
    )
    keep_gate(app, door)
    for conversation in CONVERSATIONS:
        conversation.listen(app, door)

    @app.event(re.compile(".*"))
    async def nothing_to_do() -> None:
        """Take what we have no listener for, or Slack would count it as a failure."""

    @app.error
    async def broken(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if isinstance(error, NotAsSent):
            return await say_no(door, body, str(error))
        incident = uuid4().hex[:8]
        log.error("listener broke off", incident=incident, exc_info=True)  # noqa: LOG014 - in Bolt's handler
        return BoltResponse(status=500, body=f"Something went wrong (incident {incident}).")

    return app


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
    postpone = partial(arrivals.postpone, key=arrival.key)
    try:
        await _understand(door, arrival)
    except SlackDoesNotSay:
        log.info("event waits until Slack says who and where", arrival=arrival.key)
        await door.database.in_transaction(partial(postpone, now=door.clock()))
    except Exception:  # a boundary: one event that we cannot take must not stop the others
        log.exception("event not understood", arrival=arrival.key, incident=arrival.key)
        await door.database.in_transaction(partial(postpone, now=door.clock()))


async def _understand(door: Door, arrival: Arrival) -> None:
    event: dict[str, Any] = json.loads(arrival.payload)
    settle = partial(arrivals.done, key=arrival.key)
    settled = False
    match (event.get("type"), event.get("subtype")):
        case "message", _ if (gone := payloads.deletion(event)) is not None:
            await asking.deleted(door, gone)
        case "message", "message_changed":
            await asking.edited(door, event)
        case (("message" | "app_mention"), _):
            settled = await asking.heard(door, event, settle=settle)
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
    if not settled:
        await door.database.in_transaction(settle)
