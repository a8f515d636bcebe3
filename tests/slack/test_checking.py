"""What Slack would refuse is found before it leaves; what it takes is let through."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.sandbox.limits import message_faults
from bot.slack.checking import degrade, faults_of

Json = dict[str, Any]
DIVIDER: Json = {"type": "divider"}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": mrkdwn(text)}


def button(action: str = "go", **more: object) -> Json:
    return {"type": "button", "action_id": action, "text": plain("Go")} | more


def row(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(label: str = "One", value: str = "1", **more: object) -> Json:
    return {"text": plain(label), "value": value} | more


def menu(*options: Json, kind: str = "static_select") -> Json:
    return {"type": kind, "action_id": "choose", "options": list(options)}


def thumbs(label: str = "Yes", value: str = "up") -> Json:
    thumb = {"text": plain(label), "value": value}
    return {
        "type": "feedback_buttons",
        "action_id": "thumbs",
        "positive_button": thumb,
        "negative_button": thumb,
    }


def under(*elements: Json) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


def bin_icon(action: str) -> Json:
    return {"type": "icon_button", "action_id": action, "icon": "trash", "text": plain("Away")}


def table(rows: int, cells: int = 1) -> Json:
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * cells] * rows}


def field_to_fill(element: Json | None = None) -> Json:
    written = element or {"type": "plain_text_input", "action_id": "value"}
    return {"type": "input", "block_id": "words", "label": plain("Words"), "element": written}


def sure(**more: object) -> Json:
    asked = {"title": plain("Sure?"), "text": plain("Is it?"), "confirm": plain("Yes")}
    return asked | {"deny": plain("No")} | more


def modal(**more: object) -> Json:
    return {"type": "modal", "title": plain("Form"), "blocks": [DIVIDER]} | more


def message(*blocks: Json) -> Json:
    return {"channel": "C1", "text": "all of it", "blocks": list(blocks)}


REFUSED: dict[str, list[Json]] = {
    "a section of 3001": [section("x" * 3001)],
    "a section that says nothing": [{"type": "section"}],
    "an empty section": [section("")],
    "eleven columns": [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    "no columns": [{"type": "section", "fields": []}],
    "a column of 2001": [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
    "an unknown accessory": [section("x") | {"accessory": {"type": "lever"}}],
    "a header of 151": [{"type": "header", "text": plain("x" * 151)}],
    "a header with formatting": [{"type": "header", "text": mrkdwn("x")}],
    "a header without text": [{"type": "header"}],
    "eleven lines of small print": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "no small print": [{"type": "context", "elements": []}],
    "a button in small print": [{"type": "context", "elements": [button()]}],
    "twenty-six buttons": [row(*(button(f"go_{n}") for n in range(26)))],
    "no buttons": [row()],
    "a label of 76": [row(button(text=plain("x" * 76)))],
    "an empty label": [row(button(text=plain("")))],
    "a label with formatting": [row(button(text=mrkdwn("Go")))],
    "a button's value of 2001": [row(button(value="x" * 2001))],
    "a button's address of 3001": [row(button(url="https://example.com/" + "x" * 2981))],
    "a purple button": [row(button(style="purple"))],
    "a button without action_id": [row({"type": "button", "text": plain("Go")})],
    "an action_id of 256": [row(button("x" * 256))],
    "the same action_id in one row": [row(button("go"), button("go"))],
    "the same block_id": [DIVIDER | {"block_id": "b"}, section("x") | {"block_id": "b"}],
    "a block_id of 256": [DIVIDER | {"block_id": "x" * 256}],
    "a question of 301 before a press": [row(button(confirm=sure(text=plain("x" * 301))))],
    "a yes of 31 before a press": [row(button(confirm=sure(confirm=plain("x" * 31))))],
    "an unknown block": [{"type": "carousel_of_ours"}],
    "a block without a type": [{"text": plain("x")}],
    "an unknown element": [row({"type": "lever", "action_id": "pull"})],
    "an unknown field": [DIVIDER | {"colour": "red"}],
    "an unknown field of a text": [{"type": "header", "text": plain("x") | {"size": 3}}],
    "six dots": [row(menu(*(option(value=str(n)) for n in range(6)), kind="overflow"))],
    "an option's label of 76": [row(menu(option("x" * 76)))],
    "an option's value of 151": [row(menu(option(value="x" * 151)))],
    "an option without value": [row(menu({"text": plain("One")}))],
    "an option's description of 76": [row(menu(option(description=plain("x" * 76))))],
    "a menu of 101": [row(menu(*(option(value=str(n)) for n in range(101))))],
    "an empty menu": [row(menu())],
    "eleven boxes": [row(menu(*(option(value=str(n)) for n in range(11)), kind="checkboxes"))],
    "a day that is none": [
        row({"type": "datepicker", "action_id": "on", "initial_date": "25/11/2026"})
    ],
    "markdown of 12001": [{"type": "markdown", "text": "x" * 12_001}],
    "markdown of 12001 in two": [
        {"type": "markdown", "text": "x" * 6_000},
        {"type": "markdown", "text": "x" * 6_001},
    ],
    "six things under a message": [under(*(bin_icon(str(n)) for n in range(6)))],
    "a thumb's label of 76": [under(thumbs("x" * 76))],
    "a thumb's value of 2001": [under(thumbs(value="x" * 2001))],
    "a button among the thumbs": [under(button())],
    "a table of 101 rows": [table(101)],
    "a table of 21 columns": [table(1, cells=21)],
    "a quotation of nothing": [{"type": "rich_text", "elements": []}],
    "empty words in a quotation": [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": ""}]},
            ],
        }
    ],
    "fifty-one blocks": [DIVIDER] * 51,
}

TAKEN: dict[str, list[Json]] = {
    "nothing but text": [],
    "fifty blocks": [DIVIDER] * 50,
    "a section of 3000": [section("x" * 3000)],
    "ten columns of 2000": [{"type": "section", "fields": [mrkdwn("x" * 2000)] * 10}],
    "a header of 150": [{"type": "header", "text": plain("x" * 150)}],
    "ten lines of small print": [{"type": "context", "elements": [mrkdwn("x")] * 10}],
    "twenty-five buttons": [row(*(button(f"go_{n}") for n in range(25)))],
    "a full button": [
        row(button(text=plain("x" * 75), value="x" * 2000, style="danger", confirm=sure()))
    ],
    "the same action_id in two rows": [row(button("go")), row(button("go"))],
    "five dots": [row(menu(*(option(value=str(n)) for n in range(5)), kind="overflow"))],
    "a menu of 100": [
        row(
            menu(*(option("x" * 75, str(n)) for n in range(100)))
            | {"placeholder": plain("x" * 150)}
        )
    ],
    "an option's value of 150": [row(menu(option(value="x" * 150)))],
    "thumbs": [under(thumbs("x" * 75, "x" * 2000))],
    "markdown of 12000 in two": [{"type": "markdown", "text": "x" * 6_000}] * 2,
    "a table of 100 rows": [table(100, cells=20)],
}

REFUSED_VIEWS: dict[str, Json] = {
    "a title of 25": modal(title=plain("x" * 25)),
    "no title": {"type": "modal", "blocks": [DIVIDER]},
    "a title with formatting": modal(title=mrkdwn("Form")),
    "a submit of 25": modal(submit=plain("x" * 25)),
    "a close of 25": modal(close=plain("x" * 25)),
    "private_metadata of 3001": modal(private_metadata="x" * 3001),
    "a callback_id of 256": modal(callback_id="x" * 256),
    "101 blocks": modal(blocks=[DIVIDER] * 101),
    "an input without submit": modal(blocks=[field_to_fill()]),
    "two inputs of one name": modal(blocks=[field_to_fill(), field_to_fill()], submit=plain("Go")),
    "a button as input": modal(blocks=[field_to_fill(button())], submit=plain("Go")),
    "an unknown field": modal(colour="red"),
    "a Home tab of 101 blocks": {"type": "home", "blocks": [DIVIDER] * 101},
    "a Home tab with a title": {"type": "home", "title": plain("Home"), "blocks": [DIVIDER]},
}

TAKEN_VIEWS: dict[str, Json] = {
    "a full form": modal(
        title=plain("x" * 24),
        submit=plain("x" * 24),
        close=plain("x" * 24),
        private_metadata="x" * 3000,
        callback_id="x" * 255,
        blocks=[DIVIDER] * 99 + [field_to_fill()],
    ),
    "a form to read": modal(),
    "a Home tab of 100 blocks": {"type": "home", "blocks": [DIVIDER] * 100},
}


@pytest.mark.parametrize("blocks", REFUSED.values(), ids=REFUSED.keys())
def test_what_slack_refuses_in_a_message_does_not_leave(blocks: list[Json]) -> None:
    assert faults_of(message(*blocks)) != ()


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN.keys())
def test_what_stands_at_the_edge_of_a_rule_is_let_through(blocks: list[Json]) -> None:
    assert faults_of(message(*blocks)) == ()


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN.keys())
def test_what_we_let_through_others_would_too(blocks: list[Json]) -> None:
    assert message_faults(blocks) == []
    for block in Block.parse_all(blocks):
        block.validate_json()


@pytest.mark.parametrize("view", REFUSED_VIEWS.values(), ids=REFUSED_VIEWS.keys())
def test_what_slack_refuses_in_a_view_does_not_leave(view: Json) -> None:
    assert faults_of(view) != ()


@pytest.mark.parametrize("view", TAKEN_VIEWS.values(), ids=TAKEN_VIEWS.keys())
def test_a_view_at_the_edge_of_a_rule_is_let_through(view: Json) -> None:
    assert faults_of(view) == ()


@pytest.mark.parametrize("text", ["", "x" * 4_001])
def test_a_message_needs_a_text_and_not_too_long_a_one(text: str) -> None:
    assert faults_of({"text": text, "blocks": [DIVIDER]}) != ()


def test_a_fault_names_the_place_and_never_the_words() -> None:
    (fault,) = faults_of(message(DIVIDER, section("canary " * 500)))

    assert fault.startswith("blocks.1.section.text")
    assert "3000" in fault
    assert "canary" not in fault


@pytest.mark.parametrize("blocks", REFUSED.values(), ids=REFUSED.keys())
def test_a_message_without_its_blocks_is_always_fit_to_leave(blocks: list[Json]) -> None:
    degraded = degrade(message(*blocks))

    assert faults_of(degraded) == ()
    assert (degraded["channel"], degraded["text"]) == ("C1", "all of it")


@given(st.text(max_size=50) | st.just("x" * 5_000) | st.none())
def test_whatever_the_text_was_what_is_left_can_be_sent(text: str | None) -> None:
    assert faults_of(degrade({"text": text, "blocks": [row()]})) == ()


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "blocks"]), below, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["type", "text", "blocks", "title"]), json_like))
def test_no_rubbish_breaks_the_check(payload: Json) -> None:
    assert all(isinstance(fault, str) for fault in faults_of(payload))
