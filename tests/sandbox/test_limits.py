from typing import Any

import pytest

from bot.sandbox.limits import message_faults, view_faults

DIVIDER = {"type": "divider"}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def test_blocks_within_the_limits_have_no_faults() -> None:
    blocks = [
        {"type": "header", "text": _plain("x" * 150)},
        _section("x" * 3000),
        {"type": "actions", "elements": [_button(action_id=str(n)) for n in range(25)]},
        {"type": "markdown", "text": "x" * 12_000},
    ]

    assert message_faults(blocks) == []


@pytest.mark.parametrize(
    "blocks",
    [
        [DIVIDER] * 51,
        [DIVIDER | {"block_id": "same"}] * 2,
        [{"type": "carousel"}],
        [{"type": "input", "label": {}, "element": {}}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "section"}],
        [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "actions", "elements": []}],
        [{"type": "actions", "elements": [{"type": "lever"}]}],
        [{"type": "markdown", "text": "x" * 7000}] * 2,
        [{"type": "table", "rows": [[]] * 101}],
        [{"type": "context", "elements": [{"type": "button"}]}],
        [{"type": "context", "elements": []}],
        [{"type": "divider", "colour": "red"}],
        [{"type": "markdown", "text": ""}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "header"}],
        [{"type": "section", "text": "not an object"}],
        [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}],
        [{"type": "actions", "elements": [{"type": "button", "action_id": "a"}] * 2}],
    ],
)
def test_what_slack_refuses_in_a_message_is_found(blocks: list[dict[str, Any]]) -> None:
    assert message_faults(blocks)


@pytest.mark.parametrize(
    "button",
    [
        {"text": {"type": "plain_text", "text": "x" * 76}},
        {"value": "x" * 2001},
        {"style": "loud"},
        {"action_id": "x" * 256},
        {"text": {"type": "mrkdwn", "text": "x"}},
    ],
)
def test_what_slack_refuses_in_a_button_is_found(button: dict[str, Any]) -> None:
    assert message_faults([{"type": "actions", "elements": [_button(**button)]}])


@pytest.mark.parametrize(
    "element",
    [
        {"type": "overflow", "options": []},
        {"type": "radio_buttons", "options": [{"text": _plain("x"), "value": "x" * 151}]},
        {"type": "static_select", "options": [{"text": _plain("x" * 76), "value": "x"}]},
        {"type": "plain_text_input", "placeholder": _plain("x" * 151)},
        {"type": "button", "text": _plain("x"), "confirm": {"title": _plain("x" * 101)}},
        {"type": "feedback_buttons", "positive_button": {"text": _plain("x" * 76)}},
    ],
)
def test_what_slack_refuses_in_an_element_is_found(element: dict[str, Any]) -> None:
    section = _section("x") | {"accessory": element}

    assert message_faults([section])


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"type": "modal", "blocks": [DIVIDER]},
        {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}, "blocks": [DIVIDER]},
        {"type": "home", "blocks": [DIVIDER] * 101},
        {"type": "home", "blocks": [{"type": "input", "label": {}}]},
        {
            "type": "modal",
            "title": {"type": "plain_text", "text": "x"},
            "blocks": [{"type": "input", "label": {"type": "plain_text", "text": "x"}}],
        },
        {"type": "home", "blocks": [DIVIDER], "private_metadata": "x" * 3001},
        {"type": "home", "blocks": [{"type": "table", "rows": [[]]}]},
    ],
)
def test_what_slack_refuses_in_a_view_is_found(view: dict[str, Any]) -> None:
    assert view_faults(view)


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _button(**more: object) -> dict[str, Any]:
    return {"type": "button", "action_id": "go", "text": _plain("Go"), **more}
