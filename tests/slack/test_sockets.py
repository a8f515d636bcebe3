"""Socket Mode by itself, at a websocket of our own: what is heard, whatever becomes of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import DM, Driver
from bot.sandbox.events import Patience as SlacksPatience
from bot.sandbox.example import example_workspace
from bot.sandbox.faults import DropsBefore, FailsBefore, RateLimited
from bot.sandbox.menus import Command, Offers
from bot.sandbox.server import Sandbox, Terms
from bot.slack.sockets import Patience, Socket

LONG = 60.0
"""Seconds after which a test gives up."""
HASTY = Patience(
    between_tries=timedelta(milliseconds=20),
    for_the_old=timedelta(seconds=LONG),
    at_the_end=timedelta(seconds=LONG),
)


class App:
    """Hears what people say; what is to be held it does not finish before it may."""

    def __init__(self, *, holds: str = "", fails: int = 0) -> None:
        self.heard: list[str] = []
        self.keys: list[str] = []
        self.may_go_on = asyncio.Event()
        self._holds, self._fails = holds, fails

    def bolt(self, client: AsyncWebClient) -> AsyncApp:
        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-test")

        app = AsyncApp(
            client=client,
            signing_secret="-",
            authorize=authorize,
            process_before_response=True,
            ignoring_self_events_enabled=False,
        )
        app.event("message")(self._told)
        app.command("/ask")(self._asked)
        return app

    async def _told(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        self.keys.append(body["event_id"])
        if event["text"] == self._holds:
            await self.may_go_on.wait()
        if self._fails:
            self._fails -= 1
            raise RuntimeError
        self.heard.append(event["text"])

    async def _asked(self, ack: AsyncAck) -> None:
        await ack("an answer")


@asynccontextmanager
async def pretend_slack(*, answer_within: float) -> AsyncIterator[Driver]:
    patience = SlacksPatience(answer_within=answer_within, delays=(0.05,) * 400)
    offers = Offers(commands=(Command("/ask", "Ask a question", "[question]"),))
    workspace = example_workspace(company="Next Connex", app_name="privacy-helpdesk")
    sandbox = Sandbox(workspace, Terms(patience=patience, offers=offers))
    await sandbox.start()
    yield Driver(sandbox, patience=LONG)
    await sandbox.stop()


@pytest.fixture
async def slack() -> AsyncIterator[Driver]:
    """Return a Slack that waits for an answer until the connection ends."""
    async with pretend_slack(answer_within=LONG) as opened:
        yield opened


@asynccontextmanager
async def connected(slack: Driver, app: App, patience: Patience = HASTY) -> AsyncIterator[Socket]:
    terms = slack.sandbox.terms
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=terms.bot_token, base_url=slack.sandbox.api_url, session=session
        )
        socket = Socket(
            app.bolt(client),
            app_token=terms.app_token,
            client=client,
            session=session,
            patience=patience,
        )
        await socket.open()
        yield socket
        await socket.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what Slack's end notes without telling anybody."""
    async with asyncio.timeout(LONG):
        while not condition():  # noqa: ASYNC110 - what is counted is no event
            await asyncio.sleep(0.01)


async def test_what_is_said_is_heard_and_acknowledged(slack: Driver) -> None:
    app = App()

    async with connected(slack, app) as socket:
        assert socket.is_heard()
        said = await slack.says("Priya", "hello", to=DM)
        await slack.sandbox.announcer.settled()

    assert app.heard == ["hello"]
    assert said.deliveries[0].statuses == [200]
    assert not socket.is_heard()


async def test_who_is_told_to_stop_as_soon_as_it_is_connected_leaves_nothing_open(
    slack: Driver,
) -> None:
    async with connected(slack, App()) as socket:
        assert socket.is_heard()  # though nothing has been read from it yet

    assert not socket.is_heard()


async def test_a_command_is_answered_in_the_acknowledgement(slack: Driver) -> None:
    async with connected(slack, App()):
        await slack.commands("Priya", "/ask anything", at="#ask-privacy")

    assert slack.saw("Priya", "an answer")


async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again() -> None:
    app = App(fails=1)

    async with pretend_slack(answer_within=0.5) as slack, connected(slack, app):
        await slack.says("Priya", "hello", to=DM)
        await slack.sandbox.announcer.settled()

    assert set(app.heard) == {"hello"}
    assert len(app.keys) > 1
    assert len(set(app.keys)) == 1


async def test_while_one_connection_is_replaced_the_next_serves_and_the_old_one_ends_its_work(
    slack: Driver,
) -> None:
    app, sockets = App(holds="first"), slack.sandbox.sockets

    async with connected(slack, app):
        first = asyncio.create_task(slack.says("Priya", "first", to=DM))
        await until(lambda: len(app.keys) == 1)
        await sockets.refresh()
        await until(lambda: sockets.number == 2)
        await slack.says("Priya", "second", to=DM)
        await until(lambda: app.heard == ["second"])
        app.may_go_on.set()
        await slack.sandbox.announcer.settled()

    assert app.heard == ["second", "first"]
    assert (await first).deliveries[0].statuses == [200]


async def test_an_old_connection_that_slack_leaves_open_is_closed(slack: Driver) -> None:
    sockets = slack.sandbox.sockets
    hasty = replace(HASTY, for_the_old=timedelta(milliseconds=20))

    async with connected(slack, App(), hasty) as socket:
        await sockets.refresh()
        await until(lambda: sockets.number == 1 and not sockets.has_old)
        await until(socket.is_heard)  # Slack counts a connection a moment before we do


async def test_what_one_connection_did_not_acknowledge_comes_again_through_another(
    slack: Driver,
) -> None:
    held, other = App(holds="hello"), App()

    async with connected(slack, held), connected(slack, other):
        told = asyncio.create_task(slack.says("Priya", "hello", to=DM))
        await until(lambda: len(held.keys) == 1)
        await slack.sandbox.sockets.cut()
        held.may_go_on.set()
        await told
        await slack.sandbox.announcer.settled()

    assert {*held.heard, *other.heard} == {"hello"}
    assert {*held.keys, *other.keys} == set(held.keys[:1])
    assert len([*held.keys, *other.keys]) > 1


async def test_a_connection_through_which_nothing_comes_is_given_up_and_opened_anew(
    slack: Driver,
) -> None:
    app, sockets = App(), slack.sandbox.sockets
    hasty = replace(HASTY, in_silence=timedelta(milliseconds=300))

    async with connected(slack, app, hasty):
        sockets.fall_silent()
        said = await slack.says("Priya", "hello", to=DM)
        await slack.sandbox.announcer.settled()

    assert set(app.heard) == {"hello"}
    assert said.deliveries[0].statuses[-1] == 200


async def test_a_connection_that_is_cut_is_opened_anew(slack: Driver) -> None:
    app, sockets = App(), slack.sandbox.sockets

    async with connected(slack, app):
        await sockets.cut()
        await slack.says("Priya", "hello", to=DM)
        await slack.sandbox.announcer.settled()

        assert app.heard == ["hello"]
        assert sockets.number == 1


async def test_who_is_turned_away_asks_for_another_ticket_and_keeps_one_connection(
    slack: Driver,
) -> None:
    app, sockets = App(), slack.sandbox.sockets
    sockets.refuse(3)

    async with connected(slack, app):
        await slack.says("Priya", "hello", to=DM)
        await slack.sandbox.announcer.settled()

        assert app.heard == ["hello"]
        assert sockets.number == 1
        assert len(slack.sandbox.record.calls_of("apps.connections.open")) == 4


async def test_while_slack_is_not_reached_it_is_tried_again(slack: Driver) -> None:
    app = App()
    slack.breaks("apps.connections.open", FailsBefore(), times=2)
    slack.breaks("apps.connections.open", DropsBefore())

    async with connected(slack, app):
        await slack.says("Priya", "hello", to=DM)
        await slack.sandbox.announcer.settled()

    assert app.heard == ["hello"]


async def test_who_asks_too_often_waits_as_long_as_slack_says(slack: Driver) -> None:
    slack.breaks("apps.connections.open", RateLimited(retry_after=1))

    async with connected(slack, App()) as socket:
        began = monotonic()
        await until(socket.is_heard)

    assert monotonic() - began > 0.5


async def test_what_is_under_way_is_acknowledged_before_the_connection_is_closed(
    slack: Driver,
) -> None:
    app = App(holds="hello")

    async with connected(slack, app):
        told = asyncio.create_task(slack.says("Priya", "hello", to=DM))
        await until(lambda: len(app.keys) == 1)
        asyncio.get_running_loop().call_soon(app.may_go_on.set)

    assert app.heard == ["hello"]
    assert (await told).deliveries[0].statuses == [200]
