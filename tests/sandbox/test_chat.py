from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import Driver, dm
from bot.sandbox.example import ASK_PRIVACY, CUSTOMER, STAFF
from bot.sandbox.server import Sandbox


async def test_a_posted_message_is_seen_and_carries_the_marks_of_the_app(
    client: AsyncWebClient, slack: Driver
) -> None:
    answer = await client.chat_postMessage(channel=ASK_PRIVACY, text="Good morning")

    assert slack.last("#ask-privacy").words == "Good morning"
    assert answer["message"]["bot_id"] == "B0HELPDESK"
    assert answer["ts"] == slack.last("#ask-privacy").ts


async def test_a_person_as_channel_means_the_dm_with_them(
    client: AsyncWebClient, slack: Driver
) -> None:
    await client.chat_postMessage(channel=CUSTOMER, text="Hello Tom")

    assert slack.last(dm("Tom")).words == "Hello Tom"


async def test_a_reply_to_a_reply_joins_its_thread(client: AsyncWebClient, slack: Driver) -> None:
    said = await slack.says("Priya", "first", to="#ask-privacy")
    reply = await client.chat_postMessage(
        channel=ASK_PRIVACY, thread_ts=said.message.ts, text="second"
    )

    await client.chat_postMessage(channel=ASK_PRIVACY, thread_ts=reply["ts"], text="third")

    assert [one.words for one in slack.thread(said, as_person="Priya")] == ["second", "third"]


async def test_text_without_blocks_takes_the_blocks_of_a_message_away(
    client: AsyncWebClient, slack: Driver
) -> None:
    posted = await client.chat_postMessage(channel=ASK_PRIVACY, text="a", blocks=[_section("b")])

    await client.chat_update(channel=ASK_PRIVACY, ts=posted["ts"], text="c")

    assert slack.last("#ask-privacy").words == "c"


async def test_the_answer_to_an_update_is_the_message_as_it_stands_now(
    client: AsyncWebClient, slack: Driver
) -> None:
    posted = await client.chat_postMessage(channel=ASK_PRIVACY, text="a", blocks=[_section("b")])

    changed = await client.chat_update(
        channel=ASK_PRIVACY, ts=posted["ts"], text="d", blocks=[_section("c")]
    )

    stands = slack.last("#ask-privacy").message
    assert (changed["text"], changed["message"]["blocks"]) == ("d", list(stands.blocks))


async def test_a_deleted_message_is_gone(client: AsyncWebClient, slack: Driver) -> None:
    posted = await client.chat_postMessage(channel=ASK_PRIVACY, text="oops")

    await client.chat_delete(channel=ASK_PRIVACY, ts=posted["ts"])

    assert not slack.saw("Priya", "oops")


async def test_an_ephemeral_message_is_for_one_person_and_in_no_history(
    client: AsyncWebClient, slack: Driver
) -> None:
    await client.chat_postEphemeral(channel=ASK_PRIVACY, user=STAFF, text="for you")

    history = await client.conversations_history(channel=ASK_PRIVACY)

    assert slack.saw("Priya", "for you")
    assert not slack.saw("Jo", "for you")
    assert history["messages"] == []


async def test_a_permalink_opens_the_message(client: AsyncWebClient, sandbox: Sandbox) -> None:
    posted = await client.chat_postMessage(channel=ASK_PRIVACY, text="here")

    link = await client.chat_getPermalink(channel=ASK_PRIVACY, message_ts=posted["ts"])

    assert link["permalink"].startswith(f"{sandbox.address}/archives/{ASK_PRIVACY}/p")


async def test_a_reply_may_be_shown_in_the_channel_too(
    client: AsyncWebClient, slack: Driver
) -> None:
    said = await slack.says("Priya", "question", to="#ask-privacy")

    await client.chat_postMessage(
        channel=ASK_PRIVACY, thread_ts=said.message.ts, text="for all", reply_broadcast=True
    )

    history = await client.conversations_history(channel=ASK_PRIVACY)
    assert history["messages"][0]["subtype"] == "thread_broadcast"


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
