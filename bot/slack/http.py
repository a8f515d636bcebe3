"""The HTTP rim: Slack's signed requests, and what operators look at.

aiohttp serves because Bolt's async client already needs it: one HTTP library, client and server.
The signature is verified before anything is parsed, so that unsigned rubbish costs nothing.
"""

import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

Readiness = Callable[[], Awaitable[dict[str, str]]]
"""Returns what is not ready, by name, in one sentence each; empty when all is."""

_LARGEST_BODY = 1024 * 1024


def web_app(
    bolt: AsyncApp | None,
    *,
    signing_secret: str,
    readiness: Readiness,
    reduced: Mapping[str, str],
) -> web.Application:
    """Return the application: `/healthz`, `/readyz`, `/metrics`, and `/slack/events` for Bolt.

    `reduced` is what works, but with less than it could, in one sentence each.
    """
    app = web.Application(client_max_size=_LARGEST_BODY)
    app.add_routes(
        [
            web.get("/healthz", _healthz),
            web.get("/readyz", _readyz(readiness, reduced)),
            web.get("/metrics", _metrics),
        ]
    )
    if bolt is not None:
        app.router.add_post("/slack/events", _slack(bolt, SignatureVerifier(signing_secret)))
    return app


Handler = Callable[[web.Request], Awaitable[web.Response]]


def _slack(bolt: AsyncApp, verifier: SignatureVerifier) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        if not _signed(verifier, body, headers):
            return web.Response(status=401, text="The signature does not fit.")
        text = _readable(body.decode(), json_wanted=request.content_type == "application/json")
        if text is None:
            return web.Response(status=400, text="That is not a payload of Slack's.")
        answer = await bolt.async_dispatch(
            AsyncBoltRequest(body=text, headers={name: [value] for name, value in headers.items()})
        )
        return web.Response(
            status=answer.status,
            text=answer.body,
            headers={name: values[0] for name, values in answer.headers.items()},
        )

    return handler


def _signed(verifier: SignatureVerifier, body: bytes, headers: dict[str, str]) -> bool:
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body.decode(), timestamp, signature)
    except UnicodeDecodeError:
        return False  # Slack signs text; what is none was not signed by Slack


def _readable(text: str, *, json_wanted: bool) -> str | None:
    try:
        return text if not json_wanted or isinstance(json.loads(text), dict) else None
    except (ValueError, RecursionError):
        return None


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


async def _metrics(_request: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
