"""What the officers read beside the card: notes in its thread, reminders, digests, files."""

from typing import Final, assert_never

from bot.delivery.for_officers import (
    AddedWords,
    ApprovalAsked,
    Card,
    ChannelCard,
    Digest,
    Document,
    Doubtful,
    ForOfficers,
    Line,
    Listed,
    MonthlyReport,
    Morning,
    Reminder,
    SentCopy,
    TeamNote,
)
from bot.register.lifecycle import Step
from bot.register.working_days import in_full
from bot.slack import names
from bot.slack.blocks.card import card
from bot.slack.blocks.channels import channel_card
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.harmless import escape
from bot.slack.blocks.parts import (
    Block,
    button,
    buttons,
    clip,
    header,
    lawful,
    markdown,
    person,
    quotation,
    small_print,
)
from bot.slack.moves import Move


def draw(message: ForOfficers) -> Drawn:  # noqa: C901 - an exhaustive match has a case for each
    """Return a message to officers as Slack takes it."""
    match message:
        case Card():
            return card(message)
        case AddedWords():
            return added_words(message)
        case TeamNote():
            return team_note(message)
        case Digest():
            return digest(message)
        case SentCopy():
            return sent_copy(message)
        case ApprovalAsked():
            return approval_asked(message)
        case MonthlyReport():
            return monthly_report(message)
        case ChannelCard():
            return channel_card(message)
        case Reminder():
            return reminder(message)
        case Morning():
            return morning(message)
        case Document():
            return document(message)
        case _:
            assert_never(message)


def document(message: Document) -> Drawn:
    """Draw what stands above a file: what it is, and for whom it was made."""
    asked = f", asked for by {person(message.asked_by)}" if message.asked_by else ""
    said = f"{_title_of(message)}{asked}."
    return Drawn.of(said, [markdown(said)])


def _title_of(message: Document) -> str:
    match message.what:
        case "register":
            whose = "without names, words and reasons" if message.anonymised else "with all names"
            return f"The register as {message.form.upper()}, {whose}"
        case "evidence":
            return f"The evidence pack of {escape(message.reference)}"
        case "report":
            return f"The report on {message.month:%B %Y}"
        case "pictures":
            return f"{message.month:%B %Y} in pictures"
        case _:
            assert_never(message.what)


def added_words(message: AddedWords) -> Drawn:
    """Draw what the person wrote later; of a case that had ended also what can be done."""
    did = "edited what they wrote; it reads now" if message.edited else "added"
    wrote = f"{person(message.who)} {did}:"
    if not message.ended:
        said = [markdown(wrote), quotation(message.words)]
        return Drawn.of(f"{wrote} {escape(message.words)}", said)
    whom = f"{person(message.owner)}: " if message.owner else ""
    did = "edited a message of" if message.edited else "wrote in"
    wrote = f"{whom}{person(message.who)} {did} {escape(message.ended)}:"
    again = Step.REOPEN if message.case == "request" else Move.OPEN_AGAIN
    choice = buttons(
        button(f"Reopen {message.reference}", names.STEP_NOW, f"{message.escalation}:{again}"),
        button("Reply", names.REPLY_TO_REQUESTER, message.escalation),
    )
    blocks = [markdown(wrote), quotation(message.words), choice]
    return Drawn.of(f"{wrote} {escape(message.words)}", blocks)


def team_note(message: TeamNote) -> Drawn:
    """Draw one thing that the officers must know."""
    said = lawful(message.text)
    return Drawn.of(said, [small_print(said)])


def reminder(message: Reminder) -> Drawn:
    """Draw what a case waits for; its owner is mentioned, so that Slack tells them."""
    whom = f"{person(message.owner)} " if message.owner else ""
    sign = ":rotating_light: <!here> Nobody has this:" if message.calls_here else ":alarm_clock:"
    said = f"{sign} {whom}*{message.reference}* · {lawful(message.text)}"
    return Drawn.of(said, [markdown(said)])


def morning(message: Morning) -> Drawn:
    """Draw what waits for the officers this morning."""
    title = in_full(message.day)
    lists = [_listed(one) for one in message.lists]
    flags = [f":books: {escape(flag)}" for flag in message.flags]
    blocks = [header(title), *map(markdown, lists), *map(small_print, flags)]
    return Drawn.of("\n".join([f"*{title}*", *lists, *flags]), blocks)


def _listed(one: Listed) -> str:
    left = one.count - len(one.lines)
    more = [f"and {left:,} more"] if left else []
    return "\n".join([f"*{one.title}: {one.count:,}*", *map(_line, one.lines), *more])


def _line(line: Line) -> str:
    called = f"<{line.link}|{line.reference}>" if line.link else line.reference
    return f"• {called} {escape(clip(line.note, 150))}"


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


def monthly_report(message: MonthlyReport) -> Drawn:
    """Draw what the last month was like."""
    said = "\n".join(escape(line) for line in message.lines)
    return Drawn.of(f"{escape(message.title)}\n{said}", [header(message.title), markdown(said)])


def approval_asked(message: ApprovalAsked) -> Drawn:
    """Draw a letter that waits for another officer."""
    asked = (
        f"{person(message.author)} would {escape(message.what)}. "
        "Another officer must look at the letter first:"
    )
    choice = buttons(
        button("Approve and send", names.APPROVE, message.draft, style="primary"),
        button("Send back", names.SEND_BACK, message.draft),
    )
    blocks = [markdown(asked), quotation(message.words), choice]
    return Drawn.of(f"{asked} {escape(message.words)}", blocks)


def sent_copy(message: SentCopy) -> Drawn:
    """Draw what was sent, and by whom."""
    how = "To be sent by hand by" if message.by_hand else "Sent by"
    sent = f"{how} {person(message.officer)}:"
    return Drawn.of(f"{sent} {escape(message.words)}", [markdown(sent), quotation(message.words)])
