"""Socket Mode at Slack's end: websockets that may be refreshed, turned away or silent."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.sandbox.couriers import Again, Reply, Undelivered
from bot.sandbox.record import Delivery
from bot.sandbox.values import Json


@dataclass(eq=False)
class _Connection:
    """One websocket, and the envelopes that went over it and wait for an answer."""

    websocket: web.WebSocketResponse
    is_silent: bool = False
    is_old: bool = False
    """The app was asked to replace it."""
    awaited: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    async def send(self, message: Json) -> None:
        if not self.is_silent:
            await self.websocket.send_json(message)

    async def take(self, frame: aiohttp.WSMessage) -> None:
        """Take what the app says, unless nothing comes through any more."""
        if self.is_silent:
            return
        match frame.type:
            case aiohttp.WSMsgType.PING:
                await self.websocket.pong(frame.data)
            case aiohttp.WSMsgType.TEXT:
                self._acknowledge(frame.data)

    def ends(self) -> None:
        """Let nobody wait for what can no longer be acknowledged."""
        for waited in self.awaited.values():
            if not waited.done():
                waited.set_exception(ConnectionResetError())

    def _acknowledge(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        waited = self.awaited.get(str(answer.get("envelope_id")))
        if waited is not None and not waited.done():
            waited.set_result(answer)


class Sockets:
    """The websockets of Socket Mode; the deliveries go over them in turn."""

    def __init__(self, *, app_id: str, new_id: Callable[[str], str]) -> None:
        self._app_id, self._new_id = app_id, new_id
        self._tickets: set[str] = set()
        self._open: list[_Connection] = []
        self._refuses = 0
        self._turn = 0

    @property
    def are_open(self) -> bool:
        """Whether the app is connected."""
        return bool(self._open)

    @property
    def number(self) -> int:
        """How many connections are open."""
        return len(self._open)

    @property
    def has_old(self) -> bool:
        """Whether one is open that the app was asked to replace."""
        return any(it.is_old for it in self._open)

    def ticket(self) -> str:
        """Return what lets one connection in."""
        ticket = self._new_id("w")
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until the app or the server closes it."""
        ticket = request.query.get("ticket")
        if ticket not in self._tickets:
            return web.Response(status=401, text="Ask apps.connections.open for a ticket.")
        self._tickets.discard(ticket)
        if self._refuses:
            self._refuses -= 1
            return web.Response(status=503, text="Try again later.")
        websocket = web.WebSocketResponse(autoping=False)
        await websocket.prepare(request)
        connection = _Connection(websocket)
        self._open.append(connection)
        try:
            await connection.send(self._hello())
            async for frame in websocket:
                await connection.take(frame)
        finally:
            self._open.remove(connection)
            connection.ends()
        return websocket

    async def carry(self, delivery: Delivery, *, again: Again | None, within: float) -> Reply:
        """Return 200 and the payload of the acknowledgement; raises `Undelivered`.

        Only who was sent an envelope can acknowledge it.
        """
        envelope = self._envelope(delivery, again)
        waited = asyncio.get_running_loop().create_future()
        try:
            connection = self._next()
            connection.awaited[envelope["envelope_id"]] = waited
            await connection.send(envelope)
            async with asyncio.timeout(within):
                answer = await waited
        except (TimeoutError, IndexError, ConnectionError):
            raise Undelivered("http_timeout") from None
        return Reply(200, json.dumps(answer["payload"]) if answer.get("payload") else "")

    async def refresh(self) -> None:
        """Ask the app to replace its oldest connection, as Slack does every few hours."""
        self._open[0].is_old = True
        await self._open[0].send({"type": "disconnect", "reason": "refresh_requested"})

    def fall_silent(self) -> None:
        """Let nothing more come through the oldest connection, though nobody closes it."""
        self._open[0].is_silent = True

    async def cut(self) -> None:
        """End the oldest connection without a word before."""
        await self._open[0].websocket.close()

    def refuse(self, times: int) -> None:
        """Turn away so many connections that have a ticket."""
        self._refuses = times

    async def close(self) -> None:
        """Close all connections."""
        for connection in list(self._open):
            with contextlib.suppress(ConnectionError):
                await connection.websocket.close(code=aiohttp.WSCloseCode.GOING_AWAY)

    def _next(self) -> _Connection:
        """Return whose turn it is; raises `IndexError` where there is none."""
        able = [it for it in self._open if not it.is_old] or self._open
        self._turn += 1
        return able[(self._turn - 1) % (len(able) or 1)]

    def _envelope(self, delivery: Delivery, again: Again | None) -> Json:
        envelope: Json = {
            "envelope_id": self._new_id("e"),
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope["retry_attempt"] = again.number if again else 0
            envelope["retry_reason"] = again.reason if again else ""
        return envelope

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }
