"""What people are told who ask."""

from datetime import date
from typing import Literal

from pydantic import Field

from bot.delivery.pieces import Choice, Quoted
from bot.places import Value
from knowledge.rights import Right


class Answer(Value):
    """Where the notice speaks to a question: a lead at most, then its own words."""

    kind: Literal["answer"] = "answer"
    question: str
    lead: str
    quotes: tuple[Quoted, ...]
    notice_date: date
    right: Right | None = None
    for_staff: bool = False
    """Whether only our own people read it."""
    staff_note: str | None = None
    more: tuple["Answer", ...] = ()
    """Answers to the further questions in the same message."""
    more_asked: bool = False
    """Whether more was asked than is answered here."""


class Clarification(Value):
    """Asks which of a few topics was meant."""

    kind: Literal["clarification"] = "clarification"
    question: str
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=3)
    right: Right | None = None
    for_staff: bool = False
    """Whether only our own people read it."""
    perhaps_breach: bool = False
    """Whether it may report that something has happened."""


class NotCovered(Value):
    """The notice is silent: says so, names the nearest places, offers a person."""

    kind: Literal["not_covered"] = "not_covered"
    question: str
    unsaid: str | None
    """Completes "The notice does not say ..."; None where we only know that nothing is near."""
    suggestions: tuple[Choice, ...]
    notice_date: date
    right: Right | None = None
    for_staff: bool = False
    """Whether only our own people read it."""
    staff_note: str | None = None
    perhaps_breach: bool = False
    """Whether it may report that something has happened, too."""
    added_to: str = ""
    """The open case of the asker's to which the question was added, so that a person reads it."""


class OffTopic(Value):
    """Not about personal data: says what this desk is for."""

    kind: Literal["off_topic"] = "off_topic"
    question: str
    suggestions: tuple[Choice, ...] = ()


class SmallTalk(Value):
    """A greeting, thanks, or "who are you": says what this desk can do."""

    kind: Literal["small_talk"] = "small_talk"


class ForeignPassedOn(Value):
    """In the asker's language: only English is understood, and the compliance team has it."""

    kind: Literal["foreign_passed_on"] = "foreign_passed_on"
    language: str
    """ISO 639-1, else "und"."""
    contact: str
    reference: str


class QuestionPassedOn(Value):
    """To the asker: the compliance team has your question."""

    kind: Literal["question_passed_on"] = "question_passed_on"
    reference: str


class MayWeKeep(Value):
    """Asks whom an answer did not help whether the authors may see their words."""

    kind: Literal["may_we_keep"] = "may_we_keep"
    question: str


class AwaitingApproval(Value):
    """To a shared channel, once: the team was asked whether we may answer there."""

    kind: Literal["awaiting_approval"] = "awaiting_approval"


ForAskers = (
    Answer
    | Clarification
    | NotCovered
    | OffTopic
    | SmallTalk
    | ForeignPassedOn
    | QuestionPassedOn
    | MayWeKeep
    | AwaitingApproval
)
