from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import coverage
from bot.sandbox.driver import DM, Driver
from bot.sandbox.example import (
    ASK_PRIVACY,
    BOT_USER,
    COMPLIANCE,
    CUSTOMER,
    HOME,
    OFFICER,
    SECOND_OFFICER,
    SHARED_ACME,
    STAFF,
    example_workspace,
)
from bot.sandbox.server import Sandbox, Terms
from bot.sandbox.values import Channel, Person, Team
from bot.sandbox.web_api import SERVED


def test_what_is_covered_is_what_is_served() -> None:
    served = set(SERVED) | {"apps.connections.open"}

    assert served == set(coverage.METHODS)


async def test_the_token_says_who_the_app_is_and_what_it_may(client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert answer["user_id"] == BOT_USER
    assert answer["team_id"] == HOME
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_a_scope_that_was_not_granted_is_missed() -> None:
    narrow = Sandbox(example_workspace(), Terms(scopes=("users:read",)))
    await narrow.start()

    answer = await _post(
        narrow,
        "chat.postMessage",
        {"channel": ASK_PRIVACY, "text": "hello"},
        token=narrow.terms.bot_token,
    )

    assert answer["error"] == "missing_scope"
    await narrow.stop()


@pytest.mark.parametrize(
    ("method", "asked", "error"),
    [
        (
            "chat.postEphemeral",
            {"channel": ASK_PRIVACY, "text": "x", "user": CUSTOMER},
            "user_not_in_channel",
        ),
        (
            "conversations.open",
            {"users": [STAFF, OFFICER]},
            "method_not_supported_for_channel_type",
        ),
        ("conversations.open", {"users": BOT_USER}, "cannot_dm_bot"),
    ],
)
async def test_with_whom_slack_would_not_let_it_speak_is_refused(
    client: AsyncWebClient, method: str, asked: dict[str, Any], error: str
) -> None:
    assert await _error(client, method, asked) == error


async def test_a_message_of_a_person_cannot_be_changed_by_the_app(
    client: AsyncWebClient, slack: Driver
) -> None:
    said = await slack.says("Priya", "mine", to="#ask-privacy")
    place = {"channel": ASK_PRIVACY, "ts": said.message.ts}

    assert await _error(client, "chat.update", place | {"text": "x"}) == "cant_update_message"
    assert await _error(client, "chat.delete", place) == "cant_delete_message"


async def test_where_the_app_is_not_a_member_it_cannot_write_or_look(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    sandbox.workspace.put_channel(Channel("C0ELSEWHER", "elsewhere", frozenset({STAFF})))
    sandbox.workspace.put_channel(
        Channel("C0SECRET01", "secret", frozenset({STAFF}), is_private=True)
    )

    told = await client.conversations_info(channel="C0ELSEWHER")

    assert told["channel"]["is_member"] is False
    assert (
        await _error(client, "chat.postMessage", {"channel": "C0ELSEWHER", "text": "x"})
        == "not_in_channel"
    )
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.conversations_info(channel="C0SECRET01")


async def test_a_channel_says_whether_it_is_private_shared_and_joined(
    client: AsyncWebClient,
) -> None:
    compliance = (await client.conversations_info(channel=COMPLIANCE))["channel"]
    shared = (await client.conversations_info(channel=SHARED_ACME))["channel"]

    assert (compliance["is_private"], compliance["is_member"]) == (True, True)
    assert (shared["is_ext_shared"], shared["is_pending_ext_shared"]) == (True, False)


async def test_a_dm_says_with_whom_it_is(client: AsyncWebClient) -> None:
    opened = (await client.conversations_open(users=[STAFF]))["channel"]["id"]

    told = (await client.conversations_info(channel=opened))["channel"]

    assert told["is_im"] is True
    assert told["user"] == STAFF


async def test_a_person_says_to_which_company_they_belong(client: AsyncWebClient) -> None:
    tom = (await client.users_info(user=CUSTOMER))["user"]

    assert tom["team_id"] != HOME
    assert tom["is_stranger"] is False
    assert tom["profile"]["real_name"] == "Tom Ashworth"


async def test_who_shares_no_channel_with_the_app_is_a_stranger(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    sandbox.workspace.add_team(Team("T0ELSE0001", "Elsewhere Ltd", "elsewhere"))
    sandbox.workspace.add_person(Person("U0STRANGER", "T0ELSE0001", "Sam Stone"))

    told = (await client.users_info(user="U0STRANGER"))["user"]

    assert told["is_stranger"] is True
    assert await _error(client, "conversations.open", {"users": "U0STRANGER"}) == "user_not_visible"


async def test_the_channels_of_the_app_are_listed_by_kind(client: AsyncWebClient) -> None:
    listed = await client.users_conversations(types="private_channel")

    assert [channel["id"] for channel in listed["channels"]] == [COMPLIANCE]


async def test_the_members_of_a_channel_are_listed(client: AsyncWebClient) -> None:
    listed = await client.conversations_members(channel=COMPLIANCE)

    assert set(listed["members"]) == {OFFICER, SECOND_OFFICER, BOT_USER}


async def test_a_reaction_is_put_once(client: AsyncWebClient, slack: Driver) -> None:
    said = await slack.says("Priya", "hello", to="#ask-privacy")
    asked = {"channel": ASK_PRIVACY, "timestamp": said.message.ts, "name": "eyes"}

    await client.api_call("reactions.add", json=asked)

    assert slack.last("#ask-privacy").message.reactions == (("eyes", BOT_USER),)
    assert await _error(client, "reactions.add", asked) == "already_reacted"


async def test_the_app_says_what_it_is_doing_and_what_could_be_asked(
    client: AsyncWebClient, slack: Driver, sandbox: Sandbox
) -> None:
    said = await slack.says("Priya", "hello", to=DM)
    channel, ts = said.message.channel, said.message.ts
    threads = sandbox.workspace.threads

    await client.api_call(
        "agents.sessions.setStatus",
        json={"channel_id": channel, "thread_ts": ts, "status": "processing"},
    )
    doing = dict(threads.status)
    await client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status="")
    await client.assistant_threads_setSuggestedPrompts(
        channel_id=channel,
        thread_ts=ts,
        prompts=[{"title": "My rights", "message": "What are my rights?"}],
    )

    assert list(doing.values()) == ["is working on it"]
    assert threads.status == {}
    prompts = threads.prompts[channel].prompts
    assert prompts == (("My rights", "What are my rights?"),)


async def test_teams_and_bots_say_who_they_are(client: AsyncWebClient) -> None:
    assert (await client.team_info())["team"]["id"] == HOME
    assert (await client.bots_info(bot="B0HELPDESK"))["bot"]["user_id"] == BOT_USER
    assert (await client.api_test(foo="bar"))["args"]["foo"] == "bar"


async def test_methods_that_only_read_take_no_json_as_in_slack(client: AsyncWebClient) -> None:
    as_json = {"channel": ASK_PRIVACY}

    assert await _error(client, "conversations.info", as_json) == "invalid_arguments"
    assert (await client.api_call("conversations.info", params=as_json))["ok"] is True


async def test_blocks_may_come_as_json_within_a_form(sandbox: Sandbox, slack: Driver) -> None:
    form = {"channel": ASK_PRIVACY, "blocks": '[{"type": "divider"}]', "text": "line"}
    headers = {"Authorization": f"Bearer {sandbox.terms.bot_token}"}

    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.api_url}chat.postMessage", data=form, headers=headers) as answer,
    ):
        assert (await answer.json())["ok"] is True

    assert slack.last("#ask-privacy").message.blocks[0]["type"] == "divider"


async def _error(client: AsyncWebClient, method: str, asked: dict[str, Any] | None = None) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=asked or {})
    return str(refused.value.response["error"])


async def _post(
    sandbox: Sandbox, method: str, asked: dict[str, Any], *, token: str
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.api_url}{method}", json=asked, headers=headers) as answer,
    ):
        body: dict[str, Any] = await answer.json()
        return body
