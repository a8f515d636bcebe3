"""The HTTP rim: Slack's signed requests, and what operators look at.

aiohttp serves because Bolt's async client already needs it: one HTTP library, client and server.
The signature is verified before anything is parsed, so that unsigned rubbish costs nothing.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NoReturn
from urllib.parse import parse_qsl

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.metrics import ACKNOWLEDGED
from bot.slack.replays import Replays
from bot.slack.shapes import is_as_slack_sends

Figures = Callable[[], Awaitable[None]]
"""Brings the figures that stand in the database up to date."""
Readiness = Callable[[], Awaitable[dict[str, str]]]
"""Returns what is not ready, by name, in one sentence each; empty when all is."""

_LARGEST_BODY: Final = 1024 * 1024
_MOST_FIELDS: Final = 100
_SERVER_ERROR: Final = 500
_LONGEST_TIME: Final = 12
"""Digits of a time in seconds; more are no time, and Python refuses to read thousands of them."""
_TURNS_TO_BEGIN: Final = 5
"""Turns of the loop after which whoever was accepted is being read; three are needed."""
_JSON: Final = "application/json"
_CONTENT: Final = frozenset({_JSON, "application/x-www-form-urlencoded"})


@dataclass(frozen=True)
class Patience:
    """For how many seconds we wait for somebody who has connected."""

    for_headers: float = 15
    for_body: float = 10


def web_app(
    bolt: AsyncApp | None,
    *,
    signing_secret: str,
    readiness: Readiness,
    reduced: Mapping[str, str],
    figures: Figures | None = None,
    patience: Patience = Patience(),
) -> web.Application:
    """Return the application: `/healthz`, `/readyz`, `/metrics`, and `/slack/events` for Bolt.

    `reduced` is what works, but with less than it could, in one sentence each.
    """
    app = web.Application(client_max_size=_LARGEST_BODY)
    app.on_response_prepare.append(_without_our_name)
    app.add_routes(
        [
            web.get("/healthz", _healthz),
            web.get("/readyz", _readyz(readiness, reduced)),
            web.get("/metrics", _metrics(figures or _no_figures)),
        ]
    )
    if bolt is not None:
        app.router.add_post(
            "/slack/events", _slack(bolt, SignatureVerifier(signing_secret), patience)
        )
    return app


def runner_of(app: web.Application, patience: Patience = Patience()) -> web.AppRunner:
    """Return what serves the application, and cuts whoever is slow or says too much."""
    return web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=2,
        keepalive_timeout=patience.for_headers,
        lingering_time=1,
    )


async def listen(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    """Return what accepts connections there for the runner; raises `OSError` for a taken port.

    aiohttp's own sites keep it to themselves, and `shut` has to know it.
    """
    await runner.setup()
    assert runner.server is not None  # noqa: S101 - the setup made it
    return await asyncio.get_running_loop().create_server(runner.server, host, port)


async def shut(runner: web.AppRunner, listening: asyncio.Server) -> None:
    """Let nobody in any more, let what is under way end, and close every connection.

    A connection that was accepted an instant ago begins only some turns of the loop later. Closed
    before, asyncio would leave it open for want of its server, or aiohttp would wait as for one
    that is at work, or overlook it. So first nobody new is accepted, and whoever was, begins.
    """
    loop = asyncio.get_running_loop()
    for door in listening.sockets:
        loop.remove_reader(door)
    for _ in range(_TURNS_TO_BEGIN):
        await asyncio.sleep(0)
    listening.close()
    await runner.cleanup()


async def _without_our_name(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell nobody what serves here, and in which version."""
    response.headers.pop("Server", None)


Handler = Callable[[web.Request], Awaitable[web.Response]]


def _slack(bolt: AsyncApp, verifier: SignatureVerifier, patience: Patience) -> Handler:
    replays = Replays()

    async def handler(request: web.Request) -> web.Response:
        body = await _body(request, within=patience.for_body)
        if not _signed(verifier, body, request):
            return web.Response(status=401, text="The signature does not fit.")
        if request.content_type not in _CONTENT:
            return web.Response(status=415, text="That is not how Slack sends.")
        if not is_as_slack_sends(_payload(body, request.content_type)):
            return web.Response(status=400, text="That is not a payload of Slack's.")
        signature = request.headers["X-Slack-Signature"]
        repeated_by_slack = request.content_type == _JSON
        now = datetime.now(UTC)  # the rim's clock: the signature's age is measured by it too
        if not repeated_by_slack and not replays.is_new(signature, now=now):
            return web.Response(status=200)
        answer = await _dispatched(bolt, body.decode(), request.headers)
        if answer.status >= _SERVER_ERROR:
            replays.forget(signature)
        return answer

    return handler


async def _body(request: web.Request, *, within: float) -> bytes:
    """Return what was sent, in time; whoever is slower is let go."""
    try:
        async with asyncio.timeout(within):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


async def _dispatched(bolt: AsyncApp, text: str, headers: Mapping[str, str]) -> web.Response:
    with ACKNOWLEDGED.time():
        answer = await bolt.async_dispatch(
            AsyncBoltRequest(
                body=text, headers={name.lower(): [value] for name, value in headers.items()}
            )
        )
    return web.Response(
        status=answer.status,
        text=answer.body,
        headers={name: values[0] for name, values in answer.headers.items()},
    )


def _signed(verifier: SignatureVerifier, body: bytes, request: web.Request) -> bool:
    """Return whether Slack signed the body within five minutes, compared in constant time."""
    timestamps = request.headers.getall("X-Slack-Request-Timestamp", ())
    signatures = request.headers.getall("X-Slack-Signature", ())
    if len(timestamps) != 1 or len(signatures) != 1:
        return False
    (timestamp,), (signature,) = timestamps, signatures
    is_time = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIME
    if not (is_time and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body.decode(), timestamp, signature)
    except UnicodeDecodeError:
        return False  # Slack signs text; what is none was not signed by Slack


def _payload(body: bytes, content_type: str) -> object:
    """Return what Bolt will read of a body; None for what is no JSON or no form."""
    try:
        text = body.decode()
        if content_type == _JSON:
            return _json(text)
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
        return _json(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):
        return None


def _json(text: str) -> object:
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    """Take no NaN and no Infinity, which are no JSON."""
    raise ValueError(constant)


async def _healthz(_request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


def _readyz(readiness: Readiness, reduced: Mapping[str, str]) -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        problems = await readiness()
        status = 503 if problems else 200
        said = {"ready": not problems, "problems": problems}
        less = {"reduced": dict(reduced)} if reduced else {}
        return web.json_response(said | less, status=status)

    return handler


def _metrics(figures: Figures) -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        await figures()
        told = generate_latest()
        return web.Response(body=told, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return handler


async def _no_figures() -> None:
    """Tell only what was counted in passing."""
