import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import Driver
from bot.sandbox.server import Sandbox


@pytest.fixture
async def socket(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=sandbox.terms.app_token, base_url=sandbox.api_url, session=session
        )
        opened = await client.apps_connections_open(app_token=sandbox.terms.app_token)
        async with session.ws_connect(opened["url"]) as connected:
            yield connected


async def test_a_connection_is_greeted(socket: aiohttp.ClientWebSocketResponse) -> None:
    hello = await socket.receive_json()

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)


async def test_without_a_ticket_nobody_connects(sandbox: Sandbox) -> None:
    address = sandbox.address.replace("http", "ws")

    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{address}/socket?ticket=made-up")


async def test_an_acknowledged_envelope_is_done(
    socket: aiohttp.ClientWebSocketResponse, slack: Driver
) -> None:
    await socket.receive_json()

    told = asyncio.create_task(slack.says("Priya", "hello"))
    envelope = await _take(socket)
    said = await told

    assert envelope["type"] == "events_api"
    assert envelope["payload"]["event"]["text"] == "hello"
    assert said.deliveries[0].statuses == [200]


async def test_an_envelope_without_an_answer_comes_again(
    socket: aiohttp.ClientWebSocketResponse, slack: Driver, sandbox: Sandbox
) -> None:
    await socket.receive_json()

    told = asyncio.create_task(slack.says("Priya", "hello"))
    ignored = await socket.receive_json()
    again = await _take(socket)
    await told
    await sandbox.announcer.settled()

    assert (ignored["retry_attempt"], again["retry_attempt"]) == (0, 1)
    assert again["retry_reason"] == "http_timeout"
    assert again["payload"]["event_id"] == ignored["payload"]["event_id"]
    assert again["envelope_id"] != ignored["envelope_id"]


async def test_a_command_is_answered_in_the_acknowledgement(
    socket: aiohttp.ClientWebSocketResponse, slack: Driver
) -> None:
    await socket.receive_json()

    typed = asyncio.create_task(slack.commands("Priya", "/ask anything", at="#ask-privacy"))
    envelope = await _take(socket, payload={"text": "an answer"})
    await typed

    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert slack.saw("Priya", "an answer")


async def _take(
    socket: aiohttp.ClientWebSocketResponse, *, payload: dict[str, Any] | None = None
) -> dict[str, Any]:
    envelope: dict[str, Any] = await socket.receive_json()
    answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
    await socket.send_json(answer | ({"payload": payload} if payload else {}))
    return envelope
