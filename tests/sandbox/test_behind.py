"""What was sent for a message can be looked at by whoever sees the message."""

from collections import deque

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import Driver
from bot.sandbox.example import ASK_PRIVACY, COMPLIANCE, OFFICER, STAFF
from bot.sandbox.server import Sandbox

Answers = deque[tuple[int, str]]


async def behind(sandbox: Sandbox, person: str, channel: str, ts: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession(sandbox.address) as browser,
        browser.get(
            "/page/behind", params={"person": person, "channel": channel, "ts": ts}
        ) as answer,
    ):
        return answer.status, (await answer.json()).get("html", "")


async def test_behind_the_apps_message_stand_its_calls(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "delivery", "event_payload": {"delivery_id": "d-17"}}
    posted = await client.chat_postMessage(
        channel=ASK_PRIVACY, text="hello <you>", metadata=metadata
    )
    await client.chat_postMessage(channel=ASK_PRIVACY, text="another")
    await client.chat_update(channel=ASK_PRIVACY, ts=posted["ts"], text="changed")

    status, shown = await behind(sandbox, STAFF, ASK_PRIVACY, posted["ts"])

    assert status == 200
    assert "chat.postMessage" in shown
    assert "chat.update" in shown
    assert "d-17" in shown
    assert "hello &lt;you&gt;" in shown
    assert "another" not in shown


async def test_behind_a_persons_message_stands_the_event_and_how_it_was_answered(
    sandbox: Sandbox, slack: Driver
) -> None:
    said = await slack.says("Priya", "hello", to="#ask-privacy")

    _, shown = await behind(sandbox, STAFF, ASK_PRIVACY, said.message.ts)

    assert "signed event: message" in shown
    assert "answered 200" in shown


async def test_behind_the_answer_to_a_command_stand_the_command_and_what_was_answered(
    sandbox: Sandbox, slack: Driver, answers: Answers
) -> None:
    answers.append((200, '{"text": "at once"}'))
    command = await slack.commands("Priya", "/ask anything", at="#ask-privacy")
    at_once = slack.last("#ask-privacy", as_person="Priya").ts
    async with aiohttp.ClientSession() as session:
        await session.post(command.payload["response_url"], json={"text": "a little later"})
    later = slack.last("#ask-privacy", as_person="Priya").ts

    for ts, words in ((at_once, "at once"), (later, "a little later")):
        _, shown = await behind(sandbox, STAFF, ASK_PRIVACY, ts)
        assert "signed command: /ask" in shown
        assert words in shown
    assert "answered at the response URL" in shown


async def test_behind_what_the_app_knows_nothing_of_stands_nothing(
    sandbox: Sandbox, slack: Driver
) -> None:
    said = await slack.says("Priya", "hello", to="#ask-privacy")
    sandbox.record.deliveries.clear()

    _, shown = await behind(sandbox, STAFF, ASK_PRIVACY, said.message.ts)

    assert "Nothing was sent" in shown


@pytest.mark.parametrize("person", [STAFF, "U0NOBODY"])
async def test_nobody_looks_behind_what_they_may_not_see(
    sandbox: Sandbox, slack: Driver, person: str
) -> None:
    said = await slack.says("Jo", "between officers", to="#compliance")

    status, shown = await behind(sandbox, person, COMPLIANCE, said.message.ts)

    assert (status, shown) == (404, "")
    assert (await behind(sandbox, OFFICER, COMPLIANCE, said.message.ts))[0] == 200
