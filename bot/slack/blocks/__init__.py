"""Values -> Block Kit, pure: `draw` for everything that we may ever send."""

from typing import assert_never

from bot.delivery.outgoing import (
    AddedWords,
    Answer,
    ApprovalAsked,
    BreachPassedOn,
    BreachQuestion,
    Card,
    Clarification,
    Digest,
    ForeignPassedOn,
    MayWeKeep,
    NotCovered,
    OffTopic,
    Outgoing,
    QuestionPassedOn,
    Receipt,
    Relayed,
    RepliedPrivately,
    RequestQuestion,
    RequestSpotted,
    SentCopy,
    SmallTalk,
    TeamNote,
    Told,
)
from bot.slack.blocks import answers, escalations, requests
from bot.slack.blocks.drawn import Drawn

__all__ = ["Drawn", "draw"]


def draw(message: Outgoing) -> Drawn:  # noqa: C901, PLR0912 - one case for each kind of message
    """Return the message as Slack takes it."""
    match message:
        case Answer():
            return answers.answer(message)
        case Clarification():
            return answers.clarification(message)
        case NotCovered():
            return answers.not_covered(message)
        case OffTopic():
            return answers.off_topic(message)
        case SmallTalk():
            return answers.small_talk(message)
        case ForeignPassedOn():
            return answers.foreign_passed_on(message)
        case QuestionPassedOn():
            return answers.question_passed_on(message)
        case MayWeKeep():
            return answers.may_we_keep(message)
        case RepliedPrivately():
            return requests.replied_privately(message)
        case RequestQuestion():
            return requests.request_question(message)
        case RequestSpotted():
            return requests.request_spotted(message)
        case BreachQuestion():
            return requests.breach_question(message)
        case Receipt():
            return requests.receipt(message)
        case BreachPassedOn():
            return requests.breach_passed_on(message)
        case Told():
            return requests.told(message)
        case Relayed():
            return requests.relayed(message)
        case Card():
            return escalations.card(message)
        case AddedWords():
            return escalations.added_words(message)
        case TeamNote():
            return escalations.team_note(message)
        case Digest():
            return escalations.digest(message)
        case SentCopy():
            return escalations.sent_copy(message)
        case ApprovalAsked():
            return escalations.approval_asked(message)
        case _:
            assert_never(message)
