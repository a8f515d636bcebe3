"""What an asker reads: the notice's words, its silence, a choice, a greeting."""

from collections.abc import Sequence
from typing import Final, assert_never

from bot.delivery.for_askers import (
    Answer,
    AwaitingApproval,
    Clarification,
    ForAskers,
    ForeignPassedOn,
    MayWeKeep,
    NotCovered,
    OffTopic,
    QuestionPassedOn,
    SmallTalk,
)
from bot.delivery.pieces import Choice
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.harmless import escape
from bot.slack.blocks.parts import (
    Block,
    button,
    buttons,
    markdown,
    notice_of,
    quotes_as_text,
    short_day,
    small_print,
    sourced,
)
from knowledge.languages import language_of
from knowledge.rights import Right

_ASK = "Ask the compliance team"
_ASK_THE_REST = "If a question of yours is missing here, please ask it by itself."
_MAKE = "Make this request"
_LOG = "Log a rights request"
"""For staff, who as often log what somebody else asked for."""


def draw(message: ForAskers) -> Drawn:
    """Return a message to somebody who asks as Slack takes it."""
    match message:
        case Answer():
            return answer(message)
        case Clarification():
            return clarification(message)
        case NotCovered():
            return not_covered(message)
        case OffTopic():
            return off_topic(message)
        case SmallTalk():
            return small_talk(message)
        case ForeignPassedOn():
            return foreign_passed_on(message)
        case QuestionPassedOn():
            return question_passed_on(message)
        case MayWeKeep():
            return may_we_keep(message)
        case AwaitingApproval():
            return awaiting_approval()
        case _:
            assert_never(message)


def awaiting_approval() -> Drawn:
    """Draw the one line that a shared channel is told while nobody has said that we may answer."""
    said = (
        "I've asked the team whether I may answer questions in this channel. "
        "You can write to me directly at any time."
    )
    return Drawn.of(said, [markdown(said)])


def answer(message: Answer) -> Drawn:
    """Draw the notice's own words on each question, after a lead at most."""
    answers = (message, *message.more)
    blocks = [block for one in answers for block in _words_of(one)]
    if message.more_asked:
        blocks.append(markdown(_ASK_THE_REST))
    right = next((one.right for one in answers if one.right), None)
    blocks += [_next_steps(message, right), _thumbs(message.question)]
    said = [part for one in answers for part in _said(one)]
    said += [_ASK_THE_REST] * message.more_asked
    return Drawn.of("\n".join(said), blocks)


def _words_of(message: Answer) -> list[Block]:
    blocks = [markdown(escape(message.lead)), *sourced(message.quotes, message.notice_date)]
    return [*blocks, markdown(_noted(message))] if message.staff_note else blocks


def _said(message: Answer) -> list[str]:
    dated = f"{notice_of(message.notice_date)}."
    said = (escape(message.lead), quotes_as_text(message.quotes), dated, _noted(message))
    return [part for part in said if part]


def _noted(message: Answer | NotCovered) -> str:
    return f"For staff: {escape(message.staff_note)}" if message.staff_note else ""


def clarification(message: Clarification) -> Drawn:
    """Draw a choice of a few topics."""
    titles = "; ".join(escape(choice.title) for choice in message.choices)
    happened = _IF_IT_HAPPENED if message.perhaps_breach else ""
    blocks = [
        *_if_it_happened(message),
        markdown("Did you mean one of these?"),
        _choices(message.question, message.choices),
        _next_steps(message, message.right),
    ]
    said = f"Did you mean one of these? {titles}. Or ask the compliance team."
    return Drawn.of(f"{happened} {said}".strip(), blocks)


def _if_it_happened(message: Clarification | NotCovered) -> list[Block]:
    tell = button("Something has happened", names.REPORT_BREACH, message.question)
    return [markdown(_IF_IT_HAPPENED), buttons(tell)] if message.perhaps_breach else []


_IF_IT_HAPPENED: Final = (
    "If something has happened to people's data, press the button and I tell the compliance team."
)


def not_covered(message: NotCovered) -> Drawn:
    """Draw the notice's silence, the nearest places, and a person."""
    said = (
        f"The notice does not say {escape(message.unsaid)}."
        if message.unsaid
        else "I found nothing in the notice on that."
    )
    added = f"I've added this to {message.added_to} for the compliance team, who can answer you."
    offer = added if message.added_to else "The compliance team can answer you."
    note = _noted(message)
    blocks = [markdown(f"{said} {offer}"), *([markdown(note)] if note else [])]
    near = ""
    if message.suggestions:
        titles = "; ".join(escape(choice.title) for choice in message.suggestions)
        near = f" Nearest in the notice of {short_day(message.notice_date)}: {titles}."
        dated = f"Nearest in the privacy notice of {short_day(message.notice_date)}:"
        blocks += [small_print(dated), _choices(message.question, message.suggestions)]
    blocks += _if_it_happened(message)
    if message.right or not message.added_to:
        blocks.append(_next_steps(message, message.right))
    happened = f" {_IF_IT_HAPPENED}" if message.perhaps_breach else ""
    text = f"{said} {offer}{near} {note}".strip() + happened
    return Drawn.of(text, [*blocks, _thumbs(message.question)])


def off_topic(message: OffTopic) -> Drawn:
    """Draw what the desk is for."""
    said = (
        "I answer questions about personal data and privacy, and take requests about them. "
        "That does not seem to be one; if it is, ask the compliance team."
    )
    return Drawn.of(said, [markdown(said), _ask_the_team(message.question)])


def small_talk(message: SmallTalk) -> Drawn:
    """Draw who we are and what we can do."""
    del message
    said = (
        "Hello, I am the privacy helpdesk. Ask me about personal data and I answer in the privacy "
        "notice's own words. I also register requests, such as a copy or the deletion of your "
        "data, and bring in the compliance team. Please never post identity papers in Slack."
    )
    start = buttons(button("Make a rights request", names.START_REQUEST, "new"))
    return Drawn.of(said, [markdown(said), start])


def foreign_passed_on(message: ForeignPassedOn) -> Drawn:
    """Draw, in the asker's language where somebody wrote it, that the officers have it."""
    language = language_of(message.language)
    said = (language.reply or _IN_ENGLISH).format(contact=escape(message.contact))
    shown = f"{said} ({message.reference})"
    return Drawn.of(shown, [markdown(shown)])


_IN_ENGLISH = (
    "I understand only English; I have passed your message to the compliance team, "
    "to whom you can also write: {contact}"
)


def question_passed_on(message: QuestionPassedOn) -> Drawn:
    """Draw that the officers have the question."""
    said = f"The compliance team has your question as {message.reference}. They will answer you."
    return Drawn.of(said, [markdown(said)])


def may_we_keep(message: MayWeKeep) -> Drawn:
    """Ask whether the authors may see what was asked."""
    said = (
        "Thank you for saying so. May I show your question, with names and numbers left out, to "
        "the people who write the answers? Without your yes they see only what I answered."
    )
    return Drawn.of(
        said, [markdown(said), buttons(button("Yes, show it", names.KEEP_WORDS, message.question))]
    )


def _choices(question: str, choices: Sequence[Choice]) -> Block:
    return buttons(
        *(
            button(choice.title, f"{names.CHOOSE_TOPIC}_{place}", f"{question}:{choice.topic}")
            for place, choice in enumerate(choices[:3])
        )
    )


def _next_steps(message: Answer | Clarification | NotCovered, right: Right | None) -> Block:
    """Draw what can be pressed next; our own people log what somebody else asks for."""
    if right is None:
        return _ask_the_team(message.question)
    label = _LOG if message.for_staff else _MAKE
    return buttons(
        button(label, names.MAKE_REQUEST, f"{message.question}:{right}"),
        button(_ASK, names.ASK_TEAM, message.question),
    )


def _ask_the_team(question: str) -> Block:
    return buttons(button(_ASK, names.ASK_TEAM, question))


def _thumbs(question: str) -> Block:
    def thumb(label: str, value: str) -> Block:
        return {"text": {"type": "plain_text", "text": label}, "value": f"{question}:{value}"}

    feedback = {
        "type": "feedback_buttons",
        "action_id": names.FEEDBACK,
        "positive_button": thumb("This helped", "up"),
        "negative_button": thumb("This did not help", "down"),
    }
    return {"type": "context_actions", "elements": [feedback]}
