"""The forms: a rights request, an officer's reply, and the preview of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.register.lifecycle import Authority
from bot.register.on_behalf import HOW_AUTHORITY_STANDS, HOW_IT_CAME, WHO_ASKED, Asking, CameBy
from bot.register.rights import IN_PLAIN_WORDS
from bot.slack import names
from bot.slack.blocks.form_parts import field, modal
from bot.slack.blocks.harmless import escape, harmless
from bot.slack.blocks.parts import Block, capital, clip, markdown, quotation
from knowledge.rights import Right

_MOST_DETAILS = 3_000
_MOST_REPLY = 2_500
_MOST_OPINION = 1_500
_MOST_NAME = 200
_RUNS = "The time to answer runs from that day, not from today."

_Chosen = TypeVar("_Chosen", bound=StrEnum)


@dataclass(frozen=True)
class Prefilled:
    """What is known already of a request that somebody else made."""

    asking: Asking | None = None
    subject: str = ""
    came_by: CameBy | None = None
    received: date | None = None


def rights_request_form(
    private_metadata: str,
    *,
    rights: Sequence[Right] = (),
    details: str = "",
    heard: Prefilled | None = None,
    adds: bool = False,
) -> Block:
    """Return the form in which a right is exercised; `heard` also lets log it for another.

    What `adds` to a request needs no further right.
    """
    words = "In your own words" if heard is None else "What was asked for, in the person's words"
    begins, *goes_on = _in_fields(harmless(details))
    blocks = [
        _rights(rights, optional=adds),
        field(
            names.DETAILS,
            words,
            _text(begins, _MOST_DETAILS, multiline=True),
            hint="Please write no card numbers or identity papers here.",
            optional=heard is None or heard.asking is None,
        ),
    ]
    for number, part in enumerate(goes_on, 2):
        text = _text(part, _MOST_DETAILS, multiline=True)
        blocks.append(field(f"{names.DETAILS}_{number}", f"The words go on ({number})", text))
    if heard is not None:
        blocks += _for_another(heard)
    return modal(names.REQUEST_FORM, "Rights request", "Send", private_metadata, blocks)


def _in_fields(words: str) -> list[str]:
    """Return words that may be longer than a field holds, cut between words where that is possible.

    Slack's longest message has 40,000 characters, and a form can have 100 fields.
    """
    parts = []
    while len(words) > _MOST_DETAILS:
        end = max(words.rfind(" ", 0, _MOST_DETAILS), words.rfind("\n", 0, _MOST_DETAILS))
        end = end if end > 0 else _MOST_DETAILS
        parts.append(words[:end])
        words = words[end:].lstrip()
    return [*parts, words]


def _for_another(heard: Prefilled) -> list[Block]:
    """Return what must be known of a request that one of ours logs for somebody else.

    Where it may be the writer's own as well nothing must be filled in here.
    """
    perhaps_own = heard.asking is None
    own = "Leave this and everything below empty if it is your own request."
    reach = "E-mail, post or telephone; for a solicitor or agent, theirs with their name."
    acts = "Somebody acting for another needs authority. Keep no identity papers in Slack."
    stands = _choice(HOW_AUTHORITY_STANDS, None if perhaps_own else Authority.NOT_NEEDED)
    day: Block = {"type": "datepicker"}
    if heard.received:
        day["initial_date"] = heard.received.isoformat()
    old = {"text": {"type": "plain_text", "text": "Yes, the day is right"}, "value": "yes"}

    def known(block: str, label: str, element: Block, hint: str = "") -> Block:
        return field(block, label, element, hint=hint, optional=perhaps_own)

    return [
        known(names.ASKING, "Who asked?", _choice(WHO_ASKED, heard.asking), own * perhaps_own),
        known(names.SUBJECT, "Whose data is it?", _text(heard.subject, _MOST_NAME)),
        known(names.CONTACT, "How does the answer reach them?", _text("", _MOST_NAME), reach),
        known(names.AUTHORITY, "Has the authority of who acts for them come?", stands, acts),
        known(names.CAME_BY, "How did it reach us?", _choice(HOW_IT_CAME, heard.came_by)),
        known(names.RECEIVED, "On which day did it reach us?", day, _RUNS),
        field(
            names.LONG_AGO,
            "Was that more than a year ago?",
            {"type": "checkboxes", "options": [old]},
        ),
    ]


def _choice(options: Mapping[_Chosen, str], chosen: _Chosen | None) -> Block:
    drawn = {
        value: {
            "text": {"type": "plain_text", "text": capital(words)},
            "value": value.value,
        }
        for value, words in options.items()
    }
    element: Block = {
        "type": "static_select",
        "options": list(drawn.values()),
        "placeholder": {"type": "plain_text", "text": "Choose"},
    }
    return element | {"initial_option": drawn[chosen]} if chosen else element


def _text(initial: str, most: int, *, multiline: bool = False) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": most}
    return element | {"initial_value": clip(harmless(initial), most)} if initial else element


def reply_form(private_metadata: str, *, reference: str, to_all: bool, logged: bool) -> Block:
    """Return the form in which an officer writes to the person concerned."""
    text: Block = {"type": "plain_text_input", "multiline": True, "max_length": _MOST_REPLY}
    hint = _TO_ALL if to_all else _TO_WHO_LOGGED if logged else _TO_THEM
    written = field(names.REPLY, f"Your reply on {reference}", text, hint=hint, optional=False)
    return modal(names.REPLY_FORM, "Reply", "Preview", private_metadata, [written])


_TO_ALL = "Everybody in the channel where it was asked will be able to read it."
_TO_WHO_LOGGED = "Whoever logged it will read it, and not the person whose data it is."
_TO_THEM = "Only the person concerned will read it."


def reply_preview(private_metadata: str, *, reference: str, words: str, ended: str = "") -> Block:
    """Return exactly what the person will read, to be sent or not.

    `ended` is how the case stands that was closed, perhaps while the form was open.
    """
    state = escape(clip(ended, _MOST_NAME))
    warned = f":warning: {reference} has ended ({state}). This is sent all the same."
    blocks = [
        *([markdown(warned)] if ended else []),
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


def _rights(chosen: Sequence[Right], *, optional: bool) -> Block:
    options = {right: _option(right) for right in Right}
    element: Block = {
        "type": "multi_static_select",
        "options": list(options.values()),
        "placeholder": {"type": "plain_text", "text": "Choose one or several"},
    }
    if chosen:
        element["initial_options"] = [options[right] for right in Right if right in chosen]
    return field(names.RIGHTS, "What is asked for?", element, optional=optional)


def _option(right: Right) -> Block:
    words = IN_PLAIN_WORDS[right]
    label = {"type": "plain_text", "text": words[:1].upper() + words[1:]}
    return {"text": label, "value": right.value}
