"""JSON at the door: what is for us, who wrote it, and the words as a person reads them."""

import json
from datetime import UTC, date, datetime
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import names, payloads, returned
from bot.slack.audience import Ours
from bot.slack.rights_form import rights_form
from knowledge.rights import Right

OURS = Ours(team="T0HOME", enterprise=None, bot_user="U0BOT", bot_id="B0BOT", url="https://h.test/")


def an_event(**changed: object) -> dict[str, Any]:
    event = {
        "type": "message",
        "channel": "C0ASK",
        "channel_type": "channel",
        "user": "U0PRIYA",
        "team": "T0HOME",
        "ts": "1764063000.000100",
        "text": "<@U0BOT> how long do you keep my data?",
    }
    return event | changed


def test_a_mention_is_read_without_the_mention() -> None:
    message = payloads.message(an_event(), OURS)

    assert message is not None
    assert message.mentions_bot
    assert message.text == "how long do you keep my data?"
    assert message.at == datetime(2025, 11, 25, 9, 30, 0, 100, tzinfo=UTC)


def test_an_external_authors_mention_names_their_own_team() -> None:
    event = an_event(type="app_mention", user_team="T0ACME", team="T0HOME")

    message = payloads.message(event, OURS)

    assert message is not None
    assert message.team == "T0ACME"


def test_a_reply_belongs_to_its_thread() -> None:
    message = payloads.message(an_event(thread_ts="1764060000.000001"), OURS)

    assert message is not None
    assert message.is_reply
    assert message.thread.ts == "1764060000.000001"


@pytest.mark.parametrize(
    "changed",
    [
        {"bot_id": "B0OTHER"},
        {"bot_profile": {"id": "B0OTHER"}},
        {"user": "U0BOT"},
        {"user": None},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"ts": ""},
    ],
)
def test_bots_ourselves_edits_and_joins_are_not_for_us(changed: dict[str, object]) -> None:
    assert payloads.message(an_event(**changed), OURS) is None


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("fish &amp; chips &lt;3", "fish & chips <3"),
        ("see <https://a.test/x|the page>", "see the page"),
        ("see <https://a.test/x>", "see https://a.test/x"),
        ("write to <mailto:a@b.test|a@b.test>", "write to a@b.test"),
        ("ask <@U0TOM|tom> in <#C0ASK|ask>", "ask tom in ask"),
        ("<!here> <@U0TOM>", "@here @U0TOM"),
        ("<@U0BOT>", ""),
    ],
)
def test_slacks_markup_becomes_plain_words(raw: str, read: str) -> None:
    assert payloads.plain(raw, OURS) == read


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    payloads.plain(text, OURS)


@pytest.mark.parametrize("part", ["<@", "<@U0BOT|", "<http://a|", "<!subteam^S1|", "<#C1"])
def test_no_text_takes_long_to_read(part: str) -> None:
    begun = process_time()

    payloads.plain(part * (40_000 // len(part)), OURS)

    assert process_time() - begun < 0.3


def test_a_press_is_known_by_who_when_and_what() -> None:
    body = {
        "user": {"id": "U0PRIYA", "team_id": "T0HOME"},
        "channel": {"id": "D1"},
        "message": {"ts": "1.2"},
        "trigger_id": "t1",
        "actions": [{"action_id": "claim", "value": "case", "action_ts": "9.9"}],
    }

    press = payloads.press(body)

    assert (press.user, press.channel, press.value) == ("U0PRIYA", "D1", "case")
    assert press.key == "press:U0PRIYA:claim:9.9"


def test_the_rights_form_is_read_by_its_blocks() -> None:
    body = {
        "user": {"id": "U0PRIYA", "team_id": "T0HOME"},
        "view": {
            "id": "V1",
            "private_metadata": '{"question": "q1"}',
            "state": {
                "values": {
                    names.RIGHTS: {
                        names.VALUE: {"selected_options": [{"value": "access"}]},
                    },
                    names.DETAILS: {names.VALUE: {"value": " all of it "}},
                    names.RECEIVED: {names.VALUE: {"selected_date": "2026-11-20"}},
                    names.SUBJECT: {names.VALUE: {"value": None}},
                }
            },
        },
    }

    form = rights_form(body)

    assert form.rights == (Right.ACCESS,)
    assert (form.details, form.subject) == ("all of it", "")
    assert form.received == date(2026, 11, 20)
    assert form.about == {"question": "q1"}


def test_a_form_without_our_metadata_is_about_nothing() -> None:
    assert returned.about({"view": {"private_metadata": "not json"}}) == {}


@pytest.mark.parametrize(
    ("event", "lane"),
    [
        ({"channel": "C1", "user": "U1"}, "C1"),
        ({"channel": {"id": "C1"}}, "C1"),
        ({"user": "U1"}, "U1"),
        ({}, ""),
    ],
)
def test_events_stay_in_order_with_their_channel(event: dict[str, Any], lane: str) -> None:
    assert payloads.lane_of(event) == lane


def test_of_the_files_that_came_before_an_edit_nobody_is_told_again() -> None:
    old, new = {"id": "F1", "name": "a.png"}, {"id": "F2", "name": "b.png"}
    was = an_event(files=[old])
    event = {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D1",
        "channel_type": "im",
        "previous_message": was,
    }

    def edited(files: list[dict[str, str]]) -> payloads.EditedMessage | None:
        after = {
            **was,
            "text": "other words",
            "files": files,
            "edited": {"ts": "1764063009.000001"},
        }
        return payloads.edit({**event, "message": after}, OURS)

    for files, told in (([old], 0), ([old, new], 1), ([], 0)):
        edit = edited(files)
        assert edit is not None
        assert edit.message.posted.files == told


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"text": "delete me"}, "delete me"),
        (
            {"message": {"text": "delete me now"}, "previous_message": {"text": "x"}},
            "delete me now",
        ),
        ({"message": 5}, ""),
        ([], ""),
    ],
)
def test_the_words_of_what_was_kept_are_told_as_they_now_read(event: object, words: str) -> None:
    assert payloads.words_of(json.dumps(event)) == words
    assert payloads.words_of("{broken") == ""
