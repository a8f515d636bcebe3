from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.sandbox.driver import Driver
from bot.sandbox.example import ASK_PRIVACY


async def test_history_is_newest_first_and_without_replies(
    client: AsyncWebClient, slack: Driver
) -> None:
    first = await slack.says("Priya", "one", to="#ask-privacy")
    await slack.says("Priya", "a reply", to="#ask-privacy", thread=first)
    await slack.says("Priya", "two", to="#ask-privacy")

    history = await client.conversations_history(channel=ASK_PRIVACY)

    assert _texts(history) == ["two", "one"]
    assert history["messages"][1]["reply_count"] == 1


async def test_a_thread_is_its_parent_and_its_replies_oldest_first(
    client: AsyncWebClient, slack: Driver
) -> None:
    parent = await slack.says("Priya", "question", to="#ask-privacy")
    for words in ("one", "two"):
        await slack.says("Jo", words, to="#ask-privacy", thread=parent)

    thread = await client.conversations_replies(channel=ASK_PRIVACY, ts=parent.message.ts)

    assert _texts(thread) == ["question", "one", "two"]


async def test_all_pages_together_are_the_whole_even_while_more_is_written(
    client: AsyncWebClient, slack: Driver
) -> None:
    written = [
        (await slack.says("Priya", str(number), to="#ask-privacy")).message.text
        for number in range(7)
    ]
    page = await client.conversations_history(channel=ASK_PRIVACY, limit=3)
    seen = _texts(page)

    await slack.says("Jo", "meanwhile", to="#ask-privacy")
    while page["has_more"]:
        cursor = page["response_metadata"]["next_cursor"]
        page = await client.conversations_history(channel=ASK_PRIVACY, limit=3, cursor=cursor)
        seen += _texts(page)

    assert seen == list(reversed(written))


async def test_replies_since_a_moment_keep_the_parent_and_leave_out_the_moment_itself(
    client: AsyncWebClient, slack: Driver
) -> None:
    parent = await slack.says("Priya", "question", to="#ask-privacy")
    before = await slack.says("Jo", "before", to="#ask-privacy", thread=parent)
    await slack.says("Jo", "after", to="#ask-privacy", thread=parent)
    root, oldest = parent.message.ts, before.message.ts

    thread = await client.conversations_replies(channel=ASK_PRIVACY, ts=root, oldest=oldest)
    inclusive = await client.conversations_replies(
        channel=ASK_PRIVACY, ts=root, oldest=oldest, inclusive=True
    )

    assert _texts(thread) == ["question", "after"]
    assert _texts(inclusive) == ["question", "before", "after"]


def _texts(page: AsyncSlackResponse) -> list[str]:
    return [message["text"] for message in page["messages"]]
