import json
import urllib.parse
from collections import deque
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import coverage
from bot.sandbox.driver import Driver, NotPossible
from bot.sandbox.example import ACME, ASK_PRIVACY, CUSTOMER, HOME, SHARED_ACME, STAFF
from bot.sandbox.server import Sandbox

Heard = list[tuple[dict[str, str], bytes]]
Answers = deque[tuple[int, str]]

BUTTON = {
    "type": "button",
    "action_id": "claim",
    "value": "RR-1",
    "text": {"type": "plain_text", "text": "Claim"},
}
MENU = {
    "type": "static_select",
    "action_id": "assign",
    "placeholder": {"type": "plain_text", "text": "Assign to"},
    "options": [
        {"text": {"type": "plain_text", "text": name}, "value": name.lower()}
        for name in ("Jo", "Priya")
    ],
}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "helpful",
    "positive_button": {"text": {"type": "plain_text", "text": "Yes"}, "value": "up"},
    "negative_button": {"text": {"type": "plain_text", "text": "No"}, "value": "down"},
}


async def test_it_sends_just_the_kinds_of_interaction_that_it_lists(
    slack: Driver, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    words = {"type": "plain_text", "text": "Sure?"}
    form = {"type": "modal", "title": words, "submit": words, "blocks": [], "notify_on_close": True}
    said = await slack.says("Priya", "hello", to="#ask-privacy")
    await client.chat_postMessage(channel=ASK_PRIVACY, text="card", blocks=[_actions(BUTTON)])

    pressed = await slack.presses("Priya", "Claim")
    await client.views_open(trigger_id=pressed.payload["trigger_id"], view=form)
    await slack.submits("Priya")
    asked = await slack.shortcut("Priya", "ask")
    await client.views_open(trigger_id=asked.payload["trigger_id"], view=form)
    await slack.closes("Priya")
    await slack.shortcut("Priya", "log_this", on=said)
    await slack.commands("Priya", "/ask anything", at="#ask-privacy")

    sent = {str(it.payload.get("type", "slash_command")) for it in sandbox.record.deliveries}
    assert sent - {"event_callback"} == coverage.INTERACTIONS


async def test_a_press_says_who_pressed_what_where(slack: Driver, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(
        channel=ASK_PRIVACY, text="card", blocks=[_actions(BUTTON)]
    )

    payload = (await slack.presses("Priya", "Claim")).payload

    assert payload["type"] == "block_actions"
    assert payload["user"] == {
        "id": STAFF,
        "username": "priya.nair",
        "name": "priya.nair",
        "team_id": HOME,
    }
    assert payload["actions"][0]["value"] == "RR-1"
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == posted["ts"]
    assert payload["channel"]["id"] == ASK_PRIVACY
    assert payload["trigger_id"]


async def test_an_outsiders_press_names_the_apps_workspace_and_the_clickers_own(
    slack: Driver, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=SHARED_ACME, text="card", blocks=[_actions(BUTTON)])

    payload = (await slack.presses("Tom", "Claim")).payload

    assert payload["team"]["id"] == HOME
    assert payload["user"]["team_id"] == ACME


async def test_a_choice_carries_the_option_and_feedback_its_value(
    slack: Driver, client: AsyncWebClient
) -> None:
    blocks = [_actions(MENU), {"type": "context_actions", "elements": [FEEDBACK]}]
    await client.chat_postMessage(channel=ASK_PRIVACY, text="card", blocks=blocks)

    chosen = (await slack.presses("Priya", "Assign to", choosing="Jo")).payload
    liked = (await slack.presses("Priya", "Yes")).payload

    assert chosen["actions"][0]["selected_option"]["value"] == "jo"
    assert (liked["actions"][0]["type"], liked["actions"][0]["value"]) == ("feedback_buttons", "up")


async def test_a_press_that_fails_is_not_tried_again(
    slack: Driver, client: AsyncWebClient, sandbox: Sandbox, answers: Answers
) -> None:
    await client.chat_postMessage(channel=ASK_PRIVACY, text="card", blocks=[_actions(BUTTON)])
    await sandbox.announcer.settled()
    answers.append((500, ""))

    pressed = await slack.presses("Priya", "Claim")
    await sandbox.announcer.settled()

    assert pressed.statuses == [500]


async def test_a_command_comes_as_a_form(slack: Driver, heard: Heard) -> None:
    await slack.commands("Priya", "/ask how long? @Jo", at="#ask-privacy")

    headers, body = heard[0]
    fields = dict(urllib.parse.parse_qsl(body.decode()))
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert (fields["command"], fields["text"]) == ("/ask", "how long? <@U0JO000001>")
    assert (fields["user_id"], fields["channel_id"]) == (STAFF, ASK_PRIVACY)


@pytest.mark.parametrize(
    ("answer", "sees_it"),
    [
        ("plain words", ["Priya"]),
        ('{"text": "plain words"}', ["Priya"]),
        ('{"text": "plain words", "response_type": "in_channel"}', ["Priya", "Jo"]),
    ],
)
async def test_the_answer_to_a_command_is_private_unless_it_says_otherwise(
    slack: Driver, answers: Answers, answer: str, sees_it: list[str]
) -> None:
    answers.append((200, answer))

    await slack.commands("Priya", "/ask anything", at="#ask-privacy")

    assert [one for one in ("Priya", "Jo") if slack.saw(one, "plain words")] == sees_it


async def test_a_command_that_fails_tells_the_person(slack: Driver, answers: Answers) -> None:
    answers.append((500, ""))

    await slack.commands("Priya", "/ask anything", at="#ask-privacy")

    assert slack.last("#ask-privacy", as_person="Priya").mentions("did not respond")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ('{"blocks": [{"type": "carousel"}]}', "invalid_blocks"),
        ('{"blocks": "none"}', "invalid_blocks_format"),
        ('{"response_type": "ephemeral"}', "no_text"),
    ],
)
async def test_an_answer_that_slack_refuses_is_told_to_who_typed_the_command(
    slack: Driver, answers: Answers, body: str, error: str
) -> None:
    answers.append((200, body))

    await slack.commands("Priya", "/ask anything", at="#ask-privacy")

    assert slack.last("#ask-privacy", as_person="Priya").words == (
        f'/ask failed with the error "{error}".'
    )


async def test_people_of_other_companies_have_neither_commands_nor_shortcuts(
    slack: Driver, heard: Heard
) -> None:
    with pytest.raises(NotPossible, match="not a valid command"):
        await slack.commands("Tom", "/ask anything", at="#shared-acme")
    with pytest.raises(NotPossible):
        await slack.shortcut("Tom", "ask")

    assert heard == []


async def test_a_shortcut_of_a_message_brings_the_message(slack: Driver) -> None:
    said = await slack.says("Tom", "Please delete my data", to="#shared-acme")

    used = (await slack.shortcut("Priya", "log_this", on=said)).payload

    assert (used["type"], used["callback_id"]) == ("message_action", "log_this")
    assert used["message"]["text"] == "Please delete my data"
    assert used["message"]["user"] == CUSTOMER


async def test_a_global_shortcut_belongs_to_no_message(slack: Driver) -> None:
    used = (await slack.shortcut("Priya", "ask")).payload

    assert used["type"] == "shortcut"
    assert "channel" not in used


async def test_a_response_url_replaces_the_message_or_adds_one_five_times_at_most(
    slack: Driver, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=ASK_PRIVACY, text="card", blocks=[_actions(BUTTON)])
    url = (await slack.presses("Priya", "Claim")).payload["response_url"]

    first = await _respond(url, {"text": "claimed", "replace_original": True})
    later = [await _respond(url, {"text": f"whisper {n}"}) for n in range(5)]

    assert first == 200
    assert slack.saw("Jo", "claimed")
    assert slack.saw("Priya", "whisper 3")
    assert not slack.saw("Jo", "whisper 3")
    assert later == [200, 200, 200, 200, 404]


async def test_a_response_url_can_delete_the_message_and_refuses_what_slack_would(
    slack: Driver, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=ASK_PRIVACY, text="card", blocks=[_actions(BUTTON)])
    url = (await slack.presses("Priya", "Claim")).payload["response_url"]

    assert await _respond(url, {"text": ""}) == 404
    assert await _respond(url, {"blocks": [{"type": "carousel"}]}) == 404
    assert await _respond(f"{url}0", {"text": "x"}) == 404
    assert await _respond(url, {"delete_original": True}) == 200
    assert not slack.saw("Priya", "Claim")


async def _respond(url: str, body: dict[str, Any]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=json.dumps(body)) as answer,
    ):
        return answer.status


def _actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}
