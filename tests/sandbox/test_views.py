import json
from collections import deque
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import Driver
from bot.sandbox.example import ACME, CUSTOMER, HOME, STAFF, example_workspace
from bot.sandbox.server import Sandbox
from bot.sandbox.views import STACK_LIMIT, ViewRefused

Answers = deque[tuple[int, str]]


async def test_a_form_goes_in_with_what_was_typed_and_closes(
    slack: Driver, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await _open(slack, client, private_metadata="RR-1")

    sent = await slack.submits("Priya", {"Why": "because"})

    assert sent.delivery is not None
    view = sent.delivery.payload["view"]
    assert view["state"]["values"]["why"]["value"]["value"] == "because"
    assert view["private_metadata"] == "RR-1"
    assert sandbox.workspace.views.top(STAFF) is None


async def test_a_required_field_left_empty_is_slacks_affair(
    slack: Driver, client: AsyncWebClient
) -> None:
    await _open(slack, client)

    sent = await slack.submits("Priya")

    assert sent.errors == {"why": "Please complete this required field."}
    assert sent.delivery is None


async def test_errors_of_the_app_leave_the_form_open_with_what_was_typed(
    slack: Driver, client: AsyncWebClient, answers: Answers, sandbox: Sandbox
) -> None:
    await _open(slack, client)
    answers.append((200, '{"response_action": "errors", "errors": {"why": "Say more."}}'))

    first = await slack.submits("Priya", {"Why": "no"})
    second = await slack.submits("Priya")

    assert first.errors == {"why": "Say more."}
    assert second.delivery is not None
    values = second.delivery.payload["view"]["state"]["values"]
    assert values["why"]["value"]["value"] == "no"
    assert sandbox.workspace.views.top(STAFF) is None


@pytest.mark.parametrize(
    ("action", "titles"), [("update", ["Second"]), ("push", ["Second", "First"]), ("clear", [])]
)
async def test_the_answer_to_a_form_updates_pushes_or_clears(
    slack: Driver, client: AsyncWebClient, answers: Answers, action: str, titles: list[str]
) -> None:
    await _open(slack, client)
    answers.append((200, json.dumps({"response_action": action, "view": _form("Second")})))

    await slack.submits("Priya", {"Why": "because"})

    seen = []
    while slack.workspace.views.top(STAFF):
        seen.append((await slack.modal("Priya")).title)
        await slack.closes("Priya")
    assert seen == titles


@pytest.mark.parametrize(
    "answer",
    [
        (500, ""),
        (200, "not JSON"),
        (200, "[]"),
        (200, '{"response_action": "update"}'),
        (200, '{"response_action": "errors"}'),
    ],
)
async def test_an_answer_that_makes_no_sense_is_trouble_and_the_form_stays(
    slack: Driver, client: AsyncWebClient, answers: Answers, answer: tuple[int, str]
) -> None:
    await _open(slack, client)
    answers.append(answer)

    sent = await slack.submits("Priya", {"Why": "because"})

    assert sent.trouble == "We had some trouble connecting. Try again?"
    assert (await slack.modal("Priya")).title == "First"


async def test_an_outsiders_form_names_both_workspaces(
    slack: Driver, client: AsyncWebClient
) -> None:
    button = {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        ],
    }
    await client.chat_postMessage(channel=CUSTOMER, text="card", blocks=[button])
    trigger = (await slack.presses("Tom", "Go")).payload["trigger_id"]
    await client.views_open(trigger_id=trigger, view=_form())

    sent = await slack.submits("Tom", {"Why": "because"})

    assert sent.delivery is not None
    assert sent.delivery.payload["team"]["id"] == ACME
    assert sent.delivery.payload["view"]["app_installed_team_id"] == HOME


async def test_a_trigger_serves_once(slack: Driver, client: AsyncWebClient) -> None:
    trigger = (await slack.shortcut("Priya", "ask")).payload["trigger_id"]
    await client.views_open(trigger_id=trigger, view=_form())

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=_form())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="made-up", view=_form())


def test_a_trigger_lasts_three_seconds() -> None:
    now = [1_800_000_000.0]
    views = example_workspace(clock=lambda: now[0]).views
    in_time, too_late = views.trigger(STAFF), views.trigger(STAFF)

    now[0] += 3
    views.open(in_time, _form())
    now[0] += 0.1

    with pytest.raises(ViewRefused, match="expired_trigger_id"):
        views.open(too_late, _form())


def test_three_modals_stand_over_each_other_and_no_more() -> None:
    views = example_workspace().views
    top = views.open(views.trigger(STAFF), _form())

    for _ in range(STACK_LIMIT - 1):
        top = views.push(views.trigger(STAFF, view=top.id), _form())

    with pytest.raises(ViewRefused, match="push_limit_reached"):
        views.push(views.trigger(STAFF, view=top.id), _form())
    assert len(views.clear(STAFF)) == STACK_LIMIT


async def test_an_update_with_a_stale_hash_is_refused(
    slack: Driver, client: AsyncWebClient
) -> None:
    view = (await _open(slack, client))["view"]
    await client.views_update(view_id=view["id"], view=_form("Second"), hash=view["hash"])

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view["id"], view=_form("Third"), hash=view["hash"])
    assert (await slack.modal("Priya")).title == "Second"


async def test_a_click_in_a_modal_may_push_another_over_it(
    slack: Driver, client: AsyncWebClient
) -> None:
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    blocks = [*_form()["blocks"], {"type": "actions", "elements": [button]}]
    await _open(slack, client, blocks=blocks)

    pressed = (await slack.presses("Priya", "More")).payload
    await client.views_push(trigger_id=pressed["trigger_id"], view=_form("Second"))

    assert pressed["container"]["type"] == "view"
    assert (await slack.modal("Priya")).title == "Second"
    await slack.closes("Priya")
    assert (await slack.modal("Priya")).title == "First"


async def test_a_view_with_the_external_id_of_another_is_refused(
    slack: Driver, client: AsyncWebClient
) -> None:
    await _open(slack, client, external_id="one")
    trigger = (await slack.shortcut("Jo", "ask")).payload["trigger_id"]

    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await client.views_open(trigger_id=trigger, view=_form() | {"external_id": "one"})
    await client.views_update(external_id="one", view=_form("Second"))
    assert (await slack.modal("Priya")).title == "Second"


async def test_closing_is_told_only_to_who_asked_for_it(
    slack: Driver, client: AsyncWebClient
) -> None:
    await _open(slack, client)
    silent = await slack.closes("Priya")
    await _open(slack, client, notify_on_close=True)
    told = await slack.closes("Priya")

    assert silent is None
    assert told is not None
    assert told.payload["type"] == "view_closed"


async def test_each_person_has_a_home_of_their_own(
    slack: Driver, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await client.views_publish(user_id=STAFF, view={"type": "home", "blocks": [_words("Hello")]})

    await sandbox.acts.open_home(sandbox.workspace.person("Priya"))

    event = sandbox.record.deliveries[-1].payload["event"]
    assert (event["type"], event["tab"]) == ("app_home_opened", "home")
    assert event["view"]["type"] == "home"
    assert slack.saw("Priya", "Hello")
    assert not slack.saw("Jo", "Hello")


async def _open(slack: Driver, client: AsyncWebClient, **more: object) -> dict[str, Any]:
    trigger = (await slack.shortcut("Priya", "ask")).payload["trigger_id"]
    opened = await client.views_open(trigger_id=trigger, view=_form() | more)
    return dict(opened.data) if isinstance(opened.data, dict) else {}


def _form(title: str = "First") -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {
                "type": "input",
                "block_id": "why",
                "label": {"type": "plain_text", "text": "Why"},
                "element": {"type": "plain_text_input", "action_id": "value"},
            }
        ],
    }


def _words(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
