import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import Driver
from bot.sandbox.example import ASK_PRIVACY
from bot.sandbox.faults import (
    DropsAfter,
    DropsBefore,
    FailsAfter,
    FailsBefore,
    Fault,
    RateLimited,
    Refuses,
    Waits,
)

POST = "chat.postMessage"


async def test_a_rate_limit_says_when_to_come_back_and_does_nothing(
    client: AsyncWebClient, slack: Driver
) -> None:
    slack.breaks(POST, RateLimited(retry_after=7))

    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel=ASK_PRIVACY, text="hello")

    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"
    assert not slack.saw("Priya", "hello")


@pytest.mark.parametrize(
    ("fault", "is_written"),
    [
        (FailsBefore(), False),
        (FailsAfter(), True),
        (DropsBefore(), False),
        (DropsAfter(), True),
        (Refuses("channel_not_found"), False),
    ],
)
async def test_a_failure_before_or_after_the_act_looks_the_same_to_the_caller(
    client: AsyncWebClient, slack: Driver, fault: Fault, *, is_written: bool
) -> None:
    slack.breaks(POST, fault)

    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await client.chat_postMessage(channel=ASK_PRIVACY, text="hello")

    assert slack.saw("Priya", "hello") is is_written


async def test_a_slow_answer_is_an_answer(client: AsyncWebClient, slack: Driver) -> None:
    slack.breaks(POST, Waits(seconds=0.05))
    began = asyncio.get_running_loop().time()

    await client.chat_postMessage(channel=ASK_PRIVACY, text="hello")

    assert asyncio.get_running_loop().time() - began >= 0.05


async def test_a_fault_is_used_up_and_meets_its_method_alone(
    client: AsyncWebClient, slack: Driver
) -> None:
    slack.breaks(POST, FailsBefore(), times=2)

    assert (await client.auth_test())["ok"] is True
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel=ASK_PRIVACY, text="hello")
    assert (await client.chat_postMessage(channel=ASK_PRIVACY, text="hello"))["ok"] is True


async def test_every_call_is_on_record_with_what_it_asked_and_got(
    client: AsyncWebClient, slack: Driver
) -> None:
    slack.breaks(POST, FailsAfter())
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=ASK_PRIVACY, text="one")

    await client.chat_postMessage(channel=ASK_PRIVACY, text="two", unfurl_links=False)

    first, second = slack.calls(POST)
    assert (first.status, second.status) == (500, 200)
    assert second.is_ok
    assert second.arguments["unfurl_links"] is False
    assert slack.last("#ask-privacy").message.call == second.number
