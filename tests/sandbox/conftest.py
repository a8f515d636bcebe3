"""A sandbox that is served, and an app's end of the wire that answers as it is told."""

from collections import deque
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import Driver
from bot.sandbox.events import Patience
from bot.sandbox.example import example_workspace
from bot.sandbox.menus import Command, Offers, Shortcut
from bot.sandbox.server import Sandbox, Terms

Heard = list[tuple[dict[str, str], bytes]]
"""Headers (lower case) and body of each request that the app received."""

Answers = deque[tuple[int, str]]
"""Status and body of the app's next answers; afterwards it says 200 and nothing."""


@pytest.fixture
def heard() -> Heard:
    return []


@pytest.fixture
def answers() -> Answers:
    return deque()


@pytest.fixture
async def app_url(heard: Heard, answers: Answers) -> AsyncIterator[str]:
    async def listen(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        heard.append((headers, await request.read()))
        status, body = answers.popleft() if answers else (200, "")
        return web.Response(status=status, text=body)

    app = web.Application()
    app.router.add_post("/slack/events", listen)
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/slack/events"))
    await server.close()


@pytest.fixture
async def sandbox(app_url: str) -> AsyncIterator[Sandbox]:
    offers = Offers(
        shortcuts=(
            Shortcut("log_this", "Log this", "message"),
            Shortcut("ask", "Ask a question", "global"),
        ),
        commands=(Command("/ask", "Ask a question", "[question]"),),
    )
    patience = Patience(answer_within=0.5, delays=(0.0, 0.01, 0.01))
    served = Sandbox(example_workspace(), Terms(offers=offers, patience=patience))
    served.request_url = app_url
    await served.start()
    yield served
    await served.stop()


@pytest.fixture
def slack(sandbox: Sandbox) -> Driver:
    return Driver(sandbox, patience=2.0)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=sandbox.terms.bot_token,
            base_url=sandbox.api_url,
            session=session,
            retry_handlers=[],
        )
