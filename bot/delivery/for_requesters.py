"""What people are told who make a request or report a breach."""

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field

from bot.delivery.for_anybody import Told
from bot.delivery.pieces import Quoted
from bot.papers import Paper
from bot.places import Value
from knowledge.rights import Right

Timing: TypeAlias = Literal["runs", "stopped", "anew", "over"]
"""How the time to answer stands: it runs; it waits for an answer of the requester; it starts anew
when their identity information comes; its last day has passed."""


class RepliedPrivately(Value):
    """The one neutral line that a channel's thread shows: no nature, no reference."""

    kind: Literal["replied_privately"] = "replied_privately"


class OpenPrivately(Value):
    """In a channel's thread: a button that opens, for one person alone, what we could not send."""

    kind: Literal["open_privately"] = "open_privately"
    delivery: str


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
    target: date | None = None
    """The day that we aim for, where that is what the requester is told."""
    timing: Timing = "runs"
    awaits: tuple[str, ...] = ()
    """What must come from the requester and has not, as the register names it."""
    identity: tuple[Quoted, ...]
    """The identity evidence that the notice asks for; empty where none is needed."""
    quotes: tuple[Quoted, ...] = ()
    """What the notice says of these rights."""
    notice_date: date
    logged_for: str | None = None
    """The data subject's name when a member of staff logged it for somebody else."""
    answer: Literal["awaited", "confirmed", "by_hand", "ended"] = "awaited"
    """What the requester says to it; the receipt is redrawn in place when they have. `by_hand`:
    it was logged for somebody else, who reads this not and is written to by the officers."""
    stands: str = ""
    """How a request stands that has ended, in one line."""


class BreachPassedOn(Value):
    """To the reporter: the compliance team has been told; what to do and not to do meanwhile."""

    kind: Literal["breach_passed_on"] = "breach_passed_on"
    reference: str


class PapersPosted(Value):
    """To the sender of identity papers or files: delete them here, and where evidence goes."""

    kind: Literal["papers_posted"] = "papers_posted"
    papers: tuple[Paper, ...]
    """Whose numbers were masked."""
    files: int
    """Files that came with it, unopened."""
    in_form: bool
    """Whether there is no message to delete."""
    evidence: tuple[Quoted, ...]
    """What the notice says of evidence; empty where no identity is proved by it."""
    notice_date: date


class Relayed(Value):
    """An officer's words to the requester or asker, signed by the compliance team."""

    kind: Literal["relayed"] = "relayed"
    reference: str
    words: str


ForRequesters = (
    RepliedPrivately
    | OpenPrivately
    | RequestQuestion
    | RequestSpotted
    | BreachQuestion
    | Receipt
    | BreachPassedOn
    | PapersPosted
    | Told
    | Relayed
)
