"""How a delivery reaches the app: signed HTTP, or an envelope over a Socket Mode websocket."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from aiohttp import web

from bot.sandbox.record import Delivery
from bot.sandbox.values import Json


@dataclass(frozen=True)
class Again:
    """The marks of a repeated delivery."""

    number: int
    reason: str


@dataclass(frozen=True)
class Reply:
    """What the app answered."""

    status: int
    body: str
    wants_no_retry: bool = False


class Undelivered(Exception):
    """The app did not answer; the reason is Slack's `x-slack-retry-reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Courier(Protocol):
    """Carries one delivery to the app."""

    async def carry(self, delivery: Delivery, *, again: Again | None, within: float) -> Reply:
        """Return what the app answered within so many seconds; raises `Undelivered`."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return Slack's `v0` signature of a request body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpCourier:
    """Posts to the app's request URL as Slack does, signed."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, signing_secret: str) -> None:
        self._session, self._url, self._secret = session, url, signing_secret

    async def carry(self, delivery: Delivery, *, again: Again | None, within: float) -> Reply:
        """Return what the app answered within so many seconds; raises `Undelivered`."""
        body, content_type = _encoded(delivery)
        headers = self._headers(body, content_type)
        if again:
            headers["X-Slack-Retry-Num"] = str(again.number)
            headers["X-Slack-Retry-Reason"] = again.reason
        timeout = aiohttp.ClientTimeout(total=within)
        try:
            async with self._session.post(
                self._url, data=body, headers=headers, timeout=timeout
            ) as answer:
                return Reply(
                    answer.status,
                    await answer.text(),
                    wants_no_retry=answer.headers.get("X-Slack-No-Retry") == "1",
                )
        except TimeoutError:
            raise Undelivered("http_timeout") from None
        except aiohttp.ClientError:
            raise Undelivered("connection_failed") from None

    def _headers(self, body: bytes, content_type: str) -> dict[str, str]:
        # The app compares with its own clock, so this is the real one, not the workspace's.
        timestamp = str(int(time.time()))
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (pretend)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    match delivery.kind:
        case "events_api":
            return json.dumps(delivery.payload).encode(), "application/json"
        case "slash_commands":
            return urllib.parse.urlencode(delivery.payload).encode(), form
        case _:
            whole = {"payload": json.dumps(delivery.payload)}
            return urllib.parse.urlencode(whole).encode(), form


class Sockets:
    """The websockets of Socket Mode; a delivery goes over any one of them."""

    def __init__(self, *, app_id: str, new_id: Callable[[str], str]) -> None:
        self._app_id, self._new_id = app_id, new_id
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._awaited: dict[str, asyncio.Future[Json]] = {}

    @property
    def are_open(self) -> bool:
        """Whether the app is connected."""
        return bool(self._open)

    def ticket(self) -> str:
        """Return what lets one connection in."""
        ticket = self._new_id("w")
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until the app or the server closes it."""
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=401, text="Ask apps.connections.open for a ticket.")
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._open.append(socket)
        await socket.send_json(self._hello())
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledge(frame.data)
        finally:
            self._open.remove(socket)
        return socket

    async def carry(self, delivery: Delivery, *, again: Again | None, within: float) -> Reply:
        """Return 200 and the payload of the acknowledgement; raises `Undelivered`."""
        envelope: Json = {
            "envelope_id": self._new_id("e"),
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope["retry_attempt"] = again.number if again else 0
            envelope["retry_reason"] = again.reason if again else ""
        waited = asyncio.get_running_loop().create_future()
        self._awaited[envelope["envelope_id"]] = waited
        try:
            await self._open[-1].send_json(envelope)
            async with asyncio.timeout(within):
                answer = await waited
        except (TimeoutError, IndexError, ConnectionError):
            raise Undelivered("http_timeout") from None
        finally:
            del self._awaited[envelope["envelope_id"]]
        return Reply(200, json.dumps(answer["payload"]) if answer.get("payload") else "")

    async def refresh(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        for socket in self._open:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def close(self) -> None:
        """Close all connections."""
        for socket in list(self._open):
            with contextlib.suppress(ConnectionError):
                await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    def _acknowledge(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        waited = self._awaited.get(str(answer.get("envelope_id")))
        if waited is not None and not waited.done():
            waited.set_result(answer)
