"""What every form is made of, and windows that are only to be read."""

from collections.abc import Mapping, Sequence

from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.harmless import escape
from bot.slack.blocks.parts import Block, clip, markdown, plain


def option(value: str, words: str) -> Block:
    """Return one thing to choose."""
    return {"text": plain(words, 75), "value": clip(value, 150)}


def radio(options: Mapping[str, str], *, chosen: str | None = None) -> Block:
    """Return words to choose one of, by their values."""
    drawn = {value: option(value, words) for value, words in options.items()}
    radio: Block = {"type": "radio_buttons", "options": list(drawn.values())}
    return radio | {"initial_option": drawn[chosen]} if chosen else radio


def field(
    block: str, label: str, element: Block, *, hint: str | None = None, optional: bool = True
) -> Block:
    """Return one thing to fill in."""
    drawn: Block = {
        "type": "input",
        "block_id": block,
        "label": {"type": "plain_text", "text": label},
        "element": element | {"action_id": names.VALUE},
        "optional": optional,
    }
    return drawn | {"hint": {"type": "plain_text", "text": hint}} if hint else drawn


def modal(
    callback: str, title: str, submit: str, private_metadata: str, blocks: list[Block]
) -> Block:
    """Return a form."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": submit},
        "close": {"type": "plain_text", "text": "Cancel"},
        "private_metadata": private_metadata,
        "blocks": blocks,
    }


def explanation(title: str, lines: Sequence[str]) -> Block:
    """Return a form without fields, to be read only."""
    return reading(title, [markdown("\n".join(map(escape, lines)))])


def said_in_a_form(blocks: Sequence[Block]) -> Block:
    """Return what is said to who pressed in a form or in the Home tab, where nothing is posted."""
    return reading("Privacy helpdesk", blocks)


def reading(title: str, blocks: Sequence[Block]) -> Block:
    """Return a form without fields, to be read only."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": list(blocks),
    }


def private_message(drawn: Drawn) -> Block:
    """Return a message in a window that only one person has before them."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "For you alone"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [it for it in drawn.blocks if it["type"] in _IN_A_WINDOW],
    }


_IN_A_WINDOW = frozenset({"actions", "context", "divider", "header", "rich_text", "section"})
"""Slack takes feedback buttons in messages only."""
