"""The closed union of everything that we may ever send; where to is in `addresses`.

A message holds meaning, not layout: `bot.slack.blocks` draws it at the moment of sending.
Opaque ids (`question`, `request`, `escalation`) come back when somebody presses a button.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.places import PersonId, Value
from knowledge.rights import Right


class Quoted(Value):
    """The notice's own words, with the section they stand in (0: head or foot of the notice)."""

    section: int
    title: str
    text: str


class Choice(Value):
    """A topic that a person can pick."""

    topic: str
    title: str


class Named(Value):
    """A person as shown to the officers; `person` only where Slack lets us mention them."""

    name: str
    person: PersonId | None = None
    organisation: str | None = None
    """The other company's name for a customer, if known."""


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


class NotCovered(Value):
    """The notice is silent: says so, names the nearest places, offers a person."""

    kind: Literal["not_covered"] = "not_covered"
    question: str
    unsaid: str | None
    """Completes "The notice does not say ..."; None where we only know that nothing is near."""
    suggestions: tuple[Choice, ...]
    notice_date: date
    right: Right | None = None


class OffTopic(Value):
    """Not about personal data: says what this desk is for."""

    kind: Literal["off_topic"] = "off_topic"
    question: str
    suggestions: tuple[Choice, ...] = ()


class SmallTalk(Value):
    """A greeting, thanks, or "who are you": says what this desk can do."""

    kind: Literal["small_talk"] = "small_talk"


class RepliedPrivately(Value):
    """The one neutral line that a channel's thread shows: no nature, no reference."""

    kind: Literal["replied_privately"] = "replied_privately"


class RequestQuestion(Value):
    """Shall I log this as a request? Asked privately of an uncertain one."""

    kind: Literal["request_question"] = "request_question"
    request: str
    rights: tuple[Right, ...] = Field(min_length=1)


class RequestSpotted(Value):
    """To whom asked about somebody's message: it may be a request, and can be logged."""

    kind: Literal["request_spotted"] = "request_spotted"
    question: str
    rights: tuple[Right, ...] = Field(min_length=1)


class BreachQuestion(Value):
    """Is this something that has happened? Asked privately of an uncertain report."""

    kind: Literal["breach_question"] = "breach_question"
    question: str


class Receipt(Value):
    """Our confirmation to the requester that the rights request is registered."""

    kind: Literal["receipt"] = "receipt"
    request: str
    reference: str
    rights: tuple[Right, ...] = Field(min_length=1)
    received: date
    due: date
    identity: tuple[Quoted, ...]
    """The identity evidence that the notice asks for; empty where none is needed."""
    quotes: tuple[Quoted, ...] = ()
    """What the notice says of these rights."""
    notice_date: date
    logged_for: str | None = None
    """The data subject's name when a member of staff logged it for somebody else."""
    answer: Literal["awaited", "confirmed", "only_asking"] = "awaited"
    """What the requester says to it; the receipt is redrawn in place when they have."""


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


class BreachPassedOn(Value):
    """To the reporter: the compliance team has been told; what to do and not to do meanwhile."""

    kind: Literal["breach_passed_on"] = "breach_passed_on"
    reference: str


class MayWeKeep(Value):
    """Asks whom an answer did not help whether the authors may see their words."""

    kind: Literal["may_we_keep"] = "may_we_keep"
    question: str


class Told(Value):
    """One plain sentence of ours to a requester or asker."""

    kind: Literal["told"] = "told"
    text: str


class Relayed(Value):
    """An officer's words to the requester or asker, signed by the compliance team."""

    kind: Literal["relayed"] = "relayed"
    reference: str
    words: str


class Card(Value):
    """The parent message of a case in the compliance channel; redrawn in place as it changes."""

    kind: Literal["card"] = "card"
    case: Literal["request", "question", "breach"]
    escalation: str
    reference: str
    who: Named
    audience: Literal["staff", "customer"]
    words: str
    received_at: datetime
    """In the company's own time."""
    state: str
    """In words: "Registered", "Confirmed by the requester", "Was only asking" ..."""
    open: bool
    """A closed case shows no clock and offers only to be opened again."""
    owner: Named | None = None
    rights: tuple[Right, ...] = ()
    due: date | None = None
    working: tuple[str, ...] = ()
    """How the due date came about, step by step, with the fact numbers."""
    flags: tuple[str, ...] = ()
    """Officer flags: where the notice is stale or silent, identity papers seen ..."""
    subject: str | None = None
    """The data subject, when it is not who wrote."""
    origin: str | None = None
    """A link to the asker's thread; only where officers can open it."""
    steps: tuple[str, ...] = ()
    """What officers may do with a rights request now, by the lifecycle's names."""
    overdue: bool = False
    stopped: bool = False
    """Whether the clock stands still until the requester has said what is meant."""
    checklist: tuple[str, ...] = ()
    """What must not be forgotten about a breach."""
    ticked: tuple[str, ...] = ()
    """The lines of the list that are done."""
    calls_here: bool = False
    """Whether everybody in the channel is called, as the desk may want for a breach."""
    question: str = ""
    """What was asked, so that the verdict on it can be explained; empty for a form."""


class AddedWords(Value):
    """In the card's thread: what the requester or asker wrote later."""

    kind: Literal["added_words"] = "added_words"
    who: Named
    words: str


class TeamNote(Value):
    """In the card's thread or the compliance channel: one plain sentence of ours to officers."""

    kind: Literal["team_note"] = "team_note"
    text: str


class Doubtful(Value):
    """A message of which we asked what it is, and nobody answered."""

    question: str
    perhaps: Literal["request", "breach"]
    who: Named
    words: str
    asked_at: datetime
    """In the company's own time."""
    origin: str | None = None
    """A link to the message; only where officers can open it."""


class Digest(Value):
    """To the officers: what may be requests or breaches, and was never answered."""

    kind: Literal["digest"] = "digest"
    doubts: tuple[Doubtful, ...] = Field(min_length=1, max_length=10)


class SentCopy(Value):
    """In the card's thread: what an officer sent to the requester, and who it was."""

    kind: Literal["sent_copy"] = "sent_copy"
    officer: Named
    words: str
    by_hand: bool = False
    """Whether the officer sends it on another way, so that the person has nothing from us."""


class ApprovalAsked(Value):
    """In the card's thread: a letter that another officer must look at before it goes."""

    kind: Literal["approval_asked"] = "approval_asked"
    draft: str
    author: Named
    what: str
    """What the author would do, fit for the middle of a sentence."""
    words: str


Outgoing = Annotated[
    Answer
    | Clarification
    | NotCovered
    | OffTopic
    | SmallTalk
    | RepliedPrivately
    | RequestQuestion
    | RequestSpotted
    | BreachQuestion
    | Receipt
    | ForeignPassedOn
    | QuestionPassedOn
    | BreachPassedOn
    | MayWeKeep
    | Told
    | Relayed
    | Card
    | AddedWords
    | TeamNote
    | Digest
    | SentCopy
    | ApprovalAsked,
    Field(discriminator="kind"),
]
"""Everything that we may ever send."""

OUTGOING: TypeAdapter[Outgoing] = TypeAdapter(Outgoing)


FOR_OFFICERS = (Card, AddedWords, TeamNote, Digest, SentCopy, ApprovalAsked)
"""What only ever goes to the compliance channel."""
