"""What is not of Slack's shape goes no further than the door, and no parser meets it."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack import form_values, payloads, returned
from bot.slack.audience import Ours
from bot.slack.gate import deed_of
from bot.slack.keepable import as_kept
from bot.slack.listeners import sharing
from bot.slack.returned import NotAsSent
from bot.slack.rights_form import rights_form
from bot.slack.shapes import is_as_slack_sends
from tests.fuzz.mutation import mutated

OURS = Ours(team="T0", enterprise=None, bot_user="UBOT", bot_id="B0", url="https://x.slack.com/")

MESSAGE: dict[str, Any] = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": "T0",
    "authorizations": [{"team_id": "T0", "user_id": "UBOT", "enterprise_id": None}],
    "event": {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "team": "T1",
        "ts": "1764063000.123456",
        "thread_ts": "1764063000.123456",
        "text": "delete my data <@UBOT>",
        "blocks": [{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}],
        "files": [{"id": "F1", "name": "a.png"}],
    },
}
EDIT: dict[str, Any] = MESSAGE | {
    "event": {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D1",
        "channel_type": "im",
        "ts": "1764063009.123456",
        "message": MESSAGE["event"] | {"edited": {"user": "U1", "ts": "1764063008.000000"}},
        "previous_message": MESSAGE["event"] | {"text": "hello"},
    }
}
PRESS: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1", "name": "tom"},
    "team": {"id": "T0", "domain": "x"},
    "enterprise": None,
    "container": {"type": "message", "message_ts": "1764063000.1", "channel_id": "D1"},
    "channel": {"id": "D1", "name": "dm"},
    "message": {"ts": "1764063000.1", "text": "hi", "user": "UBOT"},
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.slack.com/x",
    "state": {"values": {}},
    "actions": [
        {"action_id": "claim", "block_id": "b", "value": "c1", "type": "button", "action_ts": "1.2"}
    ],
}
FORM: dict[str, Any] = {
    "type": "view_submission",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T0"},
    "trigger_id": "1.2.3",
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "rights_request_form",
        "private_metadata": '{"request": "r1"}',
        "state": {
            "values": {
                "rights": {"value": {"type": "x", "selected_options": [{"value": "access"}]}},
                "details": {"value": {"type": "plain_text_input", "value": "all of it"}},
                "received": {"value": {"type": "datepicker", "selected_date": "2026-11-25"}},
                "to": {"value": {"selected_option": {"value": "U9"}}},
            }
        },
    },
}
SHORTCUT: dict[str, Any] = {
    "type": "message_action",
    "callback_id": "ask_about_message",
    "trigger_id": "1.2.3",
    "user": {"id": "U1", "team_id": "T1"},
    "channel": {"id": "C1"},
    "message": {"ts": "1764063000.1", "text": "delete me"},
}
COMMAND: dict[str, Any] = {
    "command": "/privacy",
    "text": "status",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.2.3",
}
TOLD_OF_CHANNELS: Final[dict[str, dict[str, Any]]] = {
    "channel_shared": {"channel": "C1", "connected_team_id": "T1"},
    "channel_unshared": {
        "channel": "C1",
        "previously_connected_team_id": "T1",
        "is_ext_shared": False,
    },
    "channel_id_changed": {"old_channel_id": "C1", "new_channel_id": "C2"},
    "channel_archive": {"channel": "C1", "user": "U1"},
    "group_left": {"channel": "G1", "actor_id": "U1"},
    "member_left_channel": {"channel": "C1", "user": "U1", "team": "T1"},
}
CHANGES: Final = tuple(
    MESSAGE | {"event": {"type": kind, "event_ts": "1764063000.1", **told}}
    for kind, told in TOLD_OF_CHANNELS.items()
)
REAL = (MESSAGE, EDIT, PRESS, FORM, SHORTCUT, COMMAND, *CHANGES)


FORMS: Final[tuple[Callable[[dict[str, Any]], object], ...]] = (
    rights_form,
    form_values.reply_words,
    returned.about,
    form_values.step_form,
    form_values.search_form,
    form_values.export_form,
    form_values.letter_form,
    form_values.details,
    form_values.outcome,
    form_values.chosen_officer,
    form_values.ticked_lines,
)


def parse(payload: dict[str, Any]) -> None:
    """Read a payload in every way in which its kind is ever read."""
    match payload.get("type"):
        case "event_callback":
            event = as_kept(payload["event"])
            payloads.lane_of(event)
            if event["type"] in {"message", "app_mention"}:
                payloads.message(event, OURS)
                payloads.edit(event, OURS)
            if event["type"] in sharing.CHANGES:
                payloads.change(event)
            return
        case "url_verification":
            return
    deed_of(payload)
    match payload.get("type"):
        case "block_actions":
            payloads.press(payload)
        case "view_submission":
            for read in FORMS:
                with suppress(NotAsSent):
                    read(payload)
        case "message_action":
            payloads.message_shortcut(payload)
        case None:
            payloads.command(payload, OURS)


TEAMS = ("connected_team_id", "previously_connected_team_id")


@pytest.mark.parametrize("payload", REAL)
def test_what_slack_sends_is_let_in_and_read(payload: dict[str, Any]) -> None:
    assert is_as_slack_sends(payload)
    parse(payload)


@settings(max_examples=1_000)
@given(st.sampled_from(REAL), st.integers(min_value=0))
def test_what_is_let_in_is_read_or_refused_and_never_breaks_a_parser(
    payload: dict[str, Any], seed: int
) -> None:
    wrong = mutated(payload, Random(seed))  # noqa: S311 - no secret

    if is_as_slack_sends(wrong):
        try:
            parse(wrong)
        except NotAsSent:
            return


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
)


@given(json_like)
def test_no_json_stalls_or_breaks_the_door(anything: object) -> None:
    assert is_as_slack_sends(anything) in {True, False}


@pytest.mark.parametrize(
    ("payload", "field", "value"),
    [
        (MESSAGE, "event_id", None),
        (MESSAGE, "event_id", 5),
        (MESSAGE, "event", []),
        (MESSAGE, "authorizations", [5]),
        (PRESS, "user", "U1"),
        (PRESS, "user", {"id": "U\x00"}),
        (PRESS, "channel", "D1"),
        (PRESS, "response_urls", None),
        (PRESS, "enterprise", "E1"),
        (PRESS, "team", "T1"),
        (PRESS, "message", {"text": {"type": 5}}),
        (PRESS, "actions", [{}] * 1_001),
        (PRESS, "actions", []),
        (PRESS, "actions", [[]]),
        (PRESS, "trigger_id", "x" * 256),
        (PRESS, "response_url", ["https://x"]),
        (FORM, "view", {"id": "V1"}),
        (FORM, "view", {"id": "V1", "type": "modal", "state": {"values": []}}),
        (FORM, "view", {"id": "V1", "type": "modal", "state": {"values": {"a": {"b": 1}}}}),
        (SHORTCUT, "message", {"ts": "yesterday"}),
        *((MESSAGE, "event", {"type": "channel_shared", name: {"id": "T1"}}) for name in TEAMS),
        (MESSAGE, "event", {"type": "channel_id_changed", "new_channel_id": ["C2"]}),
        (COMMAND, "user_id", ""),
        (COMMAND, "text", "\ud800"),
        (COMMAND, "\udfff", ""),
    ],
)
def test_one_field_of_another_kind_is_enough(
    payload: dict[str, Any], field: str, value: object
) -> None:
    assert not is_as_slack_sends(payload | {field: value})


def test_a_payload_may_be_deep_where_it_is_not_read_but_not_bottomless() -> None:
    def nested(depth: int) -> object:
        return [] if depth == 0 else [nested(depth - 1)]

    assert is_as_slack_sends(MESSAGE | {"blocks": nested(40)})
    assert not is_as_slack_sends(MESSAGE | {"blocks": nested(70)})


@pytest.mark.parametrize("other", [None, [], "x", 5, {}, {"type": 5}, {"type": None}])
def test_what_is_no_payload_is_not_let_in(other: object) -> None:
    assert not is_as_slack_sends(other)


def test_slacks_own_look_at_the_certificate_is_let_in() -> None:
    assert is_as_slack_sends({"ssl_check": "1", "token": "x"})
    assert not is_as_slack_sends({"token": "x"})


def test_a_text_may_be_an_object_and_a_list_long() -> None:
    assert is_as_slack_sends(PRESS | {"message": {"text": {"type": "plain_text", "text": "x"}}})
    assert is_as_slack_sends(PRESS | {"actions": [{}] * 1_000})


def test_a_kind_that_we_do_not_know_is_slacks_own_affair() -> None:
    assert is_as_slack_sends({"type": "app_rate_limited", "minute_rate_limited": 1518467820})
