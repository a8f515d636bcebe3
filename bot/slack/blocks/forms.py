"""The forms: a rights request, an officer's reply, and the preview of it."""

from collections.abc import Mapping, Sequence

from bot.register.rights import IN_PLAIN_WORDS
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.parts import Block, clip, escape, markdown, quotation
from knowledge.rights import Right

_MOST_DETAILS = 3_000
_MOST_REPLY = 2_500
_MOST_OPINION = 1_500


def rights_request_form(
    private_metadata: str,
    *,
    rights: Sequence[Right] = (),
    details: str = "",
    for_another: bool = False,
) -> Block:
    """Return the form in which a right is exercised, for oneself or logged for another."""
    blocks = [
        _rights(rights),
        field(
            names.DETAILS,
            "In your own words",
            {"type": "plain_text_input", "multiline": True, "max_length": _MOST_DETAILS}
            | ({"initial_value": clip(details, _MOST_DETAILS)} if details else {}),
            hint="Please write no card numbers or identity papers here.",
        ),
    ]
    if for_another:
        blocks += [
            field(
                names.SUBJECT,
                "Whose data is it?",
                {"type": "plain_text_input", "max_length": 200},
                hint="Leave it empty if it is your own.",
            ),
            field(names.RECEIVED, "When did it reach us?", {"type": "datepicker"}),
        ]
    return modal(names.REQUEST_FORM, "Rights request", "Send", private_metadata, blocks)


def reply_form(private_metadata: str, *, reference: str) -> Block:
    """Return the form in which an officer writes to the person concerned."""
    text: Block = {"type": "plain_text_input", "multiline": True, "max_length": _MOST_REPLY}
    written = field(names.REPLY, f"Your reply on {reference}", text, optional=False)
    return modal(names.REPLY_FORM, "Reply", "Preview", private_metadata, [written])


def reply_preview(private_metadata: str, *, reference: str, words: str) -> Block:
    """Return exactly what the person will read, to be sent or not."""
    blocks = [
        markdown("This is what will be sent, signed by the compliance team:"),
        markdown(f"*Compliance team ({reference}):*"),
        quotation(words),
    ]
    return modal(names.REPLY_PREVIEW, "Preview", "Send", private_metadata, blocks)


def opinion_form(private_metadata: str) -> Block:
    """Return the form in which a requester says why they gave that score."""
    text: Block = {"type": "plain_text_input", "multiline": True, "max_length": _MOST_OPINION}
    said = {"type": "plain_text", "text": "Yes, the compliance team may read and keep it"}
    yes: Block = {"type": "checkboxes", "options": [{"text": said, "value": "yes"}]}
    blocks = [
        field(names.DETAILS, "What was good, what was not?", text, optional=False),
        field(names.AGREED, "May we keep your words?", yes, optional=False),
    ]
    return modal(names.OPINION_FORM, "How did we do?", "Send", private_metadata, blocks)


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


def _rights(chosen: Sequence[Right]) -> Block:
    options = {right: _option(right) for right in Right}
    element: Block = {
        "type": "multi_static_select",
        "options": list(options.values()),
        "placeholder": {"type": "plain_text", "text": "Choose one or several"},
    }
    if chosen:
        element["initial_options"] = [options[right] for right in Right if right in chosen]
    return field(names.RIGHTS, "What is asked for?", element)


def _option(right: Right) -> Block:
    words = IN_PLAIN_WORDS[right]
    label = {"type": "plain_text", "text": words[:1].upper() + words[1:]}
    return {"text": label, "value": right.value}


def option(value: str, words: str) -> Block:
    """Return one thing to choose."""
    return {"text": {"type": "plain_text", "text": clip(words, 75)}, "value": clip(value, 150)}


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
