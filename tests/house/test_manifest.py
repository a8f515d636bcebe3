"""The manifest, the names and the listeners agree with each other, and with Slack's schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml
from jsonschema import Draft202012Validator
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands.findings import SCOPES
from bot.sandbox import coverage
from bot.slack import names
from bot.slack.bolt import bolt_app
from bot.slack.door import Door
from bot.slack.gate import DEEDS
from bot.slack.ingress import EVENTS
from bot.trial import OFFERS

ROOT = Path(__file__).parents[2]
_BESIDE = [up / "shared" / "manifest.schema.json" for up in ROOT.parents]
SCHEMA = next((file for file in _BESIDE if file.exists()), _BESIDE[0])
"""Slack's own, wherever it stands beside the project."""
WITH_AGENT_VIEW = {"agent_session_stopped", "assistant:write"}


def manifest(text: str | None = None) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text or (ROOT / "manifest.yml").read_text("utf-8"))
    return loaded


def over_socket() -> dict[str, Any]:
    """Return the manifest as its first lines say to change it for Socket Mode."""
    text = (ROOT / "manifest.yml").read_text("utf-8")
    kept = [line for line in text.splitlines() if "https://helpdesk.example.com" not in line]
    return manifest(
        "\n".join(kept).replace("socket_mode_enabled: false", "socket_mode_enabled: true")
    )


def with_agent_view() -> dict[str, Any]:
    """Return the manifest with everything that stands there for the agent view."""
    text = (ROOT / "manifest.yml").read_text("utf-8")
    start = text.index("  # agent_view:")
    end = text.index("  app_home:")
    block = text[start:end].replace("  # ", "  ")
    taken_in = text[:start] + block + text[end:].replace("# - a", "- a")
    return manifest(taken_in)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's manifest schema stands nowhere beside us")
@pytest.mark.parametrize("variant", [manifest, over_socket, with_agent_view])
def test_slacks_schema_takes_every_variant(variant: Any) -> None:  # noqa: ANN401 - three makers
    schema = json.loads(SCHEMA.read_text("utf-8"))

    faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(variant())]

    assert faults == []


def test_socket_mode_needs_no_address() -> None:
    assert "https://" not in json.dumps(over_socket())
    assert over_socket()["settings"]["socket_mode_enabled"] is True


def test_the_agent_view_brings_its_scope_and_event() -> None:
    view = with_agent_view()
    assert len(view["features"]["agent_view"]["suggested_prompts"]) == 4
    assert "assistant:write" in view["oauth_config"]["scopes"]["bot"]
    assert "agent_session_stopped" in view["settings"]["event_subscriptions"]["bot_events"]


def test_the_manifest_offers_just_the_shortcuts_and_commands_that_are_listened_to() -> None:
    features = manifest()["features"]

    shortcuts = {(it["callback_id"], it["name"], it["type"]) for it in features["shortcuts"]}
    assert shortcuts == {(it.callback_id, it.name, it.type) for it in OFFERS.shortcuts}
    assert [it["command"] for it in features["slash_commands"]] == [names.COMMAND]
    assert {it["callback_id"] for it in features["shortcuts"]} <= set(DEEDS)


def test_the_manifest_asks_for_just_the_scopes_that_are_checked() -> None:
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_the_sandbox_knows_every_scope_and_event_of_the_manifest() -> None:
    asked = manifest()

    assert set(asked["oauth_config"]["scopes"]["bot"]) <= set(coverage.ALL_SCOPES)
    assert set(asked["settings"]["event_subscriptions"]["bot_events"]) <= coverage.EVENTS


def test_the_manifest_subscribes_to_just_what_is_understood() -> None:
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]

    assert {event.partition(".")[0] for event in events} == EVENTS


@pytest.fixture
def app() -> AsyncApp:
    # No listener asks anything of the door before something is heard.
    door = cast("Door", SimpleNamespace(desk=None))
    return bolt_app(door, client=AsyncWebClient(token="xoxb-1"), signing_secret="secret")


def heard_as(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every way in which Slack may send back a name."""
    action = {"action_id": f"{name}", "block_id": "b", "type": "button", "value": "x"}
    numbered = action | {"action_id": f"{name}_1"}
    for pressed in (action, numbered):
        yield "press", {"type": "block_actions", "actions": [pressed]}
    yield "form", {"type": "view_submission", "view": {"callback_id": name, "type": "modal"}}
    yield "shortcut", {"type": "shortcut", "callback_id": name}
    yield "shortcut", {"type": "message_action", "callback_id": name}
    yield "command", {"command": name}


async def listeners_of(app: AsyncApp, name: str) -> list[str]:
    """Return the kinds of listener that would take a name, each once a listener."""
    taken: dict[int, str] = {}
    for kind, body in heard_as(name):
        request = AsyncBoltRequest(body=body, mode="socket_mode")
        for listener in app._async_listeners:  # noqa: SLF001 - Bolt has no other list of them
            if await _takes(listener, request):
                taken[id(listener)] = kind
    return list(taken.values())


async def _takes(listener: AsyncListener, request: AsyncBoltRequest) -> bool:
    return await listener.async_matches(req=request, resp=BoltResponse(status=200))


@pytest.mark.parametrize("name", DEEDS)
async def test_each_name_that_the_gate_knows_has_just_one_listener(
    app: AsyncApp, name: str
) -> None:
    assert len(await listeners_of(app, name)) == 1


async def test_no_listener_waits_for_what_the_gate_would_not_let_through(app: AsyncApp) -> None:
    reached = set()
    for name in DEEDS:
        for _, body in heard_as(name):
            request = AsyncBoltRequest(body=body, mode="socket_mode")
            for listener in app._async_listeners:  # noqa: SLF001 - as above
                if await _takes(listener, request):
                    reached.add(listener.ack_function.__qualname__)

    waiting = {it.ack_function.__qualname__ for it in app._async_listeners}  # noqa: SLF001
    events = {"bolt_app.<locals>.nothing_to_do", "keep_events.<locals>.keep_event"}
    assert {name for name in waiting - reached if name not in events} == set()


def test_every_name_of_ours_is_its_own() -> None:
    ours = [value for key, value in vars(names).items() if key.isupper()]
    assert len(ours) == len(set(ours))
