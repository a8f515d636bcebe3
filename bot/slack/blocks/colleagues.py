"""What a colleague reads who is asked to search one system, and their form."""

from typing import Final

from bot.delivery.for_colleagues import ForColleagues, SearchAsked
from bot.register.progress import FOUND
from bot.register.working_days import in_full
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.form_parts import field, modal, radio
from bot.slack.blocks.harmless import escape
from bot.slack.blocks.parts import Block, button, buttons, capital, markdown, quotation, small_print

_MOST_NOTE: Final = 1_000
_DISCREET: Final = (
    "Please do not talk about this search, and leave everything that it concerns as it is: "
    "changing or deleting it could be an offence (DPA 2018 s.173). Do not send here what you find; "
    "the compliance team will ask for it."
)


def draw(message: ForColleagues) -> Drawn:
    """Return a message to a colleague as Slack takes it."""
    return search_asked(message)


def search_asked(message: SearchAsked) -> Drawn:
    """Draw the task; once it is settled only that it was."""
    system = escape(message.system)
    match message.state:
        case "answered":
            said = f"Thank you for searching *{system}*. The compliance team has your answer."
            return Drawn.of(said, [markdown(said)])
        case "withdrawn":
            said = f"The search of *{system}* is not needed any more. Thank you."
            return Drawn.of(said, [markdown(said)])
        case "asked":
            return _asked(message, system)


def _asked(message: SearchAsked, system: str) -> Drawn:
    said = (
        f"The compliance team asks you to search *{system}* by {in_full(message.by)}, "
        "and to say what came of it. Please look for:"
    )
    answer = button("Answer", names.ANSWER_SEARCH, message.task, style="primary")
    blocks = [markdown(said), quotation(message.terms), small_print(_DISCREET), buttons(answer)]
    return Drawn.of(f"{said} {escape(message.terms)}\n{_DISCREET}", blocks)


def answer_form(private_metadata: str, *, system: str) -> Block:
    """Return the form in which a colleague says what came of the search."""
    note: Block = {"type": "plain_text_input", "multiline": True, "max_length": _MOST_NOTE}
    blocks = [
        markdown(f"*{escape(system)}*"),
        field(
            names.FOUND,
            "What came of it?",
            radio({one: capital(one) for one in FOUND}),
            optional=False,
        ),
        field(
            names.REASONS,
            "A note for the compliance team",
            note,
            hint="Where it lies, how much, since when. Please copy none of it here.",
        ),
    ]
    return modal(names.ANSWER_FORM, "Search", "Send", private_metadata, blocks)
