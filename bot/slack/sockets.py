"""Socket Mode: Slack is heard through a connection that we open, and anew whenever it ends.

Theory of operation. Slack ends each connection after some hours, and mostly says so before: then
the next one is opened at once, while the old one is still read and what came through it is still
acknowledged through it. Through a connection that broke without a word nothing comes, not even
answers to our pings: after a while in silence it is given up. Whenever Slack is not reached we try
until it is. What was not acknowledged Slack sends again, through any connection and to any replica;
the key of each event makes that harmless.
"""

import asyncio
import json
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import ACKNOWLEDGED
from bot.slack.shapes import is_as_slack_sends

log = structlog.get_logger()

_DONE: Final = 200
_PING_AND_ANSWER: Final = 1.5
"""aiohttp waits half as long for the answer to a ping as between two pings."""
_NOT_REACHED: Final = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)

Connection = aiohttp.ClientWebSocketResponse


@dataclass(frozen=True)
class Patience:
    """How long we wait."""

    in_silence: timedelta = timedelta(seconds=15)
    """After which a connection is given up: nothing came, not even an answer to a ping."""
    between_tries: timedelta = timedelta(seconds=5)
    for_the_old: timedelta = timedelta(seconds=30)
    """After which a connection that Slack wants replaced is closed by us, if not by Slack."""
    at_the_end: timedelta = timedelta(seconds=3)
    """In which what is under way when we are told to stop may still be acknowledged."""


class Socket:
    """What hears Slack; `open` and `close` once each."""

    def __init__(
        self,
        bolt: AsyncApp,
        *,
        app_token: str,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        patience: Patience = Patience(),
    ) -> None:
        """Connect to nothing yet."""
        self._bolt, self._app_token, self._client = bolt, app_token, client
        self._session, self._patience = session, patience
        self._connections: set[Connection] = set()
        self._hearing: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self._tried, self._stops = asyncio.Event(), False
        self._keeper: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, or go on trying to."""
        self._keeper = asyncio.create_task(self._keep_connected())
        await self._tried.wait()

    def is_heard(self) -> bool:
        """Return whether Slack is heard."""
        return any(not it.closed for it in self._connections)

    async def close(self) -> None:
        """Take nothing more, acknowledge what is under way, and hear nothing more."""
        self._stops = True
        if self._keeper:
            self._keeper.cancel()
        if self._answering:
            await asyncio.wait(self._answering, timeout=self._patience.at_the_end.total_seconds())
        late = [*self._hearing, *self._answering]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for unheard in self._connections:  # opened so lately that nobody had begun to hear it
            await unheard.close()

    async def _keep_connected(self) -> None:
        now = asyncio.get_running_loop().time
        while True:
            not_before = now() + self._patience.between_tries.total_seconds()
            try:
                connection = await self._connect()
            except _NOT_REACHED as fault:
                not_before = max(not_before, now() + _asked_to_wait(fault))
                log.warning("Socket Mode not connected", exception=type(fault).__name__)
                self._tried.set()
            else:
                self._tried.set()
                await self._until_another_is_needed(connection)
            await asyncio.sleep(max(0.0, not_before - now()))

    async def _connect(self) -> Connection:
        answer = await self._client.apps_connections_open(app_token=self._app_token)
        return await self._session.ws_connect(
            str(answer["url"]),
            heartbeat=self._patience.in_silence.total_seconds() / _PING_AND_ANSWER,
            timeout=aiohttp.ClientWSTimeout(ws_close=1),
            proxy=self._client.proxy,
        )

    async def _until_another_is_needed(self, connection: Connection) -> None:
        """Hear a connection to its end, and return once it has ended or Slack wants it replaced."""
        another = asyncio.Event()
        self._connections.add(connection)
        _start(self._hear(connection, another), among=self._hearing)
        await another.wait()

    async def _hear(self, connection: Connection, another: asyncio.Event) -> None:
        now = asyncio.get_running_loop().time
        try:
            async with asyncio.timeout(None) as limit:
                async for frame in connection:
                    said = _said(frame)
                    if said.get("type") == "disconnect":
                        limit.reschedule(now() + self._patience.for_the_old.total_seconds())
                        another.set()
                    elif "envelope_id" in said and not self._stops:
                        _start(self._answer(connection, said), among=self._answering)
        except TimeoutError:
            log.info("Slack left an old connection open")
        finally:
            self._connections.discard(connection)
            another.set()
            await connection.close()

    async def _answer(self, connection: Connection, said: Mapping[str, Any]) -> None:
        """Let Bolt act on an envelope; acknowledge it once that is done, else it comes again."""
        if not is_as_slack_sends(said.get("payload")):
            log.warning("envelope not as Slack sends")
            return
        with ACKNOWLEDGED.time():
            answer = await self._bolt.async_dispatch(
                AsyncBoltRequest(mode="socket_mode", body=said["payload"])
            )
            if answer.status != _DONE:
                return
            with suppress(ConnectionError):
                await connection.send_json({"envelope_id": said["envelope_id"]} | _with(answer))


def _said(frame: aiohttp.WSMessage) -> Mapping[str, Any]:
    """Return what Slack says; nothing where it is no object of JSON."""
    if frame.type is not aiohttp.WSMsgType.TEXT:
        return {}
    with suppress(ValueError, RecursionError):
        said = json.loads(frame.data)
        if isinstance(said, dict):
            return said
    return {}


def _with(answer: BoltResponse) -> dict[str, Any]:
    """Return what goes with the acknowledgement: what a form or a command is answered at once."""
    if not answer.body:
        return {}
    is_json = answer.first_headers().get("content-type", "").startswith("application/json")
    return {"payload": json.loads(answer.body) if is_json else {"text": answer.body}}


def _asked_to_wait(fault: Exception) -> float:
    """Return for how many seconds Slack asks not to be asked again."""
    if not isinstance(fault, SlackApiError):
        return 0.0
    asked = str(fault.response.headers.get("Retry-After", ""))
    return float(asked) if asked.isdecimal() else 0.0


def _start(work: Coroutine[None, None, None], *, among: set[asyncio.Task[None]]) -> None:
    task = asyncio.create_task(work)
    among.add(task)
    task.add_done_callback(among.discard)
