import json
from collections import deque
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.couriers import signature
from bot.sandbox.driver import DM, Driver
from bot.sandbox.example import ACME, ASK_PRIVACY, BOT_USER, COMPLIANCE, HOME, STAFF
from bot.sandbox.server import Sandbox
from bot.sandbox.values import Channel

Heard = list[tuple[dict[str, str], bytes]]
Answers = deque[tuple[int, str]]


async def test_every_delivery_is_signed_as_slack_signs(
    slack: Driver, sandbox: Sandbox, heard: Heard
) -> None:
    await slack.says("Priya", "@privacy-desk hello", to="#ask-privacy")
    await slack.commands("Priya", "/ask anything")
    await slack.shortcut("Priya", "ask")

    verifier = SignatureVerifier(sandbox.terms.signing_secret)
    assert len(heard) == 4
    for headers, body in heard:
        assert verifier.is_valid_request(body, headers)


def test_the_signature_depends_on_secret_time_and_body() -> None:
    true = signature("secret", "1700000000", b"body")

    assert true != signature("other", "1700000000", b"body")
    assert true != signature("secret", "1700000001", b"body")
    assert true != signature("secret", "1700000000", b"bodies")


async def test_a_mention_is_told_twice_under_two_event_ids(slack: Driver) -> None:
    said = await slack.says("Priya", "@privacy-desk hello", to="#ask-privacy")

    mention, message = (delivery.payload for delivery in said.deliveries)

    assert mention["event"]["type"] == "app_mention"
    assert "channel_type" not in mention["event"]
    assert message["event"]["type"] == "message"
    assert message["event"]["channel_type"] == "channel"
    assert mention["event"]["ts"] == message["event"]["ts"]
    assert mention["event_id"] != message["event_id"]


@pytest.mark.parametrize(
    ("person", "place", "kind"),
    [("Priya", "#ask-privacy", "channel"), ("Jo", "#compliance", "group"), ("Tom", DM, "im")],
)
async def test_a_message_says_in_what_kind_of_place_it_stands(
    slack: Driver, person: str, place: str, kind: str
) -> None:
    said = await slack.says(person, "hello", to=place)

    (delivery,) = said.deliveries

    assert delivery.payload["event"]["channel_type"] == kind


async def test_the_envelope_names_the_installation_and_whether_the_channel_is_shared(
    slack: Driver,
) -> None:
    said = await slack.says("Priya", "hello", to="#shared-acme")

    envelope = said.deliveries[0].payload

    assert envelope["authorizations"][0]["user_id"] == BOT_USER
    assert envelope["context_team_id"] == HOME
    assert envelope["is_ext_shared_channel"] is True


async def test_an_outsiders_message_carries_their_team_and_their_mention_ours(
    slack: Driver,
) -> None:
    said = await slack.says("Tom", "@privacy-desk hello", to="#shared-acme")

    mention, message = (delivery.payload for delivery in said.deliveries)

    assert (message["team_id"], message["event"]["team"]) == (ACME, ACME)
    assert "user_team" not in message["event"]
    assert (mention["team_id"], mention["event"]["team"]) == (HOME, HOME)
    assert mention["event"]["user_team"] == mention["event"]["source_team"] == ACME
    assert mention["event"]["user_profile"]["team"] == ACME


async def test_what_is_typed_arrives_with_entities_mentions_and_links(slack: Driver) -> None:
    said = await slack.says(
        "Sam", "@Jo see #compliance: 1 < 2 & https://example.com/a.", to="#ask-privacy"
    )

    event = said.deliveries[0].payload["event"]

    assert event["text"] == (
        f"<@U0JO000001> see <#{COMPLIANCE}>: 1 &lt; 2 &amp; <https://example.com/a>."
    )
    assert event["blocks"][0]["type"] == "rich_text"


async def test_the_apps_own_messages_are_told_as_well_with_its_bot_id(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await client.chat_postMessage(channel=ASK_PRIVACY, text="hello")
    await sandbox.announcer.settled()

    event = sandbox.record.deliveries[-1].payload["event"]

    assert (event["bot_id"], event["user"]) == ("B0HELPDESK", BOT_USER)


async def test_an_edit_and_a_deletion_are_subtypes_with_what_was_before(slack: Driver) -> None:
    said = await slack.says("Priya", "one", to="#ask-privacy")

    edited = (await slack.edits(said, "two")).deliveries[0].payload["event"]
    gone = (await slack.deletes(said))[0].payload["event"]

    assert edited["subtype"] == "message_changed"
    assert (edited["previous_message"]["text"], edited["message"]["text"]) == ("one", "two")
    assert "user" not in edited
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", said.message.ts)


async def test_a_second_edit_changes_what_the_first_has_left(slack: Driver) -> None:
    said = await slack.says("Priya", "one", to="#ask-privacy")
    await slack.edits(said, "two")

    again = (await slack.edits(said, "three")).deliveries[0].payload["event"]

    assert (again["previous_message"]["text"], again["message"]["text"]) == ("two", "three")


async def test_a_deleted_message_with_replies_leaves_a_tombstone(slack: Driver) -> None:
    said = await slack.says("Priya", "one", to="#ask-privacy")
    await slack.says("Jo", "two", to="#ask-privacy", thread=said)

    gone = (await slack.deletes(said))[0].payload["event"]

    assert (gone["subtype"], gone["message"]["subtype"]) == ("message_changed", "tombstone")
    assert (gone["message"]["ts"], gone["message"]["reply_count"]) == (said.message.ts, 1)
    assert gone["previous_message"]["text"] == "one"


async def test_a_thread_goes_on_under_a_tombstone_until_its_last_reply_is_deleted(
    slack: Driver, client: AsyncWebClient
) -> None:
    said = await slack.says("Priya", "one", to="#ask-privacy")
    reply = await slack.says("Jo", "two", to="#ask-privacy", thread=said)
    root = said.message.ts

    await slack.deletes(said)
    stands = await client.conversations_history(channel=ASK_PRIVACY)
    thread = await client.conversations_replies(channel=ASK_PRIVACY, ts=root)
    posted = await client.chat_postMessage(channel=ASK_PRIVACY, thread_ts=root, text="three")

    assert [it["subtype"] for it in stands["messages"]] == ["tombstone"]
    assert [it["text"] for it in thread["messages"]] == ["This message was deleted.", "two"]
    assert not slack.saw("Priya", "one")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_getPermalink(channel=ASK_PRIVACY, message_ts=root)
    await slack.deletes(reply)
    await client.chat_delete(channel=ASK_PRIVACY, ts=posted["ts"])
    assert (await client.conversations_history(channel=ASK_PRIVACY))["messages"] == []
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client.conversations_replies(channel=ASK_PRIVACY, ts=root)


async def test_nothing_is_told_of_channels_without_the_app(slack: Driver, sandbox: Sandbox) -> None:
    sandbox.workspace.put_channel(Channel("C0ELSEWHER", "elsewhere", frozenset({STAFF})))

    said = await slack.says("Priya", "@privacy-desk are you there?", to="#elsewhere")
    edited = await slack.edits(said, "@privacy-desk hello?")
    sandbox.workspace.react(edited.message, sandbox.workspace.person("Priya"), "eyes")
    await slack.joins("Jo", "#elsewhere")
    await slack.leaves("Jo", "#elsewhere")
    await slack.deletes(said)

    assert sandbox.record.deliveries == []


async def test_joining_and_sharing_are_told(slack: Driver, sandbox: Sandbox) -> None:
    await slack.joins("Priya", "#compliance")
    await slack.shares("#compliance", with_team=ACME)

    joined, shared = (one.payload["event"] for one in sandbox.record.deliveries)

    assert (joined["type"], joined["user"]) == ("member_joined_channel", STAFF)
    assert (shared["type"], shared["connected_team_id"]) == ("channel_shared", ACME)
    assert sandbox.workspace.channel("#compliance").is_ext_shared


async def test_an_event_that_fails_comes_again_under_the_same_id(
    slack: Driver, sandbox: Sandbox, heard: Heard, answers: Answers
) -> None:
    answers.extend([(500, "no"), (503, "no"), (200, "")])

    said = await slack.says("Priya", "hello")
    await sandbox.announcer.settled()

    (delivery,) = said.deliveries
    assert delivery.statuses == [500, 503, 200]
    assert [headers.get("x-slack-retry-num") for headers, _ in heard] == [None, "1", "2"]
    assert heard[1][0]["x-slack-retry-reason"] == "http_error"
    assert {_body(body)["event_id"] for _, body in heard} == {delivery.id}


async def test_after_three_repetitions_slack_gives_up(
    slack: Driver, sandbox: Sandbox, answers: Answers
) -> None:
    answers.extend([(500, "")] * 9)

    said = await slack.says("Priya", "hello")
    await sandbox.announcer.settled()

    assert said.deliveries[0].statuses == [500] * 4


async def test_an_app_that_is_not_there_is_a_failed_connection(
    slack: Driver, sandbox: Sandbox
) -> None:
    sandbox.request_url = "http://127.0.0.1:9/slack/events"

    said = await slack.says("Priya", "hello")
    await sandbox.announcer.settled()

    assert {attempt.reason for attempt in said.deliveries[0].attempts} == {"connection_failed"}


async def test_a_taken_event_can_be_delivered_once_more(
    slack: Driver, sandbox: Sandbox, heard: Heard
) -> None:
    said = await slack.says("Priya", "hello")

    await sandbox.announcer.redeliver(said.deliveries[0])

    assert len(heard) == 2
    assert heard[1][0]["x-slack-retry-num"] == "1"


def _body(raw: bytes) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(raw)
    return body
