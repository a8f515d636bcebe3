import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import DM, Driver, NotInTime, dm
from bot.sandbox.example import ASK_PRIVACY, COMPLIANCE, OFFICER, STAFF, example_workspace
from bot.sandbox.seen import Seen
from bot.sandbox.server import Sandbox, Terms
from bot.sandbox.workspace import NoSuchPlace


async def test_what_comes_a_little_later_is_waited_for(
    slack: Driver, client: AsyncWebClient
) -> None:
    waiting = asyncio.create_task(slack.sees("Priya", "patience", at=DM))
    await asyncio.sleep(0)

    await client.chat_postMessage(channel=STAFF, text="Thank you for your patience")

    seen: Seen = await waiting
    assert seen.is_by_app


async def test_what_never_comes_is_named(sandbox: Sandbox) -> None:
    hasty = Driver(sandbox, patience=0.02)

    with pytest.raises(NotInTime, match="Priya to see 'a miracle' at #ask-privacy"):
        await hasty.sees("Priya", "a miracle", at="#ask-privacy")


async def test_one_does_not_see_ones_own_words(sandbox: Sandbox) -> None:
    hasty = Driver(sandbox, patience=0.02)
    await hasty.says("Priya", "an echo?", to="#ask-privacy")

    assert (await hasty.sees("Jo", "an echo?")).author == "Priya Nair"
    with pytest.raises(NotInTime):
        await hasty.sees("Priya", "an echo?")


async def test_nobody_reads_where_they_are_not(slack: Driver, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=COMPLIANCE, text="between us")

    assert slack.saw("Jo", "between us")
    assert not slack.saw("Priya", "between us")
    assert slack.messages("#compliance", as_person="Priya") == []


async def test_the_words_of_a_message_are_those_of_its_blocks(
    slack: Driver, client: AsyncWebClient
) -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"Hello <@{OFFICER}> &amp; all"}},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Yes"}}
            ],
        },
    ]
    await client.chat_postMessage(channel=ASK_PRIVACY, text="in short", blocks=blocks)

    seen = slack.last("#ask-privacy")

    assert seen.words == "Hello @Jo Okafor & all\n[Yes]"
    assert seen.text == "in short"
    assert seen.buttons == ["Yes"]
    assert seen.mentions("jo okafor")
    assert seen.mentions("in short")


async def test_the_home_tab_is_returned_once_the_app_has_drawn_it(
    slack: Driver, client: AsyncWebClient
) -> None:
    opening = asyncio.create_task(slack.opens_home("Jo"))
    view = {
        "type": "home",
        "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Hi"}}],
    }

    await client.views_publish(user_id=OFFICER, view=view)

    assert (await opening).words == "Hi"


async def test_people_and_places_go_by_the_names_that_one_would_use(sandbox: Sandbox) -> None:
    workspace = sandbox.workspace

    for name in ("Priya", "Priya Nair", "@priya.nair", STAFF):
        assert workspace.person(name).id == STAFF
    for place in ("#compliance", "compliance", COMPLIANCE):
        assert workspace.channel(place).id == COMPLIANCE
    with pytest.raises(NoSuchPlace):
        workspace.person("Nobody")
    with pytest.raises(NoSuchPlace):
        workspace.channel("#nowhere")


async def test_a_dm_is_the_same_wherever_it_is_opened_from(
    slack: Driver, client: AsyncWebClient
) -> None:
    said = await slack.says("Tom", "hello")

    opened = await client.conversations_open(users=said.message.author)

    assert opened["channel"]["id"] == said.message.channel
    assert slack.last(dm("Tom")).words == "hello"


async def test_stopping_is_quick_though_a_page_is_open_and_repetitions_wait() -> None:
    served = Sandbox(example_workspace(), Terms())
    address = await served.start()
    loop = asyncio.get_running_loop()

    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address}/page/changes") as stream,
    ):
        await stream.content.readline()
        await Driver(served).says("Priya", "nobody listens")
        began = loop.time()
        await served.stop()

    assert loop.time() - began < 1
