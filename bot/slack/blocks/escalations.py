"""What the officers read: the card of a case, the notes in its thread, the digest."""

from typing import Final

from bot.delivery.outgoing import AddedWords, Card, Digest, Doubtful, SentCopy, TeamNote
from bot.register.rights import rights_in_words
from bot.register.working_days import in_full
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.parts import (
    Block,
    button,
    buttons,
    clip,
    escape,
    header,
    markdown,
    person,
    quotation,
    small_print,
)

_BREACH = (
    "72 hours run from the moment of awareness. An internet provider may fall under PECR "
    "instead of the UK GDPR. Whether and to whom it is reported is for the compliance team."
)


def card(message: Card) -> Drawn:
    """Draw a case as it stands now."""
    facts = _facts(message)
    blocks: list[Block] = [
        header(f"{message.reference} · {_what(message)}"),
        markdown("\n".join(facts)),
        quotation(message.words),
    ]
    if message.case == "breach":
        blocks.append(small_print(_BREACH))
    if message.open and message.working:
        blocks.append(small_print(clip("\n".join(map(escape, message.working)), 1_900)))
    blocks += [markdown(f":warning: {escape(flag)}") for flag in message.flags]
    if message.open:
        blocks.append(_steps(message))
    title = f"{message.reference}, {_what(message)}."
    warned = [escape(flag) for flag in message.flags] + [_BREACH] * (message.case == "breach")
    words = f'"{escape(clip(message.words, 1_500))}"'
    working = map(escape, message.working if message.open else ())
    return Drawn.of("\n".join([title, *facts, *warned, words, *working]), blocks)


def added_words(message: AddedWords) -> Drawn:
    """Draw what the person wrote later."""
    wrote = f"{person(message.who)} added:"
    return Drawn.of(f"{wrote} {escape(message.words)}", [markdown(wrote), quotation(message.words)])


def team_note(message: TeamNote) -> Drawn:
    """Draw one thing that the officers must know."""
    said = escape(message.text)
    return Drawn.of(said, [small_print(said)])


def digest(message: Digest) -> Drawn:
    """Draw what nobody answered, each with the button that makes a case of it."""
    begin = (
        "I asked whether these are requests or breaches, and nobody has answered. "
        "For a request the time counts from its message."
    )
    blocks: list[Block] = [markdown(begin)]
    for doubt in message.doubts:
        blocks += [markdown(_doubted(doubt)), quotation(clip(doubt.words, _MOST_DOUBTED))]
        blocks.append(buttons(button("Open a case", names.OPEN_DOUBT, doubt.question)))
    said = (f'{_doubted(it)} "{escape(clip(it.words, 300))}"' for it in message.doubts)
    return Drawn.of("\n".join((begin, *said)), blocks)


def _doubted(doubt: Doubtful) -> str:
    what = {"request": "Perhaps a request", "breach": "Perhaps a breach"}[doubt.perhaps]
    where = f" (<{doubt.origin}|where it was written>)" if doubt.origin else ""
    at = doubt.asked_at
    return f"*{what}* from {person(doubt.who)}{where}, {in_full(at.date())}, {at:%H:%M}"


_MOST_DOUBTED: Final = 1_000
"""Characters of each message in a digest of ten."""


def sent_copy(message: SentCopy) -> Drawn:
    """Draw what was sent, and by whom."""
    sent = f"Sent by {person(message.officer)}:"
    return Drawn.of(f"{sent} {escape(message.words)}", [markdown(sent), quotation(message.words)])


def _what(message: Card) -> str:
    match message.case:
        case "request":
            return f"request: {rights_in_words(message.rights)}"
        case "question":
            return "a question"
        case "breach":
            return "a possible breach"


def _facts(message: Card) -> list[str]:
    who = f"*From* {person(message.who)}, {message.audience}"
    if message.subject:
        who += f", for {escape(clip(message.subject, 100))}"
    if message.origin:
        who += f" (<{message.origin}|where it was written>)"
    at = message.received_at
    facts = [who, f"*Received* {in_full(at.date())}, {at:%H:%M}"]
    if message.open and message.due:
        facts.append(f"*Due* {in_full(message.due)}")
    owner = f", with {person(message.owner)}" if message.owner else ""
    return [*facts, f"*State* {escape(message.state)}{owner}"]


def _steps(message: Card) -> Block:
    whom = "requester" if message.case == "request" else "asker"
    steps = [button(f"Reply to {whom}", names.REPLY_TO_REQUESTER, message.escalation)]
    if message.owner is None:
        steps.insert(0, button("Claim", names.CLAIM, message.escalation, style="primary"))
    if message.question:
        steps.append(button("Why this answer?", names.EXPLAIN, message.question))
    return buttons(*steps)
