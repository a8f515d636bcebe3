"""The HTTP rim by itself: who is let in, and what operators can look at."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from io import BytesIO
from time import time
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.slack.http import Patience, listen, runner_of, shut, web_app

SECRET = "a signing secret"
CHALLENGE = json.dumps({"type": "url_verification", "challenge": "say this"}).encode()
EVENTS = "/slack/events"

Client = TestClient[web.Request, web.Application]


class Rim:
    """What the rim is told: problems to report, and the commands that reached the app."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}
        self.commands: list[str] = []

    async def readiness(self) -> dict[str, str]:
        return self.problems

    def app(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-test")

        app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)
        app.command("/privacy")(self._commanded)
        app.command("/broken")(self._broken)
        return app

    async def _commanded(self, ack: object, body: Mapping[str, str]) -> None:
        assert callable(ack)
        self.commands.append(body["text"])
        await ack("noted")

    async def _broken(self) -> None:
        raise RuntimeError("canary")


@pytest.fixture
def rim() -> Rim:
    return Rim()


@pytest.fixture
async def client(rim: Rim) -> AsyncIterator[Client]:
    app = web_app(rim.app(), signing_secret=SECRET, readiness=rim.readiness, reduced={})
    async with TestClient(TestServer(app)) as opened:
        yield opened


@pytest.fixture
async def over_socket(rim: Rim) -> AsyncIterator[Client]:
    app = web_app(None, signing_secret="", readiness=rim.readiness, reduced={})
    async with TestClient(TestServer(app)) as opened:
        yield opened


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(signature),
    }


def a_command(name: str, text: str) -> tuple[bytes, dict[str, str]]:
    """Return a slash command as Slack sends it: a form, signed."""
    fields = {"command": name, "text": text, "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
    body = urlencode(fields).encode()
    return body, signed(body) | {"Content-Type": "application/x-www-form-urlencoded"}


async def test_slacks_challenge_is_answered(client: Client) -> None:
    answer = await client.post(EVENTS, data=CHALLENGE, headers=signed(CHALLENGE))

    assert answer.status == 200
    assert "say this" in await answer.text()


async def test_a_challenge_of_anybody_elses_is_not(client: Client) -> None:
    for headers in (
        {"Content-Type": "application/json"},
        signed(CHALLENGE, secret="guessed"),
        signed(CHALLENGE, at=time() - 400),
        signed(CHALLENGE, at=time() + 400),
    ):
        answer = await client.post(EVENTS, data=CHALLENGE, headers=headers)

        assert answer.status == 401
        assert "say this" not in await answer.text()


async def test_a_signature_is_for_one_body_and_one_time(client: Client) -> None:
    headers = signed(CHALLENGE)
    later = headers | {"X-Slack-Request-Timestamp": str(int(time()) + 1)}
    without = {name: value for name, value in headers.items() if "Signature" not in name}

    assert (await client.post(EVENTS, data=CHALLENGE + b" ", headers=headers)).status == 401
    assert (await client.post(EVENTS, data=CHALLENGE, headers=later)).status == 401
    assert (await client.post(EVENTS, data=CHALLENGE, headers=without)).status == 401


async def test_a_signed_command_reaches_the_app_and_its_answer_slack(
    client: Client, rim: Rim
) -> None:
    body, headers = a_command("/privacy", "naïve & <b>")

    answer = await client.post(EVENTS, data=body, headers=headers)

    assert (answer.status, rim.commands) == (200, ["naïve & <b>"])
    assert "noted" in await answer.text()


async def test_an_unsigned_command_does_not(client: Client, rim: Rim) -> None:
    body, headers = a_command("/privacy", "status")

    answer = await client.post(EVENTS, data=body, headers=headers | {"X-Slack-Signature": "v0=0"})

    assert (answer.status, rim.commands) == (401, [])


async def test_what_breaks_inside_is_not_told_outside(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    body, headers = a_command("/broken", "")

    with caplog.at_level("CRITICAL"):
        answer = await client.post(EVENTS, data=body, headers=headers)

    assert answer.status == 500
    assert "canary" not in await answer.text()


async def test_a_body_of_more_than_a_mebibyte_is_not_read(client: Client) -> None:
    body = b"x" * (1024 * 1024 + 1)

    answer = await client.post(EVENTS, data=BytesIO(body), headers=signed(body))

    assert answer.status == 413


async def test_what_unpacks_to_more_than_a_mebibyte_is_not_unpacked(client: Client) -> None:
    packed = gzip.compress(bytes(64 * 1024 * 1024))
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}

    answer = await client.post(EVENTS, data=BytesIO(packed), headers=headers)

    assert answer.status == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", EVENTS, 405),
        ("POST", "/healthz", 405),
        ("GET", "/", 404),
        ("POST", "/slack/events/more", 404),
        ("GET", "/slack/events/../../etc", 404),
    ],
)
async def test_nothing_else_is_open(client: Client, method: str, path: str, status: int) -> None:
    assert (await client.request(method, path)).status == status


async def test_over_a_socket_slack_has_no_door_here(over_socket: Client) -> None:
    answer = await over_socket.post(EVENTS, data=CHALLENGE, headers=signed(CHALLENGE))

    assert answer.status == 404
    assert (await over_socket.get("/healthz")).status == 200


async def test_a_process_is_alive_even_while_it_is_not_ready(client: Client, rim: Rim) -> None:
    rim.problems = {"database": "The database cannot be opened."}

    alive, ready = await client.get("/healthz"), await client.get("/readyz")

    assert (alive.status, await alive.json()) == (200, {"alive": True})
    assert ready.status == 503
    assert await ready.json() == {"ready": False, "problems": rim.problems}


async def test_a_process_without_problems_is_ready(client: Client) -> None:
    answer = await client.get("/readyz")

    assert (answer.status, await answer.json()) == (200, {"ready": True, "problems": {}})


async def test_what_works_with_less_is_told_and_does_not_make_it_unready(rim: Rim) -> None:
    reduced = {"encoder": "The encoder is not installed."}
    app = web_app(None, signing_secret="", readiness=rim.readiness, reduced=reduced)

    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/readyz")

        assert answer.status == 200
        assert await answer.json() == {"ready": True, "problems": {}, "reduced": reduced}


async def test_metrics_are_told_as_prometheus_reads_them(client: Client) -> None:
    answer: aiohttp.ClientResponse = await client.get("/metrics")

    assert answer.status == 200
    assert answer.content_type == "text/plain"
    assert "# HELP" in await answer.text()


async def test_what_serves_here_is_nobodys_business(client: Client) -> None:
    for path in (EVENTS, "/nowhere", "/healthz"):
        answer = await client.get(path)

        assert "Server" not in answer.headers
        assert "aiohttp" not in await answer.text()


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""]
)
async def test_another_kind_of_content_is_refused(client: Client, content_type: str) -> None:
    headers = signed(CHALLENGE) | {"Content-Type": content_type}

    assert (await client.post(EVENTS, data=CHALLENGE, headers=headers)).status == 415


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_header_that_is_there_twice_is_refused(client: Client, name: str) -> None:
    once = signed(CHALLENGE)
    headers = [*once.items(), (name, once[name])]

    assert (await client.post(EVENTS, data=CHALLENGE, headers=headers)).status == 401


@pytest.mark.parametrize(
    "body",
    [
        b'{"type": NaN}',
        b'{"type": ' + b"9" * 5_000 + b"}",
        b'{"type":' * 5_000,
        b"[" * 100_000,
        b'{"type": "event_callback"}',
        b'{"type": "event_callback", "event_id": "Ev1", "event": {"type": "\\ud800"}}',
    ],
    ids=lambda body: body[:20],
)
async def test_signed_rubbish_is_refused_and_breaks_nothing(client: Client, body: bytes) -> None:
    assert (await client.post(EVENTS, data=body, headers=signed(body))).status == 400


async def test_a_signed_command_that_is_sent_again_has_no_second_effect(
    client: Client, rim: Rim
) -> None:
    body, headers = a_command("/privacy", "status")

    first, again = [await client.post(EVENTS, data=body, headers=headers) for _ in range(2)]

    assert (first.status, again.status, await again.text()) == (200, 200, "")
    assert rim.commands == ["status"]


async def test_what_broke_may_be_sent_again(client: Client) -> None:
    body, headers = a_command("/broken", "")

    first, again = [await client.post(EVENTS, data=body, headers=headers) for _ in range(2)]

    assert (first.status, again.status) == (500, 500)


@pytest.fixture
async def hasty(rim: Rim) -> AsyncIterator[tuple[str, int]]:
    """Serve with little patience, and return where."""
    hurry = Patience(for_headers=0.2, for_body=0.2)
    app = web_app(
        rim.app(), signing_secret=SECRET, readiness=rim.readiness, reduced={}, patience=hurry
    )
    runner = runner_of(app, hurry)
    listening = await listen(runner, "127.0.0.1", 0)
    host, port = listening.sockets[0].getsockname()
    yield host, port
    await shut(runner, listening)


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        (b"", b""),
        (b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slow: ", b""),
        (
            b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
            b"HTTP/1.1 408",
        ),
    ],
)
async def test_who_is_slow_is_cut(hasty: tuple[str, int], said: bytes, answered: bytes) -> None:
    reader, writer = await asyncio.open_connection(*hasty)
    writer.write(said)

    heard = await asyncio.wait_for(reader.read(), timeout=10)

    assert heard.startswith(answered)
    assert bool(heard) == bool(answered)
    writer.close()


@pytest.mark.parametrize("turns", range(8))
async def test_who_has_just_connected_is_cut_at_once_when_the_door_is_shut(turns: int) -> None:
    runner = web.AppRunner(web.Application(), shutdown_timeout=600)
    listening = await listen(runner, "127.0.0.1", 0)
    caller = socket.create_connection(listening.sockets[0].getsockname())
    for _ in range(turns):
        await asyncio.sleep(0)

    async with asyncio.timeout(60):
        await shut(runner, listening)
        reader, writer = await asyncio.open_connection(sock=caller)
        with suppress(ConnectionResetError):
            assert await reader.read() == b""

    writer.close()


async def test_headers_without_end_are_refused(hasty: tuple[str, int]) -> None:
    reader, writer = await asyncio.open_connection(*hasty)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 200_000)

    heard = await asyncio.wait_for(reader.read(), timeout=10)

    assert b" 400 " in heard.splitlines()[0]
    assert b"Traceback" not in heard
    writer.close()


async def test_a_time_of_thousands_of_digits_is_no_time(client: Client) -> None:
    headers = signed(CHALLENGE) | {"X-Slack-Request-Timestamp": "9" * 5000}

    answer = await client.post(EVENTS, data=CHALLENGE, headers=headers)

    assert answer.status == 401
