"""Who acted, in the shapes that Slack really sends: the outer team never tells.

The shapes are those of Slack Connect, after bolt-python's tests and Slack's own pages: ours is
T0HOME, the other company T0ACME, and where it has an organisation that is E0ACME.
"""

import json
from typing import Any

import pytest

from bot.slack.actors import team_of_event, team_of_interaction
from bot.slack.audience import Ours, audience_of
from knowledge.verdict import Audience

OURS = Ours(team="T0HOME", enterprise=None, bot_user="U0BOT", bot_id="B0BOT", url="https://h.test/")

ENVELOPE = """{
  "token": "x", "team_id": "%s", "context_team_id": "T0HOME", "context_enterprise_id": null,
  "api_app_id": "A0HELPDESK", "event": %s, "type": "event_callback", "event_id": "Ev0",
  "event_time": 1764063000, "is_ext_shared_channel": true, "event_context": "4-x",
  "authorizations": [{"enterprise_id": null, "team_id": "T0HOME", "user_id": "U0BOT",
    "is_bot": true, "is_enterprise_install": false}]
}"""

MESSAGE = """{"client_msg_id": "m", "type": "message", "text": "hello", "user": "U0TOM",
  "ts": "1764063000.000100", "team": "T0ACME", "channel": "C0SHARED",
  "event_ts": "1764063000.000100", "channel_type": "channel"}"""

MENTION_BY_TEAM = """{"client_msg_id": "m", "type": "app_mention", "text": "<@U0BOT> hello",
  "user": "U0TOM", "ts": "1764063000.000100", "team": "T0HOME", "user_team": "T0ACME",
  "source_team": "T0ACME", "user_profile": {"team": "T0ACME", "real_name": "Tom",
  "is_restricted": false, "is_ultra_restricted": false}, "channel": "C0SHARED",
  "event_ts": "1764063000.000100"}"""

MENTION_BY_ORGANISATION = MENTION_BY_TEAM.replace("T0ACME", "E0ACME")

MENTION_OF_OURS = """{"type": "app_mention", "text": "<@U0BOT> hello", "user": "U0PRIYA",
  "ts": "1764063000.000100", "team": "T0HOME", "channel": "C0SHARED",
  "event_ts": "1764063000.000100"}"""

REACTION = """{"type": "reaction_added", "user": "U0TOM", "reaction": "eyes",
  "item": {"type": "message", "channel": "C0SHARED", "ts": "1764063000.000100"},
  "item_user": "U0BOT", "event_ts": "1764063001.000100"}"""

FILE = """{"type": "file_shared", "file_id": "F0FILE", "user_id": "U0TOM",
  "file": {"id": "F0FILE"}, "channel_id": "C0SHARED", "event_ts": "1764063001.000100"}"""

METADATA = """{"type": "message_metadata_posted", "app_id": "A0OTHER", "bot_id": "B0OTHER",
  "user_id": "U0TOM", "team_id": "T0HOME", "channel_id": "C0SHARED",
  "metadata": {"event_type": "x", "event_payload": {}}, "message_ts": "1764063000.000100",
  "event_ts": "1764063001.000100"}"""


@pytest.mark.parametrize(
    ("outer", "event", "team"),
    [
        ("T0ACME", MESSAGE, "T0ACME"),
        ("T0HOME", MENTION_BY_TEAM, "T0ACME"),
        ("T0HOME", MENTION_BY_ORGANISATION, "E0ACME"),
        ("T0HOME", MENTION_OF_OURS, None),
        ("T0HOME", REACTION, None),
        ("T0ACME", REACTION, None),
        ("T0HOME", FILE, None),
        ("T0HOME", METADATA, None),
    ],
)
def test_the_author_of_an_event_is_of_the_team_that_its_own_kind_names(
    outer: str, event: str, team: str | None
) -> None:
    envelope: dict[str, Any] = json.loads(ENVELOPE % (outer, event))

    assert team_of_event(envelope["event"]) == team


@pytest.mark.parametrize("event", [MESSAGE, MENTION_BY_TEAM, MENTION_BY_ORGANISATION])
def test_an_author_whom_the_event_names_as_anothers_is_a_customer_whatever_else_is_said(
    event: str,
) -> None:
    team = team_of_event(json.loads(event))

    assert audience_of({"team_id": "T0HOME"}, OURS, team=team) is Audience.EVERYONE


@pytest.mark.parametrize("event", [REACTION, FILE, METADATA, MENTION_OF_OURS])
def test_an_author_whom_the_event_does_not_name_is_whom_slack_says(event: str) -> None:
    team = team_of_event(json.loads(event))

    assert audience_of({"team_id": "T0HOME"}, OURS, team=team) is Audience.STAFF
    assert audience_of({"team_id": "T0ACME"}, OURS, team=team) is Audience.EVERYONE
    assert audience_of({}, OURS, team=team) is Audience.EVERYONE


PRESS = """{"type": "block_actions", "team": {"id": "T0HOME", "domain": "home"},
  "user": {"id": "U0TOM", "username": "tom", "name": "tom", "team_id": "T0ACME"},
  "api_app_id": "A0HELPDESK", "container": {"type": "message", "message_ts": "1764063000.000100",
  "channel_id": "C0SHARED", "is_ephemeral": false}, "trigger_id": "1.2.3", "enterprise": null,
  "is_enterprise_install": false, "channel": {"id": "C0SHARED", "name": "shared"},
  "actions": [{"action_id": "claim", "block_id": "b", "type": "button", "value": "x",
  "action_ts": "1764063002.000100"}]}"""

SUBMISSION = """{"type": "view_submission", "team": {"id": "T0ACME", "domain": "acme"},
  "user": {"id": "U0TOM", "username": "tom", "name": "tom", "team_id": "T0ACME"},
  "api_app_id": "A0HELPDESK", "view": {"id": "V0", "team_id": "T0ACME", "type": "modal",
  "app_id": "A0HELPDESK", "app_installed_team_id": "T0HOME", "bot_id": "B0BOT"},
  "enterprise": null, "is_enterprise_install": false}"""


@pytest.mark.parametrize("body", [PRESS, SUBMISSION])
def test_who_pressed_or_sent_is_of_their_own_team(body: str) -> None:
    assert team_of_interaction(json.loads(body)) == "T0ACME"


def test_a_press_that_names_no_team_is_not_taken_for_that_of_its_message() -> None:
    body = json.loads(PRESS)
    del body["user"]["team_id"]

    assert team_of_interaction(body) is None


@pytest.mark.parametrize(
    ("event", "team"),
    [
        ({"type": "message", "user_team": "T0ACME", "team": "T0HOME"}, "T0ACME"),
        ({"type": "message", "team": "T0ACME"}, "T0ACME"),
        ({"type": "message"}, None),
        ({"type": "app_mention", "user_team": "T0ACME", "source_team": "T0X"}, "T0ACME"),
        (
            {"type": "app_mention", "source_team": "T0ACME", "user_profile": {"team": "T0X"}},
            "T0ACME",
        ),
        ({"type": "app_mention", "user_profile": {"team": "T0ACME"}, "team": "T0HOME"}, "T0ACME"),
        ({"type": "app_mention", "user_profile": None, "team": "T0HOME"}, None),
        ({"type": "reaction_added", "team": "T0HOME", "user_team": "T0HOME"}, None),
    ],
)
def test_of_several_fields_the_nearest_to_the_author_tells(
    event: dict[str, Any], team: str | None
) -> None:
    assert team_of_event(event) == team


@pytest.mark.parametrize("body", [{}, {"user": None}, {"team": {"id": "T0HOME"}}])
def test_a_payload_without_a_person_names_no_team(body: dict[str, Any]) -> None:
    assert team_of_interaction(body) is None
