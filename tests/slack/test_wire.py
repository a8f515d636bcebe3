"""What a failure of Slack's Web API means: over real HTTP, against a server that misbehaves."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.retrying import NotSent, NotWelcome, OutcomeUnknown, Refused
from bot.slack.wire import Wire

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Server:
    """A Web API that answers as the test says."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Answer = answers({"ok": True})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.match_info["method"])
        return await self.answer(request)


def answers(body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status, headers=headers)

    return answer


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def rubbish(_request: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>canary</html>", status=503, content_type="text/html")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server() -> Server:
    return Server()


@pytest.fixture
async def wire(server: Server, clock: Clock) -> AsyncIterator[Wire]:
    app = web.Application()
    app.router.add_post("/api/{method}", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-test",
            base_url=f"http://127.0.0.1:{port}/api/",
            session=session,
            retry_handlers=[],
        )
        yield Wire(client, clock=clock)
    await runner.cleanup()


async def test_an_answer_is_returned(wire: Wire, server: Server) -> None:
    server.answer = answers({"ok": True, "ts": "1.2"})

    assert (await wire.call("chat.postMessage", {"text": "hello"}))["ts"] == "1.2"


async def test_a_rate_limit_rests_that_method_as_long_as_slack_says(
    wire: Wire, server: Server, clock: Clock
) -> None:
    server.answer = answers(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"}
    )
    with pytest.raises(NotSent) as limited:
        await wire.call("chat.postMessage", {})
    server.answer = answers({"ok": True})

    with pytest.raises(NotSent):
        await wire.call("chat.postMessage", {})
    await wire.call("chat.update", {})
    clock.now += timedelta(seconds=31)
    await wire.call("chat.postMessage", {})

    assert limited.value.retry_after == timedelta(seconds=30)
    assert server.asked == ["chat.postMessage", "chat.update", "chat.postMessage"]


@pytest.mark.parametrize(
    ("error", "means"),
    [
        ("channel_not_found", NotWelcome),
        ("is_archived", NotWelcome),
        ("user_disabled", Refused),
        ("msg_too_long", Refused),
        ("thread_not_found", Refused),
        ("internal_error", OutcomeUnknown),
        ("fatal_error", OutcomeUnknown),
        ("invalid_auth", NotSent),
        ("something_new", NotSent),
    ],
)
async def test_each_error_has_its_meaning(
    wire: Wire, server: Server, error: str, means: type[Exception]
) -> None:
    server.answer = answers({"ok": False, "error": error})

    with pytest.raises(means) as failure:
        await wire.call("chat.postMessage", {})

    assert type(failure.value) is means


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_servers_error_leaves_the_outcome_unknown(
    wire: Wire, server: Server, status: int
) -> None:
    server.answer = answers({"ok": False}, status=status)

    with pytest.raises(OutcomeUnknown):
        await wire.call("chat.postMessage", {})


async def test_a_dropped_connection_leaves_the_outcome_unknown(wire: Wire, server: Server) -> None:
    server.answer = hangs_up

    with pytest.raises(OutcomeUnknown):
        await wire.call("chat.postMessage", {})


async def test_rubbish_leaves_the_outcome_unknown_and_is_not_repeated(
    wire: Wire, server: Server
) -> None:
    server.answer = rubbish

    with pytest.raises(OutcomeUnknown) as failure:
        await wire.call("chat.postMessage", {})

    assert "canary" not in failure.value.reason


async def test_a_server_that_is_not_there_was_certainly_not_told(clock: Clock) -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-test",
            base_url="http://127.0.0.1:9/api/",
            session=session,
            retry_handlers=[],
        )

        with pytest.raises(NotSent):
            await Wire(client, clock=clock).call("chat.postMessage", {})


async def test_the_granted_scopes_come_with_the_answer(wire: Wire, server: Server) -> None:
    server.answer = answers({"ok": True}, headers={"x-oauth-scopes": "chat:write, commands"})

    granted = await wire.granted()

    assert granted.scopes == {"chat:write", "commands"}
    assert granted.at is not None  # the server dates its answers


@pytest.mark.parametrize("reason", ["account_inactive", "token_revoked", "invalid_auth"])
async def test_a_token_that_slack_refuses_is_tried_once_a_minute_until_it_is_taken_again(
    server: Server, wire: Wire, clock: Clock, reason: str
) -> None:
    server.answer = answers({"ok": False, "error": reason})
    for method in ("auth.test", "chat.postMessage", "users.info"):
        with pytest.raises(NotSent) as waits:
            await wire.call(method, {})
        assert not isinstance(waits.value, Refused)
        assert waits.value.retry_after == timedelta(minutes=1)
    assert server.asked == ["auth.test"]
    assert reason in str(wire.token_gone)

    server.answer = answers({"ok": True})
    clock.now += timedelta(minutes=1)
    await wire.call("auth.test", {})

    assert wire.token_gone is None


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/x",
        "https://hooks.slack.com.example/x",
        "https://hooks.slack.com@example.com/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://[broken",
        "",
        "\x00",
    ],
)
async def test_nobody_can_make_us_speak_to_another_address(url: str) -> None:
    wire = Wire(
        AsyncWebClient(base_url="http://127.0.0.1:9/api/"),
        clock=lambda: datetime(2026, 11, 25, tzinfo=UTC),
    )

    with pytest.raises(Refused, match="no address of Slack's"):
        await wire.respond(url, {"text": "hello"})
