from typing import Any

import pytest

from bot.sandbox.example import example_workspace
from bot.sandbox.plain_text import read_blocks, read_mrkdwn

WORKSPACE = example_workspace(clock=lambda: 1_800_000_000.0)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a &lt; b &amp; c", "a < b & c"),
        ("<@U0TOM00001> in <#C0COMPLY01>", "@Tom Ashworth in #compliance"),
        ("<https://example.com|the notice>", "the notice"),
        ("<https://example.com>", "https://example.com"),
        ("<!date^1^{date}|1 May>", "1 May"),
        ("*stays* as it is", "*stays* as it is"),
    ],
)
def test_mrkdwn_reads_as_a_person_would_read_it(text: str, read: str) -> None:
    assert read_mrkdwn(WORKSPACE, text) == read


@pytest.mark.parametrize(
    ("block", "read"),
    [
        ({"type": "header", "text": {"type": "plain_text", "text": "Title"}}, "Title"),
        ({"type": "markdown", "text": "**words**"}, "**words**"),
        ({"type": "image", "alt_text": "a chart"}, "a chart"),
        ({"type": "divider"}, ""),
        (
            {"type": "context", "elements": [{"type": "image", "alt_text": "logo"}, {"text": "x"}]},
            "logo x",
        ),
        ({"type": "table", "rows": [[{"text": "a"}, {"text": "b"}]]}, "a | b"),
    ],
)
def test_a_block_reads_as_its_words(block: dict[str, Any], read: str) -> None:
    assert read_blocks(WORKSPACE, [block]) == read


def test_choices_stand_in_brackets_after_the_words() -> None:
    options = [{"text": {"type": "plain_text", "text": "Access"}, "value": "access"}]
    block = {
        "type": "input",
        "label": {"type": "plain_text", "text": "Which right?"},
        "hint": {"type": "plain_text", "text": "Choose one."},
        "element": {"type": "radio_buttons", "action_id": "a", "options": options},
    }

    assert read_blocks(WORKSPACE, [block]) == "Which right?\nChoose one.\n[Access]"


def test_rich_text_reads_with_names_and_lists_line_by_line() -> None:
    rows = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        for text in ("one", "two")
    ]
    parts = [
        {"type": "user", "user_id": "U0TOM00001"},
        {"type": "text", "text": " "},
        {"type": "emoji", "name": "eyes"},
        {"type": "text", "text": " "},
        {"type": "channel", "channel_id": "C0COMPLY01"},
        {"type": "link", "url": "https://example.com"},
    ]
    block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": parts},
            {"type": "rich_text_list", "elements": rows},
        ],
    }

    read = read_blocks(WORKSPACE, [block])

    assert read == "@Tom Ashworth :eyes: #compliancehttps://example.com\none\ntwo"
