"""What the officers read of a channel shared with another company, and what they may say to it."""

from typing import assert_never

from bot.delivery.for_officers import ChannelCard
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.harmless import escape, in_a_line
from bot.slack.blocks.parts import Block, button, buttons, clip, markdown, person, small_print

_IN_ANY_CASE = (
    "Rights requests, complaints and possible breaches are received there in any case, privately."
)


def channel_card(message: ChannelCard) -> Drawn:
    """Draw the question, or what was said to it, with what can be said now."""
    said = _said(message)
    blocks: list[Block] = [markdown(said), small_print(_IN_ANY_CASE)]
    shown = _buttons(message)
    if shown:
        blocks.append(buttons(*shown))
    return Drawn.of(f"{said}\n{_IN_ANY_CASE}", blocks)


def _said(message: ChannelCard) -> str:
    where = f"*#{in_a_line(clip(message.name, 80))}*, shared with {_partners(message)}"
    who = f", says {person(message.by)}" if message.by else ""
    match message.standing:
        case "asked":
            return f"May I answer questions in {where}? Until an officer says so I am silent there."
        case "approved":
            return f"I answer questions in {where}{who}."
        case "silent":
            return f"I stay silent in {where}{who}."
        case "ended":
            return f"What was said of {where}, holds no more. {escape(message.ended)}"
        case _:
            assert_never(message.standing)


def _partners(message: ChannelCard) -> str:
    named = [in_a_line(clip(one, 80)) for one in message.partners[:10]]
    return " and ".join(named) or "another organisation"


def _buttons(message: ChannelCard) -> list[Block]:
    answer = button("Answer there", names.ANSWER_THERE, message.card, style="primary")
    match message.standing:
        case "asked":
            return [answer, button("Stay silent", names.STAY_SILENT, message.card)]
        case "approved":
            return [button("Stop answering there", names.STAY_SILENT, message.card)]
        case "silent":
            return [answer]
        case "ended":
            return []
        case _:
            assert_never(message.standing)
