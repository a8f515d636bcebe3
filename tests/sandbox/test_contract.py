"""What the bot needs of a Slack, asked over its Web API alone: a contract for any double of Slack.

Ours is started unless another is named: SLACK_DOUBLE_URL is the base of its Web API, and
SLACK_DOUBLE_TOKEN a bot token for it. That bot must be in a public channel with somebody.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import coverage
from bot.sandbox.example import example_workspace
from bot.sandbox.server import Sandbox, Terms

HERE: Final = "HERE"
"""Stands in a request for the channel that the bot is in."""


@dataclass(frozen=True)
class Double:
    """Something that answers as Slack's Web API does."""

    url: str
    token: str


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    url = os.environ.get("SLACK_DOUBLE_URL")
    if url:
        yield Double(f"{url.rstrip('/')}/", os.environ["SLACK_DOUBLE_TOKEN"])
        return
    ours = Sandbox(example_workspace(), Terms())
    await ours.start()
    yield Double(ours.api_url, ours.terms.bot_token)
    await ours.stop()


@pytest.fixture
async def bot(double: Double) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=double.token, base_url=double.url, session=session, retry_handlers=[]
        )


@pytest.fixture
async def bot_user(bot: AsyncWebClient) -> str:
    return str((await bot.auth_test())["user_id"])


@pytest.fixture
async def channel(bot: AsyncWebClient) -> str:
    first, *_ = (await bot.users_conversations(types="public_channel"))["channels"]
    return str(first["id"])


@pytest.fixture
async def person(bot: AsyncWebClient, channel: str, bot_user: str) -> str:
    members = (await bot.conversations_members(channel=channel))["members"]
    return str(min(set(members) - {bot_user}))


async def error(bot: AsyncWebClient, method: str, asked: dict[str, Any] | None = None) -> str:
    with pytest.raises(SlackApiError) as refused:
        await bot.api_call(method, json=asked or {})
    return str(refused.value.response["error"])


async def answer(double: Double, method: str, *, token: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{double.url}{method}", json={}, headers=headers) as answered,
    ):
        body: dict[str, Any] = await answered.json()
        return body


async def history(
    bot: AsyncWebClient, channel: str, *, with_metadata: bool = False
) -> dict[str, dict[str, Any]]:
    page = await bot.conversations_history(
        channel=channel, limit=50, include_all_metadata=with_metadata
    )
    return {message["ts"]: message for message in page["messages"]}


@pytest.mark.parametrize("method", sorted(coverage.METHODS))
async def test_every_method_that_the_bot_may_call_is_known(double: Double, method: str) -> None:
    assert (await answer(double, method, token=double.token)).get("error") != "unknown_method"


async def test_an_unknown_method_is_answered_as_slack_does(bot: AsyncWebClient) -> None:
    assert await error(bot, "chat.shout") == "unknown_method"


@pytest.mark.parametrize(("token", "code"), [("xoxb-wrong", "invalid_auth"), ("", "not_authed")])
async def test_a_wrong_or_missing_token_is_refused(double: Double, token: str, code: str) -> None:
    assert await answer(double, "auth.test", token=token) == {"ok": False, "error": code}


async def test_the_token_says_who_the_app_is_and_what_it_may(bot: AsyncWebClient) -> None:
    told = await bot.auth_test()

    assert {"user_id", "team_id", "bot_id"} <= set(told.data)
    assert "chat:write" in told.headers["x-oauth-scopes"]


async def test_the_bot_token_opens_no_socket(bot: AsyncWebClient) -> None:
    assert await error(bot, "apps.connections.open") == "not_allowed_token_type"


_MESSAGE: Final = {"channel": HERE, "text": "x"}


@pytest.mark.parametrize(
    ("method", "asked", "code"),
    [
        ("chat.postMessage", {"text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": HERE, "text": " "}, "no_text"),
        ("chat.postMessage", _MESSAGE | {"blocks": [{"type": "carousel"}]}, "invalid_blocks"),
        ("chat.postMessage", _MESSAGE | {"blocks": "none"}, "invalid_blocks_format"),
        ("chat.postMessage", _MESSAGE | {"thread_ts": "yesterday"}, "invalid_thread_ts"),
        ("chat.postMessage", _MESSAGE | {"thread_ts": "1700000000.000001"}, "thread_not_found"),
        ("chat.postMessage", _MESSAGE | {"metadata": "id"}, "invalid_metadata_format"),
        (
            "chat.postMessage",
            _MESSAGE | {"metadata": {"event_payload": {}}},
            "invalid_metadata_schema",
        ),
        ("chat.postEphemeral", _MESSAGE | {"user": "U0NOBODY01"}, "user_not_in_channel"),
        ("chat.update", _MESSAGE | {"ts": "1700000000.000001"}, "message_not_found"),
        ("chat.delete", {"channel": HERE, "ts": "1.0"}, "message_not_found"),
        ("conversations.open", {"users": "U0NOBODY01"}, "user_not_found"),
        ("views.publish", {"user_id": "U0NOBODY01", "view": {}}, "user_not_found"),
        ("views.open", {"trigger_id": "t", "view": {"type": "home"}}, "invalid_arguments"),
        ("views.push", {"trigger_id": "t", "view": {"type": "modal"}}, "invalid_arguments"),
        ("agents.sessions.setStatus", {"status": "dreaming"}, "invalid_arguments"),
        ("api.test", {"error": "my_error"}, "my_error"),
        ("reactions.add", {"channel": HERE, "timestamp": "1.0"}, "message_not_found"),
        ("conversations.info", {"channel": HERE}, "invalid_arguments"),
    ],
)
async def test_what_slack_would_refuse_is_refused_with_its_code(
    bot: AsyncWebClient, channel: str, method: str, asked: dict[str, Any], code: str
) -> None:
    here = {"channel": channel} if asked.get("channel") == HERE else {}

    assert await error(bot, method, asked | here) == code


@pytest.mark.parametrize(
    ("method", "asked", "code"),
    [
        ("conversations.history", {"cursor": "???"}, "invalid_cursor"),
        ("conversations.history", {"cursor": "bm93aGVyZQ=="}, "invalid_cursor"),
        ("conversations.history", {"limit": "all"}, "invalid_limit"),
        ("conversations.history", {"limit": 0}, "invalid_limit"),
        ("conversations.history", {"oldest": "May"}, "invalid_ts_oldest"),
        ("conversations.replies", {"ts": "1.000001"}, "thread_not_found"),
        ("users.info", {"user": "U0NOBODY01"}, "user_not_found"),
        ("bots.info", {"bot": "B0NOBODY01"}, "bot_not_found"),
        ("team.info", {"team": "T0NOBODY01"}, "team_not_found"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    bot: AsyncWebClient, channel: str, method: str, asked: dict[str, Any], code: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await bot.api_call(method, http_verb="GET", params={"channel": channel} | asked)

    assert refused.value.response["error"] == code


async def test_every_ts_is_later_than_the_one_before(bot: AsyncWebClient, channel: str) -> None:
    posted = [await bot.chat_postMessage(channel=channel, text="again") for _ in range(5)]

    stamps = [message["ts"] for message in posted]

    assert stamps == sorted(set(stamps))


async def test_a_message_is_found_again_by_its_metadata(bot: AsyncWebClient, channel: str) -> None:
    metadata = {"event_type": "sent", "event_payload": {"delivery": "D-1"}}
    posted = await bot.chat_postMessage(channel=channel, text="once", metadata=metadata)

    plain = (await history(bot, channel))[posted["ts"]]
    full = (await history(bot, channel, with_metadata=True))[posted["ts"]]

    assert "metadata" not in plain
    assert full["metadata"] == metadata


async def test_a_reply_to_a_reply_joins_its_thread(bot: AsyncWebClient, channel: str) -> None:
    root = (await bot.chat_postMessage(channel=channel, text="first"))["ts"]
    reply = await bot.chat_postMessage(channel=channel, thread_ts=root, text="second")
    await bot.chat_postMessage(channel=channel, thread_ts=reply["ts"], text="third")

    thread = await bot.conversations_replies(channel=channel, ts=root)

    assert [message["text"] for message in thread["messages"]] == ["first", "second", "third"]
    assert reply["ts"] not in await history(bot, channel)


async def test_all_pages_together_are_the_whole_even_while_more_is_written(
    bot: AsyncWebClient, channel: str
) -> None:
    root = (await bot.chat_postMessage(channel=channel, text="question"))["ts"]
    written = [
        (await bot.chat_postMessage(channel=channel, thread_ts=root, text=str(number)))["ts"]
        for number in range(5)
    ]
    page = await bot.conversations_replies(channel=channel, ts=root, limit=2)
    seen = {message["ts"] for message in page["messages"]}

    await bot.chat_postMessage(channel=channel, thread_ts=root, text="meanwhile")
    while page["has_more"]:
        cursor = page["response_metadata"]["next_cursor"]
        page = await bot.conversations_replies(channel=channel, ts=root, limit=2, cursor=cursor)
        seen |= {message["ts"] for message in page["messages"]}

    assert seen >= {root, *written}


async def test_text_without_blocks_takes_the_blocks_of_a_message_away(
    bot: AsyncWebClient, channel: str
) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "b"}}
    posted = await bot.chat_postMessage(channel=channel, text="a", blocks=[block])
    before = (await history(bot, channel))[posted["ts"]]

    await bot.chat_update(channel=channel, ts=posted["ts"], text="c")

    after = (await history(bot, channel))[posted["ts"]]
    assert before["blocks"]
    assert (after["text"], after.get("blocks") or []) == ("c", [])


async def test_a_deleted_message_is_gone(bot: AsyncWebClient, channel: str) -> None:
    posted = await bot.chat_postMessage(channel=channel, text="oops")

    await bot.chat_delete(channel=channel, ts=posted["ts"])

    assert posted["ts"] not in await history(bot, channel)


async def test_what_one_person_sees_is_in_no_history(
    bot: AsyncWebClient, channel: str, person: str
) -> None:
    whispered = await bot.chat_postEphemeral(channel=channel, user=person, text="for you")

    assert whispered["message_ts"] not in await history(bot, channel)


async def test_a_person_as_channel_means_the_dm_with_them(bot: AsyncWebClient, person: str) -> None:
    posted = await bot.chat_postMessage(channel=person, text="Hello")

    told = (await bot.conversations_info(channel=posted["channel"]))["channel"]
    opened = (await bot.conversations_open(users=[person]))["channel"]["id"]
    assert (told["is_im"], told["user"], told["id"]) == (True, person, opened)


async def test_a_permalink_names_channel_and_message(bot: AsyncWebClient, channel: str) -> None:
    ts = (await bot.chat_postMessage(channel=channel, text="here"))["ts"]

    link = (await bot.chat_getPermalink(channel=channel, message_ts=ts))["permalink"]

    assert f"/archives/{channel}/p{ts.replace('.', '')}" in link


async def test_people_teams_and_bots_say_who_they_are(
    bot: AsyncWebClient, bot_user: str, person: str
) -> None:
    told = await bot.auth_test()
    user = (await bot.users_info(user=person))["user"]

    assert {"id", "team_id", "profile", "is_bot", "deleted"} <= set(user)
    assert (await bot.team_info())["team"]["id"] == told["team_id"]
    assert (await bot.bots_info(bot=told["bot_id"]))["bot"]["user_id"] == bot_user


async def test_a_home_tab_is_published(bot: AsyncWebClient, person: str) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}

    published = (await bot.views_publish(user_id=person, view=view))["view"]

    assert {"id", "hash"} <= set(published)


async def test_a_reaction_is_put_once(bot: AsyncWebClient, channel: str) -> None:
    ts = (await bot.chat_postMessage(channel=channel, text="hello"))["ts"]
    asked = {"channel": channel, "timestamp": ts, "name": "eyes"}

    await bot.api_call("reactions.add", json=asked)

    assert await error(bot, "reactions.add", asked) == "already_reacted"
