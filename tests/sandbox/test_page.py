import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver import Driver
from bot.sandbox.example import ASK_PRIVACY, COMPLIANCE, CUSTOMER, OFFICER, SHARED_ACME, STAFF
from bot.sandbox.server import Sandbox

Answers = deque[tuple[int, str]]


@pytest.fixture
async def browser(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.address) as session:
        yield session


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/page.js", "text/javascript"),
        ("/composer.js", "text/javascript"),
        ("/drawing.js", "text/javascript"),
        ("/forms.js", "text/javascript"),
        ("/stories.js", "text/javascript"),
        ("/wire.js", "text/javascript"),
        ("/page.css", "text/css"),
        ("/icon.svg", "image/svg+xml"),
        ("/icons.svg", "image/svg+xml"),
    ],
)
async def test_the_page_loads_nothing_from_elsewhere(
    browser: aiohttp.ClientSession, path: str, kind: str
) -> None:
    async with browser.get(path) as answer:
        text = await answer.text()

    assert answer.content_type == kind
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    for scheme in ("https://", "http://"):
        assert scheme not in text.replace("http://www.w3.org/2000/svg", "")


async def test_each_person_sees_the_places_they_are_in(browser: aiohttp.ClientSession) -> None:
    officer = await _scene(browser, OFFICER, COMPLIANCE)
    customer = await _scene(browser, CUSTOMER, COMPLIANCE)

    assert officer["place"] == COMPLIANCE
    assert f'data-go="{COMPLIANCE}"' in officer["sidebar"]
    assert customer["place"] != COMPLIANCE
    assert f'data-go="{COMPLIANCE}"' not in customer["sidebar"]
    assert "shared with another company" in customer["sidebar"]


async def test_nobody_is_told_of_channels_that_are_hidden_from_them(
    browser: aiohttp.ClientSession, slack: Driver
) -> None:
    officer = await _scene(browser, OFFICER, ASK_PRIVACY)
    staff = await _scene(browser, STAFF, ASK_PRIVACY)
    customer = await _scene(browser, CUSTOMER, SHARED_ACME)

    assert officer["channels"] == ["ask-privacy", "shared-acme", "shared-fern", "compliance"]
    assert staff["channels"] == ["ask-privacy", "shared-acme", "shared-fern"]
    assert customer["channels"] == ["shared-acme"]
    said = await slack.says("Tom", "what is in #compliance?", to="#shared-acme")
    assert said.message.text == "what is in #compliance?"


async def test_what_is_said_in_the_page_is_told_to_the_app_and_seen_by_others(
    browser: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    said = await _act(browser, "say", person=STAFF, channel=ASK_PRIVACY, text="hello <b>")

    colleague = await _scene(browser, OFFICER, ASK_PRIVACY)

    assert said["statuses"] == [[200]]
    assert "hello &lt;b&gt;" in colleague["items"][-1][1]
    assert sandbox.record.deliveries[0].payload["event"]["text"] == "hello &lt;b&gt;"


async def test_unread_marks_come_and_go(browser: aiohttp.ClientSession, slack: Driver) -> None:
    await slack.says("Jo", "news", to="#ask-privacy")

    before = await _scene(browser, STAFF, SHARED_ACME)
    await _scene(browser, STAFF, ASK_PRIVACY)
    after = await _scene(browser, STAFF, SHARED_ACME)

    assert "row unread" in before["sidebar"]
    assert "row unread" not in after["sidebar"]


async def test_an_ephemeral_message_is_marked_and_can_be_dismissed(
    browser: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    sent = await client.chat_postEphemeral(channel=ASK_PRIVACY, user=STAFF, text="psst")
    place = {"channel": ASK_PRIVACY, "ts": sent["message_ts"]}

    hers = await _scene(browser, STAFF, ASK_PRIVACY)
    others = await _scene(browser, OFFICER, ASK_PRIVACY)
    refused = await _act(browser, "dismiss", person=OFFICER, **place)
    await _act(browser, "dismiss", person=STAFF, **place)

    assert "Only visible to you" in hers["items"][-1][1]
    assert [key for key, _ in others["items"]] == ["nothing-yet"]
    assert refused["problem"] == "That is not there any more."
    after = await _scene(browser, STAFF, ASK_PRIVACY)
    assert [key for key, _ in after["items"]] == ["nothing-yet"]


async def test_the_home_tab_and_the_prompts_stand_where_the_app_put_them(
    browser: aiohttp.ClientSession, client: AsyncWebClient, slack: Driver
) -> None:
    said = await slack.says("Priya", "hello")
    dm = said.message.channel
    empty = await _scene(browser, STAFF, dm, tab="home")
    header = {"type": "header", "text": {"type": "plain_text", "text": "Welcome"}}
    await client.views_publish(user_id=STAFF, view={"type": "home", "blocks": [header]})
    await client.assistant_threads_setSuggestedPrompts(
        channel_id=dm, thread_ts=said.message.ts, prompts=[{"title": "Rights", "message": "?"}]
    )
    await client.assistant_threads_setStatus(
        channel_id=dm, thread_ts=said.message.ts, status="is reading"
    )

    home = await _scene(browser, STAFF, dm, tab="home")
    messages = await _scene(browser, STAFF, dm, thread=said.message.ts)

    assert "has not put anything here yet" in empty["home"]
    assert "Welcome" in home["home"]
    assert home["items"] == []
    assert 'data-prompt="?"' in messages["prompts"]
    assert messages["thread"]["status"] == "privacy-desk is reading"


async def test_a_day_has_its_name_and_a_reaction_its_count(
    browser: aiohttp.ClientSession, client: AsyncWebClient, slack: Driver
) -> None:
    said = await slack.says("Priya", "hello", to="#ask-privacy")
    await client.reactions_add(channel=ASK_PRIVACY, timestamp=said.message.ts, name="eyes")

    items = (await _scene(browser, STAFF, ASK_PRIVACY))["items"]

    assert "Today" in items[0][1]
    assert "👀 1" in items[1][1]


async def test_a_form_is_closed_by_its_owner_alone(
    browser: aiohttp.ClientSession, client: AsyncWebClient, slack: Driver
) -> None:
    trigger = (await slack.shortcut("Priya", "ask")).payload["trigger_id"]
    view = (await client.views_open(trigger_id=trigger, view=_form()))["view"]["id"]

    refused = await _act(browser, "close", person=OFFICER, view=view)
    await _act(browser, "close", person=STAFF, view=view)

    assert refused["problem"]
    assert (await _scene(browser, STAFF, ASK_PRIVACY))["modal"] is None


async def test_nobody_speaks_where_they_are_not(browser: aiohttp.ClientSession) -> None:
    refused = await _act(browser, "say", person=STAFF, channel=COMPLIANCE, text="hello?")

    assert refused["problem"]


async def test_a_thread_opens_at_the_side(browser: aiohttp.ClientSession, slack: Driver) -> None:
    said = await slack.says("Priya", "question", to="#ask-privacy")
    await slack.says("Jo", "reply", to="#ask-privacy", thread=said)

    scene = await _scene(browser, STAFF, ASK_PRIVACY, thread=said.message.ts)

    assert "1 reply" in scene["items"][-1][1]
    assert [html for _, html in scene["thread"]["items"] if "reply" in html]


async def test_where_a_message_with_replies_was_deleted_its_thread_is_still_there(
    browser: aiohttp.ClientSession, slack: Driver
) -> None:
    said = await slack.says("Priya", "a slip", to="#ask-privacy")
    await slack.says("Jo", "a reply to it", to="#ask-privacy", thread=said)

    await slack.deletes(said)
    scene = await _scene(browser, STAFF, ASK_PRIVACY, thread=said.message.ts)

    channel = scene["items"][-1][1]
    above, reply = (html for _, html in scene["thread"]["items"][-2:])
    for shown in (channel, above):
        assert "This message was deleted." in shown
        assert "a slip" not in shown
    assert "1 reply" in channel
    assert "a reply to it" in reply


async def test_what_only_one_person_can_see_is_no_reply_but_marks_the_message_as_answered(
    browser: aiohttp.ClientSession, client: AsyncWebClient, slack: Driver
) -> None:
    ts = (await slack.says("Priya", "question", to="#ask-privacy")).message.ts
    await client.chat_postEphemeral(channel=ASK_PRIVACY, user=STAFF, thread_ts=ts, text="for you")

    for_priya = (await _scene(browser, STAFF, ASK_PRIVACY))["items"][-1][1]
    for_jo = (await _scene(browser, OFFICER, ASK_PRIVACY))["items"][-1][1]

    assert "thread-summary" not in for_priya
    assert ("data-answered" in for_priya, "data-answered" in for_jo) == (True, False)


async def test_what_only_one_person_can_see_opens_no_thread_for_another(
    browser: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    sent = await client.chat_postEphemeral(channel=ASK_PRIVACY, user=STAFF, text="psst")

    hers = await _scene(browser, STAFF, ASK_PRIVACY, thread=sent["message_ts"])
    others = await _scene(browser, OFFICER, ASK_PRIVACY, thread=sent["message_ts"])

    assert hers["thread"] is not None
    assert others["thread"] is None


async def test_an_old_reply_is_dated_as_one_writes_a_day(
    browser: aiohttp.ClientSession, slack: Driver
) -> None:
    said = await slack.says("Priya", "question", to="#ask-privacy")
    await slack.says("Jo", "reply", to="#ask-privacy", thread=said)
    slack.lets_pass(timedelta(days=3))

    item = (await _scene(browser, STAFF, ASK_PRIVACY))["items"][-1][1]

    assert re.search(r"Last reply on [A-Z][a-z]+day, \d+ [A-Z]", item)


async def test_a_press_a_form_and_its_errors_go_through_the_page(
    browser: aiohttp.ClientSession, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    where = await _a_card(client, sandbox)

    pressed = await _act(browser, "press", person=STAFF, **where)
    trigger = sandbox.record.deliveries[-1].payload["trigger_id"]
    await client.views_open(trigger_id=trigger, view=_form())
    modal = (await _scene(browser, STAFF, ASK_PRIVACY))["modal"]
    empty = await _act(browser, "submit", person=STAFF, view=modal["id"], values={})
    values = {"why": {"value": "because"}}
    sent = await _act(browser, "submit", person=STAFF, view=modal["id"], values=values)

    assert pressed["problem"] is None
    assert modal["title"] == "Form"
    assert empty["errors"] == {"why": "Please complete this required field."}
    assert sent == {"errors": {}, "problem": None}
    assert (await _scene(browser, STAFF, ASK_PRIVACY))["modal"] is None


async def test_a_press_that_the_app_does_not_take_is_said(
    browser: aiohttp.ClientSession, client: AsyncWebClient, sandbox: Sandbox, answers: Answers
) -> None:
    where = await _a_card(client, sandbox)
    answers.append((404, ""))

    pressed = await _act(browser, "press", person=STAFF, **where)

    assert pressed["problem"] == "privacy-desk did not take that (status 404)."


async def test_commands_shortcuts_and_the_home_tab_are_offered_and_used(
    browser: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    async with browser.get("/page/setup") as answer:
        setup = await answer.json()
    await _act(browser, "command", person=STAFF, channel=ASK_PRIVACY, text="/ask how long?")
    wrong = await _act(browser, "command", person=STAFF, channel=ASK_PRIVACY, text="/shout")
    await _act(browser, "shortcut", person=STAFF, callback_id="ask")
    await _act(browser, "home", person=STAFF)

    assert [command["name"] for command in setup["commands"]] == ["/ask"]
    assert [one["callback_id"] for one in setup["shortcuts"]] == ["ask"]
    assert wrong["problem"] == "/shout is not a valid command."
    assert [one.kind for one in sandbox.record.deliveries] == [
        "slash_commands",
        "interactive",
        "events_api",
    ]


async def test_only_ones_own_messages_can_be_changed(
    browser: aiohttp.ClientSession, slack: Driver
) -> None:
    said = await slack.says("Priya", "mine", to="#ask-privacy")
    place = {"channel": ASK_PRIVACY, "ts": said.message.ts}

    refused = await _act(browser, "delete", person=OFFICER, **place)
    await _act(browser, "edit", person=STAFF, **place, text="still mine")

    assert refused["problem"]
    assert slack.last("#ask-privacy").words == "still mine"


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"person": "U0NOBODY01"}', '{"person": 1, "channel": []}']
)
async def test_rubbish_is_answered_with_400(browser: aiohttp.ClientSession, body: str) -> None:
    headers = {"Content-Type": "application/json"}

    async with browser.post("/page/say", data=body, headers=headers) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example", "Content-Type": "application/json"},
        {"Origin": "https://evil.example", "Content-Type": "application/json"},
        {"Content-Type": "text/plain"},
    ],
)
async def test_other_sites_cannot_act_through_a_persons_browser(
    browser: aiohttp.ClientSession, sandbox: Sandbox, headers: dict[str, str]
) -> None:
    body = f'{{"person": "{STAFF}", "channel": "{ASK_PRIVACY}", "text": "hi"}}'

    async with browser.post("/page/say", data=body, headers=headers) as answer:
        assert answer.status == 403

    assert sandbox.record.deliveries == []


@pytest.mark.parametrize("path", ["/page/setup", "/files/F0FILE", "/archives/C0/p1"])
async def test_other_sites_cannot_read_through_a_persons_browser(
    browser: aiohttp.ClientSession, path: str
) -> None:
    async with browser.get(path, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


async def test_changes_are_streamed(browser: aiohttp.ClientSession, slack: Driver) -> None:
    async with browser.get("/page/changes") as stream:
        run = await stream.content.readuntil(b"\n\n")
        first = await stream.content.readline()
        await stream.content.readline()
        await slack.says("Priya", "hello")
        async with asyncio.timeout(2):
            second = await stream.content.readline()

    assert run.startswith(b"event: run\n")
    assert first.startswith(b"data: ")
    assert int(second.split()[1]) > int(first.split()[1])


async def test_a_permalink_leads_to_the_message_in_the_page(
    browser: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=ASK_PRIVACY, text="here")
    link = await client.chat_getPermalink(channel=ASK_PRIVACY, message_ts=posted["ts"])

    async with browser.get(link["permalink"], allow_redirects=False) as answer:
        assert answer.headers["Location"] == f"/#channel={ASK_PRIVACY}&message={posted['ts']}"


async def _scene(
    browser: aiohttp.ClientSession, person: str, channel: str, **more: str
) -> dict[str, Any]:
    asked = {"person": person, "channel": channel, **more}
    async with browser.get("/page/scene", params=asked) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def _act(browser: aiohttp.ClientSession, act: str, **asked: object) -> dict[str, Any]:
    async with browser.post(f"/page/{act}", json=asked) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def _a_card(client: AsyncWebClient, sandbox: Sandbox) -> dict[str, str]:
    """Return where the page finds the button of a card that the app has posted."""
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    posted = await client.chat_postMessage(
        channel=ASK_PRIVACY,
        text="card",
        blocks=[{"type": "actions", "block_id": "b", "elements": [button]}],
    )
    await sandbox.announcer.settled()
    return {"channel": ASK_PRIVACY, "ts": posted["ts"], "block_id": "b", "action_id": "go"}


def _form() -> dict[str, Any]:
    field = {"type": "plain_text_input", "action_id": "value"}
    label = {"type": "plain_text", "text": "Why"}
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": "why", "label": label, "element": field}],
    }
